"""Who asks the API, and what is said where there is nothing for them."""

from __future__ import annotations

from typing import NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext
from ninja.errors import HttpError

from dalil.archive.protection import Viewer


def viewer_of(request: HttpRequest) -> Viewer:
    """Return as whom the record is read: the signed-in member, or the public."""
    return Viewer.of(request.user)


def counting_viewer_of(request: HttpRequest) -> Viewer:
    """Return as whom it is counted: whoever may not count at the desk is given the public's answer."""
    return viewer_of(request) if request.user.has_perm("desk.count") else Viewer.public()


def answer_missing() -> NoReturn:
    """Answer 404: what may not be seen is missing like what is not there."""
    raise HttpError(404, gettext("there is nothing at this address"))
