"""Unidentified remains beside whom a family seeks: little is certain, it is explained, and nothing is found by it."""

from __future__ import annotations

import pytest

from dalil.tracing.candidates import ComparedPerson
from dalil.tracing.compared_people import find_candidates
from dalil.tracing.findings import FindingContent, confirm_finding, propose_finding
from dalil.tracing.models import SearchFinding
from dalil.tracing.nameless_candidates import ComparedRemains, KnownRemains, compare_remains, find_remains
from dalil.tracing.requests import states_of, take_step
from dalil.values import When

SOUGHT = ComparedPerson(
    "sought",
    ("سمير خالد القاسم",),
    born=When.parse("1985"),
    when=When.parse("2013-05"),
    places=("Douma, near the bakery",),
    sex="male",
    marks="a silver ring, a scar on the chin",
)
THERE = {"places": ("Douma", "دوما"), "areas": ("Rural Damascus",), "found": When.parse("2025-03"), "sex": "male"}


def reasons(**remains):
    return {(each.about, each.level) for each in compare_remains(SOUGHT, ComparedRemains("r", **remains))}


def test_place_time_sex_age_and_marks_are_weighed_and_said():
    assert reasons(**THERE, youngest=25, oldest=35) == {("place", "found_there"), ("sex", "same"), ("age", "within")}
    assert reasons(areas=("Douma",), sex="female") == {("place", "area"), ("sex", "other")}
    assert reasons(found=When.parse("2012")) == {("time", "found_before")}
    assert reasons(died=When.parse("2010"), youngest=60, oldest=70) == {("time", "died_before"), ("age", "apart")}
    assert reasons(died=When.parse("2013..2014")) == {("time", "died_after")}
    assert reasons(marks=("Silver ring",), name_found="Samir Khaled al-Qasim") == {
        ("marks", "shared"),
        ("name_found", "alike"),
    }
    assert reasons(marks=("with the",)) == set() and reasons() == set()


def test_a_narrow_estimate_says_more_than_a_wide_one_and_age_alone_binds_nobody():
    narrow, wide = (
        next(
            each.weight
            for each in compare_remains(SOUGHT, ComparedRemains("r", **THERE, youngest=25, oldest=high))
            if each.about == "age"
        )
        for high in (32, 60)
    )
    assert narrow > wide > 0
    assert (
        find_remains(SOUGHT, [ComparedRemains("r", sex="male", found=When.parse("2025"), youngest=25, oldest=32)]) == []
    )


def test_searching_for_many_at_once_finds_what_searching_for_each_finds():
    known = [
        ComparedRemains(f"r{number}", **{**THERE, "places": places, "areas": areas}, marks=marks, name_found=name)
        for number, (places, areas, marks, name) in enumerate(
            [
                (("Douma", "دوما"), ("Rural Damascus",), ("a ring",), ""),
                (("Qusayr near Homs",), ("Homs",), (), ""),
                ((), (), ("scar on the chin", "خاتم فضة"), ""),
                ((), (), (), "Samir Khaled al-Qasim"),
                (("", "-"), ("ال",), ("the",), ""),
            ]
        )
    ]
    sought = [
        SOUGHT,
        ComparedPerson("second", ("Layla Haddad",), places=("they said at Qusayr near Homs",), sex="female"),
        ComparedPerson("third", ("عمر سعيد",), places=("دوما",), marks="خاتم"),
        ComparedPerson("fourth", ("سمير القاسم",)),
    ]
    at_once = {
        whom.key: [(each.person.key, each.reasons) for each in found]
        for whom, found in KnownRemains(known).find_many(sought, 10, 1.5)
    }
    assert at_once == {
        each.key: [(one.person.key, one.reasons) for one in find_remains(each, known)] for each in sought
    }
    assert [key for key, _reasons in at_once["sought"]] and at_once["third"]
    assert list(KnownRemains([]).find_many(sought, 3, 1.5)) == [(each, []) for each in sought]


@pytest.mark.django_db
def test_they_are_proposed_beside_a_request_and_a_finding_takes_two_and_a_document(
    opened, tariq, layla, ask, enter, document
):
    made, _ = ask(
        last_seen="2013-05",
        last_seen_place="Rural Damascus, the checkpoint",
        sex="male",
        born="1985",
        marks="a silver ring",
    )
    found = {"where": {"places": ["SY03"]}, "when": "2025-03-04", "sex": "male", "youngest": 24, "oldest": 34}
    here = enter({**found, "belongings": {"en": "a silver ring"}}, kind="remains")
    enter({**found, "where": {"places": ["SY07"]}, "sex": "female"}, kind="remains")
    traced = find_candidates(opened, made, actor=tariq)
    assert [each.person.key for each in traced.remains] == [here.address] and traced.victims == []
    assert not SearchFinding.objects.exists() and states_of(made) == ["SUBMITTED"]
    for state in ("VALIDATED", "OPEN", "CANDIDATE_FOUND", "UNDER_VERIFICATION"):
        take_step(opened, made, state, reason="r", actor=tariq)
    said = FindingContent(
        state="REMAINS_IDENTIFIED",
        basis="a sample of his mother",
        document=document.address,
        shown_by="BODY",
        report=here.address,
    )
    finding = propose_finding(opened, made, said, actor=tariq)
    confirm_finding(opened, finding, actor=layla)
    assert states_of(made)[-1] == "REMAINS_IDENTIFIED"
