"""Where the disk is full, who sent a form is told so in words, and that nothing of it was saved: not by an error of the server."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dalil.home import is_disk_full

INSUFFICIENT_STORAGE = 507


class FullDisk:
    """Answers 507 in words where what was asked for could not be written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say it where an error, or what it came from, is a full disk; leave every other error alone."""
        if not is_disk_full(error):
            return None
        logging.getLogger("dalil").error("the disk is full: nothing can be saved until there is room")
        why = _(
            "Nothing of this was saved: the disk of the server is full. Tell whoever keeps the machine, and send it again."
        )
        return HttpResponse(why, status=INSUFFICIENT_STORAGE, content_type="text/plain; charset=utf-8")
