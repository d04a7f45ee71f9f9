"""The trie of name tokens, searched by spelling probabilities: which of these words may that word have become?

The query is a table P[chunk, step]: for each letter of the query, and for a pseudo-letter before it, how likely the letter turns into
each chunk of 0-3 letters of the other word. At a node of the trie the search knows, for every step, the summed probability of having
produced the letters down to that node. It leaves out subtrees that cannot reach the threshold. No blocking key hides a word from it.
Source: forward algorithm over a trie, as in speech decoders (Ney & Ortmanns 2000). Compiled by numba, cached on disk.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from dalil.letters import ALPHABET_WIDTH
from dalil.text.spelling.network import GRAIN

LONGEST = 40
"""How many letters of a word are looked at; no name token is longer."""
FIELDS = 4
FIRST, NEXT, LETTER, WORD = range(FIELDS)
"""The fields of a node: its first child, its next sibling, its letter, and the word that ends there (or -1)."""


@njit(cache=True)
def insert_word(nodes, chunks, used, letters, length, word, chunk_of, nothing):  # type: ignore[no-untyped-def]
    """Put a word, given by its letter numbers, into the trie. Returns how many nodes are used after it.

    chunks[node, script]: the last one, two and three letters down to a node, as the model of that script numbers them, or `nothing`
    where the model never writes them.
    """
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
            for script in range(2):
                code = np.int64(0)
                for size in range(3):
                    place = -1
                    if size <= at:
                        code = letters[at - size] + ALPHABET_WIDTH * code
                        place = chunk_of[script, code]
                    chunks[child, script, size] = place if place >= 0 else nothing[script]
        node = child
    nodes[node, WORD] = word
    return used


@njit(cache=True, fastmath=True)
def _laid(chunks, costs, short, slip, first_letter, size):  # type: ignore[no-untyped-def]
    """Lay out the steps of a query for the search, with the best that can still follow each of them.

    Returns steps: P[chunk, step], with a row of zeros for the chunk that is none; future: the most probable way through the steps
    from one to the end; opens[size - 2, letter, step]: the same of the chunks of two and three letters that begin with a letter.
    """
    n = len(chunks)
    steps = np.zeros((len(short) + 1, n))
    for chunk in range(len(short)):
        if short[chunk]:
            for i in range(n):
                steps[chunk, i] = slip
    future = np.ones(n + 1)
    opens = np.zeros((2, ALPHABET_WIDTH, n))
    for i in range(n - 1, -1, -1):
        top = slip
        for e in range(chunks.shape[1]):
            chunk = chunks[i, e]
            p = np.exp(costs[i, e] / -GRAIN)
            steps[chunk, i] = p
            top = max(top, p)
            if size[chunk] > 1:
                at, letter = size[chunk] - 2, first_letter[chunk]
                opens[at, letter, i] = max(opens[at, letter, i], p * future[i + 1])
        future[i] = top * future[i + 1]
    return steps, future, opens


@njit(cache=True, fastmath=True)
def search_trie(nodes, chunks, script, query_chunks, query_costs, short, slip, first_letter, size, threshold, k):  # type: ignore[no-untyped-def]
    """Find the k words of the trie that the steps of a query most probably spell, in no order, with the probability of each.

    The search leaves a subtree out only where not even the most probable rest of a word, after any chunk that its letters begin, would
    reach the threshold, or the k words that were found.
    """
    steps, future, opens = _laid(query_chunks, query_costs, short, slip, first_letter, size)
    n = steps.shape[1]
    alpha = np.zeros((LONGEST + 3, n + 1))
    gain = np.zeros(n)
    begun = np.zeros(LONGEST + 3)
    stack = np.zeros(LONGEST + 4, np.int64)
    words = np.full(k, -1, np.int64)
    scores = np.zeros(k)
    least, at_least = 0.0, 0
    alpha[2, 0] = 1.0
    dropped = steps[0]
    for i in range(n):
        alpha[2, i + 1] = alpha[2, i] * dropped[i]
    depth = 3
    stack[3] = nodes[0, FIRST]
    floor = threshold
    while depth > 2:
        node = stack[depth]
        if node == 0:
            depth -= 1
            continue
        stack[depth] = nodes[node, NEXT]
        one, two, three = steps[chunks[node, script, 0]], steps[chunks[node, script, 1]], steps[chunks[node, script, 2]]
        opens_two, opens_three = opens[0, nodes[node, LETTER]], opens[1, nodes[node, LETTER]]
        row, before, second, third = alpha[depth], alpha[depth - 1], alpha[depth - 2], alpha[depth - 3]
        for i in range(n):
            gain[i] = before[i + 1] * slip + before[i] * one[i] + second[i] * two[i] + third[i] * three[i]
        hope = hope_of_three = 0.0
        for i in range(n):
            hope = max(hope, before[i] * opens_two[i])
            hope_of_three = max(hope_of_three, before[i] * opens_three[i])
        p = before[0] * slip
        row[0] = p if p * future[0] > floor else 0.0
        hope = max(hope, row[0] * future[0])
        for i in range(n):
            p = row[i] * dropped[i] + gain[i]
            row[i + 1] = p if p * future[i + 1] > floor else 0.0
            hope = max(hope, row[i + 1] * future[i + 1])
        begun[depth] = hope_of_three
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
        hope = max(hope, max(hope_of_three, begun[depth - 1]))
        if hope > floor and depth < LONGEST + 2 and nodes[node, FIRST] != 0:
            depth += 1
            stack[depth] = nodes[node, FIRST]
    return words, scores


@njit(cache=True, fastmath=True)
def _score(chunks, costs, chunk_of, short, slip, scratch, letters, length):  # type: ignore[no-untyped-def]
    """Return the log probability that the word of these steps is spelled as the letters. scratch comes and goes at its floor."""
    n = chunks.shape[0]
    alpha = np.zeros(LONGEST + 1)
    after = np.zeros(LONGEST + 1)
    alpha[0] = 1.0
    for t in range(length):
        alpha[t + 1] = alpha[t] * slip
    for i in range(n):
        for e in range(chunks.shape[1]):
            scratch[chunks[i, e]] = np.exp(costs[i, e] / -GRAIN)
        for t in range(length + 1):
            after[t] = 0.0
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
                c = chunk_of[letters[t] + ALPHABET_WIDTH * letters[t + 1]]
                if c >= 0:
                    after[t + 2] += p * scratch[c]
            if t + 2 < length:
                c = chunk_of[
                    letters[t] + ALPHABET_WIDTH * letters[t + 1] + ALPHABET_WIDTH * ALPHABET_WIDTH * letters[t + 2]
                ]
                if c >= 0:
                    after[t + 3] += p * scratch[c]
        for t in range(length):
            after[t + 1] += after[t] * slip
        for e in range(chunks.shape[1]):
            scratch[chunks[i, e]] = slip if short[chunks[i, e]] else 0.0
        alpha, after = after, alpha
    return np.log(alpha[length] + 1e-60)


@njit(cache=True)
def _floor(short, slip):  # type: ignore[no-untyped-def]
    out = np.zeros(len(short))
    for chunk in range(len(short)):
        if short[chunk]:
            out[chunk] = slip
    return out


@njit(cache=True)
def score_spelling(chunks, costs, chunk_of, short, slip, letters, length):  # type: ignore[no-untyped-def]
    """Return the log probability that the word of these steps is spelled as the letters."""
    scratch = _floor(short, slip)
    return _score(chunks, costs, chunk_of, short, slip, scratch, letters, length)


@njit(cache=True)
def score_spellings(starts, chunks, costs, chunk_of, short, slip, words, letters, length):  # type: ignore[no-untyped-def]
    """Return for each word the log probability that it is spelled as the letters.

    The steps of word w are the rows starts[w] to starts[w + 1] of chunks and costs.
    """
    scratch = _floor(short, slip)
    out = np.zeros(len(words))
    for at in range(len(words)):
        a, b = starts[words[at]], starts[words[at] + 1]
        out[at] = _score(chunks[a:b], costs[a:b], chunk_of, short, slip, scratch, letters, length)
    return out


@njit(cache=True)
def score_pairs(own, theirs, starts, chunks, costs, chunk_of, short, slip, letters_start, letters):  # type: ignore[no-untyped-def]
    """Return for each pair of words the log probability that the first is spelled as the second.

    The steps of word w are the rows starts[w] to starts[w + 1] of chunks and costs; the letters of the other words stand after a 0 each.
    """
    scratch = _floor(short, slip)
    out = np.zeros(len(own))
    for at in range(len(own)):
        a, b = starts[own[at]], starts[own[at] + 1]
        c, d = letters_start[theirs[at]] + 1, letters_start[theirs[at] + 1]
        out[at] = _score(chunks[a:b], costs[a:b], chunk_of, short, slip, scratch, letters[c:d], d - c)
    return out
