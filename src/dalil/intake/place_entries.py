"""Places that were read, into the gazetteer: parents before what lies in them, each a new or a completed entry, or a named error."""

from __future__ import annotations

from collections.abc import Sequence

from dalil.intake.causes import Cause
from dalil.intake.models import FlaggedRow, Import
from dalil.intake.parsed_rows import ParsedPlace, RowError
from dalil.record.gazetteer_in_use import enriched
from dalil.vocabulary.gazetteer import LEVELS, Gazetteer, Place


def placeable(readings: Sequence[ParsedPlace], known: Gazetteer) -> tuple[list[Place], list[RowError]]:
    """The entries that can be placed, parents first, and the rows whose parent is nowhere."""
    named: dict[str, Place] = {}
    for place in (place for each in readings for place in each.above if place.code not in known):
        named[place.code] = enriched(named[place.code], place) if place.code in named else place
    ordered = sorted(readings, key=lambda each: LEVELS.index(each.entry.level))
    own = {each.entry.code for each in ordered}
    entries = sorted(
        (place for code, place in named.items() if code not in own), key=lambda place: LEVELS.index(place.level)
    )
    there = {place.code for place in known.places} | {place.code for place in entries if place.parent is None}
    placed: list[Place] = []
    errors: list[RowError] = []
    for place in entries:
        if place.parent is None or place.parent in there:
            there.add(place.code)
            placed.append(place)
    for each in ordered:
        if each.entry.parent is not None and each.entry.parent not in there:
            cause = Cause(
                "{code} lies in {parent}, which is not in the gazetteer; import the larger areas first and retry",
                code=each.entry.code,
                parent=each.entry.parent,
            )
            errors.append(RowError(each.row, "parent", each.entry.parent, cause))
            continue
        there.add(each.entry.code)
        placed.append(each.entry)
    return placed, errors


def note_flags(run: Import, readings: Sequence[ParsedPlace]) -> None:
    """Keep what is wrong with rows that were taken in as they stood; once for each import."""
    FlaggedRow.objects.bulk_create(
        FlaggedRow(run=run, row=each.row, field=field[:200], value=value, flag=flag)
        for each in readings
        for field, value, flag in each.flags
    )
