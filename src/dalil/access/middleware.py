"""Who reads: told to the log for each request; and sessions that ended with the pause of an account."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from dalil.access import log
from dalil.access.accounts import has_ended


class KnownReader:
    """Ends a session that is older than the last pause of its account, and says for the log who sends the request.

    Stands behind Django's authentication. A request without a session costs nothing, and its answer does not depend on one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        person = log.Person()
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            if has_ended(request.session, request.user):
                logout(request)
            else:
                person = log.Person.of(request.user, request.session.session_key)
        token = log._here.set(person)
        try:
            return self.get_response(request)
        finally:
            log._here.reset(token)
