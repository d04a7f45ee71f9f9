"""What a row of a file becomes: a reading, ready to be a report, or an error that names row, field, value and cause.

Pure: a format's reader works out readings without the database, so that several processes can do it at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from dalil.intake.causes import Cause, cause_of, cause_of_rule, with_others
from dalil.letters import read_decimal, read_whole_number, without_marks
from dalil.lookup.sources import SourceName, UnclearSource
from dalil.record.attribution_keys import is_source_code, make_attribution_key
from dalil.record.kind import Kind
from dalil.record.lengths import TextTooLong, check_lengths
from dalil.record.prepared import PreparedReport, prepare_report
from dalil.record.report_facts import CELLS_MENDED, ReportFacts
from dalil.vocabulary.gazetteer import Gazetteer, Place

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""Characters that no database keeps: the null character and halves of surrogate pairs."""


@dataclass(frozen=True, slots=True)
class DocumentName:
    """A document that a report stands in, other than the imported file: its digest, and what it is called where it must be received.

    level, groups: as of `SourceName`.
    """

    sha256: str
    title: str = ""
    type: str = ""
    media_type: str = ""
    filename: str = ""
    url: str = ""
    language: str = ""
    level: int = 0
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row did not become a report. row: its number as a spreadsheet shows it."""

    row: int
    field: str
    value: str
    cause: str


class BadCell(ValueError):
    """A cell that cannot be read as what it should be."""

    def __init__(self, field: str, value: Any, cause: str) -> None:
        super().__init__(cause)
        self.field, self.value, self.cause = field, "" if value is None else str(value), cause


NOT_TEXT = "the text holds a character that is not text (a null or half of a pair)"
_MISSING = "the row does not say it, and no report of this kind can do without"


class ParsedRow(NamedTuple):
    """A row read: the report it becomes and the sources it names.

    document: where the report stands, if not in the imported file. withdrawn: why it was withdrawn where it comes from.
    corrected_by: the addresses of the reports that took its place there. reasons: why, for this and for what the report corrects, by the
    other report's address. groups: the names of those who may see it, where it is restricted to fewer than the import names.
    """

    row: int
    prepared: PreparedReport
    origins: tuple[SourceName, ...] = ()
    relays: tuple[SourceName, ...] = ()
    document: DocumentName | None = None
    withdrawn: str | None = None
    corrected_by: tuple[str, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedPlace:
    """A row read as a place: its entry, those it names above it, and what is wrong (field, value, flag).

    border: the outline of the entry, as `borders.write_rings` writes it.
    """

    row: int
    entry: Place
    above: tuple[Place, ...] = ()
    flags: tuple[tuple[str, str, str], ...] = ()
    border: str = ""


@dataclass(frozen=True, slots=True)
class ParsedPeople:
    """How many people live in a place in a year, by one row. said_by: who says it; may be empty."""

    row: int
    place: str
    year: int
    people: int
    said_by: str = ""


Result = ParsedRow | ParsedPlace | ParsedPeople | RowError


@dataclass(frozen=True)
class Context:
    """What a reader needs to know besides the row. Travels to other processes.

    sha256: the imported document. codes: codes of the sources in the record, by folded name (`name_sources`). named_by_people: the folded
    names that persons gave to sources. source: the code given on the command line for whoever handed us the file, or empty. groups: the
    names of the groups that may see what is restricted; none where nothing may be. rows_before: of a next edition, what the rows were
    called that stood in the edition before (`formats.table.name_row`). mended: the rows of which a person mended cells.
    """

    sha256: str
    level: int
    known: Gazetteer
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    named_by_people: frozenset[str] = frozenset()
    rows_before: dict[int, str] = field(default_factory=dict)
    mended: frozenset[int] = frozenset()
    source: str = ""
    groups: tuple[str, ...] = ()


class Reader(Protocol):
    """Reads the rows of one file."""

    def read(self, row: int, raw: Any) -> Sequence[Result]:
        """The reports that a row becomes, or the error it is."""


def parsed_row(
    context: Context,
    row: int,
    claim: Kind,
    facts: ReportFacts,
    *,
    origins: Sequence[SourceName] = (),
    relays: Sequence[SourceName] = (),
) -> ParsedRow:
    """A row that was understood, as a report ready to be entered. Raises BadCell for what no database can keep, and for what is too long."""
    origins, relays = tuple(origins), tuple(relays)
    if row in context.mended:
        facts = replace(facts, flags=(*facts.flags, CELLS_MENDED))
    key = check_sources(origins, relays)
    try:
        prepared = prepare_report(
            claim,
            facts if facts.locator else replace(facts, locator=f"row {row}"),
            known=context.known,
            sha256=context.sha256,
            attribution=key,
            level=context.level,
        )
    except TextTooLong as error:
        raise bad_length(error) from error
    check_storable(prepared)
    return ParsedRow(row, prepared, origins, relays)


@lru_cache(maxsize=10_000)
def check_sources(origins: tuple[SourceName, ...], relays: tuple[SourceName, ...]) -> str:
    """The key of an attribution to these sources. Raises BadCell for a code that no source can have, or too many of them."""
    for source in (*origins, *relays):
        if not is_source_code(source.code):
            cause = Cause(
                "“{cell}” is no code of a source: letters, digits, dots, dashes and underscores, at most 80, and not “unknown”",
                cell=source.code[:80],
            )
            raise BadCell("sources", source.code[:200], cause)
        for name in (source.en, source.ar):
            try:
                check_lengths(source_name=name)
            except TextTooLong as error:
                raise bad_length(error, "sources") from error
    key = make_attribution_key([source.code for source in origins], [source.code for source in relays])
    if len(key) > 1000:
        raise BadCell("sources", key[:200], Cause("the row names more sources than one report can credit"))
    return key


def bad_length(error: TextTooLong, field: str = "") -> BadCell:
    """A text that is too long, as a cell that was refused. The cell is not kept: it may be the whole file."""
    return BadCell(field or error.field, "", cause_of(error))


def unclear_source(row: int, error: UnclearSource) -> RowError:
    """The error of a row that names a source as several are called."""
    cause = Cause(
        "“{name}” is the name of several sources; give the code: {codes}",
        name=error.name,
        codes=", ".join(error.codes),
        sources=error.codes,
    )
    return RowError(row, "source", error.name, cause)


def check_storable(prepared: PreparedReport) -> None:
    """Raises BadCell for a text with a character that no database keeps."""
    for name, text in (("said", prepared.said), ("content", prepared.content), ("external_id", prepared.external_id)):
        plain = text.isascii()
        if "\x00" in text or "\\u0000" in text or (not plain and UNSTORABLE.search(text)):
            raise BadCell(name, "", Cause(NOT_TEXT))


def in_words(error: ValidationError) -> BadCell:
    """The first thing that a value refused, in words; what else was wrong is named after it."""
    try:
        errors = error.errors(include_url=False)
    except UnicodeEncodeError:  # the library cannot write what was refused
        return BadCell("row", "", Cause("the row holds a character that is not text (half of a pair)"))
    wrongs = [(".".join(map(str, each["loc"])) or "row", each) for each in errors]
    (name, first), *more = wrongs
    cause = with_others(_sentence(first), ((also, _sentence(each)) for also, each in more[:4]))
    value = first.get("input")
    return BadCell(name, value if isinstance(value, (str, int, float)) else "", cause)


@lru_cache(maxsize=50_000)
def whole_number(field: str, cell: str | None) -> int | None:
    """A whole number as data sets write it ("12", "12.0", "٣٬٤٠٠"); None for an empty cell. Raises BadCell."""
    if not cell or is_unknown(cell):
        return None
    number = read_whole_number(cell)
    if number is None:
        raise BadCell(field, cell, Cause("“{cell}” is not a whole number", cell=cell))
    return number


def is_unknown(cell: str) -> bool:
    """Whether a cell is empty or a data set's sign for a value that is not there.

    >>> is_unknown(" N/A"), is_unknown("0")
    (True, False)
    """
    return cell in _UNKNOWN or without_marks(cell).casefold() in _UNKNOWN


def decimal(field: str, cell: str | None) -> float | None:
    """A number with a fraction; None for an empty cell. Raises BadCell."""
    if not cell or is_unknown(cell):
        return None
    number = read_decimal(cell)
    if number is None:
        raise BadCell(field, cell, Cause("“{cell}” is not a number", cell=cell))
    return number


_UNKNOWN = frozenset({"", "na", "n/a", "nan", "null", "none"})


def _sentence(error: ErrorDetails) -> str:
    """The cause of a refused row in words, told by the type of the error."""
    if error["type"] == "missing":
        return Cause(_MISSING)
    # a kind of an organisation's own may raise a plain ValueError, before whose words pydantic puts its own
    return cause_of_rule(dict(error), str(error["ctx"]["error"]) if error["type"] == "value_error" else error["msg"])
