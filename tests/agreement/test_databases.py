"""One record, whichever database keeps it, gives the answers of one table: the suite is run on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest

from dalil.archive.protection import Viewer
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.record import actions
from dalil.record.models import Verdict
from dalil.values.total import Total

IDLIB, ALEPPO, HAMA = "SY07", "SY02", "SY05"


@pytest.fixture
def record(enter, bob):
    """Six incidents, two of them told twice, and two tallies."""

    def incident(day, place, origin, relay=None, **content):
        return enter({"when": day, "where": {"places": [place]}, **content}, origin=origin, relay=relay)

    market = incident("2019-05-01", IDLIB, "north", killed="82+", weapons=["BARREL_BOMB"], targets=["MARKET"])
    again = incident("2019-05-01", IDLIB, "south", "paper", killed="85-95", weapons=["BARREL_BOMB"])
    incident("2019-05-02", ALEPPO, "north", killed="5", weapons=["BARREL_BOMB", "ARTILLERY"], targets=["SCHOOL"])
    incident("2019-06", HAMA, "north", killed="~10", targets=["HOSPITAL"])
    incident("2018-12-30", ALEPPO, None, description={"en": "shelling", "ar": "قصف"})
    camp = incident("2019-06-10", IDLIB, "south", killed="60")
    camp_again = incident("2019-06-10", IDLIB, "north", killed="82")
    incident("2019-07-01", HAMA, "south", displaced={"low": 30, "high": 30, "shape": "exact", "unit": "family"})
    actions.judge(market, again, Verdict.SAME, actor=bob)
    actions.judge(camp, camp_again, Verdict.SAME, actor=bob)
    for low in (200, 300):
        enter({"when": "2019", "count": f"{low}+", "what": "killed"}, kind="tally", origin="north")


def asked(**plain):
    return ask(Question.of(plain), Viewer.public())


def people(**numbers):
    """The total of six incidents, of which one is in conflict."""
    return Total(**{"entities": 6, "conflict": 1, "unit": "person", **numbers})


READINGS = {
    "reported_range": people(low=82 + 5 + 5 + 60, stated=95 + 5 + 15 + 82, open=1, unknown=2),
    "floor": people(low=85 + 60, stated=85 + 60, open=2, unknown=4),
    "agreed": people(low=85 + 5 + 5, high=95 + 5 + 15, stated=95 + 5 + 15, unknown=3),
    "named": people(unknown=6),
    "conservative": people(low=152, high=152, point=152, stated=152, unknown=2),
}

LINES = {
    ("weapons",): {
        ("BARREL_BOMB",): (87, None, 2, 0),
        (None,): (5 + 60, 15 + 82, 4, 2),
        ("ARTILLERY",): (5, 5, 1, 0),
    },
    ("targets",): {
        ("MARKET",): (82, None, 1, 0),
        (None,): (60, 82, 3, 2),
        ("HOSPITAL",): (5, 15, 1, 0),
        ("SCHOOL",): (5, 5, 1, 0),
    },
    ("governorate",): {(IDLIB,): (82 + 60, None, 2, 0), (ALEPPO,): (5, 5, 2, 1), (HAMA,): (5, 15, 2, 1)},
    ("year",): {("2018",): (None, None, 1, 1), ("2019",): (152, None, 5, 1)},
    ("week",): {
        ("2018-12-24",): (None, None, 1, 1),
        ("2019-04-29",): (87, None, 2, 0),
        ("2019-06-10",): (60, 82, 1, 0),
        ("2019-07-01",): (None, None, 1, 1),
        (None,): (5, 15, 1, 0),
    },
    ("source",): {
        ("north",): (82 + 5 + 5 + 82, None, 4, 0),
        ("south",): (85 + 60, 95 + 60, 3, 1),
        ("paper",): (85, 95, 1, 0),
        (None,): (None, None, 1, 1),
    },
    ("grade",): {("corroborated",): (142, None, 2, 0), ("reported",): (10, 20, 4, 2)},
    ("governorate", "weapons"): {
        (ALEPPO, "ARTILLERY"): (5, 5, 1, 0),
        (ALEPPO, "BARREL_BOMB"): (5, 5, 1, 0),
        (ALEPPO, None): (None, None, 1, 1),
        (HAMA, None): (5, 15, 2, 1),
        (IDLIB, "BARREL_BOMB"): (82, None, 1, 0),
        (IDLIB, None): (60, 82, 1, 0),
    },
}
"""For each grouping the lines in their order: the low, the high, how many incidents, and of how many the number is unknown."""


def test_every_reading_is_that_of_the_table(record):
    assert {reading: asked(measure="killed", reading=reading).total for reading in READINGS} == READINGS


def test_the_lines_and_their_order_are_those_of_the_table(record):
    for by, expected in LINES.items():
        answer = asked(measure="killed", by=by)
        found = {
            row.keys: (row.total.low, row.total.high, row.total.entities, row.total.unknown) for row in answer.rows
        }
        assert list(found.items()) == list(expected.items()), by
        assert answer.overlapping == (by[0] in ("weapons", "source") or by == ("governorate", "weapons")), by


def test_the_entities_come_in_the_order_of_the_table(record):
    found = [(str(each.when[0]), each.place, each.grade, each.number, each.n_reports) for each in asked().entities()]
    assert found == [
        ("2019-07-01", HAMA, "reported", None, 1),
        ("2019-06-10", IDLIB, "corroborated", None, 2),
        ("2019-06-01", HAMA, "reported", None, 1),
        ("2019-05-02", ALEPPO, "reported", None, 1),
        ("2019-05-01", IDLIB, "corroborated", None, 2),
        ("2018-12-30", ALEPPO, "reported", None, 1),
    ]


def test_doubts_stand_beside_the_numbers_of_the_table(record):
    tallies = asked(kind="tally", measure="count").total
    assert (tallies.low, tallies.entities, tallies.open, tallies.addable) == (None, 2, 2, False)
    families = asked(measure="displaced").total
    assert (families.low, families.high, families.unit, families.unknown) == (30, 30, "family", 5)
    of_people = asked(measure="displaced", unit="person").total
    assert (of_people.low, of_people.unknown, of_people.other) == (None, 6, 1)
    june = asked(measure="killed", since="2019-06-05", until="2019-06-30")
    assert (june.total.low, june.total.high, june.total.conflict, june.perhaps) == (60, 82, 1, 1)
    gap = asked(measure="gap", facets={"weapons": ["BARREL_BOMB"]}).total
    assert (gap.low, gap.high, gap.entities) == (1, 1, 2)
