"""No address of the desk lets one person find, publishes before the family knows, or without its consent; whoever asks."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from dalil.archive.protection import Level, Viewer
from dalil.record.models import Report
from dalil.record.sealed.identities import make_identity, recipient_of
from dalil.record.sealed.models import ConsentAct, KeyHolder
from dalil.tracing.models import SearchFinding, SearchRequest, SearchStep, Telling

ASKED = {
    "said": "Canary Qasim Halabi",
    "mother": "Canary Zahra Nur",
    "born": "1985",
    "asker": "Canary Rana",
    "asked_on": "2020-01-01",
}
TELLING = {"who": "her, by Tariq", "how": "at home", "support": "a doctor", "on_day": "2020-02-02"}
PUBLICATION = {
    "on_day": "2020-02-02",
    "giver": "next_of_kin",
    "purposes": ["publication"],
    "identity": "named",
    "reason": "r",
}


def desk(name, *args):
    return reverse(f"desk:{name}", args=args)


@pytest.fixture
def officers(as_):
    """The browsers of tariq and layla, each with the compartment open."""
    one, other, keys = as_("tariq"), as_("layla"), (make_identity(), make_identity())
    one.post(desk("sealed_set_up"), {"recipient": recipient_of(keys[0])})
    one.post(desk("sealed_open"), {"identity": keys[0]})
    other.post(desk("sealed_key"), {"recipient": recipient_of(keys[1])})
    one.post(desk("sealed_admit", KeyHolder.objects.get(user__username="layla").pk))
    other.post(desk("sealed_open"), {"identity": keys[1]})
    return one, other


@pytest.fixture
def proposed(officers, enter, document):
    """A finding that tariq proposed, with the report behind it, which is internal; and another victim of another name."""
    tariqs, _laylas = officers
    tariqs.post(desk("tracing_enter"), ASKED)
    reference = SearchRequest.objects.get().reference
    report = enter(
        {"who": {"said": "قاسم حلبي", "mother": "زهرة نور"}, "born": "1985", "fate": "DIED_IN_DETENTION"},
        kind="victim",
        level=Level.INTERNAL,
    )
    enter({"who": "Omar Said", "fate": "KILLED"}, kind="victim")
    for state in ("VALIDATED", "OPEN", "CANDIDATE_FOUND", "UNDER_VERIFICATION"):
        tariqs.post(desk("tracing_step", reference), {"state": state, "reason": "r"})
    said = {
        "state": "FATE_DEAD_BODY_NOT_FOUND",
        "shown_by": "CERTIFICATE",
        "basis": "canary scar",
        "report": report.address,
    }
    assert tariqs.post(desk("tracing_findings", reference), said).status_code == 422, "without a document"
    answer = tariqs.post(desk("tracing_findings", reference), {**said, "document": document.address})
    assert answer.status_code == 302
    return reference, report


def everything_posted(browser, reference, report):
    """Send to every address that might confirm, tell, consent or publish."""
    for name in ("confirm", "reject", "tell"):
        browser.post(desk(f"tracing_{name}", reference, 1), {**TELLING, "reason": "r"})
    for state in ("FATE_DEAD_BODY_NOT_FOUND", "REMAINS_RETURNED", "LOCATED_DETAINED"):
        browser.post(desk("tracing_step", reference), {"state": state, "reason": "r"})
    browser.post(desk("sealed_consent_give", reference), PUBLICATION)
    for consent in SearchRequest.objects.get().person.consents.all():
        browser.post(desk("sealed_consent_change", consent.reference), PUBLICATION)
        for cover in consent.covers.all():
            browser.post(desk("sealed_uncover", consent.reference, cover.pk))
    for name, thing in (("protect_report", report.address), ("protect_document", report.document.address)):
        browser.post(desk(name, thing), {"level": int(Level.PUBLIC), "reason": "r", "sure": "on", "agreed": "on"})
    browser.post(desk("publish_reports"), {"reports": [report.address], "reason": "r"})


def everything_but_consent(browser, reference, report):
    for cover in SearchFinding.objects.get().consent.covers.all():
        browser.post(desk("sealed_uncover", cover.consent.reference, cover.pk))
    browser.post(desk("protect_report", report.address), {"level": int(Level.PUBLIC), "reason": "r"})


def is_public(report):
    return Report.objects.visible_to(Viewer.public()).filter(pk=report.pk).exists()


def test_no_address_passes_the_second_person_the_family_or_its_consent(proposed, officers, as_):
    reference, report = proposed
    nour = Client(headers={"host": "localhost"})
    nour.force_login(User.objects.create(username="nour", is_superuser=True))
    for browser in (officers[0], as_("salma"), as_("edith"), as_("alice"), nour, Client(headers={"host": "localhost"})):
        everything_posted(browser, reference, report)
        assert not SearchFinding.objects.get().decision and not Telling.objects.exists()
        assert SearchStep.objects.latest("number").state == "UNDER_VERIFICATION"
        assert not any("publication" in act.terms.get("purposes", ()) for act in ConsentAct.objects.all())
        assert not is_public(report)
    laylas = officers[1]
    assert "Confirm it" in laylas.get(desk("tracing_findings", reference)).content.decode()
    assert "Confirm it" not in officers[0].get(desk("tracing_findings", reference)).content.decode()
    laylas.post(desk("tracing_confirm", reference, 1))
    assert SearchFinding.objects.get().decided_by.username == "layla" and not is_public(report)
    consent = SearchFinding.objects.get().consent
    assert laylas.post(desk("sealed_consent_change", consent.reference), PUBLICATION).status_code == 422, "not told yet"
    laylas.post(desk("tracing_tell", reference, 1), TELLING)
    everything_but_consent(laylas, reference, report)
    assert Telling.objects.count() == 1 and not is_public(report), "told, and not consented"
    assert laylas.post(desk("sealed_consent_change", consent.reference), PUBLICATION).status_code == 302


def test_candidates_are_explained_and_kept_nowhere(proposed, officers):
    reference, report = proposed
    shown = officers[1].get(desk("tracing_candidates", reference))
    assert "no-store" in shown.headers["Cache-Control"]
    (first, *_rest) = shown.context["victims"]
    assert first.name == "قاسم حلبي" and report.address in first.url
    assert any("mother" in each for each in first.reasons) and any("same year" in each for each in first.reasons)
    assert "Omar Said" not in shown.content.decode()
    officers[1].post(desk("sealed_close"))
    assert officers[1].get(desk("tracing_candidates", reference)).status_code == 302
    assert officers[1].get(desk("tracing_findings", reference)).status_code == 302
