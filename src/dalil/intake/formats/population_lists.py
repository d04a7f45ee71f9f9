"""How many people live where: OCHA COD-PS (csv, xlsx) and plain lists with a place, a number, and a year, beside it or in its heading.

A row gives one number for each column of people: `population`, `T_TL`, or one for each year, `population_2010`, `T_TL_2018`. Numbers by sex
and age are left out. A list says for each number of which year it is; one that does not is refused, for a rate without a year says nothing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from dalil.intake.causes import Cause
from dalil.intake.files.columns import RowShape
from dalil.intake.files.xlsx_file import headers_of_sheets, open_xlsx
from dalil.intake.formats import WORKBOOKS, Format, OpenedFile, Unreadable
from dalil.intake.formats.place_lists import area_column
from dalil.intake.formats.table_file import open_file
from dalil.intake.parsed_rows import BadCell, Context, ParsedPeople, RowError, whole_number
from dalil.letters import fold, strip_marks
from dalil.lookup.explanations import MOST_NAMED
from dalil.lookup.match import Match, Reason
from dalil.lookup.place_lookup import PlaceLookup
from dalil.vocabulary.gazetteer import Level, Place

LEVELS: tuple[Level, ...] = ("country", "governorate", "district", "subdistrict", "town", "neighbourhood")
EARLIEST = 1800
"""A year before it is no year of a list of people."""
LONGEST_NAME = 200
_PEOPLE = re.compile(
    r"(?:t_?tl|pop(?:ulation)?|(?:total|estimated)_(?:pop(?:ulation)?|people|inhabitants)|pop(?:ulation)?_(?:total|t)|people|inhabitants"
    r"|(?:عدد_)?(?:ال)?سكان)(?:_?(\d{4}))?"
)
_YEAR = re.compile(r"(?:ref(?:erence)?_?|pop(?:ulation)?_)?year|السنه|سنه")
_PLACE = re.compile(r"p_?code|code|place(?:_?(?:p_?)?code)?|place_name|المكان|رمز_المكان")
_LEVEL = re.compile(r"(?:admin_?)?level|المستوي")
_SAYER = re.compile(r"source|said_by|المصدر")
_LEFT_OUT = re.compile(
    r"(?:[ftm]_(?:tl|\d\d_?\d\d|\d\d_?plus|\d\d|unk\w*)|male|female|men|women|iso\w*|date|valid\w*|update\w*|lang\d?|notes?|)(?:_?\d{4})?"
)
"""Columns of such lists that say neither the place nor all its people: by sex and age, and what surrounds a list of OCHA."""


class PeopleReader:
    """Reads the rows of a list; the header says which column is what."""

    def __init__(self, context: Context, header: Sequence[str], mapping: dict[str, Any]) -> None:
        self._places, self._source = PlaceLookup(context.known), context.source
        self._header, self._shape = header, RowShape(header)
        self._columns = columns_of(header)
        if not self._columns.people:
            raise Unreadable(
                Cause(
                    "the list has no column of people: call one `population`, or `population_2018` where its year stands in no column"
                )
            )
        if not (self._columns.place or self._columns.areas):
            raise Unreadable(
                Cause("the list has no column of places: call one `place` (a code or a name), or `admin1Pcode`")
            )

    def read(self, row: int, raw: list[str] | str) -> Sequence[ParsedPeople | RowError]:
        """The numbers of a row, each with its place and year, or the error it is."""
        if refused := self._shape.refuse(row, raw):
            return (refused,)
        cells = {name: strip_marks(cell) for name, cell in zip(self._header, raw, strict=False)}
        try:
            place = self._find_place(cells)
            found = [
                ParsedPeople(row, place.code, self._year(cells, year), people, self._sayer(cells))
                for name, year in self._columns.people
                if (people := whole_number(name, cells.get(name))) is not None
            ]
            if not found:
                name = self._columns.people[0][0]
                raise BadCell(name, cells.get(name, ""), Cause("the row says no number of people"))
        except BadCell as error:
            return (RowError(row, error.field, error.value, error.cause),)
        return found

    def _find_place(self, cells: Mapping[str, str]) -> Place:
        """The place of a row: by the code of its deepest area, else by its names from the largest area to the smallest."""
        known = self._places.gazetteer
        name = self._columns.place
        if name and (cell := cells.get(name, "")):
            level = self._level(cells)
            return known.get(cell) if cell in known else _found(name, cell, self._places.find(cell, None, level))
        place: Place | None = None
        for depth, columns in sorted(self._columns.areas.items()):
            code = cells.get(columns.get("PCODE", ""), "")
            if code and code not in known:
                raise BadCell(columns["PCODE"], code, Cause("“{cell}” is no code of a place here", cell=code[:80]))
            if code:
                place = known.get(code)
                continue
            for heading in filter(None, (columns.get("EN"), columns.get("AR"))):
                if cell := cells.get(heading, ""):
                    within = place.code if place else None
                    place = _found(heading, cell, self._places.find(cell, within, LEVELS[depth]))
                    break
        if place is None:
            raise BadCell("place", "", Cause("the row names no place"))
        return place

    def _level(self, cells: Mapping[str, str]) -> Level | None:
        """The level that a row says its place has, by which the governorate is told from the town of the same name."""
        name = self._columns.level
        cell = cells.get(name, "").casefold() if name else ""
        if not cell:
            return None
        if found := next((level for level in LEVELS if level == cell), None):
            return found
        raise BadCell(
            name or "level",
            cell,
            Cause("“{cell}” is no level of a place: {levels}", cell=cell, levels=", ".join(LEVELS)),
        )

    def _year(self, cells: Mapping[str, str], said: int | None) -> int:
        name = self._columns.year or ""
        year = said if said is not None else whole_number(name, cells.get(name, ""))
        if year is None:
            raise BadCell(name or "year", "", Cause("the row does not say of which year its number of people is"))
        if not EARLIEST <= year <= date.today().year + 1:
            raise BadCell(name or "year", str(year), Cause("“{cell}” is no year of a count of people", cell=str(year)))
        return year

    def _sayer(self, cells: Mapping[str, str]) -> str:
        """Who says it: in the words of the row, else the source that handed the file over."""
        name = self._columns.sayer
        said = cells.get(name, "") if name else ""
        if len(said) > LONGEST_NAME:
            cause = Cause("the name of a source is longer than {n} characters", n=LONGEST_NAME)
            raise BadCell(name or "source", said[:80], cause)
        return said or self._source


class PeopleColumns:
    """Which columns of a header say what. people: each with the year in its heading. areas: by level, as lists of places have them."""

    def __init__(self, header: Iterable[str]) -> None:
        self.place: str | None = None
        self.level: str | None = None
        self.year: str | None = None
        self.sayer: str | None = None
        self.people: list[tuple[str, int | None]] = []
        self.areas: dict[int, dict[str, str]] = {}
        self.strange: list[str] = []
        for name in header:
            self._sort(name)
        if any(year for _, year in self.people):
            self.people = [(name, year) for name, year in self.people if year or self.year]

    def _sort(self, name: str) -> None:
        plain = re.sub(r"[\s\-]+", "_", fold(name).strip())
        if column := area_column(name):
            self.areas.setdefault(column[0], {}).setdefault(column[1], name)
        elif found := _PEOPLE.fullmatch(plain):
            self.people.append((name, int(found[1]) if found[1] else None))
        elif not self.year and _YEAR.fullmatch(plain):
            self.year = name
        elif not self.place and _PLACE.fullmatch(plain):
            self.place = name
        elif not self.level and _LEVEL.fullmatch(plain):
            self.level = name
        elif not self.sayer and _SAYER.fullmatch(plain):
            self.sayer = name
        elif not _LEFT_OUT.fullmatch(plain):
            self.strange.append(name)


def columns_of(header: Iterable[str]) -> PeopleColumns:
    """Say which columns of a header are what."""
    return PeopleColumns(header)


def _found(field: str, cell: str, match: Match[Place]) -> Place:
    if match.found is not None and not match.alternatives:
        return match.found
    meant = [match.found] if match.found else []
    codes = ", ".join(place.code for place in (*meant, *match.alternatives[:MOST_NAMED]))
    if match.found is not None or match.reason is Reason.HOMONYMS:
        cause = Cause(
            "“{words}” is the name of several places; give the code: {candidates}", words=cell, candidates=codes
        )
    else:
        cause = Cause("no place is called “{words}”", words=cell)
    raise BadCell(field, cell, cause)


def _is_list(header: Iterable[str]) -> bool:
    columns = columns_of(header)
    return bool(columns.people and (columns.place or columns.areas)) and not columns.strange


def _sheet_of(path: Path) -> str | None:
    """The sheet of a workbook that is such a list: the one that goes deepest."""
    lists = {sheet: header for sheet, header in headers_of_sheets(path) if _is_list(header)}
    return max(lists, key=lambda each: max(columns_of(lists[each]).areas, default=0)) if lists else None


def _open(path: Path, mapping: dict[str, Any]) -> OpenedFile:
    sheet = _sheet_of(path) if path.suffix.casefold() in WORKBOOKS else None
    opened = open_xlsx(path, sheet, 1) if sheet else open_file(path)
    if strange := columns_of(opened.header).strange:
        opened.notes.append(Cause("not read: {columns}", columns=[f"“{name}”" for name in strange]))
    return opened


def _recognises(path: Path, beginning: bytes) -> bool:
    ending = path.suffix.casefold()
    if ending in WORKBOOKS:
        try:
            return _sheet_of(path) is not None
        except Unreadable:
            return False
    if ending not in {".csv", ".tsv"}:
        return False
    line = beginning.decode("utf-8-sig", "replace").split("\n", 1)[0].strip()
    return any(_is_list(next(csv.reader([line], delimiter=mark), [])) for mark in ",;\t")


FORMATS = (
    Format(
        "population",
        "people by place and year (COD-PS, plain lists)",
        _recognises,
        _open,
        PeopleReader,
        writes="people",
    ),
)
