"""The lists of the United States (OFAC) as XML: the SDN list and the consolidated list of the others."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dalil.kinds.listing import ListedAddress, ListedBirth, ListedDocument, ListedName, ListedReference
from dalil.sanctions.formats.listed_dates import may_be_two_days, read_listed_date
from dalil.sanctions.formats.xml_entries import entries_of
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

NAMESPACES = (
    "http://tempuri.org/sdnList.xsd",
    "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML",
)
ROOTS = tuple((namespace, "sdnList") for namespace in NAMESPACES)
CODE = "us_sdn"
SUBJECTS = {"individual": "person", "entity": "entity", "vessel": "vessel", "aircraft": "aircraft"}
ALIASES = {"a.k.a.": "alias", "f.k.a.": "former", "n.k.a.": "later"}
FACTS = {
    "uid", "firstName", "lastName", "title", "sdnType", "remarks", "programList", "idList", "akaList", "addressList", "nationalityList",
    "citizenshipList", "dateOfBirthList", "placeOfBirthList", "vesselInfo",
}  # fmt: skip
ADDRESS = ("address1", "address2", "address3")
VESSEL = {
    "callSign": "Call sign",
    "vesselType": "Type of vessel",
    "vesselFlag": "Flag",
    "vesselOwner": "Owner",
    "tonnage": "Tonnage",
    "grossRegisteredTonnage": "Gross registered tonnage",
}


def read(path: Path) -> ListFile:
    """Read a version of the list. Raises BrokenList, also where it says that it has another number of entries than it has."""
    root_tag = next(entries_of(path)).tag
    prefix = root_tag.removesuffix("sdnList")
    dated, said, strangers = None, None, Counter[str]()
    entries = []
    elements = entries_of(path, f"{prefix}publshInformation", f"{prefix}sdnEntry")
    next(elements)
    for element in elements:
        if element.tag.endswith("publshInformation"):
            dated = _published(path, clean(element.findtext(f"{prefix}Publish_Date")))
            count = clean(element.findtext(f"{prefix}Record_Count"))
            said = int(count) if count.isdigit() else None
        else:
            entries.append(_entry(element, prefix, strangers))
    if dated is None:
        raise without_date(path, "")
    if said is not None and said != len(entries):
        raise BrokenList(
            "list_cut_off",
            "{file} says that it has {said} entries, and has {found}; it is not whole, and nobody is taken off a list for that",
            {"file": path.name, "said": said, "found": len(entries)},
        )
    return ListFile(CODE, "ofac_xml", dated, check_numbers(entries), said, named(strangers))


def _published(path: Path, words: str) -> date:
    """The day of publication, the month first."""
    for form in ("%m/%d/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(words, form).date()
        except ValueError:
            continue  # the next form is tried; the last one refuses below
    raise without_date(path, words)


def _entry(element: Any, prefix: str, strangers: Counter[str]) -> ListEntry:
    draft = EntryDraft(CODE)

    def text(of: Any, name: str) -> str:
        return clean(of.findtext(prefix + name))

    for child in element:
        if child.tag.removeprefix(prefix) not in FACTS:
            strangers[child.tag.removeprefix(prefix)] += 1
    uid, kind = text(element, "uid"), text(element, "sdnType")
    if subject := SUBJECTS.get(kind.casefold()):
        draft.facts["subject"] = subject
    elif kind:
        draft.not_understood("sdnType", kind)
    parts = (text(element, "firstName"), text(element, "lastName"))
    name = " ".join(filter(None, parts))
    title = text(element, "title")
    if name:
        draft.add("names", ListedName(said=name, parts=parts if all(parts) else (), title=title))
    draft.add("functions", title)
    _lists(draft, element, prefix, text)
    draft.add("remarks", text(element, "remarks"))
    if uid:
        draft.add("references", ListedReference(of="OFAC", number=uid))
    return draft.finish(key=uid, inner=uid, where=f"line {element.sourceline}", name=name)


def _lists(draft: EntryDraft, element: Any, prefix: str, text: Any) -> None:
    """What the entry has several of: names, programmes, identifiers, addresses, births."""
    for aka in element.iterfind(f"{prefix}akaList/{prefix}aka"):
        _alias(draft, aka, text)
    for program in element.iterfind(f"{prefix}programList/{prefix}program"):
        draft.add("programmes", clean(program.text))
    for identifier in element.iterfind(f"{prefix}idList/{prefix}id"):
        _identifier(draft, identifier, text)
    for address in element.iterfind(f"{prefix}addressList/{prefix}address"):
        _address(draft, address, text)
    for list_name in ("nationality", "citizenship"):
        for item in element.iterfind(f"{prefix}{list_name}List/{prefix}{list_name}"):
            draft.add("nationalities", text(item, "country"))
    for item in element.iterfind(f"{prefix}dateOfBirthList/{prefix}dateOfBirthItem"):
        add_birth_date(draft, text(item, "dateOfBirth"))
    for item in element.iterfind(f"{prefix}placeOfBirthList/{prefix}placeOfBirthItem"):
        if place := text(item, "placeOfBirth"):
            draft.add("births", ListedBirth(place=place))
    for info in element.iterfind(f"{prefix}vesselInfo"):
        for child in info:
            tag = child.tag.removeprefix(prefix)
            if said := clean(child.text):
                draft.add("remarks", f"{VESSEL[tag]}: {said}" if tag in VESSEL else f"{tag}: {said}")


def _alias(draft: EntryDraft, element: Any, text: Any) -> None:
    parts = (text(element, "firstName"), text(element, "lastName"))
    kind, category = text(element, "type").casefold(), text(element, "category").casefold()
    what = ALIASES.get(kind)
    if what is None:
        draft.not_understood("aka type", kind)
    strength = category if category in ("strong", "weak") else None
    if said := " ".join(filter(None, parts)):
        draft.add(
            "names",
            ListedName(said=said, what=what or "alias", strength=strength, parts=parts if all(parts) else ()),
        )


def _identifier(draft: EntryDraft, element: Any, text: Any) -> None:
    kind, number = text(element, "idType"), text(element, "idNumber")
    if kind == "Gender":
        draft.sex(number)
        return
    document = ListedDocument(
        type=kind,
        number=number,
        country=text(element, "idCountry"),
        issued=text(element, "issueDate"),
        expires=text(element, "expirationDate"),
    )
    if document != ListedDocument():
        draft.add("documents", document)


def _address(draft: EntryDraft, element: Any, text: Any) -> None:
    address = ListedAddress(
        lines=join_words(*(text(element, name) for name in ADDRESS)),
        place=text(element, "city"),
        region=text(element, "stateOrProvince"),
        code=text(element, "postalCode"),
        country=text(element, "country"),
    )
    if address != ListedAddress():
        draft.add("addresses", address)


def add_birth_date(draft: EntryDraft, words: str) -> None:
    """Add a date of birth; words that are not understood for certain are kept as such."""
    if not words:
        return
    when, about = read_listed_date(words)
    if when is None or may_be_two_days(words):  # an American list, though it writes months as words
        draft.not_understood("date of birth", words)
    else:
        draft.add("births", ListedBirth(when=when, about=about))
