"""What is counted is read from the stored JSON without the kind's objects, and is the same as what the objects say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.columns.flat_reports import Credited, flatten
from dalil.columns.surroundings import Places
from dalil.counting.combine import combine
from dalil.counting.entity_rows import first_day, numbers_of, time_of
from dalil.counting.layout import PERIODS
from dalil.record.canonical import plain_content
from dalil.record.kind import coded_facets, kind_of
from dalil.values import Count, When
from dalil.values.statement import Statement
from dalil.vocabulary.gazetteer import Gazetteer, Place

NOTATIONS = st.sampled_from(["82", "82+", ">80", "<10", "~2000", "40-50", "4;2;3", "0"])
DAYS = st.dates(date(2011, 1, 1), date(2020, 1, 1))


@st.composite
def counts(draw):
    about = {
        "unit": draw(st.sampled_from(["person", "family"])),
        "status": draw(st.sampled_from([None, "civilian"])),
        "as_of": draw(st.none() | DAYS),
    }
    return Count.parse(draw(NOTATIONS)).model_copy(update=about)


PARTY = st.fixed_dictionaries(
    {"actor": st.sampled_from(["SYR_GOV", "RUSSIA"])},
    optional={"attribution": st.sampled_from(["officials_deny", "officials_accept"])},
) | st.just({"name": "an armed group"})
INCIDENTS = st.fixed_dictionaries(
    {
        "when": st.tuples(DAYS, st.integers(0, 400)).map(
            lambda span: When.span(span[0], span[0] + timedelta(days=span[1]))
        )
    },
    optional={
        "what": st.sampled_from(["AIR_STRIKE", "MASSACRE"]),
        "where": st.sampled_from(
            [{"places": ["SY07"]}, {"places": ["SY07", "SY05"], "name": "north"}, {"name": "a village"}]
        ),
        "weapons": st.lists(st.sampled_from(["BARREL_BOMB", "SARIN"]), max_size=3),
        "targets": st.lists(st.sampled_from(["SCHOOL", "HOSPITAL"]), max_size=3),
        "parties": st.lists(PARTY, max_size=2),
        "killed": counts(),
        "injured": counts(),
        "displaced": counts(),
    },
).map(lambda content: ("incident", content))
OTHERS = st.sampled_from(
    [
        ("tally", {"what": "killed", "count": "81+", "per": "day"}),
        (
            "tally",
            {
                "what": "killed",
                "count": "81+",
                "when": "2019-05",
                "targets": ["SCHOOL"],
                "parties": [{"actor": "RUSSIA"}],
            },
        ),
        ("sighting", {"what": "WARPLANE"}),
        ("measure", {"what": "CEASEFIRE", "title_of": "Ceasefire", "action": "broken", "delisted_persons": 5}),
        ("proceeding", {"what": "ARREST", "when": "2019-02", "in_custody": ">1000"}),
    ]
)


@given(INCIDENTS | OTHERS, st.lists(st.sampled_from(["north", "south"]), max_size=2, unique=True), st.booleans())
def test_the_plain_way_and_the_typed_way_read_the_same(report, origins, relayed):
    kind, content = report
    claim = kind_of(kind).model_validate(content)
    relays = ("paper",) if relayed else ()
    plain = flatten(7, "address", kind, plain_content(claim), Credited(tuple(origins), relays))

    when, where = claim.whens(), claim.wheres()
    assert plain.when == ((when.start, when.end) if when else None)
    assert plain.places == (where.places if where else ())
    facets = coded_facets(type(claim))
    assert plain.facets == tuple(tuple(dict.fromkeys(claim.codes(field.name))) for field in facets)
    relay = relays[0] if relays else ""
    typed = [
        Statement.of(count, origins=origins, relay=relay, reported=7, quantity=name) for name, count in claim.counts()
    ]
    assert list(plain.statements) == typed


@given(counts(), st.lists(st.sampled_from(["north", "south"]), max_size=2, unique=True))
def test_a_number_told_once_needs_no_combining_and_reads_the_same(count, origins):
    one = Statement.of(count, origins=origins, reported=3)
    readings = combine([one])
    said = dict(zip(("low", "high", "point", "stated"), numbers_of([one]), strict=False))
    assert (said["low"], said["high"], said["point"]) == readings.reported
    assert said["stated"] == readings.stated
    assert numbers_of([one, one]) == numbers_of([one]), "the same words twice"


@given(st.lists(st.tuples(DAYS, st.integers(0, 60)), min_size=1, max_size=4))
def test_an_entity_happened_on_the_days_all_reports_allow_or_else_on_any_that_one_allows(spans):
    told_spans = [(start, start + timedelta(days=days)) for start, days in spans]
    start, end = time_of(told_spans)
    assert start <= end
    assert time_of(reversed(told_spans)) == (start, end)
    shared = set.intersection(*({a + timedelta(days=n) for n in range((b - a).days + 1)} for a, b in told_spans))
    if shared:
        assert (start, end) == (min(shared), max(shared))
    else:
        assert (start, end) == (min(a for a, _ in told_spans), max(b for _, b in told_spans))


@pytest.mark.parametrize(
    ("said", "finest"),
    [
        ("2019-05-01", "day"),
        ("2019-05-01..2019-05-03", "week"),
        ("2019-04-30..2019-05-03", "week"),
        ("2019-05", "month"),
        ("2018-12-01..2018-12-19", "month"),
        ("2019-01-01..2019-07-14", "year"),
        ("2019-01-29..2019-02-28", "year"),
        ("2018-11-20..2019-02-04", None),
        ("2018", "year"),
        ("2016-10..2016-12", "year"),
        ("2018-10..2019-03", None),
    ],
)
def test_no_first_day_is_made_up_where_only_a_month_or_a_year_is_known(said, finest):
    when = When.parse(said)
    latest, known = first_day((when.start, when.end))
    assert known == (PERIODS.index(finest) if finest else len(PERIODS))
    assert latest == (when.start if finest in ("day", "week") else when.end)


def test_what_lasts_says_its_first_day():
    when = When.parse("2011-03-15..2014-06-01")
    assert first_day((when.start, when.end), lasts=True) == (when.start, PERIODS.index("month"))
    whole = When.parse("2011..2014")
    assert first_day((whole.start, whole.end), lasts=True) == (whole.end, len(PERIODS))


def test_the_finest_place_is_taken_where_the_others_hold_it_and_else_what_holds_them_all():
    places = Places(
        Gazetteer(
            [
                Place("X", "country", None, "X", "س"),
                Place("XA", "governorate", "X", "A", "أ"),
                Place("XB", "governorate", "X", "B", "ب"),
                Place("XA1", "district", "XA", "A1", "أ١"),
            ]
        )
    )
    assert places.finest([("XA",), ("XA1",), ()]) == "XA1"
    assert places.finest([("XA1",), ("XB",)]) == "X"
    assert places.finest([("XA", "XB"), ("XA1",)]) == "XA1", "told to be in one of two, and in which"
    assert places.finest([("elsewhere",)]) == "elsewhere"
    assert places.finest([("elsewhere",), ("XA",)]) is None
    assert places.finest([()]) is None
    assert places.around("XA1") == (("XA1", "XA", "X"), "X", "XA", "XA1")
