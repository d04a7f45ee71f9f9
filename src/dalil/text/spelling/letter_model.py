"""The letter models say how a word of one script is spelled in another. They are learned.

A model turns each letter of a word, seen with three letters on either side, into probabilities of chunks of the other script
(ش into "sh" .6, "ch" .2, …). The probability of a whole spelling is summed over all ways to cut it into chunks.
The weights (letters.npz) are learned from pairs of name tokens by tools/train_letters.py; docs/text.md says from which.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dalil.letters import ALPHABET_WIDTH, ARABIC, LATIN, fold, letter_numbers_of
from dalil.text.spelling.network import EDGE, GRAIN, WINDOW, run_network
from dalil.text.spelling.trie import score_spelling

MARGIN = [EDGE] * WINDOW
NEAR = 2.3
SLOPE, SLOPE_WITHIN_LATIN, SLOPE_OF_ORIGINAL = 1.5, 0.8, 3.0
"""Of the logistic that turns the improbability of a spelling, per letter, into a quality; fitted on the dev half of the tokens. Between
two Latin words the letters say less, and that both may be one Arabic word says more."""
UNLIKE = -1.0
"""How unlike, per letter, the Arabic words may be. More unlike says nothing more, because names are also misspelled."""
SLIP, SLIP_WITHIN_SCRIPT = 2e-5, 1e-3
"""The least probability of dropping a letter, adding one, or writing another: a slip of the pen is never impossible."""


@dataclass(frozen=True, eq=False)
class Steps:
    """The steps of a word: for each of its letters a row of the chunks that it most probably becomes, and what they cost.

    costs: in sixteenths of a nat. best: the log probability of the most probable spelling of the whole word.
    """

    chunks: NDArray[np.int16]
    costs: NDArray[np.uint8]
    best: float


@dataclass(frozen=True, eq=False)
class LetterModel:
    """The letter model of one direction, such as Arabic to Latin.

    chunks: what a letter may become, "" first. chunk_of: from the code of a chunk to its place in chunks.
    short: which chunks have at most one letter; these are never impossible. first, size: the first letter of each chunk, and how
    many letters it has. keep: how many chunks a step holds. slip: the least probability of a short chunk.
    A step comes from the network, or from the letter alone (by_letter) where the neighbours of a letter say nothing.
    """

    chunks: tuple[str, ...]
    chunk_of: NDArray[np.int16]
    short: NDArray[np.bool_]
    first: NDArray[np.int8]
    size: NDArray[np.int8]
    keep: int
    slip: float
    network: tuple[NDArray[np.float32], ...]
    by_letter: tuple[NDArray[np.int16], NDArray[np.uint8]] | None = None

    def steps_of(self, words: Sequence[list[int]]) -> list[Steps]:
        """Work out the steps of many words at once; the words are given as letter numbers."""
        if self.by_letter is not None:
            numbered = [number for word in words for number in (0, *word)]
            chunks, costs = self.by_letter[0][numbered], self.by_letter[1][numbered]
        else:
            letters = [number for word in words for number in (*MARGIN, 0, *word, *MARGIN)]
            chunks, costs = run_network(np.array(letters, np.int64), *self.network, self.keep)
        best = costs.min(1) / -GRAIN
        out, at = [], 0
        for word in words:
            rows = slice(at, at := at + len(word) + 1)
            out.append(Steps(chunks[rows], costs[rows], float(best[rows].sum())))
        return out

    def log_probability(self, steps: Steps, word: NDArray[np.int64]) -> float:
        """Return how probable it is that the word of the steps is spelled as another word.

        word: the other word, as letter numbers. What comes out is a log, at most 0, against the most probable spelling.
        """
        p = score_spelling(steps.chunks, steps.costs, self.chunk_of, self.short, self.slip, word, len(word))
        return min(0.0, float(p) - steps.best)


def _letter_model(
    chunks: tuple[str, ...],
    keep: int,
    slip: float,
    network: tuple[Any, ...],
    by_letter: tuple[NDArray[np.int16], NDArray[np.uint8]] | None = None,
) -> LetterModel:
    table = np.full(ALPHABET_WIDTH**3, -1, np.int16)
    for place, chunk in enumerate(chunks):
        if chunk:
            table[sum(number * ALPHABET_WIDTH**power for power, number in enumerate(letter_numbers_of(chunk)))] = place
    size = np.array([len(chunk) for chunk in chunks], np.int8)
    first = np.array([letter_numbers_of(chunk)[0] if chunk else 0 for chunk in chunks], np.int8)
    return LetterModel(chunks, table, size < 2, first, size, keep, slip, network, by_letter)


def _learned(name: str, alphabet: str, keep: int, slip: float = SLIP) -> LetterModel:
    with np.load(Path(__file__).with_name("letters.npz")) as weights:
        w1, b1, w2, b2 = (weights[f"{name}_{part}"].astype(np.float32) for part in ("w1", "b1", "w2", "b2"))
        chunks = tuple(str(chunk) for chunk in weights[f"{name}_chunks"])
    missing = tuple(letter for letter in alphabet if letter not in chunks)
    w2 = np.hstack([w2, np.zeros((len(w2), len(missing)), np.float32)])
    b2 = np.concatenate([b2, np.full(len(missing), -30, np.float32)])
    return _letter_model(chunks + missing, keep, slip, (w1, b1, w2, b2))


def _arabic_arabic() -> LetterModel:
    """Write the model of Arabic to Arabic by hand: the same letter, a form that folds alike, a like sound, a slip of the pen."""
    weak = "ءاويىئؤأإآ"
    chunks = ("", *ARABIC, *(letter + extra for letter in ARABIC for extra in "اويهة"))
    rows = np.full((len(ARABIC) + 1, len(chunks)), 1e-7, np.float32)
    place = {chunk: at for at, chunk in enumerate(chunks)}
    rows[:, 0] = 0.002
    rows[0, 0], rows[0, place["ا"]] = 1, 0.01
    alike = ("هةت", "ضظ", "سص", "تط", "دض", "ذز", "قك", "غگ", "جچ")
    for number, letter in enumerate(ARABIC, 1):
        for other in ARABIC:
            if fold(letter) == fold(other):
                rows[number, place[other]] = 0.5
            elif letter in weak and other in weak:
                rows[number, place[other]] = 0.01
            elif any(letter in group and other in group for group in alike):
                rows[number, place[other]] = 0.004
        rows[number, place[letter]] = 0.8
        for extra in "اويهة":
            rows[number, place[letter + extra]] = 0.004
        if letter in weak:
            rows[number, 0] = 0.03
    kept = np.argsort(-rows, axis=1, kind="stable")[:, :24]
    costs = np.minimum(np.rint(-np.log(np.take_along_axis(rows, kept, 1)) * GRAIN), 255)
    return _letter_model(chunks, 24, SLIP_WITHIN_SCRIPT, (), (kept.astype(np.int16), costs.astype(np.uint8)))


@functools.cache
def load_letter_model(from_arabic: bool, to_arabic: bool) -> LetterModel:
    """Load the letter model of one direction, once.

    >>> model = load_letter_model(from_arabic=False, to_arabic=True)
    >>> (steps,) = model.steps_of([letter_numbers_of("samir")])
    >>> near, far = (np.array(letter_numbers_of(word), np.int64) for word in ("سمير", "خالد"))
    >>> model.log_probability(steps, near) > model.log_probability(steps, far)
    True
    """
    match from_arabic, to_arabic:
        case True, True:
            return _arabic_arabic()
        case True, False:
            return _learned("arabic_latin", LATIN, 16)
        case False, True:
            return _learned("latin_arabic", ARABIC, 10)
    return _learned("latin_latin", LATIN, 10, SLIP_WITHIN_SCRIPT)


def quality_of(
    distance: NDArray[np.float64], length: NDArray[np.float64], original: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Turn the improbability of pairs of words into their quality, 0 to 1; 1 where no spelling is more probable.

    distance: the log probability of each pair, both ways, against the most probable spellings. length: the mean of their letters.
    original: for two Latin words, the log likeness of the Arabic words that they may be (module originals).

    >>> quality_of(np.array([0.0, -6.0, -60.0]), np.array([5.0, 5.0, 5.0])).round(2).tolist()
    [1.0, 0.68, 0.0]
    """
    letters = np.maximum(length, 2)
    said = np.minimum(distance, 0) / letters
    near = NEAR + (SLOPE if original is None else SLOPE_WITHIN_LATIN) * said
    if original is not None:
        near += SLOPE_OF_ORIGINAL * np.maximum(original / letters, UNLIKE)
    quality: NDArray[np.float64] = (1 + np.exp(-NEAR)) / (1 + np.exp(-near))
    return quality
