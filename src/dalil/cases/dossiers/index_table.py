"""The index of a dossier's documents: a table of metadata as courts ask for it, a line for each document.

Source: the columns of the ICC's Unified Technical (e-Court) Protocol, as far as they are known: number of the document and of its pages, title, date,
type, author, source, chain of custody, confidentiality, language, what it is a translation or a redaction of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dalil import vocabulary
from dalil.archive.models import Document
from dalil.archive.protection import Level
from dalil.cases.dossiers.case_words import CUSTODY, in_both
from dalil.cases.dossiers.evidence import Custody
from dalil.cases.dossiers.keeping import write_number
from dalil.cases.dossiers.models import DocumentNumber
from dalil.record.credits import credited_sources
from dalil.record.models import Report
from dalil.values import Bilingual, When

COLUMNS = (
    "document_id", "first_page_id", "last_page_id", "title", "days_told_of", "type", "author_or_source", "language",
    "media_type", "received", "origin_of_file", "confidentiality", "translation_of", "copy_of", "redacted_version_of",
    "reports", "sha256", "file_in_bag",
)  # fmt: skip
"""What stands in each column. An empty cell is unknown, or does not apply."""


@dataclass(frozen=True)
class IndexedDocument:
    """A document with what its line tells. path: where it lies in the bag; empty where its file does not leave."""

    document: Document
    number: DocumentNumber
    reports: tuple[Report, ...]
    custody: Custody
    path: str


def index_lines(
    prefix: str, documents: Sequence[IndexedDocument], numbers: Mapping[int, DocumentNumber]
) -> Iterator[list[str]]:
    """Yield the lines of the index, as `COLUMNS` names their cells. numbers: of all documents that may be named."""
    for each in documents:
        document, number = each.document, each.number
        of = {document.relation: _number_of(prefix, document.parent_id, numbers)} if document.parent_id else {}
        days = sorted({_say_days(when) for report in each.reports if (when := report.claim.whens())})
        sources = dict.fromkeys(
            in_both(source.name) for report in each.reports for source in credited_sources(report)[0]
        )
        yield [
            write_number(prefix, number.number),
            write_number(prefix, number.number, 1) if number.pages else "",
            write_number(prefix, number.number, number.pages) if number.pages else "",
            document.title,
            "; ".join(days),
            in_both(_label("document_types", document.type)) if document.type else "",
            "; ".join(sources),
            document.language,
            document.media_type,
            document.received_at.date().isoformat(),
            in_both(CUSTODY[each.custody]),
            Level(document.level).name.lower(),
            of.get(Document.Relation.TRANSLATION, ""),
            of.get(Document.Relation.COPY, ""),
            of.get(Document.Relation.REDACTION, ""),
            "; ".join(report.address for report in each.reports),
            document.sha256,
            each.path,
        ]


def _number_of(prefix: str, key: int, numbers: Mapping[int, DocumentNumber]) -> str:
    """The number of the document that another was made of; without a number it is not in the dossier, and nothing is told of it."""
    return write_number(prefix, numbers[key].number) if key in numbers else "not in the dossier"


def _say_days(when: When) -> str:
    start, end = when.start, when.end
    return start.isoformat() if start == end else f"{start.isoformat()}/{end.isoformat()}"


def _label(scheme: str, code: str) -> Bilingual:
    return Bilingual(en=vocabulary.label(scheme, code, "en"), ar=vocabulary.label(scheme, code, "ar"))
