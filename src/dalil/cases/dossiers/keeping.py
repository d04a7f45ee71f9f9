"""Opening a dossier, asking its question, choosing what is in it, and numbering its documents. Each is one transaction with its entry in the log."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pikepdf
from django.contrib.auth.models import User
from django.db.models import Max, Q, QuerySet

from dalil.archive import store
from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.cases.dossiers.models import DocumentNumber, Dossier, FrozenFigure, Pin, QuestionOfDossier, TakenOut
from dalil.cases.dossiers.question import DossierQuestion
from dalil.counting.models import Figure, FigureEdition
from dalil.record.actions.transaction import Refused, writing
from dalil.record.lengths import check_lengths
from dalil.record.log import Subject, Verb, append_change
from dalil.record.models import Report

PREFIX = re.compile(r"[A-Z][A-Z0-9]{1,11}")
AT_ONCE = 500
"""Rows that are written, or looked for, in one query."""


@dataclass(frozen=True)
class Chosen:
    """What of a dossier a viewer may see. unseen: how many things are in it that this viewer may not see; nothing else is told of them."""

    pins: tuple[Pin, ...]
    unseen: int

    @property
    def reports(self) -> list[Report]:
        """Return the reports among them, in the order in which they were chosen."""
        return [each.report for each in self.pins if each.report]

    def narrowed_to(self, keys: Collection[int]) -> Chosen:
        """Return the same of some pins alone, by their primary keys."""
        return replace(self, pins=tuple(each for each in self.pins if each.pk in keys))


def open_dossier(prefix: str, title: str, question: DossierQuestion, *, actor: User) -> Dossier:
    """Open a dossier. prefix: two to twelve capital letters and digits, with which the numbers of its documents begin.

    Raises Refused for another prefix, for one that was given already, without a title, and for a provision that cannot apply.
    """
    check_lengths(figure_title=title)
    if not PREFIX.fullmatch(prefix):
        raise Refused(
            "no_prefix",
            "“{prefix}” is no prefix: write two to twelve capital letters A to Z and digits, a letter first",
            {"prefix": prefix},
        )
    if not title.strip():
        raise Refused("dossier_without_title", "a dossier needs a title")
    with writing():
        if Dossier.objects.filter(prefix=prefix).exists():
            raise Refused(
                "prefix_given", "{prefix} is the prefix of another dossier; numbers are given once", {"prefix": prefix}
            )
        dossier = Dossier.objects.create(prefix=prefix, title=title.strip(), opened_by=actor)
        append_change(Verb.DEFINED, Subject.DOSSIER, [prefix], actor=actor)
        _ask(dossier, question, actor, "")
        return dossier


def ask_question(dossier: Dossier, question: DossierQuestion, *, actor: User, reason: str) -> None:
    """Change the question of a dossier; what was asked before stays on the record. Raises Refused without a reason."""
    check_lengths(reason=reason)
    if not reason.strip():
        raise Refused("changed_without_reason", "say why the question is another one now")
    with writing():
        if question != question_of(dossier):
            _ask(dossier, question, actor, reason)


def question_of(dossier: Dossier) -> DossierQuestion:
    """Return the question of a dossier as it was asked last."""
    return DossierQuestion.model_validate(dossier.questions.order_by("-pk").values_list("question", flat=True)[0])


def choose_reports(
    dossier: Dossier,
    reports: Iterable[Report],
    *,
    actor: User,
    reason: str,
    query: Mapping[str, Any] | None = None,
    entities: Mapping[int, str] | None = None,
) -> int:
    """Choose reports for a dossier, each as it stands now, and number their documents. Returns how many were not in it before.

    query: by what they were looked for. entities: the address of the entity for which a report was chosen, by its primary key. Raises Refused
    without a reason.
    """
    _check_reason(reason)
    found, asked, of = list(reports), dict(query or {}), entities or {}
    with writing():
        inside = set(Pin.objects.filter(dossier=dossier, report__isnull=False).values_list("report_id", flat=True))
        new = [each for each in found if each.pk not in inside]
        Pin.objects.bulk_create(
            [
                Pin(
                    dossier=dossier,
                    report=each,
                    version=each.digest,
                    entity=of.get(each.pk, ""),
                    query=asked,
                    reason=reason,
                    actor=actor,
                )
                for each in new
            ],
            batch_size=AT_ONCE,
        )
        _number(dossier, {each.document_id for each in new}, actor)
        if new:
            append_change(
                Verb.DEFINED,
                Subject.DOSSIER,
                [dossier.prefix],
                actor=actor,
                what="reports",
                reports=[each.address for each in new],
            )
        return len(new)


def choose_document(dossier: Dossier, document: Document, *, actor: User, reason: str) -> bool:
    """Choose a document for a dossier, also one in which no report stands. Returns False where it is in it. Raises Refused without a reason."""
    _check_reason(reason)
    with writing():
        if Pin.objects.filter(dossier=dossier, document=document).exists():
            return False
        Pin.objects.create(dossier=dossier, document=document, version=document.sha256, reason=reason, actor=actor)
        _number(dossier, {document.pk}, actor)
        append_change(
            Verb.DEFINED, Subject.DOSSIER, [dossier.prefix], actor=actor, what="document", documents=[document.sha256]
        )
        return True


def take_out(pin: Pin, *, actor: User, reason: str) -> None:
    """Take something out of a dossier again, and say why. That it was in it, its number, and what was said of it stay.

    Raises Refused without a reason, and where that was done already.
    """
    check_lengths(reason=reason)
    if not reason.strip():
        raise Refused("taken_out_without_reason", "say why it is taken out of the dossier")
    with writing():
        if not pin.take_back(actor):
            raise Refused("already_taken_out", "this has been taken out already")
        TakenOut.objects.create(pin=pin, actor=actor, reason=reason)
        append_change(Verb.RETRACTED, Subject.DOSSIER, [pin.dossier.prefix], actor=actor, what="choice")


def freeze_figure(dossier: Dossier, edition: FigureEdition, *, actor: User, reason: str) -> FrozenFigure:
    """Put an edition of a figure into a dossier, as it was published. Raises Refused without a reason, and where it is in it already."""
    _check_reason(reason)
    with writing():
        if FrozenFigure.objects.filter(dossier=dossier, edition=edition).exists():
            raise Refused("figure_in_dossier", "this edition of the figure is in the dossier already")
        made = FrozenFigure.objects.create(dossier=dossier, edition=edition, reason=reason, actor=actor)
        append_change(
            Verb.DEFINED, Subject.DOSSIER, [dossier.prefix], actor=actor, what="figure", figure=edition.figure.slug
        )
        return made


def take_figure_out(frozen: FrozenFigure, *, actor: User) -> None:
    """Take a figure out of a dossier again. Raises Refused where that was done already."""
    with writing():
        if not frozen.take_back(actor):
            raise Refused("already_taken_out", "this has been taken out already")
        append_change(Verb.RETRACTED, Subject.DOSSIER, [frozen.dossier.prefix], actor=actor, what="figure")


def find_chosen(dossier: Dossier, viewer: Viewer) -> Chosen:
    """Return what is in a dossier, as far as a viewer may see it, and how many things this viewer may not see."""
    pins = Pin.objects.filter(dossier=dossier)
    seen = pins.filter(visible_pins(viewer)).select_related(
        "report__document", "report__attribution", "document", "actor"
    )
    found = tuple(seen.prefetch_related("report__attribution__credits__source").order_by("pk"))
    return Chosen(found, pins.count() - len(found))


def find_taken_out(dossier: Dossier, viewer: Viewer) -> list[TakenOut]:
    """Return what was taken out of a dossier and is not in it again, with why, the latest first; as far as a viewer may see it."""
    inside = Pin.objects.filter(dossier=dossier)
    pins = Pin.everything.filter(visible_pins(viewer), dossier=dossier)
    again = Q(pin__report__in=inside.filter(report__isnull=False).values("report")) | Q(
        pin__document__in=inside.filter(document__isnull=False).values("document")
    )
    found = TakenOut.objects.filter(pin__in=pins.values("pk")).exclude(again).order_by("-pk")
    return list(found.select_related("actor", "pin__report__document", "pin__document"))


def visible_pins(viewer: Viewer) -> Q:
    """Return the condition under which a viewer may know what was chosen."""
    reports, documents = Report.objects.visible_to(viewer), Document.objects.visible_to(viewer)
    return Q(report__in=reports.order_by().values("pk")) | Q(document__in=documents.order_by().values("pk"))


def visible_figures(dossier: Dossier, viewer: Viewer) -> QuerySet[FrozenFigure]:
    """Return the figures of a dossier that a viewer may know of."""
    known = Figure.objects.visible_to(viewer).values("pk")
    return FrozenFigure.objects.filter(dossier=dossier, edition__figure__in=known).select_related("edition__figure")


def number_documents(dossier: Dossier, documents: set[int], *, actor: User) -> None:
    """Give numbers to those of some documents that have none yet, as to a redaction that leaves with its dossier. documents: primary keys."""
    if documents - set(dossier.numbers.values_list("document_id", flat=True)):
        with writing():
            _number(dossier, documents, actor)
            append_change(Verb.DEFINED, Subject.DOSSIER, [dossier.prefix], actor=actor, what="numbers")


def numbers_of(dossier: Dossier) -> dict[int, DocumentNumber]:
    """Return the numbers of a dossier's documents, by the primary key of the document."""
    return {each.document_id: each for each in dossier.numbers.all()}


def write_number(prefix: str, number: int, page: int | None = None) -> str:
    """Write the number of a document, or of one of its pages.

    >>> write_number("DOUMA", 7), write_number("DOUMA", 7, 12)
    ('DOUMA-0007', 'DOUMA-0007-0012')
    """
    return f"{prefix}-{number:04}" + (f"-{page:04}" if page else "")


def _ask(dossier: Dossier, question: DossierQuestion, actor: User, reason: str) -> None:
    question.check()
    kept = question.model_dump(mode="json", exclude_defaults=True)
    QuestionOfDossier.objects.create(dossier=dossier, question=kept, actor=actor, reason=reason)
    append_change(Verb.DEFINED, Subject.DOSSIER, [dossier.prefix], actor=actor, what="question")


def _check_reason(reason: str) -> None:
    check_lengths(reason=reason)
    if not reason.strip():
        raise Refused("chosen_without_reason", "say why it is in the dossier")


def _number(dossier: Dossier, documents: set[int], actor: User) -> None:
    """Number the documents that have no number yet, in the order in which they were received."""
    have = set(dossier.numbers.values_list("document_id", flat=True))
    last = dossier.numbers.aggregate(last=Max("number"))["last"] or 0
    waiting = sorted(documents - have)
    rows = []
    for start in range(0, len(waiting), AT_ONCE):
        known = Document.objects.visible_to(Viewer.steward()).in_bulk(waiting[start : start + AT_ONCE])
        rows += [known[key] for key in waiting[start : start + AT_ONCE]]
    DocumentNumber.objects.bulk_create(
        [
            DocumentNumber(dossier=dossier, document=each, number=at, pages=count_pages(each), actor=actor)
            for at, each in enumerate(rows, last + 1)
        ],
        batch_size=AT_ONCE,
    )


def count_pages(document: Document) -> int | None:
    """Count the pages of a document: those of a PDF; any other is one. None where the PDF is missing or cannot be read."""
    if document.media_type != "application/pdf":
        return 1
    try:
        with store.open_stored(document.sha256) as stream, pikepdf.open(stream) as file:
            return len(file.pages)
    except (OSError, pikepdf.PdfError, pikepdf.PasswordError):
        return None
