"""Deciding who may see a document, a source or a report; and the second person, where more people would see what is restricted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, User

from dalil.access import log, proposals
from dalil.access.models import Action, Proposal
from dalil.archive.custody import note_custody
from dalil.archive.models import MACHINE_READING, CustodyEvent, Document
from dalil.archive.protection import Level, Viewer
from dalil.record.actions.transaction import Refused, writing
from dalil.record.lengths import check_lengths
from dalil.record.log import Subject, Verb, append_change
from dalil.record.models import Report, Source

Protectable = Document | Source | Report


def protect(
    thing: Protectable,
    level: Level,
    *,
    actor: User,
    groups: Iterable[Group] = (),
    reason: str = "",
) -> Proposal | None:
    """Decide who may see a document, a source or a report.

    Returns None where that is decided. Where somebody would see what is restricted and hidden from them now, a second person confirms:
    then nothing is changed yet, and the proposal that waits for them is returned (`proposals.is_required`).
    Raises Refused for a restriction that names no group, and for such a proposal without a reason.
    """
    with writing():
        thing.refresh_from_db(fields=["level"])
        groups = list(groups)
        check_lengths(reason=reason)
        _check(level, groups)
        if not widens(thing, level, groups) or not proposals.is_required():
            _decide(thing, level, groups, actor=actor, reason=reason)
            return None
        noun, name = name_in_log(thing)
        return proposals.propose(
            Proposal.Of.WIDENING,
            by=actor,
            reason=reason,
            noun=noun.value,
            address=name,
            **widening_asked(thing, level, groups),
        )


def widening_asked(thing: Protectable, level: Level, groups: Iterable[Group]) -> dict[str, Any]:
    """Return what a proposal asks about a thing: how it is protected now, and how it would be."""
    before = {"level": int(thing.level), "groups": _keys(thing.groups.all())}
    return {"before": before, "level": int(level), "groups": _keys(groups)}


def confirm_widening(proposal: Proposal, *, actor: User) -> None:
    """Confirm what another person proposed about a restricted thing, and do it.

    Raises Refused where the actor may not confirm it (`proposals.decide`) or does not see the thing, where making public takes a right
    that the actor has not, and where the thing was protected otherwise since it was proposed.
    """
    with writing():
        thing = find_proposed(proposal, Viewer.of(actor))
        if thing is None:
            raise Refused("proposal_not_visible", "only who sees the thing may confirm that others see it")
        level, groups = Level(proposal.asked["level"]), list(Group.objects.filter(pk__in=proposal.asked["groups"]))
        if level == Level.PUBLIC and not actor.has_perm("desk.publish"):
            raise Refused("no_right_to_publish", "making a thing public takes the permission to publish")
        if proposal.asked["before"] != {"level": int(thing.level), "groups": _keys(thing.groups.all())}:
            raise Refused("protected_since", "it was protected otherwise since this was proposed; propose it anew")
        _check(level, groups)
        proposals.decide(proposal, Proposal.Verdict.CONFIRMED, by=actor)
        reason = f"{proposal.reason} ({proposal.proposer.username}, {actor.username})"
        _decide(thing, level, groups, actor=actor, reason=reason)


def find_proposed(proposal: Proposal, viewer: Viewer) -> Protectable | None:
    """Find the thing that a proposal is about, where this viewer may see it."""
    named: dict[str, Protectable | None] = {
        Subject.DOCUMENT.value: Document.objects.visible_to(viewer).filter(sha256=proposal.address).first(),
        Subject.SOURCE.value: Source.objects.visible_to(viewer).filter(code=proposal.address).first(),
        Subject.REPORT.value: Report.objects.visible_to(viewer).filter(address=proposal.address).first(),
    }
    return named.get(proposal.noun)


def widens(thing: Protectable, level: Level, groups: Iterable[Group]) -> bool:
    """Tell whether somebody who does not see this restricted thing now would see it by this level and these groups."""
    if thing.level != Level.RESTRICTED:
        return False
    return level != Level.RESTRICTED or not {group.pk for group in groups} <= set(_keys(thing.groups.all()))


def _check(level: Level, groups: list[Group]) -> None:
    if level == Level.RESTRICTED and not groups:
        raise Refused("restriction_without_groups", "a restriction names the groups that may still see it")


def _decide(thing: Protectable, level: Level, groups: list[Group], *, actor: User, reason: str) -> None:
    noun, name = name_in_log(thing)
    before = {"level": int(thing.level), "groups": sorted(thing.groups.values_list("name", flat=True))}
    if widens(thing, level, groups):
        log.write(Action.WIDENED, [(noun.value, name)], by=log.Person.here(actor), level=int(level))
    thing.level = level
    thing.save(update_fields=["level"])
    thing.groups.set(groups if level == Level.RESTRICTED else [])
    if isinstance(thing, Document) and level == Level.PUBLIC != before["level"]:
        note_custody(thing, CustodyEvent.What.PUBLISHED, actor=actor, reason=reason)
    append_change(
        Verb.PROTECTED,
        noun,
        [name],
        actor=actor,
        before=before,
        level=int(level),
        groups=sorted(group.name for group in groups),
        reason=reason,
    )
    if isinstance(thing, Document):
        for made in Document.objects.filter(parent=thing):
            if follows(made, level):
                _decide(made, level, _groups_of_both(made, groups), actor=actor, reason=reason)


def follows(made: Document, level: Level) -> bool:
    """Tell whether what was made of a document becomes as protected as the document, of which this level is decided.

    What stands in a document can be read in its copy, its translation and its reading too: these follow whatever hides more. A redaction
    hides a part by itself: it follows a restriction too, but stays public where somebody decided that (`record.derivatives` says which).
    """
    if made.relation == Document.Relation.REDACTION:
        return level == Level.RESTRICTED and made.level != Level.PUBLIC
    return level == Level.RESTRICTED or level > made.level


def _groups_of_both(made: Document, groups: list[Group]) -> list[Group]:
    """The groups of a document, without those that did not see what was made of it; all of them where none is left, since they see the original.

    What a machine read goes with its scan, also where more groups see the scan now.
    """
    if made.level != Level.RESTRICTED or made.type == MACHINE_READING:
        return groups
    own = set(_keys(made.groups.all()))
    return [group for group in groups if group.pk in own] or groups


def _keys(groups: Iterable[Group]) -> list[int]:
    return sorted(group.pk for group in groups)


def name_in_log(thing: Protectable) -> tuple[Subject, str]:
    """Return by which noun and which name the logs know a thing."""
    match thing:
        case Document():
            return Subject.DOCUMENT, thing.sha256
        case Source():
            return Subject.SOURCE, thing.code
        case Report():
            return Subject.REPORT, thing.address
