"""Whether two names may be of one person: a score, and an explanation of it unit by unit."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from dalil.letters import letter_numbers_of
from dalil.text.names.assignment import MOST_UNITS, SIGNALS, compare_skeletons, letter_places_of, write_signals
from dalil.text.names.name_reader import NameUnit, is_particle, read_name, read_names
from dalil.text.names.skeleton import skeleton_of
from dalil.text.spelling import LONGEST, Originals, Steps, load_letter_model, quality_of

THRESHOLD = 0.4
"""From this score on two names are taken for one; the precision measured at it stands in docs/text.md."""
WHOLE_LETTERS = 64
MOST_COVERED, WHOLE_AGAIN = SIGNALS.index("most_covered"), SIGNALS.index("whole_again")
CORE = 0.8
"""What the name inside a compound is worth beside the whole of it."""
LONE = 0.3
ALMOST = 0.999
"""No two names that are written differently score more."""


@functools.cache
def _weighing() -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """What each signal says by itself, what the hidden units make of all of them, and what these say."""
    weighing = json.loads(files("dalil.text.names").joinpath("weights.json").read_text("utf-8"))
    weights, inner = np.array(weighing["weights"]), np.array(weighing["hidden"])
    return weights[: len(inner)], inner, weights[len(inner) :]


def scores_of(signal: NDArray[np.float64]) -> NDArray[np.float64]:
    """The score of each row of signals: the learned logistic, in [0, 1); towards 0 where the names hardly share anything."""
    direct, inner, outer = _weighing()
    score: NDArray[np.float64] = 1 / (1 + np.exp(-(signal @ direct + np.tanh(signal @ inner) @ outer)))
    shared = np.maximum(signal[:, MOST_COVERED], signal[:, WHOLE_AGAIN])
    weighed: NDArray[np.float64] = (score * np.minimum(2 * shared, 1)).round(6)
    return np.minimum(weighed, ALMOST)


def unit_weight(unit: NameUnit) -> float:
    """What a unit counts for: an initial less than a name, and so a lone particle."""
    return LONE if is_particle(unit) else min(1.0, len(unit.forms[-1]) / 3)


def skeleton_codes_of(units: tuple[NameUnit, ...]) -> NDArray[np.uint8]:
    """The skeleton of the whole name as bytes, for the likeness of whole strings."""
    return np.frombuffer("".join(skeleton_of(unit.letters) for unit in units).encode()[:WHOLE_LETTERS], np.uint8)


@functools.lru_cache(maxsize=65536)
def _steps(form: str, arabic: bool, to: bool) -> Steps:
    return load_letter_model(arabic, to).steps_of([letter_numbers_of(form[:LONGEST])])[0]


@functools.lru_cache(maxsize=65536)
def _letters(form: str) -> NDArray[np.int64]:
    return np.array(letter_numbers_of(form[:LONGEST]), np.int64)


@functools.lru_cache(maxsize=65536)
def _originals(form: str) -> Originals:
    return Originals.from_steps([_steps(form, False, True)])


@functools.lru_cache(maxsize=65536)
def _quality(a: str, a_arabic: bool, b: str, b_arabic: bool) -> float:
    if a == b:
        return 1.0
    there = load_letter_model(a_arabic, b_arabic).log_probability(_steps(a, a_arabic, b_arabic), _letters(b))
    back = load_letter_model(b_arabic, a_arabic).log_probability(_steps(b, b_arabic, a_arabic), _letters(a))
    original = None if a_arabic or b_arabic else _originals(a).compare(_originals(b), np.zeros(1, np.int64))
    return float(quality_of(np.array([there + back]), np.array([(len(a) + len(b)) / 2]), original)[0])


def compare_units(a: NameUnit, b: NameUnit) -> float:
    """How well two units agree, 0-1, with or without the article; a little less where one is only the core of the other."""
    return max(
        p * q * _quality(x, a.arabic, y, b.arabic) for x, p in weighted_forms_of(a) for y, q in weighted_forms_of(b)
    )


def weighted_forms_of(unit: NameUnit) -> list[tuple[str, float]]:
    """The words that a unit is compared as, and what each is worth, 0-1."""
    whole = [(form, 1.0) for form in unit.forms]
    return [*whole, (unit.core, CORE)] if unit.core else whole


class Agreement(StrEnum):
    """What is said of a unit and its partner."""

    SAME = "same"
    SPELLED = "spelled"
    ALIKE = "alike"
    UNLIKE = "unlike"
    MISSING = "missing"


_SAID = {
    Agreement.SAME: ("written the same", "مكتوب بالحروف نفسها"),
    Agreement.SPELLED: ("the same name, spelled differently", "الاسم نفسه برسم آخر"),
    Agreement.ALIKE: ("perhaps the same name", "ربما الاسم نفسه"),
    Agreement.UNLIKE: ("hardly the same name", "يُستبعد أنه الاسم نفسه"),
    Agreement.MISSING: ("not in the other name", "غير موجود في الاسم الآخر"),
}


@dataclass(frozen=True)
class UnitMatch:
    """One unit of the first name and what it was matched with in the second; a unit of the second alone has an empty `a`.

    quality: 0-1, of this unit by itself. moved: it stands elsewhere in the order.
    """

    a: str
    b: str
    agreement: Agreement
    quality: float
    moved: bool = False

    def label(self, language: str) -> str:
        """The agreement in words, English or Arabic ("ar")."""
        return _SAID[self.agreement][language.split("-")[0] == "ar"]


@dataclass(frozen=True)
class Explanation:
    """score: as of `similarity`. parts: every unit of both names. whole: likeness of the whole skeletons, 0-1."""

    score: float
    parts: tuple[UnitMatch, ...]
    whole: float


def similarity(a: str, b: str) -> float:
    """How sure it is that two names are of one person, as far as names can tell: 0-1, 1 only for equal names.

    Symmetric; any two strings go in. At a score of THRESHOLD and above, the share of right pairs is stated in docs/text.md.
    """
    return explain(a, b).score


def explain(a: str, b: str) -> Explanation:
    """The score of two names and why: each unit with its partner, what is missing, what moved.

    Where a text holds several names of one person (an alias, the name in the other script), the best pair of them.
    """
    if a > b:
        mirrored = explain(b, a)
        parts = tuple(UnitMatch(p.b, p.a, p.agreement, p.quality, p.moved) for p in mirrored.parts)
        return Explanation(mirrored.score, parts, mirrored.whole)
    firsts, seconds = read_names(a), read_names(b)
    if a == b or (len(firsts) == len(seconds) == 1 and firsts[0].units and firsts[0].units == seconds[0].units):
        return Explanation(
            1.0, tuple(UnitMatch(unit.letters, unit.letters, Agreement.SAME, 1.0) for unit in firsts[0].units), 1.0
        )
    pairs = [_explained(first.units, second.units) for first in firsts for second in seconds]
    return max(pairs, key=lambda explanation: explanation.score)


def _explained(first: tuple[NameUnit, ...], second: tuple[NameUnit, ...]) -> Explanation:
    """The same of two names in their units; two units may be one that was written apart."""
    m, n = len(first), len(second)
    if not m or not n:
        return Explanation(0.0, (), 0.0)
    best = _compared(first, second)
    longer, shorter = (first, second) if m > n else (second, first)
    for at in range(len(longer) - 1 if m != n else 0):
        written_together = (*longer[:at], _joined(longer[at], longer[at + 1]), *longer[at + 2 :])
        pair = (written_together, shorter) if m > n else (shorter, written_together)
        best = max(best, _compared(*pair), key=lambda explanation: explanation.score)
    return best


def _joined(a: NameUnit, b: NameUnit) -> NameUnit:
    """Two units as one word: what one source writes apart, another writes together."""
    return NameUnit(
        tuple(dict.fromkeys(x + y for x in a.forms[:1] for y in (b.forms[0], b.forms[-1]))), a.arabic, a.role
    )


def signals_of(a: str, b: str) -> NDArray[np.float64]:
    """The signals of two names, as SIGNALS names them; zeros where one has no letters."""
    units = [read_name(name).units for name in sorted((a, b))]
    return _weighed(units[0], units[1])[0] if all(units) else np.zeros(len(SIGNALS))


def _weighed(
    first: tuple[NameUnit, ...], second: tuple[NameUnit, ...]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64], float]:
    """Signals, qualities, partners and whole likeness of two names."""
    m, n = len(first), len(second)
    quality = np.zeros((MOST_UNITS, MOST_UNITS))
    for i, unit in enumerate(first):
        for j, other in enumerate(second):
            quality[i, j] = compare_units(unit, other)
    out, partner = np.zeros(len(SIGNALS)), np.zeros(MOST_UNITS, np.int64)
    weights = [np.array([unit_weight(unit) for unit in units]) for units in (first, second)]
    codes = [skeleton_codes_of(units) for units in (first, second)]
    whole = float(compare_skeletons(letter_places_of(codes[0]), len(codes[0]), codes[1]))
    write_signals(quality, m, n, *weights, whole, float(first[0].arabic == second[0].arabic), out, partner)
    return out, quality, partner, whole


def _compared(first: tuple[NameUnit, ...], second: tuple[NameUnit, ...]) -> Explanation:
    out, quality, partner, whole = _weighed(first, second)
    m = len(first)
    found = [_part(first, second, i, int(partner[i]), quality, partner[:m]) for i in range(m)]
    found += [
        UnitMatch("", unit.letters, Agreement.MISSING, 0.0) for j, unit in enumerate(second) if j not in partner[:m]
    ]
    return Explanation(float(scores_of(out[None])[0]), tuple(found), whole)


def _part(
    a: tuple[NameUnit, ...],
    b: tuple[NameUnit, ...],
    i: int,
    j: int,
    quality: NDArray[np.float64],
    partner: NDArray[np.int64],
) -> UnitMatch:
    if j < 0:
        return UnitMatch(a[i].letters, "", Agreement.MISSING, 0.0)
    q = float(quality[i, j])
    same = set(a[i].forms) & set(b[j].forms)
    agreement = (
        Agreement.SAME if same else Agreement.SPELLED if q > 0.5 else Agreement.ALIKE if q > 0.2 else Agreement.UNLIKE
    )
    moved = any((k < i) != (partner[k] < j) for k in range(len(partner)) if k != i and partner[k] >= 0)
    return UnitMatch(a[i].letters, b[j].letters, agreement, q, moved)
