"""Agreements and resolutions that were in force in a time, as far as their reports say when they began, were broken or ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dalil.archive.protection import Viewer
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.record.entities import entities_of
from dalil.record.gazetteer_in_use import gazetteer
from dalil.values import Bilingual, When, Where

MOST_SHOWN = 6
"""Of more measures than this only the first are shown: more signs than a reader can hold."""
MOST_READ = 60
KINDS_OF_MEASURE = ("AGREEMENT", "RESOLUTION")
ENDS = ("ended", "broken")


@dataclass(frozen=True)
class MeasureInForce:
    """A measure: its name, where it applies, when it began, and when a report says that it was broken or ended.

    broken: that is how it ended. A measure of whose beginning nothing is told has one time in `began`: that of its report.
    """

    title: Bilingual
    where: Where | None
    began: When
    ended: When | None
    broken: bool = False

    @property
    def first(self) -> date:
        """Return the first day on which it can have been in force."""
        return self.began.start

    @property
    def last(self) -> date | None:
        """Return the last day on which it can have been in force; None where nobody says that it ended."""
        return self.ended.end if self.ended else None


@dataclass(frozen=True)
class _Step:
    """What one report says became of a measure."""

    name: tuple[str, str]
    action: str
    title: Bilingual
    where: Where | None
    when: When


def measures_in_force(
    first: date, last: date, viewer: Viewer, places: Sequence[str] = ()
) -> tuple[MeasureInForce, ...]:
    """List the agreements and resolutions of a time, the earliest first. One without an end is of the time in which it began.

    places: where what is shown beside them was; a measure that applies elsewhere is left out, one that says no place is not.
    """
    measures = [
        each for each in _join(_read_steps(viewer)) if each.first <= last and (each.last or each.first) >= first
    ]
    return tuple(each for each in measures if _applies(each.where, places))[:MOST_SHOWN]


def _read_steps(viewer: Viewer) -> list[_Step]:
    """What reports say became of measures, the earliest first."""
    answer = ask(Question(kind="measure", facets={"what": KINDS_OF_MEASURE}), viewer)
    first_reports = [each.reports[0] for each in answer.entities(MOST_READ)]
    steps = []
    for entity in entities_of(first_reports, viewer) if first_reports else ():
        for claim in (report.claim for report in entity.current):
            title, when = claim.title_of, claim.whens()  # type: ignore[attr-defined]
            if when is not None:
                name = (str(claim.what), title.in_language("en"))  # type: ignore[attr-defined]
                steps.append(_Step(name, str(claim.action), title, claim.wheres(), when))  # type: ignore[attr-defined]
    return sorted(steps, key=lambda step: (step.when.start, step.when.end))


def _join(steps: Sequence[_Step]) -> list[MeasureInForce]:
    """Put together what became of one measure, by its kind and name: from its first step to the first that ends or breaks it."""
    by_name: dict[tuple[str, str], list[_Step]] = {}
    for step in steps:
        by_name.setdefault(step.name, []).append(step)
    found = []
    for these in by_name.values():
        began = these[0]
        end = next((step for step in these if step.action in ENDS), None)
        if end is began or (end is None and began.action not in ("adopted", "in_force")):
            found.append(MeasureInForce(began.title, began.where, began.when, began.when, began.action == "broken"))
        else:
            ended = end.when if end else None
            found.append(
                MeasureInForce(began.title, began.where, began.when, ended, bool(end and end.action == "broken"))
            )
    return sorted(found, key=lambda each: each.first)


def _applies(where: Where | None, places: Sequence[str]) -> bool:
    if where is None or not where.places or not places:
        return True
    known = gazetteer()
    return any(
        one in known.path(other) or other in known.path(one)
        for one in where.places
        for other in places
        if one in known and other in known
    )
