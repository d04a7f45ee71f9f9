"""The public pages of the law."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dalil import vocabulary
from dalil.bulletin.http.public_state import kept_for_state
from dalil.bulletin.law.provision_pages import group_by_crime, present_provision
from dalil.cases.law import provision


@require_safe
def law(request: HttpRequest) -> HttpResponse:
    """Every provision, by the crime that it is about."""
    return render(request, "bulletin/law/law.html", {"crimes": group_by_crime(get_language() or "en")})


@require_safe
def one_provision(request: HttpRequest, code: str) -> HttpResponse:
    """A provision: its elements, its source, whom it binds, and what the record holds under it."""
    if not vocabulary.is_code("provisions", code):
        raise Http404
    language = get_language() or "en"
    page = kept_for_state(request, ("provision", code, language), lambda: present_provision(provision(code), language))
    return render(request, "bulletin/law/provision_page.html", {"provision": page})
