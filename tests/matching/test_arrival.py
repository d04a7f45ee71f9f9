"""Before a report is entered, those that may be about the same thing are named."""

from __future__ import annotations

from dalil.archive.protection import Level, Viewer
from dalil.columns.projection import refresh
from dalil.matching.arrival import find_alike
from dalil.record.kind import kind_of

SARAQIB = {"places": ["C3916"], "name": "Saraqib", "lat": 35.864, "lon": 36.806}
STRIKE = {"when": "2018-01-19", "where": SARAQIB, "killed": "13-14"}
CLAIM = kind_of("incident").model_validate(STRIKE)


def laid_out():
    refresh(Viewer.steward())


def test_a_report_of_the_same_day_and_place_is_named_with_its_reasons_and_others_are_not(enter):
    north = enter(STRIKE, origin="north-monitor")
    enter({**STRIKE, "when": "2018-02-19"}, origin="north-monitor")
    laid_out()
    (alike,) = find_alike(CLAIM, Viewer.public())
    assert alike.report == north and alike.likelihood > 0.9
    assert {each.level for each in alike.reasons} == {"same_day", "name_and_point", "same_large"}


def test_what_somebody_may_not_see_is_not_named_to_them(enter):
    enter(STRIKE, origin="north-monitor", level=Level.INTERNAL)
    laid_out()
    assert find_alike(CLAIM, Viewer.public()) == []
    assert len(find_alike(CLAIM, Viewer.steward())) == 1


def test_a_kind_that_is_not_matched_has_nothing_alike(enter):
    tally = enter({"what": "killed", "count": "82+"}, kind="tally")
    laid_out()
    assert find_alike(tally.claim, Viewer.steward()) == []
