"""The form by which readers submit information. What they write is sealed before it is kept; nothing of who sent it is kept with it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dalil.access.refused import Refused
from dalil.record.lengths import LONGEST
from dalil.record.sealed import submissions
from dalil.record.sealed.persons import draw_reference
from dalil.wording.refusals import refusal

TRAP = "website"
"""A field that no person sees. A machine that fills every field fills it; then nothing is kept, and it is told what others are told."""


@dataclass(frozen=True)
class SubmissionForm:
    """The form as it is shown; see bulletin/submitting/submit.html. problem: what was wrong with what was written."""

    url: str
    text: str
    contact: str
    problem: str
    longest_text: int
    longest_contact: int
    trap: str = TRAP


@sensitive_post_parameters()
@csrf_exempt  # it needs no session and gives nobody any right: whoever may send it from elsewhere may send it from here
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest) -> HttpResponse:
    """Take what a reader submits, sealed. 404 where the organisation takes nothing, which is so until it decides otherwise."""
    if not settings.SUBMISSIONS_ARE_ON:
        raise Http404
    if not submissions.takes_submissions():
        return _private(render(request, "bulletin/submitting/not_yet.html", status=503))
    if request.method != "POST":
        return _private(render(request, "bulletin/submitting/submit.html", {"form": _present_form()}))
    text, contact = request.POST.get("text", ""), request.POST.get("contact", "")
    if request.POST.get(TRAP):
        return _thank(request, draw_reference())
    try:
        made = submissions.submit(text, contact=contact, language=get_language() or settings.LANGUAGE_CODE)
    except Refused as error:
        status = 429 if isinstance(error, submissions.TakenNoMore) else 422
        form = _present_form(text, contact, refusal(error))
        return _private(render(request, "bulletin/submitting/submit.html", {"form": form}, status=status))
    return _thank(request, made.reference)


def _present_form(text: str = "", contact: str = "", problem: str = "") -> SubmissionForm:
    return SubmissionForm(reverse("submit"), text, contact, problem, LONGEST["submitted"], LONGEST["contact"])


def _thank(request: HttpRequest, reference: str) -> HttpResponse:
    return _private(render(request, "bulletin/submitting/thanks.html", {"reference": reference}))


def _private(answer: HttpResponse) -> HttpResponse:
    """No search engine keeps it, and no other site is told of it."""
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
