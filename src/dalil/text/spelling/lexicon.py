"""Lexicons hold the words of the names in an index, one for each alphabet, and find them by how they may be spelled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dalil.letters import letter_numbers_of
from dalil.text.spelling.known_words import by_original, how_known, is_known_word
from dalil.text.spelling.letter_model import Steps, load_letter_model, quality_of
from dalil.text.spelling.originals import Originals
from dalil.text.spelling.slips import consonants_of, find_beginnings, find_slips, slip_letters_of
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
MOST_BEGUN = 512
"""How many words one word may be the beginning of."""
BLOCK = 4096
"""How many words are added at once."""
MOST_SLIPS = 64
"""Of how many words one word may be a slip."""


class GrowingArray:
    """An array that grows at its end. Its room doubles when it is full, so adding is cheap on average."""

    def __init__(self, array: NDArray[Any]) -> None:
        self._room = array
        self.used = len(array)

    def extend(self, rows: NDArray[Any]) -> None:
        """Add rows at the end."""
        self.reserve(self.used + len(rows))
        self._room[self.used : self.used + len(rows)] = rows
        self.used += len(rows)

    def reserve(self, length: int) -> None:
        """Make room for so many rows in all."""
        if length > len(self._room):
            room = np.zeros((max(length, 2 * len(self._room), 64), *self._room.shape[1:]), self._room.dtype)
            room[: self.used] = self._room[: self.used]
            self._room = room

    @property
    def room(self) -> NDArray[Any]:
        """The whole array, also the part that is not yet used."""
        return self._room

    @property
    def rows(self) -> NDArray[Any]:
        """The part of the array that is used."""
        return self._room[: self.used]


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


class Lexicon:
    """A lexicon holds words of one alphabet in a trie, and the steps of each word in either alphabet."""

    def __init__(self, arabic: bool) -> None:
        self.arabic = arabic
        self.place: dict[str, int] = {}
        self._trie = Trie(arabic)
        self._starts = GrowingArray(np.zeros(1, np.int64))
        self._owns = GrowingArray(np.zeros(0))
        self._steps = {
            to: (
                GrowingArray(np.zeros((0, load_letter_model(arabic, to).keep), np.int16)),
                GrowingArray(np.zeros((0, load_letter_model(arabic, to).keep), np.uint8)),
                GrowingArray(np.zeros(0)),
            )
            for to in (True, False)
        }
        self._slip_starts = GrowingArray(np.zeros(1, np.int64))
        self._slip_letters = GrowingArray(np.zeros(0, np.uint8))
        self._consonants = GrowingArray(np.zeros(0, np.uint64))
        self._known = GrowingArray(np.zeros(0))

    @property
    def words(self) -> list[str]:
        """The words by their places."""
        return self._trie.words

    def add(self, words: Iterable[str]) -> None:
        """Add the words that the lexicon does not hold yet."""
        fresh = [word for word in dict.fromkeys(words) if word not in self.place]
        for start in range(0, len(fresh), BLOCK):
            self._add(fresh[start : start + BLOCK])

    def _add(self, fresh: list[str]) -> None:
        coded = [letter_numbers_of(word[:LONGEST]) for word in fresh]
        for to, (chunks, costs, best) in self._steps.items():
            steps = load_letter_model(self.arabic, to).steps_of(coded)
            chunks.extend(np.concatenate([step.chunks for step in steps]))
            costs.extend(np.concatenate([step.costs for step in steps]))
            best.extend(np.array([step.best for step in steps]))
            if to and not self.arabic:
                self._owns.extend(Originals.from_steps(steps).owns)
            if to:
                self._note_letters(fresh, steps)
        last = int(self._starts.rows[-1])
        self._starts.extend(last + np.cumsum([len(word) + 1 for word in coded]))
        for word, code in zip(fresh, coded, strict=True):
            self.place[word] = len(self.words)
            self._trie.add(word, code)

    def _note_letters(self, fresh: list[str], steps: list[Steps]) -> None:
        """Note what slips are sought by. steps: of each word to Arabic letters."""
        letters = [slip_letters_of(word) for word in fresh]
        last = int(self._slip_starts.rows[-1])
        self._slip_starts.extend(last + np.cumsum([len(each) for each in letters]))
        self._slip_letters.extend(np.concatenate([*letters, np.zeros(0, np.uint8)]))
        self._consonants.extend(np.array([consonants_of(each, self.arabic) for each in letters], np.uint64))
        self._known.extend(
            np.array(
                [
                    1.0 if is_known_word(word) else 0.0 if self.arabic else by_original(each)
                    for word, each in zip(fresh, steps, strict=True)
                ]
            )
        )

    @property
    def letters(self) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        """The letters of all words, folded and numbered, one word after the other, and where each begins."""
        return self._slip_starts.rows, self._slip_letters.rows

    def find_beginnings(self, word: str) -> NDArray[np.int64]:
        """Find the words of which another word of their alphabet is only the beginning: their places."""
        letters = slip_letters_of(word)
        found: NDArray[np.int64] = find_beginnings(letters, *self.letters, MOST_BEGUN)
        return found

    def find_slips(self, word: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Find the words of which another word of their alphabet may be a slip of the pen: their places, and the quality of each pair."""
        found, quality = np.zeros(MOST_SLIPS, np.int64), np.zeros(MOST_SLIPS)
        letters = slip_letters_of(word)
        many = find_slips(
            letters, np.uint64(consonants_of(letters, self.arabic)), how_known(word, self.arabic), int(self.arabic),
            self._slip_starts.rows, self._slip_letters.rows, self._consonants.rows, self._known.rows, found, quality,
        )  # fmt: skip
        return found[:many], quality[:many]

    def find_spellings(self, word: str, arabic: bool) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Find the words that another word may be spelled as: their places, and the quality of each pair.

        word: letters of one alphabet. arabic: which alphabet that is.
        """
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
        chunks, costs, _ = (part.rows for part in self._steps[True])
        originals = Originals(starts, chunks, costs, self._owns.rows)
        own = Originals.from_steps(load_letter_model(False, True).steps_of([code]))
        return found, quality_of(distance, lengths, originals.compare(own, found))

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Return all that the lexicon holds, as arrays by name."""
        arrays: dict[str, NDArray[Any]] = {
            "words": np.frombuffer("\n".join(self.words).encode(), np.uint8),
            "nodes": self._trie.nodes.rows,
            "trie_chunks": self._trie.chunks.rows,
            "starts": self._starts.rows,
            "owns": self._owns.rows,
            "slip_starts": self._slip_starts.rows,
            "slip_letters": self._slip_letters.rows,
            "consonants": self._consonants.rows,
            "known": self._known.rows,
        }
        for to, parts in self._steps.items():
            arrays |= {f"{name}_{to}": part.rows for name, part in zip(("chunks", "costs", "best"), parts, strict=True)}
        return arrays

    @classmethod
    def from_arrays(cls, arabic: bool, arrays: Mapping[str, NDArray[Any]]) -> Lexicon:
        """Make the lexicon that `to_arrays` gave as these arrays."""
        lexicon = cls(arabic)
        text = arrays["words"].tobytes().decode()
        lexicon._trie.words = text.split("\n") if text else []
        lexicon.place = {word: place for place, word in enumerate(lexicon.words)}
        lexicon._trie.nodes, lexicon._trie.chunks = GrowingArray(arrays["nodes"]), GrowingArray(arrays["trie_chunks"])
        lexicon._starts, lexicon._owns = GrowingArray(arrays["starts"]), GrowingArray(arrays["owns"])
        lexicon._slip_starts, lexicon._slip_letters = (
            GrowingArray(arrays["slip_starts"]),
            GrowingArray(arrays["slip_letters"]),
        )
        lexicon._consonants, lexicon._known = GrowingArray(arrays["consonants"]), GrowingArray(arrays["known"])
        for to in lexicon._steps:
            chunks, costs, best = (GrowingArray(arrays[f"{name}_{to}"]) for name in ("chunks", "costs", "best"))
            lexicon._steps[to] = (chunks, costs, best)
        return lexicon
