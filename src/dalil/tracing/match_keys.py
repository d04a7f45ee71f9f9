"""Keys of a person: combinations of parts of the name, of the mother's name and of the year of birth that few people share. Pure.

Two persons are perhaps one where they share a key. A key has no vowels and no script, so that spellings meet; leaving out one part meets
where one part is wrong or missing. A combination that many people bear is no key: it would find strangers, and how many bear it is known.
Source: multiple blocking passes of Fellegi and Sunter (1969); `reference/standards.md`, section 4, on the mother's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from dalil.text.names import NameUnit, rarity_of, read_name
from dalil.text.skeleton import skeleton_of
from dalil.tracing.candidates import ComparedPerson

LEAST_BITS = 16.0
"""How rare a combination must be: one of 65,000 people. Parts of names are not independent, so that it is in truth less rare."""
BITS_OF_YEAR = 4.5
"""What a span of two years of birth adds: about one of 23 people was born in it."""
MOST_PARTS = 6
MOST_KEYS = 24
"""Keys of one person at the most, the rarest first: a partner sees how many there are, and no person stands out by many."""


def keys_of_person(person: ComparedPerson) -> Mapping[str, float]:
    """Return the keys of a person and how rare each is, in bits.

    >>> one = keys_of_person(ComparedPerson(1, ("سمير خالد مراد القاسم",), "زهرة حلبي"))
    >>> two = keys_of_person(ComparedPerson(2, ("Samir Khaled al-Qasim",), "Zahra Halabi"))
    >>> bool(set(one) & set(two)), keys_of_person(ComparedPerson(3, ("محمد أحمد",)))
    (True, {})
    """
    keys: dict[str, float] = {}
    for key, bits in _combinations(person):
        if bits >= LEAST_BITS:
            keys[key] = max(bits, keys.get(key, 0.0))
    rarest = sorted(keys.items(), key=lambda each: (-each[1], each[0]))
    return dict(rarest[:MOST_KEYS])


def _combinations(person: ComparedPerson) -> Iterator[tuple[str, float]]:
    mother = _parts(read_name(person.mother).units) if person.mother else {}
    for said in person.names:
        units = read_name(said).units[:MOST_PARTS]
        parts = _parts(units)
        if not parts:
            continue
        first = next(iter(parts))
        for some in _most_of(parts):
            if first in some:  # without it, brothers and sisters are one
                yield _key("name", some, parts)
            for span in _spans(person):
                key, bits = _key(f"name {span}", some, parts)
                yield key, bits + BITS_OF_YEAR
        for of_mother in _most_of(mother):
            for some in {(first,), tuple(sorted({first, *list(parts)[-1:]})), tuple(sorted(parts))}:
                key, bits = _key("mother", some, parts)
                more, further = _key("of", of_mother, mother)
                yield f"{key} {more}", bits + further


def _parts(units: Iterable[NameUnit]) -> dict[str, float]:
    """The consonants of each part and how rare it is, in the order of the name; what says nothing is left out."""
    return {
        key: bits for unit in units if (key := skeleton_of(unit.core or unit.forms[-1])) and (bits := rarity_of(unit))
    }


def _most_of(parts: Mapping[str, float]) -> list[tuple[str, ...]]:
    """All parts, and all but each one; as sets, since chains are told in several orders."""
    ordered = sorted(parts)
    return [tuple(ordered), *(combinations(ordered, len(ordered) - 1) if len(ordered) > 2 else ())] if ordered else []


def _key(about: str, some: Iterable[str], parts: Mapping[str, float]) -> tuple[str, float]:
    chosen = tuple(some)
    return f"{about}: {' '.join(chosen)}", sum(parts[each] for each in chosen)


def _spans(person: ComparedPerson) -> list[str]:
    """Two spans of two years that hold the year of birth; of years that are next to each other one is the same."""
    if person.born is None or person.born.start.year != person.born.end.year:
        return []
    year = person.born.start.year
    return [f"born {year // 2 * 2}", f"born {(year + 1) // 2 * 2 - 1}"]
