"""The similarity of two names says whether they may be of one person: a score, and an explanation of it unit by unit."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from dalil.letters import letter_numbers_of
from dalil.text.names.assignment import (
    LEAST_WHOLE,
    MOST_UNITS,
    SIGNALS,
    beginning_quality,
    compare_skeletons,
    compare_wholes,
    letter_places_of,
    write_signals,
)
from dalil.text.names.name_reader import NameUnit, is_particle, read_name, read_names
from dalil.text.skeleton import skeleton_of
from dalil.text.spelling import (
    LONGEST,
    Originals,
    Steps,
    how_known,
    load_letter_model,
    quality_of,
    slip_letters_of,
    slip_quality,
)

THRESHOLD = 0.4
"""From this score on, two names are taken for one. docs/text.md says how precise that is."""
WHOLE_LETTERS = 64
"""How many letters of the skeleton of a whole name are compared."""
MOST_COVERED, WHOLE_AGAIN = SIGNALS.index("most_covered"), SIGNALS.index("whole_again")
SAME_SCRIPT = SIGNALS.index("same_script")
CORE = 0.8
"""What the name inside a compound is worth beside the whole of it."""
LONE = 0.3
"""What a particle counts for whose other half is missing."""
ALMOST = 0.999
"""Two names that are written differently never score more."""


_Weights = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


@functools.cache
def _weighing() -> tuple[_Weights, _Weights]:
    """Load the weights for names across scripts, and for those of one script: of each signal by itself, of the signals in each hidden
    unit, and of the hidden units."""
    kept = json.loads(files("dalil.text.names").joinpath("weights.json").read_text("utf-8"))
    loaded = []
    for name in ("across", "within"):
        weights, inner = np.array(kept[name]["weights"]), np.array(kept[name]["hidden"])
        loaded.append((weights[: len(inner)], inner, weights[len(inner) :]))
    return loaded[0], loaded[1]


def scores_of(signal: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the score of each row of signals, by the learned logistic: 0 to ALMOST, towards 0 where the names share hardly anything.

    >>> scores = scores_of(np.array([signals_of("Samir Qasim", "سمير قاسم"), signals_of("Samir Qasim", "Layla Haddad")]))
    >>> bool(scores[0] > THRESHOLD > scores[1])
    True
    """
    across, within = (
        1 / (1 + np.exp(-(signal @ direct + np.tanh(signal @ inner) @ outer))) for direct, inner, outer in _weighing()
    )
    score: NDArray[np.float64] = np.where(signal[:, SAME_SCRIPT] > 0, within, across)
    shared = np.maximum(signal[:, MOST_COVERED], signal[:, WHOLE_AGAIN])
    weighed: NDArray[np.float64] = (score * np.minimum(2 * shared, 1)).round(6)
    return np.minimum(weighed, ALMOST)


def unit_weight(unit: NameUnit) -> float:
    """Return what a unit counts for, 0 to 1: an initial and a lone particle count less than a name.

    >>> [round(unit_weight(unit), 2) for unit in read_name("S Qasim").units]
    [0.33, 1.0]
    """
    return LONE if is_particle(unit) else min(1.0, len(unit.forms[-1]) / 3)


def skeleton_codes_of(units: tuple[NameUnit, ...]) -> NDArray[np.uint8]:
    """Return the skeleton of a whole name as bytes, for the likeness of whole strings.

    >>> bytes(skeleton_codes_of(read_name("Samir Qasim").units))
    b'smrksm'
    """
    return np.frombuffer("".join(skeleton_of(unit.letters) for unit in units).encode()[:WHOLE_LETTERS], np.uint8)


def whole_letters_of(units: tuple[NameUnit, ...]) -> NDArray[np.uint8]:
    """Return the letters of a whole name, folded and numbered, for the likeness of whole strings.

    >>> len(whole_letters_of(read_name("Samir Qasim").units))
    10
    """
    return np.concatenate([*(_slip_letters(unit.letters) for unit in units), np.zeros(0, np.uint8)])[:WHOLE_LETTERS]


@functools.lru_cache(maxsize=65536)
def _steps(form: str, arabic: bool, to: bool) -> Steps:
    return load_letter_model(arabic, to).steps_of([letter_numbers_of(form[:LONGEST])])[0]


@functools.lru_cache(maxsize=65536)
def _letters(form: str) -> NDArray[np.int64]:
    return np.array(letter_numbers_of(form[:LONGEST]), np.int64)


_slip_letters = functools.lru_cache(maxsize=65536)(slip_letters_of)


@functools.lru_cache(maxsize=65536)
def _originals(form: str) -> Originals:
    return Originals.from_steps([_steps(form, False, True)])


@functools.lru_cache(maxsize=65536)
def _spelling_quality(a: str, a_arabic: bool, b: str, b_arabic: bool) -> float:
    if a == b:
        return 1.0
    there = load_letter_model(a_arabic, b_arabic).log_probability(_steps(a, a_arabic, b_arabic), _letters(b))
    back = load_letter_model(b_arabic, a_arabic).log_probability(_steps(b, b_arabic, a_arabic), _letters(a))
    original = None if a_arabic or b_arabic else _originals(a).compare(_originals(b), np.zeros(1, np.int64))
    return float(quality_of(np.array([there + back]), np.array([(len(a) + len(b)) / 2]), original)[0])


@functools.lru_cache(maxsize=65536)
def _quality(a: str, a_arabic: bool, b: str, b_arabic: bool) -> float:
    spelled = _spelling_quality(a, a_arabic, b, b_arabic)
    if a_arabic != b_arabic or spelled == 1:
        return spelled
    known = how_known(a, a_arabic) * how_known(b, b_arabic)
    return max(spelled, float(slip_quality(_slip_letters(a), _slip_letters(b), int(a_arabic), known)))


def compare_units(a: NameUnit, b: NameUnit) -> float:
    """Return how well two units agree, 0 to 1, with or without the article, as spellings of one word or by a slip of the pen.

    Where one unit is only the core of the other, they agree a little less.

    >>> samir, qasim = read_name("Samir al-Qasim").units
    >>> round(compare_units(qasim, read_name("Qasim").units[0]), 2), compare_units(samir, qasim) < 0.01
    (1.0, True)
    """
    return max(
        _beginning(a, b),
        *(p * q * _quality(x, a.arabic, y, b.arabic) for x, p in weighted_forms_of(a) for y, q in weighted_forms_of(b)),
    )


def compare_spellings(a: NameUnit, b: NameUnit) -> float:
    """Return how well two units agree, 0 to 1, as spellings of one word alone: for names of places, of which many are one letter apart.

    >>> hama, hamam = (read_name(name).units[0] for name in ("Hama", "Hamam"))
    >>> compare_spellings(hama, hamam) < 0.1 < compare_units(hama, hamam)
    True
    """
    return max(
        p * q * _spelling_quality(x, a.arabic, y, b.arabic)
        for x, p in weighted_forms_of(a)
        for y, q in weighted_forms_of(b)
    )


def _beginning(a: NameUnit, b: NameUnit) -> float:
    """Return what it says that one unit is only the beginning of the other: an initial, or a name that was cut off."""
    if a.arabic != b.arabic:
        return 0.0
    return float(beginning_quality(_slip_letters(a.forms[-1]), _slip_letters(b.forms[-1])))


def weighted_forms_of(unit: NameUnit) -> list[tuple[str, float]]:
    """Return the words that a unit is compared as, and what each is worth, 0 to 1.

    >>> weighted_forms_of(read_name("عبد الرحمن").units[0])
    [('عبدالرحمن', 1.0), ('رحمن', 0.8)]
    """
    whole = [(form, 1.0) for form in unit.forms]
    return [*whole, (unit.core, CORE)] if unit.core else whole


class Agreement(StrEnum):
    """How a unit agrees with its partner in the other name."""

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
    """One unit of the first name (a) and its partner in the second (b). The empty string stands for a partner that is missing.

    quality: how well the two agree, 0 to 1. moved: whether the unit stands elsewhere in the order of the other name.
    """

    a: str
    b: str
    agreement: Agreement
    quality: float
    moved: bool = False

    def label(self, language: str) -> str:
        """Say the agreement in words, in Arabic for "ar" and in English for any other language."""
        return _SAID[self.agreement][language.split("-")[0] == "ar"]


@dataclass(frozen=True)
class Explanation:
    """Why two names have their score.

    score: that of `similarity`. units: every unit of both names. whole: the likeness of the whole skeletons, 0 to 1.
    """

    score: float
    units: tuple[UnitMatch, ...]
    whole: float


def similarity(a: str, b: str) -> float:
    """Return how sure it is that two names are of one person, as far as names alone can tell: 0 to 1, and 1 for equal names only.

    The order of the two does not matter. Any two strings go in. From a score of THRESHOLD on, two names are taken for one;
    docs/text.md says how many such pairs are right.

    >>> similarity("سمير القاسم", "Samir al-Qasim") > THRESHOLD > similarity("سمير القاسم", "Samar Haddad")
    True
    """
    return explain(a, b).score


def explain(a: str, b: str) -> Explanation:
    """Explain the score of two names: each unit with its partner, what is missing, what moved.

    Where a text holds several names of one person (an alias, the name in the other script), the best pair of them is explained.

    >>> [(unit.a, unit.b, unit.label("en"), unit.moved) for unit in explain("Qasim, Samir", "Samir Qasim").units]
    [('qasim', 'qasim', 'written the same', True), ('samir', 'samir', 'written the same', True)]
    """
    if a > b:
        mirrored = explain(b, a)
        units = tuple(UnitMatch(each.b, each.a, each.agreement, each.quality, each.moved) for each in mirrored.units)
        return Explanation(mirrored.score, units, mirrored.whole)
    firsts, seconds = read_names(a), read_names(b)
    if a == b or (len(firsts) == len(seconds) == 1 and firsts[0].units and firsts[0].units == seconds[0].units):
        return Explanation(
            1.0, tuple(UnitMatch(unit.letters, unit.letters, Agreement.SAME, 1.0) for unit in firsts[0].units), 1.0
        )
    pairs = [_explained(first.units, second.units) for first in firsts for second in seconds]
    return max(pairs, key=lambda explanation: explanation.score)


def _explained(first: tuple[NameUnit, ...], second: tuple[NameUnit, ...]) -> Explanation:
    """Explain the score of two names given in units; two units of one may be one unit of the other that was written apart."""
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
    """Join two units into one word: what one source writes apart, another writes together."""
    return NameUnit(
        tuple(dict.fromkeys(x + y for x in a.forms[:1] for y in (b.forms[0], b.forms[-1]))), a.arabic, a.role
    )


def signals_of(a: str, b: str) -> NDArray[np.float64]:
    """Return the signals of two names, in the order of SIGNALS; zeros where one of the names has no letters.

    >>> float(signals_of("Samir Qasim", "Qasim Samir")[SIGNALS.index("disorder")])
    1.0
    """
    units = [read_name(name).units for name in sorted((a, b))]
    return _weighed(units[0], units[1])[0] if all(units) else np.zeros(len(SIGNALS))


def _weighed(
    first: tuple[NameUnit, ...], second: tuple[NameUnit, ...]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64], float]:
    """Return the signals of two names, the qualities of their units, the partners, and the likeness of the whole skeletons."""
    m, n = len(first), len(second)
    quality = np.zeros((MOST_UNITS, MOST_UNITS))
    for i, unit in enumerate(first):
        for j, other in enumerate(second):
            quality[i, j] = compare_units(unit, other)
    out, partner = np.zeros(len(SIGNALS)), np.zeros(MOST_UNITS, np.int64)
    weights = [np.array([unit_weight(unit) for unit in units]) for units in (first, second)]
    codes = [skeleton_codes_of(units) for units in (first, second)]
    whole = float(compare_skeletons(letter_places_of(codes[0]), len(codes[0]), codes[1]))
    one_script = first[0].arabic == second[0].arabic
    alike, begun = (
        compare_wholes(whole_letters_of(first), whole_letters_of(second), int(first[0].arabic))
        if one_script and whole >= LEAST_WHOLE
        else (0.0, 0.0)
    )
    write_signals(quality, m, n, *weights, whole, alike, begun, float(one_script), out, partner)
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
