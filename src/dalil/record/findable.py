"""The words by which a report is found, worked out from what it says alone: no database, so that importers do it in several processes.

A report is found by its own words, by the names of its codes in both languages, and by the places it lies in.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from dalil import vocabulary
from dalil.record.kind import Kind, fields_of
from dalil.text.folding import fold
from dalil.values import Party, Where
from dalil.vocabulary.places import Gazetteer


def search_text(telling: Kind, said: str, *, content: dict[str, Any], known: Gazetteer) -> str:
    """Every word by which somebody may look for a report, folded, with a space before and after each.

    content: what the telling holds as plain values; known: the gazetteer in use.
    """
    written = fold(" ".join(_texts(content, [said])))
    named = (
        words
        for field in fields_of(type(telling))
        for words in _named(getattr(telling, field.name), field.scheme, known)
    )
    return f" {' '.join([written, *named])} "


@cache
def _fields_with_names(kind: type[Kind]) -> tuple[tuple[str, str | None], ...]:
    return tuple(
        (field.name, field.scheme) for field in fields_of(kind) if field.scheme or field.type in (Where, Party)
    )


def _named(value: Any, scheme: str | None, known: Gazetteer) -> Iterator[str]:
    """The folded names of a value's codes, and the codes of the places it lies in."""
    for each in value if isinstance(value, tuple) else (value,):
        if isinstance(each, Where):
            yield from (_path_words(code, known) for code in each.places)
        elif isinstance(each, Party):
            if each.actor:
                yield _names_of_code("actors", each.actor)
        elif scheme and isinstance(each, str):
            yield _names_of_code(scheme, each)


@lru_cache(maxsize=10_000)
def _names_of_code(scheme: str, code: str) -> str:
    term = vocabulary.term(scheme, code)
    return fold(f"{term.en} {term.ar}")


@lru_cache(maxsize=50_000)
def _path_words(code: str, known: Gazetteer) -> str:
    if code not in known:
        return fold(code)
    place = known.get(code)
    return " ".join([fold(f"{place.en} {place.ar}"), *(fold(each) for each in known.path(code))])


def _texts(value: Any, found: list[str]) -> list[str]:
    """Every text in a value of dicts, lists and texts, added to those found."""
    if isinstance(value, str):
        found.append(value)
    elif isinstance(value, dict):
        for each in value.values():
            _texts(each, found)
    elif isinstance(value, list):
        for each in value:
            _texts(each, found)
    return found
