"""Whether a person of the record may be one who is listed: names in any script, birth dates and places, each with what it says. Pure.

A likeness is a reason to look, never a finding: a person judges. Weak aliases ("Abu Muhammad") and names of one word are compared with nobody.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dalil.kinds.listing import ListedBirth, ListedDocument, Listing
from dalil.letters import fold
from dalil.text.names import THRESHOLD, NameHit, NameIndex, read_name
from dalil.values import When

LEAST = math.log2(THRESHOLD / (1 - THRESHOLD))
"""The least weight, in bits, of a pair that is shown: that of a name at the threshold from which two names are taken for one."""
MOST_HITS = 10
SAME_DAY, SAME_YEAR, NEAR, APART = 6.0, 3.0, 1.0, -6.0
SAME_PLACE = 1.5
DIFFERENT_NUMBERS = -math.inf
YEARS_APART = 3

Key = tuple[str, str]
"""An entry: the code of its list, and its number there."""


@dataclass(frozen=True)
class ScreenedPerson:
    """A person of the record, as one report names them. places: names of places that the report ties them to."""

    report: int
    name: str
    born: When | None = None
    places: tuple[str, ...] = ()
    documents: tuple[ListedDocument, ...] = ()


@dataclass(frozen=True)
class ScreeningReason:
    """What speaks for or against: names, born, place or number; how closely they agree; its weight in bits."""

    about: str
    level: str
    weight: float


@dataclass(frozen=True)
class Candidate:
    """A person and an entry that may be one. listed_name: the name that is like theirs. weight: the sum of the reasons, in bits."""

    person: ScreenedPerson
    entry: Key
    listed_name: str
    reasons: tuple[ScreeningReason, ...]

    @property
    def weight(self) -> float:
        return sum(reason.weight for reason in self.reasons)


class ListedNames:
    """The names of the listed, ready to be searched."""

    def __init__(self, entries: Mapping[Key, Listing]) -> None:
        self._entries = entries
        named = [(key, each.said) for key, claim in entries.items() for each in claim.names if each.strength != "weak"]
        self.names = [(key, said) for key, said in dict.fromkeys(named) if _has_two_words(said)]
        self._index = NameIndex.build(self.names)

    def candidates_for(self, person: ScreenedPerson) -> Iterator[Candidate]:
        """Yield the entries that a person may be, each with its reasons; one for each entry, by its best name."""
        if _has_two_words(person.name):
            yield from self._weighed(person, self._index.search(person.name, k=MOST_HITS))

    def candidates_for_many(self, people: Sequence[ScreenedPerson]) -> Iterator[Candidate]:
        """Yield the entries that each of many people may be, by one look at all their words; docs/sanctions.md says how many it misses."""
        people = [person for person in people if _has_two_words(person.name)]
        found = self._index.search_many([person.name for person in people], k=MOST_HITS, least=THRESHOLD)
        for person, hits in zip(people, found, strict=True):
            yield from self._weighed(person, hits)

    def _weighed(self, person: ScreenedPerson, hits: Iterable[NameHit]) -> Iterator[Candidate]:
        seen: set[Key] = set()
        for hit in hits:
            if hit.score < THRESHOLD or hit.key in seen:
                continue
            key: Key = hit.key  # type: ignore[assignment]  # the keys that __init__ gave
            seen.add(key)
            candidate = Candidate(person, key, hit.name, tuple(weigh(person, self._entries[key], hit.score)))
            if candidate.weight >= LEAST:
                yield candidate


def weigh(person: ScreenedPerson, claim: Listing, likeness: float) -> Iterator[ScreeningReason]:
    """Yield what speaks for and against a person being the one of an entry. likeness: that of their names, 0 to 1."""
    likeness = min(likeness, 0.999)
    level = "same" if likeness > 0.99 else "close" if likeness > 0.8 else "alike"
    yield ScreeningReason("names", level, round(math.log2(likeness / (1 - likeness)), 2))
    if reason := weigh_births(person.born, claim.births):
        yield reason
    said = fold(" ".join([*claim.nationalities, *(f"{each.place} {each.country}" for each in claim.births)]))
    if any(fold(place) and fold(place) in said for place in person.places):
        yield ScreeningReason("place", "shared", SAME_PLACE)
    if reason := weigh_numbers(person.documents, claim.documents):
        yield reason


def weigh_births(born: When | None, listed: Sequence[ListedBirth]) -> ScreeningReason | None:
    """Weigh a birth date against those of an entry, the nearest of which counts; None where one of the two has none.

    >>> weigh_births(When.parse("1962-04-05"), [ListedBirth(when=When.parse("1962"))]).level
    'same_year'
    """
    dates = [each for each in listed if each.when]
    if born is None or not dates:
        return None
    if any(each.when and each.when.start == each.when.end == born.start == born.end for each in dates):
        return ScreeningReason("born", "same_day", SAME_DAY)
    years = min(_years_between(born, each.when) for each in dates if each.when)
    if years == 0:
        return ScreeningReason("born", "same_year", SAME_YEAR)
    if years < YEARS_APART or (any(each.about for each in dates) and years <= YEARS_APART):
        return ScreeningReason("born", "near", NEAR)
    return ScreeningReason("born", "apart", APART)


def _years_between(one: When, other: When) -> int:
    return max(0, one.start.year - other.end.year, other.start.year - one.end.year)


def weigh_numbers(own: Sequence[ListedDocument], listed: Sequence[ListedDocument]) -> ScreeningReason | None:
    """Weigh identifiers of which one person, or one ship, has one only. Two valid ones that differ are never of one; a shared one speaks for it."""
    mine, theirs = (dict(filter(None, map(unique_number, some))) for some in (own, listed))
    shared = mine.keys() & theirs.keys()
    if any(mine[kind] == theirs[kind] for kind in shared):
        return ScreeningReason("number", "same", 8.0)
    return ScreeningReason("number", "different", DIFFERENT_NUMBERS) if shared else None


def unique_number(document: ListedDocument) -> tuple[tuple[str, str], str] | None:
    """Return the kind and the number of an identifier that is given once: IMO of a ship, national number of a person; None for any other.

    Passports are not among them: people have several. An IMO number counts only with its right check digit.

    >>> unique_number(ListedDocument(type="Vessel Registration Identification", number="IMO 9074729"))
    (('imo', ''), '9074729')
    """
    kind, digits = document.type.casefold(), "".join(each for each in document.number if each.isalnum()).casefold()
    if "imo" in kind or digits.startswith("imo"):
        number = digits.removeprefix("imo")
        return (("imo", ""), number) if is_imo_number(number) else None
    if "national" in kind and ("number" in kind or "id" in kind.split() or "identification" in kind):
        country = fold(document.country)
        return (("national", country), digits) if country and len(digits) >= 6 else None
    return None


def is_imo_number(number: str) -> bool:
    """Tell whether seven digits are an IMO number: the last is the check digit of the others.

    >>> is_imo_number("9074729"), is_imo_number("9074728")
    (True, False)
    """
    if len(number) != 7 or not number.isdigit():
        return False
    return sum(int(digit) * weight for digit, weight in zip(number, range(7, 1, -1), strict=False)) % 10 == int(
        number[6]
    )


def _has_two_words(name: str) -> bool:
    return len(read_name(name).units) > 1


def screen(people: Iterable[ScreenedPerson], listed: ListedNames) -> Iterator[Candidate]:
    """Yield every pair of a person and an entry that is worth a look."""
    for person in people:
        yield from listed.candidates_for(person)


def screen_part(entries: Mapping[Key, Listing], people: Sequence[ScreenedPerson]) -> list[Candidate]:
    """Screen a part of a large record by one look at all its words; what a process of its own does, which needs no database."""
    return list(ListedNames(entries).candidates_for_many(people))
