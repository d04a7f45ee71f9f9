"""The parts of a published figure that can change: its question, its numbers, its doubts, and what stands behind it."""

from __future__ import annotations

from enum import StrEnum

from dalil.values.total import Total


class FigurePart(StrEnum):
    """A part of a figure's answer that differs from the published edition."""

    QUESTION = "question"
    RANGE = "range"
    """The lowest and the highest number."""
    BEST = "best"
    """The best number, and the largest that anybody stated."""
    UNIT = "unit"
    DOUBTS = "doubts"
    """What is unknown, open, in conflict, contradictory, in other units, upper bounds alone, overlapping or not added, and what perhaps belongs."""
    LINES = "lines"
    """The lines of a grouped answer."""
    ENTITIES = "entities"
    """Which entities are counted, and with which number each."""
    REPORTS = "reports"
    """The reports behind the entities that are counted."""


def compare_totals(then: Total, now: Total) -> set[FigurePart]:
    """Name the parts in which two totals differ.

    >>> sorted(compare_totals(Total(low=5, high=9), Total(low=5, high=9, unknown=1)))
    [<FigurePart.DOUBTS: 'doubts'>]
    """
    return {
        part
        for part, names in FIELDS_OF_PARTS.items()
        if any(getattr(then, name) != getattr(now, name) for name in names)
    }


FIELDS_OF_PARTS = {
    FigurePart.RANGE: ("low", "high"),
    FigurePart.BEST: ("point", "stated"),
    FigurePart.UNIT: ("unit",),
    FigurePart.DOUBTS: ("open", "unknown", "conflict", "contradictory", "other", "at_most", "addable"),
    FigurePart.ENTITIES: ("entities",),
}
"""Every field of a total stands here once; a test holds it."""
