"""Where several columns could hold one value, one does; where nothing says which, none. Parts of a value that need each other stay together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dalil.intake.mapping import is_span
from dalil.intake.suggestion.chosen_column import CODED, ChosenColumn, leave_all
from dalil.intake.suggestion.columns_beside import settle_columns_beside
from dalil.letters import read_whole_number
from dalil.record.kind import KindField
from dalil.values import Count


def settle_rivals(columns: Sequence[ChosenColumn], fields: Mapping[str, KindField], kind: str) -> None:
    """Let one column hold each value, where several could; where nothing says which, none of them."""
    settle_columns_beside(columns, fields)
    _settle_days(columns)
    for key in ("external_id", "origin"):
        rivals = [column for column in columns if column.use.get(key)]
        best = max((column.guess.rank for column in rivals), default=0)
        kept = [column for column in rivals if column.guess.rank == best]
        for column in rivals:
            if column not in kept or (key == "external_id" and column is not kept[0]):
                column.leave(f"{kept[0].name} is taken for it")
    _settle_days_of_telling(columns)
    if kind == "tally" and not any(column.holds("when") for column in columns):
        leave_all((column for column in columns if column.what), "no column tells for which time it was counted")
    slots: dict[tuple[str, str, int], list[ChosenColumn]] = {}
    for column in columns:
        if "field" in column.use and "values" not in column.use and not (kind == "tally" and column.holds("count")):
            part = column.use.get("part", "")
            of_its_own = is_span(fields[column.use["field"]].type) or part not in ("start", "name")
            slot = (column.use["field"], part if of_its_own else "", column.use.get("number", 1))
            slots.setdefault(slot, []).append(column)
    for (name, _, _), found in slots.items():
        people = [column for column in found if not (column.guess.people and column.guess.people.unit)]
        if people and len(people) < len(found):
            leave_all(
                (each for each in found if each not in people), f"{people[0].name} counts people and is taken for it"
            )
        rivals = people or found
        best = max(column.guess.rank for column in rivals)
        kept = [column for column in rivals if column.guess.rank == best]
        for column in rivals:
            if column not in kept:
                column.leave(f"{kept[0].name} is taken for it")
        if len(kept) > 1 and (name == "when" or name not in {"where", *CODED}):
            for column in kept:
                column.leave(
                    f"{' and '.join(each.name for each in kept if each is not column)} may be the same: which is it?"
                )
        for column in kept[1:]:
            if column.use:
                column.leave(f"{kept[0].name} is taken for it")
    _settle_pairs(columns, fields)


def _settle_days_of_telling(columns: Sequence[ChosenColumn]) -> None:
    """One column says on which day the source said it, where numbers stand beside it: which of two statements is later needs one."""
    days = [column for column in columns if column.use.get("said_on")]
    if not any(column.guess.people and column.use for column in columns) and not any(map(_is_count, columns)):
        leave_all(days, "no number is taken that it could be the day of")
    elif len(days) > 1:
        leave_all(days, f"{' and '.join(each.name for each in days)} may be it: which is it?")


def _is_count(column: ChosenColumn) -> bool:
    return column.holds("count")


def _settle_days(columns: Sequence[ChosenColumn]) -> None:
    """A whole day goes before a year and a month; a start goes with an end, and an end with a start."""
    wholes = [column for column in columns if column.holds("when", "") and column.use.get("part") != "start"]
    starts = [column for column in columns if column.holds("when", "") and column.use.get("part") == "start"]
    ends = [column for column in columns if column.holds("when", "end")]
    years = [column for column in columns if column.holds("when", "year")]
    if wholes and starts and not ends:
        leave_all(starts, f"{wholes[0].name} is taken for the day")
    elif wholes and starts:
        leave_all(wholes, f"{starts[0].name} is taken for the day")
    has_day = any(column.use for column in (*wholes, *starts))
    if not any(column.use for column in starts):
        leave_all(ends, "an end needs a start")
    parts = [
        column for column in columns if column.use.get("part") in ("year", "month", "day") and column.holds("when")
    ]
    if has_day:
        leave_all(parts, "the day stands in another column")
    elif not years:
        leave_all(parts, "it needs a year")
    if not has_day:
        leave_all((column for column in columns if column.holds("when", "time")), "it needs a day")


def _settle_pairs(columns: Sequence[ChosenColumn], fields: Mapping[str, KindField]) -> None:
    """A latitude needs a longitude; a number beside its bounds is the point between them; a precision needs what it is of."""
    lats, lons = ([column for column in columns if column.holds("where", part)] for part in ("lat", "lon"))
    if bool(lats) != bool(lons):
        leave_all([*lats, *lons], "a point needs both latitude and longitude")
    for name in fields:
        bounds = [column for column in columns if column.holds(name, "low") or column.holds(name, "high")]
        for column in columns:
            if bounds and column.holds(name, "") and fields[name].type is Count:
                if all(read_whole_number(cell) is not None for cell in column.cells):
                    column.use = {**column.use, "part": "point"}
                else:
                    column.leave(f"{bounds[0].name} stands beside it, and its cells are not all plain numbers")
        precision = [column for column in columns if column.holds(name, "precision")]
        if precision and not any(column.holds(name) for column in columns if column not in precision):
            leave_all(precision, f"there is no {name} that it could be of")
