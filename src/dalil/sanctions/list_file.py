"""A list file as it was read: its date and its entries, or the refusal that says what is wrong with it and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dalil.access.refused import Refused
from dalil.kinds.listing import Listing
from dalil.letters import is_broken
from dalil.values import When

PLACEHOLDERS = frozenset({"", "-", "-0-", "na", "n/a", "none", "null"})
"""What lists write into a field that has no value. "Unknown" is not among them where it is said of a person."""


class BrokenList(Refused):
    """A file is no version of a list: it is empty, cut off, of another list, or says of itself what does not hold. Nothing of it is taken in."""


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One entry of a version.

    key: the number by which the list knows it, as it was read. inner: the number of the list's own database, which may be dealt out anew.
    where: its place in the file. claim: all that the list says of it. flags: codes of what was not understood. delisted_on: since when the
    list itself says that it stands there no longer.
    """

    key: str
    inner: str
    where: str
    claim: Listing
    flags: tuple[str, ...] = ()
    delisted_on: When | None = None


@dataclass(frozen=True, slots=True)
class ListFile:
    """One version of a list, as its file tells.

    code: which list. dated: the day that the file says of itself; None where it says none. said_entries: how many entries the file says it has.
    not_carried: the fields that the file fills and no claim carries, each with how often. format: the code of the reader.
    """

    code: str
    format: str
    dated: date | None
    entries: tuple[ListEntry, ...]
    said_entries: int | None = None
    not_carried: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


class EntryDraft:
    """Gathers what a list says of one entry, field by field, and makes the entry of it.

    Texts are cleaned of white space that means nothing; a placeholder is no value. What is not understood goes to `unread`.
    """

    def __init__(self, code: str) -> None:
        self.facts: dict[str, Any] = {"sanctions_list": code, "action": "on_list"}
        self.lists: dict[str, dict[Any, None]] = {}
        self.unread: dict[str, None] = {}
        self.sexes: dict[str, None] = {}
        self.delisted_on: When | None = None

    def add(self, name: str, value: Any) -> None:
        """Add one value of a field that takes several; a value that is there already is not added again."""
        if value is not None and value != "":
            self.lists.setdefault(name, {})[value] = None

    def not_understood(self, name: str, words: str) -> None:
        """Keep words that could not be read, with the field in which they stand."""
        self.unread[f"{name}: {words}"] = None

    def listed_on(self, field: str, when: When) -> None:
        """Note the day on which it was put on the list. Of several different ones the earliest stands, and the others are kept as words."""
        known: When | None = self.facts.get("listed_on")
        if known is not None and (known.start, known.end) != (when.start, when.end):
            when, other = (when, known) if when.start < known.start else (known, when)
            self.not_understood(field, other.notation())
        self.facts["listed_on"] = when

    def sex(self, words: str) -> None:
        """Note a sex that the list states; two different ones are kept as words."""
        said = clean(words)
        if said and said.casefold() not in ("unknown", "not stated"):
            if code := _SEXES.get(said.casefold()):
                self.sexes[code] = None
            else:
                self.not_understood("sex", said)

    def finish(self, *, key: str, inner: str, where: str, name: str) -> ListEntry:
        """Make the entry. name: that of the entry itself. Raises BrokenList where it has no name or no number."""
        if not key:
            raise BrokenList(
                "listed_without_number", "{where}: an entry without its number; the file is not whole", {"where": where}
            )
        if not name:
            raise BrokenList(
                "listed_without_name",
                "{where}: the entry {entry} has no name; the file is not whole",
                {"where": where, "entry": key},
            )
        if len(self.sexes) == 1:
            self.facts["sex"] = next(iter(self.sexes))
        elif self.sexes:
            self.not_understood("sex", " / ".join(self.sexes))
        many = {field: tuple(values) for field, values in self.lists.items()}
        claim = Listing(entry=key, who=name, unread=tuple(self.unread), **self.facts, **many)
        flags = ["listed_value_unread"] if self.unread else []
        if any(
            is_broken(each if isinstance(each, str) else each.said)
            for each in (*many.get("names", ()), *many.get("remarks", ()))
        ):
            flags.append("encoding_broken")
        return ListEntry(key, inner, where, claim, tuple(flags), self.delisted_on)


_SEXES = {"m": "male", "male": "male", "man": "male", "f": "female", "female": "female", "woman": "female"}


@lru_cache(maxsize=4096)
def clean(text: str | None) -> str:
    """Return a text without white space that means nothing; empty for a placeholder.

    >>> clean("  RI \\n WON "), clean("-0- "), clean(None)
    ('RI WON', '', '')
    """
    said = " ".join(text.split()) if text else ""
    return "" if said.casefold() in PLACEHOLDERS else said


def join_words(*parts: str | None) -> str:
    """Join what is said of several parts by commas.

    >>> join_words("Lahore City", " ", None, "Pakistan")
    'Lahore City, Pakistan'
    """
    return ", ".join(filter(None, map(clean, parts)))


def check_numbers(entries: Iterable[ListEntry]) -> tuple[ListEntry, ...]:
    """Return the entries, each number once. An entry that stands twice word for word is one.

    Raises BrokenList where one number stands before two entries that say different things: nobody can tell which holds.
    """
    by_key: dict[str, ListEntry] = {}
    for entry in entries:
        known = by_key.setdefault(entry.key, entry)
        if known is not entry and known.claim != entry.claim:
            raise BrokenList(
                "listed_number_twice",
                "the number {entry} stands before two different entries ({first} and {second}); the file is not taken in",
                {"entry": entry.key, "first": known.where, "second": entry.where},
            )
    return tuple(by_key.values())


def not_carried(strangers: Counter[str]) -> Mapping[str, int]:
    """Return the fields that no claim carries, with how often the file fills each, in alphabetical order."""
    return MappingProxyType(dict(sorted(strangers.items())))


def without_date(path: Path, words: str) -> BrokenList:
    """Make the refusal of a file that does not say of which day it is."""
    return BrokenList(
        "list_without_date",
        "{file} does not say of which day it is (“{words}” is no day)",
        {"file": path.name, "words": words},
    )


def columns_swapped(path: Path, line: int, expected: str, cell: str) -> BrokenList:
    """Make the refusal of a row in which something stands that its column never holds."""
    return BrokenList(
        "list_columns_swapped",
        "{file}, line {line}: “{cell}” stands where one of {expected} is expected; columns look swapped",
        {"file": path.name, "line": line, "cell": cell[:40], "expected": expected},
    )
