"""Slips of the pen: how far two words of one script are apart letter by letter, and what that says. Compiled.

A letter put in, left out, changed or swapped with the next one is a step; what the eye or the hand mistakes easily (dots, vowels, a doubled
letter, rn for m) costs less. Source: optimal string alignment (Damerau 1964; Boytsov 2011) with costs by pair of letters.
A slip makes a word that nobody bears. So where both words are known names, their likeness says little: حسن and حسين are two men.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from dalil.letters import ARABIC, LATIN, fold, letter_numbers_of
from dalil.text.spelling.trie import LONGEST

LEAST_LETTERS = 4
"""Words of fewer letters have too many neighbours: a step leads from one name to the next."""
PER_STEP = 0.42
"""A word is as good as lost after a step for each so many of its letters."""
BOTH_KNOWN = 0.2
"""What the likeness of two words is worth that are both known for certain as names."""
LEAST_SLIP = 0.25
"""A slip of less quality is none."""
_BESIDE, _VOWEL, _DOUBLED, _SWAPPED, _SCANNED = 0.5, 0.4, 0.3, 0.6, 0.4
_DOTS = ("بتثني", "جحخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق")
_VOWELS = ("aeiouy", "اوي")
_WIDTH = 48


def _tables() -> tuple[np.ndarray, np.ndarray]:
    """What it costs to write one letter for another, and which letters are vowels; by script, Latin first."""
    costs, vowels = np.ones((2, _WIDTH, _WIDTH)), np.zeros((2, _WIDTH), np.bool_)
    for script, groups in enumerate((("aeiouy",), _DOTS)):
        for group in groups:
            numbers = letter_numbers_of(group)
            for a in numbers:
                costs[script, a, numbers] = _BESIDE
        vowels[script, letter_numbers_of(_VOWELS[script])] = True
        costs[script, range(_WIDTH), range(_WIDTH)] = 0
    return costs, vowels


COSTS, VOWELS = _tables()
_R, _N, _M, _C, _L, _D = letter_numbers_of("rnmcld")
assert max(len(ARABIC), len(LATIN)) < _WIDTH


def slip_letters_of(word: str) -> np.ndarray:
    """Return the letters of a word as they are compared: folded, as numbers.

    >>> slip_letters_of("أحمد").tolist() == slip_letters_of("احمد").tolist()
    True
    """
    return np.array(letter_numbers_of(fold(word).replace(" ", "")[:LONGEST]), np.uint8)


def consonants_of(letters: np.ndarray, arabic: bool) -> int:
    """Return which consonants a word has, as bits: two words a step apart have nearly the same."""
    return int(sum({1 << int(letter) for letter in letters if not VOWELS[int(arabic), letter]}))


@njit(cache=True)
def count_steps(a, b, arabic, most):  # type: ignore[no-untyped-def]
    """Return how many steps lie between two words, each weighed by how easily it happens; more than `most` where it is more than that."""
    n, m = len(a), len(b)
    costs, vowels = COSTS[arabic], VOWELS[arabic]
    rows = np.zeros((3, m + 1))
    for j in range(1, m + 1):
        rows[0, j] = rows[0, j - 1] + (_VOWEL if vowels[b[j - 1]] else 1.0)
    for i in range(1, n + 1):
        row, before, second = rows[i % 3], rows[(i - 1) % 3], rows[(i - 2) % 3]
        x = a[i - 1]
        out = _DOUBLED if i > 1 and a[i - 2] == x else _VOWEL if vowels[x] else 1.0
        row[0] = before[0] + out
        least = row[0]
        for j in range(1, m + 1):
            y = b[j - 1]
            put = _DOUBLED if j > 1 and b[j - 2] == y else _VOWEL if vowels[y] else 1.0
            best = min(before[j - 1] + costs[x, y], before[j] + out, row[j - 1] + put)
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y and x != y:
                best = min(best, second[j - 2] + _SWAPPED)
            if not arabic:
                if i > 1 and ((y == _M and a[i - 2] == _R and x == _N) or (y == _D and a[i - 2] == _C and x == _L)):
                    best = min(best, second[j - 1] + _SCANNED)
                if j > 1 and ((x == _M and b[j - 2] == _R and y == _N) or (x == _D and b[j - 2] == _C and y == _L)):
                    best = min(best, before[j - 2] + _SCANNED)
            row[j] = best
            least = min(least, best)
        if least > most:
            return least
    return rows[n % 3, m]


@njit(cache=True)
def slip_quality(a, b, arabic, known):  # type: ignore[no-untyped-def]
    """Return how well two different words agree, 0 to 1, if one of them is the other with a slip of the pen.

    known: how surely both of them are names.
    """
    longer = max(len(a), len(b))
    if longer < LEAST_LETTERS or min(len(a), len(b)) < 2:
        return 0.0
    reach = PER_STEP * longer
    steps = count_steps(a, b, arabic, reach * (1.0 - LEAST_SLIP))
    quality = 1.0 - steps / reach
    if quality < LEAST_SLIP:
        return 0.0
    return quality * (1.0 - (1.0 - BOTH_KNOWN) * known)


@njit(cache=True)
def find_slips(word, consonants, known, arabic, starts, letters, masks, are_known, out, quality):  # type: ignore[no-untyped-def]
    """Find the words of a lexicon that are a slip away from a word. Writes their places into out and quality; returns how many there are."""
    found = 0
    n = len(word)
    for at in range(len(masks)):
        size = starts[at + 1] - starts[at]
        if size > n + 3 or n > size + 3:
            continue
        differ = masks[at] ^ consonants
        many = 0
        while differ:
            differ &= differ - np.uint64(1)
            many += 1
        if many > 3:
            continue
        q = slip_quality(word, letters[starts[at] : starts[at + 1]], arabic, known * are_known[at])
        if q > 0.01 and found < len(out):
            out[found], quality[found] = at, q
            found += 1
    return found


@njit(cache=True)
def score_slips(own, theirs, arabic, starts, letters, starts_b, letters_b, masks, masks_b, known, known_b):  # type: ignore[no-untyped-def]
    """Return for each pair of words how well the two agree if one is the other with a slip of the pen; 1 for the same letters."""
    out = np.zeros(len(own))
    for at in range(len(own)):
        i, j = own[at], theirs[at]
        a, b = letters[starts[i] : starts[i + 1]], letters_b[starts_b[j] : starts_b[j + 1]]
        if abs(len(a) - len(b)) > 3:
            continue
        differ = masks[i] ^ masks_b[j]
        many = 0
        while differ:
            differ &= differ - np.uint64(1)
            many += 1
        if many <= 3:
            out[at] = slip_quality(a, b, arabic, known[i] * known_b[j])
    return out


@njit(cache=True)
def find_beginnings(word, starts, letters, most):  # type: ignore[no-untyped-def]
    """Find the words of a lexicon that begin with all letters of a word: their places, at most so many."""
    found = np.zeros(most, np.int64)
    many = 0
    n = len(word)
    for at in range(len(starts) - 1):
        if starts[at + 1] - starts[at] <= n or many == most:
            continue
        begun = True
        for i in range(n):
            if letters[starts[at] + i] != word[i]:
                begun = False
                break
        if begun:
            found[many] = at
            many += 1
    return found[:many]
