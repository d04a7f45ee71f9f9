"""Dear answers, and how many of them one network address gets.

A kept page costs nothing and is not counted. What is worked out (a search, a count, a list of the API, a file) is: each address has a
bucket of tokens in the memory of each process, which fills as time goes. Thirty people who read behind one address, with a search or a
count every ten seconds each, ask three in a second; that goes on for ever. Two hundred at once, as when a class begins, are answered too.
A machine that asks as fast as it can gets five in a second from each process.

And files that are given out as long as the reader takes: only so many at once, in all and for one address, since each holds a thread.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from dalil.bulletin.http.client_address import client_address
from dalil.letters import LANGUAGE_CODES

FULL, EACH_SECOND = 200.0, 5.0
REMEMBERED = 20_000
"""Addresses whose bucket is kept; of more, those that asked longest ago are full again."""
COSTS = {"reports.jsonl": 20.0, "proceedings.csv": 20.0}
A_CAPSULE = 20.0
A_SUBSCRIPTION = 40.0
"""Tokens of what is dearer than a search. A capsule of 2,700 entities takes four seconds to build (`benchmarks/capsules.py`).
A subscription has a mail sent: five at once from one address of the network, then one every eight seconds."""
AT_ONCE, AT_ONCE_FROM_ONE = 12, 4
"""Files of reports that one process gives out at once, of the 64 threads of an installation; and to one address."""
PATIENCE, SLOWEST = 300.0, 2_000
"""A file that is read for more than five minutes, at less than 2,000 bytes a second, breaks off."""
COME_BACK = 20
"""Seconds after which somebody who found no place for a file asks again."""


class Buckets:
    """Tokens by address. `take` costs no look at the database."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, address: str, cost: float) -> int:
        """Take so many tokens from the bucket of an address; return 0, or in how many seconds there are enough."""
        with self._lock:
            now = self._clock()
            left, at = self._left.pop(address, (FULL, now))
            left = min(FULL, left + (now - at) * EACH_SECOND)
            missing = cost - left
            self._left[address] = (left if missing > 0 else left - cost, now)
            while len(self._left) > REMEMBERED:
                self._left.popitem(last=False)
            return max(0, math.ceil(missing / EACH_SECOND))


class DearAnswers:
    """Answers 429, and when to come back, to an address that asks for more than its share. Stands behind the kept pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.buckets = Buckets()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cost = _cost_of(request) if settings.DEAR_ANSWERS_LIMITED else 0
        if cost and (seconds := self.buckets.take(client_address(request), cost)):
            said = ngettext(
                "Too much was asked from your network address. Try again in %(n)s second.",
                "Too much was asked from your network address. Try again in %(n)s seconds.",
                seconds,
            )
            return come_back(request, said % {"n": seconds}, seconds, 429)
        return self.get_response(request)


class FilesGivenOut:
    """Places for files that are being given out."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken: dict[str, int] = {}

    def take(self, address: str) -> int:
        """Take a place: 0. Where there is none, the status of the answer: 429 where the address has its share, 503 where others have all."""
        with self._lock:
            mine = self._taken.get(address, 0)
            if mine >= AT_ONCE_FROM_ONE:
                return 429
            if sum(self._taken.values()) >= AT_ONCE:
                return 503
            self._taken[address] = mine + 1
            return 0

    def give_back(self, address: str) -> None:
        """Give a place back."""
        with self._lock:
            left = self._taken[address] - 1
            self._taken |= {address: left}
            if not left:
                del self._taken[address]


PLACES = FilesGivenOut()


class ReadTooSlowly(Exception):
    """Whoever reads a file takes so long that others wait for the place; the answer breaks off, which its reader notices."""


class _Held:
    """Lines that hold a place until the answer is closed, whether or not a line of them was read."""

    def __init__(self, lines: Iterable[Any], address: str) -> None:
        self._lines, self._address, self._open = lines, address, True

    def __iter__(self) -> Iterator[Any]:
        begun, given = time.monotonic(), 0
        for each in self._lines:
            yield each
            given += len(each)
            taken = time.monotonic() - begun
            if self._address and taken > PATIENCE and given < taken * SLOWEST:
                raise ReadTooSlowly(f"{given} bytes in {taken:.0f} s")

    def close(self) -> None:
        if self._open:
            self._open = False
            if close := getattr(self._lines, "close", None):
                close()
            if self._address:
                PLACES.give_back(self._address)


def give_out(
    request: HttpRequest,
    lines: Callable[[], Iterable[Any]],
    name: str = "reports.jsonl",
    content_type: str = "application/x-ndjson",
) -> HttpResponse | StreamingHttpResponse:
    """Give out lines while there is a place; else answer 429 or 503 and when to come back. lines: made only where there is a place.

    name: of the file.
    """
    address = client_address(request) if settings.DEAR_ANSWERS_LIMITED else ""
    if address and (status := PLACES.take(address)):
        said = ngettext(
            "So many files are being given out that this one has to wait. Try again in %(n)s second.",
            "So many files are being given out that this one has to wait. Try again in %(n)s seconds.",
            COME_BACK,
        )
        return come_back(request, said % {"n": COME_BACK}, COME_BACK, status)
    try:
        response = StreamingHttpResponse(_Held(lines(), address), content_type=content_type)
    except BaseException:
        if address:
            PLACES.give_back(address)
        raise
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def come_back(request: HttpRequest, said: str, seconds: int, status: int) -> HttpResponse:
    """Say in words, and to machines in a header, when to come back: JSON at the API, a bare page elsewhere."""
    answer: HttpResponse
    if request.path.startswith("/api/"):
        answer = JsonResponse({"detail": said, "seconds": seconds}, status=status)
    else:
        answer = render(None, "bulletin/http/come_back.html", {"said": said}, status=status)
    answer.headers["Retry-After"] = str(seconds)
    answer.headers["Cache-Control"] = "no-store"
    answer._has_been_logged = True  # type: ignore[attr-defined]  # a line for each would fill the disk
    return answer


def _cost_of(request: HttpRequest) -> float:
    """Tokens that an answer costs: 0 for what is read from one row, or was made before."""
    head, _, rest = request.path.strip("/").partition("/")
    if head == "api":
        return COSTS.get(rest, 1.0)
    if head not in LANGUAGE_CODES:
        return 0
    if rest.startswith(("letters/subscribe", "submit", "disappeared")) and request.method == "POST":
        return A_SUBSCRIPTION
    if rest.startswith("figures/") and rest.endswith(".zip"):
        return A_CAPSULE
    searches = rest.startswith(("record", "explore", "search", "proceedings")) and request.GET
    return 1.0 if searches or (rest.startswith("figures/") and rest.endswith((".csv", ".json"))) else 0
