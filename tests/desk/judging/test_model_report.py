"""bob reads what the matcher weighs: the rough weights before anybody trained, and the model that was trained, with what it was trained on."""

from __future__ import annotations

import re

import pytest

from dalil.desk.judging.model_report import draw_model
from dalil.matching.comparisons import comparisons_of
from dalil.matching.match_runs import model_in_force
from dalil.matching.model import Model
from dalil.matching.models import TrainedModel
from dalil.record.kind import kind_of

SCREEN = "/desk/record/judge/model/"
INCIDENT = kind_of("incident")


@pytest.fixture
def trained(bob):
    """A model as it is kept after it was trained; its first level was never met."""
    rough = Model.starting(INCIDENT)
    about = {
        "reports": 3901,
        "candidates": 19_800,
        "trained_on": 19_800,
        "moved_by_days": [-28, 14],
        "not_met": ["when: same_day"],
    }
    return TrainedModel.objects.create(kind="incident", number=1, parameters=rough.plain(), about=about, actor=bob)


def test_before_anybody_trained_it_says_so(as_):
    text = as_("bob").get(SCREEN).content.decode()
    assert "No model of this kind was trained" in text and "3,901" not in text


def test_the_model_is_shown_with_its_data_its_weights_and_who_trained_it(as_, trained):
    page = as_("bob").get(SCREEN)
    text = page.content.decode()
    for words in ("incident-1-", "3,901", "19,800", "−28", "+14", "bob", "the same day (not met in the data)"):
        assert words in text, words
    drawn = page.context["drawings"]
    assert [each.title for each in drawn][:2] == ["When", "Where"]
    levels = sum(len(each.levels) for each in comparisons_of(INCIDENT))
    assert sum(len(each.table.rows) for each in drawn) == levels
    assert sum(each.svg.count("<rect") for each in drawn) == levels


def test_what_speaks_for_is_drawn_to_the_end_of_the_line_and_against_to_its_beginning(trained):
    model = model_in_force(INCIDENT)
    for language, grows in (("en", 1), ("ar", -1)):
        svg = draw_model(INCIDENT, model, language)[0].svg
        bars = re.findall(r'<rect class="(sure|against)" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', svg)
        for kind, x, width in bars:
            middle = float(x) + float(width) / 2 - 240
            assert (middle * grows > 0) == (kind == "sure")


def test_it_is_said_in_arabic_with_arabic_digits(as_, trained):
    text = as_("bob", "ar").get(SCREEN).content.decode()
    assert "ما يزنه المُطابِق" in text and "٣٬٩٠١" in text and "اليوم نفسه" in text


def test_another_kind_is_chosen_and_what_is_none_is_incidents(as_):
    bob = as_("bob")
    assert bob.get(f"{SCREEN}?kind=victim").context["kind"] == "victim"
    assert bob.get(f"{SCREEN}?kind=rumour").context["kind"] == "incident"
