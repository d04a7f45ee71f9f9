"""The consolidated list of the European Union: FSF XML 1.1."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from dalil.kinds.listing import ListedAct, ListedAddress, ListedBirth, ListedDocument, ListedName, ListedReference
from dalil.sanctions.formats.listed_dates import day_of, read_listed_date, when_of
from dalil.sanctions.formats.xml_entries import entries_of
from dalil.sanctions.list_file import (
    EntryDraft,
    ListEntry,
    ListFile,
    check_numbers,
    clean,
    join_words,
    without_date,
)
from dalil.sanctions.list_file import not_carried as named
from dalil.values import When

NAMESPACE = "http://eu.europa.ec/fpi/fsd/export"
ROOT = (NAMESPACE, "export")
CODE = "eu_fsf"
UNKNOWN_COUNTRY = "00"
FLAGS = {
    "diplomatic": "diplomatic",
    "knownExpired": "known to be expired",
    "knownFalse": "known to be false",
    "reportedLost": "reported lost",
    "revokedByIssuer": "revoked by the issuer",
}
_TAG = f"{{{NAMESPACE}}}"
CARRIED: dict[str, frozenset[str]] = {
    "sanctionEntity": frozenset({"designationDate", "designationDetails", "unitedNationId", "euReferenceNumber", "logicalId", "delistingDate"}),
    "regulation": frozenset({"regulationType", "organisationType", "publicationDate", "entryIntoForceDate", "numberTitle", "programme"}),
    "regulationSummary": frozenset({"regulationType", "publicationDate", "numberTitle", "publicationUrl"}),
    "subjectType": frozenset({"code", "classificationCode"}),
    "nameAlias": frozenset({"firstName", "middleName", "lastName", "wholeName", "function", "gender", "title", "nameLanguage", "strong"}),
    "citizenship": frozenset({"region", "countryIso2Code", "countryDescription"}),
    "birthdate": frozenset({
        "circa", "calendarType", "city", "zipCode", "birthdate", "dayOfMonth", "monthOfYear", "year", "yearRangeFrom", "yearRangeTo",
        "region", "place", "countryIso2Code", "countryDescription",
    }),
    "address": frozenset({"city", "street", "poBox", "zipCode", "region", "place", "asAtListingTime", "countryIso2Code", "countryDescription"}),
    "identification": frozenset({
        *FLAGS, "issueDate", "issuedBy", "latinNumber", "nameOnDocument", "number", "validFrom", "validTo", "region",
        "identificationTypeCode", "identificationTypeDescription", "countryIso2Code", "countryDescription",
    }),
}  # fmt: skip
"""The attributes of each element that the claim carries. Any other that is filled is named as not carried."""
SUBJECTS = {"person": "person", "p": "person", "enterprise": "entity", "e": "entity"}


def read(path: Path) -> ListFile:
    """Read a version of the list. Raises BrokenList, which says what is wrong and where."""
    elements = entries_of(path, f"{_TAG}sanctionEntity")
    root = next(elements)
    dated = day_of(root.get("generationDate", ""))
    if dated is None:
        raise without_date(path, root.get("generationDate", ""))
    strangers: Counter[str] = Counter()
    entries = check_numbers(_entry(element, strangers) for element in elements)
    return ListFile(CODE, "eu", dated, entries, not_carried=named(strangers))


def _entry(element: Any, strangers: Counter[str]) -> ListEntry:
    draft = EntryDraft(CODE)
    _note_strangers(element, strangers)
    inner, reference = clean(element.get("logicalId")), clean(element.get("euReferenceNumber"))
    name = ""
    for child in element:
        tag = child.tag.removeprefix(_TAG)
        if tag != "remark":
            _note_strangers(child, strangers)
        if tag == "nameAlias":
            said = _add_name(draft, child, first=not name)
            name = name or said
        elif reader := _PARTS.get(tag):
            reader(draft, child)
        else:
            strangers[tag] += 1
        for act in child.iter(f"{_TAG}regulationSummary"):
            _note_strangers(act, strangers)
            _act(draft, act)
    if said := clean(element.get("designationDate")):
        draft.facts["listed_on"] = _when(draft, "designationDate", said)
    draft.add("remarks", clean(element.get("designationDetails")))
    if said := clean(element.get("delistingDate")):
        draft.add("remarks", f"Delisted on: {said}")
        draft.delisted_on, _ = read_listed_date(said)
    for of, number in (("EU", reference), ("UN", clean(element.get("unitedNationId")))):
        if number:
            draft.add("references", ListedReference(of=of, number=number))
    return draft.finish(key=reference or inner, inner=inner, where=f"line {element.sourceline}", name=name)


def _note_strangers(element: Any, strangers: Counter[str]) -> None:
    tag = element.tag.removeprefix(_TAG)
    known = CARRIED.get(tag, frozenset())
    for attribute, value in element.attrib.items():
        if value and attribute not in known and not (attribute == "logicalId" and tag == "sanctionEntity"):
            strangers[f"{tag}@{attribute}"] += 1


def _when(draft: EntryDraft, name: str, words: str) -> When | None:
    when, _ = read_listed_date(words)
    if when is None:
        draft.not_understood(name, words)
    return when


def _remarks(element: Any) -> str:
    """All remarks of an element, one behind the other; further information as "key: value"."""
    said = [clean(each.text) for each in element.findall(f"{_TAG}remark")]
    said += [
        f"{clean(each.get('key'))}: {clean(each.get('value'))}"
        for tag in ("additionalInformation", "contactInfo")
        for each in element.findall(f"{_TAG}{tag}")
    ]
    return "; ".join(filter(None, said))


def _country(element: Any) -> str:
    return "" if element.get("countryIso2Code") == UNKNOWN_COUNTRY else clean(element.get("countryDescription"))


def _remark(draft: EntryDraft, element: Any) -> None:
    draft.add("remarks", clean(element.text))


def _information(draft: EntryDraft, element: Any) -> None:
    draft.add("remarks", f"{clean(element.get('key'))}: {clean(element.get('value'))}")


def _subject(draft: EntryDraft, element: Any) -> None:
    said = clean(element.get("code")) or clean(element.get("classificationCode"))
    if code := SUBJECTS.get(said.casefold()):
        draft.facts["subject"] = code
    elif said:
        draft.not_understood("subjectType", said)


def _act(draft: EntryDraft, element: Any) -> None:
    number = clean(element.get("numberTitle"))
    if not number:
        return
    published, in_force = (clean(element.get(name)) for name in ("publicationDate", "entryIntoForceDate"))
    address = clean(element.get("publicationUrl")) or clean(element.findtext(f"{_TAG}publicationUrl"))
    programme = clean(element.get("programme"))
    draft.add("programmes", programme)
    draft.add(
        "acts",
        ListedAct(
            number=number,
            type=clean(element.get("regulationType")),
            published=_when(draft, "publicationDate", published) if published else None,
            in_force=_when(draft, "entryIntoForceDate", in_force) if in_force else None,
            programme=programme,
            body=clean(element.get("organisationType")),
            address=address,
        ),
    )


def _add_name(draft: EntryDraft, element: Any, *, first: bool) -> str:
    parts = tuple(clean(element.get(name)) for name in ("firstName", "middleName", "lastName"))
    said = clean(element.get("wholeName")) or " ".join(filter(None, parts))
    draft.sex(element.get("gender", ""))
    function = clean(element.get("function"))
    draft.add("functions", function)
    note = _remarks(element)
    if not said:
        draft.add("remarks", note)
        return ""
    strong = clean(element.get("strong")).casefold()
    draft.add(
        "names",
        ListedName(
            said=said,
            what="primary" if first else "alias",
            strength={"true": "strong", "false": "weak"}.get(strong),
            parts=parts if any(parts) else (),
            language=clean(element.get("nameLanguage")),
            title=clean(element.get("title")),
            function=function,
            note=note,
        ),
    )
    return said


def _citizenship(draft: EntryDraft, element: Any) -> None:
    region, note = clean(element.get("region")), _remarks(element)
    draft.add("nationalities", join_words(_country(element), region))
    draft.add("remarks", f"Citizenship: {note}" if note else "")


def _birth(draft: EntryDraft, element: Any) -> None:
    note = _remarks(element)
    calendar = clean(element.get("calendarType")).upper()
    whole, first, last = (clean(element.get(name)) for name in ("birthdate", "yearRangeFrom", "yearRangeTo"))
    numbers = [clean(element.get(name)) for name in ("year", "monthOfYear", "dayOfMonth")]
    words = whole or (f"{first} to {last}" if first and last else "-".join(filter(None, numbers)) or first or last)
    if calendar and calendar != "GREGORIAN":
        when = None
    elif not whole and not first and all(each.isdigit() for each in numbers if each):
        year, month, day = (int(each) if each else 0 for each in numbers)
        when = when_of(year, month, day)
    else:
        when, _ = read_listed_date(words)
    if words and when is None:
        draft.not_understood("birthdate", f"{words} ({calendar})" if calendar else words)
    place = join_words(*(element.get(name) for name in ("place", "city", "zipCode", "region")))
    country = _country(element)
    if when or place or country or note:
        about = clean(element.get("circa")) == "true"
        draft.add("births", ListedBirth(when=when, about=about, place=place, country=country, note=note))


def _address(draft: EntryDraft, element: Any) -> None:
    note = _remarks(element)
    if clean(element.get("asAtListingTime")) == "true":
        note = "; ".join(filter(None, (note, "as at the time of listing")))
    box = clean(element.get("poBox"))
    address = ListedAddress(
        lines=join_words(element.get("street"), f"PO box {box}" if box else ""),
        place=join_words(element.get("place"), element.get("city")),
        region=clean(element.get("region")),
        code=clean(element.get("zipCode")),
        country=_country(element),
        note=note,
    )
    if address != ListedAddress():
        draft.add("addresses", address)


def _identification(draft: EntryDraft, element: Any) -> None:
    flags = [words for name, words in FLAGS.items() if clean(element.get(name)) == "true"]
    named_on, latin = clean(element.get("nameOnDocument")), clean(element.get("latinNumber"))
    valid = clean(element.get("validFrom"))
    note = (
        *flags,
        f"name on it: {named_on}" if named_on else "",
        f"in Latin letters: {latin}" if latin else "",
        f"valid from {valid}" if valid else "",
        clean(element.get("region")),
        _remarks(element),
    )
    kind = clean(element.get("identificationTypeDescription")) or clean(element.get("identificationTypeCode"))
    draft.add(
        "documents",
        ListedDocument(
            type=kind,
            number=clean(element.get("number")) or latin,
            country=_country(element),
            issued=clean(element.get("issueDate")),
            expires=clean(element.get("validTo")),
            place=clean(element.get("issuedBy")),
            note="; ".join(filter(None, note)),
        ),
    )


_PARTS = {
    "remark": _remark,
    "additionalInformation": _information,
    "regulation": _act,
    "subjectType": _subject,
    "citizenship": _citizenship,
    "birthdate": _birth,
    "address": _address,
    "identification": _identification,
}
