"""Through the gate: deciding that a thing is public, and publishing a figure, where nothing stands against it or two persons override what does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import Group, User
from django.utils import timezone

from dalil.access.models import Proposal
from dalil.archive.protection import Level
from dalil.counting.figures import publish_edition
from dalil.counting.models import Figure, FigureEdition
from dalil.gate.examination import Asker, Thing, examine, examine_figure
from dalil.gate.models import Override
from dalil.gate.objections import Objection, Stopped, Weight, keys_of, stopping
from dalil.record import actions
from dalil.record.actions.protection import name_in_log
from dalil.record.log import Subject, Verb, append_change
from dalil.record.models import Report

RIGHT = "desk.publish"
"""The permission of each of the two who override."""

HOLDS_FOR = timedelta(days=7)
"""How long a person's word holds."""


@dataclass(frozen=True)
class GateAnswer:
    """What came of a decision: whether it is made, and the proposal that waits for a second person, where there is one."""

    decided: bool
    proposal: Proposal | None = None


def protect(
    thing: Thing,
    level: Level,
    *,
    asker: Asker,
    groups: Iterable[Group] = (),
    reason: str = "",
    override: bool = False,
) -> GateAnswer:
    """Decide who may see a thing, as `record.actions.protect` does; before it becomes public, ask the gate.

    override: the asker has read the objections and decides that it becomes public all the same. Nothing is decided yet where a second
    person has to override too, or has to confirm that more people see a restricted thing. Raises Stopped with the objections, and Refused
    as `actions.protect` and `_override` do.
    """
    with actions.writing():
        becomes_public = level == Level.PUBLIC != thing.level
        objections = stopping(examine(thing, asker)) if becomes_public else ()
        noun, name = name_in_log(thing)
        if not _pass(objections, noun, name, by=asker.user, reason=reason, override=override):
            return GateAnswer(decided=False)
        proposal = actions.protect(thing, level, actor=asker.user, groups=groups, reason=reason)
        return GateAnswer(decided=proposal is None, proposal=proposal)


def check_entered(report: Report, asker: Asker) -> None:
    """Ask the gate about a report that was just entered as public, within the transaction that entered it.

    Raises Stopped; what is held for want of a consent is not public anyway and is let in. Where two persons would override, it is
    entered as internal, and they decide about its protection.
    """
    if report.level == Level.PUBLIC:
        objections = [each for each in examine(report, asker) if each.weight == Weight.STOPS]
        if objections:
            raise Stopped(objections)


def publish_figure(
    figure: Figure, *, asker: Asker, reason: str = "", override_because: str | None = None
) -> FigureEdition | None:
    """Publish the next edition of a figure, as `counting.figures.publish_edition` does, after asking the gate.

    override_because: why the asker, who has read the objections, publishes it all the same. Returns None where a second person has to override too.
    Raises Stopped, and Refused as `_override` does.
    """
    objections = stopping(examine_figure(figure, asker))
    override, because = override_because is not None, override_because or ""
    with actions.writing():
        passes = _pass(objections, Subject.FIGURE, figure.slug, by=asker.user, reason=because, override=override)
    return publish_edition(figure, actor=asker.user, reason=reason) if passes else None


def overriders_of(thing: Thing | Figure, objections: Sequence[Objection]) -> tuple[User, ...]:
    """Return who has overridden, of late, all that stands against a thing; nobody where nothing does."""
    noun, name = (Subject.FIGURE, thing.slug) if isinstance(thing, Figure) else name_in_log(thing)
    stops = stopping(objections)
    return _overriders(stops, noun, name) if stops else ()


def _overriders(objections: Sequence[Objection], noun: Subject, name: str) -> tuple[User, ...]:
    """Return who has overridden all these objections to a thing within the last days."""
    told = set(keys_of(objections))
    since = timezone.now() - HOLDS_FOR
    words = Override.objects.filter(noun=noun.value, name=name, at__gt=since).select_related("actor")
    return tuple({word.actor_id: word.actor for word in words if told <= set(word.objections)}.values())


def _pass(objections: Sequence[Objection], noun: Subject, name: str, *, by: User, reason: str, override: bool) -> bool:
    """Tell whether a thing may go through; note the asker's word where it is given. Two words hold for a while, and ask nobody again."""
    if not objections:
        return True
    if any(each.weight == Weight.FIRM for each in objections):
        raise Stopped(objections)
    if len(_overriders(objections, noun, name)) > 1:
        return True
    if not override:
        raise Stopped(objections)
    _override(objections, noun, name, by=by, reason=reason)
    return len(_overriders(objections, noun, name)) > 1


def _override(objections: Sequence[Objection], noun: Subject, name: str, *, by: User, reason: str) -> None:
    """Note one person's word. Raises Refused without a reason, and for an account that may not publish or is nobody's."""
    if not reason.strip():
        raise actions.Refused(
            "overridden_without_reason", "say why it becomes public all the same; it stays on the record"
        )
    if by.username == actions.SYSTEM or not (by.is_active and by.has_perm(RIGHT)):
        raise actions.Refused("no_right_to_override", "only a person who may publish overrides what the gate says")
    if by in _overriders(objections, noun, name):
        raise actions.Refused("overridden_before", "you have overridden this; now a second person decides")
    types = sorted({each.type for each in objections})
    Override.objects.create(
        noun=noun.value, name=name, objections=list(keys_of(objections)), types=types, actor=by, reason=reason.strip()
    )
    append_change(Verb.OVERRODE, noun, [name], actor=by, objections=types, reason=reason.strip())
