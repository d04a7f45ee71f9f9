"""The gazetteer in use: the shipped places and those an organisation imported, as one value that lookups are asked of."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from dalil.record.log import Verb, last_number
from dalil.record.models import Place
from dalil.record.per_request import once_per_request
from dalil.vocabulary.borders import Border, load_shipped_borders
from dalil.vocabulary.gazetteer import Gazetteer, Level, load_shipped_places
from dalil.vocabulary.gazetteer import Place as PlaceEntry

_current: tuple[object, Gazetteer] | None = None


def gazetteer() -> Gazetteer:
    """Return the gazetteer as it stands. It is read again only when a place was added since; one request looks once."""
    global _current
    version = _last_placed()
    if _current is None or _current[0] != version:
        places = {place.code: place for place in load_shipped_places()}
        borders = dict(load_shipped_borders())
        for row in Place.objects.order_by("pk"):
            places[row.code] = _entry_of(row)
            if row.border:
                borders[row.code] = Border(row.border)
        _current = (version, Gazetteer(tuple(places.values()), borders))
    return _current[1]


@once_per_request
def _last_placed() -> int:
    return last_number(Verb.PLACED)


def gazetteer_as_of(version: int) -> Gazetteer:
    """Return the gazetteer for a reader who knows the number of its last change in the log (0: none), usually without a query."""
    if _current is not None and _current[0] == version:
        return _current[1]
    return gazetteer()


def is_place(code: str) -> bool:
    """Tell whether the gazetteer has this code. Places are only ever added, so one that was there needs no query."""
    return (_current is not None and code in _current[1]) or code in gazetteer()


def enriched(known: PlaceEntry, entry: PlaceEntry) -> PlaceEntry:
    """Add to a known place what a further entry says of it. Returns the whole: names become aliases, a missing point is filled."""
    en, ar = known.en or entry.en, known.ar or entry.ar
    names = dict.fromkeys([*known.aliases, entry.en, entry.ar, *entry.aliases])
    point = (known.lat, known.lon) if known.lat is not None else (entry.lat, entry.lon)
    aliases = tuple(name for name in names if name and name not in (en, ar))
    return replace(known, en=en, ar=ar, aliases=aliases, lat=point[0], lon=point[1])


def row_of(entry: PlaceEntry, origin: str, border: str = "") -> Place:
    """Return the row that keeps an entry of the gazetteer, and its border as `borders.write_rings` writes it."""
    return Place(
        code=entry.code,
        level=entry.level,
        parent=entry.parent or "",
        name_en=entry.en,
        name_ar=entry.ar,
        aliases=list(entry.aliases),
        lat=entry.lat,
        lon=entry.lon,
        border=border,
        origin=origin,
    )


def _entry_of(row: Place) -> PlaceEntry:
    return PlaceEntry(
        code=row.code,
        level=cast(Level, row.level),
        parent=row.parent or None,
        en=row.name_en,
        ar=row.name_ar,
        aliases=tuple(row.aliases),
        lat=row.lat,
        lon=row.lon,
    )
