"""From what a person typed to the thing meant: places, sources, documents. What several bear is never guessed; they are listed."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.forms import Field
from django.utils.translation import gettext as _

from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.letters import fold, join_list
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.models import Report, Source
from dalil.record.search.queries import matching
from dalil.record.search.spellings import places_spelled
from dalil.vocabulary.gazetteer import LEVELS, Place

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


def places_called(typed: str) -> tuple[Place, ...]:
    """The places that a name or a code can mean, larger ones first. A code may be followed by the name, as suggestions write it."""
    places = gazetteer()
    first = typed.split(maxsplit=1)[0] if typed.strip() else ""
    if first in places:
        return (places.get(first),)
    return places.find(typed)


def places_like(typed: str) -> tuple[Place, ...]:
    """The places that a name may mean which none bears as it is written: to choose from, never to be taken."""
    known = gazetteer()
    found = [known.get(code) for code in places_spelled([typed], known)] if not places_called(typed) else []
    return tuple(sorted(found, key=lambda place: (LEVELS.index(place.level), place.code)))


def suggested_places(typed: str, most: int = 20) -> list[Place]:
    """Places whose name begins with what is being typed, holds it, or is spelled otherwise; in either script, in this order."""
    wanted = fold(typed)
    if len(wanted) < 2:
        return []
    spelled = places_spelled([typed], gazetteer())
    ranked: list[tuple[int, Place]] = []
    for place in gazetteer().places:
        names = [fold(name) for name in place.names() if name]
        if any(name.startswith(wanted) for name in names):
            ranked.append((0, place))
        elif any(wanted in name for name in names):
            ranked.append((1, place))
        elif place.code in spelled:
            ranked.append((2, place))
    ranked.sort(key=lambda pair: pair[0])
    return [place for _, place in ranked[:most]]


def place_line(code: str, language: str) -> str:
    """A place as suggestions and choices write it: its code, its name, and what it lies in."""
    places = gazetteer()
    if code not in places:
        return code
    path = [places.get(step).label(language) or places.get(step).en for step in reversed(places.path(code))]
    return f"{code} {join_list(dict.fromkeys(path[:-1] or path), language)}"


def sources_called(typed: str, viewer: Viewer) -> list[Source]:
    """The sources that a code or a name can mean: the one with exactly this code or name, else all that hold the words.

    Other spellings are suggested while one types, and not taken for what was typed.
    """
    seen = Source.objects.visible_to(viewer)
    exact = list(seen.filter(Q(code=typed) | Q(name_en__iexact=typed) | Q(name_ar=typed)))
    return exact or list(seen.filter(matching(typed, spelled=False))[:12])


def documents_called(typed: str, viewer: Viewer) -> list[Document]:
    """The documents that an address (the beginning of its SHA-256) or some words of the title can mean."""
    seen = Document.objects.visible_to(viewer)
    first = typed.split(maxsplit=1)[0] if typed.strip() else ""
    if re.fullmatch(r"[0-9a-f]{8,64}", first) and (exact := list(seen.filter(sha256__startswith=first)[:2])):
        return exact
    return list(seen.filter(matching(typed, spelled=False))[:12])


def with_flag(reports: QuerySet[Report], flag: str) -> QuerySet[Report]:
    """Only the reports that carry a flag; on either database."""
    return reports.annotate(flags_written=Cast("flags", TextField())).filter(flags_written__contains=f'"{flag}"')
