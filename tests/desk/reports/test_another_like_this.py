"""alice enters one strike after the other of one document: what stays filled in, what does not, and what she sees of her day."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from dalil.archive.protection import Level
from dalil.matching.match_runs import match_what_came_in
from dalil.record import actions
from dalil.record.kind import all_kinds, kind_of
from dalil.record.models import Report

NEW = "/desk/record/reports/new/incident/"
MINE = "/desk/record/reports/mine/"
STRIKE = {"when": "2019-05-02T14:30", "killed": "5", "where": {"places": ["C3916"], "name": "Saraqib"}}


def begins_with(page, name):
    return page.context["form"][name].value()


def test_another_from_this_document_keeps_day_and_district_and_no_number(as_, typed):
    alice = as_("alice")
    first = {**typed, "c-when": "2019-05-02", "c-where": "قرب سراقب", "c-where-place": "C3916 Saraqib", "c-killed": "7"}
    following = alice.post(NEW, {**first, "again": "1"}, follow=True)
    assert begins_with(following, "c-when") == "2019-05-02"
    assert begins_with(following, "c-where-place").startswith("SY0700 ")
    assert begins_with(following, "origins") == "Northern Monitor"
    for left_out in ("c-killed", "c-where", "said", "locator"):
        assert not begins_with(following, left_out)


def test_another_like_a_report_that_is_there_begins_as_it_does(as_, enter):
    there = enter({**STRIKE, "weapons": ["BARREL_BOMB"]}, origin="north-monitor")
    alice = as_("alice")
    assert f"like={there.address}" in alice.get(f"/desk/record/reports/{there.address}/").content.decode()
    page = alice.get(f"{NEW}?like={there.address}")
    assert begins_with(page, "document").startswith(there.document.address)
    assert begins_with(page, "origins") == "north-monitor"
    assert begins_with(page, "c-when") == "2019-05-02"  # the minute is that of one strike
    assert begins_with(page, "c-where-place").startswith("SY0700 ")
    assert not begins_with(page, "c-killed") and not begins_with(page, "c-weapons")
    assert Report.objects.count() == 1


def test_what_alice_may_not_see_fills_in_nothing(as_, enter):
    hidden = enter(STRIKE, level=Level.RESTRICTED, groups=[Group.objects.create(name="the four")])
    assert as_("alice").get(f"{NEW}?like={hidden.address}").status_code == 404


def test_the_form_of_an_incident_shows_ten_inputs_and_unfolds_the_rest(as_, typed):
    alice = as_("alice")
    form = alice.get(NEW).context["form"]
    assert len(form.first_inputs) == 9  # what it says of it is asked in both languages
    assert not form.says_further
    assert [each.name for each in (*form.first_inputs, *form.further_inputs)].count("c-missing") == 1
    wrong = alice.post(NEW, {**typed, "c-missing": "12-9"})
    assert wrong.context["form"].says_further
    assert '<details class="desk-more" open><summary>More of what it says' in wrong.content.decode()


@pytest.mark.parametrize("kind", sorted(all_kinds()))
def test_every_input_of_a_kind_is_in_its_form_once(as_, kind):
    form = as_("alice").get(f"/desk/record/reports/new/{kind}/").context["form"]
    assert sorted(each.name for each in (*form.first_inputs, *form.further_inputs)) == sorted(
        each.name for each in form.inputs
    )


def test_alice_sees_what_she_entered_today_and_what_may_be_there_twice(as_, enter, edith, document):
    alice = as_("alice")
    assert "Nothing was entered by you" in alice.get(MINE).content.decode()
    own = enter(STRIKE, origin="north-monitor")
    told = kind_of("incident").model_validate({**STRIKE, "killed": "5-6"})
    draft = actions.Draft(claim=told, document=document, locator="p. 7", attribution=actions.credit_sources([]))
    other = actions.enter_report(draft, actor=edith)
    match_what_came_in()
    page = alice.get(MINE)
    assert [each.report for each in page.context["own"]] == [own]
    assert [report for report, _ in page.context["own"][0].alike] == [other]
    text = page.content.decode()
    assert "May be about the same thing" in text and "compare/" not in text  # a contributor judges nothing
    assert "قد تكون عن الشيء نفسه" in as_("alice", "ar").get(MINE).content.decode()


def test_a_hidden_report_stands_beside_none_of_hers(as_, enter):
    enter(STRIKE, origin="north-monitor")
    circle = [Group.objects.create(name="the four")]
    enter({**STRIKE, "killed": "5-6"}, origin="field-daily", level=Level.RESTRICTED, groups=circle)
    match_what_came_in()
    assert as_("alice").get(MINE).context["own"][0].alike == ()


def test_another_day_is_asked_for_and_no_day_is_today(as_, enter):
    enter(STRIKE)
    alice = as_("alice")
    assert alice.get(f"{MINE}?day=2019-05-02").context["own"] == []
    assert len(alice.get(f"{MINE}?day=yesterday").context["own"]) == 1
