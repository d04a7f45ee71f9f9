"""The story of a witness who may be quoted and not known: 2,000 people who came back through a checkpoint near Deir ez-Zor."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from dalil.archive.protection import Level, Viewer
from dalil.record import actions
from dalil.record.kind import kind_of
from dalil.record.models import Report
from dalil.record.sealed import compartment, consents
from dalil.record.sealed.identities import make_identity, recipient_of
from dalil.record.sealed.persons import enter_person
from dalil.values.consent import ConsentTerms

NAME, PHONE = "Canary Abu Mustafa", "0944555017"
TRANSCRIPT = f"{NAME}, {PHONE}: I stood at the checkpoint. About two thousand came back that week.".encode()
REDACTED = b"[...]: I stood at the checkpoint. About two thousand came back that week."
PASSAGE = "paragraph 4"


@pytest.fixture
def tariq(db):
    tariq = User.objects.create(username="tariq")
    tariq.groups.add(Group.objects.get(name="tracing officer"))
    return tariq


@pytest.fixture
def told(tariq, edith):
    """What tariq enters, and edith makes public: the testimony stays restricted to tracing officers, the count quotes it."""
    compartment.set_up(tariq, recipient=recipient_of(key := make_identity()))
    opened = compartment.unlock(tariq, identity=key)
    person = enter_person(opened, "witness", {"name": NAME, "phone": PHONE}, actor=tariq)
    consent = consents.give_consent(
        person,
        ConsentTerms(purposes=("internal", "publication"), explained="spoken", language="ar"),
        on_day=date(2026, 1, 5),
        actor=tariq,
    )
    circle = {"level": Level.RESTRICTED, "groups": list(tariq.groups.all())}
    facts = {"actor": tariq, "media_type": "text/plain"}
    transcript = actions.receive_document(io.BytesIO(TRANSCRIPT), title=f"Interview with {NAME}", **facts, **circle)
    redaction = actions.receive_document(
        io.BytesIO(REDACTED), title="Testimony, redacted", parent=transcript, relation="redaction", **facts
    )
    witness = consents.name_witness(consent, actor=tariq)
    whom = actions.credit_sources([witness])
    testimony = actions.enter_report(
        actions.Draft(
            claim=kind_of("testimony").model_validate(
                {
                    "when": "2019-02",
                    "where": {"places": ["SY09"]},
                    "teller": {"en": "Witness K", "ar": "الشاهد ك"},
                    "connection": "witness",
                    "taken": "2026-01-05",
                    "taken_by": {"en": "tracing officer"},
                    "consent": "limited",
                    "summary": {"en": "What passed through the checkpoint."},
                    "passages": [{"locator": PASSAGE, "said": {"en": "about two thousand came back"}}],
                }
            ),
            document=transcript,
            attribution=whom,
            level=Level.RESTRICTED,
        ),
        actor=tariq,
        groups=circle["groups"],
    )
    count = actions.enter_report(
        actions.Draft(
            claim=kind_of("tally").model_validate(
                {"what": "returned", "count": "~2000", "where": {"places": ["SY09"]}, "when": "2019-02"}
            ),
            document=redaction,
            locator=PASSAGE,
            said="About two thousand came back that week.",
            language="en",
            attribution=whom,
        ),
        actor=tariq,
    )
    consents.cover(consent, [testimony, count], actor=tariq)
    for thing in (witness, redaction, count):
        actions.protect(thing, Level.PUBLIC, actor=edith)
    return {"testimony": testimony, "count": count, "consent": consent, "transcript": transcript, "person": person}


def pages(told):
    """Everything the public can ask about it, in both languages."""
    count, client = told["count"], Client()
    source = count.attribution.credits.get().source.code
    for language in ("en", "ar"):
        for name, args in (
            ("report", [count.address]),
            ("entity", [count.address]),
            ("source", [source]),
            ("document", [count.document.address]),
            ("record", []),
        ):
            yield client.get(
                reverse(name, args=args).replace("/en/", f"/{language}/"), headers={"Accept-Language": language}
            )
    for name in ("api:reports-jsonl", "api:reports", "api:documents", "api:sources"):
        yield client.get(reverse(name))
    yield client.get(reverse("document-file", args=[count.document.address]))
    yield client.get(f"/en/record/?q={NAME.split()[0]}")


def text_of(answer):
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


def test_the_count_is_quoted_and_nothing_identifies_the_witness(told):
    shown = {answer.request["PATH_INFO"]: text_of(answer) for answer in pages(told)}
    english = shown[reverse("report", args=[told["count"].address])]
    assert "2,000" in english and "witness, identity protected" in english and PASSAGE in english
    assert "شاهد، هويته محمية" in shown[f"/ar/reports/{told['count'].address}/"]
    for where, text in shown.items():
        # the search page repeats what is asked, and finds nothing
        names = (
            NAME,
            PHONE,
            "Abu Mustafa",
            told["testimony"].address,
            told["transcript"].address,
            told["person"].reference,
        )
        for each in (*names, "Witness K", "tariq"):
            assert each not in text, (where, each)


def test_the_testimony_is_not_public_and_its_transcript_neither(told):
    client = Client()
    for name, thing in (("report", "testimony"), ("document", "transcript"), ("document-file", "transcript")):
        assert client.get(reverse(name, args=[told[thing].address])).status_code == 404


def test_tracing_officers_go_from_the_testimony_to_what_quotes_it(told, tariq):
    client = Client()
    client.force_login(tariq)
    shown = client.get(reverse("desk:report", args=[told["testimony"].address])).content.decode()
    quoted = shown.split("Quoted in")[1].split("</ul>")[0]
    assert told["count"].address in quoted and PASSAGE in quoted


def test_when_the_witness_withdraws_the_count_leaves_the_site(told, tariq):
    consents.withdraw_consent(told["consent"], on_day=date.today(), actor=tariq)
    statuses = {answer.request["PATH_INFO"]: answer.status_code for answer in pages(told)}
    assert statuses[reverse("report", args=[told["count"].address])] == 404
    assert not Report.objects.visible_to(Viewer.public()).exists()


def test_a_testimony_without_a_consent_is_public_at_no_level(enter, alice):
    report = enter({"summary": {"en": "I saw it."}}, kind="testimony", level=Level.PUBLIC)
    assert not Report.objects.visible_to(Viewer.public()).filter(pk=report.pk).exists()
    assert consents.may_leave(report, "icc", "OTP").type == "no_consent"
    assert consents.may_leave(report, "internal", "").allowed
