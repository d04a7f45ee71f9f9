"""Spelled words are words of one alphabet with all that is worked out of each: how it may be spelled in either script, and its letters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from dalil.letters import letter_numbers_of
from dalil.text.spelling.known_words import by_original, how_known, is_known_word
from dalil.text.spelling.letter_model import Steps, load_letter_model, quality_of
from dalil.text.spelling.originals import Originals
from dalil.text.spelling.slips import consonants_of, find_beginnings, find_slips, score_slips, slip_letters_of
from dalil.text.spelling.trie import LONGEST, score_pairs

MOST_BEGUN = 512
"""How many words one word may be the beginning of."""
BLOCK = 4096
"""How many words are added at once."""
MOST_SLIPS = 64
"""Of how many words one word may be a slip."""
GROWING = ("starts", "codes", "owns", "slip_starts", "slip_letters", "consonants", "known")
STEPS = ("chunks", "costs", "best")


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


class SpelledWords:
    """The words of one alphabet, each once, with their steps in either alphabet and their letters."""

    def __init__(self, arabic: bool) -> None:
        self.arabic = arabic
        self.words: list[str] = []
        self.place: dict[str, int] = {}
        self._starts = GrowingArray(np.zeros(1, np.int64))
        self._codes = GrowingArray(np.zeros(0, np.int64))
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
        self._codes.extend(np.array([number for word in coded for number in (0, *word)], np.int64))
        for word in fresh:
            self.place[word] = len(self.words)
            self.words.append(word)

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

    def compare_pairs(
        self, others: SpelledWords, own: NDArray[np.int64], theirs: NDArray[np.int64], least: float = 0.0
    ) -> NDArray[np.float64]:
        """Return how well pairs of words agree, 0 to 1, as spellings of one word or by a slip of the pen.

        Pair i is of the words own[i] and theirs[i]. Where it is clear early that a pair agrees less than `least`, it is said to be 0.

        >>> latin, arabic = SpelledWords(False), SpelledWords(True)
        >>> latin.add(["samir", "layla"])
        >>> arabic.add(["سمير"])
        >>> latin.compare_pairs(arabic, np.array([0, 1]), np.array([0, 0])).round(1).tolist()
        [1.0, 0.0]
        """
        quality = np.zeros(len(own))
        latin = not self.arabic and not others.arabic
        if self.arabic == others.arabic:
            quality = score_slips(
                own, theirs, int(self.arabic), *self.letters, *others.letters,
                self._consonants.rows, others._consonants.rows, self._known.rows, others._known.rows,
            )  # fmt: skip
        lengths = (self._lengths[own] + others._lengths[theirs]) / 2
        kept, distance = np.arange(len(own)), np.zeros(len(own))
        for here, there, mine, yours in ((self, others, own, theirs), (others, self, theirs, own)):
            distance += np.minimum(here._say(there, mine[kept], yours[kept]), 0)
            hope = quality_of(distance, lengths[kept], np.zeros(len(kept)) if latin else None) > least
            kept, distance = kept[hope], distance[hope]
        original = self._originals.compare_pairs(others._originals, own[kept], theirs[kept]) if latin else None
        quality[kept] = np.maximum(quality[kept], quality_of(distance, lengths[kept], original))
        return quality

    def _say(self, others: SpelledWords, own: NDArray[np.int64], theirs: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return how probable it is that each word of its own is spelled as the other one, against the most probable spelling."""
        model = load_letter_model(self.arabic, others.arabic)
        chunks, costs, best = (part.rows for part in self._steps[others.arabic])
        said = score_pairs(
            own, theirs, self._starts.rows, chunks, costs, model.chunk_of, model.short, model.slip,
            others._starts.rows, others._codes.rows,
        )  # fmt: skip
        below: NDArray[np.float64] = said - best[own]
        return below

    @property
    def _lengths(self) -> NDArray[np.int64]:
        lengths: NDArray[np.int64] = np.diff(self._starts.rows) - 1
        return lengths

    @property
    def _originals(self) -> Originals:
        """The Arabic words that its words, which are Latin, may stand for."""
        chunks, costs, _ = (part.rows for part in self._steps[True])
        return Originals(self._starts.rows, chunks, costs, self._owns.rows)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Return all that is kept of the words, as arrays by name."""
        arrays: dict[str, NDArray[Any]] = {
            "words": np.frombuffer("\n".join(self.words).encode(), np.uint8),
            **{name: getattr(self, f"_{name}").rows for name in GROWING},
        }
        for to, parts in self._steps.items():
            arrays |= {f"{name}_{to}": part.rows for name, part in zip(STEPS, parts, strict=True)}
        return arrays

    @classmethod
    def from_arrays(cls, arabic: bool, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Make the words that `to_arrays` gave as these arrays."""
        made = cls(arabic)
        text = arrays["words"].tobytes().decode()
        made.words = text.split("\n") if text else []
        made.place = {word: place for place, word in enumerate(made.words)}
        for name in GROWING:
            setattr(made, f"_{name}", GrowingArray(arrays[name]))
        for to in made._steps:
            chunks, costs, best = (GrowingArray(arrays[f"{name}_{to}"]) for name in STEPS)
            made._steps[to] = (chunks, costs, best)
        return made
