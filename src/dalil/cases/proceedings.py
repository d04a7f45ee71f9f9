"""Cases before courts: which steps belong to one case, in which order, and what stands beside them: calls for a court, people in custody.

A case has no row. It is the steps that name one number at courts of one State, or that call it by one name, among those that a viewer may see.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.cases.law import provision, provisions
from dalil.kinds.proceeding import Proceeding
from dalil.kinds.tally import Tally
from dalil.letters import LANGUAGE_CODES
from dalil.record.entities import Entity, entities_of
from dalil.record.models import Report
from dalil.values import Bilingual

CALL = "CALL_FOR_COURT"
CUSTODY = ("in_custody", "detained")
"""What a tally of people in custody counts."""
MOST_ROUNDS = 5
"""How often the reports of a case lead on to others that name it differently."""
MOST_STEPS = 500

Key = tuple[str, str]
"""How a case is named: by a number and the State, or by a name and the language."""


@dataclass(frozen=True)
class CaseTimeline:
    """A case as one viewer may know it. steps: its entities, the earliest first, those without a day last."""

    steps: tuple[Entity, ...]

    @property
    def latest(self) -> Proceeding:
        """Return the step that came last."""
        dated = [each for each in self.steps if _day(each)]
        return _claim((dated or self.steps)[-1])

    @property
    def claims(self) -> tuple[Proceeding, ...]:
        """Return what the latest report of each step says."""
        return tuple(_claim(each) for each in self.steps)

    @property
    def name(self) -> Bilingual | None:
        """Return what the case is called: its name, else the court and its number; None where nothing of it is said."""
        named = next((each.case for each in self.claims if each.case), None)
        numbered = next((each.docket for each in self.claims if each.docket), "")
        return named or (Bilingual(en=numbered, ar=numbered) if numbered else None)

    @property
    def provisions(self) -> tuple[str, ...]:
        """Return the codes of the provisions that its steps and their counts rest on, each once."""
        named = (code for each in self.claims for code in provisions_of(each))
        return tuple(dict.fromkeys(named))


def provisions_of(claim: Proceeding) -> tuple[str, ...]:
    """Return the codes of the provisions that a step rests on, those of its counts too."""
    return (*claim.provisions, *(each.provision for each in claim.charges if each.provision))


def case_of(step: Entity) -> CaseTimeline | None:
    """Return the case that a step belongs to, as its viewer may know it; None for a call for a court and for a step that names no case."""
    keys = _keys(step.current)
    return _gather(keys, step.viewer) if keys else None


def list_cases(viewer: Viewer, most: int) -> list[CaseTimeline]:
    """List the cases that this viewer may see, the one with the latest step first; a step that names no case is a case of its own."""
    reports = _steps(viewer).exclude(content__what=CALL).order_by("-pk").values_list("pk", flat=True)[:MOST_STEPS]
    of_key: dict[Key, list[Entity]] = {}
    cases: dict[str, list[Entity]] = {}
    for entity in entities_of(list(reports), viewer):
        if not entity.current:
            continue
        keys = _keys(entity.current)
        joined = {id(case): case for key in keys if (case := of_key.get(key))}
        case = [entity, *(each for other in joined.values() for each in other)]
        cases |= {each.address: case for each in case}
        of_key |= {key: case for each in case for key in _keys(each.current)}
    timelines = [_in_order(case) for case in {id(case): case for case in cases.values()}.values()]
    timelines.sort(key=lambda case: max(_day(each) or date.min for each in case.steps), reverse=True)
    return timelines[:most]


def list_calls(viewer: Viewer, most: int) -> list[Entity]:
    """List the calls for a court that this viewer may see, the latest first."""
    reports = _steps(viewer).filter(content__what=CALL).order_by("-pk").values_list("pk", flat=True)[:most]
    return [each for each in entities_of(list(reports), viewer) if each.current]


def list_custody(viewer: Viewer, most: int) -> list[Entity]:
    """List what sources counted of people in custody, as this viewer may know it, the latest first. They may overlap, and are never added."""
    tallies = Report.objects.visible_to(viewer).filter(kind=Tally.code, content__what__in=CUSTODY).standing_for(viewer)
    reports = tallies.order_by("-pk").values_list("pk", flat=True)[:most]
    return [each for each in entities_of(list(reports), viewer) if each.current]


def proceedings_under(codes: Iterable[str], viewer: Viewer, most: int) -> list[CaseTimeline]:
    """List the cases in which one of some provisions, or one below it, is named by a step or by a count."""
    wanted = {below for code in codes for below in vocabulary.narrower("provisions", code)}
    return [case for case in list_cases(viewer, MOST_STEPS) if wanted & set(case.provisions)][:most]


def proceedings_on(codes: Iterable[str], viewer: Viewer, most: int) -> list[CaseTimeline]:
    """List the cases in which one of some provisions is named, or another one that is about the same crime."""
    cited = [provision(code) for code in codes]
    crimes = {each.crime for each in cited if each.crime}
    wanted = {each.code for each in provisions() if each.crime in crimes} | {each.code for each in cited}
    return proceedings_under(wanted, viewer, most)


def _steps(viewer: Viewer) -> QuerySet[Report]:
    return Report.objects.visible_to(viewer).filter(kind=Proceeding.code).standing_for(viewer)


def _gather(keys: set[Key], viewer: Viewer) -> CaseTimeline:
    reports: list[Report] = []
    for _round in range(MOST_ROUNDS):
        reports = list(_steps(viewer).filter(reduce(or_, map(_condition, sorted(keys))))[:MOST_STEPS])
        if (more := _keys(reports) | keys) == keys:
            break
        keys = more
    return _in_order(each for each in entities_of([report.pk for report in reports], viewer) if each.current)


def _in_order(steps: Iterable[Entity]) -> CaseTimeline:
    return CaseTimeline(
        tuple(sorted(steps, key=lambda each: (_day(each) is None, _day(each) or date.min, each.address)))
    )


def _keys(reports: Sequence[Report]) -> set[Key]:
    keys: set[Key] = set()
    for claim in (each.claim for each in reports):
        if not isinstance(claim, Proceeding) or claim.what == CALL:
            continue
        if claim.docket:
            keys.add(("docket", f"{claim.forum or ''} {claim.docket}"))
        elif claim.case:
            keys |= {(language, text) for language in LANGUAGE_CODES if (text := getattr(claim.case, language))}
    return keys


def _condition(key: Key) -> Q:
    named, value = key
    if named != "docket":
        return Q(**{f"content__case__{named}": value})
    forum, _space, docket = value.partition(" ")
    return Q(content__docket=docket) & (Q(content__forum=forum) if forum else Q(content__forum__isnull=True))


def _claim(entity: Entity) -> Proceeding:
    claim = entity.current[-1].claim
    assert isinstance(claim, Proceeding)
    return claim


def _day(entity: Entity) -> date | None:
    days = [when.start for each in entity.current if (when := each.claim.whens())]
    return min(days, default=None)
