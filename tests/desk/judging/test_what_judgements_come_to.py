"""Whoever joins, parts or takes back is told what came of it: nothing is said to be joined that stays apart, nor the other way round."""

import re

import pytest

from dalil.archive.protection import Viewer
from dalil.record.entities import entity_at
from dalil.record.models import Judgement

COMPARE = "/desk/record/judge/compare/"


@pytest.fixture
def three(enter):
    """Three monitors tell of a strike on one town."""
    at = {"places": ["C3916"], "name": "Saraqib"}
    return [
        enter({"when": "2019-05-01", "killed": "5", "where": at}, origin=name) for name in ("north", "south", "east")
    ]


def judge(client, one, other, verdict):
    return client.post(COMPARE, {"a": one.address, "b": other.address, "verdict": verdict, "reason": "r"}, follow=True)


def take_back(client, judgement):
    return client.post(f"/desk/record/judge/{judgement.pk}/undo/", {"reason": "r"}, follow=True)


def told(answer):
    """What a screen says came of it."""
    return [str(message) for message in answer.context["messages"]]


def size(report):
    return len(entity_at(report.address, Viewer.steward()).reports)


def line_of(client, report, words):
    text = client.get(f"/desk/record/reports/{report.address}/").content.decode()
    return [line for line in re.split(r"<li>", text) if words in line]


def test_a_button_pressed_twice_judges_once_and_one_taking_back_parts_the_two(as_, three):
    bob = as_("bob")
    judge(bob, *three[:2], "same")
    assert told(judge(bob, *three[:2], "same")) == ["You have judged this so already; nothing was added."]
    assert Judgement.objects.count() == 1
    assert told(take_back(bob, Judgement.objects.get())) == ["The judgement is taken back."] and size(three[0]) == 1


def test_bob_may_think_better_of_it_and_back_again(as_, three):
    bob = as_("bob")
    for verdict in ("same", "different", "same"):
        judge(bob, *three[:2], verdict)
    assert Judgement.objects.count() == 3 and size(three[0]) == 2
    assert len(line_of(bob, three[0], "another judgement of this pair holds")) == 1


def test_what_two_people_joined_stays_joined_when_one_takes_their_word_back_and_the_screen_says_so(as_, three):
    judge(as_("bob"), *three[:2], "same")
    judge(as_("salma"), *three[:2], "same")
    first, second = Judgement.objects.order_by("pk")
    (words,) = told(take_back(as_("bob"), first))
    assert "still held for one thing" in words and size(three[0]) == 2
    assert told(take_back(as_("salma"), second)) == ["The judgement is taken back."] and size(three[0]) == 1


def test_who_joins_what_somebody_keeps_apart_learns_that_it_stays_apart(as_, three):
    one, two, three_ = three
    judge(as_("bob"), one, two, "same")
    judge(as_("bob"), one, three_, "different")
    (words,) = told(judge(as_("salma"), two, three_, "same"))
    assert "stay apart" in words and "Saraqib" in words
    assert size(three_) == 1
    (line,) = line_of(as_("rana"), three_, "no effect")
    assert "salma" in line and "keeps apart" in line
    take_back(as_("bob"), Judgement.objects.get(verdict="different"))
    assert size(three_) == 3 and not line_of(as_("rana"), three_, "no effect")


def test_parting_two_of_three_marks_the_judgement_that_gave_way(as_, three):
    one, two, three_ = three
    bob = as_("bob")
    judge(bob, one, two, "same")
    judge(bob, two, three_, "same")
    judge(bob, one, three_, "different")
    assert [size(each) for each in three] == [2, 2, 1]
    (line,) = line_of(bob, two, "no effect")
    assert three_.address in line


def test_several_at_once_say_of_which_nothing_came_also_in_arabic(as_, three):
    one, two, three_ = three
    judge(as_("bob"), one, two, "same")
    judge(as_("bob"), one, three_, "different")
    pairs = [f"{two.address}-{three_.address}"]
    answer = as_("salma", "ar").post("/desk/record/judge/several/", {"verdict": "same", "pair": pairs}, follow=True)
    (words,) = told(answer)
    assert words.startswith("سُجّل القرار وبقيت الإفادتان منفصلتين")


def test_a_number_that_no_proposal_has_is_passed_over(as_, three):
    answer = as_("bob").get("/desk/record/judge/next/?skip=-1&skip=99999999999999999999")
    assert answer.status_code == 302
