"""What an edition of a figure keeps beside its answer, so that its page can be shown whole as it was published: the title, the answer in
every reading, the weakest grade, the two ends of a time between reports, and what was counted, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, NamedTuple, Self

from dalil.archive.protection import Viewer
from dalil.counting.answer import Answer, CountedEntity, ask
from dalil.counting.combine import Reading
from dalil.counting.grading import Grade
from dalil.counting.models import Figure
from dalil.counting.question import ENTITIES, GAP, REPORTS
from dalil.counting.timelines import first_and_last
from dalil.record.models import Report, Supersession
from dalil.values import Bilingual
from dalil.values.gap import Gap, Moment
from dalil.values.total import Total

MOST_KEPT = 5_000
"""An edition keeps its entities one by one up to so many of them."""


class WeakestGrade(NamedTuple):
    """The weakest grade among what is counted; of a single entity, how many origins and reports stand behind it."""

    code: str
    entities: int
    origins: int
    reports: int


class KeptEntity(NamedTuple):
    """An entity that an edition counts. Its number and its reports stand in the edition's basis."""

    address: str
    grade: str
    conflict: bool
    contradictory: bool


@dataclass(frozen=True)
class EditionContents:
    """What stands on the page of an edition besides its answer.

    only: the address of the report behind it, where it is a single one. reports: how many stand behind it.
    entities: what is counted, the latest first; None where that is too many to be kept.
    """

    title: Bilingual
    note: Bilingual | None
    readings: Mapping[str, Total]
    grade: WeakestGrade | None
    gap: Gap | None
    only: str
    reports: int
    entities: tuple[KeptEntity, ...] | None

    def plain(self) -> dict[str, Any]:
        """Give the contents as JSON keeps them; `of` reads them back."""
        return {
            "title": self.title.model_dump(),
            "note": self.note.model_dump() if self.note else None,
            "readings": {code: asdict(total) for code, total in self.readings.items()},
            "grade": self.grade._asdict() if self.grade else None,
            "gap": _plain_gap(self.gap) if self.gap else None,
            "only": self.only,
            "reports": self.reports,
            "entities": None if self.entities is None else [list(each) for each in self.entities],
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Self:
        """Read the contents of an edition back."""
        gap, entities = plain["gap"], plain["entities"]
        return cls(
            title=Bilingual(**plain["title"]),
            note=Bilingual(**plain["note"]) if plain["note"] else None,
            readings={code: Total(**total) for code, total in plain["readings"].items()},
            grade=WeakestGrade(**plain["grade"]) if plain["grade"] else None,
            gap=_read_gap(gap) if gap else None,
            only=plain["only"],
            reports=plain["reports"],
            entities=None if entities is None else tuple(KeptEntity(*each) for each in entities),
        )


def _plain_gap(gap: Gap) -> list[Any]:
    return [_plain_moment(gap.before), _plain_moment(gap.after), gap.begun.isoformat() if gap.begun else None]


def _read_gap(kept: Sequence[Any]) -> Gap:
    before, after, begun = kept
    return Gap(_read_moment(before), _read_moment(after), date.fromisoformat(begun) if begun else None)


def work_out_contents(figure: Figure, answer: Answer, found: Sequence[CountedEntity] | None = None) -> EditionContents:
    """Work out what an edition of this answer keeps. found: all its entities; they are asked for where they are not handed in."""
    question, viewer = answer.question, Viewer.public()
    found = answer.entities(MOST_KEPT + 1) if found is None else found
    by_reports = question.model_copy(update={"measure": REPORTS, "unit": None, "by": ()})
    readings = {
        reading.value: ask(
            question.model_copy(update={"reading": reading, "by": (), "unit": answer.unit}), viewer
        ).total
        for reading in (Reading if question.is_quantity else ())
    }
    return EditionContents(
        title=figure.title,
        note=figure.note,
        readings=readings,
        grade=_find_weakest_grade(answer, found),
        gap=first_and_last(question, viewer).gap if question.measure == GAP else None,
        only=_find_only_report(question.measure, found),
        reports=ask(by_reports, viewer).total.low or 0,
        entities=None
        if len(found) > MOST_KEPT
        else tuple(KeptEntity(each.address, each.grade, each.conflict, each.contradictory) for each in found),
    )


def _find_only_report(measure: str, found: Sequence[CountedEntity]) -> str:
    """Find the address of the one report that is counted; those that it corrected, or that were withdrawn, stand beside it in its entity."""
    if measure == GAP or len(found) != 1 or found[0].n_reports != 1:
        return ""
    public = Report.objects.visible_to(Viewer.public())
    corrected = Supersession.objects.filter(new__in=public.values("pk")).values("old")
    standing = public.filter(pk__in=found[0].reports).exclude(pk__in=corrected).not_withdrawn()
    return standing.values_list("address", flat=True).first() or ""


def _find_weakest_grade(answer: Answer, found: Sequence[CountedEntity]) -> WeakestGrade | None:
    if not found:
        return None
    if len(found) > MOST_KEPT:
        asked = answer.question.model_copy(update={"by": ("grade",), "measure": ENTITIES, "unit": None})
        codes = [line.keys[0] or "" for line in ask(asked, Viewer.public()).rows]
    else:
        codes = [each.grade for each in found]
    weakest = min((code for code in codes if code), key=_WEAKEST_FIRST.index)
    return WeakestGrade(weakest, len(found), found[0].n_origins, found[0].n_reports)


def _plain_moment(moment: Moment) -> dict[str, str]:
    return {"address": moment.address, "start": moment.start.isoformat(), "end": moment.end.isoformat()}


def _read_moment(plain: Mapping[str, str]) -> Moment:
    return Moment(plain["address"], date.fromisoformat(plain["start"]), date.fromisoformat(plain["end"]))


_WEAKEST_FIRST = [
    grade.value
    for grade in (
        Grade.DISPROVED,
        Grade.CONTESTED,
        Grade.REPORTED,
        Grade.CORROBORATED,
        Grade.VERIFIED,
        Grade.CONFIRMED,
    )
]
