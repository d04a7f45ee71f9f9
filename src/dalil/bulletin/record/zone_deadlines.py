"""What the page of a zone says of its deadline: until when owners may file, by which rule, with which doubts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as say

from dalil.archive.protection import Viewer
from dalil.kinds.zone import Zone
from dalil.record.entities import Entity
from dalil.values import When
from dalil.values.filing_clock import Deadline
from dalil.wording.deadlines import NO_ADVICE, say_days_left, say_deadline, say_filing_reasons, say_rules
from dalil.wording.numbers import say_number
from dalil.wording.times import say_when
from dalil.zoning.zones import deadline_of_zone, find_zone


@dataclass(frozen=True)
class ZoneDeadline:
    """The deadline of a zone in words.

    until: the last day, or the days between which it lies. left: how many days are left; empty where it is past or not known.
    rules: what it rests on. doubts: a sentence each. said: what the announcement itself says, where that is another day.
    properties: how many properties in it can be read here; empty where none can.
    """

    until: str
    left: str
    rules: str
    doubts: tuple[str, ...]
    said: str
    properties: str
    no_advice: str


def present_zone_deadline(zone: Entity, viewer: Viewer, today: date, language: str) -> ZoneDeadline:
    """Present the deadline of a zone, as this viewer may know it."""
    deadline = deadline_of_zone(zone)
    said = [each.claim.until_said for each in zone.current if isinstance(each.claim, Zone) and each.claim.until_said]
    other = dict.fromkeys(say_when(each, language) for each in said if not _is_that_day(each, deadline))
    found = find_zone(zone.address, viewer, today)
    many = len(found.properties) if found else 0
    return ZoneDeadline(
        until=say_deadline(deadline, language),
        left=say_days_left(deadline, today, language),
        rules=say_rules(deadline, language),
        doubts=tuple(say_filing_reasons(deadline.reasons, language)),
        said="; ".join(other),
        properties=say("Properties in it that can be read here: %(n)s") % {"n": say_number(many, language)}
        if many
        else "",
        no_advice=NO_ADVICE.in_language(language),
    )


def _is_that_day(said: When, deadline: Deadline) -> bool:
    return deadline.first is not None and (said.start, said.end) == (deadline.first, deadline.last)
