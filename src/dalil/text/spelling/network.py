"""The letter network, run: what each letter of a word, seen between its neighbours, may become. Compiled.

One hidden layer over the letters of a window, then a softmax over the chunks; benchmarks/train_letters.py trains it.
"""

from __future__ import annotations

import numpy as np
from numba import njit

WINDOW = 3
"""Letters on either side that the network sees."""
EDGE = 63
"""The number that stands for no letter, before the beginning of a word and after its end."""
WIDTH = 64
GRAIN = 16.0
"""Costs are whole sixteenths of a nat."""
_MOST = 255
NOTHING = 16
"""So many nats below the best, a chunk adds nothing to the sum of all."""


@njit(cache=True, fastmath=True)
def run_network(letters, w1, b1, w2, b2, keep):  # type: ignore[no-untyped-def]
    """The most probable chunks of each letter and their costs.

    letters: words as letter numbers, the pseudo-letter 0 before each, WINDOW times EDGE around each. Returns for every letter that is
    no EDGE its `keep` most probable chunks, in no order, and what they cost in sixteenths of a nat.
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
        for unit in range(len(hidden)):
            hidden[unit] = b1[unit]
        for at in range(2 * WINDOW + 1):
            seen = w1[at * WIDTH + letters[middle - WINDOW + at]]
            for unit in range(len(hidden)):
                hidden[unit] += seen[unit]
        for chunk in range(len(score)):
            score[chunk] = b2[chunk]
        for unit in range(len(hidden)):
            active, to = np.tanh(hidden[unit]), w2[unit]
            for chunk in range(len(score)):
                score[chunk] += active * to[chunk]
        for at in range(keep):
            best[at] = -np.inf
        at_least = 0
        for chunk in range(len(score)):
            if score[chunk] > best[at_least]:
                best[at_least], kept[at_least] = score[chunk], chunk
                for at in range(keep):
                    if best[at] < best[at_least]:
                        at_least = at
        top = best[0]
        for at in range(keep):
            top = max(top, best[at])
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
