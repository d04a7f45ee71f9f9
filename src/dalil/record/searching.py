"""The folded words by which a report is found, in either script, on either database.

They are kept beside the report in one column and can be worked out again at any time; the query is folded by the same function.
A report is found by its own words, by the names of its codes in both languages, and by the places it lies in: the codes of these are
among its words, so that a query for “Idleb” finds what was told of a village of إدلب.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.db.models import Q

from dalil import vocabulary
from dalil.record.kind import Kind, fields_of
from dalil.record.places import gazetteer
from dalil.text.folding import fold
from dalil.values import Party, Where
from dalil.vocabulary.places import Gazetteer


def search_text(telling: Kind, said: str) -> str:
    """Every word by which somebody may look for a report, folded, with a space before and after each."""
    known = gazetteer()
    written = fold(" ".join([said, *_texts(telling.model_dump(exclude_defaults=True))]))
    named = (words for field in fields_of(type(telling)) for words in _named(getattr(telling, field.name), field.scheme, known))
    return f" {' '.join([written, *named])} "


def matching(query: str, field: str = "search") -> Q:
    """The condition that finds every row whose folded words hold all the words of a query, or lie in the place that it names."""
    words = fold(query).split()
    condition = Q()
    for word in words:
        condition &= Q(**{f"{field}__contains": word})
    for place in gazetteer().find(query) if words else ():
        condition |= Q(**{f"{field}__contains": f" {fold(place.code)} "})
    return condition


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


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, (list, tuple)):
        return [text for each in value for text in _texts(each)]
    return []
