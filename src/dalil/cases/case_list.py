"""The list of cases: filtered by State, words and provisions, sorted, and read page by page.

To divide all steps into cases, only what names a case is read of each; the reports themselves are read for the cases of one page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.cases.law import provision, provisions
from dalil.cases.proceedings import CALL, MOST_STEPS, CaseTimeline, Key, Listed, keys_of, order_steps, steps_seen_by
from dalil.letters import LANGUAGE_CODES, fold
from dalil.record.entities import Entity, entities_of, members_of

MOST_SORTED = 20_000
"""How many reports of steps are divided into cases; how many earlier ones are not is said."""

AT_ONCE = 100
"""Cases that are read together for a file."""


class CaseOrder(StrEnum):
    """In which order cases are listed: by their latest step, the newest first, or by their first one, the oldest first."""

    LATEST = "latest"
    FIRST = "first"


@dataclass(frozen=True)
class CaseQuery:
    """Which cases are asked for. state: the code of a State or body (`forums`) that one of its steps names. words: all stand in what its
    steps say of the court, the case and its number. provisions: one of them, or one below it, is named by a step or by a count.
    """

    state: str = ""
    words: str = ""
    provisions: frozenset[str] = frozenset()
    order: CaseOrder = CaseOrder.LATEST

    def __post_init__(self) -> None:
        """Raise UnknownCode for a State that the vocabulary does not know."""
        if self.state:
            vocabulary.term("forums", self.state)


@dataclass(frozen=True)
class CasePage:
    """A part of the list. total: how many cases answer the query. unread: how many reports were not divided into cases."""

    items: tuple[CaseTimeline, ...]
    total: int
    unread: int

    def __iter__(self) -> Iterator[CaseTimeline]:
        return iter(self.items)


@dataclass(frozen=True)
class FoundCases:
    """The cases that answer a query, in its order, before their reports are read. reports: of each case the ids of one report of each step.

    unread: how many reports were not divided into cases.
    """

    reports: tuple[tuple[int, ...], ...]
    unread: int


@dataclass(slots=True)
class _Outline:
    """What is known of a case before its reports are read. reports: the id of one report of each step."""

    reports: list[int] = field(default_factory=list)
    keys: set[Key] = field(default_factory=set)
    days: list[str] = field(default_factory=list)
    contents: list[Mapping[str, Any]] = field(default_factory=list)

    def take(self, other: _Outline) -> None:
        """Take over what another outline of the same case holds."""
        self.reports += other.reports
        self.keys |= other.keys
        self.days += other.days
        self.contents += other.contents

    def answers(self, query: CaseQuery, words: list[str]) -> bool:
        """Tell whether the case is one of those that are asked for. words: folded."""
        if query.state and all(each.get("forum") != query.state for each in self.contents):
            return False
        if query.provisions and not any(query.provisions & cited_in(each) for each in self.contents):
            return False
        said = " ".join(map(_said_of, self.contents)) if words else ""
        return all(word in said for word in words)

    def place(self, order: CaseOrder) -> tuple[Any, ...]:
        """Return where the case stands in an order; cases without a day come last, and of one day the one that was entered last comes first."""
        if order is CaseOrder.FIRST:
            return (not self.days, min(self.days, default=""), -max(self.reports))
        return (not self.days, *(-ord(sign) for sign in max(self.days, default="")), -max(self.reports))


def list_cases(viewer: Viewer, limit: int, offset: int = 0, query: CaseQuery | None = None) -> CasePage:
    """List the cases that this viewer may see and that a query asks for; a step that names no case is a case of its own."""
    return read_page(find_cases(viewer, query or CaseQuery()), viewer, limit, offset)


def read_page(found: FoundCases, viewer: Viewer, limit: int, offset: int = 0) -> CasePage:
    """Read the cases of one page of those that were found, as the viewer may know them now."""
    items = tuple(_read(found.reports[offset : offset + limit], viewer))
    return CasePage(items, len(found.reports), found.unread)


def read_all_cases(viewer: Viewer, query: CaseQuery) -> tuple[Iterator[CaseTimeline], int]:
    """Return all cases that `list_cases` lists, in its order, and how many reports were not divided into cases. Few are held at once."""
    found = find_cases(viewer, query)
    portions = (found.reports[start : start + AT_ONCE] for start in range(0, len(found.reports), AT_ONCE))
    return (case for portion in portions for case in _read(portion, viewer)), found.unread


def find_cases(viewer: Viewer, query: CaseQuery) -> FoundCases:
    """Find the cases that are asked for, in order, before their reports are read.

    All steps are divided into cases for it, whatever page is wanted: who shows several pages of one state of the record keeps what it returns.
    """
    seen = steps_seen_by(viewer).exclude(content__what=CALL)
    told: dict[int, Mapping[str, Any]] = dict(seen.order_by("-pk").values_list("pk", "content")[:MOST_SORTED])
    unread = seen.count() - MOST_SORTED if len(told) == MOST_SORTED else 0
    if query.provisions and not any(query.provisions & cited_in(each) for each in told.values()):
        return FoundCases((), unread)  # so it is with most provisions: no step need be grouped
    words = fold(query.words).split()
    cases = [each for each in _divide(told, viewer) if each.answers(query, words)]
    cases.sort(key=lambda each: each.place(query.order))
    return FoundCases(tuple(tuple(sorted(each.reports, reverse=True)) for each in cases), unread)


def proceedings_under(codes: Iterable[str], viewer: Viewer, most: int) -> Listed[CaseTimeline]:
    """List the cases in which one of some provisions, or one below it, is named by a step or by a count."""
    wanted = frozenset(below for code in codes for below in vocabulary.narrower("provisions", code))
    page = list_cases(viewer, most, query=CaseQuery(provisions=wanted)) if wanted else CasePage((), 0, 0)
    return Listed(page.items, page.total - len(page.items), page.unread)


def proceedings_on(codes: Iterable[str], viewer: Viewer, most: int) -> Listed[CaseTimeline]:
    """List the cases in which one of some provisions is named, or another one that is about the same crime."""
    cited = [provision(code) for code in codes]
    crimes = {each.crime for each in cited if each.crime}
    wanted = {each.code for each in provisions() if each.crime in crimes} | {each.code for each in cited}
    return proceedings_under(wanted, viewer, most)


def cited_in(content: Mapping[str, Any]) -> set[str]:
    """Return the codes of the provisions that the stored content of a step names: what `provisions_of` returns of its claim."""
    return {
        *content.get("provisions", ()),
        *(each["provision"] for each in content.get("charges", ()) if each.get("provision")),
    }


def _divide(told: Mapping[int, Mapping[str, Any]], viewer: Viewer) -> list[_Outline]:
    """Divide steps into cases: those that name one case are joined, by however many names."""
    of_key: dict[Key, _Outline] = {}
    cases: dict[int, _Outline] = {}
    for members in members_of(told, viewer):
        contents = [told[each] for each in members if each in told]
        days = [each["when"]["start"] for each in contents if each.get("when")]
        newest = max(each for each in members if each in told)
        case = _Outline(
            [newest], {key for each in contents for key in keys_of(each)}, [min(days)] if days else [], contents
        )
        for joined in {id(found): found for key in case.keys if (found := of_key.get(key))}.values():
            smaller, case = sorted((case, joined), key=lambda each: len(each.contents))
            cases.pop(id(smaller), None)
            case.take(smaller)
            of_key |= dict.fromkeys(smaller.keys, case)
        cases[id(case)] = case
        of_key |= dict.fromkeys(case.keys, case)
    return list(cases.values())


def _read(chosen: Sequence[Sequence[int]], viewer: Viewer) -> Iterator[CaseTimeline]:
    """Read the steps of some cases, of each the steps that were entered last. chosen: their reports, the latest first."""
    of_report: dict[int, Entity] = {}
    for entity in entities_of((pk for each in chosen for pk in each[:MOST_STEPS]), viewer):
        of_report |= {report.pk: entity for report in entity.reports}
    for each in chosen:
        steps = {of_report[pk].address: of_report[pk] for pk in each[:MOST_STEPS] if pk in of_report}
        current = [step for step in steps.values() if step.current]
        if current:
            yield order_steps(current, max(0, len(each) - MOST_STEPS))


def _said_of(content: Mapping[str, Any]) -> str:
    texts = [(content.get(name) or {}).get(language) for name in ("court", "case") for language in LANGUAGE_CODES]
    return fold(" ".join(filter(None, (*texts, content.get("docket")))))
