"""The folded words by which a report is found, in either script, on either database.

They are kept beside the report in one column and can be worked out again at any time; the query is folded by the same function.
A report is found by its own words, by the names of its codes in both languages, and by the places it lies in: the codes of these are
among its words, so that a query for “Idleb” finds what was told of a village of إدلب.
"""

from __future__ import annotations

from django.db.models import Q

from dalil.archive.models import Document
from dalil.record.canonical import plain_content
from dalil.record.findable import search_text
from dalil.record.models import Report, Source
from dalil.record.places import gazetteer
from dalil.text.folding import fold


def matching(query: str, field: str = "search") -> Q:
    """The condition that finds every row whose folded words hold all the words of a query, or lie in the place that it names."""
    words = fold(query).split()
    condition = Q()
    for word in words:
        condition &= Q(**{f"{field}__contains": word})
    for place in gazetteer().find(query) if words else ():
        condition |= Q(**{f"{field}__contains": f" {fold(place.code)} "})
    return condition


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
        telling = report.telling
        words = search_text(telling, report.said, content=plain_content(telling), known=known)
        if words != report.search:
            report.search = words
            changed.append(report)
        if len(changed) == 2000:
            total += _save(changed)
            changed = []
    total += _save(changed)
    for document in Document.objects.all():
        words = fold(f"{document.title} {document.filename} {document.url}")
        total += Document.objects.filter(pk=document.pk).exclude(search=words).update(search=words)
    for source in Source.objects.all():
        words = fold(f"{source.code} {source.name_en} {source.name_ar}")
        total += Source.objects.filter(pk=source.pk).exclude(search=words).update(search=words)
    return total


def _save(reports: list[Report]) -> int:
    Report.objects.bulk_update(reports, ["search"], batch_size=500)
    return len(reports)
