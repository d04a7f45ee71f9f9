"""Asking the projection: how many, grouped as asked, for what one viewer may know.

A question becomes one scan of the viewer's own files: everything a reader says goes in as a parameter, and every name of a column
is one of ours. An entity with two weapons counts in both rows and once in the total; a row then says so (`overlapping`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any, overload

import pyarrow as pa
import pyarrow.compute as pc

from dalil.access import log
from dalil.access.models import Action
from dalil.archive.protection import Viewer
from dalil.columns import projection
from dalil.columns.engine import query, query_table, used_in
from dalil.columns.manifest import Manifest, folder_of
from dalil.columns.parquet import full_paths
from dalil.columns.report_rows import REPORTS as REPORT_ROWS
from dalil.counting.key_names import namer
from dalil.counting.layout import BY_SOURCE, has_matched, schema_of, traits_in, units_in
from dalil.counting.layout import ENTITIES as ENTITY_ROWS
from dalil.counting.question import ENTITIES, GAP, Fault, Question, Unanswerable, facet_fields
from dalil.counting.sql import FILES, scan_of
from dalil.letters import LANGUAGE_CODES
from dalil.record.reading import reaches_restricted
from dalil.values import Bilingual, Count
from dalil.values.doubts import Doubts, UnknownFacet
from dalil.values.gap import Gap, Moment
from dalil.values.total import Interval, Total
from dalil.wording.counts import name_units
from dalil.wording.doubts import list_doubts


class UnknownSource(Unanswerable):
    """No source with this code, as far as this viewer may know."""


@dataclass(frozen=True)
class AnswerLine:
    """One line of an answer: its keys (None where it is not known or not stated), their names, and the total."""

    keys: tuple[str | None, ...]
    labels: tuple[Bilingual, ...]
    total: Total


class AnswerLines(Sequence[AnswerLine]):
    """The lines of an answer, each made when it is looked at: an answer may have hundreds of thousands."""

    def __init__(
        self,
        columns: pa.Table,
        by: tuple[str, ...],
        name: Callable[[str, str | None], Bilingual],
        total_of: Callable[[Sequence[Any]], Total],
    ) -> None:
        self._columns, self._by, self._name, self._total_of = columns, by, name, total_of

    def __len__(self) -> int:
        return int(self._columns.num_rows)

    @overload
    def __getitem__(self, index: int) -> AnswerLine: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[AnswerLine]: ...

    def __getitem__(self, index: int | slice) -> AnswerLine | Sequence[AnswerLine]:
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self))
            if step != 1:
                return tuple(self)[index]
            return AnswerLines(self._columns.slice(start, max(0, stop - start)), self._by, self._name, self._total_of)
        (row,) = self[index : index + 1] if index >= 0 else self[len(self) + index : len(self) + index + 1]
        return row

    def __iter__(self) -> Iterator[AnswerLine]:
        width = len(self._by)
        for batch in self._columns.to_batches(max_chunksize=5_000):
            for line in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                keys = line[:width]
                yield AnswerLine(keys, tuple(map(self._name, self._by, keys)), self._total_of(line[width:]))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class CountedEntity:
    """One entity behind an answer. reports: the ids of its reports the viewer may see. number: the quantity asked for, if any."""

    address: str
    reports: tuple[int, ...]
    n_reports: int
    n_origins: int
    grade: str
    when: tuple[date, date] | None
    place: str | None
    number: Interval | None
    unit: str | None
    conflict: bool
    contradictory: bool


class Answer:
    """What the record says to a question, to one viewer.

    total, rows; overlapping: the rows count some entities more than once; perhaps: entities not counted that may belong (their
    time or place is known less exactly than was asked for). known_at, version: change only when what this viewer may know does.
    """

    def __init__(self, question: Question, manifest: Manifest, folder: Path) -> None:
        units = units_in(manifest, question.kind, question.measure) if question.is_quantity else []
        self.question = question
        self._units = units
        self.unit = question.unit or (unit_of(question, units) if question.is_quantity else None)
        self.version = manifest.version
        self.known_at = datetime.fromisoformat(manifest.known_at)
        self._manifest = manifest
        self._folder = folder
        traits = traits_in(manifest, question.kind, question.measure)
        self._scan = scan_of(question, self.unit, units not in ([], [self.unit]), traits, manifest.placed)
        self._grouped = self._run(self._scan.grouped, self._scan.lines_by_source, query_table) if question.by else None

    @cached_property
    def total(self) -> Total:
        """Return everything that was asked for, added up; for a kind whose numbers are not added, the number of the one entity there is."""
        if self.question.measure == GAP:
            return self._gap()
        if self._grouped is None or self._scan.lines_by_source != self._scan.by_source:
            return self._total_of(self._ask(self._scan.total, self._scan.by_source).fetchone() or ())
        return self._total_of(query(self._scan.added_up("grouped"), {}, grouped=self._grouped).fetchone() or ())

    @cached_property
    def rows(self) -> AnswerLines:
        """Return the lines, in the order of their keys where there are several or they are times, the largest first otherwise."""
        return AnswerLines(self.columns, self.question.by, namer(self.question, self._manifest), self._total_of)

    @cached_property
    def columns(self) -> pa.Table:
        """Return the lines as a table: keys k0, k1 … and the sums that a `Total` is made of."""
        if self._grouped is None:
            return pa.table({})
        return query_table(self._scan.lines("grouped"), {}, grouped=self._grouped)

    @cached_property
    def overlapping(self) -> bool:
        """Tell whether the lines count some entities more than once."""
        return self._grouped is not None and (pc.sum(self.columns["entities"]).as_py() or 0) > self.total.entities

    @cached_property
    def perhaps(self) -> int:
        """Return how many entities are not counted because it is not known whether they lie in the time or place asked for."""
        if not self._scan.perhaps_where:
            return 0
        found = self._ask(self._scan.perhaps, self._scan.by_source).fetchone()
        return int(found[0]) if found else 0

    @cached_property
    def by_matcher(self) -> int:
        """Return how many of the entities counted would be several if the matcher's judgements were left out."""
        if not has_matched(self._manifest, self.question.kind):
            return 0
        found = self._ask(self._scan.by_matcher, self._scan.by_source).fetchone()
        return int(found[0]) if found else 0

    @cached_property
    def waiting_pairs(self) -> int:
        """Return how many pairs of the entities counted wait for a judgement: each of them may be one thing that is counted twice."""
        pairs, kind = self._manifest.pairs, self.question.kind
        if pairs is None or not pairs.many.get(kind) or self.total.entities < 2:
            return 0
        files = {"pairs_file": [pairs.file], "report_files": self._manifest.files(kind, REPORT_ROWS)}
        paths = {name: full_paths(self._folder, each) for name, each in files.items()}
        found = self._ask(self._scan.waiting_pairs, self._scan.by_source, paths).fetchone()
        return int(found[1]) if found else 0

    @cached_property
    def doubts(self) -> Doubts:
        """Return what must be known beside the total."""
        return Doubts(
            self.total,
            self.perhaps,
            self.overlapping,
            self._unknown_facets(),
            self._other_units(),
            self.by_matcher,
            self.waiting_pairs,
        )

    def _unknown_facets(self) -> tuple[UnknownFacet, ...]:
        """Of how many entities each facet that is asked for, or grouped by, is unknown; nothing where it is known of all."""
        unknown = self._scan.unknown
        if not unknown:
            return ()
        found = self._ask(self._scan.unknown_facets, self._scan.by_source).fetchone() or ()
        fields = facet_fields(self.question.kind_class)
        asked = {facet for facet, codes in self.question.facets.items() if codes}
        return tuple(
            UnknownFacet(facet, fields[facet].label, int(many), counted=facet not in asked)
            for facet, many in zip(unknown, found, strict=True)
            if many
        )

    def _other_units(self) -> tuple[Total, ...]:
        """What is told in other units, a total for each unit that has a number."""
        asked = (
            Answer(self.question.model_copy(update={"unit": unit, "by": ()}), self._manifest, self._folder).total
            for unit in self._units
            if unit != self.unit
        )
        return tuple(total for total in asked if total.low is not None and total.addable)

    def entities(self, limit: int | None = None, offset: int = 0) -> list[CountedEntity]:
        """Return the entities counted in the total, the latest first."""
        page = {"limit": limit, "offset": offset}
        return [
            CountedEntity(
                address=line[0],
                reports=tuple(line[1]),
                n_reports=line[2],
                n_origins=line[3],
                grade=line[4],
                when=(line[5], line[6]) if line[5] else None,
                place=line[7],
                number=Interval(line[8], line[9], line[10]) if line[8] is not None else None,
                unit=line[11],
                conflict=bool(line[12]),
                contradictory=bool(line[13]),
            )
            for line in self._ask(self._scan.entities, self._scan.by_source, page).fetchall()
        ]

    def rows_behind(self, limit: int) -> tuple[pa.Table, pa.Table | None]:
        """Return the rows that the total and its doubts rest on, and those of the lines where these are others: those by source.

        limit: how many of each at the most. See `Scan.behind` for the columns.
        """
        page, whole = {"limit": limit}, self._scan.by_source
        one = self._scan.lines_by_source == whole
        rows = self._run(partial(self._scan.behind, keyed=one), whole, query_table, page)
        if not self.question.by or one:
            return rows, None
        return rows, self._run(self._scan.behind, self._scan.lines_by_source, query_table, page)

    def timeline(self) -> tuple[Any, ...]:
        """Return how many entities are dated, the first, the last, the one before it, the longest wait, and how many lie ahead, see
        `Scan.first_and_last`."""
        return tuple(self._ask(self._scan.first_and_last, self._scan.by_source).fetchone() or ())

    def span(self) -> tuple[date, date] | None:
        """Return the first and the last day of what is asked for; None where none of it is dated. Far cheaper than `timeline`."""
        first, last = self._ask(self._scan.span, self._scan.by_source).fetchone()
        return (first, last) if first and last else None

    def as_plain(self, viewer: Viewer | None = None) -> dict[str, Any]:
        """Give the answer as JSON: every number with its counters, every key with its names in both languages.

        viewer: whose right decides whether a source is named in the words of the question; the public's unless given.
        """
        unit = self.unit
        return {
            "question": self.question.plain(),
            "in_words": {language: self.question.in_words(language, viewer) for language in LANGUAGE_CODES},
            "reading": self.question.reading.value,
            "unit": unit and {"code": unit, **{code: name_units(unit, code) for code in LANGUAGE_CODES}},
            "known_at": self.known_at.isoformat(),
            "version": self.version,
            "total": asdict(self.total),
            **self.doubts.plain(),
            "doubts": {language: list_doubts(self.doubts, language) for language in LANGUAGE_CODES},
            "rows": [
                {
                    "keys": dict(zip(self.question.by, row.keys, strict=True)),
                    "labels": {
                        by: {code: getattr(words, code) for code in LANGUAGE_CODES}
                        for by, words in zip(self.question.by, row.labels, strict=True)
                    },
                    "total": asdict(row.total),
                }
                for row in self.rows
            ],
        }

    def _ask(self, build: Callable[[str], str], by_source: bool, page: Mapping[str, Any] | None = None) -> Any:
        return self._run(build, by_source, query, page)

    def _run(
        self,
        build: Callable[[str], str],
        by_source: bool,
        run: Callable[..., Any],
        page: Mapping[str, Any] | None = None,
    ) -> Any:
        table = BY_SOURCE if by_source else ENTITY_ROWS
        files = self._manifest.files(self.question.kind, table)
        sql = build(FILES if files else "nothing")
        used = used_in(sql, {"files": full_paths(self._folder, files), **self._scan.parameters, **(page or {})})
        if files:
            return run(sql, used)
        return run(sql, used, nothing=schema_of(self.question.kind_class, table).empty_table())

    def _gap(self) -> Total:
        """The fewest and the most days between the last two; unknown where fewer than two are dated."""
        entities, _first, last, previous, begun, *_ends = self.timeline()
        if not entities or not previous:
            return Total(entities=int(entities or 0))
        low, high = Gap(Moment(**previous), Moment(**last), begun).days
        return Total(low=low, high=high, point=low if low == high else None, stated=high, entities=int(entities))

    def _total_of(self, found: Sequence[Any]) -> Total:
        entities, reports, *numbers = (int(number or 0) for number in found)
        if not numbers:
            many = entities if self.question.measure == ENTITIES else reports
            return Total(low=many, high=many, point=many, stated=many, entities=entities)
        known, low, high, highs, point, points, stated, conflict, contradictory, other, at_most = numbers
        addable = self.question.kind_class.addable or known == 1 or entities <= 1
        stated_at_all = known > 0 and addable
        return Total(
            low=low if stated_at_all else None,
            high=high if stated_at_all and highs == known else None,
            point=point if stated_at_all and points == known else None,
            stated=stated if stated_at_all else None,
            entities=entities,
            open=known - highs,
            unknown=entities - known,
            conflict=conflict,
            contradictory=contradictory,
            other=other,
            at_most=at_most,
            unit=self.unit,
            addable=addable,
        )


def ask(question: Question, viewer: Viewer) -> Answer:
    """Answer a question for one viewer, from the record as it stands. Costs one query of the database where nothing was written.

    What a person asks that restricted reports can answer goes into the log of access. Raises UnknownSource for a source that is not
    there, or that the viewer may not know of.
    """
    log_question(question, viewer)
    manifest = projection.refresh(viewer)
    source = question.according_to
    if source and source not in manifest.sources:
        raise UnknownSource(
            Fault("unknown_source", "there is no source with the code “{source}”", {"source": source}, "according_to")
        )
    if source in manifest.same:
        question = question.model_copy(update={"according_to": manifest.same[source]})
    return Answer(question, manifest, folder_of(viewer.clearance))


def log_question(question: Question, viewer: Viewer) -> None:
    """Write into the log of access that a person asked what restricted reports can answer."""
    if viewer.person.account is not None and reaches_restricted(viewer):
        log.write(Action.COUNTED, by=viewer.person, question=question.plain())


def unit_of(question: Question, units: Sequence[str]) -> str | None:
    """Return the unit of an answer where the question names none: that of the field (sites, where sites are counted; else people) where any
    statement counts it, or where nobody stated anything; else the first there is."""
    usual = question.kind_class.units({}).get(question.measure, Count.model_fields["unit"].default)
    return usual if usual in units or not units else units[0]
