"""How right the matcher is, is estimated from what persons judged; where they judged too little, it is not known."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.matching.estimates import JudgedBand, estimate_quality, read_bands
from dalil.matching.models import LikelyPair
from dalil.record import actions
from dalil.record.models import Verdict


def test_a_band_that_hardly_anybody_judged_leaves_what_rests_on_it_unknown():
    bands = [JudgedBand(0.05, 0.5, 400, 2, 0), JudgedBand(0.5, 1.0, 100, 40, 39)]
    precision, recall = estimate_quality(bands, 0.5)
    assert precision is not None and recall is None
    assert estimate_quality([JudgedBand(0.5, 1.0, 100, 3, 3)], 0.5) == (None, None)


def test_what_was_judged_whole_is_known_without_a_doubt():
    bands = [JudgedBand(0.05, 0.5, 3, 3, 1), JudgedBand(0.5, 1.0, 20, 20, 19)]
    precision, recall = estimate_quality(bands, 0.5)
    assert precision.low == precision.high == pytest.approx(0.95)
    assert recall.low == recall.high == pytest.approx(19 / 20)


@settings(max_examples=40)
@given(st.integers(20, 400), st.floats(0.1, 0.95), st.floats(0.05, 0.6))
def test_the_interval_holds_the_point_and_is_narrower_the_more_is_judged(pairs, same, judged):
    def precision(judged: int):
        return estimate_quality([JudgedBand(0.5, 1.0, pairs, judged, round(same * judged))], 0.5)[0]

    few, many = precision(max(5, int(pairs * judged))), precision(pairs)
    assert 0 <= few.low <= few.point <= few.high <= 1
    assert few.high - few.low >= many.high - many.low


def test_the_bands_are_read_from_what_persons_judged_and_no_model(enter, bob):
    one, two, three = (enter({"when": "2019-05-01", "killed": "5"}, origin=f"monitor-{each}") for each in (1, 2, 3))
    for a, b, likelihood in ((one, two, 0.95), (one, three, 0.3), (two, three, 0.6)):
        LikelyPair.objects.create(a=a, b=b, kind="incident", likelihood=likelihood, levels=[])
    actions.judge(one, two, Verdict.SAME, actor=bob)
    actions.judge(two, three, Verdict.SAME, actor=bob, matcher="incident-1", score=0.6)
    bands = {band.least: (band.pairs, band.judged, band.same) for band in read_bands("incident", 0.5)}
    assert bands == {0.05: (0, 0, 0), 0.2: (1, 0, 0), 0.5: (1, 0, 0), 0.7: (0, 0, 0), 0.9: (1, 1, 1)}
