"""Where the store of documents cannot be asked, who wants one is told so in words, and that nothing was saved: not by an error of the server."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dalil.archive.store_interface import StoreUnreachable

UNAVAILABLE = 503


class SilentStore:
    """Answers 503 in words where what was asked for lies in a store that cannot be asked. Where it lies, and why it is silent, the log says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say it where an error, or what it came from, is a store that cannot be asked; leave every other error alone."""
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, StoreUnreachable):
            cause = cause.__cause__ or cause.__context__
        if cause is None:
            return None
        logging.getLogger("dalil").error("%s", cause)
        why = _(
            "The archive of documents does not answer at the moment, and nothing was saved. Try again in a while, or tell whoever keeps the machine."
        )
        return HttpResponse(why, status=UNAVAILABLE, content_type="text/plain; charset=utf-8")
