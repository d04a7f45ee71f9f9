"""The public pages of lists of sanctions. Everything is read as the public may know it, whoever is signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dalil.bulletin.record.report_presenters import PUBLIC
from dalil.bulletin.sanctions.answers import answer_changes, answer_entry, answer_list, answer_lists


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
