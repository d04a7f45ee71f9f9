"""Adding places to the gazetteer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.contrib.auth.models import User

from dalil.record.actions.transaction import Refused, writing
from dalil.record.gazetteer_in_use import enriched, gazetteer, row_of
from dalil.record.log import Subject, Verb, append_change
from dalil.record.models import Place
from dalil.vocabulary.gazetteer import Place as PlaceEntry

BATCH = 2000


def add_places(
    entries: Sequence[PlaceEntry], *, actor: User, origin: str, borders: Mapping[str, str] | None = None
) -> tuple[int, int]:
    """Add places to the gazetteer, or bring those with the same code up to date. Returns how many were new and how many changed.

    Parents come before their children. What an entry leaves empty keeps its old value, and names only ever gain aliases.
    borders: the outlines of these places by code, as `borders.write_rings` writes them. The first that comes in stays; it takes the place of
    a shipped one, which is coarser.
    Raises Refused for a parent that is nowhere in the gazetteer.
    """
    with writing():
        known = {place.code: place for place in gazetteer().places}
        kept = dict(Place.objects.exclude(border="").values_list("code", "border"))
        drawn = {code: text for code, text in (borders or {}).items() if text and code not in kept}
        rows: dict[str, Place] = {}
        new = 0
        for entry in entries:
            if entry.parent and entry.parent not in known:
                raise Refused(
                    "parent_not_in_gazetteer",
                    "place {place} lies in {parent}, which is not in the gazetteer",
                    {"place": entry.code, "parent": entry.parent},
                )
            before = known.get(entry.code)
            merged = entry if before is None else enriched(before, entry)
            border = drawn.get(entry.code, "")
            if merged != before or (border and entry.code not in rows):
                known[entry.code] = merged
                rows[entry.code] = row_of(merged, origin, kept.get(entry.code, border))
                new += before is None
        if rows:
            Place.objects.bulk_create(
                rows.values(),
                batch_size=BATCH,
                update_conflicts=True,
                unique_fields=["code"],
                update_fields=["name_en", "name_ar", "aliases", "lat", "lon", "border"],
            )
            append_change(Verb.PLACED, Subject.PLACE, rows, actor=actor, origin=origin)
        return new, len(rows) - new
