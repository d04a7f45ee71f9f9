"""The elements of the crimes that a dossier asks about, beside what speaks for and against each. Worked out for one viewer, anew each time.

Nothing here says that an element is met: a court says that. An element is open, or one origin speaks for it, or several that are independent do;
and whatever speaks against it stands beside it, always. What a viewer may not see opens its cells, as if it were not there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from dalil.archive.protection import Viewer
from dalil.cases.dossiers.carrying import current_pins, find_newer
from dalil.cases.dossiers.evidence import Evidence, read_evidence
from dalil.cases.dossiers.keeping import find_chosen, question_of, visible_pins
from dalil.cases.dossiers.models import Assessment, Dossier, Pin, SecondOpinion, Stance
from dalil.cases.dossiers.question import DossierQuestion, LegalGround
from dalil.cases.law import Element
from dalil.counting.combine import are_several
from dalil.record.source_identity import read_identities

Pair = tuple[str, str]


class ElementStanding(StrEnum):
    """How much speaks for an element. None of these says that it is met."""

    OPEN = "open"
    ONE = "one"
    SEVERAL = "several"


class Reviewed(StrEnum):
    """What a second officer said of an assessment, the latest review counting."""

    NOT_YET = "not yet"
    AGREED = "agreed"
    DISAGREED = "disagreed"


@dataclass(frozen=True)
class WeighedEvidence:
    """One assessment with what it rests on. reviewed: by a second officer."""

    assessment: Assessment
    evidence: Evidence
    reviewed: Reviewed

    @property
    def speaks_for(self) -> bool:
        """Tell on which side it stands."""
        return self.assessment.stance == Stance.FOR


@dataclass(frozen=True)
class Cell:
    """One element: what speaks for it and against it. silent: assessments of what was corrected or withdrawn since, which count on no side."""

    ground: LegalGround
    element: Element
    speaks_for: tuple[WeighedEvidence, ...]
    speaks_against: tuple[WeighedEvidence, ...]
    silent: tuple[WeighedEvidence, ...]
    standing: ElementStanding

    @property
    def is_contested(self) -> bool:
        """Tell whether anything speaks against it."""
        return bool(self.speaks_against)

    @property
    def key(self) -> Pair:
        """Return the codes of the provision and the element."""
        return self.ground.code, self.element.code

    @property
    def words(self) -> tuple[WeighedEvidence, ...]:
        """Return all that was said of it, for and against and silent."""
        return (*self.speaks_for, *self.speaks_against, *self.silent)


@dataclass(frozen=True)
class Matrix:
    """All cells of a dossier, in the order of the law. unseen: how many things in the dossier this viewer may not see.

    evidence: all that was chosen, by the primary key of its pin. stray: assessments of elements that the question does not ask about (any more).
    newer: the choice of the correction, for choices of reports that were corrected (`carrying.find_newer`). out_against: how many assessments
    speak against an element and rest on what was taken out of the dossier; that somebody took it out makes none of them unsaid.
    """

    question: DossierQuestion
    cells: tuple[Cell, ...]
    evidence: Mapping[int, Evidence]
    unseen: int
    stray: tuple[WeighedEvidence, ...] = ()
    newer: Mapping[int, Pin] = field(default_factory=dict)
    out_against: int = 0

    @property
    def open_cells(self) -> tuple[Cell, ...]:
        """Return the elements for which nothing speaks."""
        return tuple(each for each in self.cells if each.standing is ElementStanding.OPEN)

    @property
    def words_against(self) -> tuple[WeighedEvidence, ...]:
        """Return all that speaks against any element, also where the question does not ask about it."""
        return tuple(
            word for word in (*(word for cell in self.cells for word in cell.words), *self.stray) if not word.speaks_for
        )


def read_matrix(
    dossier: Dossier,
    viewer: Viewer,
    *,
    purpose: str = "internal",
    recipient: str = "",
    among: Collection[int] | None = None,
) -> Matrix:
    """Work the matrix of a dossier out for a viewer. purpose, recipient: for whom consents are asked.

    among: the primary keys of the pins that count; all that the viewer may see unless given.
    """
    chosen = find_chosen(dossier, viewer)
    evidence = read_evidence(chosen, viewer, purpose=purpose, recipient=recipient)
    if among is not None:
        evidence = {key: each for key, each in evidence.items() if key in among}
    said: dict[Pair, list[WeighedEvidence]] = {}
    made = list(
        Assessment.objects.filter(pin__dossier=dossier)
        .select_related("actor")
        .prefetch_related("reviews__actor")
        .order_by("pk")
    )
    current = current_pins(dossier)
    for each in made:
        pin = current.get(each.pin_id)
        if pin is not None and pin in evidence:
            word = WeighedEvidence(each, evidence[pin], _reviewed(each))
            said.setdefault((each.provision, each.element), []).append(word)
    alike, question = read_identities(viewer).alike, question_of(dossier)
    cells = tuple(
        make_cell(ground, element, said.pop((ground.code, element.code), ()), alike)
        for ground in question.grounds()
        for element in ground.elements
    )
    return Matrix(
        question,
        cells,
        evidence,
        chosen.unseen,
        tuple(word for words in said.values() for word in words),
        find_newer(chosen, viewer),
        _count_out(made, current, dossier, viewer) if among is None else 0,
    )


def make_cell(
    ground: LegalGround, element: Element, words: Sequence[WeighedEvidence], alike: Collection[Pair] = ()
) -> Cell:
    """Make the cell of an element from all that was said of it. Two documents of one origin are one origin; an unknown origin may be any other."""
    speaking = [each for each in words if each.evidence.counts]
    speaks_for = tuple(each for each in speaking if each.speaks_for)
    origins = {origin for each in speaks_for for origin in each.evidence.origins}
    several = are_several(origins, alike)
    return Cell(
        ground,
        element,
        speaks_for,
        tuple(each for each in speaking if not each.speaks_for),
        tuple(each for each in words if not each.evidence.counts),
        ElementStanding.SEVERAL if several else ElementStanding.ONE if speaks_for else ElementStanding.OPEN,
    )


def _count_out(made: Iterable[Assessment], current: Collection[int], dossier: Dossier, viewer: Viewer) -> int:
    """How many assessments speak against an element and rest on what was taken out, of what the viewer may see."""
    out = [each.pin_id for each in made if each.stance == Stance.AGAINST and each.pin_id not in current]
    seen = set(Pin.everything.filter(visible_pins(viewer), dossier=dossier).values_list("pk", flat=True)) if out else ()
    return sum(each in seen for each in out)


def _reviewed(assessment: Assessment) -> Reviewed:
    last = max(assessment.reviews.all(), key=lambda each: each.pk, default=None)
    if last is None:
        return Reviewed.NOT_YET
    return Reviewed.AGREED if last.agreement == SecondOpinion.AGREES else Reviewed.DISAGREED
