"""What the screens of a dossier show, in the language of the screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from dalil.cases.dossiers.case_words import (
    CUSTODY,
    MOST_OCCASIONS,
    REVIEWED,
    SINCE,
    name_evidence,
    say_gap,
    say_grade,
    say_occasion,
    say_origins,
    say_standing,
)
from dalil.cases.dossiers.evidence import Evidence
from dalil.cases.dossiers.gaps import ElementGap, find_gaps
from dalil.cases.dossiers.keeping import write_number
from dalil.cases.dossiers.matrix import Cell, Matrix, WeighedEvidence
from dalil.cases.dossiers.models import Assessment, DocumentNumber, Dossier, TakenOut
from dalil.wording.claims import title_of
from dalil.wording.refusals import refusal
from dalil.wording.times import say_when
from dalil.wording.where import say_where


@dataclass(frozen=True)
class EvidenceShown:
    """A thing in the dossier. number: of its document. consent: why it may not leave, empty where it may."""

    pin: int
    number: str
    title: str
    url: str
    origins: str
    grade: str
    custody: str
    since: str
    counts: bool
    consent: str
    consents_differ: bool
    reason: str


@dataclass(frozen=True)
class WordShown:
    """One assessment. own: of the reader, who reviews it therefore not.

    newer: the number of the correction's document, where the report was corrected, the correction is in the dossier, and nobody said the same of it.
    """

    pk: int
    side: str
    evidence: EvidenceShown
    reason: str
    by: str
    reviewed: str
    own: bool
    newer: str = ""


@dataclass(frozen=True)
class TakenOutShown:
    """A thing that was taken out of the dossier, with why."""

    number: str
    title: str
    url: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class AskFor:
    """A request that would close a gap. words: what is asked for; url: the form of the request with all of it."""

    words: str
    url: str


@dataclass(frozen=True)
class CellShown:
    """An element. gap: what would fill it; asks: the requests that would."""

    words: str
    standing: str
    is_open: bool
    contested: bool
    url: str
    speaks_for: int
    speaks_against: int
    silent: int
    unreviewed: int
    gap: str
    asks: tuple[AskFor, ...]


@dataclass(frozen=True)
class GroundShown:
    """A provision, or a way of answering, with its elements."""

    name: str
    source: str
    cells: tuple[CellShown, ...]


class DossierPresenter:
    """Says what a dossier holds in a language. numbers: of its documents; matrix: where assessments are shown that may be said of a correction."""

    def __init__(
        self,
        dossier: Dossier,
        numbers: dict[int, DocumentNumber],
        language: str,
        reader: int,
        matrix: Matrix | None = None,
    ) -> None:
        self.dossier, self.numbers, self.language, self.reader = dossier, numbers, language, reader
        self.newer = matrix.newer if matrix else {}
        words = [word for cell in matrix.cells for word in cell.words] if matrix else []
        self.said = {_what_it_says(word.assessment, word.evidence.pin.pk) for word in words}

    def grounds(self, matrix: Matrix) -> list[GroundShown]:
        """Present the whole matrix."""
        gaps = {each.cell.key: each for each in find_gaps(matrix)}
        shown: dict[str, list[CellShown]] = {}
        names = {}
        for cell in matrix.cells:
            names[cell.ground.code] = cell.ground
            shown.setdefault(cell.ground.code, []).append(self.cell(cell, gaps.get(cell.key)))
        return [
            GroundShown(names[code].name.in_language(self.language), names[code].source, tuple(cells))
            for code, cells in shown.items()
        ]

    def cell(self, cell: Cell, gap: ElementGap | None) -> CellShown:
        """Present one element."""
        return CellShown(
            words=cell.element.words.in_language(self.language),
            standing=say_standing(cell, self.language),
            is_open=cell.standing == "open",
            contested=cell.is_contested,
            url=reverse("desk:dossier_element", args=[self.dossier.prefix, *cell.key]),
            speaks_for=len(cell.speaks_for),
            speaks_against=len(cell.speaks_against),
            silent=len(cell.silent),
            unreviewed=sum(word.reviewed == "not yet" for word in cell.words),
            gap=say_gap(gap, self.language) if gap else "",
            asks=self._asks(gap) if gap else (),
        )

    def word(self, word: WeighedEvidence) -> WordShown:
        """Present one assessment."""
        said = word.assessment
        return WordShown(
            pk=said.pk,
            side=str(said.get_stance_display()),
            evidence=self.evidence(word.evidence),
            reason=said.reason,
            by=said.actor.get_username(),
            reviewed=REVIEWED[word.reviewed].in_language(self.language),
            own=said.actor_id == self.reader,
            newer=self._newer(word),
        )

    def taken_out(self, out: TakenOut) -> TakenOutShown:
        """Present a thing that was taken out."""
        report = out.pin.report
        document = report.document if report else out.pin.document
        assert document is not None
        return TakenOutShown(
            number=self.number_of(document.pk),
            title=title_of(report.claim, self.language) if report else document.title,
            url=reverse("desk:report", args=[report.address])
            if report
            else reverse("desk:document", args=[document.address]),
            reason=out.reason,
            by=out.actor.get_username(),
            at=out.at,
        )

    def evidence(self, evidence: Evidence) -> EvidenceShown:
        """Present a thing in the dossier."""
        report, document = evidence.report, evidence.document
        return EvidenceShown(
            pin=evidence.pin.pk,
            number=self.number_of(document.pk),
            title=name_evidence(evidence, self.language),
            url=reverse("desk:report", args=[report.address])
            if report
            else reverse("desk:document", args=[document.address]),
            origins=say_origins(evidence, self.language),
            grade=say_grade(evidence, self.language),
            custody=CUSTODY[evidence.custody].in_language(self.language),
            since=SINCE[evidence.since].in_language(self.language),
            counts=evidence.counts,
            consent="" if evidence.permission.allowed else refusal(evidence.permission),
            consents_differ=evidence.consents_differ,
            reason=evidence.pin.reason,
        )

    def number_of(self, document: int) -> str:
        """Return the number of a document as it is written; empty where it has none."""
        known = self.numbers.get(document)
        return write_number(self.dossier.prefix, known.number) if known else ""

    def _newer(self, word: WeighedEvidence) -> str:
        pin = self.newer.get(word.evidence.pin.pk)
        if pin is None or pin.report is None or _what_it_says(word.assessment, pin.pk) in self.said:
            return ""
        return self.number_of(pin.report.document_id)

    def _asks(self, gap: ElementGap) -> tuple[AskFor, ...]:
        """A request for each day that something is missing for, of the first kind of document that would show it."""
        provision, element = gap.cell.key
        to = reverse("desk:dossier_work", args=[self.dossier.prefix])
        first = gap.document_types[0] if gap.document_types else ""
        asks = []
        for each in gap.occasions[:MOST_OCCASIONS] or (None,):
            asked = {"provision": provision, "element": element, "document_type": first}
            if each and each.where:
                asked["place"] = say_where(each.where, self.language)
            if each and each.when:
                asked["about"] = say_when(each.when, self.language)
            words = _("Ask for it: %(what)s") % {"what": say_occasion(each, self.language)} if each else _("Ask for it")
            asks.append(AskFor(words, f"{to}?{urlencode(asked)}#ask"))
        return tuple(asks)


def _what_it_says(said: Assessment, pin: int) -> tuple[int, str, str, str]:
    return pin, said.provision, said.element, said.stance
