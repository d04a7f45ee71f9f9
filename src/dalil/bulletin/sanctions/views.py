"""The public pages of lists of sanctions. Everything is read as the public may know it, whoever is signed in."""

from __future__ import annotations

import itertools
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dalil import vocabulary
from dalil.bulletin.pages.feeds import FeedEntry, write_feed
from dalil.bulletin.record.report_presenters import PUBLIC
from dalil.bulletin.sanctions.answers import answer_changes, answer_entry, answer_list, answer_lists
from dalil.sanctions.change_words import EVIDENCE, say_counts, say_day_of
from dalil.sanctions.listing_steps import versions_of

IN_THE_FEED = 50


def _link(name: str, *parts: str) -> str:
    return reverse(name, args=parts)


def _language() -> str:
    return get_language() or "en"


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """All lists, and a search over the names of their entries."""
    return render(request, "bulletin/sanctions/lists.html", answer_lists(request.GET, PUBLIC, _language(), _link))


@require_safe
def list_on_day(request: HttpRequest, code: str) -> HttpResponse:
    """Who stood on a list on a day."""
    answer = answer_list(code, request.GET, PUBLIC, _language(), _link)
    return render(request, "bulletin/sanctions/list.html", answer)


@require_safe
def changes(request: HttpRequest, code: str) -> HttpResponse:
    """What changed on a list between two days."""
    answer = answer_changes(code, request.GET, PUBLIC, _language(), _link)
    return render(request, "bulletin/sanctions/changes.html", answer)


@require_safe
def entry(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """An entry of a list through its versions."""
    return render(request, "bulletin/sanctions/entry.html", answer_entry(code, number, PUBLIC, _language(), _link))


@require_safe
def changes_feed(request: HttpRequest, code: str) -> HttpResponse:
    """What each version of a list changed, the latest first, as a feed."""
    language = _language()
    versions = versions_of(code, PUBLIC) if vocabulary.is_code("sanction_lists", code) else []
    if not versions:
        raise Http404
    label = vocabulary.label("sanction_lists", code, language)
    entries = []
    for before, version in reversed(list(itertools.pairwise(versions))[-IN_THE_FEED:]):
        between = urlencode({"since": before.dated, "until": version.dated})
        entries.append(
            FeedEntry(
                title=f"{label}, {say_day_of(version.dated, language)}",
                url=request.build_absolute_uri(f"{_link('sanctions-changes', code)}?{between}"),
                text=f"{say_counts(version, language)}. {EVIDENCE.in_language(language)}",
                published=version.at,
                updated=version.at,
                key=f"tag:dalil,2026:sanctions/{code}/{version.number}",
            )
        )
    return write_feed(request, label, _link("sanctions-list", code), entries, "xml")
