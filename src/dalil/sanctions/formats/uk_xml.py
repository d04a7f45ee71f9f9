"""The sanctions list of the United Kingdom as XML: each designation is laid out in the cells that the csv of the list has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dalil.sanctions.formats.listed_dates import day_of
from dalil.sanctions.formats.uk import TODAY, entry_of
from dalil.sanctions.formats.xml_entries import entries_of
from dalil.sanctions.list_file import ListEntry, ListFile, check_numbers, clean, without_date
from dalil.sanctions.list_file import not_carried as named

ROOT = ("", "Designations")
INDICATORS = "SanctionsImposedIndicators"
"""Yes and no for each measure, which `SanctionsImposed` names."""
COLUMNS = {
    "LastUpdated": "Last Updated",
    "DateDesignated": "Date Designated",
    "UniqueID": "Unique ID",
    "OFSIGroupID": "OFSI Group ID",
    "UNReferenceNumber": "UN Reference Number",
    "RegimeName": "Regime Name",
    "IndividualEntityShip": "Designation Type",
    "DesignationSource": "Designation source",
    "SanctionsImposed": "Sanctions Imposed",
    "OtherInformation": "Other Information",
    "UKStatementofReasons": "UK Statement of Reasons",
    **{f"Name{number}": f"Name {number}" for number in range(1, 7)},
    "NameType": "Name type",
    "AliasStrength": "Alias strength",
    "NameNonLatinScript": "Name non-latin script",
    "NonLatinScriptType": "Non-latin script type",
    "NonLatinScriptLanguage": "Non-latin script language",
    "Title": "Title",
    **{f"AddressLine{number}": f"Address Line {number}" for number in range(1, 7)},
    "AddressPostalCode": "Address Postal Code",
    "AddressCountry": "Address Country",
    "PhoneNumber": "Phone number",
    "EmailAddress": "Email address",
    "Website": "Website",
    "DOB": "D.O.B",
    "TownOfBirth": "Town of birth",
    "CountryOfBirth": "Country of birth",
    "Gender": "Gender",
    "Nationality": "Nationality(/ies)",
    "Position": "Position",
    "PassportNumber": "Passport number",
    "PassportAdditionalInformation": "Passport additional information",
    "NationalIdentifierNumber": "National Identifier number",
    "NationalIdentifierAdditionalInformation": "National Identifier additional information",
    "BusinessRegistrationNumber": "Business registration number (s)",
    "TypeOfEntity": "Type of entity",
    "ParentCompany": "Parent company",
    "Subsidiary": "Subsidiaries",
    "IMONumber": "IMO number",
    "HullIdentificationNumber": "Hull identification number (HIN)",
    "CurrentOwnerOperator": "Current owner/operator (s)",
    "PreviousOwnerOperator": "Previous owner/operator (s)",
    "CurrentBelievedFlagOfShip": "Current believed flag of ship",
    "PreviousFlag": "Previous flags",
    "TypeOfShip": "Type of ship",
    "TonnageOfShip": "Tonnage of ship",
    "LengthOfShip": "Length of ship",
    "YearBuilt": "Year Built",
}
"""The column of the csv for each element that holds words."""
GROUPS = frozenset({"Name", "NonLatinName", "Address", "Location", "Passport", "NationalIdentifier"})
"""Elements whose words belong together; any other element with words stands for itself."""


def read(path: Path) -> ListFile:
    """Read a version of the list. Raises BrokenList, which says what is wrong and where."""
    dated, said, strangers, entries = None, "", Counter[str](), list[ListEntry]()
    for element in entries_of(path, "DateGenerated", "Designation"):
        if element.tag == "DateGenerated":
            said = clean(element.text)
            dated = day_of(said)
        elif element.tag == "Designation":
            entries.append(_entry(path, element, strangers))
    if dated is None:
        raise without_date(path, said)
    return ListFile(TODAY.code, "uk_list_xml", dated, check_numbers(entries), not_carried=named(strangers))


def _entry(path: Path, designation: Any, strangers: Counter[str]) -> ListEntry:
    facts: dict[str, str] = {}
    lines: list[dict[str, str]] = []
    titles = [said for each in designation.iterfind("Titles/Title") if (said := clean(each.text))]
    for element in designation:
        if element.tag in COLUMNS:
            _put(facts, element, strangers)
    for element in designation:
        if len(element) and not (element.tag == INDICATORS and "Sanctions Imposed" in facts):
            lines += _lines_of(element, strangers)
    rows = [
        {**line, "Title": title} if title and ("Name type" in line or "Name 6" in line) else line
        for line in lines
        if set(line) != {"Title"}
        for title in (titles if "Name type" in line or "Name 6" in line else [""]) or [""]
    ]
    place = designation.sourceline or 0
    numbered = [(place, {**facts, **line}) for line in rows] or [(place, facts)]
    return entry_of(path, TODAY, facts.get("Unique ID", ""), numbered, strangers)


def _lines_of(element: Any, strangers: Counter[str]) -> Iterator[dict[str, str]]:
    """Yield the cells of each group of words below an element."""
    if element.tag in GROUPS or not len(element):
        cells: dict[str, str] = {}
        for leaf in element if len(element) else (element,):
            _put(cells, leaf, strangers)
        if cells:
            yield cells
        return
    for child in element:
        yield from _lines_of(child, strangers)


def _put(cells: dict[str, str], leaf: Any, strangers: Counter[str]) -> None:
    if said := clean("".join(leaf.itertext())):
        column = COLUMNS.get(leaf.tag)
        if column is None or column in cells:
            strangers[str(leaf.tag)] += 1
        else:
            cells[column] = said
