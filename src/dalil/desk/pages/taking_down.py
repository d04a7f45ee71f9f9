"""Before a page is taken down its readers' question is asked: why? And what readers had is taken down, not deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

from dalil.access.refused import Refused
from dalil.bulletin.corrections.taking_down import note_taking_down, was_ever_published
from dalil.desk.protecting.gate_questions import asker_of
from dalil.gate.objections import Stopped
from dalil.wording.refusals import refusal

OF_PAGES = ("unpublish", "delete")


def ask_why(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Keep the note with which a page is taken down; without one it is asked for again and the page stays."""
    try:
        note_taking_down(
            page,
            title=request.POST.get("note_title", page.title),
            reason=request.POST.get("note", ""),
            asker=asker_of(request),  # type: ignore[arg-type]
            with_below=bool(request.POST.get("include_descendants")),
        )
    except (Refused, Stopped) as error:
        messages.error(request, refusal(error))
        return redirect("wagtailadmin_pages:unpublish", page.pk)
    return None


def refuse_deleting(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Keep what was ever published: it is taken down, and its address says why."""
    if not was_ever_published(page):
        return None
    messages.error(request, _("What readers had is not deleted: take it down with a note, and its address says why."))
    return redirect("wagtailadmin_pages:unpublish" if page.live else "wagtailadmin_pages:edit", page.pk)


def refuse_many(request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any) -> HttpResponse | None:
    """Have pages taken down one by one, each with its note. Raises PermissionDenied where published pages are among those to be deleted."""
    if action.model is not Page or action_type not in OF_PAGES:
        return None
    if action_type == "unpublish" or any(map(was_ever_published, objects)):
        messages.error(request, _("Pages that readers had are taken down one by one, each with its note."))
        raise PermissionDenied
    return None
