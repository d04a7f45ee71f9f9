"""A search over everything in a dossier: reports, documents, what was said of them, the work, and the notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.cases.dossiers.keeping import Chosen
from dalil.cases.dossiers.models import Assessment, Dossier, Errand, Pin, PrivilegedNote
from dalil.letters import fold
from dalil.record.by_addresses import keys_as_subquery
from dalil.record.models import Report
from dalil.record.search.queries import looking_for


@dataclass(frozen=True)
class FoundInDossier:
    """What of a dossier has the words. pins: by the report or the document, or by what was said of it."""

    pins: tuple[Pin, ...]
    errands: tuple[Errand, ...]
    notes: tuple[PrivilegedNote, ...]


def find_in_dossier(dossier: Dossier, query: str, chosen: Chosen, viewer: Viewer) -> FoundInDossier:
    """Find what in a dossier has all words of a query, in either script. chosen: what of the dossier the viewer may see."""
    search, words = looking_for(query), [fold(each) for each in query.split()]
    reports = Report.objects.visible_to(viewer).filter(
        pk__in=keys_as_subquery(each.report_id for each in chosen.pins if each.report_id)
    )
    documents = Document.objects.visible_to(viewer).filter(
        pk__in=keys_as_subquery(
            each.report.document_id if each.report else each.document_id or 0 for each in chosen.pins
        )
    )
    of_reports = set(search.all_of(reports).values_list("pk", flat=True))
    of_documents = set(search.all_of(documents).values_list("pk", flat=True))
    said = _having(Assessment.objects.filter(pin__dossier=dossier), words)
    of_words = {each.pin_id for each in said}
    return FoundInDossier(
        tuple(
            each
            for each in chosen.pins
            if each.pk in of_words
            or each.report_id in of_reports
            or (each.report.document_id if each.report else each.document_id) in of_documents
            or _has(each.reason, words)
        ),
        tuple(_having(dossier.errands.select_related("actor"), words)),
        tuple(_having(dossier.notes.select_related("actor"), words)),
    )


def _having(rows: QuerySet[Any], words: list[str]) -> list[Any]:
    """Those of some rows whose words, folded, hold all that are looked for; a dossier has hundreds of them at the most."""
    return [each for each in rows if _has(" ".join((each.reason, getattr(each, "partner", ""))), words)]


def _has(text: str, words: list[str]) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)
