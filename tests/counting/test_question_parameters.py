"""A question is written as one address, read back from it, and narrowed to a line of its answer: the number stays the same."""

from urllib.parse import parse_qs

import pytest

from dalil.archive.protection import Viewer
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.counting.question_parameters import ALONE, SEVERAL, narrow, write_question

PUBLIC = Viewer.public()


@pytest.fixture
def record(enter):
    """Strikes in two governorates, one of an unknown place; one with two weapons, and one with an open number."""
    for day, place, weapons, killed, origin in (
        ("2019-05-01", "SY07", ["BARREL_BOMB"], "5", "north-monitor"),
        ("2019-05-09", "SY07", ["BARREL_BOMB", "MORTAR"], "3", "field-daily"),
        ("2019-06-02", "SY02", ["MORTAR"], "7+", "field-daily"),
    ):
        content = {
            "what": "AIR_STRIKE",
            "when": day,
            "where": {"places": [place]},
            "weapons": weapons,
            "killed": killed,
        }
        enter(content, origin=origin)
    enter({"when": "2019-06-20", "killed": "2"}, origin="north-monitor")


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"measure": "killed", "places": ["SY07", "SY02"], "by": ["month", "weapons"]},
        {
            "measure": "killed",
            "facets": {"weapons": ["BARREL_BOMB", "MORTAR"]},
            "since": "2019-05",
            "until": "2019-06-03",
        },
        {"measure": "killed", "reading": "agreed", "unit": "person", "grades": ["confirmed", "verified"]},
        {"kind": "tally", "measure": "count", "according_to": "north-monitor"},
    ],
)
def test_an_address_says_the_whole_question_and_nothing_else(db, plain):
    question = Question.of(plain)
    written = parse_qs(write_question(question, page="2", empty=""))
    assert written.pop("page") == ["2"] and "empty" not in written
    assert set(written) <= {*ALONE, *SEVERAL}
    read = {name: values[0] for name, values in written.items() if name in ALONE}
    read |= {SEVERAL[name]: values for name, values in written.items() if name in SEVERAL and name != "facet"}
    for each in written.get("facet", ()):
        facet, _, code = each.partition(":")
        read.setdefault("facets", {}).setdefault(facet, []).append(code)
    assert Question.of(read) == question


def test_a_place_narrows_to_what_lies_in_it(db):
    assert narrow(Question(by=("governorate",), places=("SY",)), {"governorate": "SY07"}).places == ("SY07",)
    assert narrow(Question(by=("governorate",), places=("SY0703",)), {"governorate": "SY07"}).places == ("SY0703",)
    assert narrow(Question(by=("governorate",), places=("SY02",)), {"governorate": "SY07"}) is None
    assert narrow(Question(by=("governorate",)), {"governorate": "nowhere"}) is None
    both = Question(by=("governorate", "month"))
    assert narrow(both, {"governorate": "SY07", "month": "2019-05"}).by == ()


@pytest.mark.parametrize("measure", ["entities", "killed"])
@pytest.mark.parametrize(
    "by", ["governorate", "place", "month", "day", "year", "week", "weapons", "source", "grade", "what"]
)
def test_every_line_leads_to_a_question_with_its_number(record, measure, by):
    question = Question(measure=measure, by=(by,))
    lines = list(ask(question, PUBLIC).rows)
    assert lines
    for line in lines:
        narrowed = narrow(question, {by: line.keys[0]})
        assert (narrowed is None) == (line.keys[0] is None)
        if narrowed is not None:
            assert ask(narrowed, PUBLIC).total == line.total, line.keys


def test_no_link_says_more_than_its_number(db):
    both = Question(facets={"weapons": ("AIR",)}, by=("weapons",))
    assert narrow(both, {"weapons": "MORTAR"}) is None, "what has both would be counted with what has mortars alone"
    assert narrow(both, {"weapons": "BARREL_BOMB"}).facets == {"weapons": ("BARREL_BOMB",)}
    assert narrow(Question(by=("month",), since="2019-05-10"), {"month": "2019-05"}).since.isoformat() == "2019-05-10"
