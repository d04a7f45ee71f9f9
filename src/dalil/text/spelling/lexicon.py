"""Lexicons hold the words of the names in an index, one for each alphabet, and find them by how they may be spelled."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from dalil.letters import letter_numbers_of
from dalil.text.spelling.letter_model import Steps, load_letter_model, quality_of
from dalil.text.spelling.originals import Originals
from dalil.text.spelling.spelled_words import GrowingArray, SpelledWords
from dalil.text.spelling.trie import FIELDS, LONGEST, WORD, insert_word, score_spellings, search_trie

MOST = 32
"""How many words one word may be taken for."""
REACH = 12.0
"""How far below the most probable spelling, in nats, the search looks."""
FAR, FAR_PER_LETTER = 25.0, 3.0
"""How far the search looks where it found too few words and none that is close; beyond FAR_PER_LETTER no word is alike."""
FEW = 16
"""With so many words found, the search looks no further."""
CLOSE = -0.5
"""A word that is so near, in nats per letter, is likely the right one."""


class Trie:
    """A trie of words of one alphabet, letter by letter."""

    def __init__(self, arabic: bool) -> None:
        self.words: list[str] = []
        self.nodes = GrowingArray(np.zeros((64, FIELDS), np.int32))
        self.nodes.room[0, WORD] = -1
        self.chunks = GrowingArray(np.zeros((64, 2, 3), np.int16))
        self.nodes.used = self.chunks.used = 1
        self._models = [load_letter_model(from_arabic, arabic) for from_arabic in (False, True)]
        self._chunk_of = np.stack([model.chunk_of for model in self._models])
        self._nothing = np.array([len(model.chunks) for model in self._models], np.int16)

    def add(self, word: str, code: list[int]) -> None:
        """Add a word that the trie does not hold. code: the word as letter numbers."""
        room = self.nodes.used + len(code)
        self.nodes.reserve(room)
        self.chunks.reserve(room)
        self.nodes.used = self.chunks.used = insert_word(
            self.nodes.room,
            self.chunks.room,
            self.nodes.used,
            np.array(code, np.int64),
            len(code),
            len(self.words),
            self._chunk_of,
            self._nothing,
        )
        self.words.append(word)

    def find_spellings(
        self, reach: float, steps: Steps, arabic: bool, most: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Find the words that steps most probably spell: their places, and the log probability of each.

        reach: how far, in nats, the search looks below the most probable spelling; the log probabilities are against that one.
        arabic: whether the steps are those of an Arabic word. most: how many words are found at most.
        """
        model = self._models[arabic]
        found, p = search_trie(
            self.nodes.room, self.chunks.room, int(arabic), steps.chunks, steps.costs,
            model.short, model.slip, model.first, model.size, float(np.exp(steps.best - reach)), most,
        )  # fmt: skip
        found, p = found[found >= 0], p[found >= 0]
        return found, np.log(p) - steps.best


class Lexicon(SpelledWords):
    """A lexicon finds the words of one alphabet by how they may be spelled. Its trie is filled when it is first searched."""

    def __init__(self, arabic: bool) -> None:
        super().__init__(arabic)
        self._trie = Trie(arabic)
        self._filling = threading.Lock()

    def _fill_trie(self) -> None:
        """Put the words into the trie that were added since the last search."""
        with self._filling:
            for word in self.words[len(self._trie.words) :]:
                self._trie.add(word, letter_numbers_of(word[:LONGEST]))

    def find_spellings(self, word: str, arabic: bool) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Find the words that another word may be spelled as: their places, and the quality of each pair.

        word: letters of one alphabet. arabic: which alphabet that is.
        """
        if len(self._trie.words) < len(self.words):
            self._fill_trie()
        code = letter_numbers_of(word[:LONGEST])
        (steps,) = load_letter_model(arabic, self.arabic).steps_of([code])
        back = load_letter_model(self.arabic, arabic)
        chunks, costs, best = (part.rows for part in self._steps[arabic])
        starts, letters = self._starts.rows, np.array(code, np.int64)
        for reach in (REACH, min(FAR, FAR_PER_LETTER * (len(code) + 1))):
            found, distance = self._trie.find_spellings(reach, steps, arabic, MOST)
            distance += score_spellings(
                starts, chunks, costs, back.chunk_of, back.short, back.slip, found, letters, len(letters)
            )
            distance -= best[found]
            if len(found) >= FEW or distance.max(initial=-np.inf) > CLOSE * len(code):
                break
        lengths = (starts[found + 1] - starts[found] - 1 + len(code)) / 2
        if arabic or self.arabic:
            return found, quality_of(distance, lengths)
        own = Originals.from_steps(load_letter_model(False, True).steps_of([code]))
        return found, quality_of(distance, lengths, self._originals.compare(own, found))

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Return all that the lexicon holds, as arrays by name."""
        self._fill_trie()
        return super().to_arrays() | {"nodes": self._trie.nodes.rows, "trie_chunks": self._trie.chunks.rows}

    @classmethod
    def from_arrays(cls, arabic: bool, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Make the lexicon that `to_arrays` gave as these arrays."""
        lexicon = super().from_arrays(arabic, arrays)
        lexicon._trie.words = list(lexicon.words)
        lexicon._trie.nodes, lexicon._trie.chunks = GrowingArray(arrays["nodes"]), GrowingArray(arrays["trie_chunks"])
        return lexicon
