"""A tracing officer enters a family's request at the desk; closed, the screens hold no name."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dalil.exchange.partners import add_partner
from dalil.ledger.notes import PrivateKey
from dalil.proofs.signing import public_key
from dalil.record.sealed.identities import make_identity, recipient_of
from dalil.tracing.blind_file import BlindStepFile, read_blind_file
from dalil.tracing.blinded_keys import blind, hash_to_point, make_secret
from dalil.tracing.family_forms import receive_form
from dalil.tracing.models import BlindExchange, FamilyForm, SearchRequest
from dalil.tracing.receipts import find_standing
from dalil.tracing.typed_searches import read_typed_search

SAID = "Canary Qasim Halabi"
TYPED = {
    "said": SAID,
    "mother": "Canary Zahra",
    "born": "1985",
    "held": "Saydnaya; 2013-06\nMezzeh",
    "companions": "Canary Omar",
    "asker": "Canary Rana",
    "relation": "SIBLING",
    "sample_taken": "no",
    "asked_on": "2020-01-01",
    "purposes": ["tracing"],
}


def desk(name, *args):
    return reverse(f"desk:{name}", args=args)


@pytest.fixture
def tariqs(as_):
    """tariq's browser, with the compartment open."""
    browser, key = as_("tariq"), make_identity()
    browser.post(desk("sealed_set_up"), {"recipient": recipient_of(key)})
    browser.post(desk("sealed_open"), {"identity": key})
    return browser


@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_request_is_entered_read_changed_and_brought_on(tariqs, as_, code, desk_in):
    desk_in(code)
    entered = tariqs.post(desk("tracing_enter"), TYPED)
    (made,) = SearchRequest.objects.all()
    paper = re.search(r'<code dir="ltr">([^<]+)</code>', entered.content.decode())[1]
    assert find_standing(paper).state == "received" and "no-store" in entered.headers["Cache-Control"]
    assert SAID not in entered.content.decode()
    shown = tariqs.get(desk("tracing_search", made.reference)).content.decode()
    assert SAID in shown and "Saydnaya — " in shown and "Canary Omar" in shown
    assert SAID in tariqs.get(desk("tracing")).content.decode()
    form = tariqs.get(desk("tracing_change", made.reference)).context["form"]
    assert form.initial["held"] == "Saydnaya; 2013-06\nMezzeh" and form.initial["seen"] == 1
    changed = {**TYPED, "seen": 1, "marks": "a scar"}
    assert tariqs.post(desk("tracing_change", made.reference), changed).status_code == 302
    assert tariqs.post(desk("tracing_change", made.reference), {**changed, "marks": "none"}).status_code == 422, (
        "seen before"
    )
    tariqs.post(desk("tracing_step", made.reference), {"state": "VALIDATED", "reason": "called her"})
    assert "called her" in tariqs.get(desk("tracing_search", made.reference)).content.decode()
    tariqs.post(desk("sealed_close"))
    for page in (desk("tracing"), desk("tracing_search", made.reference), desk("sealed")):
        closed = tariqs.get(page).content.decode()
        assert made.reference in closed and "Canary" not in closed and "called her" not in closed
    assert tariqs.get(desk("tracing_enter")).status_code == 302
    assert as_("salma").get(desk("tracing")).status_code == 403, "not even a steward"


def test_what_is_no_date_or_says_too_little_is_refused_at_its_field(tariqs):
    answer = tariqs.post(desk("tracing_enter"), {**TYPED, "born": "long ago"})
    assert answer.status_code == 422 and "born" in answer.context["form"].errors
    answer = tariqs.post(desk("tracing_enter"), {**TYPED, "asker": ""})
    assert answer.status_code == 422 and not SearchRequest.objects.exists()
    answer = tariqs.post(desk("tracing_enter"), {**TYPED, "purposes": ["publication"]})
    assert answer.status_code == 422 and not SearchRequest.objects.exists(), "no choice there, and refused below"


@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_form_of_a_family_is_read_and_entered_only_while_it_is_open(tariqs, as_, code, desk_in):
    desk_in(code)
    receive_form(read_typed_search(TYPED), for_bodies=False, language=code)
    (form,) = FamilyForm.objects.all()
    page = desk("tracing_form", form)
    assert SAID in tariqs.get(page).content.decode() and str(form) in tariqs.get(desk("tracing_forms")).content.decode()
    assert as_("salma").get(page).status_code == 403
    tariqs.post(desk("sealed_close"))
    assert "Canary" not in tariqs.get(page).content.decode()
    assert tariqs.post(desk("tracing_form_enter", form)).status_code == 302 and not SearchRequest.objects.exists()


@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_partner_is_looked_with_at_the_desk(tariqs, enter, code, desk_in):
    desk_in(code)
    north = PrivateKey.make("north.example/ledger")
    partner = add_partner(str(north.public))
    refused = tariqs.post(desk("tracing_blind_begin"), {"partner": partner.pk}, follow=True)
    assert "north.example" in refused.content.decode() and not BlindExchange.objects.exists(), "nobody consents yet"
    tariqs.post(desk("tracing_enter"), {**TYPED, "said": "Canary Qasim Murad Halabi"})
    file = tariqs.post(desk("tracing_blind_begin"), {"partner": partner.pk})
    offer = read_blind_file(io.BytesIO(file.content), lambda _name: public_key())
    secret = make_secret()
    answer = BlindStepFile(
        *(offer.exchange, 2, north.name, offer.sender, 1, recipient_of(make_identity()), offer.digest),
        points=list(blind((hash_to_point("another", b""),), secret)),
        answers=list(blind(offer.points, secret)),
    )
    upload = SimpleUploadedFile("answer.zip", answer.write(north)[0])
    assert tariqs.post(desk("tracing_blind_take"), {"file": upload}).headers["Content-Type"] == "application/zip"
    again = SimpleUploadedFile("answer.zip", b"no file")
    assert tariqs.post(desk("tracing_blind_take"), {"file": again}).status_code == 302
    (exchange,) = BlindExchange.objects.all()
    shown = tariqs.get(desk("tracing_blind_exchange", exchange.pk))
    assert shown.status_code == 200 and shown.context["lines"] == [], "the partner knows nobody of ours"
    assert tariqs.get(desk("tracing_blind")).status_code == 200
