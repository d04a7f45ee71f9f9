"""The consolidated list of the United Nations Security Council (XML)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from dalil.kinds.listing import ListedAddress, ListedBirth, ListedDocument, ListedName, ListedReference
from dalil.sanctions.formats.listed_dates import day_of, may_be_two_days, read_listed_date
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

ROOT = ("", "CONSOLIDATED_LIST")
CODE = "un_sc"
KINDS = {"INDIVIDUAL": "person", "ENTITY": "entity"}
NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
SINGLE = {
    "DATAID", "REFERENCE_NUMBER", *NAMES, "NAME_ORIGINAL_SCRIPT", "GENDER", "LISTED_ON", "SUBMITTED_ON", "SUBMITTED_BY",
    "COMMENTS1", "NATIONALITY2", "UN_LIST_TYPE", "DELISTED_ON",
}  # fmt: skip
VALUES = {"TITLE": "titles", "DESIGNATION": "functions", "NATIONALITY": "nationalities"}
QUALITIES = {
    "good": ("alias", "strong"),
    "low": ("alias", "weak"),
    "a.k.a.": ("alias", None),
    "f.k.a.": ("former", None),
}


def read(path: Path) -> ListFile:
    """Read a version of the list. Raises BrokenList, which says what is wrong and where."""
    elements = entries_of(path, *KINDS)
    root = next(elements)
    dated = None if may_be_two_days(root.get("dateGenerated", "")) else day_of(root.get("dateGenerated", ""))
    if dated is None:
        raise without_date(path, root.get("dateGenerated", ""))
    strangers: Counter[str] = Counter()
    entries = [_entry(element, strangers) for element in elements]
    return ListFile(CODE, "un", dated, check_numbers(entries), not_carried=named(strangers))


def _entry(element: Any, strangers: Counter[str]) -> ListEntry:
    draft, titles = EntryDraft(CODE), []
    draft.facts["subject"] = KINDS[element.tag]
    single: dict[str, str] = {}
    for child in element:
        tag = child.tag
        if tag in SINGLE:
            if tag in single:
                strangers[f"{tag} (again)"] += 1
            single.setdefault(tag, clean(child.text))
        elif tag in VALUES:
            for value in child:
                if said := clean(value.text):
                    titles.append(said) if tag == "TITLE" else draft.add(VALUES[tag], said)
        elif tag == "LAST_DAY_UPDATED":
            for value in child:
                _add_day(draft, "updated_on", tag, clean(value.text))
        elif reader := _PARTS.get(tag.partition("_")[2]):
            reader(draft, {part.tag: clean(part.text) for part in child}, strangers)
        else:
            for part in child.iter():
                if clean(part.text):
                    strangers[tag] += 1
    return _finish(draft, single, titles, f"line {element.sourceline}")


def _finish(draft: EntryDraft, single: dict[str, str], titles: list[str], where: str) -> ListEntry:
    parts = tuple(filter(None, (single.get(name, "") for name in NAMES)))
    name = " ".join(parts)
    key = single.get("REFERENCE_NUMBER") or single.get("DATAID", "")
    names = draft.lists.pop("names", {})
    if name:
        draft.add("names", ListedName(said=name, parts=parts if len(parts) > 1 else (), title=", ".join(titles)))
    if native := single.get("NAME_ORIGINAL_SCRIPT"):
        draft.add("names", ListedName(said=native, what="native"))
    for each in names:
        draft.add("names", each)
    draft.sex(single.get("GENDER", ""))
    if listed := single.get("LISTED_ON"):
        draft.facts["listed_on"] = _day(draft, "LISTED_ON", listed)
    if delisted := single.get("DELISTED_ON"):
        draft.delisted_on, _ = read_listed_date(delisted)
    draft.add("nationalities", single.get("NATIONALITY2", ""))
    draft.add("programmes", single.get("UN_LIST_TYPE", ""))
    draft.add("remarks", single.get("COMMENTS1", ""))
    for tag, words in (
        ("SUBMITTED_BY", "Submitted by"),
        ("SUBMITTED_ON", "Submitted on"),
        ("DELISTED_ON", "Delisted on"),
    ):
        if said := single.get(tag):
            draft.add("remarks", f"{words}: {said}")
    if reference := single.get("REFERENCE_NUMBER"):
        draft.add("references", ListedReference(of="UN", number=reference))
    inner = single.get("DATAID", "")
    return draft.finish(key=key, inner=inner, where=where, name=name)


def _day(draft: EntryDraft, name: str, words: str) -> When | None:
    when, _ = read_listed_date(words)
    if when is None:
        draft.not_understood(name, words)
    return when


def _add_day(draft: EntryDraft, field: str, name: str, words: str) -> None:
    if words:
        draft.add(field, _day(draft, name, words))


def _rest(said: dict[str, str], known: frozenset[str], strangers: Counter[str]) -> None:
    for tag, words in said.items():
        if words and tag not in known:
            strangers[tag] += 1


def _alias(draft: EntryDraft, said: dict[str, str], strangers: Counter[str]) -> None:
    _rest(said, _OF_ALIAS, strangers)
    quality = said.get("QUALITY", "")
    what, strength = QUALITIES.get(quality.casefold(), ("alias", None))
    note = said.get("NOTE", "")
    if quality and quality.casefold() not in QUALITIES:
        draft.not_understood("QUALITY", quality)
    if name := said.get("ALIAS_NAME"):
        draft.add("names", ListedName(said=name, what=what, strength=strength, note=note))
    elif note:
        draft.add("remarks", note)
    born, city, country = (said.get(tag, "") for tag in ("DATE_OF_BIRTH", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH"))
    if born or city or country:
        when, about = read_listed_date(born) if born else (None, False)
        if born and when is None:
            draft.not_understood("DATE_OF_BIRTH", born)
        draft.add(
            "births", ListedBirth(when=when, about=about, place=city, country=country, note=said.get("ALIAS_NAME", ""))
        )


def _address(draft: EntryDraft, said: dict[str, str], strangers: Counter[str]) -> None:
    _rest(said, _OF_ADDRESS, strangers)
    if any(said.get(tag) for tag in _OF_ADDRESS):
        lines, place, region, code, country, note = (said.get(tag, "") for tag in _ADDRESS)
        draft.add(
            "addresses", ListedAddress(lines=lines, place=place, region=region, code=code, country=country, note=note)
        )


def _birth_date(draft: EntryDraft, said: dict[str, str], strangers: Counter[str]) -> None:
    _rest(said, _OF_BIRTH, strangers)
    first, last = said.get("FROM_YEAR", ""), said.get("TO_YEAR", "")
    words = said.get("DATE") or said.get("YEAR") or (f"{first} to {last}" if first and last else first or last)
    note = said.get("NOTE", "")
    if not words:
        draft.add("remarks", f"Born: {note}" if note else "")
        return
    when, about = read_listed_date(words)
    if when is None:
        draft.not_understood("DATE_OF_BIRTH", words)
    about = about or said.get("TYPE_OF_DATE", "").upper() == "APPROXIMATELY"
    if when is not None or note:
        draft.add("births", ListedBirth(when=when, about=about, note=note))


def _birth_place(draft: EntryDraft, said: dict[str, str], strangers: Counter[str]) -> None:
    _rest(said, _OF_ADDRESS, strangers)
    place = join_words(said.get("STREET"), said.get("CITY"), said.get("STATE_PROVINCE"), said.get("ZIP_CODE"))
    country, note = said.get("COUNTRY", ""), said.get("NOTE", "")
    if place or country or note:
        draft.add("births", ListedBirth(place=place, country=country, note=note))


def _document(draft: EntryDraft, said: dict[str, str], strangers: Counter[str]) -> None:
    _rest(said, _OF_DOCUMENT, strangers)
    if not any(said.get(tag) for tag in _OF_DOCUMENT):
        return
    kinds = filter(None, (said.get("TYPE_OF_DOCUMENT"), said.get("TYPE_OF_DOCUMENT2")))
    country = said.get("ISSUING_COUNTRY", "") or said.get("COUNTRY_OF_ISSUE", "")
    place = join_words(said.get("CITY_OF_ISSUE"), said.get("COUNTRY_OF_ISSUE") if said.get("ISSUING_COUNTRY") else "")
    draft.add(
        "documents",
        ListedDocument(
            type=": ".join(kinds),
            number=said.get("NUMBER", ""),
            country=country,
            issued=said.get("DATE_OF_ISSUE", ""),
            place=place,
            note=said.get("NOTE", ""),
        ),
    )


_ADDRESS = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE")
_OF_ADDRESS = frozenset(_ADDRESS)
_OF_ALIAS = frozenset({"QUALITY", "ALIAS_NAME", "DATE_OF_BIRTH", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH", "NOTE"})
_OF_BIRTH = frozenset({"TYPE_OF_DATE", "NOTE", "DATE", "YEAR", "FROM_YEAR", "TO_YEAR"})
_OF_DOCUMENT = frozenset(
    {"TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2", "NUMBER", "ISSUING_COUNTRY", "DATE_OF_ISSUE", "CITY_OF_ISSUE", "COUNTRY_OF_ISSUE", "NOTE"}
)  # fmt: skip
_PARTS = {
    "ALIAS": _alias,
    "ADDRESS": _address,
    "DATE_OF_BIRTH": _birth_date,
    "PLACE_OF_BIRTH": _birth_place,
    "DOCUMENT": _document,
}
