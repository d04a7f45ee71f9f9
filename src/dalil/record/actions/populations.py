"""Adding what lists say of how many people live where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User

from dalil.record.actions.transaction import writing
from dalil.record.log import Subject, Verb, append_change
from dalil.record.models import Population

BATCH = 2000


@dataclass(frozen=True, slots=True)
class PeopleCounted:
    """What a list says of one place: its people in a year, and who says it."""

    place: str
    year: int
    people: int
    said_by: str = ""


def add_populations(counted: Iterable[PeopleCounted], *, actor: User, origin: str) -> tuple[int, int]:
    """Add what a list says of places. Returns how many rows were new, and how many took the place of another number of the same list.

    What stands there already is not added again; what was said before stays in the table.
    """
    with writing():
        fresh, corrected = sift_populations(counted)
        if fresh:
            rows = (
                Population(place=each.place, year=each.year, people=each.people, said_by=each.said_by, origin=origin)
                for each in fresh
            )
            Population.objects.bulk_create(rows, batch_size=BATCH)
            places = dict.fromkeys(each.place for each in fresh)
            append_change(Verb.PEOPLED, Subject.PLACE, places, actor=actor, origin=origin)
        return len(fresh) - corrected, corrected


def sift_populations(counted: Iterable[PeopleCounted]) -> tuple[list[PeopleCounted], int]:
    """Leave out what the record says already. Returns the rest, and how many of it take the place of another number of the same list."""
    known = {(row.place, row.year, row.said_by): row.people for row in Population.objects.order_by("pk")}
    fresh: list[PeopleCounted] = []
    corrected = 0
    for each in counted:
        key = (each.place, each.year, each.said_by)
        if known.get(key) != each.people:
            corrected += key in known
            known[key] = each.people
            fresh.append(each)
    return fresh, corrected
