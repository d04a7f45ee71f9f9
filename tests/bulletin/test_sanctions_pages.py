"""The pages of lists: who stood on a list on a day, what changed, an entry through the years; and what hidden lists do not tell."""

import re

import pytest
from list_samples import eu, un

from dalil.archive.protection import Level
from dalil.record.models import Verdict
from dalil.sanctions.models import ScreeningCandidate
from dalil.sanctions.screening_runs import judge_candidate, screen_all


def text_of(reader, path, status=200):
    answer = reader.get(path)
    assert answer.status_code == status, path
    return re.sub(r"<[^>]+>", "", answer.content.decode()).replace("&#x27;", "'")


def test_a_list_is_shown_on_any_day_with_its_doubt(reader, versions_of_a_list):
    june = text_of(reader, "/en/sanctions/un_sc/?on=2018-07-01")
    assert (
        "On the list on 1 July 2018: 2 people and 1 entity." in june and "LAYLA HADDAD" in june and "RIMA" not in june
    )
    assert "is known from the version of 7 June 2018" in june and "The next version is of 24 August 2018" in june
    latest = text_of(reader, "/en/sanctions/un_sc/")
    assert "RIMA HADDAD" in latest and "LAYLA" not in latest and "is known from the version" not in latest
    assert "It is no evidence that the reason is true" in latest
    arabic = text_of(reader, "/ar/sanctions/un_sc/?on=2018-07-01")
    assert "شخصان وكيان واحد" in arabic and "وليس دليلاً على صحة السبب" in arabic


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2018-06-06", "is not known"),
        ("soon", "is no day"),
        ("2018-02-30", "is no day"),
        ("2999-01-01", "still to come"),
        ("%3Cscript%3E", "is no day"),
    ],
)
def test_a_day_of_which_nothing_is_known_is_said_to_be_so(reader, versions_of_a_list, day, why):
    said = text_of(reader, f"/en/sanctions/un_sc/?on={day}")
    assert (
        why in said and "On the list on" not in said.replace("On the list on this day", "") and "<script>" not in said
    )


def test_what_changed_is_a_sentence_with_its_entries(reader, versions_of_a_list):
    said = text_of(reader, "/en/sanctions/un_sc/changes/?since=2018-06-07&until=2018-08-24")
    assert "put on: 1 person; amended: 1 person; taken off: 1 person." in said
    assert "ground unknown" in said and "Damascus, Syria" in said and "Homs, Syria" in said
    arabic = text_of(reader, "/ar/sanctions/un_sc/changes/")
    assert "أُدرج: شخص واحد؛ عُدّل: شخص واحد؛ رُفع: شخص واحد." in arabic and "سمير القاسم" in arabic
    assert "lies before" in text_of(reader, "/en/sanctions/un_sc/changes/?since=2018-08-24&until=2018-06-07")
    assert "is no day" in text_of(reader, "/en/sanctions/un_sc/changes/?since=x")


def test_an_entry_is_told_through_its_versions(reader, versions_of_a_list):
    said = text_of(reader, "/en/sanctions/un_sc/entries/XXi.001/")
    assert "stands on the list" in said and "entry amended" in said and "Abu Nur also known as, weak alias" in said
    assert "Stands on the list in the version of 24 August 2018" in said
    gone = text_of(reader, "/en/sanctions/un_sc/entries/XXi.002/")
    assert "No longer on the list" in gone and "LAYLA HADDAD" in gone and "ground unknown" in gone
    for path in ("un_sc/entries/XXi.999/", "eu_fsf/", "moon/", "moon/changes/"):
        text_of(reader, f"/en/sanctions/{path}", status=404)


@pytest.mark.parametrize("query", ["Samir al-Qasim", "سمير القاسم", "Sameer Alkassem", "XXi.001"])
def test_a_name_is_found_in_any_script_and_spelling(reader, versions_of_a_list, query):
    said = text_of(reader, f"/en/sanctions/?q={query}")
    assert "entry amended" in said and "SAMIR AL-QASIM" in said


def test_what_is_not_found_is_no_proof(reader, versions_of_a_list):
    assert "That is no proof" in text_of(reader, "/en/sanctions/?q=Nobody+Whatsoever")


def test_a_ground_that_a_source_states_stands_with_its_source(reader, versions_of_a_list, enter):
    said = {
        "sanctions_list": "un_sc",
        "action": "delisted",
        "who": "Layla Haddad",
        "entry": "XXi.002",
        "ground": "deceased",
    }
    enter(said, kind="listing", origin="north-monitor")
    enter(said | {"ground": "court_annulment"}, kind="listing", origin="south-monitor")
    told = text_of(reader, "/en/sanctions/un_sc/changes/")
    assert (
        "the person had died (according to North-Monitor)" in told
        and "a court annulled the listing (according to" in told
    )
    assert "ground unknown" not in told


def test_accounts_of_an_act_that_differ_stand_side_by_side(reader, versions_of_a_list, enter):
    said = {
        "what": "SANCTIONS_RENEWAL", "title_of": {"en": "Renewal"}, "action": "renewed", "when": "2018-07-10", "number": "2018/901",
        "sanctions_list": "un_sc", "expires": "2019-07-01",
    }  # fmt: skip
    five = {"count": 5, "ground": "deceased"}
    enter(
        said | {"delisted_persons": 5, "listed_entities": 70, "removals": [five]},
        kind="measure",
        origin="north-monitor",
    )
    enter(
        said | {"delisted_persons": 7, "listed_entities": 72, "number": " 2018/901 "},
        kind="measure",
        origin="south-monitor",
    )
    told = text_of(reader, "/en/sanctions/un_sc/changes/")
    assert "renewed; 10 July 2018; in force until 1 July 2019; taken off: 5 people (the person had died)" in told
    assert "Persons removed: 5 people according to North-Monitor; 7 people according to" in told
    assert "Entities on the list after it: 70 organisations according to" in told
    assert "الروايات مختلفة" in text_of(reader, "/ar/sanctions/un_sc/changes/")
    outside = text_of(reader, "/en/sanctions/un_sc/changes/?since=2018-08-01&until=2018-08-24")
    assert "Renewal" not in outside


def test_a_hidden_list_tells_the_public_nothing(reader, versions_of_a_list, take, enter):
    paths = [
        "/en/sanctions/",
        "/en/sanctions/un_sc/",
        "/en/sanctions/un_sc/changes/",
        "/en/sanctions/?q=Samir",
        "/en/sanctions/un_sc/entries/XXi.001/",
    ]
    before = [text_of(reader, path) for path in paths]
    take(eu(), level=Level.INTERNAL)
    take(
        un("2018-09-01").replace("RIMA", "CANARY").replace("XXi.003", "XXi.004").replace("2018-07-02", "2018-08-30"),
        level=Level.INTERNAL,
    )
    hidden = {
        "sanctions_list": "un_sc",
        "action": "delisted",
        "who": "Layla Haddad",
        "entry": "XXi.002",
        "ground": "deceased",
    }
    enter(hidden, kind="listing", origin="canary-source", level=Level.INTERNAL)
    from django.core.cache import caches

    caches["pages"].clear()
    assert [text_of(reader, path) for path in paths] == before
    text_of(reader, "/en/sanctions/eu_fsf/", status=404)
    text_of(reader, "/en/sanctions/un_sc/entries/XXi.004/", status=404)


def test_a_feed_tells_what_each_version_changed(reader, versions_of_a_list, take):
    feed = reader.get("/ar/sanctions/un_sc/feed.xml")
    assert feed.status_code == 200 and "أُدرج: إدراج واحد؛ عُدّل: إدراج واحد؛ رُفع: إدراج واحد" in feed.content.decode()
    assert "since=2018-06-07&amp;until=2018-08-24" in feed.content.decode()
    take(eu(), level=Level.INTERNAL)
    assert reader.get("/en/sanctions/eu_fsf/feed.xml").status_code == 404
    assert reader.get("/en/sanctions/moon/feed.xml").status_code == 404


def test_where_a_listed_person_was_seen_stands_on_the_page_of_the_entry(reader, versions_of_a_list, enter, bob):
    seen = {"what": "PERSON", "person": "Samir Al-Qasim", "when": "2018-07-01"}
    sighting = enter(seen, kind="sighting", origin="north-monitor")
    hidden = enter(seen | {"when": "2018-07-02"}, kind="sighting", origin="south-monitor", level=Level.INTERNAL)
    assert "Where the person was seen" not in text_of(reader, "/en/sanctions/un_sc/entries/XXi.001/")
    screen_all()
    for report in (sighting, hidden):
        judge_candidate(ScreeningCandidate.objects.get(report=report, entry="XXi.001"), Verdict.SAME, actor=bob)
    page = reader.get("/en/sanctions/un_sc/entries/XXi.001/").content.decode()
    assert "Where the person was seen" in page and sighting.address in page and hidden.address not in page
    assert "On the list in the version of 7 June 2018." in page and "names no ban of travel" in page
