"""The words of the names in an index, one lexicon for each alphabet: found by how they may be spelled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dalil.text.alphabet import numbers
from dalil.text.spelling import spelling
from dalil.text.trie import FIELDS, LONGEST, WORD, forward_many, insert, search

MOST = 32
"""How many words one word may be taken for."""
REACH = (12.0, 25.0)
"""How far below the most probable spelling (in nats) the search looks; further only where it found too few words."""
FEW = 16
CLOSE = -0.5
"""So near a word, in nats per letter, is likely the one."""
SLACK = 0.02
"""How much of a probability a letter may lose that is only the first of several written for one."""
BLOCK = 4096


class Growing:
    """An array that grows at its end; room doubles, so adding is cheap on average."""

    def __init__(self, array: NDArray[Any]) -> None:
        self._room = array
        self.used = len(array)

    def extend(self, rows: NDArray[Any]) -> None:
        self.reserve(self.used + len(rows))
        self._room[self.used : self.used + len(rows)] = rows
        self.used += len(rows)

    def reserve(self, length: int) -> None:
        if length > len(self._room):
            room = np.zeros((max(length, 2 * len(self._room), 64), *self._room.shape[1:]), self._room.dtype)
            room[: self.used] = self._room[: self.used]
            self._room = room

    @property
    def room(self) -> NDArray[Any]:
        """The whole of the array, also the part not yet used."""
        return self._room

    @property
    def rows(self) -> NDArray[Any]:
        return self._room[: self.used]


class Lexicon:
    """Words of one alphabet in a trie, with what each of their letters may become in either alphabet."""

    def __init__(self, arabic: bool) -> None:
        self.arabic = arabic
        self.words: list[str] = []
        self.place: dict[str, int] = {}
        root = np.zeros((64, FIELDS), np.int32)
        root[0, WORD] = -1
        self._nodes = Growing(root)
        self._nodes.used = 1
        self._chunks = Growing(np.zeros((64, 2, 3), np.int16))
        self._chunks.used = 1
        self._models = [spelling(from_arabic, arabic) for from_arabic in (False, True)]
        self._starts = Growing(np.zeros(1, np.int64))
        self._steps = {
            to: (
                Growing(np.zeros((0, spelling(arabic, to).keep), np.int16)),
                Growing(np.zeros((0, spelling(arabic, to).keep), np.uint8)),
                Growing(np.zeros(0)),
            )
            for to in (True, False)
        }

    def add(self, words: Iterable[str]) -> None:
        """Add the words that are not yet in it."""
        fresh = [word for word in dict.fromkeys(words) if word not in self.place]
        for start in range(0, len(fresh), BLOCK):
            self._add(fresh[start : start + BLOCK])

    def _add(self, fresh: list[str]) -> None:
        coded = [numbers(word[:LONGEST]) for word in fresh]
        for to, (chunks, costs, best) in self._steps.items():
            steps = spelling(self.arabic, to).steps_of(coded)
            chunks.extend(np.concatenate([step.chunks for step in steps]))
            costs.extend(np.concatenate([step.costs for step in steps]))
            best.extend(np.array([step.best for step in steps]))
        last = int(self._starts.rows[-1])
        self._starts.extend(last + np.cumsum([len(word) + 1 for word in coded]))
        room = self._nodes.used + sum(map(len, coded))
        self._nodes.reserve(room)
        self._chunks.reserve(room)
        chunk_of = np.stack([model.chunk_of for model in self._models])
        nothing = np.array([len(model.chunks) for model in self._models], np.int16)
        for word, code in zip(fresh, coded, strict=True):
            self.place[word] = len(self.words)
            self._nodes.used = self._chunks.used = insert(
                self._nodes.room,
                self._chunks.room,
                self._nodes.used,
                np.array(code, np.int64),
                len(code),
                len(self.words),
                chunk_of,
                nothing,
            )
            self.words.append(word)

    def near(self, word: str, arabic: bool) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The words that this word of an alphabet may be spelled as: their places, and how far each is from a certain spelling.

        The distance is the log probability of the pair both ways against the most probable spellings; 0 is certain.
        """
        code = numbers(word[:LONGEST])
        there = self._models[arabic]
        (steps,) = there.steps_of([code])
        table = there.table(steps)
        back = spelling(self.arabic, arabic)
        chunks, costs, best = (part.rows for part in self._steps[arabic])
        letters = np.array(code, np.int64)
        for reach in REACH:
            least = float(np.exp(steps.best - reach))
            found, p = search(self._nodes.room, self._chunks.room, int(arabic), table, there.slip, least, SLACK, MOST)
            found, p = found[found >= 0], p[found >= 0]
            returned = forward_many(
                self._starts.rows, chunks, costs, back.chunk_of, back.short, back.slip, found, letters, len(letters)
            )
            distance = np.log(p) - steps.best + returned - best[found]
            if len(found) >= FEW or distance.max(initial=-np.inf) > CLOSE * len(code):
                break
        return found, distance

    def saved(self) -> dict[str, NDArray[Any]]:
        """All it holds, as arrays by name."""
        arrays: dict[str, NDArray[Any]] = {
            "words": np.frombuffer("\n".join(self.words).encode(), np.uint8),
            "nodes": self._nodes.rows,
            "trie_chunks": self._chunks.rows,
            "starts": self._starts.rows,
        }
        for to, parts in self._steps.items():
            arrays |= {f"{name}_{to}": part.rows for name, part in zip(("chunks", "costs", "best"), parts, strict=True)}
        return arrays

    @classmethod
    def loaded(cls, arabic: bool, arrays: Mapping[str, NDArray[Any]]) -> Lexicon:
        """The lexicon that `saved` gave these arrays."""
        lexicon = cls(arabic)
        text = arrays["words"].tobytes().decode()
        lexicon.words = text.split("\n") if text else []
        lexicon.place = {word: place for place, word in enumerate(lexicon.words)}
        lexicon._nodes, lexicon._chunks = Growing(arrays["nodes"]), Growing(arrays["trie_chunks"])
        lexicon._starts = Growing(arrays["starts"])
        for to in lexicon._steps:
            chunks, costs, best = (Growing(arrays[f"{name}_{to}"]) for name in ("chunks", "costs", "best"))
            lexicon._steps[to] = (chunks, costs, best)
        return lexicon
