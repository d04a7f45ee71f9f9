"""Which places have a name that may be spelled as another name is; for searching and for offering, never for deciding."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from dalil.text.spelling import WordList
from dalil.vocabulary.gazetteer import Gazetteer


def find_places_spelled(names: Iterable[str], gazetteer: Gazetteer) -> frozenset[str]:
    """Find the codes of the places that have a name which may be spelled as one of these, in either script.

    >>> from dalil.vocabulary.gazetteer import load_shipped_gazetteer
    >>> sorted(find_places_spelled(["Sarakeb"], load_shipped_gazetteer()))
    ['C3916', 'SY070003']
    """
    listed = _names_of(gazetteer)
    return frozenset(code for name in names for code in listed.find_spellings(name))


@lru_cache(maxsize=2)
def _names_of(gazetteer: Gazetteer) -> WordList:
    names = WordList()
    names.add((place.code, name) for place in gazetteer.places for name in place.names())
    return names
