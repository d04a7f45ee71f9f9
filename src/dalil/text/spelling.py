"""How a word of one script is spelled in another: the learned letter models.

A model turns each letter of a word, seen with three letters on either side, into probabilities of chunks of the other script
(ش into "sh" .6, "ch" .2, …). The probability of a whole spelling is summed over all ways to cut it into chunks.
The weights (letters.npz) are learned from pairs of name tokens by benchmarks/train_letters.py; docs/text.md says from which.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dalil.text.alphabet import ARABIC, LATIN, WIDTH, numbers
from dalil.text.folding import fold

WINDOW = 3
EDGE = 63
FLOOR = 2e-5
"""The least probability of dropping a letter, or of turning it into any one letter: a slip of the pen is never impossible."""


@dataclass(frozen=True, eq=False)
class Spelling:
    """One direction. chunks: what a letter may become, "" first; chunk_of: from the code of a chunk to its place there."""

    chunks: tuple[str, ...]
    chunk_of: NDArray[np.int16]
    w1: NDArray[np.float32]
    b1: NDArray[np.float32]
    w2: NDArray[np.float32]
    b2: NDArray[np.float32]
    floor: NDArray[np.float32]

    def steps(self, word: list[int]) -> NDArray[np.float32]:
        """P[letter, chunk] of a word, one row for the place before it and one for each of its letters."""
        padded = np.array([EDGE] * WINDOW + [0, *word] + [EDGE] * WINDOW)
        rows = np.lib.stride_tricks.sliding_window_view(padded, 2 * WINDOW + 1) + np.arange(2 * WINDOW + 1) * WIDTH
        scores = np.tanh(self.w1[rows].sum(1) + self.b1) @ self.w2 + self.b2
        scores -= scores.max(1, keepdims=True)
        p: NDArray[np.float32] = np.exp(scores)
        p /= p.sum(1, keepdims=True)
        np.maximum(p, self.floor, out=p)
        return p


def _chunk_table(chunks: tuple[str, ...]) -> NDArray[np.int16]:
    table = np.full(WIDTH**3, -1, np.int16)
    for place, chunk in enumerate(chunks):
        code = 0
        for power, number in enumerate(numbers(chunk)):
            code += number * WIDTH**power
        if chunk:
            table[code] = place
    return table


def _load(weights: Mapping[str, NDArray[np.float32]], name: str, alphabet: str) -> Spelling:
    w2, b2 = (weights[f"{name}_{part}"].astype(np.float32) for part in ("w2", "b2"))
    chunks = tuple(str(chunk) for chunk in weights[f"{name}_chunks"])
    missing = tuple(letter for letter in alphabet if letter not in chunks)
    chunks += missing
    w2 = np.hstack([w2, np.zeros((w2.shape[0], len(missing)), np.float32)])
    b2 = np.concatenate([b2, np.full(len(missing), -30, np.float32)])
    floor = np.array([FLOOR if len(chunk) < 2 else 0 for chunk in chunks], np.float32)
    first = (weights[f"{name}_{part}"].astype(np.float32) for part in ("w1", "b1"))
    return Spelling(chunks, _chunk_table(chunks), *first, w2, b2, floor)


@dataclass(frozen=True, eq=False)
class SameScript:
    """Arabic to Arabic: the same letter, another form of it that folds alike, or a slip of the pen."""

    chunks: tuple[str, ...]
    chunk_of: NDArray[np.int16]
    rows: NDArray[np.float32]

    def steps(self, word: list[int]) -> NDArray[np.float32]:
        """P[letter, chunk], as of `Spelling.steps`."""
        return self.rows[[0, *word]]


def _arabic_arabic() -> SameScript:
    weak = "ءاويىئؤأإآ"
    chunks = ("", *ARABIC, *(letter + extra for letter in ARABIC for extra in "اويهة"))
    rows = np.full((len(ARABIC) + 1, len(chunks)), FLOOR, np.float32)
    rows[:, 0] = 0.002
    rows[0] = 0
    rows[0, 0], rows[0, chunks.index("ا")] = 1, 0.01
    place = {chunk: at for at, chunk in enumerate(chunks)}
    sounds = (("ه", "ة", "ت"), ("ض", "ظ"), ("س", "ص"), ("ت", "ط"), ("د", "ض"), ("ذ", "ز"), ("ق", "ك"), ("غ", "گ"), ("ج", "چ"))
    for number, letter in enumerate(ARABIC, 1):
        for other in ARABIC:
            if fold(letter) == fold(other):
                rows[number, place[other]] = 0.4
            elif any(letter in group and other in group for group in sounds):
                rows[number, place[other]] = 0.004
            elif letter in weak and other in weak:
                rows[number, place[other]] = 0.01
        rows[number, place[letter]] = 0.8
        for extra in "اويهة":
            rows[number, place[letter + extra]] = 0.004
        if letter in weak:
            rows[number, 0] = 0.03
    return SameScript(chunks, _chunk_table(chunks), rows)


@functools.cache
def spelling(from_arabic: bool, to_arabic: bool) -> Spelling | SameScript:
    """The letter model of one direction; loaded once."""
    if from_arabic and to_arabic:
        return _arabic_arabic()
    name = f"{'arabic' if from_arabic else 'latin'}_{'arabic' if to_arabic else 'latin'}"
    with np.load(Path(__file__).with_name("letters.npz")) as weights:
        return _load(weights, name, ARABIC if to_arabic else LATIN)
