"""People of the record are screened against the listed: explained, in any script, and judged by a person."""

import math

import pytest
from list_samples import un

from dalil.kinds.listing import ListedBirth, ListedDocument
from dalil.record.actions import Refused
from dalil.record.actions.reports import withdraw
from dalil.record.models import LogEntry, Verdict
from dalil.sanctions import screening_runs
from dalil.sanctions.models import ScreeningCandidate
from dalil.sanctions.screening import ListedNames, ScreenedPerson, weigh_births, weigh_numbers
from dalil.sanctions.screening_runs import judge_candidate, screen_all, screen_what_came_in, take_verdict_back
from dalil.sanctions.taking_versions import VersionRequest, take_version
from dalil.values import When


@pytest.fixture
def take(tmp_path, alice):
    def take(text, name="list.xml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return take_version(VersionRequest(paths=(path,), actor=alice)).version

    return take


@pytest.fixture
def name_somebody(enter):
    def name_somebody(who, **more):
        return enter({"who": who, "fate": "DISAPPEARED"} | more, kind="victim", origin="north-monitor")

    return name_somebody


def pairs():
    return {
        (each.name, each.entry): [reason["level"] for reason in each.reasons]
        for each in ScreeningCandidate.objects.all()
    }


def test_a_person_is_found_in_any_script_with_reasons(take, name_somebody):
    take(un())
    name_somebody("سمير القاسم", born="1962-04-05")
    name_somebody("Sameer al-Kasim", born="1930")
    name_somebody("Khaled Mansour")
    done = screen_all()
    assert (done.people, done.entries) == (3, 2)
    found = pairs()
    names, born = found["سمير القاسم", "XXi.001"]
    assert names in ("same", "close") and born == "same_day"
    assert ("Khaled Mansour", "XXi.001") not in found
    assert found.get(("Sameer al-Kasim", "XXi.001"), ["", "apart"])[1] == "apart"


def test_weak_aliases_and_single_words_are_compared_with_nobody(take, name_somebody):
    take(un())
    for name in ("Abu Nur", "Samir", "القاسم"):
        name_somebody(name)
    screen_all()
    assert pairs() == {}


def test_only_what_came_in_is_screened_again(take, name_somebody, alice, monkeypatch):
    take(un())
    first = name_somebody("Samir Al-Qasim")
    screen_all()
    assert screen_what_came_in().people == 0
    name_somebody("Layla Haddad")
    assert screen_what_came_in().people == 1 and set(pairs()) == {
        ("Samir Al-Qasim", "XXi.001"),
        ("Layla Haddad", "XXi.002"),
    }
    take(
        un("2018-08-24")
        .replace("<CITY>Damascus</CITY>", "<CITY>Homs</CITY>")
        .replace("LAYLA", "RIMA")
        .replace("XXi.002", "XXi.003")
    )
    done = screen_what_came_in()
    assert done.people == 0 and done.entries == 2
    assert set(pairs()) == {("Samir Al-Qasim", "XXi.001")}, "Layla was taken off"
    withdraw(first, actor=alice, reason="entered twice")
    screen_what_came_in()
    assert pairs() == {}


def test_a_person_judges_and_can_take_it_back(take, name_somebody, bob):
    take(un())
    name_somebody("Samir Al-Qasim")
    screen_all()
    candidate = ScreeningCandidate.objects.get()
    judged = judge_candidate(candidate, Verdict.DIFFERENT, actor=bob, reason="Another father.")
    assert LogEntry.objects.latest("pk").detail["what"] == "screening"
    with pytest.raises(Refused, match="judged already"):
        judge_candidate(candidate, Verdict.SAME, actor=bob)
    take_verdict_back(judged, actor=bob)
    with pytest.raises(Refused):
        take_verdict_back(judged, actor=bob)
    judge_candidate(candidate, Verdict.SAME, actor=bob)


def test_two_valid_numbers_that_differ_are_never_of_one():
    listed = ListedNames({("us_sdn", "1"): claim_with(number="12345678")})
    same, other = (
        ScreenedPerson(
            1, "Samir Qasim", documents=(ListedDocument(type="National ID No.", number=number, country="Syria"),)
        )
        for number in ("12345678", "87654321")
    )
    assert [each.reasons[-1].level for each in listed.candidates_for(same)] == ["same"]
    assert list(listed.candidates_for(other)) == []
    ships = [[ListedDocument(type="IMO", number=number)] for number in ("IMO 9074729", "9176187")]
    assert weigh_numbers(*ships).weight == -math.inf
    broken = [ListedDocument(type="IMO", number="9074728")]
    assert weigh_numbers(ships[0], broken) is None, "a number with a wrong check digit says nothing"
    passports = [[ListedDocument(type="Passport", number=number, country="Syria")] for number in ("111111", "222222")]
    assert weigh_numbers(*passports) is None, "people have several passports"


def claim_with(number):
    from dalil.kinds.listing import ListedName, Listing

    document = ListedDocument(type="National ID No.", number=number, country="Syria")
    name = "Samir Qasim"
    return Listing(
        sanctions_list="us_sdn", action="on_list", who=name, names=(ListedName(said=name),), documents=(document,)
    )


@pytest.mark.parametrize(
    ("born", "listed", "level"),
    [
        ("1962-04-05", "1962-04-05", "same_day"),
        ("1962", "1962-04-05", "same_year"),
        ("1963", "1962-04-05", "near"),
        ("1970", "1962-04-05", "apart"),
    ],
)
def test_births_are_weighed(born, listed, level):
    assert weigh_births(When.parse(born), [ListedBirth(when=When.parse(listed))]).level == level
    assert weigh_births(None, [ListedBirth(when=When.parse(listed))]) is None


def test_many_people_are_screened_as_each_alone_is():
    listed = ListedNames({("us_sdn", "1"): claim_with("12345678")})
    people = [
        ScreenedPerson(at, name)
        for at, name in enumerate(("سمير قاسم", "Khaled Mansour", "Qasim, Sameer", "Samir", "Samir Qasm", ""))
    ]
    alone = [candidate for person in people for candidate in listed.candidates_for(person)]
    together = list(listed.candidates_for_many(people))
    assert {each.person.report for each in together} == {0, 2, 4}
    assert [(each.person, each.entry, each.reasons) for each in together] == [
        (each.person, each.entry, each.reasons) for each in alone
    ]


def test_a_large_record_is_screened_in_processes_of_their_own(monkeypatch):
    monkeypatch.setattr(screening_runs, "LARGE", 2)
    people = [ScreenedPerson(at, name) for at, name in enumerate(("سمير قاسم", "Khaled Mansour", "Samir Kasim"))]
    found = list(screening_runs._compare(people, {("us_sdn", "1"): claim_with("12345678")}))
    assert {each.person.report for each in found} == {0, 2}
