"""What a reader asks of the list of the record, and what is found: entities, each once, as many as the list says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from dalil.bulletin.record.report_presenters import PUBLIC
from dalil.counting.answer import ask
from dalil.counting.entity_list import EntityList, Order, count_by_place, list_entities
from dalil.counting.question import Question, Unanswerable
from dalil.record.kind import all_kinds, coded_facets
from dalil.record.models import Report, Source
from dalil.record.search.queries import Search
from dalil.values.doubts import Doubts, UnknownFacet
from dalil.values.total import Total

MOST_FOUND = 20_000
"""Reports with the words that were looked for; of more, the best are listed."""

FACETS = {"weapon": "weapons", "target": "targets", "party": "parties"}
"""The facets that readers filter by, by their names in the address."""

CONDITIONS = ("since", "until", *FACETS, "grade")
"""The conditions beside words, kind, place, source and document."""


@dataclass(frozen=True)
class RecordQuery:
    """A search of the record. asked: what the address says, by name. reports: the reports of that document, and of everything else."""

    asked: Mapping[str, str]
    search: Search
    reports: QuerySet[Report]

    @property
    def order(self) -> Order:
        return Order.DATE if self.asked["order"] == Order.DATE else Order.ENTERED

    @cached_property
    def faults(self) -> Unanswerable | None:
        """Return why the conditions cannot be asked; None where they can."""
        try:
            self._question("incident")
        except Unanswerable as error:
            return error
        return None

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Return the question to each kind that has what is asked for; to none where it cannot be asked."""
        if self.faults:
            return {}
        facets = {FACETS[name] for name in FACETS if self.asked[name]}
        return {
            code: self._question(code)
            for code, kind in all_kinds().items()
            if facets <= {field.name for field in coded_facets(kind)}
        }

    def _question(self, kind: str) -> Question:
        asked = self.asked
        return Question.of(
            {
                "kind": kind,
                "facets": {facet: (asked[name],) for name, facet in FACETS.items() if asked[name]},
                "places": (asked["place"],) if asked["place"] else (),
                "since": asked["since"] or None,
                "until": asked["until"] or None,
                "grades": (asked["grade"],) if asked["grade"] else (),
                "according_to": asked["source"] or None,
            }
        )

    @cached_property
    def _found(self) -> list[tuple[int, bool]] | None:
        """The reports with the words, or of the document, that are asked for; None where neither is."""
        if not self.asked["q"] and not self.asked["document"]:
            return None
        return self.search.best_first(self.reports).keys(MOST_FOUND)

    def list_page(self, limit: int, offset: int) -> EntityList:
        """List the entities of one page, and count all of them by kind."""
        return list_entities(
            self.questions,
            PUBLIC,
            kind=self.asked["kind"],
            found=self._found,
            order=self.order,
            limit=limit,
            offset=offset,
        )

    def count_places(self) -> tuple[tuple[str | None, int], ...]:
        """Count what is listed by the finest place that is certain of each."""
        return count_by_place(self.questions, PUBLIC, kind=self.asked["kind"], found=self._found)

    def doubts(self, listed: EntityList) -> Doubts:
        """Return what must be known of a list: what of it the matcher's word alone holds together, what waits to be judged, and what may
        belong and is not listed.

        That is what has no known time, place, weapon, target or party; words have no such doubt.
        """
        kind = self.asked["kind"]
        kinds = [kind] if kind else list(listed.totals)
        total = Total(entities=sum(listed.totals.get(each, 0) for each in kinds))
        by_matcher, waiting = (
            sum(by_kind.get(each, 0) for each in kinds) for by_kind in (listed.by_matcher, listed.waiting_pairs)
        )
        narrowed = any(self.asked[name] for name in ("place", *CONDITIONS))
        questions = [each for each in self.questions.values() if kind in ("", each.kind)]
        if not narrowed or self._found is not None or self._names_no_source():
            return Doubts(total, by_matcher=by_matcher, waiting_pairs=waiting)
        all_doubts = [ask(question, PUBLIC).doubts for question in questions]
        unknown: dict[str, UnknownFacet] = {}
        for each in (facet for doubts in all_doubts for facet in doubts.unknown_facets):
            before = unknown.get(each.facet)
            unknown[each.facet] = each._replace(entities=each.entities + (before.entities if before else 0))
        perhaps = sum(each.perhaps for each in all_doubts)
        return Doubts(
            total, perhaps, unknown_facets=tuple(unknown.values()), by_matcher=by_matcher, waiting_pairs=waiting
        )

    def _names_no_source(self) -> bool:
        """Whether a source is asked for that the public may not know of."""
        source = self.asked["source"]
        return bool(source) and not Source.objects.visible_to(PUBLIC).filter(code=source).exists()
