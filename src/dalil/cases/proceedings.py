"""Cases before courts: which steps belong to one case, in which order, and what stands beside them: calls for a court, people in custody.

A case has no row. It is the steps that name one number at courts of one State, or at one court where no State is said, or that call it by one
name, among those that a viewer may see. A number alone joins nothing: each court counts from one. What is cut is counted (`Listed`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Generic, TypeVar

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
MOST_STEPS = 500
"""How many reports are read for one list, and for one case; how many more there are is said."""

Key = tuple[str, ...]
"""How a case is named: by State and number, by language, court and number, or by language and name."""
T = TypeVar("T")


@dataclass(frozen=True)
class Listed(Generic[T]):
    """The first of a list. more: how many come after them. unread: how many reports were not read, which may be of these or of others."""

    items: tuple[T, ...]
    more: int
    unread: int

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)


@dataclass(frozen=True)
class CaseTimeline:
    """A case as one viewer may know it. steps: its entities, the earliest first, those without a day last. unread: how many reports were not read."""

    steps: tuple[Entity, ...]
    unread: int = 0

    @property
    def latest(self) -> tuple[Proceeding, ...]:
        """Return what each report that stands says of the step that came last."""
        dated = [each for each in self.steps if _day(each)]
        return claims_of((dated or self.steps)[-1])

    @property
    def claims(self) -> tuple[Proceeding, ...]:
        """Return what each report that stands says of each step, in the order of the steps."""
        return tuple(claim for each in self.steps for claim in claims_of(each))

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


def list_cases(viewer: Viewer, most: int) -> Listed[CaseTimeline]:
    """List the cases that this viewer may see, the one with the latest step first; a step that names no case is a case of its own."""
    entities, unread = _read_first(_steps(viewer).exclude(content__what=CALL), viewer)
    of_key: dict[Key, list[Entity]] = {}
    cases: dict[str, list[Entity]] = {}
    for entity in entities:
        keys = _keys(entity.current)
        joined = {id(case): case for key in keys if (case := of_key.get(key))}
        case = [entity, *(each for other in joined.values() for each in other)]
        cases |= {each.address: case for each in case}
        of_key |= {key: case for each in case for key in _keys(each.current)}
    timelines = [_in_order(case) for case in {id(case): case for case in cases.values()}.values()]
    timelines.sort(key=lambda case: max(_day(each) or date.min for each in case.steps), reverse=True)
    return Listed(tuple(timelines[:most]), max(0, len(timelines) - most), unread)


def list_calls(viewer: Viewer, most: int) -> Listed[Entity]:
    """List the calls for a court that this viewer may see, the latest first."""
    return _list_latest(_steps(viewer).filter(content__what=CALL), viewer, most)


def list_custody(viewer: Viewer, most: int) -> Listed[Entity]:
    """List what sources counted of people in custody, as this viewer may know it, the latest first. They may overlap, and are never added."""
    tallies = Report.objects.visible_to(viewer).filter(kind=Tally.code, content__what__in=CUSTODY).standing_for(viewer)
    return _list_latest(tallies, viewer, most)


def proceedings_under(codes: Iterable[str], viewer: Viewer, most: int) -> Listed[CaseTimeline]:
    """List the cases in which one of some provisions, or one below it, is named by a step or by a count."""
    wanted = {below for code in codes for below in vocabulary.narrower("provisions", code)}
    steps = _steps(viewer).exclude(content__what=CALL)
    contents = list(steps.order_by("-pk").values_list("content", flat=True)[:MOST_STEPS])
    if not any(
        wanted & _cited_in(content) for content in contents
    ):  # so it is with most provisions: no entity need be read
        return Listed((), 0, steps.count() - MOST_STEPS if len(contents) == MOST_STEPS else 0)
    listed = list_cases(viewer, MOST_STEPS)
    cases = [case for case in listed if wanted & set(case.provisions)]
    return Listed(tuple(cases[:most]), max(0, len(cases) - most), listed.unread)


def _cited_in(content: Mapping[str, Any]) -> set[str]:
    """The codes of the provisions that the stored content of a step names: what `provisions_of` returns of its claim."""
    return {
        *content.get("provisions", ()),
        *(each["provision"] for each in content.get("charges", ()) if each.get("provision")),
    }


def proceedings_on(codes: Iterable[str], viewer: Viewer, most: int) -> Listed[CaseTimeline]:
    """List the cases in which one of some provisions is named, or another one that is about the same crime."""
    cited = [provision(code) for code in codes]
    crimes = {each.crime for each in cited if each.crime}
    wanted = {each.code for each in provisions() if each.crime in crimes} | {each.code for each in cited}
    return proceedings_under(wanted, viewer, most)


def _steps(viewer: Viewer) -> QuerySet[Report]:
    return Report.objects.visible_to(viewer).filter(kind=Proceeding.code).standing_for(viewer)


def _read_first(reports: QuerySet[Report], viewer: Viewer) -> tuple[list[Entity], int]:
    """Read the entities of the reports that came last, as many as are read for one list; and tell how many reports were not read."""
    ids = list(reports.order_by("-pk").values_list("pk", flat=True))
    entities = [each for each in entities_of(ids[:MOST_STEPS], viewer) if each.current]
    return entities, max(0, len(ids) - MOST_STEPS)


def _list_latest(reports: QuerySet[Report], viewer: Viewer, most: int) -> Listed[Entity]:
    entities, unread = _read_first(reports, viewer)
    entities.sort(key=lambda each: max(report.pk for report in each.current), reverse=True)
    return Listed(tuple(entities[:most]), max(0, len(entities) - most), unread)


def _gather(keys: set[Key], viewer: Viewer) -> CaseTimeline:
    """Gather what is named by some keys, then what is named as those reports name the case, until nothing comes that is new."""
    while True:
        named = _steps(viewer).exclude(content__what=CALL).filter(reduce(or_, map(_condition, sorted(keys))))
        reports = list(named.order_by("-pk")[:MOST_STEPS])
        if (more := _keys(reports) | keys) == keys:
            break
        keys = more
    unread = named.count() - MOST_STEPS if len(reports) == MOST_STEPS else 0
    entities = entities_of([report.pk for report in reports], viewer)
    return _in_order((each for each in entities if each.current), unread)


def _in_order(steps: Iterable[Entity], unread: int = 0) -> CaseTimeline:
    ordered = sorted(steps, key=lambda each: (_day(each) is None, _day(each) or date.min, each.address))
    return CaseTimeline(tuple(ordered), unread)


def _keys(reports: Sequence[Report]) -> set[Key]:
    claims = (each.claim for each in reports)
    return {key for claim in claims if isinstance(claim, Proceeding) and claim.what != CALL for key in _keys_of(claim)}


def _keys_of(claim: Proceeding) -> list[Key]:
    if claim.docket and claim.forum:
        return [("forum", claim.forum, claim.docket)]
    if claim.docket and claim.court:
        return [("court", language, court, claim.docket) for language, court in _texts(claim.court)]
    return [("name", language, name) for language, name in _texts(claim.case)] if claim.case else []


def _texts(said: Bilingual) -> list[tuple[str, str]]:
    return [(language, text) for language in LANGUAGE_CODES if (text := getattr(said, language))]


def _condition(key: Key) -> Q:
    match key:
        case "forum", forum, docket:
            return Q(content__docket=docket, content__forum=forum)
        case "court", language, court, docket:
            named = Q(**{f"content__court__{language}": court})
            return named & Q(content__docket=docket, content__forum__isnull=True)
        case _, language, name:
            return Q(**{f"content__case__{language}": name})
    raise AssertionError(key)


def claims_of(step: Entity) -> tuple[Proceeding, ...]:
    """Return what each report that stands says of a step; they may differ."""
    return tuple(claim for each in step.current if isinstance(claim := each.claim, Proceeding))


def _day(entity: Entity) -> date | None:
    days = [when.start for each in entity.current if (when := each.claim.whens())]
    return min(days, default=None)
