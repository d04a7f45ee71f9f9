"""The answer to those who try too often: 429, and when to come back.

Under `dalil serve` it comes a second late. A program that guesses sends the next guess as soon as it is refused; sixteen of them made a search
25 times as slow, by being refused 160 times a second. Who waits costs a thread and no processor, so only a quarter of the threads wait.
"""

from __future__ import annotations

import os
import threading
import time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

PAUSE = 1.0
"""Seconds by which a refusal comes late."""

THREADS = int(os.environ.get("DALIL_THREADS") or 0)
"""The threads of this process that answer, as `dalil serve` sets them; elsewhere nobody waits."""

_PLACES = threading.Semaphore(THREADS // 4)


def held_up(request: HttpRequest, seconds: int) -> HttpResponse:
    """The page that says how long to wait, with the header that says it to machines."""
    _let_wait()
    minutes = -(-seconds // 60)
    if seconds <= 90:
        wait = ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}
    else:
        wait = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    page = render(request, "desk/sign_in/held_up.html", {"wait": wait}, status=429)
    page.headers["Retry-After"] = str(seconds)
    page._has_been_logged = True  # type: ignore[attr-defined]  # a line for each guess would fill the disk
    return page


def _let_wait() -> None:
    """Wait before refusing, where there is a place to wait in."""
    if _PLACES.acquire(blocking=False):
        try:
            time.sleep(PAUSE)
        finally:
            _PLACES.release()


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """The same for allauth's own limits, which count by the minute."""
    return held_up(request, 60)
