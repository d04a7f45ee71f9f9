"""The words by which a report is found, worked out from what it says alone: no database, so that importers do it in several processes.

A report is found by its own words, by the names of its codes in both languages, and by the places it lies in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any

from dalil import vocabulary
from dalil.letters import bare_word, fold
from dalil.record.kind import Kind, fields_of
from dalil.values import Party, Where
from dalil.vocabulary.gazetteer import Gazetteer

LONGEST_WORD = 100
"""Letters of a word that are kept; PostgreSQL refuses words of 2 KB."""
LONGEST_TEXT = 200_000
"""Letters of a text that are found by; PostgreSQL refuses texts of more than 1 MB."""


def indexed(text: str) -> str:
    """Fold a text into the form in which it is searched: its words, folded and bare, with single spaces between them."""
    return " ".join(map(_bare, fold(text).split()))[:LONGEST_TEXT]


_indexed_part = lru_cache(maxsize=50_000)(indexed)
"""Reports share their times, places, counts and parties; each is folded once."""


@lru_cache(maxsize=100_000)
def _bare(word: str) -> str:
    return bare_word(word)[:LONGEST_WORD]


def search_text(claim: Kind, said: str, *, texts: Iterable[str], known: Gazetteer) -> str:
    """Return every word by which somebody may look for a report, as full-text indexes hold them.

    texts: those of the report, part by part, as `canonical.told` gives them; known: the gazetteer in use.
    """
    own = " ".join(filter(None, [indexed(said), *map(_indexed_part, texts)]))
    words = [own[:LONGEST_TEXT]]
    for name, scheme in _fields_with_names(type(claim)):
        value = getattr(claim, name)
        if value:
            _name(value, scheme, known, words)
    return " ".join(words)


@cache
def _fields_with_names(kind: type[Kind]) -> tuple[tuple[str, str | None], ...]:
    return tuple(
        (field.name, field.scheme)
        for field in fields_of(kind)
        if field.scheme or (field.type in NAMES and field.type is not str)
    )


def _name(value: Any, scheme: str | None, known: Gazetteer, words: list[str]) -> None:
    """Add the words that a value is found by beside its own."""
    for each in value if isinstance(value, tuple) else (value,):
        words += NAMES[type(each)](each, scheme, known)


@lru_cache(maxsize=10_000)
def _names_of_code(scheme: str, code: str) -> str:
    term = vocabulary.term(scheme, code)
    return indexed(f"{term.en} {term.ar}")


@lru_cache(maxsize=50_000)
def _path_words(code: str, known: Gazetteer) -> str:
    if code not in known:
        return indexed(code)
    place = known.get(code)
    return indexed(" ".join([place.en, place.ar, *known.path(code)]))


NAMES: dict[type[Any], Callable[[Any, str | None, Gazetteer], Iterable[str]]] = {
    Where: lambda value, scheme, known: [_path_words(code, known) for code in value.places],
    Party: lambda value, scheme, known: [_names_of_code("actors", value.actor)] if value.actor else (),
    str: lambda value, scheme, known: [_names_of_code(scheme, value)] if scheme else (),
}
"""The words that a value of each type is found by beside its own: the names of its codes, the places that its place lies in."""
