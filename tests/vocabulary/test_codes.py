"""The lists of codes are whole, and the questions asked of them are answered."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil import vocabulary
from dalil.letters import ARABIC_LETTER
from dalil.vocabulary import UnknownCode, UnknownScheme

ALL = [(scheme, term.code) for scheme in vocabulary.schemes() for term in vocabulary.terms(scheme)]
codes = st.sampled_from(ALL)


@pytest.mark.parametrize("scheme", vocabulary.schemes())
def test_a_scheme_is_well_formed(scheme: str) -> None:
    terms = vocabulary.terms(scheme)
    assert terms
    assert len({t.code for t in terms}) == len(terms)
    for term in terms:
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", term.code), term
        assert term.parent is None or vocabulary.is_code(scheme, term.parent), f"{term.code}: no parent {term.parent}"
        assert term.en.strip() == term.en != "", term
        assert not ARABIC_LETTER.search(term.en), f"{term.code} has Arabic letters in its English label"
        assert ARABIC_LETTER.search(term.ar), f"{term.code} has no Arabic label"
        assert not any(ARABIC_LETTER.search(alias) for alias in term.aliases_en), term
        assert all(ARABIC_LETTER.search(alias) for alias in term.aliases_ar), term


@pytest.mark.parametrize("scheme", vocabulary.schemes())
def test_no_term_lies_above_itself(scheme: str) -> None:
    for term in vocabulary.terms(scheme):
        assert term.code not in vocabulary.broader(scheme, term.code)


@given(codes)
def test_what_is_below_has_it_above(known: tuple[str, str]) -> None:
    scheme, code = known
    for below in vocabulary.narrower(scheme, code) - {code}:
        assert code in vocabulary.broader(scheme, below)
    for above in vocabulary.broader(scheme, code):
        assert code in vocabulary.narrower(scheme, above)


@given(codes)
def test_what_is_below_is_the_code_and_what_is_below_its_children(known: tuple[str, str]) -> None:
    scheme, code = known
    children = [t.code for t in vocabulary.terms(scheme) if t.parent == code]
    below = [vocabulary.narrower(scheme, child) for child in children]
    assert vocabulary.narrower(scheme, code) == frozenset({code}).union(*below)
    assert 1 + sum(map(len, below)) == len(vocabulary.narrower(scheme, code)), "two branches share a term"


@given(codes)
def test_a_term_is_found_by_its_code_and_by_each_of_its_names(known: tuple[str, str]) -> None:
    scheme, code = known
    term = vocabulary.term(scheme, code)
    for words in (term.code, *term.names()):
        assert term in vocabulary.find(scheme, words), words


def test_a_code_that_does_not_exist_is_refused_with_a_suggestion() -> None:
    with pytest.raises(UnknownCode, match="“BARREL_BOM” is not a code of weapons; did you mean BARREL_BOMB") as refused:
        vocabulary.term("weapons", "BARREL_BOM")
    assert refused.value.scheme == "weapons"
    assert "BARREL_BOMB" in refused.value.suggestions
    with pytest.raises(UnknownCode, match="did you mean KILLING"):
        vocabulary.term("acts", "killing")
    assert not vocabulary.is_code("acts", "killing")


def test_a_scheme_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownScheme, match="no list of codes called “weapon”"):
        vocabulary.terms("weapon")
    with pytest.raises(UnknownScheme):
        vocabulary.terms("places")


def test_a_monitor_finds_a_weapon_in_either_script_however_it_is_typed() -> None:
    for words in ("barrel bomb", "Barrel Bombs"[:-1], "برميل متفجر", "براميل مُتفجّرة", "البراميل"[2:]):
        assert vocabulary.find("weapons", words)[0].code == "BARREL_BOMB", words
    assert vocabulary.find("weapons", "   ") == []
    assert vocabulary.find("weapons", "no such thing") == []


def test_a_label_is_given_in_the_language_of_the_reader() -> None:
    assert vocabulary.label("targets", "SCHOOL", "en") == "School"
    assert vocabulary.label("targets", "SCHOOL", "ar") == "مدرسة"
    assert vocabulary.label("targets", "SCHOOL", "ar-sy") == "مدرسة"


def test_the_categories_of_the_front_page_are_vital_facilities_and_homes_are_not() -> None:
    vital = vocabulary.narrower("targets", "VITAL_FACILITY")
    assert {"WORSHIP", "SCHOOL", "MEDICAL", "MARKET"} <= vital
    assert "RESIDENTIAL" not in vital
    assert "RESIDENTIAL" in vocabulary.narrower("targets", "CIVILIAN_OBJECT")


def test_people_and_tear_gas_are_not_counted_with_what_they_are_not() -> None:
    assert "MEDICAL_PERSONNEL" not in vocabulary.narrower("targets", "MEDICAL")
    assert "TEAR_GAS" not in vocabulary.narrower("weapons", "CHEMICAL")


@pytest.mark.parametrize(("scheme", "column"), [("acts", "provisions"), ("targets", "provisions")])
def test_every_provision_that_is_named_exists(scheme: str, column: str) -> None:
    for term in vocabulary.terms(scheme):
        for provision in filter(None, term.extra.get(column, "").split(";")):
            assert vocabulary.is_code("provisions", provision), f"{term.code} names {provision}"


def test_members_of_an_alliance_and_units_of_a_quantity_exist() -> None:
    for actor in vocabulary.terms("actors"):
        for member in filter(None, actor.extra.get("members", "").split(";")):
            assert vocabulary.is_code("actors", member)
    for quantity in vocabulary.terms("quantities"):
        assert vocabulary.is_code("units", quantity.extra["default_unit"])


def test_every_scheme_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "vocabulary.md").read_text(encoding="utf-8")
    for scheme in vocabulary.schemes():
        assert f"`{scheme}`" in page, f"docs/vocabulary.md does not speak of {scheme}"
