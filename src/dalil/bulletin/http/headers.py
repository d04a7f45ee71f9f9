"""Headers that keep readers and staff safe: what a page may load, and what may be kept of it.

Public pages run no script and load nothing from elsewhere. The screens of signing in run the scripts of security keys, those of the record
the scripts of Wagtail's frame and of ours, both from files of this host. The editor of pages is Wagtail's, which writes scripts into its pages.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware

PUBLIC = (
    "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'; img-src 'self' data:"
)
_OF_THE_DESK = (
    "default-src 'self'; script-src {}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
DESK = _OF_THE_DESK.format("'self'")
EDITING = _OF_THE_DESK.format("'self' 'unsafe-inline'")
"""For Wagtail's own screens: the editor of pages writes scripts into its pages, which no setting of Wagtail 8 gives a nonce."""
SIGN_IN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
AS_FILE = "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox"
"""For a file that somebody sent: whatever it is, it runs nothing, loads nothing and stands in no page of another site."""
SIGN_OUT = "/desk/logout/"
OF_THE_RECORD = "/desk/record/"
"""Where our own screens stand, within Wagtail's frame."""
AT_SIGN_IN = ("/desk/login/", "/desk/logout/", "/desk/sign-in/")
WITHOUT_LANGUAGE = ("/api/", "/desk/", "/ledger/", "/media/", "/static/")
PERMISSIONS = "camera=(), geolocation=(), microphone=(), browsing-topics=()"


def is_desk(request: HttpRequest) -> bool:
    """Whether a request is for the private screens."""
    return request.path.startswith("/desk/")


def policy_for(request: HttpRequest) -> str:
    """Return the content-security policy of a page: no script stands in the page itself, but on the screens that are Wagtail's."""
    if request.path.startswith(AT_SIGN_IN):
        return SIGN_IN
    if request.path.startswith(OF_THE_RECORD):
        return DESK
    return EDITING if is_desk(request) else PUBLIC


class Headers:
    """Sets the content-security policy and its neighbours on every answer, and `no-store` on everything private."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get(
            "QUERY_STRING", ""
        ):  # no text holds it; PostgreSQL refuses it
            return HttpResponseBadRequest("This address is not readable.", content_type="text/plain")
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy_for(request))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if request.method == "POST" and request.path == SIGN_OUT and response.status_code == 302:
            response.headers["Clear-Site-Data"] = (
                '"cache", "storage"'  # cookies stay: one says that this browser is known
            )
        private = is_desk(request) or (request.path.startswith("/api/") and request.COOKIES)
        if private:
            response.headers["Cache-Control"] = "no-store"
        if request.path.startswith("/media/"):  # a picture that is not there, or not any more, may be there later
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class PublicGZip(GZipMiddleware):
    """Compresses public answers. What is private is left alone: its length could give away what it holds.

    Public pages hold no secrets, so their length need not be blurred: the same page is the same bytes.
    """

    max_random_bytes = 0

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response if is_desk(request) or request.COOKIES else super().process_response(request, response)


class LanguageInAddress(LocaleMiddleware):
    """Puts the language before a public address that comes without one; what has no language stays missing where it is."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response if request.path.startswith(WITHOUT_LANGUAGE) else super().process_response(request, response)
