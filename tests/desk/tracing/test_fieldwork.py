"""Field work: an interview that may be left and gone on with, calls that are not forgotten, a page of paper without who asks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from dalil.record.sealed.identities import make_identity, recipient_of
from dalil.tracing.interview import PARTS
from dalil.tracing.models import SearchCall, SearchRequest
from dalil.tracing.search_words import LABELS

TYPED = {"said": "Canary Qasim Halabi", "asker": "Canary Rana", "contact": "canary radio", "asked_on": "2020-01-01"}


def desk(name, *args):
    return reverse(f"desk:{name}", args=args)


@pytest.fixture
def tariqs(as_):
    """tariq's browser, with the compartment open, and a request in it."""
    browser, key = as_("tariq"), make_identity()
    browser.post(desk("sealed_set_up"), {"recipient": recipient_of(key)})
    browser.post(desk("sealed_open"), {"identity": key})
    browser.post(desk("tracing_enter"), TYPED)
    return browser


def test_the_script_asks_what_a_request_holds_and_each_thing_once():
    asked = [name for part in PARTS for name in part.questions]
    assert len(asked) == len(set(asked)) and set(asked) <= set(LABELS)
    assert {"said", "mother", "born", "last_seen", "last_seen_place", "contact", "call_not"} <= set(asked)


@pytest.mark.parametrize("code", ["en", "ar"])
def test_an_interview_is_left_and_gone_on_with_and_nothing_that_was_said_is_lost(tariqs, code, desk_in):
    desk_in(code)
    reference = SearchRequest.objects.get().reference
    first = tariqs.get(desk("tracing_interview", reference, 1))
    assert set(first.context["form"].fields) == {*PARTS[0].questions, "seen"} and first.context["before"]
    question, page = PARTS[1].questions["mother"], tariqs.get(desk("tracing_interview", reference, 2)).content.decode()
    assert question.en in page or question.ar in page
    went_on = tariqs.post(desk("tracing_interview", reference, 2), {"mother": "Canary Zahra", "said": "", "seen": 1})
    assert went_on.headers["Location"] == desk("tracing_interview", reference, 3)
    left = tariqs.post(desk("tracing_interview", reference, 3), {"last_seen": "2013-05", "seen": 2, "break": "1"})
    assert left.headers["Location"] == desk("tracing_search", reference)
    shown = tariqs.get(desk("tracing_search", reference)).content.decode()
    for kept in (
        "Canary Zahra",
        "Canary Qasim Halabi",
        "Canary Rana",
        "canary radio",
        {"en": "2013", "ar": "٢٠١٣"}[code],
    ):
        assert kept in shown
    wrong = tariqs.post(desk("tracing_interview", reference, 3), {"last_seen": "long ago", "seen": 3})
    assert wrong.status_code == 422 and "last_seen" in wrong.context["form"].errors
    assert tariqs.get(desk("tracing_interview", reference, len(PARTS))).context["after"]
    assert tariqs.get(desk("tracing_interview", reference, 9)).status_code == 404


def test_a_call_that_is_due_stands_among_what_waits_until_it_is_made(tariqs, as_):
    request = SearchRequest.objects.get()
    yesterday = localdate() - timedelta(days=1)
    tariqs.post(desk("tracing_call", request.reference), {"due_on": yesterday.isoformat()})
    tariqs.post(desk("tracing_call", request.reference), {"due_on": "some day"})
    assert not SearchCall.objects.exists()
    tariqs.post(desk("tracing_call", request.reference), {"due_on": localdate().isoformat()})
    (call,) = SearchCall.objects.all()
    page = reverse("desk:tracing") + "?show=calls"
    assert "?show=calls" in tariqs.get(reverse("wagtailadmin_home")).content.decode()
    assert "Canary Qasim" in tariqs.get(page).content.decode()
    assert "Canary Qasim" in tariqs.get(reverse("desk:tracing") + "?show=mine").content.decode()
    tariqs.post(desk("tracing_called", request.reference, call.pk))
    assert "Canary Qasim" not in tariqs.get(page).content.decode()
    assert as_("salma").post(desk("tracing_call", request.reference), {"due_on": "2030-01-01"}).status_code == 403


def test_the_paper_for_the_field_says_what_is_missing_and_not_who_asks(tariqs):
    shown = tariqs.get(desk("tracing_summary", SearchRequest.objects.get().reference))
    page = shown.content.decode()
    assert "Canary Qasim Halabi" in page and "Canary Rana" not in page and "canary radio" not in page
    assert "Mother’s full name" in " ".join(shown.context["wants"])
