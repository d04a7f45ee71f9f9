"""What every screen of the desk shares: who may open it, its frame, and its words for refusing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button, HeaderButton

from dalil.access.refused import Refused
from dalil.archive.protection import Viewer
from dalil.letters import language_of
from dalil.wording.refusals import refusal

View = Callable[..., HttpResponseBase]


class DeskRequest(HttpRequest):
    """A request to the desk: Wagtail lets nobody in who has not signed in."""

    user: User


def may(ability: str) -> Callable[[View], View]:
    """A view that opens only for those with this permission of the desk; everybody else reads why it stays closed."""

    def close(view: View) -> View:
        @wraps(view)
        def checked(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not can(request, ability):
                return refused(request)
            return view(request, *args, **kwargs)

        return checked

    return close


def refused(request: DeskRequest) -> TemplateResponse:
    """The screen for those to whom another is not open."""
    return screen(request, "desk/refused.html", _("Not open to you"), icon="lock", status=403)


@contextmanager
def saying(request: DeskRequest, done: str) -> Iterator[None]:
    """Say on the next screen that what is within it was done, or in its place why it was refused."""
    try:
        yield
    except Refused as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, done)


def can(request: DeskRequest, ability: str) -> bool:
    """Whether the person at the screen has this permission of the desk."""
    return bool(request.user.has_perm(f"desk.{ability}"))


def viewer_of(request: DeskRequest) -> Viewer:
    """The person at the screen as a reader of the record."""
    return Viewer.of(request.user)


def language() -> str:
    """Return the code of the language of the screen, one of LANGUAGE_CODES."""
    return language_of(get_language()).code


def button(label: str, url: str, icon: str = "") -> Button:
    """A button in the header of a screen."""
    return HeaderButton(label=label, url=url, icon_name=icon or None)


def screen(
    request: DeskRequest,
    template: str,
    title: str,
    *,
    icon: str = "doc-full",
    above: Sequence[tuple[str, str]] = (),
    buttons: Sequence[Button] = (),
    short: str = "",
    status: int = 200,
    **context: Any,
) -> TemplateResponse:
    """A screen of the desk in Wagtail's frame. `above`: the screens it belongs under, as (address, title).

    short: what the frame calls it, where its title is long and stands on the screen itself.
    """
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        *({"url": url, "label": label} for url, label in above),
        {"url": "", "label": short or title},
    ]
    frame = {
        "breadcrumbs_items": crumbs,
        "header_title": title,
        "header_icon": icon,
        "header_buttons": list(buttons),
        "lang": language(),
        "abilities": {name for name in ABILITIES if can(request, name)},
    }
    return TemplateResponse(request, template, {**frame, **context}, status=status)


ABILITIES = (
    "see",
    "count",
    "enter",
    "correct",
    "withdraw",
    "judge",
    "protect",
    "publish",
    "imports",
    "open_sealed",
    "dossiers",
)
"""The permissions of the desk, which templates ask for as `"judge" in abilities`."""
