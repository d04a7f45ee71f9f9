"""The two steps of a search that touch many names: gathering candidates by their words, and weighing each of them. Compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

from dalil.text.assignment import MOST_UNITS, likeness, places_of, signals

FORMS = 2
"""Forms of a unit that are indexed: with its article and without."""


@njit(cache=True, fastmath=True)
def gather(  # type: ignore[no-untyped-def]
    units,
    hit_words,
    hit_quality,
    unit_weight,
    sizes,
    starts,
    slots,
    slot_name,
    tail_from,
    total,
    gained,
    stamp,
    budget,
    k,
):
    """The names that hold the most of the query, by the summed weight of their best word for each unit.

    stamp: for each name the serial number of the unit that last gave to it; the last number of all stands at its end, so that
    searches of several threads, of which only one is in here at a time, never share one.
    """
    serial = stamp[-1]
    touched = np.empty(1024, np.int64)
    many = 0
    spent = 0
    order = np.argsort(sizes)
    for at in range(len(order)):
        unit = order[at]
        if at > 0 and spent > 0 and spent + sizes[unit] > budget:
            break
        serial += 1
        spent += sizes[unit]
        for h in range(units[unit], units[unit + 1]):
            gain = hit_quality[h] * unit_weight[unit]
            for p in range(starts[hit_words[h]], starts[hit_words[h] + 1]):
                name = slot_name[slots[p]]
                if stamp[name] == serial:
                    continue
                stamp[name] = serial
                if gained[name] == 0.0:
                    if many == len(touched):
                        room = np.empty(2 * many, np.int64)
                        room[:many] = touched
                        touched = room
                    touched[many] = name
                    many += 1
                gained[name] += gain
    best = np.full(k, -1, np.int64)
    gains = np.zeros(k)
    for t in range(many):
        name = touched[t]
        gain = gained[name]
        gained[name] = 0.0
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
    found = best[best >= 0]
    stamp[-1] = serial
    return np.concatenate((found, np.arange(tail_from, total)))


@njit(cache=True, fastmath=True)
def weigh(  # type: ignore[no-untyped-def]
    names,
    units,
    hit_words,
    hit_quality,
    hit_of,
    m,
    weight_a,
    whole_a,
    name_start,
    slot_forms,
    slot_weight,
    whole_start,
    whole,
    alive,
    out,
):
    """The signals of each candidate name."""
    for unit in range(m):
        for h in range(units[unit], units[unit + 1]):
            if hit_of[hit_words[h], unit] < hit_quality[h]:
                hit_of[hit_words[h], unit] = hit_quality[h]
    places = places_of(whole_a)
    quality = np.zeros((MOST_UNITS, MOST_UNITS))
    partner = np.zeros(MOST_UNITS, np.int64)
    for c in range(len(names)):
        name = names[c]
        a, b = name_start[name], name_start[name + 1]
        if not alive[name] or a == b:
            out[c, 0] = 0.0
            continue
        for i in range(m):
            for j in range(b - a):
                q = 0.0
                for f in range(FORMS):
                    word = slot_forms[a + j, f]
                    if word >= 0 and hit_of[word, i] > q:
                        q = hit_of[word, i]
                quality[i, j] = q
        like = likeness(places, len(whole_a), whole[whole_start[name] : whole_start[name + 1]])
        if signals(quality, m, b - a, weight_a, slot_weight[a:b], like, out[c], partner) == 0:
            out[c, 0] = 0.0
    for unit in range(m):
        for h in range(units[unit], units[unit + 1]):
            hit_of[hit_words[h], unit] = 0.0


@njit(cache=True, fastmath=True)
def alike_as_a_whole(whole_a, whole_start, whole, alive, least, k):  # type: ignore[no-untyped-def]
    """The names whose whole skeleton is most like that of the query, whatever its words: at most k, none less alike than `least`."""
    places = places_of(whole_a)
    n = len(whole_a)
    best = np.full(k, -1, np.int64)
    likes = np.full(k, least)
    for name in range(len(alive)):
        size = whole_start[name + 1] - whole_start[name]
        at = np.argmin(likes)
        if not alive[name] or 2.0 * min(n, size) <= likes[at] * (n + size):
            continue
        like = likeness(places, n, whole[whole_start[name] : whole_start[name + 1]])
        if like > likes[at]:
            likes[at], best[at] = like, name
    return best[best >= 0]
