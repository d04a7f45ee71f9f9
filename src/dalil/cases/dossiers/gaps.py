"""What is missing in a dossier, and what would fill it: which kind of document, from where, for which day. It follows from the means of proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dalil.cases.dossiers.evidence import Evidence
from dalil.cases.dossiers.matrix import Cell, ElementStanding, Matrix
from dalil.values import When, Where

HAPPENED = ("incident", "victim")
"""Kinds of report that tell of a day on which something happened, so that what would prove an element is of that day."""


@dataclass(frozen=True)
class Occasion:
    """A day and a place for which something is missing. Either may be unknown. title: of the report that tells of it; None for the question."""

    when: When | None
    where: Where | None
    evidence: Evidence | None = None


@dataclass(frozen=True)
class ElementGap:
    """What an element lacks. document_types: kinds of document, by codes of `document_types`, that would show it, none of which speaks for it yet.

    occasions: for which days and places. another_origin: something speaks for it, and all of it may come from one origin.
    """

    cell: Cell
    document_types: tuple[str, ...]
    occasions: tuple[Occasion, ...]
    another_origin: bool


def find_gaps(matrix: Matrix) -> tuple[ElementGap, ...]:
    """Find what is missing, in the order of the cells: of elements for which nothing speaks, or one origin alone."""
    return tuple(_gap(cell, matrix) for cell in matrix.cells if cell.standing is not ElementStanding.SEVERAL)


def _gap(cell: Cell, matrix: Matrix) -> ElementGap:
    speaking = [each.evidence for each in cell.speaks_for]
    have = {each.document.type for each in speaking}
    return ElementGap(
        cell,
        tuple(each for each in cell.element.shown_by if each not in have),
        tuple(_occasions(matrix, speaking)),
        another_origin=cell.standing is ElementStanding.ONE,
    )


def _occasions(matrix: Matrix, speaking: Iterable[Evidence]) -> Iterator[Occasion]:
    """The days of the question that are told of in the dossier and for which nothing speaks yet, each once; without any, the question's own."""
    covered = [when for each in speaking if each.report and (when := each.report.claim.whens())]
    told: dict[tuple[object, ...], Occasion] = {}
    days = 0
    for each in matrix.evidence.values():
        if each.report is None or each.report.kind not in HAPPENED or not each.counts:
            continue
        when, where = each.report.claim.whens(), each.report.claim.wheres()
        if when is None or not (matrix.question.may_be_when(when) and matrix.question.may_be_where(where)):
            continue
        days += 1
        if not any(when.start <= other.end and other.start <= when.end for other in covered):
            told.setdefault((when.start, when.end, where.places if where else ()), Occasion(when, where, each))
    if days:
        yield from sorted(told.values(), key=lambda each: each.when.start if each.when else 0)
        return
    where = Where(places=matrix.question.places) if matrix.question.places else None
    if matrix.question.when or where:
        yield Occasion(matrix.question.when, where)
