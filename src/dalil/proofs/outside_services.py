"""Asking the machines that the settings name: authorities of time, and a beacon. Their answers are checked by who asks; none is believed."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from urllib.parse import urlsplit

PATIENCE = 20
"""Seconds for one answer."""


class NoAnswer(Exception):
    """A machine did not answer, or not with what was asked for. Its sentence says why."""


def ask(address: str, content: bytes | None = None, *, media_type: str = "", most: int) -> bytes:
    """Return what an address answers. Raises NoAnswer.

    content: what is sent there, as `media_type`; nothing where None. most: how many bytes are taken.
    """
    if urlsplit(address).scheme not in ("http", "https"):
        raise NoAnswer(f"{address} is no address that begins with http:// or https://")
    headers = {"Content-Type": media_type} if media_type else {}
    request = urllib.request.Request(address, content, headers)  # noqa: S310, the scheme was looked at
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            taken: bytes = answer.read(most + 1)
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        raise NoAnswer(f"{address} does not answer: {getattr(error, 'reason', '') or error}") from error
    if len(taken) > most:
        raise NoAnswer(f"{address} answers with more than {most:,} bytes")
    return taken
