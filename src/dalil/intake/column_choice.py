"""Which columns of a table a first mapping takes, and which it leaves to a person: their names, weighed with the cells and each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dalil.intake import cells
from dalil.intake.column_meaning import (
    Amount,
    Guess,
    guess_column,
    is_about_a_person,
    is_about_aid,
    is_no_choice,
    question_of,
)
from dalil.intake.known_tables import KnownTable, find_known_table
from dalil.intake.order_of_dates import order_of_dates
from dalil.letters import read_whole_number, strip_marks, western_digits
from dalil.lookup.terms import suggest_term
from dalil.record.kind import KindField, fields_of, kind_of
from dalil.text.dates import read_time
from dalil.values import Count, Precision

_STOCKS = frozenset({"displaced", "returned", "affected", "evacuated"})
"""What is counted on a day and not by what happened on it."""
_TICKS = frozenset({"0", "1", "true", "false", "yes", "no", "نعم", "لا"})
_POINT = re.compile(r"-?\d{1,3}(\.\d+)?")
_NUMBERED = ("lat", "lon", "code", "precision")
_CODED = ("what", "weapons", "targets", "parties")


@dataclass
class ChosenColumn:
    """A column with what is suggested for it: taken for `use` where it is sure, else left out with what it may be.

    name: as the mapping writes it. cells: those sampled that say something. what: the quantity, in a table of totals.
    remarks: what a person should know of it. asks: what is suggested instead where it is left out.
    """

    name: str
    cells: list[str]
    guess: Guess
    use: dict[str, Any] = field(default_factory=dict)
    what: str = ""
    remarks: list[str] = field(default_factory=list)
    asks: list[dict[str, Any]] = field(default_factory=list)

    def holds(self, name: str, part: str | None = None) -> bool:
        """Whether it is taken for a field, or for one part of it (`start` is the same as no part)."""
        told = self.use.get("part", "")
        return self.use.get("field") == name and (part is None or part == ("" if told in ("start", "name") else told))

    def leave(self, why: str = "") -> None:
        """Leave the column to a person, and keep what it may be."""
        if self.use:
            self.asks.append(self.use)
        self.use = {}
        self.remarks = [why] if why else self.remarks


@dataclass
class ChosenTable:
    """What is suggested for a table. notes: what a person should read first."""

    kind: str
    columns: list[ChosenColumn]
    notes: list[str]


def choose_columns(
    header: Sequence[str], tags: Sequence[str], rows: Sequence[Sequence[str]], says: Callable[[str], bool]
) -> ChosenTable:
    """Choose what the columns of a table are taken for.

    header: their names, as the file has them. tags: their HXL tags, or nothing. rows: a sample. says: whether a cell says anything.
    """
    table = find_known_table(header)
    named = zip(distinct_names(header), tags or [""] * len(header), strict=True)
    columns = [
        ChosenColumn(
            name,
            [strip_marks(row[at]) for row in rows if at < len(row) and says(row[at])],
            (table.guess(name) if table else None) or guess_column(name, tag),
        )
        for at, (name, tag) in enumerate(named)
    ]
    columns = [column for column in columns if column.name]
    notes = [f"it has the header of {table.name}{': ' + table.note if table.note else ''}"] if table else []
    kind = (table.kind if table else "") or _kind_of(columns)
    fields = {each.name: each for each in fields_of(kind_of(kind))}
    for column in columns:
        _take(column, kind, fields)
    _divide_choices(columns, fields)
    notes += _leave_what_is_no_event(columns, tags, table)
    _read_days_of_months(columns)
    for column in columns:
        _weigh_cells(column, fields)
    _settle(columns, fields, kind)
    return ChosenTable(kind, columns, notes)


def distinct_names(header: Sequence[str]) -> list[str]:
    """Return the names of columns, told apart where one stands twice: `place`, `place (2)`.

    >>> distinct_names(["place", "killed", "Place"])
    ['place', 'killed', 'Place (2)']
    """
    times: Counter[str] = Counter()
    names = []
    for name in header:
        times[name.casefold()] += 1
        again = times[name.casefold()]
        names.append(f"{name} ({again})" if name and again > 1 else name)
    return names


def _kind_of(columns: Sequence[ChosenColumn]) -> str:
    """A tally where totals are told by year or place, or people are counted where they stay; else an incident."""
    sure = [column.guess for column in columns if column.guess.sure]
    counted = [guess.amount.outcome for guess in sure if guess.amount]
    told = {guess.use.get("field") or next(iter(guess.use), "") for guess in sure}
    narrative = {"said", "external_id", *_CODED} & told
    has_day = any(
        column.guess.sure
        and column.guess.use.get("field") == "when"
        and column.guess.use.get("part", "start") == "start"
        and not _tells_months_only(column.cells)
        for column in columns
    )
    may_have_day = any(column.guess.use.get("field") == "when" and not column.guess.sure for column in columns)
    totals = bool(counted or "count" in told) and not has_day and not may_have_day
    return "tally" if not narrative and (totals or (counted and {*counted} <= _STOCKS)) else "incident"


def _tells_months_only(sample: Sequence[str]) -> bool:
    """Whether a column of dates names months or years, and never a day: what stands beside them are totals."""
    coarse = 0
    for cell in sample[:100]:
        try:
            coarse += cells.when_in(cell, "").precision in (Precision.MONTH, Precision.YEAR)
        except ValueError:
            return False
    return coarse > 0 and coarse == len(sample[:100])


def _take(column: ChosenColumn, kind: str, fields: Mapping[str, KindField]) -> None:
    """Give a column the use that its guess names, where the kind has it."""
    guess = column.guess
    use, lost = _counting(guess.amount, kind, fields) if guess.amount else (dict(guess.use), "")
    column.what = use.pop("what", "")
    if use.get("field", "when") not in fields and "field" in use:
        use, lost = {}, ""
    column.remarks = [guess.why] if guess.why else []
    if guess.sure and not lost:
        column.use = use
    else:
        column.asks = [use] if use else []
        column.remarks = [lost] if guess.sure else column.remarks


def _counting(amount: Amount, kind: str, fields: Mapping[str, KindField]) -> tuple[dict[str, Any], str]:
    """The field that holds an amount, and why none holds all of it."""
    part = {"part": amount.bound} if amount.bound else {}
    if kind == "tally":
        lost = "a tally has no part for some of them" if amount.group else ""
        return {"field": "count", **part, "what": amount.outcome}, lost
    name = f"{amount.outcome}_{amount.group}" if amount.group else amount.outcome
    if name in fields:
        return {"field": name, **part}, ""
    if amount.group and amount.outcome in fields:
        return {"field": amount.outcome, **part}, f"it counts {amount.group} only, and no field holds those"
    return {}, f"no field of the kind holds how many were {amount.outcome}"


def _divide_choices(columns: Sequence[ChosenColumn], fields: Mapping[str, KindField]) -> None:
    """Read columns of 0 and 1, one for each choice of a question, as what the question asks."""
    of_question: dict[str, list[ChosenColumn]] = {}
    by_name = {column.name: column for column in columns}
    for column in columns:
        if "/" in column.name and not column.guess.private and {cell.casefold() for cell in column.cells} <= _TICKS:
            of_question.setdefault(question_of(column.name)[0], []).append(column)
    for question, choices in of_question.items():
        asked = by_name.get(question)
        if not asked and (len(choices) < 2 or not any(choice.cells for choice in choices)):
            continue
        guess = asked.guess if asked else guess_column(question)
        coded = fields.get(guess.use.get("field", "")) if guess.sure else None
        for choice in choices:
            _read_choice(choice, question, coded)
        if asked and any(choice.use for choice in choices):
            asked.leave("its choices stand in columns of their own")


def _read_choice(column: ChosenColumn, question: str, coded: KindField | None) -> None:
    column.leave(f"a choice of “{question}”, ticked or not")
    if coded is None or not coded.scheme or not coded.many:
        return
    words = question_of(column.name)[1].replace("_", " ")
    ticks = sorted({cell.casefold() for cell in column.cells} | {"0", "1"})
    near = suggest_term(coded.scheme, words)
    code = "" if is_no_choice(words) else cells.code_of(coded.scheme, words)
    meant = code or (near.code if near else "CODE")
    use = {
        "field": coded.name,
        "values": {tick: meant if tick in ("1", "true", "yes", "نعم") else None for tick in ticks},
    }
    column.asks = []
    if code:
        column.use, column.remarks = use, []
    else:
        column.asks, column.remarks = [use], ["no code found for this choice"]


def _read_days_of_months(columns: Sequence[ChosenColumn]) -> None:
    """Take numbers up to 31 for days of the month, where a year and a month stand beside them."""
    if not all(any(column.holds("when", part) for column in columns) for part in ("year", "month")):
        return
    for column in columns:
        numbers = [read_whole_number(cell) for cell in column.cells] if column.holds("when", "") else []
        if numbers and all(number is not None and number <= 31 for number in numbers):
            column.use = {"field": "when", "part": "day"}


def _leave_what_is_no_event(
    columns: Sequence[ChosenColumn], tags: Sequence[str], table: KnownTable | None
) -> list[str]:
    """Leave out all columns of a list of people or of aid; the notes say why."""
    counted = any(column.guess.sure and column.guess.amount for column in columns)
    persons = table.persons if table else sum(is_about_a_person(column.name) for column in columns) > 1 and not counted
    aid = not table and sum(is_about_aid(f"{column.name}") for column in columns) > 1
    if not persons and not aid:
        return []
    why = "the row is about one person" if persons else "the table is about aid"
    for column in columns:
        column.leave("" if column.guess.private else why)
    if persons:
        return [
            "each row seems to be one person, and there is no kind for lists of people yet; as incidents each would count as one of its own.",
            "So no column is taken.",
        ]
    return ["the table seems to be about aid and not about what happened. So no column is taken."]


def _weigh_cells(column: ChosenColumn, fields: Mapping[str, KindField]) -> None:
    """Leave a column out whose cells are not what its name says, and take one whose codes say what its name does not."""
    use = column.use
    if use.get("external_id"):
        _weigh_identifiers(column)
    name, part = use.get("field", ""), use.get("part", "")
    if name == "when" and part in ("", "start", "end"):
        _weigh_dates(column)
    elif name == "when" and part == "time" and not all(_is_time(cell) for cell in column.cells):
        column.leave("its cells are not all times of day")
    elif (
        name == "when"
        and part == "year"
        and not all(re.fullmatch(r"\d{4}(\.0)?", western_digits(cell)) for cell in column.cells)
    ):
        column.leave("its cells are not years")
    elif part in ("lat", "lon") and not all(_is_degree(cell, 90 if part == "lat" else 180) for cell in column.cells):
        column.leave("its cells are not degrees")
    elif name in fields and fields[name].type is Count:
        if _all_in_words(column.cells) and not any(cells.is_count(cell, column.what or name) for cell in column.cells):
            column.leave("no cell of it could be read as a count")
    elif (
        (name in _CODED or (name == "where" and part not in _NUMBERED))
        and "values" not in use
        and _has_no_letter(column.cells)
    ):
        column.leave(
            "its cells are numbers, not names"
            if name == "where"
            else "its cells are numbers: say in `values` what each means"
        )
    elif use.get("origin") and column.cells and all(cells.code_of("source_types", cell) for cell in set(column.cells)):
        column.leave("its cells say of which kind the sources are")
    elif not use and column.guess.rank == 0 and not column.guess.private:
        _take_by_codes(column, fields)


def _weigh_identifiers(column: ChosenColumn) -> None:
    repeated = [cell for cell, times in Counter(column.cells).items() if times > 1]
    numbers = [read_whole_number(cell) for cell in column.cells]
    if repeated:
        column.leave(f"{_quoted(repeated[0])} stands there twice, so it is no identifier")
        column.asks = []
    elif (
        column.guess.rank == 1
        and numbers
        and numbers[0] in (0, 1)
        and numbers == [*range(numbers[0], numbers[0] + len(numbers))]
    ):
        column.leave("a running number, which may start again in the next table: then say `identifier` above too")


def _weigh_dates(column: ChosenColumn) -> None:
    order = order_of_dates(column.cells, column.use.get("format", ""))
    if column.cells and not order.read:
        column.leave("no cell of it could be read as a date")
        column.asks = []
    elif order.possible:
        plain = {key: value for key, value in column.use.items() if key != "format"}
        column.leave(order.why)
        column.asks = [{**plain, "format": form} for form in order.possible]
    else:
        if order.format:
            column.use["format"] = order.format
        if order.unread:
            shown = ", ".join(_quoted(cell[:40]) for cell in dict.fromkeys(order.unread[:3]))
            told = f"{len(order.unread)} of {len(column.cells)} sampled cells are no date, and their rows fail: {shown}"
            column.remarks.append(told)


def _take_by_codes(column: ChosenColumn, fields: Mapping[str, KindField]) -> None:
    """Take a column whose name says too little, where each of its cells is the name of a code."""
    asked = next((ask for ask in column.asks if ask.get("field") in _CODED), None)
    scheme = fields[asked["field"]].scheme if asked and asked["field"] in fields else None
    known = column.guess.why == "its name says too little"
    if asked and scheme and known and column.cells and all(cells.code_of(scheme, cell) for cell in set(column.cells)):
        column.use, column.asks, column.remarks = asked, [], []


def _settle(columns: Sequence[ChosenColumn], fields: Mapping[str, KindField], kind: str) -> None:
    """Let one column hold each value, where several could; where nothing says which, none of them."""
    _settle_days(columns)
    for key in ("external_id", "origin"):
        rivals = [column for column in columns if column.use.get(key)]
        best = max((column.guess.rank for column in rivals), default=0)
        kept = [column for column in rivals if column.guess.rank == best]
        for column in rivals:
            if column not in kept or (key == "external_id" and column is not kept[0]):
                column.leave(f"{kept[0].name} is taken for it")
    if kind == "tally" and not any(column.holds("when") for column in columns):
        _leave_all((column for column in columns if column.what), "no column tells for which time it was counted")
    slots: dict[tuple[str, str], list[ChosenColumn]] = {}
    for column in columns:
        if "field" in column.use and "values" not in column.use and not (kind == "tally" and column.holds("count")):
            part = column.use.get("part", "")
            slots.setdefault((column.use["field"], "" if part in ("start", "name") else part), []).append(column)
    for (name, _), rivals in slots.items():
        best = max(column.guess.rank for column in rivals)
        kept = [column for column in rivals if column.guess.rank == best]
        for column in rivals:
            if column not in kept:
                column.leave(f"{kept[0].name} is taken for it")
        if len(kept) > 1 and (name == "when" or name not in {"where", *_CODED}):
            for column in kept:
                column.leave(
                    f"{' and '.join(each.name for each in kept if each is not column)} may be the same: which is it?"
                )
        for column in kept[1:]:
            if column.use:
                column.leave(f"{kept[0].name} is taken for it")
    _settle_pairs(columns, fields)


def _settle_days(columns: Sequence[ChosenColumn]) -> None:
    """A whole day goes before a year and a month; a start goes with an end, and an end with a start."""
    wholes = [column for column in columns if column.holds("when", "") and column.use.get("part") != "start"]
    starts = [column for column in columns if column.holds("when", "") and column.use.get("part") == "start"]
    ends = [column for column in columns if column.holds("when", "end")]
    years = [column for column in columns if column.holds("when", "year")]
    if wholes and starts and not ends:
        _leave_all(starts, f"{wholes[0].name} is taken for the day")
    elif wholes and starts:
        _leave_all(wholes, f"{starts[0].name} is taken for the day")
    has_day = any(column.use for column in (*wholes, *starts))
    if not any(column.use for column in starts):
        _leave_all(ends, "an end needs a start")
    parts = [
        column for column in columns if column.use.get("part") in ("year", "month", "day") and column.holds("when")
    ]
    if has_day:
        _leave_all(parts, "the day stands in another column")
    elif not years:
        _leave_all(parts, "it needs a year")
    if not has_day:
        _leave_all((column for column in columns if column.holds("when", "time")), "it needs a day")


def _settle_pairs(columns: Sequence[ChosenColumn], fields: Mapping[str, KindField]) -> None:
    """A latitude needs a longitude; a number beside its bounds is the point between them; a precision needs what it is of."""
    lats, lons = ([column for column in columns if column.holds("where", part)] for part in ("lat", "lon"))
    if bool(lats) != bool(lons):
        _leave_all([*lats, *lons], "a point needs both latitude and longitude")
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
            _leave_all(precision, f"there is no {name} that it could be of")


def _leave_all(columns: Iterable[ChosenColumn], why: str) -> None:
    for column in columns:
        if column.use:
            column.leave(why)


def _has_no_letter(sample: Sequence[str]) -> bool:
    return bool(sample) and not any(letter.isalpha() for cell in sample for letter in cell)


def _all_in_words(sample: Sequence[str]) -> bool:
    return bool(sample) and all(any(letter.isalpha() for letter in cell) for cell in sample)


def _is_time(cell: str) -> bool:
    try:
        read_time(cell)
    except ValueError:
        return False
    return True


def _is_degree(cell: str, most: int) -> bool:
    plain = western_digits(cell)
    return bool(_POINT.fullmatch(plain)) and abs(float(plain)) <= most


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', "'") + '"'
