"""Cases before courts: which steps belong to one case, in which order, and what stands beside them: calls for a court, people in custody.

A case has no row; `case_list` lists them. It is the steps that name one number at courts of one State, or at one court where no State is
said, or that call it by one name, among those that a viewer may see. A number alone joins nothing: each court counts from one. What is cut is
counted (`Listed`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Generic, TypeVar

from django.db.models import Q, QuerySet

from dalil.archive.protection import Viewer
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
"""How many reports are read for one case, and for a list of calls or of people in custody; how many more there are is said."""

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


def list_calls(viewer: Viewer, most: int) -> Listed[Entity]:
    """List the calls for a court that this viewer may see, the latest first."""
    return _list_latest(steps_seen_by(viewer).filter(content__what=CALL), viewer, most)


def list_custody(viewer: Viewer, most: int) -> Listed[Entity]:
    """List what sources counted of people in custody, as this viewer may know it, the latest first. They may overlap, and are never added."""
    tallies = Report.objects.visible_to(viewer).filter(kind=Tally.code, content__what__in=CUSTODY).standing_for(viewer)
    return _list_latest(tallies, viewer, most)


def steps_seen_by(viewer: Viewer) -> QuerySet[Report]:
    """Return the reports of steps and of calls that stand and that this viewer may see."""
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
        named = steps_seen_by(viewer).exclude(content__what=CALL).filter(reduce(or_, map(_condition, sorted(keys))))
        reports = list(named.order_by("-pk")[:MOST_STEPS])
        if (more := _keys(reports) | keys) == keys:
            break
        keys = more
    unread = named.count() - MOST_STEPS if len(reports) == MOST_STEPS else 0
    entities = entities_of([report.pk for report in reports], viewer)
    return order_steps((each for each in entities if each.current), unread)


def _keys(reports: Sequence[Report]) -> set[Key]:
    told = (each.content for each in reports if each.kind == Proceeding.code)
    return {key for content in told if content["what"] != CALL for key in keys_of(content)}


def keys_of(content: Mapping[str, Any]) -> list[Key]:
    """Return how the stored content of a step names its case; nothing where it names none."""
    docket, forum, court = content.get("docket"), content.get("forum"), content.get("court")
    if docket and forum:
        return [("forum", forum, docket)]
    if docket and court:
        return [("court", language, said, docket) for language, said in _texts(court)]
    return [("name", language, name) for language, name in _texts(content.get("case") or {})]


def _texts(said: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(language, text) for language in LANGUAGE_CODES if (text := said.get(language))]


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


def order_steps(steps: Iterable[Entity], unread: int = 0) -> CaseTimeline:
    """Put the steps of one case in order. unread: how many reports of it were not read."""
    ordered = sorted(steps, key=lambda each: (_day(each) is None, _day(each) or date.min, each.address))
    return CaseTimeline(tuple(ordered), unread)


def _day(entity: Entity) -> date | None:
    days = [when.start for each in entity.current if (when := each.claim.whens())]
    return min(days, default=None)
