"""Which provisions may concern an entity: proposed by rule, judged by a legal officer, and what the record holds under one provision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.cases.law import Conflict, Provision, provision
from dalil.cases.tagging.models import ConflictVerdict, TagAnswer, TagVerdict
from dalil.cases.tagging.tag_facts import KINDS, facts_of
from dalil.cases.tagging.tag_rules import (
    KnownConflict,
    LawTag,
    TagFacts,
    known_conflict_of,
    propose_tags,
)
from dalil.record.actions.transaction import Refused, writing
from dalil.record.entities import Entity, entities_of
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.lengths import check_lengths
from dalil.record.log import Subject, Verb, append_change
from dalil.record.models import Report


@dataclass(frozen=True)
class LawOfEntity:
    """Which law may concern an entity, as one viewer may know it.

    conflict: the kind of conflict, None where it is not known. said: the judgement that says so; declared: the declared conflict that does.
    waiting: what is proposed and not judged. accepted, refused: the judgements in force, one for a provision.
    """

    facts: TagFacts
    conflict: Conflict | None
    said: ConflictVerdict | None
    declared: KnownConflict | None
    waiting: tuple[LawTag, ...]
    accepted: tuple[TagVerdict, ...]
    refused: tuple[TagVerdict, ...]


def law_of(entity: Entity) -> LawOfEntity | None:
    """Work out which law may concern an entity from the reports its viewer may see; None for kinds that no rule knows.

    A judgement of any report of the entity holds for it, the latest of each provision; one of a report that the viewer may not see, for nothing.
    """
    facts = facts_of((report.claim for report in entity.current), gazetteer()) if entity.kind in KINDS else None
    if facts is None:
        return None
    reports = [report.pk for report in entity.reports]
    said = ConflictVerdict.objects.filter(report__in=reports).select_related("actor", "report").first()
    declared = None if said else known_conflict_of(facts)
    conflict = Conflict(said.conflict) if said else declared.kind if declared else None
    judged: dict[str, TagVerdict] = {}
    for each in TagVerdict.objects.filter(report__in=reports).select_related("actor", "report").order_by("pk"):
        judged[each.provision] = each
    return LawOfEntity(
        facts=facts,
        conflict=conflict,
        said=said,
        declared=declared,
        waiting=tuple(tag for tag in propose_tags(facts, conflict) if tag.provision.code not in judged),
        accepted=tuple(each for each in judged.values() if each.answer == TagAnswer.ACCEPTED),
        refused=tuple(each for each in judged.values() if each.answer == TagAnswer.REFUSED),
    )


def judge_tag(entity: Entity, code: str, answer: TagAnswer, *, actor: User, reason: str = "") -> TagVerdict:
    """Judge whether a provision may concern an entity, by its earliest report that stands.

    Raises Refused for a kind without rules, for a provision of another kind of conflict or of later law, for one that no rule proposes and no
    reason is given for, and where it was judged already.
    """
    check_lengths(reason=reason)
    law, found = law_of(entity), provision(code)
    if law is None:
        raise Refused("no_law_of_kind", "law is judged of incidents and victims; this is something else")
    if not found.applies(law.conflict, law.facts.first):
        raise Refused(
            "law_does_not_apply",
            "“{provision}” does not apply to this day and this kind of conflict, as far as they are known",
            {"provision": code},
        )
    with writing():
        if code in {each.provision for each in _judged(entity)}:
            raise Refused("law_judged_already", "this has been judged already; take that judgement back first")
        rules = next((tag.rules for tag in law.waiting if tag.provision == found), ())
        if not rules and not reason.strip():
            raise Refused("law_without_reason", "no rule proposes this provision; say why it may concern this")
        verdict = TagVerdict.objects.create(
            report=entity.current[0], provision=code, answer=answer, rules=list(rules), reason=reason, actor=actor
        )
        _log(verdict, actor, Verb.JUDGED, what="law", provision=code, answer=str(answer))
        return verdict


def judge_conflict(entity: Entity, conflict: Conflict, *, actor: User, reason: str) -> ConflictVerdict:
    """Say in which kind of conflict something happened; a later judgement takes the place of an earlier one.

    Raises Refused for a kind without rules, and where no reason is given.
    """
    check_lengths(reason=reason)
    if entity.kind not in KINDS or not entity.current:
        raise Refused("no_law_of_kind", "law is judged of incidents and victims; this is something else")
    if not reason.strip():
        raise Refused("conflict_without_reason", "say from what the kind of conflict follows")
    with writing():
        verdict = ConflictVerdict.objects.create(
            report=entity.current[0], conflict=conflict, reason=reason, actor=actor
        )
        _log(verdict, actor, Verb.JUDGED, what="conflict", conflict=str(conflict))
        return verdict


def take_law_back(verdict: TagVerdict | ConflictVerdict, *, actor: User) -> None:
    """Take a judgement of law or of a conflict back; it stays on the record. Raises Refused where that was done already."""
    with writing():
        if not verdict.take_back(actor):
            raise Refused("already_taken_back", "this judgement has already been taken back")
        _log(verdict, actor, Verb.RETRACTED, what="law" if isinstance(verdict, TagVerdict) else "conflict")


def entities_under(code: str, viewer: Viewer) -> list[Entity]:
    """Return what was accepted under a provision or one below it and this viewer may see, the latest judgement first.

    Left out is what a later judgement refuses, and what the provision cannot apply to any more because the kind of conflict was judged anew.
    """
    codes = vocabulary.narrower("provisions", code)
    reports = list(
        TagVerdict.objects.filter(provision__in=codes, answer=TagAnswer.ACCEPTED).values_list("report", flat=True)
    )
    visible = set(Report.objects.visible_to(viewer).filter(pk__in=reports).values_list("pk", flat=True))
    found: dict[str, Entity] = {}
    order = {pk: at for at, pk in enumerate(reports)}
    for entity in entities_of(visible, viewer):
        if entity.current and any(each.code in codes for each in accepted_law(entity)):
            found[entity.address] = entity
    return sorted(found.values(), key=lambda each: min(order.get(report.pk, len(order)) for report in each.reports))


def accepted_law(entity: Entity) -> tuple[Provision, ...]:
    """Return the provisions that a legal officer judged may concern an entity and that can still apply to it."""
    law = law_of(entity)
    if law is None:
        return ()
    accepted = [provision(each.provision) for each in law.accepted]
    return tuple(each for each in accepted if each.applies(law.conflict, law.facts.first))


def _judged(entity: Entity) -> Iterable[TagVerdict]:
    return TagVerdict.objects.filter(report__in=[report.pk for report in entity.reports])


def _log(verdict: TagVerdict | ConflictVerdict, actor: User, verb: Verb, **detail: str) -> None:
    append_change(verb, Subject.REPORT, [verdict.report.address], actor=actor, **detail)
