"""The answer to those who try too often: 429, and when to come back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext


def held_up(request: HttpRequest, seconds: int) -> HttpResponse:
    """The page that says how long to wait, with the header that says it to machines."""
    minutes = -(-seconds // 60)
    if seconds <= 90:
        wait = ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}
    else:
        wait = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    page = render(request, "desk/sign_in/held_up.html", {"wait": wait}, status=429)
    page.headers["Retry-After"] = str(seconds)
    page._has_been_logged = True  # type: ignore[attr-defined]  # a line for each guess would fill the disk
    return page


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """The same for allauth's own limits, which count by the minute."""
    return held_up(request, 60)
