"""Consents: given, changed, withdrawn, never rewritten; what each covers; and what that keeps from the public.

What may be public is kept beside the level of each thing (`Protected.held_from`), so that `visible_to` holds it in every query.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.contrib.auth.models import Group, User
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from dalil.archive.models import Document
from dalil.archive.protection import Level
from dalil.record.actions.protection import name_in_log
from dalil.record.actions.sources import name_source
from dalil.record.actions.transaction import Refused, writing
from dalil.record.kind import all_kinds
from dalil.record.lengths import check_lengths
from dalil.record.log import Verb, append_change
from dalil.record.models import Credit, Report, Source
from dalil.record.sealed.models import Consent, ConsentAct, ConsentCover, Disclosure, SealedPerson
from dalil.record.sealed.persons import SOUGHT, draw_reference
from dalil.values.consent import (
    INSIDE,
    PUBLICATION,
    ConsentState,
    ConsentTerms,
    Permission,
    consent_permits,
    publication_ends,
)

Coverable = Report | Document | Source


def give_consent(
    person: SealedPerson,
    terms: ConsentTerms,
    *,
    on_day: date,
    actor: User,
    guardian: SealedPerson | None = None,
    reason: str = "",
) -> Consent:
    """Note that a person consented, to what and since when. It covers nothing yet. reason: how it came about, without names.

    Raises Refused for a day to come, and for publication of what was found of somebody who is sought before the family was told.
    """
    with writing():
        made = Consent.objects.create(reference=draw_reference(), person=person, guardian=guardian)
        _act(made, ConsentAct.Verb.GIVEN, terms, on_day, actor, reason)
        return made


def change_consent(consent: Consent, terms: ConsentTerms, *, on_day: date, actor: User, reason: str) -> None:
    """Note that a person changed what they consent to, or gave anew what they had withdrawn. Raises Refused for a day to come."""
    with writing():
        _act(consent, ConsentAct.Verb.CHANGED, terms, on_day, actor, reason)
        _settle(consent, actor)


def withdraw_consent(consent: Consent, *, on_day: date, actor: User, reason: str = "") -> None:
    """Note that a person withdrew their consent: what it covers is not public any more, from now on.

    Where copies are already, says `find_disclosures`. Raises Refused where it is withdrawn already, and for a day to come.
    """
    with writing():
        standing = state_of(consent)
        if standing.withdrawn_on is not None:
            raise Refused("withdrawn_before", "this consent was withdrawn on {day}", {"day": standing.withdrawn_on})
        _act(consent, ConsentAct.Verb.WITHDRAWN, standing.terms, on_day, actor, reason)
        _settle(consent, actor)


def name_witness(
    consent: Consent, *, actor: User, level: Level = Level.INTERNAL, groups: Iterable[Group] = ()
) -> Source:
    """Make the source by which a person is credited outside: a code drawn by lot, “a witness, identity protected”. The consent covers it."""
    with writing():
        code = f"witness-{draw_reference()[:8]}"
        made = name_source(
            code,
            actor=actor,
            en="a witness, identity protected",
            ar="شاهد، هويته محمية",
            type="witness",
            level=level,
            groups=groups,
        )
        cover(consent, [made], actor=actor)
        return made


def cover(consent: Consent, things: Iterable[Coverable], *, actor: User, reason: str = "") -> None:
    """Say what a consent covers: reports, documents with all that stands in them, sources with all they say."""
    with writing():
        for thing in things:
            name = type(thing).__name__.lower()
            if not ConsentCover.objects.filter(consent=consent, **{name: thing}).exists():
                ConsentCover.objects.create(consent=consent, actor=actor, reason=reason, **{name: thing})
                _hold(thing, actor)


def uncover(covered: ConsentCover, *, actor: User, finding_rejected: bool = False) -> None:
    """Say that a consent does not cover a thing after all. Raises Refused where that was done already.

    finding_rejected: two people found that a report is not of somebody who is sought. Nothing else frees what the consent of that family covers.
    """
    with writing():
        if covered.consent.person.role == SOUGHT and not finding_rejected:
            raise Refused(
                "covered_for_a_family",
                "what is kept from the public for a family is freed when its finding is rejected",
            )
        if not covered.take_back(actor):
            raise Refused("already_taken_back", "this judgement has already been taken back")
        _hold(covered.thing, actor)


def inherit_consents(pairs: Sequence[tuple[int, int]], *, actor: User) -> None:
    """Let corrections be covered by the consents that cover what they correct; within the transaction of the corrections.

    pairs: primary keys of the old report and the new.
    """
    corrected: dict[int, list[int]] = {}
    for old, new in pairs:
        corrected.setdefault(old, []).append(new)
    olds = sorted(corrected)
    for start in range(0, len(olds), 500):
        covers = ConsentCover.objects.filter(report__in=olds[start : start + 500]).select_related("consent")
        for each in covers:
            cover(each.consent, Report.objects.filter(pk__in=corrected[each.report_id or 0]), actor=actor)


def state_of(consent: Consent) -> ConsentState:
    """Return a consent as its acts leave it."""
    return _state(list(consent.acts.all()))


def consents_covering(thing: Coverable) -> QuerySet[Consent]:
    """Return the consents that cover a thing; of a report also those that cover its document or one of its sources."""
    if isinstance(thing, Report):
        credited = Credit.objects.filter(attribution=thing.attribution_id).values("source")
        of = Q(report=thing) | Q(document=thing.document_id) | Q(source__in=credited)
    else:
        of = Q(**{type(thing).__name__.lower(): thing})
    covers = ConsentCover.objects.filter(of)
    return Consent.objects.filter(pk__in=covers.values("consent")).prefetch_related("acts")


def may_leave(thing: Coverable, purpose: str, recipient: str, on_day: date | None = None) -> Permission:
    """Say whether the consents that cover a thing permit it to go to a recipient for a purpose (`consent_permits`); on this day unless told.

    Of what needs a consent and has none, work goes on inside the organisation; whoever is named as a recipient gets none of it.
    """
    states = [_state(list(each.acts.all())) for each in consents_covering(thing)]
    goes_out = purpose != INSIDE or bool(recipient)
    if not states and goes_out and isinstance(thing, Report) and thing.kind in _kinds_that_need_consent():
        return Permission("no_consent", "no consent is on record, and a report of this kind needs one")
    return consent_permits(states, purpose, recipient, on_day or localdate())


def covered_reports(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Narrow reports to those that a consent covers, in any way, or whose kind needs one."""
    covers = ConsentCover.objects.all()
    behind = Credit.objects.filter(source__in=covers.filter(source__isnull=False).values("source")).values(
        "attribution"
    )
    return reports.filter(
        Q(pk__in=covers.filter(report__isnull=False).values("report"))
        | Q(document__in=covers.filter(document__isnull=False).values("document"))
        | Q(attribution__in=behind)
        | Q(kind__in=_kinds_that_need_consent())
    )


def note_disclosure(reports: Sequence[Report], *, how: str, purpose: str, recipient: str, actor: User) -> None:
    """Note that reports which consents cover left the house, so that a withdrawal shows where copies are. Raises TextTooLong."""
    check_lengths(recipient=recipient)
    if reports:
        made = Disclosure.objects.create(how=how, purpose=purpose, recipient=recipient, actor=actor)
        made.reports.set(reports)


def find_disclosures(consent: Consent) -> QuerySet[Disclosure]:
    """Return what left of that which a consent covers, the latest first."""
    covers = consent.covers.all()
    behind = Credit.objects.filter(source__in=covers.values("source")).values("attribution")
    of = Q(pk__in=covers.values("report")) | Q(document__in=covers.values("document")) | Q(attribution__in=behind)
    return Disclosure.objects.filter(reports__in=Report.objects.filter(of)).distinct().select_related("actor")


def _act(consent: Consent, verb: ConsentAct.Verb, terms: ConsentTerms, on_day: date, actor: User, reason: str) -> None:
    if on_day > localdate():
        raise Refused("day_to_come", "{day} is a day to come", {"day": on_day})
    if verb != ConsentAct.Verb.WITHDRAWN and PUBLICATION in terms.purposes and consent.person.role == SOUGHT:
        _check_told(consent.person)
    kept = terms.model_dump(mode="json", exclude_defaults=True)
    ConsentAct.objects.create(consent=consent, verb=verb, terms=kept, on_day=on_day, actor=actor, reason=reason)


def _check_told(sought: SealedPerson) -> None:
    """Refuse a consent to publication before the family was told of the newest finding; what was found is not read."""
    found, told = (
        sought.versions.filter(field=field).order_by("-pk").values_list("pk", flat=True).first()
        for field in ("search_finding", "search_telling")
    )
    if told is None or (found is not None and found > told):
        raise Refused(
            "family_first", "the family is told first; consent to publication is asked for and noted after that"
        )


def _state(acts: Sequence[ConsentAct]) -> ConsentState:
    last = acts[-1]
    withdrawn = last.on_day if last.verb == ConsentAct.Verb.WITHDRAWN else None
    return ConsentState(ConsentTerms.model_validate(last.terms), withdrawn)


def _settle(consent: Consent, actor: User) -> None:
    for each in consent.covers.filter(taken_back_at=None):
        _hold(each.thing, actor)


def _hold(thing: Coverable, actor: User) -> None:
    """Keep a thing from the public from the day on which its own consents do not permit it, and tell the log where that changes."""
    covers = ConsentCover.objects.filter(**{type(thing).__name__.lower(): thing})
    consents = Consent.objects.filter(pk__in=covers.values("consent")).prefetch_related("acts")
    states = [_state(list(each.acts.all())) for each in consents]
    if states or not (isinstance(thing, Report) and thing.kind in _kinds_that_need_consent()):
        day = publication_ends(states, localdate())
    else:
        day = date.min
    if day == thing.held_from:
        return
    thing.held_from = day
    thing.save(update_fields=["held_from"])
    noun, name = name_in_log(thing)
    protection = {"level": int(thing.level), "groups": sorted(thing.groups.values_list("name", flat=True))}
    append_change(Verb.PROTECTED, noun, [name], actor=actor, before=protection, **protection, reason="", consent=True)


def _kinds_that_need_consent() -> list[str]:
    return [code for code, kind in all_kinds().items() if kind.needs_consent]
