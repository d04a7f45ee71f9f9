"""A cell names one source, unless every part of it is a source known by that name; words for unknown, dates and numbers name nobody."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.letters import fold
from dalil.lookup.sources import SourceLookup, code_for
from dalil.text.source_spelling import pair_alike

BY_PEOPLE = frozenset({"north monitor", "south monitor", "مرصد الشمال"})


def codes(cell: str) -> list[str]:
    return [source.code for source in SourceLookup({}, BY_PEOPLE).find_all(cell)]


@pytest.mark.parametrize(
    ("cell", "one"),
    [
        ("Ministry of Health, Gaza", "ministry-of-health-gaza"),
        ("وزارة الصحة، غزة", "وزاره-الصحه-غزه"),
        ("Doe, Jane", "doe-jane"),
        ("AFP/Getty", "afp-getty"),
        ("Field team 1/2", "field-team-1-2"),
        ("فريق ميداني 1/2", "فريق-ميداني-1-2"),
        ("North Monitor; a paper", "north-monitor-a-paper"),
        ("SOHR, A Local Paper", "sohr-a-local-paper"),
        ("Field interview, 03/12/2018", "field-interview"),
        ("مقابلة ميدانية ٠٣/١٢/٢٠١٨", "مقابله-ميدانيه"),
        ("https://www.example.org/news/12345", "example.org"),
        ("www.example.org", "example.org"),
        ("Example.org", "example.org"),
        ("https://twitter.com/somebody/status/99", "twitter.com-somebody"),
        ("SOHR https://www.example.org/en/1?a=b,c", "sohr"),
        ("Air Wars", "airwars"),
        ("SOHR, 4 September 2018", "sohr"),
        ("المرصد السوري، ٤ أيلول ٢٠١٨", "sohr"),
        ("SOHR [accessed 3 May]", "sohr"),
        ("Reuters citing SOHR", "reuters-citing-sohr"),
        ("desk@example.org", "desk-example-org"),
    ],
)
def test_a_cell_is_one_source(cell: str, one: str) -> None:
    assert codes(cell) == [one]


@pytest.mark.parametrize(
    ("cell", "several"),
    [
        ("SOHR, Airwars", ["sohr", "airwars"]),
        ("SOHR/Airwars", ["sohr", "airwars"]),
        ("المرصد السوري لحقوق الإنسان، Airwars", ["sohr", "airwars"]),
        ("North Monitor; South Monitor", ["north-monitor", "south-monitor"]),
        ("unknown; SOHR", ["sohr"]),
        ("SOHR (guards, and others), VDC", ["sohr", "vdc"]),
        ("https://a.example.org/x ; https://b.example.org/y", ["a.example.org", "b.example.org"]),
    ],
)
def test_parts_that_are_all_known_by_that_name_are_told_apart(cell: str, several: list[str]) -> None:
    assert codes(cell) == several


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "",
            "-",
            "?",
            "#N/A",
            "#REF!",
            "N/K",
            "n.k.",
            "Not known",
            "Unknown source",
            "Sources: unknown",
            "TBC",
            "12345",
            "2018-03-04",
        ),
        *(
            "several sources",
            "Multiple sources",
            "Anonymous",
            "غير متوفر",
            "مصدر مجهول",
            "مصادر متعددة",
            "لا يوجد",
            "٠٣/١٢/٢٠١٨",
        ),
        *(
            "N/D",
            "not mentioned",
            "لا يوجد مصدر",
            "مجهول المصدر",
            "المصدر: غير مذكور",
            "مصادر غير محددة",
            "دون ذكر المصدر",
        ),
    ],
)
def test_words_for_unknown_numbers_and_dates_name_nobody(cell: str) -> None:
    assert codes(cell) == []


def test_what_the_record_learned_from_files_does_not_divide_a_cell() -> None:
    learned = {"first paper": ("first-paper",), "second paper": ("second-paper",), "sohr airwars": ("sohr-airwars",)}
    lookup = SourceLookup(learned)
    assert [source.code for source in lookup.find_all("First Paper, Second Paper")] == ["first-paper-second-paper"]
    assert [source.code for source in lookup.find_all("SOHR, Airwars")] == ["sohr", "airwars"]


@given(st.text(max_size=30), st.text(max_size=30))
def test_names_that_fold_to_the_same_get_the_same_code(one: str, other: str) -> None:
    assert code_for(one) == code_for(fold(one)) or "." in one
    if fold(one) == fold(other) and "." not in one + other:
        assert code_for(one) == code_for(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("Airwars", "Aiwars"), ("Airwars", "Air Wars"), ("SOHR", "SORH"), ("SOHR", "SOGR"), ("AFP", "AFP/Getty")),
        *(
            ("مرصد الشمال", "مرصد الشمل"),
            ("North Monitor", "Nroth Monitor"),
            ("North Monitor", "North Monitor; a neighbour"),
        ),
    ],
)
def test_names_that_may_be_one_are_paired(one: str, other: str) -> None:
    assert pair_alike({"a": [one], "b": [other]}) == {("a", "b")}


@pytest.mark.parametrize(
    "cell",
    [
        *("ditto", "Same as above", "ibid.", "see row 3", "المصدر نفسه", "كما ورد أعلاه", "نفس المصدر"),
        *("local sources", "Activists", "Eyewitnesses", "social media", "A source", "confidential", "yes"),
        *("مصادر محلية", "ناشطون", "شهود عيان", "وسائل التواصل الاجتماعي", "مصدر", "سري", "نعم"),
        *("photo-12.jpg", "file:///home/x", "http://", "شهادة.pdf"),
    ],
)
def test_kinds_of_sources_and_words_that_lead_elsewhere_name_nobody(cell: str) -> None:
    assert codes(cell) == []


def test_a_name_that_a_person_gave_is_a_source_whatever_it_says() -> None:
    lookup = SourceLookup({"activists": ("local-committee",)}, frozenset({"activists"}))
    assert [source.code for source in lookup.find_all("Activists")] == ["local-committee"]


@pytest.mark.parametrize(
    ("relayed", "origin"),
    [
        ("Reuters citing SOHR", "SOHR"),
        ("رويترز نقلاً عن المرصد السوري", "المرصد السوري"),
        ("الشبكة السورية والمرصد السوري", "المرصد السوري"),
    ],
)
def test_who_relays_another_is_proposed_as_naming_it(relayed: str, origin: str) -> None:
    assert pair_alike({"a": [relayed], "b": [origin], "c": ["North Monitor"]}) == {("a", "b")}


def test_a_name_made_of_two_others_may_name_both_where_a_comma_was_forgotten() -> None:
    named = {"a": ["SOHR", "المرصد السوري"], "b": ["Airwars"], "c": ["SOHR Airwars"], "d": ["المرصد السوري Airwars"]}
    assert pair_alike(named) == {("a", "c"), ("b", "c"), ("a", "d"), ("b", "d")}
    assert pair_alike({"a": ["North"], "b": ["North Monitor"], "c": ["SOHR news"], "d": ["SOHR"]}) == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("Team 1", "Team 2"), ("Monitor A", "Monitor B"), ("North Monitor", "South Monitor"), ("BBC", "ABC")),
        *(("Office 2018", "Office 2019"), ("فريق ١", "فريق ٢"), ("East Paper", "West Paper")),
    ],
)
def test_names_that_differ_on_purpose_are_not_paired(one: str, other: str) -> None:
    assert pair_alike({"a": [one], "b": [other]}) == set()


@given(st.lists(st.text("abcd ", min_size=4, max_size=9), min_size=2, max_size=6, unique=True))
def test_pairs_do_not_depend_on_the_order_of_the_names(names: list[str]) -> None:
    numbered = [(str(at), [name]) for at, name in enumerate(names)]
    found = {
        frozenset(map(frozenset, pair_alike(dict(order))))
        for order in itertools.islice(itertools.permutations(numbered), 6)
    }
    assert len(found) == 1
