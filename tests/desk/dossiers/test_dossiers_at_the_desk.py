"""A legal officer's day: a dossier is opened, filled, weighed, asked for what it lacks, and handed out; nobody else sees any of it."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from dalil.access.accounts import begin_travel
from dalil.archive.protection import Level
from dalil.cases.dossiers.models import Assessment, Dossier, Errand, HandedOut, Pin, PrivilegedNote
from dalil.desk.dossiers.forms import OpenDossierForm
from dalil.record import actions

PROVISION = "RS-8-2-e-iv"
QUESTION = {
    "title": "The ward",
    "document_prefix": "ward",
    "conflict": "NIAC",
    "provisions": [PROVISION],
    "places": "SY07",
    "when": "2019-05",
}
CANARY = "zurbatiya-canary"


def to(name, *args):
    return reverse(f"desk:{name}", args=args)


def test_an_article_stands_in_its_own_order_in_either_language():
    said = {
        code: dict(OpenDossierForm(screen_language=code).fields["provisions"].choices)[PROVISION]
        for code in ("en", "ar")
    }
    assert said["en"].endswith("(1998), 8(2)(e)(iv)")
    assert said["ar"].endswith("(1998)، \u20688(2)(e)(iv)\u2069"), "else it is turned round"


@pytest.fixture
def layla(as_):
    return as_("layla")


@pytest.fixture
def struck(enter, receive_paper):
    told = {"when": "2019-05-05", "where": {"places": ["SY07"]}, "killed": 3}
    return [
        enter(told, origin=origin, document=receive_paper(f"Paper of {origin}"), level=Level.INTERNAL)
        for origin in ("north-monitor", "ward-three")
    ]


@pytest.fixture
def receive_paper(alice):
    return lambda title, **facts: actions.receive_document(
        io.BytesIO(title.encode()), actor=alice, title=title, media_type="text/plain", type="video", **facts
    )


@pytest.fixture
def opened(layla, struck):
    layla.post(to("open_dossier"), QUESTION)
    return Dossier.objects.get()


def choose_all(client, dossier, **query):
    return client.post(
        f"{to('dossier_choose', dossier.prefix)}?kind=incident", {"all": "1", "reason": "they tell of it"}
    )


def test_from_the_query_to_the_bag(layla, as_, opened, struck):
    assert opened.prefix == "WARD"
    choose_all(layla, opened)
    assert Pin.objects.count() == 2 and Pin.objects.first().query == {"kind": "incident"}
    page = layla.get(to("dossier", "WARD")).content.decode()
    assert "nothing in the dossier speaks for it" in page and "Idlib, 5 May 2019" in page
    element = to("dossier_element", "WARD", PROVISION, "ATTACKED")
    pin = Pin.objects.get(report=struck[0])
    layla.post(element, {"pin": pin.pk, "stance": "for", "reason": "the wall falls"})
    said = Assessment.objects.get()
    assert "one origin speaks for it" in layla.get(element).content.decode()
    layla.post(to("dossier_review", "WARD", said.pk), {"agreement": "agrees"})
    assert not said.reviews.exists(), "nobody reviews what they said themselves"
    omar = as_("salma")
    assert omar.get(element).status_code == 403
    ask = next(each for each in layla.get(to("dossier", "WARD")).context["grounds"][0].cells if each.is_open).asks[0]
    form = layla.get(ask.url.split("#")[0]).context["form"]
    layla.post(to("dossier_work", "WARD"), {**form.initial, "partner": "A partner"})
    errand = Errand.objects.get()
    assert (errand.partner, errand.provision, errand.place) == ("A partner", PROVISION, "Idlib")
    layla.post(to("dossier_end_work", "WARD", errand.pk), {"outcome": "refused", "reason": "the archive burned"})
    assert "the archive burned" in layla.get(to("dossier_work", "WARD")).content.decode()
    answer = layla.post(
        to("dossier_hand_out", "WARD"), {"recipient": "Example Court", "purpose": "icc", "terms": "for this trial"}
    )
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as packed:
        names = set(packed.namelist())
        assert {"WARD-1/data/dossier/index.csv", "WARD-1/VERIFY.txt"} <= names
        told = json.loads(packed.read("WARD-1/data/dossier/dossier.json"))
        everything = b"".join(packed.read(name) for name in names)
    assert told["recipient"] == "Example Court" and b"the archive burned" not in everything
    assert HandedOut.objects.get().reports == 2
    assert "Example Court" in layla.get(to("dossier_hand_out", "WARD")).content.decode()


def test_an_article_for_another_kind_of_war_is_not_taken(layla):
    shown = layla.post(to("open_dossier"), QUESTION | {"provisions": ["RS-8-2-b-ix"]})
    assert shown.status_code == 422 and "does not apply" in shown.content.decode()
    arabic = layla.post(to("open_dossier"), QUESTION | {"provisions": ["RS-8-2-b-ix"], "conflict": ""})
    assert arabic.status_code == 422 and not Dossier.objects.exists()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_screen_opens_in_both_languages(as_, opened, struck, language):
    layla = as_("layla", language)
    choose_all(layla, opened)
    screens = (
        "dossier",
        "dossier_question",
        "dossier_choose",
        "dossier_things",
        "dossier_work",
        "dossier_command",
        "dossier_circle",
    )
    for name in (*screens, "dossier_figures", "dossier_hand_out"):
        assert layla.get(to(name, "WARD")).status_code == 200, name
    assert layla.get(to("dossier_element", "WARD", PROVISION, "ATTACKED")).status_code == 200
    assert layla.get(to("dossier_element", "WARD", PROVISION, "NONE")).status_code == 404
    words = {"en": "a court says that", "ar": "فذلك للمحكمة وحدها"}[language]
    assert words in layla.get(to("dossier", "WARD")).content.decode()


def test_what_an_officer_may_not_see_is_on_no_screen_but_for_its_number(layla, opened, enter, receive_paper, alice):
    circle = Group.objects.create(name="inner")
    hidden = receive_paper(f"Letter {CANARY}", level=Level.RESTRICTED, groups=[circle])
    secret = enter({"when": "2019-05-05", "killed": 7}, document=hidden, level=Level.RESTRICTED, groups=[circle])
    from dalil.cases.dossiers.assessing import assess
    from dalil.cases.dossiers.keeping import choose_reports

    choose_reports(opened, [secret], actor=alice, reason=f"because {CANARY}")
    pin = Pin.objects.get()
    said = assess(pin, PROVISION, "ATTACKED", "for", actor=alice, reason=f"says {CANARY}")
    for name in ("dossier", "dossier_things", "dossier_work", "dossier_command", "dossier_hand_out", "dossier_choose"):
        page = layla.get(to(name, "WARD"), {"q": CANARY}).content.decode()
        assert page.count(CANARY) <= 2, f"{name}: only the query itself"
        assert hidden.sha256[:20] not in page and secret.address not in page
    assert "1 thing in it is not shown to you" in layla.get(to("dossier", "WARD")).content.decode()
    element = to("dossier_element", "WARD", PROVISION, "ATTACKED")
    assert CANARY not in layla.get(element).content.decode()
    for name, key in (
        ("dossier_review", said.pk),
        ("dossier_take_back", said.pk),
        ("dossier_carry", said.pk),
        ("dossier_take_out", pin.pk),
    ):
        assert layla.post(to(name, "WARD", key), {"agreement": "agrees"}).status_code == 404
    layla.post(element, {"pin": pin.pk, "stance": "for", "reason": "guessed"})
    assert Assessment.objects.count() == 1


def test_a_search_finds_reports_words_said_of_them_work_and_notes(layla, opened, struck):
    choose_all(layla, opened)
    layla.post(to("dossier_note", "WARD"), {"words": "Ask counsel about the hangar"})
    pin = Pin.objects.get(report=struck[0])
    layla.post(
        to("dossier_element", "WARD", PROVISION, "ATTACKED"),
        {"pin": pin.pk, "stance": "for", "reason": "a hangar burns"},
    )
    found = layla.get(to("dossier_things", "WARD"), {"q": "hangar"})
    assert [each.pin for each in found.context["shown"]] == [pin.pk]
    assert found.context["found"].notes == (PrivilegedNote.objects.get(),)
    by_paper = layla.get(to("dossier_things", "WARD"), {"q": "ward-three"}).context["shown"]
    assert len(by_paper) == 1


def test_nobody_is_asked_to_tell_it_twice(layla, opened, enter):
    enter(
        {"when": "2019-05-05", "where": {"places": ["SY07"]}, "teller": "a witness"},
        kind="testimony",
        origin="field-team",
        level=Level.INTERNAL,
    )
    page = layla.get(to("dossier_work", "WARD")).content.decode()
    assert "Somebody told it already" in page
    asked = {"words": "Hear the nurse", "document_type": "testimony", "partner": "A partner"}
    refused = layla.post(to("dossier_work", "WARD"), asked)
    assert refused.status_code == 422 and not Errand.objects.exists()
    layla.post(to("dossier_work", "WARD"), asked | {"again": "on"})
    assert Errand.objects.get().document_type == "testimony"


def test_on_a_journey_and_for_everybody_else_dossiers_stay_closed(as_, layla, opened, staff):
    for name in ("alice", "bob", "edith", "tariq", "rana", "salma"):
        assert as_(name).get(to("dossier", "WARD")).status_code == 403, name
    begin_travel(staff["layla"], by=staff["layla"], until=timezone.now() + timedelta(days=1))
    assert layla.get(to("dossier", "WARD")).status_code == 403


def test_a_thing_is_taken_out_with_a_reason_that_is_shown(layla, opened, struck):
    choose_all(layla, opened)
    pin = Pin.objects.get(report=struck[0])
    layla.post(to("dossier_take_out", "WARD", pin.pk))
    assert Pin.objects.count() == 2, "not without a reason"
    layla.post(to("dossier_take_out", "WARD", pin.pk), {"reason": "of another street"})
    page = layla.get(to("dossier_things", "WARD")).content.decode()
    assert Pin.objects.count() == 1 and "Taken out of the dossier" in page and "of another street" in page


def test_a_correction_takes_over_what_was_said_where_an_officer_says_so(layla, opened, struck, alice):
    choose_all(layla, opened)
    element = to("dossier_element", "WARD", PROVISION, "ATTACKED")
    layla.post(element, {"pin": Pin.objects.get(report=struck[0]).pk, "stance": "for", "reason": "the wall falls"})
    said = Assessment.objects.get()
    layla.post(to("dossier_carry", "WARD", said.pk))
    assert Assessment.objects.count() == 1, "nothing is carried over where no correction was chosen"
    old = struck[0]
    better = actions.Draft(claim=old.claim, document=old.document, attribution=old.attribution, locator="p. 2")
    later = actions.supersede(old, better, actor=alice, reason="another page")
    choose_all(layla, opened)
    assert "1 assessment says nothing of the correction" in layla.get(to("dossier", "WARD")).content.decode()
    assert "It holds of the correction too" in layla.get(element).content.decode()
    layla.post(to("dossier_carry", "WARD", said.pk))
    assert Assessment.objects.latest("pk").pin.report == later
    assert "It holds of the correction too" not in layla.get(element).content.decode()


def test_officers_of_another_circle_are_told_of_no_such_dossier(layla, as_, opened, staff):
    inner, outer = Group.objects.create(name="inner"), Group.objects.create(name="outer")
    staff["layla"].groups.add(inner)
    drawn = to("dossier_circle", "WARD")
    assert layla.post(drawn, {"groups": [outer.pk], "reason": "r"}).status_code == 422
    layla.post(drawn, {"groups": [inner.pk], "reason": "a protected witness"})
    page = layla.get(drawn).content.decode()
    assert "a protected witness" in page and "inner" in layla.get(to("dossier", "WARD")).content.decode()
    staff["layla"].groups.remove(inner)
    screens = ("dossier", "dossier_question", "dossier_choose", "dossier_things", "dossier_work", "dossier_command")
    for name in (*screens, "dossier_figures", "dossier_hand_out", "dossier_circle", "dossier_note"):
        assert layla.get(to(name, "WARD")).status_code in (404, 405), name
    assert layla.post(to("dossier_note", "WARD"), {"words": "x"}).status_code == 404
    assert "The ward" not in layla.get(to("dossiers")).content.decode()
