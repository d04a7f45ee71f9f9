"""Somebody who was taken off a list and stands on it again under another number is proposed as the same, and not silently somebody new."""

import re
from datetime import date

import pytest
from django.core.cache import caches
from django.test import Client
from list_samples import un

from dalil.archive.protection import Level, Viewer
from dalil.record.entities import entities_of
from dalil.record.log import last_number
from dalil.record.models import Judgement, Report, Verdict
from dalil.sanctions.change_words import say_changes, say_doubts
from dalil.sanctions.list_changes import changes_on
from dalil.sanctions.models import ScreeningCandidate, ScreeningVerdict
from dalil.sanctions.returned_entries import returned_to
from dalil.sanctions.screening_runs import judge_candidate, screen_all, screen_what_came_in, take_verdict_back
from dalil.sanctions.taking_versions import VersionRequest, take_version

STEWARD = Viewer.steward()
MAY_BE = "Of those put on, 1 entry may have been on the list before, under another number; nobody has judged yet."


@pytest.fixture
def take(tmp_path, alice):
    def take(text):
        path = tmp_path / "list.xml"
        path.write_text(text, "utf-8")
        return take_version(VersionRequest(paths=(path,), actor=alice, level=Level.PUBLIC))

    return take


def without_samir(day):
    return re.sub(r"<INDIVIDUAL><DATAID>700001.*?</INDIVIDUAL>\n", "", un(day), flags=re.DOTALL)


def renamed(day, name="SAMEER"):
    """The list with Samir under another number, his name spelled otherwise."""
    return (
        un(day)
        .replace("XXi.001", "XXi.044")
        .replace("700001", "700044")
        .replace(" SAMIR ", name)
        .replace("2011-05-09", "2018-09-20")
    )


@pytest.fixture(autouse=True)
def _no_page_of_another_test():
    caches["pages"].clear()


@pytest.fixture
def back(take):
    take(un())
    take(without_samir("2018-08-24"))
    take(renamed("2018-10-01"))
    screen_what_came_in()


def proposed():
    return [(each.gone, each.entry, each.verdict) for each in returned_to("un_sc", STEWARD)]


def doubts(language="en"):
    return say_doubts(changes_on("un_sc", date(2018, 8, 24), date(2018, 10, 1), STEWARD), language)


def test_who_comes_back_under_another_number_is_proposed(back):
    assert proposed() == [("XXi.001", "XXi.044", None)]
    candidate = ScreeningCandidate.objects.get()
    assert {(each["about"], each["level"]) for each in candidate.reasons} >= {("names", "same")}
    changes = changes_on("un_sc", date(2018, 8, 24), date(2018, 10, 1), STEWARD)
    assert say_changes(changes, "en").endswith("put on: 1 person.")
    assert MAY_BE in doubts()
    assert "ممن أُدرجوا إدراج واحد ربما كان في القائمة من قبل برقم آخر؛ ولم يحكم أحد بعد." in doubts("ar")


def test_a_record_screened_anew_proposes_the_same(back):
    kept = proposed()
    screen_all()
    assert proposed() == kept


def test_a_page_that_was_kept_before_the_screening_is_made_anew(take):
    take(un())
    take(without_samir("2018-08-24"))
    take(renamed("2018-10-01"))
    address = "/en/sanctions/un_sc/entries/XXi.044/"
    assert "XXi.001" not in Client().get(address).content.decode()
    screen_what_came_in()
    assert "XXi.001" in Client().get(address).content.decode()
    last = last_number()
    screen_all()
    assert last_number() == last, "what is proposed as before is no change of the record"


def test_the_pages_of_both_entries_say_it(back):
    fresh = Client().get("/en/sanctions/un_sc/entries/XXi.044/").content.decode()
    assert "This may be the entry XXi.001 (SAMIR AL-QASIM), which was taken off" in fresh
    gone = Client().get("/en/sanctions/un_sc/entries/XXi.001/").content.decode()
    assert "This may stand on the list again as the entry XXi.044" in gone


def test_a_person_judges_them_one_and_can_take_it_back(back, bob):
    candidate = ScreeningCandidate.objects.get()
    judged = judge_candidate(candidate, Verdict.SAME, actor=bob)
    (entity,) = entities_of([candidate.report_id], STEWARD)
    assert {report.claim.entry for report in entity.reports} == {"XXi.001", "XXi.044"}
    assert any("as a person judged" in each for each in doubts()) and MAY_BE not in doubts()
    assert "as a person judged" in Client().get("/en/sanctions/un_sc/entries/XXi.044/").content.decode()
    take_verdict_back(judged, actor=bob)
    assert not Judgement.objects.filter(matcher="", retraction=None).exists()
    assert proposed() == [("XXi.001", "XXi.044", None)]


def test_one_judged_to_be_somebody_else_is_no_doubt_any_more(back, bob):
    judge_candidate(ScreeningCandidate.objects.get(), Verdict.DIFFERENT, actor=bob)
    assert not any("another number" in each for each in doubts())
    assert "XXi.001" not in Client().get("/en/sanctions/un_sc/entries/XXi.044/").content.decode()
    assert ScreeningVerdict.objects.get().verdict == Verdict.DIFFERENT


def test_in_one_version_taken_off_and_put_on_under_another_number(take):
    take(un())
    take(renamed("2018-08-24").replace("<CITY>Damascus</CITY>", "<CITY>Homs</CITY>"))
    screen_what_came_in()
    assert proposed() == [("XXi.001", "XXi.044", None)]


def test_an_entity_of_the_same_name_is_not_the_person_who_was_taken_off(take):
    take(un())
    take(without_samir("2018-08-24"))
    person = re.search(r"<ENTITY>.*?</ENTITY>", un(), flags=re.DOTALL)[0]
    company = (
        person.replace("110001", "110044")
        .replace("XXe.001", "XXe.044")
        .replace("ORONTES TRADING COMPANY", "SAMIR AL-QASIM")
    )
    take(without_samir("2018-10-01").replace("<ENTITIES>", f"<ENTITIES>{company}"))
    screen_what_came_in()
    assert proposed() == []


def test_who_stood_beside_the_one_that_was_taken_off_is_not_proposed(take):
    both = un().replace("LAYLA", "SAMEER").replace("HADDAD", "AL-QASIM")
    take(both)
    take(
        re.sub(r"<INDIVIDUAL><DATAID>700001.*?</INDIVIDUAL>\n", "", both, flags=re.DOTALL).replace(
            "2018-06-07", "2018-08-24"
        )
    )
    screen_what_came_in()
    assert proposed() == []


def test_who_comes_back_under_the_same_number_needs_no_proposal(take):
    take(un())
    take(without_samir("2018-08-24"))
    take(un("2018-10-01"))
    screen_what_came_in()
    assert proposed() == []
    assert Report.objects.visible_to(STEWARD).filter(external_id__endswith=":XXi.001").count() == 3
