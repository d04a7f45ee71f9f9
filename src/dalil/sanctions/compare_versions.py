"""Two versions of a list beside each other: who was put on, whose entry was amended in which field, who was taken off. Pure.

What changes nothing is no change: the order of entries and of values, white space, letter case, the encoding of the file, and numbers that were
dealt out anew.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from dalil.kinds.listing import ListedChange, Listing
from dalil.sanctions.list_file import ListEntry
from dalil.values import When
from dalil.values.base import Value

STEP = ("action", "when", "changes", "ground", "entry", "who", "unread")
"""What tells of the step, of the number that an entry has, or what `names` tells already; no field in which an entry is amended."""
COMPARED = tuple(name for name in Listing.model_fields if name not in STEP and name != "sanctions_list")
NUMBERS = "references"
SHOWN = 2_000
"""So many letters of what a field held before and after are kept with an amendment; the versions themselves hold it all."""


@dataclass(frozen=True, slots=True)
class StandingEntry:
    """An entry as it stood in the version before. key: the number under which the record knows it."""

    key: str
    claim: Listing


@dataclass(frozen=True, slots=True)
class VersionDifference:
    """What one version is to the one before. renumbered: the numbers of entries as they are now, with those that the record knows."""

    listed: tuple[ListEntry, ...] = ()
    amended: tuple[tuple[StandingEntry, ListEntry, tuple[ListedChange, ...]], ...] = ()
    delisted: tuple[StandingEntry, ...] = ()
    unchanged: int = 0
    renumbered: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def compare_versions(
    before: Sequence[StandingEntry], after: Sequence[ListEntry], known: Mapping[str, str] = MappingProxyType({})
) -> VersionDifference:
    """Compare the entries of a version with those that stood before it.

    known: numbers as files had them earlier, with the numbers under which the record knows their entries. Entries that say the same are one
    entry, whatever their numbers are; of the others those of one number are, if they share a name or the list itself calls the number its
    reference. A number that was given to somebody else is one entry taken off and one put on.
    """
    left = {each.key: each for each in before}
    taken: dict[str, StandingEntry] = {}
    unchanged = 0
    by_words: defaultdict[Any, list[StandingEntry]] = defaultdict(list)
    for each in before:
        by_words[fingerprint(each.claim)].append(each)
    rest: list[ListEntry] = []
    for entry in after:
        same = by_words.get(fingerprint(entry.claim), ())
        key = known.get(entry.key, entry.key)
        match = next((each for each in same if each.key == key), None) or next(
            (each for each in same if each.key in left), None
        )
        if match and match.key in left:
            del left[match.key]
            taken[entry.key] = match
            unchanged += 1
        else:
            rest.append(entry)
    listed, amended = [], []
    for entry in rest:
        standing = left.get(known.get(entry.key, entry.key))
        if standing and is_one_entry(standing.claim, entry.claim):
            del left[standing.key]
            taken[entry.key] = standing
            amended.append((standing, entry, tuple(changes_between(standing.claim, entry.claim))))
        else:
            listed.append(entry)
    renumbered = {number: standing.key for number, standing in taken.items() if number != standing.key}
    return VersionDifference(
        tuple(listed), tuple(amended), tuple(left.values()), unchanged, MappingProxyType(renumbered)
    )


def is_one_entry(before: Listing, after: Listing) -> bool:
    """Tell whether two claims of one number are of one entry: the number is the list's own reference for it, or they share a name."""
    if any(each.of in ("UN", "EU", "UK", "OFSI") and each.number == after.entry for each in after.references):
        return True
    return bool({fold_words(each.said) for each in before.names} & {fold_words(each.said) for each in after.names})


def fingerprint(claim: Listing) -> tuple[Any, ...]:
    """Return what two claims have in common that say the same, whatever the numbers of their entries are."""
    return tuple(_plain(name, getattr(claim, name)) for name in COMPARED if name != NUMBERS)


def changes_between(before: Listing, after: Listing) -> Iterable[ListedChange]:
    """Yield each field in which two claims of one entry differ, with what it held before and what it holds now.

    Of a field with several values only those that went and those that came are named.
    """
    for name in COMPARED:
        one, other = getattr(before, name), getattr(after, name)
        if _plain(name, one) == _plain(name, other):
            continue
        if isinstance(one, tuple):
            held, holds = ({_plain_value(each): each for each in values} for values in (one, other))
            gone = [value for plain, value in held.items() if plain not in holds]
            come = [value for plain, value in holds.items() if plain not in held]
            yield ListedChange(field=name, before=_spell_all(gone), after=_spell_all(come))
        else:
            yield ListedChange(field=name, before=_spell(one), after=_spell(other))


@lru_cache(maxsize=200_000)
def fold_words(text: str) -> str:
    """Return a text without what changes nothing: white space, letter case, forms of one letter.

    >>> fold_words(" Orontes\\u00a0TRADING  ") == fold_words("ORONTES trading")
    True
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _plain(name: str, value: Any) -> Any:
    return frozenset(map(_plain_value, value)) if isinstance(value, tuple) else _plain_value(value)


def _plain_value(value: Any) -> Any:
    if isinstance(value, str):
        return fold_words(value)
    if isinstance(value, When):
        return value.start, value.end
    if isinstance(value, Value):
        return tuple(_plain_value(each) for each in value.__dict__.values())
    return tuple(map(_plain_value, value)) if isinstance(value, tuple) else value


def _spell_all(values: Iterable[Any]) -> str:
    return "; ".join(filter(None, map(_spell, values)))[:SHOWN]


def _spell(value: Any) -> str:
    """A value in words of no language: its texts as the list wrote them, dates in figures."""
    if value is None or value is False:
        return ""
    if isinstance(value, When):
        return value.notation()
    if isinstance(value, Value):
        return ", ".join(filter(None, map(_spell, value.__dict__.values())))
    if isinstance(value, tuple):
        return " ".join(filter(None, map(_spell, value)))
    return "circa" if value is True else str(value)
