"""Search requests that families fill in themselves: sealed at once, so that only officers read them; entered as requests by an officer.

What a family can send is read and checked before it is sealed, so that they can mend it. It carries the code of a receipt from the beginning.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.timezone import localdate

from dalil.record.actions.actors import system_actor
from dalil.record.actions.transaction import Refused, writing
from dalil.record.sealed import submissions
from dalil.record.sealed.models import Submission
from dalil.record.sealed.open_compartment import OpenCompartment
from dalil.tracing.models import FamilyForm, Receipt, SearchRequest
from dalil.tracing.photographs import add_photograph
from dalil.tracing.receipts import digest_of_code, draw_code
from dalil.tracing.requests import PURPOSE, enter_request
from dalil.tracing.search_content import SearchContent, read_content, write_content
from dalil.values.consent import ConsentTerms

SENT_AGAIN = "sent again by the family"
"""Why a form was erased whose answer never arrived, so that its family sent it once more."""


@dataclass(frozen=True)
class FilledForm:
    """What a family sent. for_bodies: whether bodies that trace the missing may have it. language: of the form they used.

    photograph: a JPEG in base64; empty where none was sent.
    """

    content: SearchContent
    for_bodies: bool
    language: str
    photograph: str = ""


def receive_form(
    content: SearchContent, *, for_bodies: bool, language: str, draft: str = "", photograph: str = ""
) -> str:
    """Seal what a family filled in. Returns the code of their receipt, which is kept nowhere.

    photograph: as `photographs.prepare_photograph` returns it.
    draft: what the telephone drew for this form. Where a form of the same draft waits already, its family never saw its answer: this one takes
    its place. Raises Refused as `submissions.submit` does.
    """
    told = json.dumps({"search": json.loads(write_content(content)), "for_bodies": for_bodies}, ensure_ascii=False)
    code = draw_code()
    with writing():
        made = submissions.submit(
            told, contact="", language=language, about=Submission.About.SEARCH, photograph=photograph
        )
        digest = sha256(b"dalil draft" + draft.encode()).hexdigest() if draft else ""
        if digest:
            for earlier in FamilyForm.objects.filter(draft=digest, submission__done_at=None):
                submissions.empty_submission(earlier.submission, actor=system_actor(), reason=SENT_AGAIN)
        FamilyForm.objects.create(submission=made, receipt=digest_of_code(code), draft=digest)
    return code


def list_forms() -> QuerySet[FamilyForm]:
    """Return the forms, those that wait first, the latest before; what stands in clear of them."""
    forms = FamilyForm.objects.select_related("submission__erased_by", "request__person")
    return forms.defer("submission__sealed").order_by("submission__done_at", "-pk")


def count_waiting_forms() -> int:
    """Return how many forms nobody has entered or erased."""
    return FamilyForm.objects.filter(submission__done_at=None).count()


def read_form(opened: OpenCompartment, form: FamilyForm, *, actor: User, session: str = "") -> FilledForm:
    """Read a form. It is logged. Raises Refused where it was entered or erased, moved or changed."""
    read = submissions.read_submission(opened, form.submission, actor=actor, session=session)
    told = json.loads(read.text)
    return FilledForm(read_content(json.dumps(told["search"])), told["for_bodies"], read.language, read.photograph)


def enter_form(opened: OpenCompartment, form: FamilyForm, *, actor: User, session: str = "") -> SearchRequest:
    """Enter a form as a search request; the receipt that the family holds is that of the request, and the form is emptied.

    Raises Refused where it was entered or erased already.
    """
    with writing():
        form.submission.refresh_from_db()
        if form.submission.done_at:
            raise Refused("form_dealt_with", "this form was entered or erased already")
        read = read_form(opened, form, actor=actor, session=session)
        consent = ConsentTerms(
            purposes=("internal", PURPOSE) if read.for_bodies else ("internal",), giver="next_of_kin"
        )
        asked_on = min(localdate(form.submission.received_at), localdate())
        made = enter_request(opened, read.content, consent, asked_on=asked_on, actor=actor, receipt=False)[0]
        if read.photograph:
            add_photograph(opened, made, read.photograph, actor=actor)
        Receipt.objects.create(request=made, digest=form.receipt, actor=actor)
        form.request = made
        form.save(update_fields=["request"])
        submissions.empty_submission(form.submission, actor=actor, reason=made.reference)
        return made
