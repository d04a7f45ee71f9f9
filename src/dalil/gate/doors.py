"""Through the gate: deciding that a thing is public, and publishing a figure, where nothing stands against it or two persons override it.

The first of the two proposes and the second confirms, in the same queue as what else waits for a second person (`access/proposals.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.utils import timezone

from dalil.access import proposals
from dalil.access.models import Proposal
from dalil.archive.protection import Level, Viewer
from dalil.counting.figures import publish_edition
from dalil.counting.models import Figure, FigureEdition
from dalil.gate.examination import Asker, Thing, examine, examine_entered, examine_figure
from dalil.gate.models import Override
from dalil.gate.objections import Objection, Stopped, Weight, keys_of, stopping
from dalil.record import actions
from dalil.record.actions.protection import name_in_log
from dalil.record.log import Subject, Verb, append_change
from dalil.record.models import Report

HOLDS_FOR = proposals.WAITS_FOR
"""How long a person's word holds: as long as the proposal that it begins."""


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

    override: the asker has read the objections and decides that it becomes public all the same. Then, and where more people would see
    a restricted thing, nothing is decided yet: a proposal waits for a second person; or that of another person is confirmed by it.
    Raises Stopped with the objections, and Refused as `actions.protect` and `_override` do.
    """
    with actions.writing():
        thing.refresh_from_db(fields=["level"])
        becomes_public = level == Level.PUBLIC != thing.level
        objections = stopping(examine(thing, asker)) if becomes_public else ()
        if not _may_pass(thing, objections):
            asked = actions.widening_asked(thing, level, groups)
            proposal = _ask_second(
                thing, objections, asker, reason, override, restricted=thing.level == Level.RESTRICTED, **asked
            )
            return GateAnswer(decided=bool(proposal.verdict), proposal=None if proposal.verdict else proposal)
        waits = actions.protect(thing, level, actor=asker.user, groups=groups, reason=reason)
        return GateAnswer(decided=waits is None, proposal=waits)


def check_entered(report: Report, asker: Asker) -> None:
    """Ask the gate about a report that was just entered as public, within the transaction that entered it.

    Raises Stopped; what is held for want of a consent is not public anyway and is let in. Where two persons would override, it is
    entered as internal, and they decide about its protection.
    """
    if report.level == Level.PUBLIC and (objections := examine_entered(report, asker)):
        raise Stopped(objections)


def publish_figure(
    figure: Figure, *, asker: Asker, reason: str = "", override_because: str | None = None
) -> FigureEdition | Proposal:
    """Publish the next edition of a figure, as `counting.figures.publish_edition` does, after asking the gate.

    override_because: why the asker, who has read the objections, publishes it all the same. Returns the proposal that waits where a second
    person has to override too. Raises Stopped, and Refused as `_override` does.
    """
    objections = stopping(examine_figure(figure, asker))
    override, because = override_because is not None, override_because or ""
    with actions.writing():
        if not _may_pass(figure, objections):
            proposal = _ask_second(figure, objections, asker, because, override, correction=reason)
            edition = Figure.objects.get(pk=figure.pk).edition if proposal.verdict else None
            return edition or proposal
    return publish_edition(figure, actor=asker.user, reason=reason)


def find_subject(proposal: Proposal, viewer: Viewer) -> Thing | Figure | None:
    """Find what a proposal is about, where this viewer may see it."""
    if proposal.noun == Subject.FIGURE:
        figure: Figure | None = Figure.objects.visible_to(viewer).filter(slug=proposal.address).first()
        return figure
    return actions.find_proposed(proposal, viewer)


def objections_to(proposal: Proposal, asker: Asker) -> tuple[Objection, ...]:
    """Say what stands today against what a proposal would make public; nothing where it makes nothing public."""
    thing = find_subject(proposal, Viewer.of(asker.user))
    if isinstance(thing, Figure):
        return stopping(examine_figure(thing, asker))
    if thing is None or proposal.asked.get("level") != Level.PUBLIC:
        return ()
    return stopping(examine(thing, asker))


def confirm(proposal: Proposal, *, asker: Asker, reason: str = "") -> None:
    """Confirm, as a second person, that more people see a thing, over the gate where it stops; and do it.

    reason: of the second person, where the gate is overridden. Raises Refused where the asker may not (`proposals.decide`) or does not see
    the thing, and where something stands against it today that the proposer was not told; Stopped where that is firm.
    """
    with actions.writing():
        thing = find_subject(proposal, Viewer.of(asker.user))
        if thing is None:
            raise actions.Refused("proposal_not_seen", "only who sees what a proposal is about confirms it")
        objections = objections_to(proposal, asker)
        if any(each.weight == Weight.FIRM for each in objections):
            raise Stopped(objections)
        if not set(keys_of(objections)) <= set(proposal.asked.get("objections", ())):
            raise actions.Refused(
                "objected_since", "something stands against it that was not known when it was proposed; propose it anew"
            )
        if objections:
            _override(objections, Subject(proposal.noun), proposal.address, by=asker.user, reason=reason)
        if isinstance(thing, Figure):
            proposals.decide(proposal, Proposal.Verdict.CONFIRMED, by=asker.user)
            publish_edition(thing, actor=asker.user, reason=proposal.asked.get("correction", ""))
        else:
            actions.confirm_widening(proposal, actor=asker.user)


def is_overridden(thing: Thing | Figure, objections: Sequence[Objection]) -> bool:
    """Tell whether two persons have overridden, of late, all these objections to a thing."""
    told, since = set(keys_of(objections)), timezone.now() - HOLDS_FOR
    confirmed = _over_the_gate(thing).filter(verdict=Proposal.Verdict.CONFIRMED, decided_at__gt=since)
    return any(told <= set(proposal.asked["objections"]) for proposal in confirmed)


def waiting_for(thing: Thing | Figure) -> QuerySet[Proposal]:
    """Return the proposals to make a thing public over the gate that wait for a second person."""
    return _over_the_gate(thing).filter(pk__in=proposals.waiting().values("pk")).select_related("proposer")


def _over_the_gate(thing: Thing | Figure) -> QuerySet[Proposal]:
    noun, name = _name(thing)
    return Proposal.objects.filter(of=Proposal.Of.PUBLISHING, noun=noun.value, address=name)


def _name(thing: Thing | Figure) -> tuple[Subject, str]:
    return (Subject.FIGURE, thing.slug) if isinstance(thing, Figure) else name_in_log(thing)


def _may_pass(thing: Thing | Figure, objections: Sequence[Objection]) -> bool:
    """Tell whether nothing stands against a thing, or two persons have overridden it of late. Raises Stopped for what is firm."""
    if any(each.weight == Weight.FIRM for each in objections):
        raise Stopped(objections)
    return not objections or is_overridden(thing, objections)


def _ask_second(
    thing: Thing | Figure, objections: Sequence[Objection], asker: Asker, reason: str, override: bool, **asked: Any
) -> Proposal:
    """Confirm what another person proposed about a thing; where nobody did, propose it. Returns the proposal.

    Raises Stopped where the asker does not override, and Refused as `_override` does.
    """
    if not override:
        raise Stopped(objections)
    (noun, name), told = _name(thing), keys_of(objections)
    for proposal in waiting_for(thing):
        if not set(told) <= set(proposal.asked["objections"]):
            continue
        if proposal.proposer_id == asker.user.pk:
            raise actions.Refused("overridden_before", "you have overridden this; now a second person decides")
        confirm(proposal, asker=asker, reason=reason)
        return proposal
    _override(objections, noun, name, by=asker.user, reason=reason)
    return proposals.propose(
        Proposal.Of.PUBLISHING,
        by=asker.user,
        reason=reason.strip(),
        noun=noun.value,
        address=name,
        objections=list(told),
        **asked,
    )


def _override(objections: Sequence[Objection], noun: Subject, name: str, *, by: User, reason: str) -> None:
    """Note one person's word. Raises Refused without a reason, and for an account that may not publish or is nobody's."""
    if not reason.strip():
        raise actions.Refused(
            "overridden_without_reason", "say why it becomes public all the same; it stays on the record"
        )
    if by.username == actions.SYSTEM or not (by.is_active and by.has_perm(proposals.RIGHT_TO_PUBLISH)):
        raise actions.Refused("no_right_to_override", "only a person who may publish overrides what the gate says")
    types = sorted({each.type for each in objections})
    Override.objects.create(
        noun=noun.value, name=name, objections=list(keys_of(objections)), types=types, actor=by, reason=reason.strip()
    )
    append_change(Verb.OVERRODE, noun, [name], actor=by, objections=types, reason=reason.strip())
