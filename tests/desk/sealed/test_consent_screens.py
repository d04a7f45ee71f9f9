"""A consent at the desk, from the day it is given to the day it is withdrawn."""

import pytest
from django.test import Client
from django.urls import reverse

from dalil.record.sealed import consents
from dalil.record.sealed.models import Consent, SealedPerson


def desk(name, *args):
    return reverse(f"desk:{name}", args=args)


@pytest.fixture
def person(alice):
    return SealedPerson.objects.create(reference="w1tn3ss", role="witness", entered_by=alice)


def is_public(report):
    return Client().get(reverse("report", args=[report.address])).status_code == 200


def test_a_consent_is_noted_covers_a_report_and_is_withdrawn(as_, person, enter, staff):
    report = enter({"when": "2019-05-02", "killed": "7"})
    browser = as_("tariq")
    typed = {
        "on_day": "2026-01-05",
        "giver": "subject",
        "identity": "pseudonym",
        "explained": "spoken",
        "language": "ar",
    }
    answer = browser.post(
        desk("sealed_consent_give", person.reference),
        {**typed, "purposes": ["publication", "icc"], "recipients": "Office of the Prosecutor\n", "media_use": "on"},
    )
    made = Consent.objects.get()
    assert answer.url == desk("sealed_consent", made.reference)
    terms = consents.state_of(made).terms
    assert (terms.purposes, terms.recipients, terms.identity) == (
        ("publication", "icc"),
        ("Office of the Prosecutor",),
        "pseudonym",
    )
    assert terms.media and not terms.recontact and terms.explained == "spoken"

    browser.post(desk("sealed_cover", made.reference), {"thing": report.address})
    assert is_public(report)
    shown = browser.get(desk("sealed_consent", made.reference)).content.decode()
    assert "Under a pseudonym" in shown and report.address in shown and "No copy is known to have left" in shown

    as_("bob").get(desk("export_reports")).getvalue()  # "internal" was not consented to: nothing left
    assert "No copy is known" in browser.get(desk("sealed_consent", made.reference)).content.decode()
    browser.post(desk("sealed_consent_change", made.reference), {**typed, "purposes": ["publication", "internal"]})
    assert report.address in as_("bob").get(desk("export_reports")).getvalue().decode()

    shown = browser.post(desk("sealed_withdraw", made.reference), {"reason": "Afraid."}, follow=True).content.decode()
    assert not is_public(report)
    assert "bob" in shown.split('id="copies"')[1].split("</section>")[0] and "Afraid." in shown
    assert report.address not in as_("bob").get(desk("export_reports")).getvalue().decode()


def test_what_cannot_be_meant_is_said(as_, person, staff):
    answer = as_("layla", "ar").post(
        desk("sealed_consent_give", person.reference),
        {"on_day": "2999-01-01", "giver": "guardian", "guardian": "nobody", "identity": "named", "purposes": ["fame"]},
    )
    assert answer.status_code == 422 and not Consent.objects.exists()
    shown = answer.content.decode()
    assert "هذا اليوم لم يأتِ بعد." in shown and "لا شخص محفوظ الهوية تحت هذا المرجع." in shown
