"""Who sees a report as things stand: the most restrictive of the report, its document and its sources decides."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from dalil.archive.models import Document
from dalil.archive.protection import Level
from dalil.desk.entities.facts import list_credits
from dalil.record.models import Report, Source


def list_what_decides(report: Report) -> list[Report | Document | Source]:
    """List the report, its document and its sources, each once."""
    return [report, report.document, *dict.fromkeys(credit.source for credit in list_credits(report))]


def find_effective_level(report: Report) -> Level:
    """Return the level that a report has with its document and its sources."""
    return Level(max(each.level for each in list_what_decides(report)))


def say_what_hides(report: Report) -> str:
    """Say why readers do not see a report that is public itself; the empty string where they do, or where it is not public itself."""
    return " · ".join(_list_what_hides(report)) if report.level == Level.PUBLIC else ""


def _list_what_hides(report: Report) -> Iterator[str]:
    document, (_report, _document, *sources) = report.document, list_what_decides(report)
    for thing, hidden in (
        (document, _("public, but its document is %(level)s: readers get 404")),
        *((source, _("public, but a source is %(level)s: readers get 404")) for source in sources),
    ):
        if thing.level != Level.PUBLIC:
            yield hidden % {"level": Level(thing.level).label}
    if report.is_held or any(thing.is_held for thing in (document, *sources)):
        yield _("public, but a consent is missing: readers get 404")
