"""What the advanced XML of OFAC says once and names by number everywhere else: the words of its codes, places, and dates in their parts."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from dalil.kinds.listing import ListedAddress
from dalil.sanctions.formats.listed_dates import when_of
from dalil.sanctions.list_file import clean, join_words
from dalil.values import When

UNKNOWN = frozenset({"unknown", "undetermined"})
"""The words of codes that stand for nothing."""
STREET = ("ADDRESS1", "ADDRESS2", "ADDRESS3")
PLACE = {"CITY": "place", "STATE/PROVINCE": "region", "REGION": "region", "POSTAL CODE": "code"}


class References:
    """The words of all codes of a file, by the name of their element and their number, and its places by theirs.

    prefix: the namespace that stands before each name of an element. A number that the file does not explain gives the empty text, and is kept
    in `unknown` with the name of its element.
    """

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.places: dict[str, ListedAddress] = {}
        self.unknown: dict[str, None] = {}
        self._words: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._facts: defaultdict[str, dict[str, dict[str, str]]] = defaultdict(dict)

    def add_sets(self, element: Any) -> None:
        """Note the words of every code."""
        for group in element:
            for value in group:
                name, number = value.tag.removeprefix(self.prefix), value.get("ID", "")
                self._facts[name][number] = dict(value.attrib)
                self._words[name][number] = clean(value.text) or clean(value.get("LegalBasisShortRef"))

    def words(self, name: str, number: str | None) -> str:
        """Return the words of a code; the empty text for none, and for one that stands for nothing."""
        if not number:
            return ""
        if number not in self._words[name]:
            self.unknown[f"{name} {number}"] = None
            return ""
        words = self._words[name][number]
        return "" if words.casefold() in UNKNOWN else words

    def fact(self, name: str, number: str | None, attribute: str) -> str:
        """Return what a code says in an attribute of its own."""
        return clean(self._facts[name].get(number or "", {}).get(attribute))

    def add_place(self, element: Any) -> None:
        """Note a place: its parts in the letters that stand first, those in other letters in its note."""
        parts: defaultdict[str, list[str]] = defaultdict(list)
        others: list[str] = []
        for part in element.iterfind(f"{self.prefix}LocationPart"):
            kind = self.words("LocPartType", part.get("LocPartTypeID")).upper()
            for value in part.iterfind(f"{self.prefix}LocationPartValue"):
                said = clean(value.findtext(f"{self.prefix}Value"))
                if said:
                    (parts[kind] if value.get("Primary", "true") == "true" else others).append(said)
        countries = [
            self.words("Country", each.get("CountryID")) for each in element.iterfind(f"{self.prefix}LocationCountry")
        ]
        areas = [self._area(each.get("AreaCodeID")) for each in element.iterfind(f"{self.prefix}LocationAreaCode")]
        known = {
            field: join_words(*(each for kind, its in PLACE.items() if its == field for each in parts[kind]))
            for field in PLACE.values()
        }
        rest = [each for kind, said in parts.items() if kind not in STREET and kind not in PLACE for each in said]
        self.places[element.get("ID", "")] = ListedAddress(
            lines=join_words(*(each for kind in STREET for each in parts[kind]), *rest),
            **known,
            country=join_words(*countries) or join_words(*areas),
            note="; ".join(others),
        )

    def place(self, number: str | None) -> ListedAddress | None:
        """Return a place; None for one that says nothing, or that the file does not have."""
        if number and number not in self.places:
            self.unknown[f"Location {number}"] = None
        found = self.places.get(number or "")
        return None if found == ListedAddress() else found

    def _area(self, number: str | None) -> str:
        said = self.fact("AreaCode", number, "Description")
        return "" if said.casefold() in UNKNOWN else said

    def day(self, element: Any) -> When | None:
        """Read a date from its year, month and day; None where it has no year, or is no day of the calendar."""
        year, month, day = (clean(element.findtext(self.prefix + name)) for name in ("Year", "Month", "Day"))
        if not year.isdigit():
            return None
        return when_of(int(year), int(month) if month.isdigit() else 0, int(day) if day.isdigit() else 0)

    def period(self, element: Any) -> tuple[When | None, bool, str]:
        """Read a period from its first start to its last end. Returns it, whether it is only about then, and its figures where it is none."""
        ends = [element.find(f"{self.prefix}{name}") for name in ("Start", "End")]
        said = [part for end in ends if end is not None for part in end]
        days = [day for part in said if (day := self.day(part)) is not None]
        about = any(end is not None and end.get("Approximate") == "true" for end in ends)
        if not said:
            return None, about, ""
        if len(days) < len(said):
            return None, about, "; ".join("-".join(filter(None, (clean(each.text) for each in part))) for part in said)
        return When.span(min(day.start for day in days), max(day.end for day in days)), about, ""


def say_place(place: ListedAddress) -> str:
    """Say a place in one line, as far as it is known.

    >>> say_place(ListedAddress(place="Hama", country="Syria"))
    'Hama, Syria'
    """
    said = join_words(place.lines, place.place, place.region, place.code, place.country)
    return f"{said} ({place.note})" if said and place.note else said or place.note
