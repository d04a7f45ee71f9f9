"""The letter network says what each letter of a word, seen between its neighbours, may become. Compiled.

It is one hidden layer over the letters of a window, then a softmax over the chunks. tools/train_letters.py trains it.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from dalil.letters import ALPHABET_WIDTH

WINDOW = 3
"""How many letters on either side the network sees."""
EDGE = 63
"""The number that stands for no letter, before the beginning of a word and after its end."""
GRAIN = 16.0
"""Costs are whole sixteenths of a nat."""
_MOST = 255
NOTHING = 16
"""A chunk so many nats below the best adds nothing to the sum of all."""


@njit(cache=True, fastmath=True)
def _score_chunks(window, w1, b1, w2, b2, hidden, score):  # type: ignore[no-untyped-def]
    """Write the score of every chunk for the middle letter of a window; hidden is room for the hidden units."""
    for unit in range(len(hidden)):
        hidden[unit] = b1[unit]
    for at in range(2 * WINDOW + 1):
        seen = w1[at * ALPHABET_WIDTH + window[at]]
        for unit in range(len(hidden)):
            hidden[unit] += seen[unit]
    for chunk in range(len(score)):
        score[chunk] = b2[chunk]
    for unit in range(len(hidden)):
        active, to = np.tanh(hidden[unit]), w2[unit]
        for chunk in range(len(score)):
            score[chunk] += active * to[chunk]


@njit(cache=True, fastmath=True)
def _keep_best(score, best, kept):  # type: ignore[no-untyped-def]
    """Write the highest scores into best, in no order, and their chunks into kept; returns the highest of all."""
    for at in range(len(best)):
        best[at] = -np.inf
    at_least = 0
    for chunk in range(len(score)):
        if score[chunk] > best[at_least]:
            best[at_least], kept[at_least] = score[chunk], chunk
            for at in range(len(best)):
                if best[at] < best[at_least]:
                    at_least = at
    top = best[0]
    for at in range(len(best)):
        top = max(top, best[at])
    return top


@njit(cache=True, fastmath=True)
def run_network(letters, w1, b1, w2, b2, keep):  # type: ignore[no-untyped-def]
    """Find the most probable chunks of each letter, and their costs.

    letters: words as letter numbers, with the pseudo-letter 0 before each word and WINDOW times EDGE around it.
    Returns for every letter that is no EDGE its `keep` most probable chunks, in no order, and their costs in sixteenths of a nat.
    """
    many = 0
    for letter in letters:
        many += letter != EDGE
    chunks, costs = np.empty((many, keep), np.int16), np.empty((many, keep), np.uint8)
    hidden, score = np.empty(len(b1), np.float32), np.empty(len(b2), np.float32)
    best, kept = np.empty(keep, np.float32), np.empty(keep, np.int16)
    row = 0
    for middle in range(len(letters)):
        if letters[middle] == EDGE:
            continue
        _score_chunks(letters[middle - WINDOW : middle + WINDOW + 1], w1, b1, w2, b2, hidden, score)
        top = _keep_best(score, best, kept)
        total = np.float32(0)
        for chunk in range(len(score)):
            if score[chunk] > top - NOTHING:
                total += np.exp(score[chunk] - top)
        norm = top + np.log(total)
        for at in range(keep):
            chunks[row, at] = kept[at]
            costs[row, at] = min(np.rint((norm - best[at]) * GRAIN), _MOST)
        row += 1
    return chunks, costs
