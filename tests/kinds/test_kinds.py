"""Every kind there is can be read by the rest of Dalil."""

import pytest
from pydantic import ValidationError

from dalil.record.kind import all_kinds, fields_of, kind_of
from dalil.wording.claims import title_of


@pytest.mark.parametrize("code", sorted(all_kinds()))
def test_every_field_is_asked_in_both_languages(code):
    for field in fields_of(kind_of(code)):
        assert field.label.en and field.label.ar, f"{code}.{field.name}"


def test_a_tally_keeps_its_partial_breakdown_partial(db):
    tally = kind_of("tally").model_validate(
        {
            "what": "attacks",
            "count": "82+",
            "parts": [{"what": "Schools", "count": 19}, {"what": "Markets", "count": 4}],
        }
    )
    assert tally.parts_total().low == 23
    assert not tally.parts_complete


def test_parts_that_exceed_the_whole_are_kept_as_they_were_said():
    tally = kind_of("tally").model_validate({"what": "killed", "count": 3, "parts": [{"what": "Men", "count": 4}]})
    assert (tally.count.low, tally.parts[0].count.low) == (3, 4) and tally.has_parts_above_whole()


def test_parts_that_are_said_to_make_up_the_whole_and_are_less_are_kept_and_flagged(enter):
    said = {"what": "killed", "count": 9, "parts": [{"what": "Men", "count": 4}, {"what": "نساء", "count": 2}]}
    tally = kind_of("tally")
    assert not tally.model_validate(said).has_parts_below_whole()
    assert not tally.model_validate(said | {"parts_complete": True, "count": "<=6"}).has_parts_below_whole()
    short = tally.model_validate(said | {"parts_complete": True})
    assert short.has_parts_below_whole() and not short.has_parts_above_whole()
    assert short.counts_that_contradict(vars(short)) == {"count"}
    report = enter(said | {"parts_complete": True}, kind="tally")
    assert report.flags == ["parts_do_not_add_up"] and report.claim.count.low == 9


def test_a_title_leaves_no_gap_for_what_was_not_said(db):
    incident = kind_of("incident").model_validate({"when": "2019-05-02"})
    assert title_of(incident, "en") == "2 May 2019"
    assert title_of(incident, "ar") == "٢ أيار ٢٠١٩"


def test_what_is_not_people_is_counted_in_its_own_unit(db):
    incident = kind_of("incident").model_validate({"when": "2019-05-02", "sites": "2+", "killed": 3})
    assert (incident.sites.unit, incident.killed.unit) == ("site", "person")
    tally = kind_of("tally").model_validate(
        {"what": "attacks", "count": "82+", "parts": [{"what": "Schools", "count": 19}]}
    )
    assert (tally.count.unit, tally.parts[0].count.unit) == ("attack", "attack")
    families = {"what": "displaced", "count": {"low": 40, "shape": "lower_bound", "unit": "family"}}
    assert kind_of("tally").model_validate(families).count.unit == "family"


def test_a_unit_survives_the_record(enter):
    report = enter({"what": "attacks", "count": "82+"}, kind="tally")
    report.refresh_from_db()
    assert report.claim.count.unit == "attack"


def test_people_are_refused_where_people_are_not_counted():
    with pytest.raises(ValidationError, match="people are not counted here, but sites"):
        kind_of("incident").model_validate(
            {"when": "2019-05-02", "sites": {"low": 2, "high": 2, "shape": "exact", "unit": "person"}}
        )
