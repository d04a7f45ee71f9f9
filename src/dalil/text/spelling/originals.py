"""Originals are the Arabic words that a Latin word may stand for. Two Latin spellings are compared by them. Compiled.

Youssef and Yusuf share few letters, Samir and Samar nearly all. Yet the first two write يوسف, and the last two never write the same.
The model from Latin to Arabic knows this: for each spelling it gives a probability to every Arabic word. The likeness of two spellings
is the cosine of these probabilities over all Arabic words. It is summed without writing one of the words down.
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
"""The search does not follow ways to an Arabic word that are less probable than this."""


@functools.cache
def _cut() -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return for each Arabic chunk how many letters it has, the chunk of its first letter, and the chunk of the rest."""
    chunks = load_letter_model(False, True).chunks
    number = {chunk: at for at, chunk in enumerate(chunks)}
    first, rest = ([number[cut] for cut in cuts] for cuts in ([c[:1] for c in chunks], [c[1:] for c in chunks]))
    return np.array([len(chunk) for chunk in chunks]), np.array(first), np.array(rest)


@njit(cache=True, fastmath=True)
def _pending(chunks, rest, out):  # type: ignore[no-untyped-def]
    """Write into out what one of these chunks may leave to be matched, each once; returns how many there are."""
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
def _step_first(p, step, probabilities, size, level, ahead):  # type: ignore[no-untyped-def]
    """Let the first word go on by a step, where nothing is pending: its chunk is then what the second word has to match."""
    for e in range(len(step)):
        if size[step[e]] == 0:
            level[0] += p * probabilities[e]
        else:
            ahead[step[e]] += p * probabilities[e]


@njit(cache=True, fastmath=True)
def _match_ahead(pending, step, probabilities, size, first, rest, now, level, ahead, behind):  # type: ignore[no-untyped-def]
    """Let the second word match by a step what the first has pending (now).

    level: what is matched then, in one number. ahead, behind: what the first or the second word then has pending.
    """
    for at in range(len(pending)):
        chunk = pending[at]
        p = now[chunk]
        if p <= LEAST:
            continue
        for e in range(len(step)):
            other = step[e]
            if size[other] == 0:
                ahead[chunk] += p * probabilities[e]
            elif other == chunk:
                level[0] += p * probabilities[e]
            elif size[chunk] == 2 and other == first[chunk]:
                ahead[rest[chunk]] += p * probabilities[e]
            elif size[chunk] == 1 and size[other] == 2 and first[other] == chunk:
                behind[rest[other]] += p * probabilities[e]


@njit(cache=True, fastmath=True)
def _match_behind(pending, step, probabilities, size, first, rest, now, level, ahead, behind):  # type: ignore[no-untyped-def]
    """Let the first word match by a step what the second has pending (now): one letter, the rest of a chunk of two."""
    for at in range(len(pending)):
        chunk = pending[at]
        p = now[chunk]
        if p <= LEAST:
            continue
        for e in range(len(step)):
            other = step[e]
            if size[other] == 0:
                behind[chunk] += p * probabilities[e]
            elif other == chunk:
                level[0] += p * probabilities[e]
            elif size[other] == 2 and first[other] == chunk:
                ahead[rest[other]] += p * probabilities[e]


@njit(cache=True, fastmath=True)
def _common(a, pa, b, pb, size, first, rest):  # type: ignore[no-untyped-def]
    """Sum, over all Arabic words, the product of the probabilities that two spellings give to them.

    Both words are read at once, so that each pair of ways to one Arabic word is counted once. While nothing is pending, the first word
    goes on. Else the word that is behind goes on, until it has matched what is pending. A chunk has no letter, one or two.
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
                    _step_first(p, a[i], pa[i], size, level[i + 1, j : j + 1], ahead[then, j])
                elif j < m:
                    for e in range(keep):
                        if size[b[j, e]] == 0:
                            level[i, j + 1] += p * pb[j, e]
            if j < m:
                _match_ahead(
                    of_a[:left_by_a], b[j], pb[j], size, first, rest,
                    ahead[now, j], level[i, j + 1 : j + 2], ahead[now, j + 1], behind[now, j + 1],
                )  # fmt: skip
            if i < n and j > 0:
                left_by_b = _pending(b[j - 1], rest, of_b)
                _match_behind(
                    of_b[:left_by_b], a[i], pa[i], size, first, rest,
                    behind[now, j], level[i + 1, j : j + 1], ahead[then, j], behind[then, j],
                )  # fmt: skip
    return level[n, m]


@njit(cache=True, fastmath=True)
def _own(starts, chunks, costs, size, first, rest):  # type: ignore[no-untyped-def]
    """Return for each word the log of what it has in common with itself."""
    out = np.zeros(len(starts) - 1)
    for word in range(len(out)):
        a = chunks[starts[word] : starts[word + 1]]
        p = np.exp(costs[starts[word] : starts[word + 1]] / -GRAIN)
        out[word] = np.log(max(_common(a, p, a, p, size, first, rest), 1e-30))
    return out


@njit(cache=True, fastmath=True)
def _likeness(a, cost, own, words, starts, chunks, costs, owns, size, first, rest):  # type: ignore[no-untyped-def]
    """Return the log of the likeness of one word and each of these words."""
    out = np.zeros(len(words))
    pa = np.exp(cost / -GRAIN)
    for at in range(len(words)):
        rows = slice(starts[words[at]], starts[words[at] + 1])
        both = _common(a, pa, chunks[rows], np.exp(costs[rows] / -GRAIN), size, first, rest)
        out[at] = min(0.0, np.log(max(both, 1e-30)) - (own + owns[words[at]]) / 2)
    return out


@njit(cache=True, fastmath=True)
def _pair_likeness(own, theirs, starts, chunks, costs, owns, starts_b, chunks_b, costs_b, owns_b, size, first, rest):  # type: ignore[no-untyped-def]
    """Return the log of the likeness of the words of each pair."""
    out = np.zeros(len(own))
    for at in range(len(own)):
        a, b = own[at], theirs[at]
        rows, rows_b = slice(starts[a], starts[a + 1]), slice(starts_b[b], starts_b[b + 1])
        both = _common(
            chunks[rows], np.exp(costs[rows] / -GRAIN), chunks_b[rows_b], np.exp(costs_b[rows_b] / -GRAIN), size, first, rest
        )  # fmt: skip
        out[at] = min(0.0, np.log(max(both, 1e-30)) - (owns[a] + owns_b[b]) / 2)
    return out


@dataclass(frozen=True)
class Originals:
    """The Arabic words that some Latin words may stand for, as their steps: word w has the rows starts[w] to starts[w + 1].

    owns: for each word the log of what it has in common with itself.
    """

    starts: NDArray[np.int64]
    chunks: NDArray[np.int16]
    costs: NDArray[np.uint8]
    owns: NDArray[np.float64]

    @classmethod
    def from_steps(cls, steps: Sequence[Steps]) -> Originals:
        """Make the originals of Latin words from the steps of these words to Arabic."""
        starts = np.cumsum([0, *(len(step.chunks) for step in steps)])
        chunks, costs = (np.concatenate([getattr(step, part) for step in steps]) for part in ("chunks", "costs"))
        return cls(starts, chunks, costs, _own(starts, chunks, costs, *_cut()))

    def compare(self, word: Originals, places: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the log of the likeness, at most 0, of one word and each of the words at these places.

        >>> from dalil.letters import letter_numbers_of
        >>> model = load_letter_model(from_arabic=False, to_arabic=True)
        >>> def originals(*words: str) -> Originals:
        ...     return Originals.from_steps(model.steps_of([letter_numbers_of(word) for word in words]))
        >>> yusuf, samar = originals("yusuf", "samar").compare(originals("youssef"), np.arange(2))
        >>> bool(yusuf > samar)
        True
        """
        its = (word.chunks, word.costs, word.owns[0])
        found: NDArray[np.float64] = _likeness(*its, places, self.starts, self.chunks, self.costs, self.owns, *_cut())
        return found

    def compare_pairs(
        self, others: Originals, own: NDArray[np.int64], theirs: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Return the log of the likeness, at most 0, of the words own[i] and theirs[i] of each pair."""
        found: NDArray[np.float64] = _pair_likeness(
            own, theirs, self.starts, self.chunks, self.costs, self.owns,
            others.starts, others.chunks, others.costs, others.owns, *_cut(),
        )  # fmt: skip
        return found
