"""A trie of name tokens that is searched by spelling probabilities: which of these words may that word have become?

The query is a table P[step, chunk]: for each letter of the query (and a pseudo-letter before it), how likely it turns into each
chunk of 0-3 letters of the other word. A node of the trie holds, for every step, the summed probability of having produced the
letters down to it; subtrees that cannot reach the threshold are left out. All words are seen, none is missed by a blocking key.
Source: forward algorithm over a trie, as in speech decoders (Ney & Ortmanns 2000). Compiled by numba, cached on disk.
"""

from __future__ import annotations

import numpy as np
from numba import njit

LONGEST = 40
"""Letters of a word that are looked at; no name token is longer."""
GRAIN = 16.0
"""Stored probabilities are whole sixteenths of a nat."""
_WIDTH = 64
_FIELDS = 4
FIRST, NEXT, LETTER, WORD = range(_FIELDS)


@njit(cache=True)
def insert(nodes, used, letters, length, word):  # type: ignore[no-untyped-def]
    """Put a word, given by its letters, into the trie. Returns how many nodes are used after it."""
    node = 0
    for at in range(length):
        letter = letters[at]
        child = nodes[node, FIRST]
        while child != 0 and nodes[child, LETTER] != letter:
            child = nodes[child, NEXT]
        if child == 0:
            child = used
            used += 1
            nodes[child, LETTER] = letter
            nodes[child, WORD] = -1
            nodes[child, NEXT] = nodes[node, FIRST]
            nodes[child, FIRST] = 0
            nodes[node, FIRST] = child
        node = child
    nodes[node, WORD] = word
    return used


@njit(cache=True, fastmath=True)
def search(nodes, steps, chunk_of, slip, threshold, slack, k):  # type: ignore[no-untyped-def]
    """The k words of the trie that the steps of a query most probably spell, best first, with the probability of each."""
    n = steps.shape[0]
    future = np.ones(n + 1)
    for i in range(n - 1, -1, -1):
        best = 0.0
        for c in range(steps.shape[1]):
            if steps[i, c] > best:
                best = steps[i, c]
        future[i] = future[i + 1] * best
    alpha = np.zeros((LONGEST + 1, n + 1))
    bound = np.zeros(LONGEST + 1)
    low = np.zeros(LONGEST + 1, np.int64)
    high = np.full(LONGEST + 1, -1)
    high[0] = n
    path = np.zeros(LONGEST + 2, np.int64)
    stack = np.zeros(LONGEST + 2, np.int64)
    words = np.full(k, -1, np.int64)
    scores = np.zeros(k)
    least, at_least = 0.0, 0
    visited = 0
    alpha[0, 0] = 1.0
    for i in range(n):
        alpha[0, i + 1] = alpha[0, i] * steps[i, 0]
    bound[0] = future[0]
    depth = 1
    stack[1] = nodes[0, FIRST]
    floor = threshold
    while depth > 0:
        node = stack[depth]
        if node == 0:
            depth -= 1
            continue
        stack[depth] = nodes[node, NEXT]
        visited += 1
        a = nodes[node, LETTER]
        path[depth] = a
        c1 = chunk_of[a]
        c2 = c3 = -1
        if depth >= 2:
            c2 = chunk_of[path[depth - 1] + _WIDTH * a]
        if depth >= 3:
            c3 = chunk_of[path[depth - 2] + _WIDTH * path[depth - 1] + _WIDTH * _WIDTH * a]
        row = alpha[depth]
        row[:] = 0.0
        start, stop = low[depth - 1], high[depth - 1]
        if depth >= 2:
            start, stop = min(start, low[depth - 2]), max(stop, high[depth - 2])
        if depth >= 3:
            start, stop = min(start, low[depth - 3]), max(stop, high[depth - 3])
        first, last, top = n + 1, -1, 0.0
        if start <= n:
            p = alpha[depth - 1, start] * slip
            if p * future[start] > floor:
                row[start] = p
                first = last = start
                top = p * future[start]
        for i in range(start, n):
            if i > stop and row[i] == 0.0:
                break
            p = row[i] * steps[i, 0] + alpha[depth - 1, i + 1] * slip
            if c1 >= 0:
                p += alpha[depth - 1, i] * steps[i, c1]
            if c2 >= 0:
                p += alpha[depth - 2, i] * steps[i, c2]
            if c3 >= 0:
                p += alpha[depth - 3, i] * steps[i, c3]
            reach = p * future[i + 1]
            if reach <= floor:
                continue
            row[i + 1] = p
            if first > n:
                first = i + 1
            last = i + 1
            top = max(top, reach)
        low[depth], high[depth] = first, last
        bound[depth] = top
        word = nodes[node, WORD]
        if word >= 0 and row[n] > floor:
            words[at_least] = word
            scores[at_least] = row[n]
            at_least, least = 0, scores[0]
            for j in range(1, k):
                if scores[j] < least:
                    least, at_least = scores[j], j
            if least > floor:
                floor = least
        if depth < LONGEST and nodes[node, FIRST] != 0:
            reach = max(top, slack * bound[depth - 1])
            if depth >= 2:
                reach = max(reach, slack * slack * bound[depth - 2])
            if reach > floor:
                depth += 1
                stack[depth] = nodes[node, FIRST]
    return words, scores, visited


@njit(cache=True, fastmath=True)
def _forward(chunks, costs, chunk_of, short, slip, scratch, letters, length):  # type: ignore[no-untyped-def]
    """The log probability that the word of these steps is spelled as the letters; scratch comes and goes empty (at its floor)."""
    n = chunks.shape[0]
    alpha = np.zeros(LONGEST + 1)
    after = np.zeros(LONGEST + 1)
    alpha[0] = 1.0
    for t in range(length):
        alpha[t + 1] = alpha[t] * slip
    for i in range(n):
        for e in range(chunks.shape[1]):
            scratch[chunks[i, e]] = np.exp(costs[i, e] / -GRAIN)
        after[: length + 1] = 0.0
        for t in range(length + 1):
            p = alpha[t]
            if p == 0.0:
                continue
            after[t] += p * scratch[0]
            if t < length:
                c = chunk_of[letters[t]]
                if c >= 0:
                    after[t + 1] += p * scratch[c]
            if t + 1 < length:
                c = chunk_of[letters[t] + _WIDTH * letters[t + 1]]
                if c >= 0:
                    after[t + 2] += p * scratch[c]
            if t + 2 < length:
                c = chunk_of[letters[t] + _WIDTH * letters[t + 1] + _WIDTH * _WIDTH * letters[t + 2]]
                if c >= 0:
                    after[t + 3] += p * scratch[c]
        for t in range(length):
            after[t + 1] += after[t] * slip
        for e in range(chunks.shape[1]):
            scratch[chunks[i, e]] = slip if short[chunks[i, e]] else 0.0
        alpha, after = after, alpha
    return np.log(alpha[length] + 1e-60)


@njit(cache=True)
def forward(chunks, costs, chunk_of, short, slip, letters, length):  # type: ignore[no-untyped-def]
    """`_forward` of one pair."""
    scratch = np.where(short, slip, 0.0)
    return _forward(chunks, costs, chunk_of, short, slip, scratch, letters, length)


@njit(cache=True)
def forward_many(starts, chunks, costs, chunk_of, short, slip, words, letters, length):  # type: ignore[no-untyped-def]
    """For each word (rows starts[w] to starts[w + 1] of the steps): the log probability that it is spelled as the letters."""
    scratch = np.where(short, slip, 0.0)
    out = np.zeros(len(words))
    for at in range(len(words)):
        a, b = starts[words[at]], starts[words[at] + 1]
        out[at] = _forward(chunks[a:b], costs[a:b], chunk_of, short, slip, scratch, letters, length)
    return out
