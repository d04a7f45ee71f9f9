"""The assignment of the units of two names to each other, and the signals that say how the names agree. Compiled.

The units are assigned to each other by their quality (0-1: how well the letter models say that one pair of units agrees), whatever
their order. What stays unassigned, the order, and the likeness of the whole strings are signals too. A logistic weighing, learned by
tools/train_names.py, makes a score of the signals. Every signal is symmetric in the two names.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from dalil.text.spelling import count_steps

SIGNALS = (
    "bias",
    "least_covered",
    "most_covered",
    "mean_quality",
    "worst_quality",
    "missing_short",
    "missing_long",
    "disorder",
    "first",
    "last",
    "whole",
    "whole_again",
    "evidence",
    "first_somewhere",
    "single",
    "in_order_covered",
    "ends",
    "ends_crossed",
    "same_script",
    "worst_in_one_script",
    "letters_alike",
    "begun_alike",
)
MOST_UNITS = 12
"""How many units of a name are compared."""
FORMS = 3
"""How many words of a unit are indexed: with its article, without it, and the core of a compound."""
BEGINNING = 0.5
"""What it is worth that one word is the beginning of the other: an initial, or a name that was cut off."""
LEAST_WHOLE = 0.5
"""Names whose consonants are less alike as a whole are not compared letter by letter."""
MOST_MISSING = 4.0
"""Ten missing units say no more than so many."""


@njit(cache=True, fastmath=True)
def letter_places_of(skeleton):  # type: ignore[no-untyped-def]
    """Return for each letter the places, as bits, at which it stands in a skeleton of at most 64 letters."""
    places = np.zeros(128, np.uint64)
    for i in range(min(len(skeleton), 64)):
        places[skeleton[i] & 127] |= np.uint64(1) << np.uint64(i)
    return places


@njit(cache=True, fastmath=True)
def compare_skeletons(places, n, b):  # type: ignore[no-untyped-def]
    """Return how alike two skeletons are, 0-1: twice their longest common subsequence over all letters (Hyyrö 2004, bit-parallel).

    places, n: the letter places and the length of the first. b: the second, as bytes.
    """
    if n + len(b) == 0:
        return 0.0
    state = np.uint64(0xFFFFFFFFFFFFFFFF)
    for j in range(len(b)):
        hit = state & places[b[j] & 127]
        state = (state + hit) | (state - hit)
    common = 0
    for i in range(n):
        if (state >> np.uint64(i)) & np.uint64(1) == 0:
            common += 1
    return 2.0 * common / (n + len(b))


@njit(cache=True)
def beginning_worth(short, whole):  # type: ignore[no-untyped-def]
    """Return what it says, 0 to 1, that a word has the first letters of another: an initial is often meant so, two letters hardly."""
    return BEGINNING if short == 1 else BEGINNING * short / whole + 0.1


@njit(cache=True)
def beginning_quality(a, b):  # type: ignore[no-untyped-def]
    """Return how well two words agree, 0 to 1, if one of them is only the beginning of the other: its initial, or its first letters."""
    short = min(len(a), len(b))
    if short == 0 or short == max(len(a), len(b)):
        return 0.0
    for i in range(short):
        if a[i] != b[i]:
            return 0.0
    return beginning_worth(short, max(len(a), len(b)))


@njit(cache=True)
def compare_wholes(a, b, arabic):  # type: ignore[no-untyped-def]
    """Return how alike the letters of two whole names are, and which part of the shorter one the other begins with; 0 to 1."""
    longer, shorter = max(len(a), len(b)), min(len(a), len(b))
    if shorter == 0:
        return 0.0, 0.0
    begun = 0
    while begun < shorter and a[begun] == b[begun]:
        begun += 1
    reach = 0.35 * longer
    if longer - shorter > reach:
        return 0.0, begun / shorter
    return max(0.0, 1.0 - count_steps(a, b, arabic, reach) / reach), begun / shorter


@njit(cache=True, fastmath=True)
def _assign(quality, m, n, partner):  # type: ignore[no-untyped-def]
    """Assign the units to each other, the best pair first. Returns how many pairs there are, their summed and their least quality."""
    taken = np.zeros(MOST_UNITS, np.int64)
    for i in range(m):
        partner[i] = -1
    matched = 0
    total = 0.0
    least = 1.0
    for _ in range(min(m, n)):
        best, bi, bj = 0.01, -1, -1
        for i in range(m):
            if partner[i] >= 0:
                continue
            for j in range(n):
                if taken[j]:
                    continue
                q = quality[i, j] - 0.001 * abs(i - j)
                if q > best:
                    best, bi, bj = q, i, j
        if bi < 0:
            break
        partner[bi] = bj
        taken[bj] = 1
        matched += 1
        total += quality[bi, bj]
        least = min(least, quality[bi, bj])
    return matched, total, least


@njit(cache=True, fastmath=True)
def _disorder(partner, m):  # type: ignore[no-untyped-def]
    """Return the share of pairs of assigned units that stand in another order in the other name."""
    inversions = pairs = 0.0
    for i in range(m):
        for k in range(i + 1, m):
            if partner[i] >= 0 and partner[k] >= 0:
                pairs += 1
                inversions += partner[i] > partner[k]
    return inversions / pairs if pairs else 0.0


@njit(cache=True, fastmath=True)
def write_signals(quality, m, n, weight_a, weight_b, whole, alike, begun, same_script, out, partner):  # type: ignore[no-untyped-def]
    """Write the signals of a pair of names of m and n units into out, and for each unit of the first its partner (or -1).

    Returns how many pairs of units were assigned.
    """
    matched, total, least = _assign(quality, m, n, partner)
    in_a = in_b = all_a = all_b = evidence = 0.0
    for i in range(m):
        all_a += weight_a[i]
        if partner[i] >= 0:
            in_a += weight_a[i] * quality[i, partner[i]]
            in_b += weight_b[partner[i]] * quality[i, partner[i]]
            evidence += np.sqrt(weight_a[i] * weight_b[partner[i]]) * quality[i, partner[i]]
    for j in range(n):
        all_b += weight_b[j]
    covered_a, covered_b = in_a / max(all_a, 1e-9), in_b / max(all_b, 1e-9)
    short = min(m, n)
    first_a = first_b = 0.0
    for j in range(n):
        first_a = max(first_a, quality[0, j])
    for i in range(m):
        first_b = max(first_b, quality[i, 0])
    out[0] = 1.0
    out[1] = min(covered_a, covered_b)
    out[2] = max(covered_a, covered_b)
    out[3] = total / max(matched, 1)
    out[4] = least if matched == short else 0.0
    out[5] = short - total
    out[6] = min(max(all_a - in_a, all_b - in_b), MOST_MISSING)
    out[7] = _disorder(partner, m)
    out[8] = quality[0, 0]
    out[9] = quality[m - 1, n - 1]
    out[10] = whole
    out[11] = whole**4
    out[12] = evidence
    out[13] = min(first_a, first_b)
    out[14] = 1.0 if short == 1 else 0.0
    out[15] = out[1] * (1.0 - out[7])
    out[16] = min(quality[0, 0], quality[m - 1, n - 1])
    out[17] = min(quality[0, n - 1], quality[m - 1, 0])
    out[18] = same_script
    out[19] = same_script * (1.0 - least)
    out[20] = alike
    out[21] = begun
    return matched


@njit(cache=True, fastmath=True)
def _write_quality(  # type: ignore[no-untyped-def]
    quality, m, a, b, hit_of, slot_forms, worth, script, unit_start, unit_letters, word_start, word_letters
):  # fmt: skip
    """Write how well each of the m units of the query agrees with each unit of a name, the slots from a to b.

    script: which one the query and the name are both of, or -1 where they are not; only then is one word sought as the beginning of the other.
    """
    for i in range(m):
        mine = unit_letters[unit_start[i] : unit_start[i + 1]]
        for j in range(b - a):
            q = 0.0
            for f in range(FORMS):
                word = slot_forms[a + j, f]
                if word >= 0 and worth[f] * hit_of[word, i] > q:
                    q = worth[f] * hit_of[word, i]
            if q < BEGINNING and script >= 0:
                word = slot_forms[a + j, 1] if slot_forms[a + j, 1] >= 0 else slot_forms[a + j, 0]
                if word & 1 == script:
                    q = max(
                        q, beginning_quality(mine, word_letters[word_start[word >> 1] : word_start[(word >> 1) + 1]])
                    )
            quality[i, j] = q


@njit(cache=True, fastmath=True)
def weigh_candidates(  # type: ignore[no-untyped-def]
    names,
    units,
    hit_words,
    hit_quality,
    hit_of,
    m,
    script_a,
    weight_a,
    whole_a,
    name_start,
    slot_forms,
    slot_weight,
    whole_start,
    whole,
    letters_a,
    letters_start,
    letters,
    unit_start,
    unit_letters,
    word_start,
    word_letters,
    alive,
    worth,
    out,
):
    """Write the signals of each candidate name into out; the first signal is 0 where no unit agrees or the name was removed."""
    for unit in range(m):
        for h in range(units[unit], units[unit + 1]):
            if hit_of[hit_words[h], unit] < hit_quality[h]:
                hit_of[hit_words[h], unit] = hit_quality[h]
    places = letter_places_of(whole_a)
    quality = np.zeros((MOST_UNITS, MOST_UNITS))
    partner = np.zeros(MOST_UNITS, np.int64)
    for c in range(len(names)):
        name = names[c]
        a, b = name_start[name], name_start[name + 1]
        if not alive[name] or a == b:
            out[c, 0] = 0.0
            continue
        one_script = slot_forms[a, 0] & 1 == script_a
        _write_quality(
            quality, m, a, b, hit_of, slot_forms, worth, script_a if one_script else -1,
            unit_start, unit_letters, word_start, word_letters,
        )  # fmt: skip
        like = compare_skeletons(places, len(whole_a), whole[whole_start[name] : whole_start[name + 1]])
        alike = begun = 0.0
        if one_script and like >= LEAST_WHOLE:
            alike, begun = compare_wholes(letters_a, letters[letters_start[name] : letters_start[name + 1]], script_a)
        if (
            write_signals(
                quality,
                m,
                b - a,
                weight_a,
                slot_weight[a:b],
                like,
                alike,
                begun,
                1.0 if one_script else 0.0,
                out[c],
                partner,
            )
            == 0
        ):
            out[c, 0] = 0.0
    for unit in range(m):
        for h in range(units[unit], units[unit + 1]):
            hit_of[hit_words[h], unit] = 0.0


@njit(cache=True, fastmath=True)
def find_by_whole_skeleton(whole_a, whole_start, whole, alive, least, k):  # type: ignore[no-untyped-def]
    """Find the names whose whole skeleton is most like that of the query, whatever its words: at most k, none less alike than `least`."""
    places = letter_places_of(whole_a)
    n = len(whole_a)
    best = np.full(k, -1, np.int64)
    likes = np.full(k, least)
    for name in range(len(alive)):
        size = whole_start[name + 1] - whole_start[name]
        at = np.argmin(likes)
        if not alive[name] or 2.0 * min(n, size) <= likes[at] * (n + size):
            continue
        like = compare_skeletons(places, n, whole[whole_start[name] : whole_start[name + 1]])
        if like > likes[at]:
            likes[at], best[at] = like, name
    return best[best >= 0]
