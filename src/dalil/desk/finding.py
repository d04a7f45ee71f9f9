"""From what a person typed to the thing meant: places, sources, documents. What several bear is never guessed; they are listed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.record.models import Report, Source
from dalil.record.places import gazetteer
from dalil.record.searching import matching
from dalil.text.folding import fold
from dalil.vocabulary.places import Place

SEVERAL = re.compile(r"\s*[;؛\n]\s*")
"""Between the names in one box."""

LONGEST_NAME = 4
"""Words of the longest place name looked for in a search."""


def split(typed: str) -> list[str]:
    """The names in a box that takes several, separated by semicolons or lines."""
    return [name for name in SEVERAL.split(typed.strip()) if name]


def places_called(typed: str) -> tuple[Place, ...]:
    """The places that a name or a code can mean, larger ones first. A code may be followed by the name, as suggestions write it."""
    places = gazetteer()
    first = typed.split(maxsplit=1)[0] if typed.strip() else ""
    if first in places:
        return (places.get(first),)
    return places.find(typed)


def suggested_places(typed: str, most: int = 20) -> list[Place]:
    """Places whose name begins with what is being typed, or holds it, in either script."""
    wanted = fold(typed)
    if len(wanted) < 2:
        return []
    ranked: list[tuple[int, Place]] = []
    for place in gazetteer().places:
        names = [fold(name) for name in place.names() if name]
        if any(name.startswith(wanted) for name in names):
            ranked.append((0, place))
        elif any(wanted in name for name in names):
            ranked.append((1, place))
    ranked.sort(key=lambda pair: pair[0])
    return [place for _, place in ranked[:most]]


def place_line(code: str, language: str) -> str:
    """A place as suggestions and choices write it: its code, its name, and what it lies in."""
    places = gazetteer()
    if code not in places:
        return code
    path = [places.get(step).label(language) or places.get(step).en for step in reversed(places.path(code))]
    joiner = "، " if language == "ar" else ", "
    return f"{code} {joiner.join(dict.fromkeys(path[:-1] or path))}"


def sources_called(typed: str, viewer: Viewer) -> list[Source]:
    """The sources that a code or a name can mean: the one with exactly this code or name, else all that hold the words."""
    seen = Source.objects.visible_to(viewer)
    exact = list(seen.filter(Q(code=typed) | Q(name_en__iexact=typed) | Q(name_ar=typed)))
    return exact or list(seen.filter(matching(typed))[:12])


def documents_called(typed: str, viewer: Viewer) -> list[Document]:
    """The documents that an address (the beginning of its SHA-256) or some words of the title can mean."""
    seen = Document.objects.visible_to(viewer)
    first = typed.split(maxsplit=1)[0] if typed.strip() else ""
    if re.fullmatch(r"[0-9a-f]{8,64}", first) and (exact := list(seen.filter(sha256__startswith=first)[:2])):
        return exact
    return list(seen.filter(matching(typed))[:12])


def saying(query: str) -> Q:
    """The condition on reports that finds the words of a query; a place among them is also found by what lies in it.

    "chlorine Idleb" finds a report of a village of إدلب that says neither of the two letter for letter.
    """
    words = fold(query).split()
    condition = Q()
    at = 0
    while at < len(words):
        length = next((n for n in range(min(LONGEST_NAME, len(words) - at), 0, -1) if _is_place(words[at : at + n])), 1)
        condition &= matching(" ".join(words[at : at + length]))
        at += length
    return condition


def _is_place(words: Sequence[str]) -> bool:
    return bool(gazetteer().find(" ".join(words)))


def with_flag(reports: QuerySet[Report], flag: str) -> QuerySet[Report]:
    """Only the reports that carry a flag; on either database."""
    return reports.annotate(flags_written=Cast("flags", TextField())).filter(flags_written__contains=f'"{flag}"')
