"""The addresses of the pages of places, weapons, targets and actors, for what mentions them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.kind import PARTIES, KindField
from dalil.values import Party, Where

FACETS = {"weapons": "weapons", "targets": "targets", "actors": PARTIES}
"""The facet of incidents by the scheme whose codes have pages of their own."""


def url_of_term(scheme: str, code: str) -> str:
    """Return the address of the page of a weapon, a target or an actor; empty for other codes."""
    return reverse("term", args=[scheme, code]) if scheme in FACETS else ""


def url_of_place(code: str) -> str:
    """Return the address of the page of a place; empty where the gazetteer does not have it."""
    return reverse("place", args=[code]) if code in gazetteer() else ""


def url_of_value(value: Any, field: KindField) -> str:
    """Return the address of the page of what one field of a report says; empty where it says several things, or nothing that has a page."""
    if isinstance(value, Where):
        return url_of_place(value.places[0]) if len(value.places) == 1 else ""
    values = value if isinstance(value, tuple) else (value,)
    codes = [each.actor if isinstance(each, Party) else each for each in values]
    if len(codes) != 1 or not isinstance(codes[0], str) or not codes[0]:
        return ""
    return url_of_term(field.scheme or "", codes[0])
