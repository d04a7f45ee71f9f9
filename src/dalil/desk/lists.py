"""What screens that look for things share: pages of lists, dates and several names in one input. What names mean says `lookup`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.forms import CharField, Field, TextInput
from django.utils.translation import gettext as _

from dalil.access.models import Action
from dalil.archive.models import Document
from dalil.desk.screens import DeskRequest, viewer_of
from dalil.intake.models import Import
from dalil.letters import join_list
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.models import Report, Source, SourceJudgement
from dalil.record.reading import Readable, log_reading
from dalil.record.search.queries import Ranked, matching

SEVERAL = re.compile(r"[;؛\n]")
"""Between the names in one input."""

MOST_NAMES = 20
"""How many names one input takes: each is looked for by itself, and in other spellings."""


PER_PAGE = 50
"""How many lines of a list one screen shows."""

LATEST = 50
"""How many reports the screen of a document or of a source shows."""


def take_page(request: DeskRequest, found: QuerySet[Any] | Ranked, counted: int | None = None) -> Page:
    """Take the page of a list that the address asks for. What is restricted on it goes into the log of access.

    counted: how many there are, where the caller knows it sooner than a count of all of them would tell.
    """
    paginator = Paginator(found, PER_PAGE)
    if counted is not None:
        paginator.count = counted
    page = paginator.get_page(request.GET.get("p"))
    page.object_list = list(page.object_list)
    show_list(request, [thing for row in page.object_list for thing in _things_of(row)])
    return page


def show_list(request: DeskRequest, things: Sequence[Readable]) -> Sequence[Readable]:
    """Hand out what a list shows, with an entry in the log of access for what of it is restricted. Returns the same things."""
    log_reading(Action.LISTED, things, viewer_of(request))
    return things


def _things_of(row: Any) -> list[Any]:
    """The protected things that a row of a list tells of: itself, or what it is about."""
    match row:
        case Report() | Document() | Source():
            return [row]
        case Import():
            return [row.document]
        case SourceJudgement():
            return [row.kept, row.other]
    return []


def search_list(request: DeskRequest, things: QuerySet[Any]) -> dict[str, Any]:
    """Narrow a list by the words that the address asks for; the page and the words, as `desk/browsing/_find.html` shows them."""
    query = request.GET.get("q", "")
    return {"page": take_page(request, things.filter(matching(query)) if query else things), "query": query}


def list_latest(request: DeskRequest, reports: QuerySet[Report]) -> dict[str, Any]:
    """List the latest of some reports, with how many there are, as `desk/reports/_reports_of.html` shows them."""
    return {"reports": show_list(request, list(reports[:LATEST])), "count": reports.count()}


def split(typed: str) -> list[str]:
    """The names in an input that takes several, separated by semicolons or lines."""
    return [name for part in SEVERAL.split(typed) if (name := part.strip())]


def check_few(typed: str) -> None:
    """Refuse more names than one input takes. Raises ValidationError."""
    if len(split(typed)) > MOST_NAMES:
        raise ValidationError(_("At most %(most)s names in one box.") % {"most": MOST_NAMES})


def is_taken(field: Field, typed: str | None) -> bool:
    """Whether an input takes what was typed, so that it may be looked for; why not is said when the form is checked."""
    try:
        field.clean(typed)
    except ValidationError:
        return False
    return True


def date_field(label: Any, example: str) -> CharField:
    """Make the field of a form for the first or the last date that is looked for. example: stands in it while it is empty."""
    return CharField(
        label=label, required=False, max_length=60, widget=TextInput(attrs={"dir": "auto", "placeholder": example})
    )


def place_line(code: str, language: str) -> str:
    """A place as suggestions and choices write it: its code, its name, and what it lies in."""
    places = gazetteer()
    if code not in places:
        return code
    path = [places.get(step).label(language) or places.get(step).en for step in reversed(places.path(code))]
    return f"{code} {join_list(dict.fromkeys(path[:-1] or path), language)}"


def with_flag(reports: QuerySet[Report], flag: str) -> QuerySet[Report]:
    """Only the reports that carry a flag; on either database."""
    return reports.annotate(flags_written=Cast("flags", TextField())).filter(flags_written__contains=f'"{flag}"')
