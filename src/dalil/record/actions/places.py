"""Adding places to the gazetteer."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User

from dalil.record.actions.transaction import Refused, writing
from dalil.record.gazetteer_in_use import enriched, gazetteer, row_of
from dalil.record.log import Subject, Verb, append_change
from dalil.record.models import Place
from dalil.vocabulary.gazetteer import Place as PlaceEntry

BATCH = 2000


def add_places(entries: Sequence[PlaceEntry], *, actor: User, origin: str) -> tuple[int, int]:
    """Add places to the gazetteer, or bring those with the same code up to date. Returns how many were new and how many changed.

    Parents come before their children. What an entry leaves empty keeps its old value, and names only ever gain aliases.
    Raises Refused for a parent that is nowhere in the gazetteer.
    """
    with writing():
        known = {place.code: place for place in gazetteer().places}
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
            if merged != before:
                known[entry.code] = merged
                rows[entry.code] = row_of(merged, origin)
                new += before is None
        if rows:
            Place.objects.bulk_create(
                rows.values(),
                batch_size=BATCH,
                update_conflicts=True,
                unique_fields=["code"],
                update_fields=["name_en", "name_ar", "aliases", "lat", "lon"],
            )
            append_change(Verb.PLACED, Subject.PLACE, rows, actor=actor, origin=origin)
        return new, len(rows) - new
