"""The rules of the gate by themselves: names in words, floors of places, small numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil import vocabulary
from dalil.gate.names_in_words import find_names, words_of
from dalil.gate.place_floor import examine_places
from dalil.gate.small_cells import is_small
from dalil.record.kind import kind_of
from dalil.record.place_floors import FLOORS
from dalil.values.total import Total
from dalil.vocabulary.gazetteer import load_shipped_gazetteer

NAMES = ("Samir al-Qasim", "سمير القاسم", "Abu Omar", "أم أحمد")


@given(st.text(), st.sampled_from(NAMES), st.text())
def test_a_name_that_stands_between_spaces_is_always_found(before, name, after):
    assert find_names(f"{before} {name} {after}", [name]) == {name}


def test_a_part_of_a_word_is_no_name():
    assert not find_names("Samirs and Qasimites", ["Samir", "Qasim"])
    assert not find_names("They saw Ali", ["Ali"])


def test_a_name_with_the_article_and_its_preposition_written_onto_it_is_found():
    assert find_names("التقينا بالخطيب", ["خطيب"])


def test_every_text_of_a_report_is_read():
    assert list(words_of({"a": {"en": "x", "ar": "y"}, "b": [{"c": "z"}], "n": 3})) == ["x", "y", "z"]


@pytest.mark.parametrize(
    "term", [each for each in vocabulary.terms("targets") if each.extra.get("public_location") in FLOORS]
)
@pytest.mark.parametrize("place", ["SY", "SY07", "SY0702"])
def test_what_would_pass_does_pass(term, place):
    gazetteer = load_shipped_gazetteer()
    content = {"when": "2019-05-01", "targets": [term.code], "where": {"places": [place]}}
    for objection in examine_places(kind_of("incident").model_validate(content), gazetteer):
        coarser = objection.passes.particulars["place"].code
        passes = kind_of("incident").model_validate({**content, "where": {"places": [coarser]}})
        assert examine_places(passes, gazetteer) == ()


def test_the_column_holds_no_floor_that_the_gate_does_not_know():
    known = {*FLOORS, "town"}
    assert {
        each.extra["public_location"] for each in vocabulary.terms("targets") if "public_location" in each.extra
    } <= known


@pytest.mark.parametrize(
    "where",
    [{"places": ["SY07"], "name": "near the mill"}, {"places": ["SY07"], "lat": 35.6, "lon": 36.6}, "Kafr Nabl"],
)
def test_a_name_or_a_point_below_the_governorate_is_too_exact(where):
    said = {"when": "2019-05-01", "targets": ["CIVIL_DEFENCE"], "where": where}
    assert examine_places(kind_of("incident").model_validate(said), load_shipped_gazetteer())


@given(st.integers(0, 30), st.integers(1, 12))
def test_one_up_to_the_least_is_small_and_nobody_is_not(number, least):
    assert is_small(Total(low=number, high=number), least) == (1 <= number < least)
