"""Which provisions may concern an entity: proposed by rule, judged by a legal officer, and what the record holds under one provision."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
from dalil.record.by_addresses import keys_as_subquery
from dalil.record.entities import Entity, entities_of
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.lengths import check_lengths
from dalil.record.log import Subject, Verb, append_change
from dalil.record.models import Report
from dalil.vocabulary.gazetteer import Gazetteer


@dataclass(frozen=True)
class LawOfEntity:
    """Which law may concern an entity, as one viewer may know it.

    conflict: the kind of conflict, None where it is not known. said: the judgement that says so; declared: the declared conflict that does.
    reasons: the rules that propose each provision, by its code. waiting: what is proposed and not judged. accepted, refused: the judgements
    in force, one for a provision. lapsed: those whose provision no rule proposes any more.
    """

    facts: TagFacts
    conflict: Conflict | None
    said: ConflictVerdict | None
    declared: KnownConflict | None
    reasons: Mapping[str, tuple[str, ...]]
    waiting: tuple[LawTag, ...]
    accepted: tuple[TagVerdict, ...]
    refused: tuple[TagVerdict, ...]
    lapsed: tuple[TagVerdict, ...]


def law_of(entity: Entity) -> LawOfEntity | None:
    """Work out which law may concern an entity from the reports its viewer may see; None for kinds that no rule knows.

    A judgement of any report of the entity holds for it, the latest of each provision; one of a report that the viewer may not see, for nothing.
    One that a rule proposed holds only while a rule proposes it by what the viewer may see: else it would tell what a hidden report says.
    It is lapsed for a viewer who sees every report of the entity, and does not exist for the others.
    """
    return laws_of([entity])[entity.address]


def laws_of(entities: Sequence[Entity]) -> dict[str, LawOfEntity | None]:
    """Work out which law may concern each of some entities, as `law_of` does, by its address. Costs three queries for all."""
    ids = {report.pk for entity in entities if entity.kind in KINDS for report in entity.reports}
    among = {"report__in": keys_as_subquery(sorted(ids))}
    tags: dict[int, list[TagVerdict]] = {}
    conflicts: dict[int, list[ConflictVerdict]] = {}
    if ids:
        for tag in TagVerdict.objects.filter(**among).select_related("actor", "report"):
            tags.setdefault(tag.report_id, []).append(tag)
        for said in ConflictVerdict.objects.filter(**among).select_related("actor", "report"):
            conflicts.setdefault(said.report_id, []).append(said)
    places = gazetteer() if ids else None
    return {
        entity.address: _work_out(
            entity,
            places,
            [each for report in entity.reports for each in tags.get(report.pk, ())],
            [each for report in entity.reports for each in conflicts.get(report.pk, ())],
        )
        for entity in entities
    }


def _work_out(
    entity: Entity, places: Gazetteer | None, tags: Sequence[TagVerdict], conflicts: Sequence[ConflictVerdict]
) -> LawOfEntity | None:
    """Work the law of an entity out. tags, conflicts: what was judged of its reports and is in force."""
    facts = (
        facts_of((report.claim for report in entity.current), places)
        if places is not None and entity.kind in KINDS
        else None
    )
    if facts is None:
        return None
    said = max(conflicts, key=lambda each: each.pk, default=None)
    declared = None if said else known_conflict_of(facts)
    conflict = Conflict(said.conflict) if said else declared.kind if declared else None
    proposed = propose_tags(facts, conflict)
    reasons = {tag.provision.code: tag.rules for tag in proposed}
    judged: dict[str, TagVerdict] = {}
    lapsed: list[TagVerdict] = []
    for each in sorted(tags, key=lambda each: each.pk):
        # Where the kind of conflict alone shuts a provision out, the judgement stands and is told not to apply.
        if each.rules and each.provision not in reasons and each.provision not in _proposed_in_any(facts):
            lapsed.append(each)
        else:
            judged[each.provision] = each
    return LawOfEntity(
        facts=facts,
        conflict=conflict,
        said=said,
        declared=declared,
        reasons=reasons,
        waiting=tuple(tag for tag in proposed if tag.provision.code not in judged),
        accepted=tuple(each for each in judged.values() if each.answer == TagAnswer.ACCEPTED),
        refused=tuple(each for each in judged.values() if each.answer == TagAnswer.REFUSED),
        lapsed=tuple(lapsed) if lapsed and _sees_all(entity) else (),
    )


def judge_tag(entity: Entity, code: str, answer: TagAnswer, *, actor: User, reason: str = "") -> TagVerdict:
    """Judge whether a provision may concern an entity. The judgement is as protected as the reports that it rests on (`find_anchor`).

    Raises Refused for a kind without rules, for a provision of another kind of conflict or of later law, for one that no rule proposes and no
    reason is given for, and where it was judged already.
    """
    check_lengths(reason=reason)
    found = provision(code)
    with writing():
        law = law_of(entity)
        if law is None:
            raise Refused("no_law_of_kind", "law is judged of incidents and victims; this is something else")
        if not found.applies(law.conflict, law.facts.first):
            raise Refused(
                "law_does_not_apply",
                "“{provision}” does not apply to this day and this kind of conflict, as far as they are known",
                {"provision": code},
            )
        if code in {each.provision for each in (*law.accepted, *law.refused)}:
            raise Refused("law_judged_already", "this has been judged already; take that judgement back first")
        rules = law.reasons.get(code, ())
        if not rules and not reason.strip():
            raise Refused("law_without_reason", "no rule proposes this provision; say why it may concern this")
        anchor = find_anchor(entity.current, lambda facts: code in _proposed_in_any(facts) if rules else False)
        return keep_tag(anchor, code, answer, rules, actor=actor, reason=reason)


def keep_tag(
    report: Report, code: str, answer: TagAnswer, rules: Sequence[str], *, actor: User, reason: str = ""
) -> TagVerdict:
    """Keep a judgement of law with a report, as one that comes from another record. Whether it holds is asked whenever it is read (`law_of`)."""
    check_lengths(reason=reason)
    with writing():
        verdict = TagVerdict.objects.create(
            report=report, provision=code, answer=answer, rules=list(rules), reason=reason, actor=actor
        )
        _log(verdict, actor, Verb.JUDGED, what="law", provision=code, answer=str(answer))
        return verdict


def judge_conflict(entity: Entity, conflict: Conflict, *, actor: User, reason: str) -> ConflictVerdict:
    """Say in which kind of conflict something happened; a later judgement takes the place of an earlier one.

    It may rest on any of the reports, and is as protected as the most protected of them.
    Raises Refused for a kind without rules, and where no reason is given.
    """
    check_lengths(reason=reason)
    if entity.kind not in KINDS or not entity.current:
        raise Refused("no_law_of_kind", "law is judged of incidents and victims; this is something else")
    if not reason.strip():
        raise Refused("conflict_without_reason", "say from what the kind of conflict follows")
    with writing():
        return keep_conflict(find_anchor(entity.current, lambda _facts: False), conflict, actor=actor, reason=reason)


def keep_conflict(report: Report, conflict: Conflict, *, actor: User, reason: str) -> ConflictVerdict:
    """Keep a judgement of the kind of conflict with a report, as one that comes from another record."""
    check_lengths(reason=reason)
    with writing():
        verdict = ConflictVerdict.objects.create(report=report, conflict=conflict, reason=reason, actor=actor)
        _log(verdict, actor, Verb.JUDGED, what="conflict", conflict=str(conflict))
        return verdict


def find_anchor(reports: Sequence[Report], suffices: Callable[[TagFacts], bool]) -> Report:
    """Return the report that a judgement is kept with, so that whoever may not see it does not see the judgement.

    Of the reports, the least protected first, it is the one with which their facts come to suffice; where they never do, the most protected.
    """
    ordered = _by_protection(reports)
    for upto in range(1, len(ordered)):
        facts = facts_of((each.claim for each in ordered[:upto]), gazetteer())
        if facts and suffices(facts):
            return ordered[upto - 1]
    return ordered[-1]


def _by_protection(reports: Sequence[Report]) -> list[Report]:
    """Return reports by how few may see them: the public, every member, or groups, of which fewer are the stricter."""
    if len(reports) < 2:
        return list(reports)
    ids = [each.pk for each in reports]
    public = set(Report.objects.visible_to(Viewer.public()).filter(pk__in=ids).values_list("pk", flat=True))
    inside = set(Report.objects.visible_to(Viewer(member=True)).filter(pk__in=ids).values_list("pk", flat=True))
    groups = {each.pk: each.groups.count() for each in reports if each.pk not in inside}
    return sorted(reports, key=lambda each: (each.pk not in public, each.pk not in inside, -groups.get(each.pk, 0)))


def _proposed_in_any(facts: TagFacts) -> set[str]:
    """Return the codes of what rules propose by facts in one kind of conflict or another."""
    return {tag.provision.code for conflict in (None, *Conflict) for tag in propose_tags(facts, conflict)}


def _sees_all(entity: Entity) -> bool:
    everything = entities_of([report.pk for report in entity.reports], Viewer.steward())
    return {each.pk for one in everything for each in one.reports} == {each.pk for each in entity.reports}


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
    among = keys_as_subquery(sorted(set(reports)))
    visible = set(Report.objects.visible_to(viewer).filter(pk__in=among).values_list("pk", flat=True))
    found: dict[str, Entity] = {}
    order = {pk: at for at, pk in enumerate(reports)}
    entities = list(entities_of(visible, viewer))
    laws = laws_of(entities)
    for entity in entities:
        if entity.current and any(each.code in codes for each in _applying(laws[entity.address])):
            found[entity.address] = entity
    return sorted(found.values(), key=lambda each: min(order.get(report.pk, len(order)) for report in each.reports))


def accepted_under(code: str, entities: Sequence[Entity]) -> dict[str, tuple[str, ...]]:
    """Return which provisions were accepted for each of some entities, of one provision and those below it, by the entity's address."""
    codes, laws = vocabulary.narrower("provisions", code), laws_of(entities)
    return {
        each.address: tuple(one.code for one in _applying(laws[each.address]) if one.code in codes) for each in entities
    }


def accepted_law(entity: Entity) -> tuple[Provision, ...]:
    """Return the provisions that a legal officer judged may concern an entity and that can still apply to it."""
    return _applying(law_of(entity))


def _applying(law: LawOfEntity | None) -> tuple[Provision, ...]:
    if law is None:
        return ()
    accepted = [provision(each.provision) for each in law.accepted]
    return tuple(each for each in accepted if each.applies(law.conflict, law.facts.first))


def _log(verdict: TagVerdict | ConflictVerdict, actor: User, verb: Verb, **detail: str) -> None:
    append_change(verb, Subject.REPORT, [verdict.report.address], actor=actor, **detail)
