"""The lists of the United Kingdom as csv: the sanctions list of today, and the consolidated list of OFSI that was closed in January 2026.

Both write an entry in as many rows as it has names, addresses and birth dates together; the rows of a number are gathered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dalil.kinds.listing import ListedAddress, ListedBirth, ListedDocument, ListedName, ListedReference
from dalil.sanctions.formats.csv_rows import rows_of
from dalil.sanctions.formats.listed_dates import day_of, read_listed_date
from dalil.sanctions.list_file import (
    BrokenList,
    EntryDraft,
    ListEntry,
    ListFile,
    check_numbers,
    clean,
    join_words,
    without_date,
)
from dalil.sanctions.list_file import not_carried as named

FIRST_NAMES = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5")
SUBJECTS = {"individual": "person", "entity": "entity", "ship": "vessel"}
NAMES = {
    "primary name": "primary",
    "prime alias": "primary",
    "primary name variation": "variation",
    "alias": "alias",
    "aka": "alias",
    "a.k.a": "alias",
    "fka": "former",
    "f.k.a": "former",
}
STRENGTHS = {
    "good quality": "strong",
    "good quality a.k.a": "strong",
    "low quality": "weak",
    "low quality a.k.a": "weak",
}


@dataclass(frozen=True)
class UkForm:
    """How one of the two forms calls what both have. number: the column of the number of an entry; the rest as the file calls it."""

    code: str
    format: str
    number: str
    kind: str
    name_kind: str
    strength: str
    native: str
    born: str
    nationality: str
    passport: tuple[str, str]
    national: tuple[str, str]
    place_of_birth: tuple[str, str]
    address: tuple[str, ...]
    code_of_post: str
    country: str
    regime: str
    listed: str
    remarks: Mapping[str, str]
    references: Mapping[str, str]


TODAY = UkForm(
    code="uk_list",
    format="uk_list",
    number="Unique ID",
    kind="Designation Type",
    name_kind="Name type",
    strength="Alias strength",
    native="Name non-latin script",
    born="D.O.B",
    nationality="Nationality(/ies)",
    passport=("Passport number", "Passport additional information"),
    national=("National Identifier number", "National Identifier additional information"),
    place_of_birth=("Town of birth", "Country of birth"),
    address=tuple(f"Address Line {number}" for number in range(1, 7)),
    code_of_post="Address Postal Code",
    country="Address Country",
    regime="Regime Name",
    listed="Date Designated",
    remarks={
        "Other Information": "",
        "Designation source": "Designated by",
        "Phone number": "Phone",
        "Website": "Website",
        "Email address": "Email",
        "Type of entity": "Type of entity",
        "Subsidiaries": "Subsidiaries",
        "Parent company": "Parent company",
        "Current owner/operator (s)": "Current owner or operator",
        "Previous owner/operator (s)": "Previous owner or operator",
        "Current believed flag of ship": "Flag",
        "Previous flags": "Previous flags",
        "Type of ship": "Type of ship",
        "Tonnage of ship": "Tonnage",
        "Length of ship": "Length",
        "Year Built": "Built",
    },
    references={"Unique ID": "UK", "OFSI Group ID": "OFSI", "UN Reference Number": "UN"},
)
RETIRED = UkForm(
    code="uk_ofsi",
    format="uk_ofsi",
    number="Group ID",
    kind="Group Type",
    name_kind="Alias Type",
    strength="Alias Quality",
    native="Name Non-Latin Script",
    born="DOB",
    nationality="Nationality",
    passport=("Passport Number", "Passport Details"),
    national=("National Identification Number", "NI Details"),
    place_of_birth=("Town of Birth", "Country of Birth"),
    address=tuple(f"Address {number}" for number in range(1, 7)),
    code_of_post="Post/Zip Code",
    country="Country",
    regime="Regime",
    listed="Listed On",
    remarks={"Other Information": "", "UK Sanctions List Date Designated": "Designated on the UK sanctions list"},
    references={"Group ID": "OFSI"},
)
BUSINESS = {
    "Business registration number (s)": "Business registration",
    "IMO number": "IMO",
    "Hull identification number (HIN)": "Hull identification number",
}
"""Columns of today's form that hold identifiers, and what these are called."""
SHARED = (
    *(
        "Name 6",
        *FIRST_NAMES,
        "Title",
        "Position",
        "Last Updated",
        "Gender",
        "Sanctions Imposed",
        "UK Statement of Reasons",
    ),
    *("Non-latin script type", "Non-latin script language", "Non-Latin Script Type", "Non-Latin Script Language"),
)


def form_of(rows: Sequence[Sequence[str]]) -> UkForm | None:
    """Say which of the two forms a file has, by its first two rows; None where it has neither.

    >>> form_of([["Last Updated", "27/04/2020"], ["Name 6", "Name 1", "Group ID", "Group Type"]]).code
    'uk_ofsi'
    """
    if len(rows) < 2:
        return None
    header = {clean(cell) for cell in rows[1]}
    return next((form for form in (TODAY, RETIRED) if {form.number, "Name 6"} <= header), None)


def read(path: Path) -> ListFile:
    """Read a version of either list. Raises BrokenList, which says what is wrong and where."""
    rows = list(rows_of(path))
    form = form_of([row for _, row in rows[:2]])
    if form is None:
        raise BrokenList(
            "list_without_header",
            "{file} has not the header of a list of the United Kingdom in its second row",
            {"file": path.name},
        )
    dated = _date_of(path, rows[0][1])
    header = [clean(cell) for cell in rows[1][1]]
    missing = {form.kind, form.name_kind, form.listed, form.regime} - set(header)
    if missing or len(set(header)) != len(header):
        wrong = min(missing) if missing else next(name for name in header if header.count(name) > 1)
        raise BrokenList(
            "list_header_of_another_shape",
            "{file}: the column “{column}” is missing from the header, or stands twice in it",
            {"file": path.name, "column": wrong},
        )
    gathered: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for line, row in rows[2:]:
        if len(row) != len(header):
            raise BrokenList(
                "list_row_with_other_columns",
                "{file}, line {line}: the row has {found} cells under {width} columns; it may be cut off, and the file is not taken in",
                {"file": path.name, "line": line, "found": len(row), "width": len(header)},
            )
        cells = {name: said for name, cell in zip(header, row, strict=True) if (said := clean(cell))}
        if cells:
            gathered.setdefault(cells.get(form.number, ""), []).append((line, cells))
    strangers: Counter[str] = Counter()
    entries = check_numbers(entry_of(path, form, key, lines, strangers) for key, lines in gathered.items())
    return ListFile(form.code, form.format, dated, entries, not_carried=named(strangers))


def _date_of(path: Path, row: Sequence[str]) -> date:
    words = clean(row[0].partition(":")[2]) if ":" in row[0] else clean(row[1]) if len(row) > 1 else ""
    if (dated := day_of(words)) is None:
        raise without_date(path, words)
    return dated


def entry_of(
    path: Path, form: UkForm, key: str, lines: Sequence[tuple[int, Mapping[str, str]]], strangers: Counter[str]
) -> ListEntry:
    """Make an entry of its lines, each with its number and its cells by column. strangers counts the columns that no claim carries."""
    draft, first = EntryDraft(form.code), lines[0][0]
    where = f"line {first}"
    name = ""
    known = _columns_of(form)
    for line, cells in lines:
        for column in cells.keys() - known:
            strangers[column] += 1
        said, what = _add_names(draft, form, cells)
        if said and (not name or what == "primary"):
            name = name if name and name in _primaries(draft) else said
        kind = cells.get(form.kind, "").casefold()
        if kind and kind not in SUBJECTS:
            raise BrokenList(
                "list_columns_swapped",
                "{file}, line {line}: “{cell}” stands where one of {expected} is expected; columns look swapped",
                {
                    "file": path.name,
                    "line": line,
                    "cell": cells[form.kind][:40],
                    "expected": "Individual, Entity, Ship",
                },
            )
        if kind:
            draft.facts["subject"] = SUBJECTS[kind]
        _add_facts(draft, form, cells)
    return draft.finish(key=key, inner=key, where=where, name=name)


def _columns_of(form: UkForm) -> frozenset[str]:
    """The columns of a form that a claim carries."""
    single = (
        form.number,
        form.kind,
        form.name_kind,
        form.strength,
        form.native,
        form.born,
        form.nationality,
        form.regime,
        form.listed,
    )
    several = (*form.passport, *form.national, *form.place_of_birth, *form.address, form.code_of_post, form.country)
    return frozenset({*SHARED, *single, *several, *form.remarks, *form.references, *BUSINESS})


def _primaries(draft: EntryDraft) -> set[str]:
    return {each.said for each in draft.lists.get("names", ()) if each.what == "primary"}


def _add_names(draft: EntryDraft, form: UkForm, cells: Mapping[str, str]) -> tuple[str, str]:
    parts = tuple(cells[name] for name in (*FIRST_NAMES, "Name 6") if name in cells)
    said, kind = " ".join(parts), cells.get(form.name_kind, "")
    what = NAMES.get(kind.casefold(), "alias")
    if kind and kind.casefold() not in NAMES:
        draft.not_understood(form.name_kind, kind)
    strength = cells.get(form.strength, "")
    if strength and strength.casefold() not in STRENGTHS:
        draft.not_understood(form.strength, strength)
    if said:
        draft.add(
            "names",
            ListedName(
                said=said,
                what=what,
                strength=STRENGTHS.get(strength.casefold()),
                parts=parts if len(parts) > 1 else (),
                title=cells.get("Title", ""),
            ),
        )
    if native := cells.get(form.native):
        language = cells.get("Non-latin script language", "") or cells.get("Non-Latin Script Language", "")
        script = cells.get("Non-latin script type", "") or cells.get("Non-Latin Script Type", "")
        draft.add("names", ListedName(said=native, what="native", language=language, note=script))
    return said, what


def _add_facts(draft: EntryDraft, form: UkForm, cells: Mapping[str, str]) -> None:
    if listed := cells.get(form.listed):
        when, _ = read_listed_date(listed)
        draft.listed_on(form.listed, when) if when else draft.not_understood(form.listed, listed)
    if updated := cells.get("Last Updated"):
        when, _ = read_listed_date(updated)
        draft.add("updated_on", when) if when else draft.not_understood("Last Updated", updated)
    if born := cells.get(form.born):
        when, about = read_listed_date(born.replace("dd/", "00/").replace("/mm/", "/00/"))
        draft.add("births", ListedBirth(when=when, about=about)) if when else draft.not_understood(form.born, born)
    town, country = (cells.get(name, "") for name in form.place_of_birth)
    if town or country:
        draft.add("births", ListedBirth(place=town, country=country))
    draft.add("nationalities", cells.get(form.nationality, ""))
    _add_documents(draft, form, cells)
    draft.add("functions", cells.get("Position", ""))
    draft.sex(cells.get("Gender", ""))
    draft.add("programmes", cells.get(form.regime, ""))
    for imposed in cells.get("Sanctions Imposed", "").split("|"):
        draft.add("measures", clean(imposed))
    if reason := cells.get("UK Statement of Reasons"):
        draft.facts["reason"] = reason
    for column, words in form.remarks.items():
        if said := cells.get(column):
            draft.add("remarks", f"{words}: {said}" if words else said)
    for column, of in form.references.items():
        if said := cells.get(column):
            draft.add("references", ListedReference(of=of, number=said))


def _add_documents(draft: EntryDraft, form: UkForm, cells: Mapping[str, str]) -> None:
    for kind, (number, note) in (("Passport", form.passport), ("National identification number", form.national)):
        if cells.get(number) or cells.get(note):
            draft.add("documents", ListedDocument(type=kind, number=cells.get(number, ""), note=cells.get(note, "")))
    for column, kind in BUSINESS.items():
        if held := cells.get(column):
            draft.add("documents", ListedDocument(type=kind, number=held))
    lines = join_words(*(cells.get(name) for name in form.address))
    code, land = cells.get(form.code_of_post, ""), cells.get(form.country, "")
    if lines or code or land:
        draft.add("addresses", ListedAddress(lines=lines, code=code, country=land))
