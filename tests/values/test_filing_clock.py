"""When claims of owners in a redevelopment zone are due: labelled cases, and what holds of any day."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil import vocabulary
from dalil.values import When
from dalil.values.filing_clock import FilingFacts, combine_facts, deadline_of, filing_rules, filing_state

CASES = list(csv.DictReader((Path(__file__).parent / "filing_cases.csv").open(encoding="utf-8")))
days = st.dates(date(2018, 4, 2), date(2024, 12, 7))


def _codes(cell: str) -> frozenset[str]:
    return frozenset(filter(None, cell.split("|")))


def _known(cell: str) -> bool | None:
    return {"yes": True, "no": False, "": None}[cell]


def _facts(case: dict[str, str]) -> FilingFacts:
    return FilingFacts(
        registered=_known(case["registered"]),
        filed=_known(case["filed"]),
        filed_when=When.parse(case["filed_when"]) if case["filed_when"] else None,
        minor=_known(case["minor"]),
        dead=_known(case["dead"]),
        filers=_codes(case["filers"]),
        kin=_codes(case["kin"]),
        papers=_codes(case["papers"]),
        obstacles=_codes(case["obstacles"]),
    )


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_a_labelled_case_has_its_day_and_its_reason(case: dict[str, str]) -> None:
    announced = [When.parse(told) for told in filter(None, case["announced"].split("|"))]
    found = filing_state(_facts(case), deadline_of(announced), date.fromisoformat(case["today"]))
    due = found.deadline
    assert (str(due.first or ""), str(due.last or "")) == (case["first"], case["last"])
    assert "|".join(due.provisions) == case["rules"]
    assert found.state == case["state"]
    assert set(found.reasons) == _codes(case["reasons"])


def test_there_are_cases_of_everything_that_can_be_said() -> None:
    assert len(CASES) >= 30
    told = {reason for case in CASES for reason in _codes(case["reasons"])}
    assert {case["state"] for case in CASES} == {term.code for term in vocabulary.terms("filing_states")}
    missing = {term.code for term in vocabulary.terms("filing_reasons")} - told
    assert missing == {"DEGREE_NOT_SAID", "REPORTS_DIFFER"}, "these have tests of their own"


@given(days, st.integers(0, 2000), st.sampled_from(filing_rules()))
def test_a_later_announcement_never_gives_an_earlier_deadline_under_one_rule(day: date, later: int, rule) -> None:
    assert rule.last_day(day) <= rule.last_day(day + timedelta(days=later))


@given(days, st.integers(0, 800))
def test_a_vague_announcement_gives_a_span_that_holds_the_deadline_of_each_of_its_days(day: date, width: int) -> None:
    end = min(day + timedelta(days=width), date(2024, 12, 7))
    whole = deadline_of([When.span(day, end)])
    for each in (day, day + (end - day) / 2, end):
        one = deadline_of([When.day(each)])
        assert whole.first <= one.first <= one.last <= whole.last
    assert one.first > each, "a period never ends on or before the day on which it begins"


@given(days, st.booleans(), st.sampled_from([None, True, False]), st.sampled_from([None, True, False]))
def test_silence_about_filing_is_never_a_missed_deadline(day: date, dead: bool, minor, registered) -> None:
    facts = FilingFacts(registered=registered, minor=minor, dead=dead)
    assert filing_state(facts, deadline_of([When.day(day)]), date(2030, 1, 1)).state in {"UNKNOWN", "NOT_CALLED"}


def test_a_relative_of_unsaid_degree_may_file_and_that_is_said() -> None:
    facts = FilingFacts(filed=False, registered=False, filers=frozenset({"RELATIVE"}))
    found = filing_state(facts, deadline_of([When.parse("2019-03-10")]), date(2019, 6, 1))
    assert (found.state, found.reasons) == ("NOT_FILED", ("DEGREE_NOT_SAID",))


def test_every_rule_names_its_provision_and_is_in_force_after_it_was_issued() -> None:
    for rule in filing_rules():
        assert vocabulary.is_code("provisions", rule.provision)
        assert rule.issued <= rule.in_force_by <= rule.known_until
        assert bool(rule.days) != bool(rule.years)


def test_reports_that_exclude_each_other_leave_it_unknown_and_say_so() -> None:
    filed, not_filed = FilingFacts(filed=True, registered=False), FilingFacts(filed=False)
    found = filing_state(combine_facts([filed, not_filed]), deadline_of([When.parse("2019-03-10")]), date(2021, 1, 1))
    assert found.state == "UNKNOWN"
    assert set(found.reasons) == {"FILING_UNKNOWN", "REPORTS_DIFFER"}
    none, title = FilingFacts(papers=frozenset({"DOC_NONE"})), FilingFacts(papers=frozenset({"DOC_TITLE"}))
    assert (combine_facts([none, title]).papers, combine_facts([none, title]).differ) == ({"DOC_TITLE"}, True)
    assert combine_facts([none, none]) == none
