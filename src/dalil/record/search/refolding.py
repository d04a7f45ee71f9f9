"""The words of everything in the record, worked out anew."""

from __future__ import annotations

from typing import Any

from django.db import connections

from dalil.archive.models import Document
from dalil.record.canonical import told
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.models import Report, Source, Word
from dalil.record.search.document_words import document_search_text
from dalil.record.search.index_text import indexed, search_text
from dalil.record.search.words import note_words
from dalil.text.compounds import find_words_to_spell


def fold_where_never_done(using: str = "default", **_: Any) -> None:
    """Work out the words of a record that has none; a receiver of Django's `post_migrate`, for homes from before there were any."""
    there = connections[using].introspection.table_names()
    if (
        Word._meta.db_table in there
        and not Word.objects.exists()
        and (Report.objects.exists() or Source.objects.exists())
    ):
        refold()


def refold() -> int:
    """Work out the words of every report, document and source anew. Returns how many had others before.

    Needed after a change of the folding rules, of the labels of codes, or of the gazetteer.
    """
    known = gazetteer()
    changed: list[Report] = []
    total = 0
    for report in (
        Report.objects.order_by("pk").only("pk", "kind", "content", "said", "search").iterator(chunk_size=2000)
    ):
        claim = report.claim
        words = search_text(claim, report.said, texts=told(claim)[1], known=known)
        if words != report.search:
            report.search = words
            changed.append(report)
        if len(changed) == 2000:
            total += _save(changed)
            changed = []
    total += _save(changed)
    for document in Document.objects.all():
        words = document_search_text(document)
        total += Document.objects.filter(pk=document.pk).exclude(search=words).update(search=words)
    for source in Source.objects.prefetch_related("aliases"):
        words = indexed(" ".join((source.code, *source.names)))
        total += Source.objects.filter(pk=source.pk).exclude(search=words).update(search=words)
    for model in (Source, Document, Report):
        texts = model._default_manager.order_by("pk").values_list("search", flat=True).iterator(chunk_size=2000)
        note_words(find_words_to_spell(texts))
    return total


def _save(reports: list[Report]) -> int:
    Report.objects.bulk_update(reports, ["search"], batch_size=500)
    return len(reports)
