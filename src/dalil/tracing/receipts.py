"""Receipts: a code on paper, nameless, by which its holder asks how a search stands. The code is drawn by lot and kept nowhere.

A wrong code is answered as a code of an ended receipt is, after the same queries; there are 2^114 codes, so nobody meets one by guessing.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.contrib.auth.models import User
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone

from dalil.record.actions.transaction import writing
from dalil.record.sealed.persons import LETTERS
from dalil.tracing.lifecycle import FATES
from dalil.tracing.models import FamilyForm, Receipt, SearchRequest, SearchStep, Telling

LENGTH, GROUP = 24, 4


@dataclass(frozen=True)
class RequestStanding:
    """What the holder of a receipt is told. state: received, searched, paused, withdrawn, passed_on, answer, told or erased.

    since: since when it is so. body: to whom it was passed on. An answer is told by a person and never here.
    """

    state: str
    since: datetime
    body: str = ""


def make_receipt(request: SearchRequest, *, actor: User) -> str:
    """Make a receipt; those that were given out before end. Returns its code, in groups, as it is written on paper."""
    code = draw_code()
    with writing():
        request.receipts.filter(ended_at=None).update(ended_at=timezone.now())
        Receipt.objects.create(request=request, digest=digest_of_code(code), actor=actor)
    return code


def draw_code() -> str:
    """Draw a code by lot, in groups, as it is written on paper."""
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def find_standing(code: str) -> RequestStanding | None:
    """Return how the request of a receipt stands; None for any code that is none. It costs the same two queries, whatever the code."""
    forms = FamilyForm.objects.filter(receipt=digest_of_code(code), request=None).select_related("submission")
    of_form, of_request = forms.first(), _find_of_request(code)
    if of_request or of_form is None:
        return of_request
    erased_at = of_form.submission.erased_at
    return RequestStanding("erased" if erased_at else "received", erased_at or of_form.submission.received_at)


def _find_of_request(code: str) -> RequestStanding | None:
    last = SearchStep.objects.filter(request=OuterRef("request")).order_by("-number")
    told = Telling.objects.filter(finding__request=OuterRef("request")).values("finding__request")
    found = (
        Receipt.objects.filter(digest=digest_of_code(code), ended_at=None)
        .annotate(
            state=Subquery(last.values("state")[:1]),
            since=Subquery(last.values("at")[:1]),
            body=Subquery(last.values("body")[:1]),
            told_at=Subquery(told.annotate(last=Max("at")).values("last")[:1]),
        )
        .select_related("request__person__erasure")
        .first()
    )
    if found is None:
        return None
    erasure = getattr(found.request.person, "erasure", None)
    if erasure is not None:
        return RequestStanding("erased", erasure.at)
    return _standing(found.state, found.since, found.told_at, found.body)


def _standing(state: str, since: datetime, told_at: datetime | None, body: str) -> RequestStanding:
    if state in FATES or state == "REMAINS_RETURNED":
        return RequestStanding("told", told_at) if told_at and told_at >= since else RequestStanding("answer", since)
    outside = {
        "DRAFT": "received",
        "SUBMITTED": "received",
        "SUSPENDED": "paused",
        "WITHDRAWN": "withdrawn",
        "REFERRED": "passed_on",
    }
    return RequestStanding(outside.get(state, "searched"), since, body)


def digest_of_code(code: str) -> str:
    """Return what is kept of a code: the digest of its letters, however they are grouped and written.

    >>> digest_of_code("bcdf-ghjk") == digest_of_code(" BCDF GHJK ")
    True
    """
    letters = "".join(each for each in code.casefold() if each.isalnum())
    return sha256(b"dalil receipt" + letters.encode()).hexdigest()
