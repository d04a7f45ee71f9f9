"""At the desk: a site is entered with what it was at other times; a name that leads to no site is judged and taken back."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from dalil.archive.protection import Level, Viewer
from dalil.matching.models import Pointing
from dalil.matching.pointings import named_sites
from dalil.record.models import Report

TOWN = {"places": ["SY0703-ATMEH-CAMPS"]}


def said(answer):
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def test_a_name_is_judged_and_the_judgement_taken_back(as_, enter):
    desk = as_("bob")
    site = enter({"called": "al-Nour school", "functions": ["SCHOOL"]}, kind="site")
    hit = enter({"when": "2019-05-01", "where": TOWN, "named_sites": ["al-Nour school", "the well"]})
    page = desk.get(reverse("desk:named_sites"))
    assert "These bear the name; where they lie does not say" in said(page) and "the well" in said(page)
    posted = {
        "report": hit.address,
        "name": "al-Nour school",
        "target": site.address,
        "verdict": "same",
        "reason": "seen",
    }
    desk.post(reverse("desk:judge_named_site"), posted)
    (meant, _well) = named_sites(Viewer.public(), [hit.pk])
    assert meant.target == site and not meant.by_matcher
    desk.post(reverse("desk:undo_pointing", args=[Pointing.objects.get().pk]))
    assert not Pointing.objects.exists() and Pointing.everything.get().reason == "seen"
    refused = desk.post(reverse("desk:judge_named_site"), posted | {"name": "no such name"}, follow=True)
    assert "does not name" in said(refused)


def test_who_may_not_see_a_site_is_not_offered_it(as_, enter):
    desk = as_("bob")
    enter({"called": "canary school"}, kind="site", level=Level.RESTRICTED)
    enter({"when": "2019-05-01", "named_sites": ["canary school"]})
    assert said(desk.get(reverse("desk:named_sites"))).count("canary school") == 1


def test_a_site_is_entered_in_the_form_with_its_spans_and_a_shock_in_its_units(as_, typed):
    alice = as_("alice")
    assert "What it was at other times" in said(alice.get(reverse("desk:enter", args=["site"])))
    names = {
        "c-called-en": "al-Nour",
        "c-functions": "SCHOOL",
        "c-where-place": "SY07",
        "c-part_of-name": "the quarter",
    }
    span = {"c-earlier-0-when": "2009..2013", "c-earlier-0-function": "CLINIC", "c-capacity": "300"}
    alice.post(reverse("desk:enter", args=["site"]), {**typed, **names, **span})
    claim = Report.objects.get(kind="site").claim
    assert (claim.earlier[0].function, claim.part_of.name, claim.capacity.low) == ("CLINIC", "the quarter", 300)
    flood = {
        "c-what": "FLOOD",
        "c-families": "11001+",
        "c-families-unit": "family",
        "c-tents_damaged": "40",
        "c-tents_damaged-unit": "tent",
    }
    alice.post(reverse("desk:enter", args=["shock"]), {**typed, **flood})
    shock = Report.objects.get(kind="shock").claim
    assert (shock.families.unit, shock.families.low, shock.tents_damaged.unit) == ("family", 11001, "tent")
    wrong = alice.post(reverse("desk:enter", args=["shock"]), {**typed, **flood, "c-tents_damaged-unit": "family"})
    assert "counts tents and not families" in said(wrong) and Report.objects.filter(kind="shock").count() == 1


@pytest.mark.parametrize("words", ["30 persons", "٣٠ شخصاً"])
def test_people_are_refused_beside_the_box_of_families_whatever_unit_is_chosen(as_, typed, words):
    alice, flood = as_("alice"), {"c-what": "FLOOD", "c-families": words}
    for unit, beside in (("family", "c-families"), ("tent", "c-families-unit")):
        answer = alice.post(reverse("desk:enter", args=["shock"]), {**typed, **flood, "c-families-unit": unit})
        assert beside in answer.context["form"].errors, unit
    assert not Report.objects.filter(kind="shock").exists()
