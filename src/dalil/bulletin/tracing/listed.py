"""The public list of searches: names that families want there, and nothing else of them. There is no page where nobody wants it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dalil import vocabulary
from dalil.tracing.models import ListedSearch
from dalil.tracing.public_list import list_public


@dataclass(frozen=True)
class ListedLine:
    """One search. by_asker: whether the name is of who asks; relation: whom they look for, in words, where it was said."""

    reference: str
    name: str
    by_asker: bool
    relation: str
    year: str


@dataclass(frozen=True)
class ListedPage:
    """The list. tell_url: where a reader tells what they know."""

    lines: tuple[ListedLine, ...]
    tell_url: str


@never_cache
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show the list as the consents permit it at this moment; nothing keeps it. 404 where nobody stands on it."""
    language = get_language() or settings.LANGUAGE_CODE
    lines = tuple(_present(each, language) for each in list_public())
    if not lines:
        raise Http404
    shown = render(request, "bulletin/tracing/listed.html", {"page": ListedPage(lines, reverse("submit"))})
    shown.headers["X-Robots-Tag"] = "noindex, noarchive"
    return shown


def _present(each: ListedSearch, language: str) -> ListedLine:
    return ListedLine(
        each.reference,
        each.name,
        each.shows == ListedSearch.Shows.ASKER,
        vocabulary.label("kinships", each.relation, language) if each.relation else "",
        str(each.year or ""),
    )
