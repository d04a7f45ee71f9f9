"""Gathering is the step of a search that touches many names: it finds candidates by their words. Compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

COMMON = 0.3
"""The least that a word counts for, however many names hold it."""


@njit(cache=True, fastmath=True)
def _weigh_units(units, words, quality, starts, posted):  # type: ignore[no-untyped-def]
    """Return for each unit how many postings its words have, and how much a rare word counts."""
    known = len(starts) - 1
    sizes = np.zeros(len(units) - 1, np.int64)
    rarity = np.zeros(len(sizes))
    for unit in range(len(sizes)):
        common = 1.0
        for h in range(units[unit], units[unit + 1]):
            if words[h] < known:
                size = starts[words[h] + 1] - starts[words[h]]
                sizes[unit] += size
                common += size * quality[h]
        rarity[unit] = max(np.log((posted + 2) / common), COMMON)
    return sizes, rarity


@njit(cache=True, fastmath=True)
def _rarest_left(sizes, done):  # type: ignore[no-untyped-def]
    """Return the unit with the fewest postings among those that are not done."""
    unit = -1
    for other in range(len(sizes)):
        if not done[other] and (unit < 0 or sizes[other] < sizes[unit]):
            unit = other
    return unit


@njit(cache=True, fastmath=True)
def _twice_as_long(touched):  # type: ignore[no-untyped-def]
    room = np.empty(2 * len(touched), np.int64)
    for t in range(len(touched)):
        room[t] = touched[t]
    return room


@njit(cache=True, fastmath=True)
def _keep_best(touched, gained, shared, enough, name_start, best, gains):  # type: ignore[no-untyped-def]
    """Keep the names that gained most, as a heap with the least on top, and set what every touched name gained and shared to 0."""
    k = len(best)
    for t in range(len(touched)):
        name = touched[t]
        gain = gained[name]
        many = shared[name]
        gained[name] = 0.0
        shared[name] = 0
        if many < enough or gain <= gains[0]:
            continue
        gain /= np.sqrt(np.sqrt(name_start[name + 1] - name_start[name]))
        if gain <= gains[0]:
            continue
        hole = 0
        while True:
            child = 2 * hole + 1
            if child >= k:
                break
            if child + 1 < k and gains[child + 1] < gains[child]:
                child += 1
            if gains[child] >= gain:
                break
            gains[hole], best[hole] = gains[child], best[child]
            hole = child
        gains[hole], best[hole] = gain, name


@njit(cache=True, fastmath=True)
def gather_candidates(  # type: ignore[no-untyped-def]
    units, words, quality, starts, slots, slot_name, name_start, total, gained, shared, stamp, enough, budget, k
):  # fmt: skip
    """Find the names that hold the most of the query, by the summed weight of their best word for each unit.

    Names that are not yet posted are candidates too. Of two names that hold as much, the shorter one is better: it may be all that
    somebody wrote of a long name.

    enough: of how many units a posted name must have a word; shared counts them.
    The words that a unit may be spelled as stand from units[unit] to units[unit + 1] in words, how well they agree in quality.
    stamp: for each posted name the serial number of the unit that last gave to it. The last serial number stands at the end of stamp,
    so that searches of several threads, of which only one is in here at a time, never share one.
    """
    known, posted = len(starts) - 1, len(gained)
    sizes, rarity = _weigh_units(units, words, quality, starts, posted)
    serial = stamp[-1]
    touched = np.empty(1024, np.int64)
    many = 0
    spent = 0
    done = np.zeros(len(sizes), np.bool_)
    for at in range(len(sizes)):
        unit = _rarest_left(sizes, done)
        done[unit] = True
        if at > 0 and spent > 0 and spent + sizes[unit] > budget:
            enough = min(enough, 1)
            break
        serial += 1
        spent += sizes[unit]
        for h in range(units[unit], units[unit + 1]):
            if words[h] >= known:
                continue
            gain = quality[h] * rarity[unit]
            for p in range(starts[words[h]], starts[words[h] + 1]):
                name = slot_name[slots[p]]
                if stamp[name] == serial:
                    continue
                stamp[name] = serial
                if gained[name] == 0.0:
                    if many == len(touched):
                        touched = _twice_as_long(touched)
                    touched[many] = name
                    many += 1
                gained[name] += gain
                shared[name] += 1
    best = np.full(k, -1, np.int64)
    gains = np.zeros(k)
    _keep_best(touched[:many], gained, shared, enough, name_start, best, gains)
    stamp[-1] = serial
    found = np.empty(k + total - posted, np.int64)
    many = 0
    for name in best:
        if name >= 0:
            found[many] = name
            many += 1
    for name in range(posted, total):
        found[many] = name
        many += 1
    return found[:many]
