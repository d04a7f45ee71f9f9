"""The one place where every request that carries a session is let in or not.

Whoever is not wholly signed in is the public: at the pages, the API and the files as at the desk. At the desk they are led to what
is missing. A form that was sent after a long silence is kept, and taken up when the person has proved again who they are.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from dalil.desk.sign_in.sessions import Standing, is_fresh, standing_of

PROVING = ("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout")
SETTING_UP = (
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "account_change_password",
)
OPEN_TO: dict[Standing, tuple[str, ...]] = {
    Standing.LOCKED: PROVING,
    Standing.ONE_TIME: ("account_logout", "account_change_password"),
    Standing.WITHOUT_FACTOR: (*PROVING, *SETTING_UP),
}
"""The addresses, by name, that are open to somebody who is not wholly signed in; they know who it is there and nowhere else."""

ENTRANCE = ("account_login", "mfa_authenticate", "mfa_login_webauthn")
"""The addresses at which nobody is signed in yet."""

LEADS_TO = {
    Standing.LOCKED: "account_reauthenticate",
    Standing.ONE_TIME: "account_change_password",
    Standing.WITHOUT_FACTOR: "mfa_index",
}
DEAR = ("api:reports-jsonl",)
"""Addresses outside the desk that hand out what a member may see, all at once."""


class Doors:
    """Lets in who is wholly signed in; everybody else is the public."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        signed_in = request.user
        if request.path.startswith("/desk/"):
            request.user = _who_enters(request, signed_in)
        else:
            request.user = SimpleLazyObject(lambda: _who_enters(request, signed_in))  # type: ignore[assignment]
        if request.path in _addresses(DEAR) and request.user.is_authenticated and not is_fresh(request):
            return JsonResponse({"detail": _("Sign in again: what a member may see leaves only then.")}, status=403)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Lead somebody who is not wholly signed in to what is missing. This comes after the check against forged forms."""
        standing = getattr(request, "standing", Standing.OUT)
        leads_to = LEADS_TO.get(standing)
        open_here = _addresses((*OPEN_TO.get(standing, ()), *ENTRANCE))
        if leads_to is None or not request.path.startswith("/desk/") or request.path in open_here:
            return None
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return HttpResponseForbidden()
        if standing is Standing.LOCKED:
            kept: HttpResponseBase = suspend_request(request, reverse(leads_to))
            return kept
        return redirect(leads_to)


def _who_enters(request: HttpRequest, signed_in: Any) -> Any:
    standing = request.standing = standing_of(request, signed_in)  # type: ignore[attr-defined]
    if standing is Standing.IN or request.path in _addresses(OPEN_TO.get(standing, ())):
        return signed_in
    if (
        standing is Standing.LOCKED
    ):  # what they sent is kept until they prove who they are, so it may be as long as before
        request.locked_account = signed_in  # type: ignore[attr-defined]
    return AnonymousUser()


@cache
def _addresses(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(reverse(name) for name in names)


def fresh_sign_in(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view that opens for those who have proved within the last minutes who they are; others prove it first.

    They are asked before a form is shown. Where it ran out meanwhile, what was sent is kept and done after they have proved it.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        ask_if_stale(request)
        return view(request, *args, **kwargs)

    return checked


def ask_if_stale(request: HttpRequest) -> None:
    """Go no further unless the person has proved within the last minutes who they are. Raises ReauthenticationRequired, which asks them."""
    if not is_fresh(request):
        raise ReauthenticationRequired
