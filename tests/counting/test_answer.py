"""How many, where, when, with what, by whom, and according to whom."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dalil.archive.protection import Viewer
from dalil.counting.answer import UnknownSource, ask
from dalil.counting.question import Question, Unanswerable
from dalil.counting.timelines import first_and_last
from dalil.record import actions
from dalil.record.models import Verdict
from dalil.wording.gaps import say_first_in

PUBLIC = Viewer.public()
IDLIB, HAMA, ALEPPO, SYRIA = "SY07", "SY05", "SY02", "SY"


def asked(**plain):
    return ask(Question.of(plain), PUBLIC)


def place_in(governorate, level):
    """A shipped place of a level in a governorate."""
    from dalil.record.gazetteer_in_use import gazetteer

    here = gazetteer()
    return next(code for code in sorted(here.within(governorate)) if here.get(code).level == level)


@pytest.fixture
def spring(enter):
    """Three incidents of the spring of 2019, one of them told twice by one monitor, and one of 2016."""
    enter(
        {
            "when": "2019-05-01",
            "where": {"places": [place_in(IDLIB, "subdistrict")]},
            "weapons": ["BARREL_BOMB"],
            "targets": ["SCHOOL", "HOSPITAL"],
            "killed": "82+",
        },
        origin="north-monitor",
    )
    enter(
        {
            "when": "2019-05-03",
            "where": {"places": [IDLIB]},
            "weapons": ["ARTILLERY"],
            "targets": ["MARKET"],
            "killed": "5",
        },
        origin="south-monitor",
        relay="paper",
    )
    enter({"when": "2019-05", "where": {"places": [IDLIB, HAMA]}, "weapons": ["ARTILLERY"]}, origin="north-monitor")
    enter(
        {
            "when": {"start": "2016-10-01", "end": "2016-12-31", "precision": "season"},
            "where": {"places": [ALEPPO]},
            "weapons": ["BARREL_BOMB"],
            "killed": "~40",
        },
    )


def rows(answer):
    return {row.keys if len(row.keys) > 1 else row.keys[0]: row.total for row in answer.rows}


def test_a_count_of_incidents(spring):
    answer = asked()
    assert (answer.total.low, answer.total.entities, answer.perhaps) == (4, 4, 0)


def test_a_total_adds_lows_is_open_and_counts_what_nobody_stated(spring):
    total = asked(measure="killed").total
    assert (total.low, total.high, total.point) == (82 + 5 + 35, None, None)
    assert (total.open, total.unknown, total.entities, total.unit) == (1, 1, 4, "person")


def test_a_number_nobody_stated_is_unknown_and_not_zero(spring):
    total = asked(measure="injured").total
    assert (total.low, total.high, total.point, total.unknown) == (None, None, None, 4)


def test_a_governorate_holds_what_happened_in_its_villages_and_a_vague_place_counts_only_where_it_surely_lies(spring):
    assert asked(places=[IDLIB]).total.low == 2
    assert asked(places=[IDLIB]).perhaps == 1, "Idlib and northern Hama may be in Idlib, and is not counted there"
    assert asked(places=[SYRIA]).total.low == 4
    by = rows(asked(by=["governorate"]))
    assert {key: total.low for key, total in by.items()} == {IDLIB: 2, ALEPPO: 1, None: 1}
    assert {key: total.low for key, total in rows(asked(by=["district"])).items() if key is None} == {None: 3}


def test_a_month_is_counted_in_its_year_and_on_no_day(spring):
    assert {key: t.low for key, t in rows(asked(by=["month"])).items()} == {"2019-05": 3, None: 1}
    assert {key: t.low for key, t in rows(asked(by=["day"])).items()} == {"2019-05-01": 1, "2019-05-03": 1, None: 2}
    assert {key: t.low for key, t in rows(asked(by=["year"])).items()} == {"2019": 3, "2016": 1}
    assert {key: t.low for key, t in rows(asked(by=["week"])).items()} == {"2019-04-29": 2, None: 2}
    week = asked(since="2019-05-01", until="2019-05-07")
    assert (week.total.low, week.perhaps) == (2, 1)
    assert asked(since="2016", until="2016").total.low == 1
    assert asked(since="2016-11", until="2016-12").total.low == 0


def test_a_facet_counts_everything_below_its_code_and_says_when_lines_overlap(spring):
    assert asked(facets={"targets": ["VITAL_FACILITY"]}).total.low == 2
    answer = asked(by=["targets"])
    assert {key: t.low for key, t in rows(answer).items()} == {"SCHOOL": 1, "HOSPITAL": 1, "MARKET": 1, None: 2}
    assert answer.overlapping and answer.total.low == 4
    assert not asked(by=["governorate"]).overlapping
    two = rows(asked(by=["targets", "weapons"]))
    assert two["SCHOOL", "BARREL_BOMB"].low == 1 and two[None, "BARREL_BOMB"].low == 1


def test_names_of_the_lines_are_given_in_both_languages(spring):
    row = asked(by=["governorate", "month", "weapons"]).rows[0]
    assert all(words.en and words.ar and words.en != words.ar for words in row.labels)


def test_according_to_one_source_rests_on_its_reports_alone(enter, bob):
    one = enter({"when": "2019-05-01", "killed": "10"}, origin="north-monitor")
    other = enter({"when": "2019-05-01", "killed": "14"}, origin="south-monitor", relay="paper")
    actions.judge(one, other, Verdict.SAME, actor=bob)
    whole = asked(measure="killed").total
    assert (whole.low, whole.high, whole.conflict, whole.entities) == (10, 14, 1, 1)
    assert asked(measure="killed", according_to="north-monitor").total.high == 10
    assert asked(measure="killed", according_to="paper").total.low == 14
    by = rows(asked(measure="killed", by=["source"]))
    assert {key: (t.low, t.high) for key, t in by.items()} == {
        "north-monitor": (10, 10),
        "south-monitor": (14, 14),
        "paper": (14, 14),
    }
    assert asked(grades=["corroborated"]).total.low == 1
    assert asked(measure="reports").total.low == 2
    with pytest.raises(UnknownSource, match="nobody"):
        asked(according_to="nobody")


def test_every_reading_can_be_asked_for(enter, bob):
    first = enter({"when": "2019-05-01", "killed": "82+"}, origin="ministry")
    for notation, origin in (("81+", "monitor"), ("85-95", "hospital")):
        actions.judge(first, enter({"when": "2019-05-01", "killed": notation}, origin=origin), Verdict.SAME, actor=bob)
    readings = {
        reading: asked(measure="killed", reading=reading).total
        for reading in ("reported_range", "floor", "agreed", "named", "conservative")
    }
    assert [(t.low, t.high) for t in readings.values()] == [(81, None), (85, None), (85, 95), (None, None), (81, 81)]
    assert readings["named"].unknown == 1


def test_tallies_are_set_side_by_side_and_never_added(enter):
    enter(
        {"what": "killed", "count": {"low": 81, "shape": "lower_bound", "said": "more than 80"}},
        kind="tally",
        origin="un",
    )
    alone = asked(kind="tally", measure="count").total
    assert (alone.low, alone.high, alone.open) == (81, None, 1)
    enter({"what": "killed", "count": "~8000"}, kind="tally", origin="monitor")
    both = asked(kind="tally", measure="count")
    assert (both.total.low, both.total.addable, both.total.entities) == (None, False, 2)
    assert sorted(found.number.low for found in both.entities()) == [81, 7500]


def test_families_are_not_added_to_people(enter):
    enter({"when": "2019-04-01", "displaced": {"low": 11001, "shape": "lower_bound", "unit": "family"}}, origin="camp")
    assert asked(measure="displaced").total.unit == "family"
    enter({"when": "2019-04-01", "displaced": "300"}, origin="monitor")
    people = asked(measure="displaced").total
    assert (people.unit, people.low, people.high, people.unknown, people.other) == ("person", 300, 300, 1, 1)
    assert asked(measure="displaced", unit="family").total.low == 11001


def test_families_told_by_one_source_are_not_added_to_its_people_either(enter, bob):
    whole = enter({"when": "2019-04-01", "displaced": "300"}, origin="monitor")
    families = {"low": 60, "high": 60, "shape": "exact", "unit": "family"}
    for day, content in ((1, families), (2, families), (3, "40")):
        other = enter({"when": f"2019-04-0{day}", "displaced": content}, origin="camp")
        if day == 1:
            actions.judge(whole, other, Verdict.SAME, actor=bob)
    told = asked(measure="displaced", according_to="camp").total
    assert (told.unit, told.low, told.unknown, told.other) == ("person", 40, 2, 2)
    assert asked(measure="displaced", according_to="camp", unit="family").total.low == 120
    by = rows(asked(measure="displaced", by=["source"]))
    assert (by["camp"].low, by["monitor"].low) == (40, 300)
    assert asked(measure="displaced").total.low == 340


def test_one_entity_is_found_by_the_address_of_any_of_its_reports(enter, bob):
    one = enter({"when": "2019-05-01", "killed": "10"}, origin="a")
    other = enter({"when": "2019-05-01", "killed": "12"}, origin="b")
    enter({"when": "2019-05-02", "killed": "7"}, origin="a")
    actions.judge(one, other, Verdict.SAME, actor=bob)
    assert asked(measure="killed", entity=other.address).total.low == 10
    assert asked(entity=other.address).entities()[0].address == one.address


def test_first_and_last_and_the_gap_before_it(spring):
    moments = first_and_last(Question.of({"facets": {"weapons": ["BARREL_BOMB"]}}), PUBLIC)
    assert (str(moments.first.start), str(moments.last.start), moments.entities) == ("2016-10-01", "2019-05-01", 2)
    assert moments.gap.months == (28, 31)
    assert say_first_in(moments.gap, "en") == "first in at least 28 months"
    assert say_first_in(moments.gap, "ar") == "للمرة الأولى منذ ما لا يقل عن ٢٨ شهراً"
    assert first_and_last(Question.of({"facets": {"weapons": ["CHEMICAL"]}}), PUBLIC).entities == 0


def test_the_entities_behind_an_answer_come_page_by_page_latest_first(spring):
    answer = asked(measure="killed")
    assert [str(found.when[0]) for found in answer.entities(limit=2, offset=1)] == ["2019-05-01", "2019-05-01"]
    assert len(answer.entities()) == 4


def test_a_question_is_said_in_both_languages(spring):
    question = Question.of(
        {
            "measure": "killed",
            "places": [IDLIB],
            "since": "2019-04",
            "until": "2019-05",
            "by": ["month"],
            "according_to": "north-monitor",
        }
    )
    assert (
        question.in_words("en")
        == "Killed, in incidents · Idlib · April – May 2019 · according to North-Monitor · by month"
    )
    assert question.in_words("ar") == "القتلى (حوادث) · إدلب · نيسان – أيار ٢٠١٩ · وفقاً لـNorth-Monitor · بحسب الشهر"
    assert Question.of(question.plain()) == question


@pytest.mark.parametrize(
    ("plain", "sentence"),
    [
        ({"kind": "rumour"}, "rumour"),
        ({"measure": "kiled"}, "kiled"),
        ({"facets": {"weapons": ["BAREL_BOMB"]}}, "BARREL_BOMB"),
        ({"facets": {"colour": ["RED"]}}, "colour"),
        ({"places": ["XX99"]}, "XX99"),
        ({"since": "2019-05", "until": "2018"}, "2018"),
        ({"since": "yesterday"}, "yesterday"),
        ({"by": ["colour"]}, "colour"),
        ({"by": ["month", "month"]}, "different"),
        ({"grades": ["certain"]}, "grades"),
        ({"killed": 3}, "killed"),
        ({"unit": "dozen"}, "dozen"),
    ],
)
def test_a_question_that_cannot_be_asked_says_why(db, plain, sentence):
    with pytest.raises(Unanswerable, match=sentence):
        Question.of(plain)


def test_words_of_a_reader_never_become_part_of_a_query(spring):
    assert asked(entity="x'; DROP TABLE incidents; --").total.low == 0
    with pytest.raises(Unanswerable):
        asked(by=["1) FROM x; --"])


def test_an_unchanged_record_costs_one_query(spring):
    question = Question.of(
        {"measure": "killed", "places": [IDLIB], "by": ["governorate", "month"], "according_to": "north-monitor"}
    )
    ask(question, PUBLIC)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = ask(Question.of(question.plain()), PUBLIC)
        assert answer.rows and answer.total and answer.entities()
    assert len(queries) == 1, [query["sql"] for query in queries]


def test_threads_ask_at_once(spring):
    question, expected = Question.of({"by": ["targets"]}), asked(by=["targets"]).rows

    answers = [ask(question, PUBLIC) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        assert all(rows == expected for rows in pool.map(lambda answer: answer.rows, answers))


def test_an_empty_record_answers(db):
    answer = asked(by=["month", "targets"], measure="killed")
    assert (answer.total.low, answer.total.entities, answer.rows, answer.entities()) == (None, 0, (), [])
    assert asked().total.low == 0


def test_the_gap_before_the_last_is_a_number_of_days_that_can_be_a_figure(spring):
    question = Question.of({"measure": "gap", "facets": {"weapons": ["BARREL_BOMB"]}})
    moments, total = first_and_last(question, PUBLIC), ask(question, PUBLIC).total
    assert (total.low, total.high) == moments.gap.days
    with pytest.raises(Unanswerable, match="not grouped"):
        Question.of({"measure": "gap", "by": ["month"]})


def test_the_gap_before_the_only_one_is_unknown(enter):
    enter({"when": "2019-05-01", "weapons": ["BARREL_BOMB"]})
    total = ask(Question.of({"measure": "gap"}), PUBLIC).total
    assert (total.low, total.high, total.entities) == (None, None, 1)


@pytest.mark.parametrize(
    ("days", "low", "high"),
    [
        (["2019-01-01", "2019-03-01"], 59, 59),
        (
            ["2018-01-01..2019-01-31", "2019-01-10", "2019-03-01"],
            29,
            50,
        ),  # the siege does not make the gap a year wider
        (["2019", "2019-05-05"], 0, 240),  # what is known as a year may have been the later one
        (["2019-02", "2019-02-10", "2019-02-20"], 0, 10),
    ],
)
def test_the_gap_is_as_narrow_as_the_days_allow_and_no_narrower(enter, days, low, high):
    for day in days:
        enter({"when": day})
    total = ask(Question.of({"measure": "gap"}), PUBLIC).total
    assert (total.low, total.high) == (low, high) == first_and_last(Question.of({}), PUBLIC).gap.days


def test_a_point_without_a_place_counts_in_the_area_that_holds_it(enter):
    """At the desk, in an import or a line: what has only a point lies where the borders put it."""
    enter({"when": "2019-05-01", "where": {"lat": 35.93, "lon": 36.63}})
    enter({"when": "2019-05-02", "where": {"lat": 35.93, "lon": 36.63, "precision": "country"}})
    assert asked(places=[IDLIB]).total.entities == 1
    assert asked(places=[IDLIB]).perhaps == 1
    assert asked(places=[SYRIA]).total.entities == 2


def test_what_lies_outside_of_all_borders_may_not_belong_to_a_country_whose_border_is_known(enter):
    enter({"when": "2019-05-01", "where": {"lat": 50.45, "lon": 30.52, "name": "Kyiv"}})
    assert (asked(places=[SYRIA]).total.entities, asked(places=[SYRIA]).perhaps) == (0, 0)
    assert asked(places=[IDLIB]).perhaps == 0
    assert asked(places=["IQ"]).perhaps == 1, "of Iraq only a part is drawn"
    assert asked(places=["XO"]).total.entities == 1


def test_a_place_in_words_alone_may_still_belong(enter):
    enter({"when": "2019-05-01", "where": {"name": "near the old market"}})
    assert asked(places=[SYRIA]).perhaps == 1


def test_deaths_are_counted_by_country_and_each_once(enter, alice):
    """By the place, by the point alone, by what reports say together; where it may be several countries the line names them."""
    enter({"when": "2019-05-01", "killed": 1, "where": {"places": ["SY07"]}})
    enter({"when": "2019-05-01", "killed": 2, "where": {"lat": 35.93, "lon": 36.63}})  # by Idlib
    enter({"when": "2019-05-01", "killed": 4, "where": {"lat": 50.45, "lon": 30.52}})  # by Kyiv
    enter({"when": "2019-05-01", "killed": 8})
    enter({"when": "2019-05-01", "killed": 16, "where": {"name": "the border"}})
    first = enter({"when": "2019-05-01", "killed": 32, "where": {"places": ["SY"]}}, origin="north-monitor")
    other = enter({"when": "2019-05-01", "killed": 32, "where": {"places": ["TR"]}}, origin="south-monitor")
    actions.judge(first, other, Verdict.SAME, actor=alice)
    enter({"when": "2019-05-01", "killed": 64, "where": {"places": ["IQ", "SY02"]}})
    answer = ask(Question(measure="killed", by=("country",)), Viewer.public())
    lines = {row.keys[0]: (row.total.low, row.labels[0].en) for row in answer.rows}
    assert lines == {
        "SY": (3, "Syria"),
        "XO": (4, "Abroad (outside every known border)"),
        "SY TR": (32, "in several, or in one of several: Syria, Türkiye"),
        "IQ SY": (64, "in several, or in one of several: Iraq, Syria"),
        None: (24, "country unknown"),
    }
    assert answer.total.low == sum(low for low, _ in lines.values()) and not answer.overlapping
