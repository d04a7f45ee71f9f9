"""The page of an entity says of each report its number, its unit and its day, and why it counts or not; a title takes no side."""

import re

import pytest

from dalil.archive.protection import Level
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import Question
from dalil.record import actions
from dalil.record.kind import kind_of
from dalil.record.models import Verdict
from dalil.values import Count

FLOOD = {"when": "2019-12-22", "where": {"places": ["SY07"]}}


@pytest.fixture
def told(enter, bob, alice):
    """A flood of which two monitors tell in people, a third in families; the first monitor counts again, and a fourth is withdrawn."""

    def people(number, as_of=None):
        return {**Count.parse(number).model_dump(mode="json"), "as_of": as_of}

    families = {**Count.at_least(15_500).model_dump(mode="json"), "unit": "family"}
    reports = [
        enter(FLOOD | {"displaced": people("100", "2019-12-22")}, origin="north-monitor"),
        enter(FLOOD | {"displaced": people("120", "2019-12-25")}, origin="north-monitor"),
        enter(FLOOD | {"displaced": people("200+")}, origin="south-monitor"),
        enter(FLOOD | {"displaced": families}, origin="camp-committee"),
        enter(FLOOD | {"displaced": people("999")}, origin="quick-paper"),
    ]
    for other in reports[1:]:
        actions.judge(reports[0], other, Verdict.SAME, actor=bob)
    actions.withdraw(reports[4], actor=alice, reason="another flood")
    return reports


def words(reader, path):
    return " ".join(re.sub(r"<[^>]*>", " ", reader.get(path).content.decode()).split())


def test_each_report_stands_with_its_number_and_why_it_counts_or_not(told, reader):
    seen = words(reader, f"/en/record/{told[0].address}/")
    for line in (
        "North-Monitor 100 people 22 December 2019 a later number of the same origin took its place",
        "North-Monitor 120 people 25 December 2019 yes",
        "South-Monitor at least 200 people not stated yes",
        "Camp-Committee at least 15,500 families not stated counted apart: another unit, or other people",
        "Quick-Paper 999 people not stated withdrawn",
    ):
        assert line in seen, line
    assert "Told apart from it: at least 15,500 families" in seen
    assert "at least 120 people, in conflict" in seen, "the reported range says that it is in conflict"
    arabic = words(reader, f"/ar/record/{told[0].address}/")
    assert "حلّ محله رقم أحدث من المصدر نفسه" in arabic and "١٢٠ شخصاً" in arabic


def test_the_title_of_what_is_told_in_two_ways_takes_no_side(enter, bob, reader):
    first, second = (
        enter(
            {"what": "killed", "count": number, "where": {"places": ["SY07"]}}, kind="tally", origin=f"monitor-{number}"
        )
        for number in ("5", "7")
    )
    actions.judge(first, second, Verdict.SAME, actor=bob)
    assert "Killed: 5–7, in conflict, Idlib" in words(reader, f"/en/record/{first.address}/")
    assert "Killed: 5–7, in conflict, Idlib" in words(reader, "/en/record/")


def test_a_figure_in_the_agreed_reading_says_that_it_is_in_conflict(enter, bob, edith, reader):
    first, second = (
        enter({"when": "2019-05-01", "killed": number}, origin=f"monitor-of-{number}") for number in ("3", "7")
    )
    actions.judge(first, second, Verdict.SAME, actor=bob)
    asked = Question.of({"measure": "killed", "reading": "agreed"})
    publish_edition(define_figure("killed", asked, actor=edith, title_en="Killed"), actor=edith)
    html = reader.get("/en/figures/killed/").content.decode()
    assert '<p class="answer"><bdi>in conflict: no number is allowed by every report</bdi>' in html


def test_tallies_of_several_are_said_not_to_be_added(enter, edith, reader):
    for number in ("5", "7"):
        enter({"what": "killed", "count": number}, kind="tally", origin=f"monitor-{number}")
    asked = Question.of({"kind": "tally", "measure": "count"})
    publish_edition(define_figure("killed", asked, actor=edith, title_en="Killed"), actor=edith)
    seen = words(reader, "/en/figures/killed/")
    assert "not added: these numbers overlap" in seen
    readings = seen[seen.index("The readings") : seen.index("The reports behind it")]
    assert "unknown" not in readings.replace("Unknown where", "").replace("unknown while", ""), readings


def test_a_corrected_or_withdrawn_report_does_not_inflate_the_page_of_its_source(enter, alice, reader):
    first = enter({"when": "2019-05-01", "killed": "3"}, origin="north-monitor")
    gone = enter({"when": "2019-05-04", "killed": "9"}, origin="north-monitor")
    enter({"when": "2019-05-09", "killed": "2"}, origin="north-monitor")
    assert _spoken(reader) == 3
    better = actions.Draft(
        claim=kind_of("incident").model_validate({"when": "2019-05-01", "killed": "4"}),
        document=first.document,
        attribution=first.attribution,
        locator="line 1",
        level=Level.INTERNAL,
    )
    hidden = actions.supersede(first, better, actor=alice, reason="A slip.")
    assert _spoken(reader) == 3, "a correction that the public may not see takes nothing away"
    actions.protect(hidden, Level.PUBLIC, actor=alice, reason="Checked.")
    assert _spoken(reader) == 3 and first.address not in reader.get("/en/sources/north-monitor/").content.decode()
    actions.withdraw(gone, actor=alice, reason="It was another place.")
    assert _spoken(reader) == 2


def _spoken(reader):
    """How many reports of which it is the origin the page of the source counts."""
    from dalil.bulletin.record.presenters import present_source
    from dalil.record.models import Source

    counted = present_source(Source.objects.get(code="north-monitor"), "en").as_origin
    assert str(counted) in reader.get("/en/sources/north-monitor/").content.decode()
    return counted
