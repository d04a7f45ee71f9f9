"""Whoever comes to the desk sees first what waits for them, each by what they may do."""

from __future__ import annotations

from django.contrib.auth.models import Group

from dalil.archive.protection import Level
from dalil.matching.match_runs import match_what_came_in
from dalil.matching.second_looks import ask_second_person

STRIKE = {"when": "2019-05-01", "killed": "5", "where": {"places": ["C3916"], "name": "Saraqib"}}


def test_bob_sees_the_pairs_and_salma_what_bob_asks_and_rana_nothing_of_it(as_, enter, staff):
    one, other = enter(STRIKE, origin="north-monitor"), enter(STRIKE, origin="field-daily")
    match_what_came_in()
    assert "Pairs that nobody judged" in as_("bob").get("/desk/").content.decode()
    ask_second_person(one, other, actor=staff["bob"])
    assert "Others ask for a second person" in as_("salma").get("/desk/").content.decode()
    assert "يطلب آخرون رأي شخص ثانٍ" in as_("salma", "ar").get("/desk/").content.decode()
    assert "Others ask" not in as_("bob").get("/desk/").content.decode()
    assert "nobody judged" not in as_("rana").get("/desk/").content.decode()


def test_alice_sees_what_she_entered_today(as_, enter):
    enter(STRIKE)
    assert "You entered today" in as_("alice").get("/desk/").content.decode()


def test_what_is_hidden_from_a_person_is_not_counted(as_, enter):
    circle = [Group.objects.create(name="the four")]
    for origin in ("north-monitor", "field-daily"):
        enter(STRIKE, origin=origin, level=Level.RESTRICTED, groups=circle)
    match_what_came_in()
    assert "nobody judged" not in as_("bob").get("/desk/").content.decode()
