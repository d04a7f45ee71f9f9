"""A case is a timeline of its steps, as one viewer may know it; a call for a court is a step of no case; and an accused may have to stay unnamed."""

from __future__ import annotations

import pytest
from django.core.cache import cache, caches

from dalil.archive.protection import Level, Viewer
from dalil.bulletin.proceedings import views
from dalil.cases import case_list, proceedings
from dalil.cases.case_list import CaseOrder, CaseQuery, cited_in, find_cases, list_cases, proceedings_under, read_page
from dalil.cases.proceedings import case_of, list_calls, list_custody
from dalil.gate.person_profiles import examine_person
from dalil.kinds.proceeding import Proceeding
from dalil.record import actions
from dalil.record.entities import entity_at
from dalil.record.models import Verdict
from dalil.vocabulary.gazetteer import load_shipped_gazetteer
from dalil.vocabulary.terms import UnknownCode
from dalil.wording.claims import title_of

PUBLIC, STEWARD = Viewer.public(), Viewer.steward()
CASE = {"docket": "7 X 12/19", "forum": "DE", "court": {"en": "Higher Regional Court"}}
VERDICT = {
    "what": "VERDICT",
    "when": "2021-03",
    "charges": [{"provision": "NAT-DE-7", "outcome": "CONVICTED", "how_many": "27"}],
    "sentence": {"en": "Nine years", "ar": "تسع سنوات"},
}


@pytest.fixture
def steps(enter):
    told = [
        VERDICT | CASE,
        {"what": "ARREST", "when": "2019-02-12", **CASE},
        {"what": "CALL_FOR_COURT", "when": "2019-04", "court": {"en": "A tribunal"}},
        {"what": "INDICTMENT", "when": "2019-10", **CASE, "docket": "7  X 12/19 "},
        {"what": "ARREST", "when": "2019-05", **CASE, "forum": "FR"},
        {"what": "HEARING", **CASE},
    ]
    return [enter(each, kind="proceeding") for each in told]


def names_of(timeline):
    return [claim.what for claim in timeline.claims]


def test_the_steps_of_a_case_stand_in_order_and_those_of_another_court_elsewhere(steps):
    timeline = case_of(entity_at(steps[0].address, PUBLIC))
    assert names_of(timeline) == ["ARREST", "INDICTMENT", "VERDICT", "HEARING"]
    assert [each.what for each in timeline.latest] == ["VERDICT"] and timeline.provisions == ("NAT-DE-7",)
    assert case_of(entity_at(steps[2].address, PUBLIC)) is None
    assert [len(each.steps) for each in list_cases(PUBLIC, 9)] == [4, 1]
    assert [each.address for each in list_calls(PUBLIC, 9)] == [steps[2].address]
    assert [names_of(each)[-2] for each in proceedings_under(["NAT-DE-7"], PUBLIC, 9)] == ["VERDICT"]
    assert list(proceedings_under(["NAT-DE-8"], PUBLIC, 9)) == []
    assert all(cited_in(each.content) == set(proceedings.provisions_of(each.claim)) for each in steps)


def test_for_a_provision_that_no_case_names_no_entity_is_read(steps, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert list(proceedings_under(["NAT-DE-8"], PUBLIC, 9)) == []


def test_a_hidden_step_adds_nothing_to_the_case(steps, enter):
    hidden = enter({"what": "RELEASE", "when": "2022", **CASE}, kind="proceeding", level=Level.INTERNAL)
    assert "RELEASE" not in names_of(case_of(entity_at(steps[0].address, PUBLIC)))
    assert "RELEASE" in names_of(case_of(entity_at(hidden.address, STEWARD)))


def test_what_was_found_is_read_page_by_page_as_the_viewer_may_know_it_now(steps, alice):
    found = find_cases(PUBLIC, CaseQuery())
    pages = [read_page(found, PUBLIC, 1, offset) for offset in (0, 1)]
    assert [each.steps for page in pages for each in page] == [each.steps for each in list_cases(PUBLIC, 9)]
    assert [page.total for page in pages] == [2, 2]
    actions.withdraw(steps[4], actor=alice, reason="it was another person")
    assert [len(list(read_page(found, PUBLIC, 1, offset))) for offset in (0, 1)] == [1, 0]


def test_the_page_of_a_step_and_the_page_of_proceedings_tell_the_case(steps, enter, client):
    enter(
        {"what": "in_custody", "count": ">1000", "parties": [{"actor": "SDF"}], "nationality": "FOREIGN"}, kind="tally"
    )
    for language, said in (
        ("en", ("Indictment", "Nine years", "convicted")),
        ("ar", ("لائحة اتهام", "تسع سنوات", "أُدين")),
    ):
        page = client.get(f"/{language}/record/{steps[1].address}/", headers={"host": "localhost"}).content.decode()
        assert all(word in page for word in said)
    page = client.get("/en/proceedings/", headers={"host": "localhost"}).content.decode()
    assert "at least 1,001" in page and "Foreigners" in page and "Syrian Democratic Forces" in page
    assert "Calls for a court" in page and len(list_custody(PUBLIC, 9).items) == 1


def test_what_a_list_leaves_out_is_said(steps, client, monkeypatch):
    listed = list_cases(PUBLIC, 1)
    assert (len(listed.items), listed.total, listed.unread) == (1, 2, 0)
    monkeypatch.setattr(proceedings, "MOST_STEPS", 3)
    assert case_of(entity_at(steps[0].address, PUBLIC)).unread == 1
    monkeypatch.setattr(case_list, "MOST_STEPS", 3)
    assert [each.unread for each in list_cases(PUBLIC, 9)] == [1, 0]
    monkeypatch.setattr(case_list, "MOST_SORTED", 3)
    assert list_cases(PUBLIC, 9).unread == 2
    for language, said in (("en", "2 earlier reports were not read"), ("ar", "ثمة إفادتان أقدم لم تُقرأا")):
        page = client.get(f"/{language}/proceedings/", headers={"host": "localhost"}).content.decode()
        assert said in page


def test_cases_are_asked_for_by_state_by_words_and_by_provision_and_in_two_orders(steps):
    def asked(**query):
        return [case.steps[0].address for case in list_cases(PUBLIC, 9, query=CaseQuery(**query))]

    german, french = steps[1].address, steps[4].address
    assert asked() == [german, french] and asked(order=CaseOrder.FIRST) == [german, french]
    assert asked(state="FR") == [french] and asked(state="IQ") == []
    assert asked(words="higher 7 X") == [german, french] and asked(words="lower") == []
    assert asked(provisions=frozenset({"NAT-DE-7"})) == [german]
    with pytest.raises(UnknownCode):
        CaseQuery(state="XX")


def test_no_case_is_lost_between_two_pages_and_what_is_read_grows_with_the_page(enter, django_assert_max_num_queries):
    told = [
        enter({"what": "ARREST", "docket": f"{n} Y", "forum": "SE", "when": f"2019-05-{n:02}"}, kind="proceeding")
        for n in range(1, 8)
    ]
    pages = [list_cases(PUBLIC, 3, offset) for offset in (0, 3, 6)]
    assert [case.steps[0].address for page in pages for case in page] == [each.address for each in reversed(told)]
    assert {page.total for page in pages} == {7}
    for many in (1, 7):
        with django_assert_max_num_queries(16):
            list_cases(PUBLIC, many)


def test_the_page_of_proceedings_is_asked_page_by_page(steps, client, monkeypatch):
    monkeypatch.setattr(views, "MOST", 1)
    cache.clear()
    caches["pages"].clear()

    def page(query, language="en"):
        return client.get(f"/{language}/proceedings/{query}", headers={"host": "localhost"}).content.decode()

    assert "2 cases" in page("") and "قضيتان" in page("", "ar") and "?page=2" in page("")
    assert "Indictment" in page("") and "Indictment" not in page("?page=2")
    assert "Page <bdi>2</bdi> of <bdi>2</bdi>" in page("?page=99") and "Page <bdi>1</bdi>" in page("?page=none")
    assert "1 case<" in page("?state=FR") and "Indictment" not in page("?state=FR")
    assert "No public case answers to this" in page("?q=lower") and "No public case answers to this" in page(
        "?state=XX"
    )


def test_where_sources_tell_a_step_differently_each_is_shown(enter, alice, client):
    verdict = VERDICT | CASE
    acquitted = verdict | {"charges": [{"provision": "NAT-DE-8", "outcome": "ACQUITTED"}], "sentence": None}
    reports = [enter(each, kind="proceeding") for each in (acquitted, verdict, {"what": "ARREST", **CASE})]
    actions.judge(reports[0], reports[1], Verdict.SAME, actor=alice, reason="r")
    timeline = case_of(entity_at(reports[0].address, PUBLIC))
    assert timeline.provisions == ("NAT-DE-8", "NAT-DE-7")
    page = client.get(f"/en/record/{reports[0].address}/", headers={"host": "localhost"}).content.decode()
    assert all(
        words in page for words in ("acquitted", "convicted", "Nine years", "Sources tell this step differently")
    )


@pytest.mark.parametrize(
    ("one", "other", "cases"),
    [
        ({"court": {"en": "Court of the North"}}, {"court": {"en": "Court of the South"}}, 2),
        ({"court": {"en": "Court of the North"}}, {"court": {"en": "Court of the North"}}, 1),
        ({}, {}, 2),
        ({"forum": "FR"}, {"forum": "FR"}, 1),
        ({"case": {"en": "The mill"}}, {"case": {"en": "The mill"}}, 1),
    ],
)
def test_a_number_alone_joins_no_steps(one, other, cases, enter):
    told = [
        enter({"what": what, "docket": "12/2019"} | more, kind="proceeding")
        for what, more in (("TRIAL", one), ("ARREST", other))
    ]
    assert len(list_cases(PUBLIC, 9).items) == cases
    assert len((case_of(entity_at(told[0].address, PUBLIC)) or list_cases(PUBLIC, 9).items[0]).steps) == 3 - cases


def test_an_accused_is_not_named_in_public_where_the_law_of_the_place_keeps_the_name():
    told = {"what": "TRIAL", "person": "Sami Nasser", "forum": "DE", "capacity": {"en": "a former officer"}}
    places = load_shipped_gazetteer()
    stopped = list(examine_person(Proceeding.model_validate(told), places))
    assert [each.type for each in stopped] == ["beyond_the_profile"]
    for better in ({"named_by_authority": "IS_SO"}, {"forum": "FR"}, {"person": None}):
        assert list(examine_person(Proceeding.model_validate(told | better), places)) == []
    unknown = list(examine_person(Proceeding.model_validate(told | {"forum": None}), places))
    assert [each.type for each in unknown] == ["beyond_the_profile"]
    assert "a former officer" in title_of(Proceeding.model_validate(told | {"person": None}), "en")


@pytest.mark.parametrize(
    "words",
    [
        {"case": {"en": "The trial of Nasser"}},
        {"description": {"ar": "محاكمة سامي ناصر أمام المحكمة"}},
        {"parties_said": {"en": "The State against Sami Nasser"}},
        {"charges": [{"said": {"en": "Sami Nasser aided it"}}]},
    ],
)
@pytest.mark.parametrize("forum", ["DE", None])
def test_the_name_of_an_accused_is_stopped_in_the_words_around_it_too(words, forum):
    told = {"what": "TRIAL", "person": {"said": "Sami Nasser / سامي ناصر"}, "forum": forum, **words}
    places = load_shipped_gazetteer()
    stopped = list(examine_person(Proceeding.model_validate(told), places))
    assert [each.type for each in stopped] == ["beyond_the_profile", "name_beyond_the_profile"]
    assert list(examine_person(Proceeding.model_validate(told | {"forum": "FR"}), places)) == []
