"""Boxes that take several names, places as suggestions write them, and reports by their flags. What names mean says `lookup`."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.forms import Field
from django.utils.translation import gettext as _

from dalil.letters import join_list
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.models import Report

SEVERAL = re.compile(r"[;؛\n]")
"""Between the names in one box."""

MOST_NAMES = 20
"""How many names one box takes: each is looked for by itself, and in other spellings."""


def split(typed: str) -> list[str]:
    """The names in a box that takes several, separated by semicolons or lines."""
    return [name for part in SEVERAL.split(typed) if (name := part.strip())]


def check_few(typed: str) -> None:
    """Refuse more names than one box takes. Raises ValidationError."""
    if len(split(typed)) > MOST_NAMES:
        raise ValidationError(_("At most %(most)s names in one box.") % {"most": MOST_NAMES})


def is_taken(field: Field, typed: str | None) -> bool:
    """Whether a box takes what was typed, so that it may be looked for; why not is said when the form is checked."""
    try:
        field.clean(typed)
    except ValidationError:
        return False
    return True


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
