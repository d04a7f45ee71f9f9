"""Whether two names may be of one person: a score, and an explanation of it unit by unit."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dalil.text.alphabet import numbers
from dalil.text.assignment import MOST_UNITS, SIGNALS, likeness, signals
from dalil.text.names import Name, Unit, read_name
from dalil.text.skeleton import skeleton
from dalil.text.spelling import Steps, spelling
from dalil.text.trie import LONGEST

WHOLE_LETTERS = 64
NEAR = 2.3
SLOPE = 2.4
WEIGHTS = np.zeros(len(SIGNALS))
WEIGHTS[[0, 1, 2, 5, 7, 10]] = -4, 3, 3, -1, -0.5, 3


def quality_of(distance: NDArray[np.float64], length: NDArray[np.float64]) -> NDArray[np.float64]:
    """The quality of a pair of words: a logistic of how improbable the spelling is per letter; 1 where nothing is more probable."""
    per_letter = np.minimum(distance, 0) / np.maximum(length, 2)
    quality: NDArray[np.float64] = (1 + np.exp(-NEAR)) / (1 + np.exp(-(NEAR + SLOPE * per_letter)))
    return quality


@functools.lru_cache(maxsize=8192)
def _weight(form: str) -> float:
    return min(1.0, len(form) / 3)


def unit_weight(unit: Unit) -> float:
    """What a unit counts for: an initial less than a name."""
    return _weight(unit.forms[-1])


def codes_of(name: Name) -> NDArray[np.uint8]:
    """The skeleton of the whole name as bytes, for the likeness of whole strings."""
    return np.frombuffer("".join(skeleton(unit.letters) for unit in name.units).encode()[:WHOLE_LETTERS], np.uint8)
