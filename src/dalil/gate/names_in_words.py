"""Names of protected people and sources in free text, in either script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dalil.letters import bare_word, fold
from dalil.text.skeleton import skeleton_of

SHORTEST = 4
"""Letters of a name of one word, folded: a shorter one stands in too many words by chance."""


def find_names(text: str, names: Iterable[str]) -> frozenset[str]:
    """Return those of the names that stand in a text as whole words, in any spelling that folds alike; of several words, also in the other script.

    >>> sorted(find_names("Seen by Samir al-Qasim.", ["سمير القاسم", "Samer", "Noor"]))
    ['سمير القاسم']
    """
    words = fold(text).split()
    folded = f" {' '.join(words)} "
    bare = f" {' '.join(map(bare_word, words))} "
    bones = f" {' '.join(_bones(words))} "
    return frozenset(name for name in names if _stands_in(fold(name), folded, bare, bones))


def words_of(value: Any) -> Iterator[str]:
    """Yield every text in a JSON value.

    >>> list(words_of({"a": ["x", {"en": "y"}], "n": 3}))
    ['x', 'y']
    """
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from words_of(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from words_of(each)


def _stands_in(name: str, folded: str, bare: str, bones: str) -> bool:
    words = name.split()
    if len(name) < SHORTEST:
        return False
    if f" {name} " in folded or f" {name} " in bare:
        return True
    skeleton = _bones(words)
    return len(skeleton) > 1 and f" {' '.join(skeleton)} " in bones


def _bones(words: Iterable[str]) -> list[str]:
    """The skeletons of words without their articles, which one script writes apart and the other onto the word."""
    skeletons = (skeleton_of(bare_word(word)) for word in words if word not in ("al", "el", "ال"))
    return [each for each in skeletons if each]
