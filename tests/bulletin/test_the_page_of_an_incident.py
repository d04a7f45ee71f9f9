"""The page of an incident says at its head what is known, in conflict and unknown; then who says what in which words, and what was done to it."""

import re

import pytest

from dalil.record import actions
from dalil.record.models import Verdict
from dalil.values import Count, When

STRIKE = {"what": "AIR_STRIKE", "where": {"places": ["SY07"], "name": "the old market of Ariha"}}
AT_NOON = When.parse("2019-05-01T12:40").model_dump(mode="json") | {"said": "a little before one, 12:40"}


@pytest.fixture
def told(enter, bob):
    """A strike of which two monitors tell in numbers that exclude each other; a paper passes one of them on; the army denies it."""
    families = {**Count.at_least(30).model_dump(mode="json"), "unit": "family"}
    army = {"actor": "SYR_ARMY", "attribution": "officials_deny"}
    reports = [
        enter(
            STRIKE | {"when": AT_NOON, "killed": "5", "weapons": ["BARREL_BOMB"], "parties": [army]},
            origin="north-monitor",
        ),
        enter(
            STRIKE | {"when": "2019-05-01", "killed": "9", "weapons": ["MORTAR", "CLUSTER"]},
            origin="field-daily",
        ),
        enter(STRIKE | {"when": "2019-05-01", "displaced": families}, origin="north-monitor", relay="quick-paper"),
    ]
    for other in reports[1:]:
        actions.judge(reports[0], other, Verdict.SAME, actor=bob)
    return reports


def words(reader, path):
    html = re.sub(r"<svg.*?</svg>", " ", reader.get(path).content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def head_of(seen):
    return seen[: seen.index("What happened")]


def test_the_head_says_how_many_with_the_doubts_and_on_what_reports_differ(told, reader):
    head = head_of(words(reader, f"/en/record/{told[0].address}/"))
    assert "Killed 5–9 people, in conflict" in head
    assert "Displaced at least 30 families" in head
    assert "reports differ Killed , With what" in head, "killed, weapons"


def test_of_what_nobody_counted_the_head_says_that_it_is_unknown(enter, reader):
    this = enter(STRIKE | {"when": "2019-05-01"}, origin="north-monitor")
    assert "No report says how many. That is unknown, which is not zero." in words(
        reader, f"/en/record/{this.address}/"
    )
    assert "لا تذكر أي إفادة العدد" in words(reader, f"/ar/record/{this.address}/")


def test_the_grade_stands_with_its_reasons(told, enter, reader):
    head = head_of(words(reader, f"/en/record/{told[0].address}/"))
    assert "North-Monitor and Field-Daily say so, each for itself." in head
    assert "Quick-Paper only passes it on; that adds no origin." in head
    alone = enter(STRIKE | {"when": "2019-07-01"}, origin="lone-witness")
    assert "Lone-Witness alone says so." in words(reader, f"/en/record/{alone.address}/")


def test_time_place_and_weapon_stand_as_coded_and_in_the_words_of_the_source(told, reader):
    html = reader.get(f"/en/record/{told[0].address}/").content.decode()
    seen = words(reader, f"/en/record/{told[0].address}/")
    assert "1 May 2019, 12:40 (the time of the place) in the words: a little before one, 12:40" in seen
    assert "in the words: the old market of Ariha" in seen
    assert '<a href="/en/terms/weapons/MORTAR/">' in html, "each of several weapons leads to its own page"


def test_what_the_accused_answer_stands_apart_from_what_they_are_accused_of(told, reader):
    seen = words(reader, f"/en/record/{told[0].address}/")
    assert "By whom Syrian Arab Army" in seen
    assert "What the accused answer Syrian Arab Army: officials deny it" in seen
    assert "ردّ المتهمين الجيش العربي السوري: الجهة الرسمية تنفيه" in words(reader, f"/ar/record/{told[0].address}/")


def test_each_card_says_what_its_report_states(told, reader):
    seen = words(reader, f"/en/record/{told[0].address}/")
    cards = seen[seen.rindex("Who says what") :]
    assert "Killed 5 people" in cards
    assert "Killed 9 people" in cards


def test_the_history_says_what_was_done_and_never_by_whom(told, enter, alice, bob, reader):
    actions.withdraw(told[2], actor=alice, reason="another strike")
    seen = words(reader, f"/en/record/{told[0].address}/")
    history = seen[seen.index("History") : seen.index("Stable address")]
    assert "3 reports were entered." in history
    assert "A person judged 2 pairs of these reports to be about the same thing." in history
    assert "The report of North-Monitor was withdrawn: another strike" in history
    assert alice.get_username() not in history
    assert bob.get_username() not in history
