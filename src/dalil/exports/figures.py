"""A figure as it leaves the house: as one tidy table, and as JSON; the site, the API and the pages give out these.

The table has a row for the total, for each part of it, and for each report behind it. An empty cell is unknown, or has no such thing;
it is never zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.counting.answer import CountedEntity
from dalil.counting.public_figures import PublicFigure
from dalil.counting.question import GAP
from dalil.exports.spreadsheet import csv_line
from dalil.record.credits import credited_sources, with_credits
from dalil.record.models import Report
from dalil.record.reading import open_each_for_reading
from dalil.values import Count
from dalil.wording.claims import title_of
from dalil.wording.where import choose_script, say_where

COLUMNS = (
    "row",  # total, part or report
    "label_en",
    "label_ar",
    "low",
    "high",
    "open",  # yes where no upper end was given
    "unit",
    "reading",
    "edition",
    "published_on",
    "known_on",
    "partial",  # of a part: yes where the parts do not make up the whole
    "entities",
    "unknown",  # how many entities have no number
    "entity",
    "grade",
    "origins",
    "first_day",
    "last_day",
    "place",
    "said_by",
    "relayed_by",
    "words",
    "words_are",  # quoted, or a note of our own
    "document_sha256",
    "address",
)
IN_A_FILE = 100_000  # entities
AT_ONCE = 500
TableRow = dict[str, Any]


def figure_csv_lines(this: PublicFigure, absolute: Callable[[str], str], language: str) -> Iterator[str]:
    """Give the lines of a figure as CSV, header first. absolute: makes an address of the site one that can be opened from outside."""
    yield csv_line(COLUMNS)
    for row in rows(this, absolute, language):
        yield csv_line([row.get(name, "") for name in COLUMNS])


def plain_figure(this: PublicFigure, absolute: Callable[[str], str], words: dict[str, str]) -> dict[str, Any]:
    """Give a figure as JSON, with everything it rests on. absolute, words: see `plain_figure_in_short`."""
    found = this.answer.entities(IN_A_FILE) if this.answer else []
    return plain_figure_in_short(this, absolute, words) | {
        "answer": this.answer.as_plain() if this.answer else None,
        "editions": [
            {"number": each.number, "at": each.at.isoformat(), "total": each.answer["total"], "reason": each.reason}
            for each in this.figure.editions.all()
        ],
        "entities": [plain_counted_entity(each) for each in found],
    }


def plain_figure_in_short(this: PublicFigure, absolute: Callable[[str], str], words: dict[str, str]) -> dict[str, Any]:
    """Give a figure of a list as JSON: what it asks, what was published, what the public record says now.

    absolute: makes an address of the site one that can be opened from outside. words: the answer as pages say it, by language.
    """
    return {
        "slug": this.figure.slug,
        "title": this.figure.title.model_dump(),
        "told": words,
        "published": asdict(this.published),
        "now": asdict(this.total),
        "has_changed": this.has_changed,
        "changed_parts": sorted(this.changed_parts),
        "address": absolute(reverse("figure", args=[this.figure.slug])),
    }


def plain_counted_entity(counted: CountedEntity) -> dict[str, Any]:
    """Give an entity behind an answer as JSON; the numbers by which the database knows its reports stay inside."""
    return {name: value for name, value in asdict(counted).items() if name != "reports"}


def rows(this: PublicFigure, absolute: Callable[[str], str], language: str) -> Iterator[TableRow]:
    """Return the rows of a figure, by column. The total is what the record says today; `edition` is the latest published."""
    same = _of_the_figure(this)
    total, title = this.total, this.figure.title
    yield {
        **same,
        "row": "total",
        "label_en": title.en,
        "label_ar": title.ar,
        **_numbers(total.low, total.high, this.unit),
        "entities": total.entities,
        "unknown": total.unknown,
        "address": absolute(reverse("figure", args=[this.figure.slug])),
    }
    for part in _parts(this):
        yield {**same, "row": "part", **part}
    found = this.answer.entities(IN_A_FILE) if this.answer else []
    for start in range(0, len(found), AT_ONCE):
        for row in _reports(found[start : start + AT_ONCE], this, absolute, language):
            yield {**same, "row": "report", **row}


def _of_the_figure(this: PublicFigure) -> TableRow:
    return {
        "reading": "" if this.question.measure == GAP else this.question.reading.value,
        "edition": this.edition.number if this.edition else "",
        "published_on": localtime(this.edition.at).date().isoformat() if this.edition else "",
        "known_on": localtime(this.answer.known_at).date().isoformat() if this.answer else "",
    }


def _parts(this: PublicFigure) -> Iterator[TableRow]:
    """The lines of a grouped question, or the breakdown that the one report behind a figure gives."""
    for line in this.answer.rows if this.answer and this.question.by else ():
        yield {
            "label_en": " · ".join(words.en for words in line.labels),
            "label_ar": " · ".join(words.ar for words in line.labels),
            **_numbers(line.total.low, line.total.high, line.total.unit or ""),
            "entities": line.total.entities,
            "unknown": line.total.unknown,
            "partial": "no",
        }
    claim = this.only.claim if this.only else None
    complete = claim is not None and getattr(claim, "parts_complete", False) and not claim.has_parts_below_whole()
    for part in getattr(claim, "parts", ()):
        yield {
            "label_en": part.what.in_language("en"),
            "label_ar": part.what.in_language("ar"),
            **_numbers(part.count.low, part.count.high, part.count.unit),
            "partial": "no" if complete else "yes",
        }


def _reports(
    found: Sequence[CountedEntity], this: PublicFigure, absolute: Callable[[str], str], language: str
) -> Iterator[TableRow]:
    ids = [report for each in found for report in each.reports]
    known = with_credits(Report.objects.visible_to(Viewer.public())).in_bulk(ids)
    measure = this.question.measure
    for each in found:
        reports = [known[key] for key in each.reports if key in known]
        for report in open_each_for_reading(reports, Viewer.public()):
            count = getattr(report.claim, measure, None) if this.question.is_quantity else None
            where, when = report.claim.wheres(), report.claim.whens()
            origins, relays = credited_sources(report)
            yield {
                "label_en": title_of(report.claim, "en"),
                "label_ar": title_of(report.claim, "ar"),
                **(_numbers(count.low, count.high, count.unit) if isinstance(count, Count) else {}),
                "entity": absolute(reverse("entity", args=[each.address])),
                "grade": vocabulary.label("grades", each.grade, "en"),
                "origins": each.n_origins or "unknown",
                "first_day": when.start if when else "",
                "last_day": when.end if when else "",
                "place": _named(where, language) if where else "",
                "said_by": "; ".join(source.name.in_language(language) for source in origins),
                "relayed_by": "; ".join(source.name.in_language(language) for source in relays),
                "words": report.said,
                "words_are": "our note" if report.document.is_own_note else "quoted",
                "document_sha256": report.document.sha256,
                "address": absolute(reverse("report", args=[report.address])),
            }


def _named(where: Any, language: str) -> str:
    """A place by the name it was given; by that of the gazetteer where none was."""
    return choose_script(where.name, language) or say_where(where, language)


def _numbers(low: int | None, high: int | None, unit: str) -> TableRow:
    if low is None:
        return {"unit": unit}
    return {"low": low, "high": "" if high is None else high, "open": "yes" if high is None else "no", "unit": unit}
