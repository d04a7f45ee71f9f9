"""Whether two Latin spellings may be of one Arabic name: what their letter models say of it in common. Compiled.

Youssef and Yusuf share few letters, Samir and Samar nearly all; that the first two write يوسف and the last two never the same is known to
the model from Latin to Arabic. For each spelling it gives a probability to every Arabic word; the likeness of two spellings is the cosine of
these probabilities over all Arabic words, which is summed without writing one of them down.
Source: rational kernels of weighted automata (Cortes, Haffner & Mohri 2004).
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from dalil.text.spelling.letter_model import Steps, load_letter_model
from dalil.text.spelling.network import GRAIN

LEAST = 1e-7
"""Ways to an Arabic word that are less probable than this are not followed."""


@functools.cache
def _cut() -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Of each Arabic chunk, by its number: how many letters, the chunk that is its first one, the chunk that is the rest."""
    chunks = load_letter_model(False, True).chunks
    number = {chunk: at for at, chunk in enumerate(chunks)}
    first, rest = ([number[cut] for cut in cuts] for cuts in ([c[:1] for c in chunks], [c[1:] for c in chunks]))
    return np.array([len(chunk) for chunk in chunks]), np.array(first), np.array(rest)


@njit(cache=True, fastmath=True)
def _pending(chunks, rest, out):  # type: ignore[no-untyped-def]
    """Write what one of these chunks may leave to be matched, each once; returns how many there are."""
    many = 0
    for chunk in chunks:
        for left in (np.int64(chunk), rest[chunk]):
            if left == 0:
                continue
            at = 0
            while at < many and out[at] != left:
                at += 1
            if at == many:
                out[at] = left
                many += 1
    return many


@njit(cache=True, fastmath=True)
def _common(a, pa, b, pb, size, first, rest):  # type: ignore[no-untyped-def]
    """The sum, over all Arabic words, of the product of what two spellings give to them.

    Both words are read at once, so that each pair of ways to one Arabic word is counted once: while nothing is pending the first word
    goes on; else the one that is behind, until it has matched what is pending. The chunks of a step may be "", one letter or two.
    """
    n, m, keep, many = len(a), len(b), a.shape[1], len(size)
    level = np.zeros((n + 1, m + 1))
    ahead = np.zeros((2, m + 1, many))
    behind = np.zeros((2, m + 1, many))
    of_a, of_b = np.zeros(2 * keep, np.int64), np.zeros(2 * keep, np.int64)
    level[0, 0] = 1.0
    for i in range(n + 1):
        now, then = i % 2, (i + 1) % 2
        ahead[then] = 0.0
        behind[then] = 0.0
        left_by_a = _pending(a[i - 1], rest, of_a) if i > 0 else 0
        for j in range(m + 1):
            p = level[i, j]
            if p > LEAST:
                if i < n:
                    for e in range(keep):
                        if size[a[i, e]] == 0:
                            level[i + 1, j] += p * pa[i, e]
                        else:
                            ahead[then, j, a[i, e]] += p * pa[i, e]
                elif j < m:
                    for e in range(keep):
                        if size[b[j, e]] == 0:
                            level[i, j + 1] += p * pb[j, e]
            if j < m:
                for at in range(left_by_a):
                    chunk = of_a[at]
                    p = ahead[now, j, chunk]
                    if p <= LEAST:
                        continue
                    for e in range(keep):
                        other = b[j, e]
                        if size[other] == 0:
                            ahead[now, j + 1, chunk] += p * pb[j, e]
                        elif other == chunk:
                            level[i, j + 1] += p * pb[j, e]
                        elif size[chunk] == 2 and other == first[chunk]:
                            ahead[now, j + 1, rest[chunk]] += p * pb[j, e]
                        elif size[chunk] == 1 and size[other] == 2 and first[other] == chunk:
                            behind[now, j + 1, rest[other]] += p * pb[j, e]
            if i < n and j > 0:
                for at in range(_pending(b[j - 1], rest, of_b)):
                    chunk = of_b[at]
                    p = behind[now, j, chunk]
                    if p <= LEAST:
                        continue
                    for e in range(keep):
                        other = a[i, e]
                        if size[other] == 0:
                            behind[then, j, chunk] += p * pa[i, e]
                        elif other == chunk:
                            level[i + 1, j] += p * pa[i, e]
                        elif size[other] == 2 and first[other] == chunk:
                            ahead[then, j, rest[other]] += p * pa[i, e]
    return level[n, m]


@njit(cache=True, fastmath=True)
def _own(starts, chunks, costs, size, first, rest):  # type: ignore[no-untyped-def]
    out = np.zeros(len(starts) - 1)
    for word in range(len(out)):
        a = chunks[starts[word] : starts[word + 1]]
        p = np.exp(costs[starts[word] : starts[word + 1]] / -GRAIN)
        out[word] = np.log(max(_common(a, p, a, p, size, first, rest), 1e-30))
    return out


@njit(cache=True, fastmath=True)
def _likeness(a, cost, own, words, starts, chunks, costs, owns, size, first, rest):  # type: ignore[no-untyped-def]
    out = np.zeros(len(words))
    pa = np.exp(cost / -GRAIN)
    for at in range(len(words)):
        rows = slice(starts[words[at]], starts[words[at] + 1])
        both = _common(a, pa, chunks[rows], np.exp(costs[rows] / -GRAIN), size, first, rest)
        out[at] = min(0.0, np.log(max(both, 1e-30)) - (own + owns[words[at]]) / 2)
    return out


@dataclass(frozen=True)
class Originals:
    """The steps of Latin words to Arabic: those of word w are the rows starts[w] to starts[w + 1] of chunks and costs.

    owns: for each word the log of what it has in common with itself.
    """

    starts: NDArray[np.int64]
    chunks: NDArray[np.int16]
    costs: NDArray[np.uint8]
    owns: NDArray[np.float64]

    @classmethod
    def from_steps(cls, steps: Sequence[Steps]) -> Originals:
        """Those of these words."""
        starts = np.cumsum([0, *(len(step.chunks) for step in steps)])
        chunks, costs = (np.concatenate([getattr(step, part) for step in steps]) for part in ("chunks", "costs"))
        return cls(starts, chunks, costs, _own(starts, chunks, costs, *_cut()))

    def compare(self, word: Originals, places: NDArray[np.int64]) -> NDArray[np.float64]:
        """The log of the likeness, at most 0, of a single word and each of the words at these places."""
        its = (word.chunks, word.costs, word.owns[0])
        found: NDArray[np.float64] = _likeness(*its, places, self.starts, self.chunks, self.costs, self.owns, *_cut())
        return found
