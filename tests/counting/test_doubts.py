"""What must be known beside a number: of how many a facet that was asked for is unknown, and what is told in other units."""

import pytest

from dalil.archive.protection import Viewer
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.values import Count
from dalil.wording.doubts import list_doubts, say_doubts_briefly


def answer(**asked):
    return ask(Question.of(asked), Viewer.public())


def unknown(found):
    return {each.facet: each.entities for each in found.doubts.unknown_facets}


@pytest.fixture
def strikes(enter):
    """A school hit by a barrel bomb; a strike from the air on a civilian building; two of which nothing is known; one by mortar on a market."""
    return [
        enter({"when": f"2019-05-0{day}", "killed": "3"} | facets, origin="north-monitor")
        for day, facets in enumerate(
            (
                {"weapons": ["BARREL_BOMB"], "targets": ["SCHOOL"]},
                {"weapons": ["AIR"], "targets": ["SCHOOL"]},
                {},
                {"weapons": ["BARREL_BOMB"]},
                {"weapons": ["MORTAR"], "targets": ["MARKET"]},
            ),
            start=1,
        )
    ]


def test_no_target_stated_is_not_no_hospital_hit(strikes):
    found = answer(facets={"targets": ["HOSPITAL"]})
    assert (found.total.low, unknown(found)) == (0, {"targets": 2})
    (sentence,) = list_doubts(found.doubts, "en")
    assert sentence == (
        "“What was hit”: of 2 more it is not stated, or only in broader words; they are not counted, and may belong."
    )
    assert say_doubts_briefly(found.doubts, "en") == "2 more may belong (“What was hit” unknown)"


def test_a_broader_word_says_neither_yes_nor_no(strikes):
    found = answer(facets={"weapons": ["BARREL_BOMB"]})
    assert (found.total.low, unknown(found)) == (2, {"weapons": 2}), "one from the air, one of which nothing is known"
    assert unknown(answer(facets={"weapons": ["AIR"]})) == {"weapons": 1}, "from the air it was, for certain"


def test_of_two_facets_each_is_unknown_of_what_the_other_does_not_rule_out(strikes):
    found = answer(facets={"weapons": ["BARREL_BOMB"], "targets": ["SCHOOL"]})
    assert (found.total.low, unknown(found)) == (1, {"targets": 2, "weapons": 2})


def test_what_is_unknown_in_two_respects_is_in_a_doubt_all_the_same(strikes):
    found = answer(facets={"weapons": ["MORTAR"]}, places=["SY"])
    assert (found.total.entities, found.perhaps) == (0, 1), "where the market was is not known"
    assert unknown(found) == {"weapons": 1}, "neither the place nor the weapon is known of one"


def test_a_grouped_answer_says_of_how_many_the_facet_is_unknown(strikes):
    found = answer(by=["targets"])
    (facet,) = found.doubts.unknown_facets
    assert (facet.facet, facet.entities, facet.counted) == ("targets", 2, True)
    assert list_doubts(found.doubts, "en") == [
        "“What was hit”: of 2 it is not stated; they stand in a line of their own."
    ]


def test_an_answer_without_facets_has_no_such_doubt(strikes):
    assert answer(measure="killed").doubts.unknown_facets == ()


def test_what_is_told_in_another_unit_stands_beside_the_number(enter):
    families = {**Count.at_least(15_500).model_dump(mode="json"), "unit": "family"}
    enter({"when": "2019-05-01", "displaced": "1000"}, origin="north-monitor")
    enter({"when": "2019-05-02", "displaced": families}, origin="north-monitor")
    found = answer(measure="displaced")
    assert (found.total.low, found.total.unit) == (1000, "person")
    assert "Told in another unit, and not added: at least 15,500 families." in list_doubts(found.doubts, "en")
    assert found.as_plain()["other_units"][0]["low"] == 15_500


def test_sites_are_counted_in_sites_also_where_nobody_stated_any(enter):
    enter({"when": "2019-05-01", "killed": "3"}, origin="north-monitor")
    assert answer(measure="sites").total.unit == "site"
    enter({"when": "2019-05-02", "sites": "2"}, origin="north-monitor")
    assert (answer(measure="sites").total.low, answer(measure="sites").total.unit) == (2, "site")


def test_an_agreed_number_that_nobody_agrees_on_is_in_conflict_and_not_unknown(enter, bob):
    from dalil.counting.answer_words import say_answer
    from dalil.record import actions
    from dalil.record.models import Verdict

    first, second = (
        enter({"when": "2019-05-01", "killed": number}, origin=f"monitor-of-{number}") for number in ("3", "7")
    )
    actions.judge(first, second, Verdict.SAME, actor=bob)
    found = answer(measure="killed", reading="agreed")
    assert say_answer(found.total, found.question, "en") == "in conflict: no number is allowed by every report"
