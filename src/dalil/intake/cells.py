"""From the text of cells to the values of a kind: counts, dates, codes and names, as tables write them; places: `places_said`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from dalil.intake.causes import Cause, cause_of
from dalil.intake.parsed_rows import BadCell, is_unknown
from dalil.letters import fold, is_arabic, read_whole_number, western_digits, without_marks
from dalil.lookup.terms import find_term
from dalil.text.counts import read_count
from dalil.text.dates import at_time, order_of, read_date, read_time
from dalil.values import Count, Precision, Shape, When
from dalil.values.base import Refusal


def count_in(column: str, cell: str, how: str, quantity: str = "") -> Count:
    """Read the one count of a cell, as `read_count` reads a phrase.

    how: "stated", or the bound that the column gives to bare numbers ("at_least").
    quantity: the quantity or field that the column fills.
    Raises BadCell where the cell is not understood for certain, or counts something else.
    """
    try:
        count = read_count(cell, quantity)
        if how == "stated":
            return count
        if count.shape is not Shape.EXACT:
            raise BadCell(
                column,
                cell,
                Cause("“{cell}” is no bare number, and the column is to be read as {how}", cell=cell, how=how),
            )
        about = count.model_dump(exclude={"low", "high", "point", "shape"}, exclude_unset=True)
        return getattr(Count, how)(count.low, **about)  # type: ignore[no-any-return]
    except ValueError as error:
        raise BadCell(column, cell, cause_of(error)) from error


def may_be_none(cell: str) -> bool:
    """Whether a cell of a number says “None” or “Nil”, which may mean 0 or that there is no value.

    >>> may_be_none("None"), may_be_none("لا يوجد"), may_be_none("0")
    (True, True, False)
    """
    return cell.casefold() in _NONE


def may_be_code_of_unknown(cell: str) -> bool:
    """Whether a cell of a number holds nothing but three nines or more, by which forms say that a number is not known.

    >>> may_be_code_of_unknown("999"), may_be_code_of_unknown("٩٩٩٩"), may_be_code_of_unknown("99"), may_be_code_of_unknown("1999")
    (True, True, False, False)
    """
    plain = without_marks(western_digits(cell)).removesuffix(".0")
    return len(plain) > 2 and set(plain) == {"9"}


def is_count(cell: str, quantity: str = "") -> bool:
    """Whether a cell holds one count, as `count_in` reads it."""
    try:
        count_in("", cell, "stated", quantity)
    except BadCell:
        return False
    return True


def number_in(column: str, cell: str, quantity: str = "") -> Count | None:
    """Read the one exact number of a cell that is part of a count (its lowest, best or highest), with what the cell says it counts.

    None for an empty cell. Raises BadCell.
    """
    if is_unknown(cell):
        return None
    number = read_whole_number(cell)
    if number is not None:
        return Count.exactly(number)
    count = count_in(column, cell, "stated", quantity)
    if count.shape is not Shape.EXACT:
        raise BadCell(column, cell, Cause("“{cell}” is not a whole number", cell=cell))
    return count


def count_of_parts(parts: Mapping[str, tuple[str, str]], quantity: str = "") -> tuple[Count | None, list[str]]:
    """A count told in up to three columns (part -> column and cell), with bounds out of order kept and flagged; None where no cell has one.

    What a cell says beside its number (“5 families”) is said of the count. Raises BadCell where two cells count different things.
    """
    counts = {part: number_in(*parts[part], quantity) for part in NUMBERS if part in parts}
    told = {part: count for part, count in counts.items() if count is not None}
    if not told:
        return None, []
    about, *others = (_said_beside(count) for count in told.values())
    for part, other in zip([*told][1:], others, strict=True):
        for fact in (*about, *other):
            if about.get(fact, UNSAID[fact]) != other.get(fact, UNSAID[fact]):
                column, cell = parts[part]
                raise BadCell(
                    column,
                    cell,
                    Cause(
                        "“{cell}” and “{other}” count different things, and the row gives them as bounds of one number",
                        cell=cell,
                        other=parts[next(iter(told))][1],
                    ),
                )
        about |= other
    count = Count.as_stated(*(told[part].low if part in told else None for part in NUMBERS))
    flags = ["bounds_contradict"] if count.shape == "contradictory" else []
    return Count.model_validate({**count.model_dump(exclude_unset=True), **about}), flags


def _said_beside(count: Count) -> dict[str, Any]:
    """What a count says of itself beside its number, where that is not what any count is taken for; a unit also where it says people."""
    told = {fact: getattr(count, fact) for fact, usual in UNSAID.items() if getattr(count, fact) != usual}
    return told | ({"unit": count.unit} if "unit" in count.model_fields_set else {})


def facts_of_count(
    parts: Mapping[str, tuple[str, str]], told: Mapping[str, tuple[str, Mapping[str, Any]]]
) -> tuple[dict[str, Any], list[str]]:
    """What columns of their own say of a count: the day it speaks of, its unit, whose it is. With the flags of the cells not understood.

    parts: column and cell by part. told: the form of dates and the values that the mapping tells of these columns, by part.
    """
    facts: dict[str, Any] = {}
    flags: list[str] = []
    for part, (column, cell) in parts.items():
        if part == "as_of":
            if day := said_on_in(column, cell, told[part][0], flags):
                facts[part] = day
        elif part in SCHEMES_OF_COUNT:
            known, value = meant(cell, told[part][1])
            code = value if known else code_of(SCHEMES_OF_COUNT[part], cell)
            if code is not None:
                facts[part] = code
            elif not known:
                raise BadCell(
                    column,
                    cell,
                    Cause(
                        "“{cell}” is not a code of {scheme}; say in `values` what it means",
                        cell=cell,
                        scheme=SCHEMES_OF_COUNT[part],
                    ),
                )
    return facts, flags


def count_about(column: str, count: Count, facts: Mapping[str, Any]) -> Count:
    """A count with what the table says of it beside its number. Raises BadCell where the cell itself says otherwise."""
    if fact := count.contradicted_by(facts):
        own = getattr(count, fact)
        raise BadCell(
            column,
            str(own),
            Cause("the cell says {fact} {own}, and the table says {value}", fact=fact, own=own, value=facts[fact]),
        )
    return Count.model_validate({**count.model_dump(exclude_unset=True), **facts})


def date_counts(content: dict[str, Any], said_on: date) -> None:
    """Let the day on which the source said it be the day that the counts of a row speak of, unless they say another."""
    for name, value in content.items():
        if isinstance(value, Count) and not value.as_of:
            content[name] = value.model_copy(update={"as_of": said_on})


def said_on_in(column: str, cell: str, form: str, flags: list[str]) -> date | None:
    """Read the day on which the source said it; None, with a flag, where it is not understood."""
    try:
        return day_in(column, cell, form)
    except BadCell:
        flags.append("date_unreadable")
        return None


_GOES_ON = frozenset(
    map(
        fold,
        (
            "present", "the present", "to present", "until present", "now", "until now", "till now", "to date", "today", "still", "still open",
            "ongoing", "continuing", "current", "currently", "open", "active", "حتى الآن", "إلى الآن", "لغاية الآن", "الآن", "حتى اليوم",
            "حتى تاريخه", "لا يزال", "ما يزال", "ما زال", "مازال", "لا زال", "مستمر", "مستمرة", "حاليا", "الحاضر", "حتى الوقت الحاضر", "قائم",
        ),
    )
)  # fmt: skip
"""What stands for the end of a time that goes on."""
_NONE = frozenset({"none", "nil", "لا يوجد", "لا شيء"})
NUMBERS = ("low", "point", "high")
"""The parts of a count that are numbers; its other parts say something of it."""
UNSAID: Mapping[str, Any] = {
    fact: Count.model_fields[fact].default for fact in ("unit", "status", "sex", "age", "provisional")
}
"""What a count says beside its number where its words do not say it."""
SCHEMES_OF_COUNT = {"unit": "units", "status": "statuses", "sex": "sexes", "age": "age_bands"}
"""The parts of a count that are codes, with their schemes."""


@lru_cache(maxsize=20_000)
def when_in(cell: str, form: str) -> When:
    """A date or span in a cell, as `read_date` reads a phrase. form: the order of day, month and year ("d/m/y"), or empty. Raises ValueError."""
    try:
        return read_date(cell, order_of(form))
    except Refusal as error:
        if error.type != "may_be_two_days":
            raise
        raise Refusal(
            "may_be_two_days_of_column",
            "“{text}” may be {first} or {second}; say in the mapping how the column writes its dates: "
            "`format: d/m/y` or `format: m/d/y` beside its `field`",
            error.particulars,
        ) from error


def day_in(column: str, cell: str, form: str) -> date:
    """The one day of a cell. Raises BadCell."""
    try:
        when = when_in(cell, form)
    except ValueError as error:
        raise BadCell(column, cell, cause_of(error)) from error
    if when.start != when.end:
        raise BadCell(column, cell, Cause("“{cell}” is not one day", cell=cell))
    return when.start


class ContradictingCells(BadCell):
    """Two cells of one time contradict each other: neither of them is the certain one."""


def has_open_end(parts: Mapping[str, tuple[str, str]]) -> bool:
    """Whether columns tell when something began, and no end: the cell of the end is empty, or says that it goes on.

    >>> has_open_end({"start": ("opened", "2005")}), has_open_end({"start": ("from", "2011"), "end": ("to", "حتى الآن")})
    (True, True)
    >>> has_open_end({"start": ("opened", "2005"), "end": ("closed", "2013")})
    False
    """
    return "start" in parts and ("end" not in parts or fold(parts["end"][1]) in _GOES_ON)


def when_of_parts(parts: Mapping[str, tuple[str, str]], form: str) -> When:
    """A time told in several columns: start and end, or year, month and day, or a day and a time. Raises BadCell."""
    begin = [_start_of_parts(parts, form, part) for part in ("start", "year", "day") if _tells_start(parts, part)]
    if not begin:
        part, (column, cell) = next(iter(parts.items()))
        raise BadCell(
            column, cell, Cause("the row tells only the {part} (“{cell}”), and not when it began", part=part, cell=cell)
        )
    when = begin[0]
    for also in begin[1:]:
        if not when.overlaps(also):
            column, cell = parts["year"] if "year" in parts else parts["day"]
            raise ContradictingCells(
                column,
                cell,
                Cause(
                    "“{cell}” contradicts {when}, which another column of the row tells",
                    cell=cell,
                    when=when.notation(),
                ),
            )
    whole = " – ".join(dict.fromkeys(cell for part in ("start", "end") if part in parts for cell in (parts[part][1],)))
    if "end" in parts:
        when = _until(when, *parts["end"], form, whole)
    return _at(when, parts, whole) if "time" in parts else when


def _tells_start(parts: Mapping[str, tuple[str, str]], part: str) -> bool:
    """Whether a part says when something began by itself: beside a year, a day is a number of the month."""
    return part in parts and not (part == "day" and "year" in parts)


def _start_of_parts(parts: Mapping[str, tuple[str, str]], form: str, part: str) -> When:
    """When it began, as one part tells it: a whole date, or a year with its month and day."""
    column, cell = parts[part]
    try:
        when = when_in(cell, form if part != "year" else "y")
    except ValueError as error:
        raise BadCell(column, cell, cause_of(error)) from error
    if part != "year" or not {"month", "day"} & parts.keys():
        return when
    if "month" not in parts:
        column, cell = parts["day"]
        raise BadCell(column, cell, Cause("the row tells a day of a month (“{cell}”), and not which month", cell=cell))
    year = (
        plain if len(plain := without_marks(western_digits(cell)).removesuffix(".0")) == 4 else f"{when.start.year:04}"
    )
    column, cell = parts["month"]
    number = read_whole_number(cell)
    month = _composed(f"{cell} {year}" if number is None else f"{year}-{number:02}")
    if month is None or month.precision is not Precision.MONTH:
        raise BadCell(column, cell, Cause("“{cell}” is not a month", cell=cell))
    if "day" not in parts:
        return month
    column, told = parts["day"]
    of_month = read_whole_number(told)
    day = _composed(f"{of_month} {cell} {year}" if number is None else f"{year}-{number:02}-{of_month or 0:02}")
    if of_month is None or day is None:
        raise BadCell(column, told, Cause("“{cell}” is not a day of {month}", cell=told, month=month.notation()))
    return day


def _composed(phrase: str) -> When | None:
    """The date that several cells make together; None where they make none."""
    try:
        return when_in(phrase, "")
    except ValueError:
        return None


def _until(when: When, column: str, cell: str, form: str, whole: str) -> When:
    """A start and its end, which may be told alike."""
    try:
        end = when_in(cell, form)
        if end == when:
            return when
        return When.span(when.start, end.end, said=whole if when.said or end.said else "")
    except ValueError as error:
        raise BadCell(column, cell, cause_of(error)) from error


def _at(when: When, parts: Mapping[str, tuple[str, str]], whole: str) -> When:
    """A day with the time of its own column. A span of days keeps the time in its words only."""
    column, cell = parts["time"]
    try:
        clock = read_time(cell)
        if when.at is not None and clock.at not in (None, when.at):
            raise ContradictingCells(
                column,
                cell,
                Cause(
                    "“{cell}” contradicts {when}, which another column of the row tells",
                    cell=cell,
                    when=when.notation(),
                ),
            )
        if when.start != when.end and "end" in parts:
            return when.model_copy(update={"said": f"{whole}, {cell}"}) if clock.at else when
        told = parts.get("start") or parts.get("day") or ("", str(when.start))
        words = f"{told[1]} {cell}"
        return at_time(when, clock, words, words)
    except ValueError as error:
        raise BadCell(column, cell, cause_of(error)) from error


def swapped(en: str, ar: str) -> bool:
    """True where Arabic stands in the English column, or English in the Arabic one."""
    return (bool(en) and is_arabic(en)) or (
        bool(ar) and any("a" <= letter <= "z" for letter in ar.casefold()) and not is_arabic(ar)
    )


def code_of(scheme: str, cell: str) -> str | None:
    """Return the code that a cell names for certain: the code itself, or the one term with exactly this name in either language."""
    term = find_term(scheme, cell).found
    return term.code if term else None


def truth(column: str, cell: str) -> bool:
    """Yes or no in a cell, in either language. Raises BadCell."""
    plain = fold(cell)
    if plain in {"yes", "true", "1", "y", "نعم"}:
        return True
    if plain in {"no", "false", "0", "n", "لا"}:
        return False
    raise BadCell(column, cell, Cause("“{cell}” is neither yes nor no", cell=cell))


def split(cell: str, separator: str) -> list[str]:
    """The entries of a cell that holds several."""
    return [part.strip() for part in cell.split(separator) if part.strip()] if separator else [cell]


def meant(cell: str, values: Mapping[str, Any]) -> tuple[bool, Any]:
    """Whether a mapping says what a cell means, and what; letter case and spelling variants do not matter."""
    if cell in values:
        return True, values[cell]
    folded = fold(cell)
    for key, value in values.items():
        if fold(key) == folded:
            return True, value
    return False, None
