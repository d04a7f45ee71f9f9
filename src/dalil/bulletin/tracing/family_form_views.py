"""The form by which families ask themselves. What they send is sealed before it is kept; nothing of who sent it is kept with it.

It works without any script. With its script it can be filled in without a connection: then, and only where the family asks for it, what
they type stays on their telephone until it is sent.
"""

from __future__ import annotations

import json
from importlib.resources import files

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from pydantic import ValidationError

from dalil.access.refused import Refused
from dalil.bulletin.http.sealed_uploads import FROM_A_FAMILY
from dalil.bulletin.tracing.family_form import ASKED, PHOTOGRAPH, TRAP, AskingForm, list_problems, present_asking
from dalil.record.sealed.submissions import TakenNoMore, takes_submissions
from dalil.tracing.family_forms import receive_form
from dalil.tracing.photographs import prepare_photograph
from dalil.tracing.receipts import draw_code
from dalil.tracing.typed_searches import read_typed_search
from dalil.wording.refusals import refusal

FORM, SENT, NOT_YET = (f"bulletin/tracing/{name}.html" for name in ("ask", "asked", "not_yet"))
POLICY = (
    "default-src 'self'; script-src 'self'; worker-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; img-src 'self' data:"
)
"""The one public page with a script of its own, from a file of this host."""
STYLES = ("bulletin/site.css", "bulletin/drawings.css", "bulletin/mark.svg", "bulletin/family_form.js")
LONGEST_DRAFT = 64


@sensitive_post_parameters()
@csrf_exempt  # it needs no session and gives nobody any right
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Show the form, and take what a family sends, sealed. 404 where the organisation takes nothing so, which it does until it decides otherwise."""
    if not settings.FAMILY_FORM_IS_ON:
        raise Http404
    language = get_language() or settings.LANGUAGE_CODE
    if not takes_submissions():
        return _private(render(request, NOT_YET, status=503))
    if request.method != "POST":
        return _show(request, present_asking(language))
    if request.POST.get(TRAP):
        return _private(render(request, SENT, {"code": draw_code()}))
    typed = {name: request.POST.get(name, "").strip() for name in (*ASKED, "for_bodies")}
    file = request.FILES.get(PHOTOGRAPH)
    try:
        photograph = prepare_photograph(file.read(FROM_A_FAMILY)) if file else ""
    except Refused as error:
        return _show(request, present_asking(language, typed, {PHOTOGRAPH: refusal(error)}), 422)
    try:
        content = read_typed_search({name: typed[name] for name in ASKED})
        code = receive_form(
            content,
            for_bodies=typed["for_bodies"] == "yes",
            language=language,
            draft=request.POST.get("draft", "")[:LONGEST_DRAFT],
            photograph=photograph,
        )
    except ValidationError as error:
        return _show(request, present_asking(language, typed, list_problems(error), again=bool(file)), 422)
    except Refused as error:
        status = 429 if isinstance(error, TakenNoMore) else 422
        return _show(request, present_asking(language, typed, {"": refusal(error)}, again=bool(file)), status)
    return _private(render(request, SENT, {"code": code}))


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that shows the form without a connection, once a family asked for that; it keeps the form and nothing that is typed."""
    if not settings.FAMILY_FORM_IS_ON:
        raise Http404
    kept = [reverse("ask-search"), *(static(each) for each in STYLES)]
    script = files("dalil.bulletin.tracing").joinpath("family_worker.js").read_text(encoding="utf-8")
    answer = HttpResponse(f"const KEPT = {json.dumps(kept)};\n{script}", content_type="text/javascript; charset=utf-8")
    return _private(answer)


def _show(request: HttpRequest, form: AskingForm, status: int = 200) -> HttpResponse:
    return _private(render(request, FORM, {"form": form}, status=status))


def _private(answer: HttpResponse) -> HttpResponse:
    """No search engine keeps it, no other site is told of it, and its script is a file of this host."""
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Content-Security-Policy"] = POLICY
    return answer
