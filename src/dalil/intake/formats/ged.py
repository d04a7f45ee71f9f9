"""UCDP Georeferenced Event Dataset: any csv of it, older ones (numbers as "276340.0") and newer, of any country.

What is taken over and how is told in docs/importing.md. Codes: UCDP GED codebook; standards 1.3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dalil.intake.causes import Cause
from dalil.intake.files.columns import RowShape
from dalil.intake.files.csv_file import open_csv
from dalil.intake.formats import Format, OpenedFile, Unreadable
from dalil.intake.formats.ged_places import where_of_row
from dalil.intake.parsed_rows import (
    BadCell,
    Context,
    Result,
    RowError,
    in_words,
    parsed_row,
    unclear_source,
    whole_number,
)
from dalil.kinds.incident import Incident
from dalil.letters import fold, is_broken, strip_marks, without_marks
from dalil.lookup.match import Reason
from dalil.lookup.place_lookup import PlaceLookup
from dalil.lookup.sources import SourceLookup, SourceName, UnclearSource
from dalil.lookup.terms import existed, find_term
from dalil.record.report_facts import ReportFacts
from dalil.values import Count, Party, Precision, When, Where
from dalil.values.unknown_words import names_no_party
from dalil.values.when import precision_of
from dalil.vocabulary import Term

LONG_AFTER = 60
"""Days after the end of an event from which on a source is flagged as dated long after it."""

_NEEDED = ("id", "type_of_violence", "side_a", "date_start", "low", "best", "high")
_GROUPS = {
    "told": (
        "id",
        "type_of_violence",
        "event_clarity",
        "source_original",
        "source_office",
        "source_date",
        "source_headline",
        "source_article",
    ),
    "when": ("date_start", "date_end", "date_prec", "year"),
    "where": ("where_prec", "where_coordinates", "adm_1", "adm_2", "country", "latitude", "longitude"),
    "killed": ("low", "best", "high", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"),
    "sides": ("side_a", "side_b"),
}
"""The columns that are read together."""

_WHAT = {1: "STATE_BASED", 2: "NON_STATE", 3: "ONE_SIDED"}
_INVOLVEMENT: dict[int, str | None] = {1: None, 2: None, 3: "carried_out"}
"""The part of the sides. Of a fight it is left unsaid: its parties are its sides (`Incident.is_fight`)."""
_COARSER = (Precision.SEASON, Precision.YEAR, Precision.YEARS)


class GedReader:
    """Reads the rows of one GED file."""

    def __init__(self, context: Context, header: Sequence[str], mapping: dict[str, Any]) -> None:
        self._context = context
        at = {name.strip().casefold(): position for position, name in enumerate(header)}
        self._width = len(header)
        self._shape = RowShape(header)
        self._pick = {group: _picker(names, at, self._width) for group, names in _GROUPS.items()}
        self._places = PlaceLookup(context.known)
        self._sources = SourceLookup(context.codes, context.named_by_people)
        self._whens: dict[tuple[str, ...], tuple[When, tuple[str, ...]]] = {}
        self._wheres: dict[tuple[str, ...], tuple[Where | None, tuple[str, ...]]] = {}
        self._counts: dict[tuple[str | None, ...], tuple[dict[str, Count], tuple[str, ...]]] = {}
        self._actors: dict[str, tuple[Term, ...]] = {}
        self._sides: dict[tuple[object, ...], tuple[Party, ...]] = {}
        self._parties_of: dict[tuple[object, ...], list[Party]] = {}
        self._credits: dict[tuple[str, str], tuple[tuple[SourceName, ...], tuple[SourceName, ...]]] = {}
        self._ucdp = self._sources.find(context.source or "ucdp")

    def read(self, row: int, raw: list[str] | str) -> Sequence[Result]:
        """One report of an incident, or the error that the row is."""
        if refused := self._shape.refuse(row, raw):
            return (refused,)
        cells = [cell.strip() if cell.isascii() else strip_marks(cell) for cell in raw[: self._width]]
        cells += [""] * (self._width + 1 - len(cells))
        try:
            return (self._incident(row, cells),)
        except BadCell as error:
            return (RowError(row, error.field, error.value, error.cause),)
        except ValidationError as invalid:
            wrong = in_words(invalid)
            return (RowError(row, wrong.field, wrong.value, wrong.cause),)
        except UnclearSource as error:
            return (unclear_source(row, error),)

    def _incident(self, row: int, raw: list[str]) -> Result:
        number, kind, clarity, original, office, dates, headline, article = self._pick["told"](raw)
        identifier = whole_number.__wrapped__("id", number)  # no two are the same: not worth remembering
        if identifier is None:
            raise BadCell("id", "", Cause("the row has no id, by which it would be known again"))
        flags: list[str] = []
        violence = whole_number("type_of_violence", kind)
        if violence not in _WHAT:
            flags.append("unknown_code")
        when, of_when = self._when(raw)
        where, of_where = self._where(raw)
        counts, of_counts = self._killed(raw, violence)
        flags += [*of_when, *of_where, *of_counts]
        if whole_number("event_clarity", clarity) == 2:
            flags.append("clarity_low")
        origins, relays = self._credited(original, office)
        if not origins:
            flags.append("source_unnamed")
        flags += self._source_dates(dates, when)
        if any(map(_names_no_side, self._pick["sides"](raw)[: 1 if violence == 3 else 2])):
            flags.append("party_not_named")
        said = headline or article
        if is_broken(said) or (where and is_broken(where.name)) or any(map(is_broken, self._pick["sides"](raw))):
            flags.append("encoding_broken")
        claim = Incident(
            what=_WHAT.get(violence or 0), when=when, where=where, parties=self._parties(raw, violence, when), **counts
        )
        return parsed_row(
            self._context,
            row,
            claim,
            ReportFacts(
                said=said,
                language="en",
                locator=f"row {row}",
                external_id=f"ucdp-ged:{identifier}",
                flags=tuple(dict.fromkeys(flags)),
            ),
            origins=origins,
            relays=relays,
        )

    def _credited(self, original: str, office: str) -> tuple[tuple[SourceName, ...], tuple[SourceName, ...]]:
        """Who said it, and through whom: UCDP first, then the offices it names, unless they said it themselves."""
        key = (original, office)
        if key not in self._credits:
            origins, offices = self._sources.find_all(original), self._sources.find_all(office)
            relays = dict.fromkeys(source for source in (self._ucdp, *offices) if source and source not in origins)
            self._credits[key] = origins, tuple(relays)
        return self._credits[key]

    def _when(self, raw: list[str]) -> tuple[When, tuple[str, ...]]:
        key = self._pick["when"](raw)
        if key not in self._whens:
            if len(self._whens) > 50_000:
                self._whens.clear()
            self._whens[key] = _when_of(*key)
        return self._whens[key]

    def _where(self, raw: list[str]) -> tuple[Where | None, tuple[str, ...]]:
        key = self._pick["where"](raw)
        if key not in self._wheres:
            if len(self._wheres) > 50_000:
                self._wheres.clear()
            self._wheres[key] = where_of_row(self._places, *key)
        return self._wheres[key]

    def _killed(self, raw: list[str], violence: int | None) -> tuple[dict[str, Count], tuple[str, ...]]:
        key = (*self._pick["killed"](raw), "3" if violence == 3 else "")
        if key not in self._counts:
            if len(self._counts) > 50_000:
                self._counts.clear()
            numbers = [whole_number(name, value) for name, value in zip(_GROUPS["killed"], key, strict=False)]
            self._counts[key] = _counts_of(numbers, one_sided=violence == 3)
        return self._counts[key]

    def _parties(self, raw: list[str], violence: int | None, when: When) -> tuple[Party, ...]:
        """Both sides of a fight, which says of neither whom it killed; in one-sided violence only the side that killed: the other is its victims."""
        one_sided = violence == 3
        sides = self._pick["sides"](raw)
        key = (sides, violence, when.start, when.end)
        if key not in self._sides:
            if len(self._sides) > 50_000:
                self._sides.clear()
            parties: list[Party] = []
            for said in sides[:1] if one_sided else sides:
                if said and not _is_victims(said) and not _names_no_side(said):
                    parties += self._party(said, when, _INVOLVEMENT.get(violence or 0, "unknown"))
            self._sides[key] = tuple(parties)
        return self._sides[key]

    def _party(self, said: str, when: When, involvement: str | None) -> list[Party]:
        parts = _sides(said)
        codes = tuple(self._actor(part, when) for part in parts)
        key = (said, codes, involvement)
        if key not in self._parties_of:
            self._parties_of[key] = (
                [Party(actor=code, name=part, involvement=involvement) for part, code in zip(parts, codes, strict=True)]
                if all(codes)
                else [Party(name=said, involvement=involvement)]
            )
        return self._parties_of[key]

    def _actor(self, name: str, when: When) -> str | None:
        """The code of an actor, only where the name is exactly one of its names and the actor existed at the time."""
        if name not in self._actors:
            match = find_term("actors", name)
            self._actors[name] = match.candidates if match.reason is not Reason.PART else ()
        fitting = [actor.code for actor in self._actors[name] if existed(actor, when)]
        return fitting[0] if len(fitting) == 1 else None

    def _source_dates(self, cell: str, when: When) -> list[str]:
        flags: list[str] = []
        for day in _days(cell):
            if day is None:
                flags.append("date_unreadable")
            elif day < when.start:
                flags.append("source_before_event")
            elif (day - when.end).days > LONG_AFTER:
                flags.append("source_long_after_event")
        return flags


@lru_cache(maxsize=10_000)
def _sides(said: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in said.split(","))


@lru_cache(maxsize=10_000)
def _is_victims(said: str) -> bool:
    return fold(said) == "civilians"


@lru_cache(maxsize=10_000)
def _names_no_side(said: str) -> bool:
    return bool(said) and names_no_party(said)


def _picker(names: Sequence[str], at: dict[str, int], missing: int) -> Callable[[list[str]], tuple[str, ...]]:
    """Takes the cells of these columns out of a row; a column that the file does not have is the empty cell at its end."""
    return itemgetter(*(at.get(name, missing) for name in names))


def _counts_of(numbers: list[int | None], *, one_sided: bool) -> tuple[dict[str, Count], tuple[str, ...]]:
    """How many were killed as low, best and high; and who they were, as far as that is known.

    The parts divide the best number. What is not known of their status, and what lies between best and high, may belong to any
    part, so a part is a range; a part of nought that may be more is left unsaid, for unknown is not zero.
    """
    low, best, high, side_a, side_b, civilians, unknown = numbers
    flags: list[str] = []
    if low is None and best is None and high is None:
        return {}, ("no_deaths_stated",)
    killed = _stated(low, best, high)
    if killed.shape == "contradictory":
        flags.append("bounds_contradict")
    counts = {"killed": killed}
    parts = (side_a, side_b, civilians, unknown)
    if best is not None and None not in parts and sum(part or 0 for part in parts) != best:
        flags.append("parts_do_not_add_up")
    above = max(0, high - best) if high is not None and best is not None else 0
    below = max(0, best - low) if low is not None and best is not None else 0
    armed = None if side_a is None else side_a if one_sided else None if side_b is None else side_a + side_b
    for name, part in (("killed_civilians", civilians), ("killed_combatants", armed)):
        if part is None or (name == "killed_combatants" and one_sided and not part):
            continue
        top = part + (unknown or 0) + above
        if part or not top:
            counts[name] = _stated(max(0, part - below), part, top)
    return counts, tuple(flags)


@lru_cache(maxsize=50_000)
def _stated(low: int | None, best: int | None, high: int | None) -> Count:
    return Count.as_stated(low, best, high)


def _when_of(first: str, last: str, prec: str, year: str) -> tuple[When, tuple[str, ...]]:
    """The span of an event with the precision of date_prec: 1 a day, 2 some days, 3 a week, 4 a month, 5 longer."""
    start, end = _day(first), _day(last) or (None if last else _day(first))
    flags: tuple[str, ...] = ()
    if start is None or end is None:
        number = whole_number("year", year)
        if number is None or not 1 <= number <= 9999:
            field, value = ("date_start", first) if start is None else ("date_end", last)
            raise BadCell(field, value, Cause("“{value}” is not a date; write 2019-04-26", value=value))
        start, end = start or date(number, 1, 1), end or date(number, 12, 31)
        flags = ("date_unreadable",)
    if end < start:
        raise BadCell("date_end", last, Cause("it ends on {end}, before it starts on {start}", end=end, start=start))
    code = whole_number("date_prec", prec)
    length = precision_of(start, end)
    stated = {2: Precision.DAYS, 3: Precision.WEEK, 4: Precision.MONTH}.get(code or 0)
    if code == 5:
        stated = length if length in _COARSER else Precision.SEASON
    precision = stated or length
    said = " – ".join(dict.fromkeys(part for part in (first, last) if part)) if flags else ""
    return When(start=start, end=end, precision=precision, said=said), flags


@lru_cache(maxsize=50_000)
def _days(cell: str) -> tuple[date | None, ...]:
    """The days of a cell that may hold several; None for one that cannot be read."""
    return tuple(_day(text) for part in cell.split(";") if (text := without_marks(part)))


@lru_cache(maxsize=50_000)
def _day(text: str | None) -> date | None:
    """A day as GED writes it: an ISO date, with or without a time after it."""
    match = re.match(r"(\d{4}-\d{2}-\d{2})(?:[ T]|$)", without_marks(text or ""))
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def _recognises(path: Path, beginning: bytes) -> bool:
    line = beginning.split(b"\n", 1)[0].decode("utf-8", "replace").casefold()
    return all(re.search(rf'(^|[,;"\ufeff]){name}("|,|;|\s|$)', line) for name in _NEEDED) and "where_prec" in line


def _open(path: Path, mapping: dict[str, Any]) -> OpenedFile:
    opened = open_csv(path)
    there = {name.strip().casefold() for name in opened.header}
    if missing := [name for name in _NEEDED if name not in there]:
        raise Unreadable(
            Cause(
                "{file} is not a UCDP GED file: it has no column {columns}", file=path.name, columns=", ".join(missing)
            )
        )
    twice = [name for names in _GROUPS.values() for name in names if f"{name} (2)" in there]
    if twice:
        raise Unreadable(
            Cause(
                "{file} has several columns {columns}; which of them holds is not said",
                file=path.name,
                columns=", ".join(twice),
            )
        )
    return opened


FORMATS = (Format("ged", "UCDP GED (csv)", _recognises, _open, GedReader, source="ucdp"),)
