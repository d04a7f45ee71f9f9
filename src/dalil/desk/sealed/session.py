"""The compartment as one browser has it open: a cookie holds the key, the table of openings what it opens."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters

from dalil.desk.screens import DeskRequest, View, may
from dalil.record.sealed import openings
from dalil.record.sealed.open_compartment import OpenCompartment

COOKIE = "dalil_sealed"
PATH = "/desk/"


def for_officers(view: View) -> View:
    """A screen of the compartment: for those whose role may open it. No error page repeats what was typed there."""
    return may("open_sealed")(sensitive_post_parameters()(view))


def while_open(view: Callable[..., HttpResponseBase]) -> View:
    """A screen that is there only while the person at it has the compartment open; it is given as `opened`. Else they open it first."""

    @for_officers
    @wraps(view)
    def checked(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        opened = find_opened(request)
        return view(request, opened, *args, **kwargs) if opened else redirect("desk:sealed_open")

    return checked


def session_of(request: DeskRequest) -> str:
    """Return the key of the person's session."""
    return request.session.session_key or ""


def find_opened(request: DeskRequest) -> OpenCompartment | None:
    """Return the compartment where this session has it open, else None."""
    cookie = request.COOKIES.get(COOKIE, "")
    return openings.find_open(cookie, user=request.user, session=session_of(request)) if cookie else None


def keep_open(request: DeskRequest, response: Any, opened: OpenCompartment) -> None:
    """Keep the compartment open for this session, by a cookie on the answer."""
    value = openings.keep_open(opened, user=request.user, session=session_of(request))
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(COOKIE, value, path=PATH, httponly=True, samesite="Strict", secure=secure)


def close(request: DeskRequest, response: Any) -> None:
    """Close the compartment in this session."""
    openings.close(user=request.user, session=session_of(request))
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")
