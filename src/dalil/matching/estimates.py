"""How right the matcher is, estimated from the pairs that persons judged: its precision and its recall, each with an interval.

The pairs are divided by their likelihood, because persons judge more of the uncertain ones. Within one band, those that nobody judged are taken to be
like those that somebody did. Of each band the share about one thing has the Jeffreys prior; what follows for all pairs together is drawn
from it. Recall is of the pairs that were kept as worth a look; what was never a candidate is not in it.

Sources: Cochran, Sampling Techniques (1977), chapter 5; Brown, Cai and DasGupta, Interval Estimation for a Binomial Proportion (2001).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from dalil.matching.model import WORTH_A_LOOK
from dalil.matching.models import LikelyPair
from dalil.record.models import Judgement, Verdict

BANDS = (WORTH_A_LOOK, 0.2, 0.5, 0.7, 0.9, 1.0)
"""The likelihoods that divide the bands."""
LEAST_JUDGED = 5
"""A band of which fewer pairs were judged says nothing, unless it has no more."""
_DRAWS = 4000
_SEED = 2017


@dataclass(frozen=True)
class JudgedBand:
    """The pairs of one band of likelihood: how many there are, how many persons judged, and how many of these are about one thing."""

    least: float
    most: float
    pairs: int
    judged: int
    same: int

    @property
    def says_something(self) -> bool:
        """Whether enough of its pairs were judged to speak for the others."""
        return self.judged >= min(LEAST_JUDGED, self.pairs)


@dataclass(frozen=True)
class Estimate:
    """A share, and the interval that holds it with a probability of 95 in 100."""

    low: float
    point: float
    high: float


def read_bands(kind: str, threshold: float) -> list[JudgedBand]:
    """Read from the record how many pairs of a kind each band has, and what persons judged of them. threshold: always a border of bands."""
    verdicts: dict[tuple[int, int], bool] = {}
    by_persons = Judgement.objects.filter(a__kind=kind, matcher="", retraction=None).order_by("pk")
    for a, b, verdict in by_persons.values_list("a_id", "b_id", "verdict"):
        verdicts[a, b] = verdict == Verdict.SAME
    edges = sorted({*BANDS, threshold})
    counts = {edge: [0, 0, 0] for edge in edges[:-1]}
    for a, b, likelihood in LikelyPair.objects.filter(kind=kind).values_list("a_id", "b_id", "likelihood").iterator():
        count = counts[max(edge for edge in edges[:-1] if edge <= max(likelihood, edges[0]))]
        count[0] += 1
        if (a, b) in verdicts:
            count[1] += 1
            count[2] += verdicts[a, b]
    return [JudgedBand(least, most, *counts[least]) for least, most in pairwise(edges)]


def estimate_quality(bands: Sequence[JudgedBand], threshold: float) -> tuple[Estimate | None, Estimate | None]:
    """Estimate precision and recall of the pairs at or above the threshold. Each is None where a band that it rests on says nothing.

    >>> bands = [JudgedBand(0.05, 0.5, 100, 50, 5), JudgedBand(0.5, 1.0, 100, 50, 49)]
    >>> precision, recall = estimate_quality(bands, 0.5)
    >>> precision.low < 0.97 < precision.high, 0.85 < recall.point < 0.95
    (True, True)
    """
    drawn = {band: _draw_same(band) for band in bands if band.pairs and band.says_something}
    above = [band for band in bands if band.pairs and band.least >= threshold]
    precision = recall = None
    if above and all(band in drawn for band in above):
        right = np.sum([drawn[band] for band in above], axis=0)
        precision = _interval(right / sum(band.pairs for band in above))
        if all(band in drawn for band in bands if band.pairs):
            recall = _interval(right / np.maximum(np.sum(list(drawn.values()), axis=0), 1e-9))
    return precision, recall


def _draw_same(band: JudgedBand) -> np.ndarray:
    """How many pairs of a band are about one thing: those that were judged so, and of the others as many as the judged ones make likely."""
    draw = np.random.default_rng(_SEED + int(band.least * 1000))
    share = draw.beta(band.same + 0.5, band.judged - band.same + 0.5, _DRAWS)
    found: np.ndarray = band.same + draw.binomial(band.pairs - band.judged, share)
    return found


def _interval(shares: np.ndarray) -> Estimate:
    low, high = np.quantile(shares, (0.025, 0.975))
    return Estimate(float(low), float(shares.mean()), float(high))
