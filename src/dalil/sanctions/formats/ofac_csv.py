"""The SDN list of the United States (OFAC) as a set of csv files without headers: sdn, alt (further names), add (addresses), comments."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from dalil.kinds.listing import ListedAddress, ListedBirth, ListedDocument, ListedName, ListedReference
from dalil.sanctions.formats.csv_rows import rows_of
from dalil.sanctions.formats.ofac_xml import CODE, add_birth_date
from dalil.sanctions.list_file import BrokenList, EntryDraft, ListEntry, ListFile, check_numbers, clean, columns_swapped

SUBJECTS = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft", "": "entity"}
ALIASES = {"aka": "alias", "fka": "former", "nka": "later"}
SHIP = ("Call sign", "Type of vessel", "Tonnage", "Gross registered tonnage", "Flag", "Owner")
COLUMNS = {"sdn": 12, "alt": 5, "add": 6, "comments": 2}
IDENTIFIERS = (
    "Passport", "Cedula", "National ID", "NIT", "Tax ID", "SSN", "R.F.C.", "C.U.R.P.", "RUC", "RIF", "Registration", "Identification",
    "Company Number", "Matricula", "Folio", "Trade License", "License", "Commercial Registry", "Certificate", "D-U-N-S", "V.A.T.", "C.R. No.",
    "Gazette Number", "Electoral", "Credencial", "Cartilla", "Fiscal", "FEIN", "Residency Number", "Travel Document", "LE Number",
    "Chamber of Commerce Number", "Public Registration", "Personal ID", "National Foreign ID", "Serial Number", "Tail Number",
    "Construction Number", "D.N.I.", "C.I.F.", "C.U.I.T.", "RFC", "ID No.", "ID Card",
    "Serial No.", "Immigration No.", "SWIFT", "BIK", "Registered Charity", "Driver's",
)  # fmt: skip
"""Words one of which stands in the type of an identifier; what has none of them stays a remark."""
_IDENTIFIER = re.compile(
    r"^(?:alt\. )?(?P<type>[A-Z][^\d]*?)(?:[ ]|(?<=#))(?P<number>(?:IMO |TR-[A-Z] |[A-Z] )?[\w/.\-]*\d[\w/.\- ]*?(?:\(\d\))?)"
    r"(?: \((?P<country>[^()]+)\))?(?: issued (?P<issued>\d{2} \w{3} \d{4}|\w{3} \d{4}|\d{4}))?"
    r"(?: (?:expires|to) (?P<expires>\d{2} \w{3} \d{4}|\w{3} \d{4}|\d{4}))?(?P<rest> \([^()]*\))?$"
)
_SERIES = re.compile(r"(.*Passport) ([A-Z]{1,3})")
"""The type of a passport whose number begins with letters and a space."""
_QUOTED = re.compile(r"^(?:alt\. )?(a\.k\.a\.|f\.k\.a\.|n\.k\.a\.) '(.+)'$")
_PLAIN = re.compile(r"^(?:alt\. )?(DOB|POB|nationality|citizen|Gender) (.+)$")


def part_of(rows: Iterable[Sequence[str]]) -> str:
    """Say which file of the set rows are of, by their columns; empty where they are of none.

    >>> part_of([["36", "12", "aka", "AERO-CARIBBEAN", "-0- "]])
    'alt'
    """
    for row in rows:
        for name, width in COLUMNS.items():
            if (
                len(row) == width
                and row[0].strip().isdigit()
                and (name != "alt" or row[2].strip().casefold() in ALIASES)
            ):
                return name
    return ""


def read(paths: Sequence[Path]) -> ListFile:
    """Read a version from the files of its set, sdn among them. Raises BrokenList, which says what is wrong and where."""
    files: dict[str, Path] = {}
    for path in paths:
        part = part_of(row for _, row in _first(path))
        if not part or part in files:
            raise BrokenList(
                "list_of_unknown_set",
                "{file} is no further file of the set (sdn, alt, add, comments), or one that was given twice",
                {"file": path.name},
            )
        files[part] = path
    if "sdn" not in files:
        raise BrokenList(
            "list_without_main_file",
            "the file of the entries (sdn.csv) is missing beside {file}",
            {"file": paths[0].name},
        )
    further: dict[str, dict[str, list[tuple[int, list[str]]]]] = {
        part: _by_entry(files[part], COLUMNS[part]) for part in ("alt", "add", "comments") if part in files
    }
    entries = check_numbers(_entries(files["sdn"], further))
    known = {entry.key for entry in entries}
    for part, rows in further.items():
        if strangers := rows.keys() - known:
            raise BrokenList(
                "list_set_of_two_versions",
                "{file} names the entry {entry}, which {main} does not have; the two are not of one version",
                {"file": files[part].name, "entry": min(strangers), "main": files["sdn"].name},
            )
    return ListFile(CODE, "ofac_csv", None, entries)


def _first(path: Path) -> Iterator[tuple[int, list[str]]]:
    for numbered, _ in zip(rows_of(path), range(1), strict=False):
        yield numbered


def _checked(path: Path, width: int) -> Iterator[tuple[int, list[str]]]:
    for line, row in rows_of(path):
        if len(row) != width or not row[0].strip().isdigit():
            raise BrokenList(
                "list_row_of_another_shape",
                "{file}, line {line}: a row of this file has {width} columns and begins with a number; this one has {found} and begins with “{cell}”",
                {"file": path.name, "line": line, "width": width, "found": len(row), "cell": row[0][:40]},
            )
        yield line, row


def _by_entry(path: Path, width: int) -> dict[str, list[tuple[int, list[str]]]]:
    rows: dict[str, list[tuple[int, list[str]]]] = defaultdict(list)
    for line, row in _checked(path, width):
        if width == COLUMNS["alt"] and row[2].strip().casefold() not in ALIASES:
            raise columns_swapped(path, line, "aka, fka, nka", row[2])
        rows[row[0].strip()].append((line, row))
    return rows


def _entries(path: Path, further: dict[str, dict[str, list[tuple[int, list[str]]]]]) -> Iterator[ListEntry]:
    for line, row in _checked(path, COLUMNS["sdn"]):
        number, name, kind, programme, title, *ship, remarks = map(clean, row)
        if kind.casefold() not in SUBJECTS:
            raise columns_swapped(path, line, "individual, vessel, aircraft, -0-", kind)
        if name.isdigit():
            raise columns_swapped(path, line, "a name", name)
        draft = EntryDraft(CODE)
        draft.facts["subject"] = SUBJECTS[kind.casefold()]
        if name:
            parts = tuple(part.strip() for part in name.split(",", 1)) if kind == "individual" and "," in name else ()
            said = " ".join(reversed(parts)) if parts else name
            draft.add("names", ListedName(said=said, parts=parts[::-1], title=title))
            name = said
        draft.add("functions", title)
        for each in re.split(r"\]\s*\[", programme):
            draft.add("programmes", each.strip("[] "))
        for words, cell in zip(SHIP, ship, strict=True):
            draft.add("remarks", f"{words}: {cell}" if cell else "")
        for _, alias in further.get("alt", {}).get(number, ()):
            _alias(draft, alias, person=kind == "individual")
        for _, address in further.get("add", {}).get(number, ()):
            _address(draft, address)
        more = [clean(each[1]) for _, each in further.get("comments", {}).get(number, ())]
        for segment in _segments(" ".join(filter(None, (remarks, *more)))):
            _read_remark(draft, segment)
        draft.add("references", ListedReference(of="OFAC", number=number))
        yield draft.finish(key=number, inner=number, where=f"line {line}", name=name)


def _alias(draft: EntryDraft, row: Sequence[str], *, person: bool) -> None:
    said, note = clean(row[3]), clean(row[4])
    if not said:
        draft.not_understood("alt_name", " ".join(row))
        return
    parts = tuple(part.strip() for part in said.split(",", 1)) if person and "," in said else ()
    said = " ".join(reversed(parts)) if parts else said
    what = ALIASES[row[2].strip().casefold()]
    draft.add("names", ListedName(said=said, what=what, parts=parts[::-1], note=note))


def _address(draft: EntryDraft, row: Sequence[str]) -> None:
    lines, place, country, note = (clean(cell) for cell in row[2:6])
    address = ListedAddress(lines=lines, place=place, country=country, note=note)
    if address != ListedAddress():
        draft.add("addresses", address)


def _segments(remarks: str) -> list[str]:
    """The parts of the remarks; a semicolon inside brackets or quotation marks divides nothing."""
    if not remarks:
        return []
    parts = (
        re.split(r";\s+(?=(?:[^()]*\([^()]*\))*[^()]*$)", remarks)
        if remarks.count("(") == remarks.count(")")
        else remarks.split("; ")
    )
    return [clean(part.removesuffix(".") if at == len(parts) - 1 else part) for at, part in enumerate(parts)]


def _read_remark(draft: EntryDraft, segment: str) -> None:
    """Put one part of the remarks into its field; what is not understood for certain stays a remark, word for word."""
    if match := _PLAIN.match(segment):
        _FACTS[match[1]](draft, match[2])
    elif match := _QUOTED.match(segment):
        what = ALIASES[match[1].replace(".", "")]
        draft.add("names", ListedName(said=match[2], what=what, strength="weak"))
    elif (match := _IDENTIFIER.match(segment)) and any(word in match["type"] for word in IDENTIFIERS):
        kind, number = match["type"].strip(), match["number"].strip()
        if series := _SERIES.fullmatch(kind):
            kind, number = series[1], f"{series[2]} {number}"
        draft.add(
            "documents",
            ListedDocument(
                type=kind,
                number=number,
                country=match["country"] or "",
                issued=match["issued"] or "",
                expires=match["expires"] or "",
                note=(match["rest"] or "").strip(" ()"),
            ),
        )
    else:
        draft.add("remarks", segment)


_FACTS: dict[str, Callable[[EntryDraft, str], None]] = {
    "DOB": add_birth_date,
    "POB": lambda draft, words: draft.add("births", ListedBirth(place=words)),
    "nationality": lambda draft, words: draft.add("nationalities", words),
    "citizen": lambda draft, words: draft.add("nationalities", words),
    "Gender": lambda draft, words: draft.sex(words),
}
