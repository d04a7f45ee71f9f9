"""The word join says of many words at once which words of an index each may be spelled as.

A search asks a trie for each word, which costs milliseconds. Here two words are compared only where they share a *form*: their consonants,
the same without what scripts and writers confuse, their consonants or letters with one left out. What such a pair says is then worked out in full,
so it is what a search would say. Words that share no form are missed; docs/text.md says how many. Source: symmetric deletion (Garbe 2012).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numba import njit
from numpy.typing import NDArray

from dalil.letters import fold
from dalil.text.skeleton import skeleton_of
from dalil.text.spelling import SpelledWords

LEAST = 0.1
"""Words that agree less are no hits."""
SHORT, LONG = 4, 5
"""A skeleton of so many letters meets one that lacks one of them; from LONG on each of two may lack one."""
MOST_AT_ONCE = 2_000_000
"""So many pairs of words are compared at once."""
_CONFUSED = str.maketrans({"g": "k", "z": "d", "s": "t", "h": ""})

Word = tuple[str, bool]
"""The letters of a word, and whether they are Arabic."""
Hits = tuple[NDArray[np.int64], NDArray[np.float64]]
"""Words of an index, as it numbers them, and how well each agrees, best first."""


def _without_one(letters: str) -> Iterable[str]:
    return dict.fromkeys(letters[:at] + letters[at + 1 :] for at in range(len(letters)))


def _forms(word: str, arabic: bool, asked: bool) -> list[str]:
    """Return the forms of a word. asked: whether it is sought, and not one that is found; of short words one of the two lacks a letter."""
    skeleton = skeleton_of(word)
    forms = [f"c{skeleton.translate(_CONFUSED)}"]
    if len(skeleton) >= LONG:
        forms += [f"s{form}" for form in (skeleton, *_without_one(skeleton))]
    elif len(skeleton) == SHORT:
        forms += [f"s{skeleton}", *(f"{'r' if asked else 'q'}{form}" for form in _without_one(skeleton))]
    if 0 < len(skeleton) <= SHORT:
        forms.append(f"{'q' if asked else 'r'}{skeleton}")
    letters = fold(word).replace(" ", "")
    if not arabic:
        letters = letters.replace("rn", "m").replace("cl", "d")
    if len(letters) >= SHORT:
        forms += [f"{'a' if arabic else 'l'}{form}" for form in (letters, *_without_one(letters))]
    else:
        forms.append(f"{'a' if arabic else 'l'}{letters}")
    return forms


@njit(cache=True)
def _pairs(starts, forms, form_starts, holders, stamp, room):  # type: ignore[no-untyped-def]
    """Return the pairs of a word that is sought and one that shares a form with it, each once."""
    own, theirs = np.empty(room, np.int64), np.empty(room, np.int64)
    many = 0
    for word in range(len(starts) - 1):
        for at in range(starts[word], starts[word + 1]):
            form = forms[at]
            for place in range(form_starts[form], form_starts[form + 1]):
                other = holders[place]
                if stamp[other] == word:
                    continue
                stamp[other] = word
                if many == len(own):
                    own, theirs = np.concatenate((own, own)), np.concatenate((theirs, theirs))
                own[many], theirs[many] = word, other
                many += 1
    return own[:many], theirs[:many]


class _Holders:
    """Which words of a lexicon hold each form."""

    def __init__(self, lexicon: SpelledWords) -> None:
        self.number: dict[str, int] = {}
        number, held, holders = self.number, list[int](), list[int]()
        for place, word in enumerate(lexicon.words):
            for form in _forms(word, lexicon.arabic, asked=False):
                held.append(number.setdefault(form, len(number)))
                holders.append(place)
        order = np.argsort(np.array(held, np.int64), kind="stable")
        self.holders = np.array(holders, np.int64)[order]
        self.starts = np.concatenate([[0], np.cumsum(np.bincount(held, minlength=len(number)))]).astype(np.int64)
        self.words = len(lexicon.words)

    def meet(self, asked: list[list[str]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Pair the words that are sought, given by their forms, with those of the lexicon that share a form with them."""
        starts, forms = [0], list[int]()
        for each in asked:
            forms += [self.number[form] for form in each if form in self.number]
            starts.append(len(forms))
        stamp = np.full(self.words, -1, np.int64)
        own, theirs = _pairs(
            np.array(starts), np.array(forms, np.int64), self.starts, self.holders, stamp, max(1024, len(asked))
        )
        return own, theirs


def join_words(words: Iterable[Word], lexicons: Mapping[bool, SpelledWords]) -> dict[Word, Hits]:
    """Find the words of the lexicons (by script) that each of these words may be spelled as.

    The hits are numbered as an index numbers words: twice the place in the lexicon, and one more where it is of Arabic words.

    >>> latin = SpelledWords(False)
    >>> latin.add(["samir", "layla"])
    >>> hits = join_words([("سمير", True)], {False: latin})
    >>> hits["سمير", True][0].tolist()
    [0]
    """
    gathered: dict[Word, list[Hits]] = {word: [] for word in words}
    held = {script: _Holders(lexicon) for script, lexicon in lexicons.items() if lexicon.words}
    for arabic in (True, False):
        sought = SpelledWords(arabic)
        sought.add(word for word, script in gathered if script == arabic)
        asked = [_forms(word, arabic, asked=True) for word in sought.words]
        for script, holders in held.items():
            own, theirs = holders.meet(asked)
            for start in range(0, len(own), MOST_AT_ONCE):
                part = slice(start, start + MOST_AT_ONCE)
                _gather(gathered, sought, lexicons[script], own[part], theirs[part])
    return {word: _best_first(parts) for word, parts in gathered.items()}


def _gather(
    gathered: dict[Word, list[Hits]],
    sought: SpelledWords,
    lexicon: SpelledWords,
    own: NDArray[np.int64],
    theirs: NDArray[np.int64],
) -> None:
    """Give each word that is sought those of its partners that agree with it. own: in order."""
    quality = sought.compare_pairs(lexicon, own, theirs, LEAST)
    good = quality > LEAST
    own, theirs, quality = own[good], theirs[good], quality[good]
    found, starts = np.unique(own, return_index=True)
    bounds = [*starts.tolist(), len(own)]
    for at, start, end in zip(found.tolist(), bounds, bounds[1:], strict=False):
        gathered[sought.words[at], sought.arabic].append((2 * theirs[start:end] + lexicon.arabic, quality[start:end]))


def _best_first(parts: list[Hits]) -> Hits:
    if not parts:
        return np.zeros(0, np.int64), np.zeros(0)
    places, quality = (np.concatenate(each) for each in zip(*parts, strict=True))
    order = np.argsort(-quality, kind="stable")
    return places[order], quality[order]
