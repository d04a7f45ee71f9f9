"""How much may be sent with a request, by who sends it, told before a byte of it is read.

A form is read, and its files are written to the disk, when it is checked against forgery; so the length is looked at before that. What is
longer than its sender may send is answered 413 in words, and nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dalil.bulletin.http.headers import is_desk
from dalil.bulletin.http.sealed_uploads import FROM_A_FAMILY, TO_BE_SEALED, is_family_form, is_to_be_sealed

FROM_ANYBODY = 32_000
"""Bytes: the longest form of signing in, with the answer of a security key, is a third of it."""
FROM_THE_DESK = 2_000_000_000
"""Bytes from somebody who is in at the desk: a long film. Forms that take less say so themselves."""
WITH_A_BODY = ("POST", "PUT", "PATCH", "DELETE")


class BodyLimits:
    """Answers 413 to what is too long, and 411 to a body that does not say how long it is. Stands behind the doors of the desk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if "HTTP_TRANSFER_ENCODING" in request.META or not (length.isascii() and length.isdigit()):
            return _refused(_("What is sent to this address says beforehand how long it is."), 411)
        most = FROM_ANYBODY
        if int(length) > most and request.method in WITH_A_BODY:
            most = _most_of(request)
        if int(length) > most:
            why = _("This is too much: %(most)s kB at the most are taken here. Nothing of it was kept.")
            return _refused(why % {"most": most // 1000}, 413)
        return self.get_response(request)


def _most_of(request: HttpRequest) -> int:
    """How much this sender may send to this address."""
    if is_desk(request) and _works_here(request):
        return TO_BE_SEALED if is_to_be_sealed(request) else FROM_THE_DESK
    return FROM_A_FAMILY if settings.FAMILY_FORM_IS_ON and is_family_form(request) else FROM_ANYBODY


def _works_here(request: HttpRequest) -> bool:
    """Whether an account that may be at the desk sends this: signed in, or so until it was silent for an hour."""
    locked_out = getattr(request, "locked_account", None)
    return bool((locked_out or request.user).has_perm("wagtailadmin.access_admin"))


def _refused(why: str, status: int) -> HttpResponse:
    answer = HttpResponse(why, status=status, content_type="text/plain; charset=utf-8")
    answer._has_been_logged = True  # type: ignore[attr-defined]  # a line for each would fill the disk
    return answer
