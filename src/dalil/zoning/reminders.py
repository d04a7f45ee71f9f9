"""Asking for a reminder of a deadline, what is due of them, and noting that one went out. Nothing here opens the compartment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from dalil.archive.protection import Viewer
from dalil.kinds.property import Property
from dalil.letters import LANGUAGE_CODES
from dalil.record.actions.transaction import Refused, writing
from dalil.record.models import Report
from dalil.record.sealed.models import Erasure, SealedPerson
from dalil.zoning.models import Reminder
from dalil.zoning.zones import PropertyDue, list_zones

LONGEST_BEFORE = 365
"""No reminder comes more than so many days before a deadline."""
REACHED = "reached"
"""The outcome of a reminder that was given by telephone, or in another way."""
STILL_OPEN = frozenset({"NOT_FILED", "PERHAPS_MISSED", "CANNOT_FILE", "UNKNOWN"})
"""States of a property of which somebody wants to be reminded; of the others nothing is left to do by the deadline."""


@dataclass(frozen=True)
class PendingReminder:
    """A reminder that did not go out, with what is due of its property. due: it is time. A property without a zone has no `property`."""

    reminder: Reminder
    property: PropertyDue | None
    due: bool


def ask_reminder(person: SealedPerson, report: Report, *, days_before: int, language: str, actor: User) -> Reminder:
    """Note that a person wants to be reminded of the deadline of a property.

    Raises Refused where the report is of no property, for a number of days that makes no sense, for a language that is not there, where the person
    was erased, and where they asked for the same already.
    """
    if report.kind != Property.code:
        raise Refused("reminder_of_no_property", "a reminder is of a property; this report is of something else")
    if not 1 <= days_before <= LONGEST_BEFORE:
        raise Refused(
            "reminder_days", "a reminder comes 1 to {most} days before the deadline", {"most": LONGEST_BEFORE}
        )
    if language not in LANGUAGE_CODES:
        raise Refused("reminder_language", "there is no language “{code}” here", {"code": language})
    if Erasure.objects.filter(person=person).exists():
        raise Refused("erased_already", "this person was erased; the keys are destroyed")
    with writing():
        waiting = Reminder.objects.filter(person=person, report=report, begun_at=None, ended_at=None)
        if waiting.filter(days_before=days_before).exists():
            raise Refused("reminder_twice", "this person asked for this reminder already")
        return Reminder.objects.create(
            person=person, report=report, days_before=days_before, language=language, asked_by=actor
        )


def end_reminder(reminder: Reminder, *, actor: User) -> None:
    """Note that nobody wants a reminder any more. Raises Refused where it went out or was ended already."""
    _change(reminder, ended_at=timezone.now(), ended_by=actor)


def begin_reminder(reminder: Reminder, *, actor: User) -> None:
    """Note, before the mail goes out, that it goes out now. Raises Refused where it was begun or ended already."""
    _change(reminder, begun_at=timezone.now(), begun_by=actor)


def note_outcome(reminder: Reminder, outcome: str) -> None:
    """Note what came of a reminder that was begun."""
    with writing():
        Reminder.objects.filter(pk=reminder.pk).update(outcome=outcome)


def give_back(reminder: Reminder) -> None:
    """Note that a reminder that was begun did not go out for certain: it waits again."""
    with writing():
        Reminder.objects.filter(pk=reminder.pk, outcome="").update(begun_at=None, begun_by=None)


def list_pending(today: date) -> Sequence[PendingReminder]:
    """List the reminders that did not go out, those that are due first. It says nothing of who asked.

    A reminder is due from so many days before the first day that the deadline can be, while something can still be done.
    """
    waiting = Reminder.objects.filter(begun_at=None, ended_at=None).select_related("person", "report")
    if not waiting:
        return ()
    zones = list_zones(Viewer.steward(), today).zones
    by_report = {report.pk: each for zone in zones for each in zone.properties for report in each.entity.reports}
    pending = [_pending(each, by_report.get(each.report_id), today) for each in waiting]
    return sorted(pending, key=lambda each: (not each.due, each.reminder.pk))


def count_due(today: date) -> int:
    """Count the reminders that are due."""
    return sum(each.due for each in list_pending(today))


def _pending(reminder: Reminder, due: PropertyDue | None, today: date) -> PendingReminder:
    state = due.state if due else None
    first = state.deadline.first if state else None
    is_due = (
        state is not None
        and first is not None
        and state.state in STILL_OPEN
        and first - timedelta(days=reminder.days_before) <= today <= (state.deadline.last or first)
    )
    return PendingReminder(reminder, due, is_due)


def _change(reminder: Reminder, **fields: object) -> None:
    with writing():
        changed = Reminder.objects.filter(pk=reminder.pk, begun_at=None, ended_at=None).update(**fields)
        if not changed:
            raise Refused("reminder_is_over", "this reminder went out or was ended already")
