"""A figure as it leaves the house: as one tidy table, and as JSON; the site, the API and the pages give out these.

The table has a row for the total, for each part of it, and for each report behind it. An empty cell is unknown, or has no such thing;
it is never zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.timezone import localtime

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.counting.answer import CountedEntity
from dalil.counting.figures import names_nothing_hidden
from dalil.counting.models import FigureEdition
from dalil.counting.public_figures import PublicFigure, list_published_lines
from dalil.counting.question import GAP
from dalil.exports.spreadsheet import csv_line
from dalil.letters import LANGUAGE_CODES
from dalil.record.by_addresses import as_subquery
from dalil.record.credits import credited_sources, with_credits
from dalil.record.models import Report
from dalil.record.reading import open_each_for_reading
from dalil.values import Count
from dalil.values.doubts import Doubts
from dalil.wording.claims import title_of
from dalil.wording.doubts import list_doubts
from dalil.wording.where import choose_script, say_where

COLUMNS = (
    "row",  # total, part, report; now: what the record says now, where that is something else
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
    "conflict",  # how many entities are told in ways that exclude each other
    "contradictory",  # in how many a source contradicts itself
    "other",  # of how many something is told in another unit, or of other people
    "at_most",  # of how many only an upper bound is told
    "perhaps",  # how many more may belong and are not counted
    "by_matcher",  # how many are held together by the matcher's word alone
    "waiting_pairs",  # how many pairs wait to be judged, and may be the same
    "doubts_en",  # all that must be known beside the number, in words
    "doubts_ar",
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
    """Give a figure as JSON, with everything it rests on. absolute, words: see `plain_figure_in_short`.

    edition: what was published, whole. answer, entities, now: what the record says now.
    """
    found = this.answer.entities(IN_A_FILE) if this.answer else []
    return plain_figure_in_short(this, absolute, words) | {
        "edition": plain_edition(this, this.edition) if this.edition else None,
        "answer": this.answer.as_plain() if this.answer else None,
        "editions": [
            {
                "number": each.number,
                "at": each.at.isoformat(),
                "total": each.answer["total"],
                "doubts": plain_doubts(each.doubts),
                "reason": each.reason,
            }
            for each in this.figure.editions.all()
        ],
        "entities": [plain_counted_entity(each) for each in found],
    }


def plain_edition(this: PublicFigure, edition: FigureEdition) -> dict[str, Any]:
    """Give one edition as JSON, whole as it was published; readings and entities are null in one that an earlier version published.

    What the public may no longer know of is left out: a question that names it, the name of a source, an entity.
    """
    contents, basis = edition.contents or {}, edition.basis or {}
    entities = contents.get("entities")
    public = _list_public_addresses([address for address, *_ in entities or ()])
    return {
        "number": edition.number,
        "at": edition.at.isoformat(),
        "reason": edition.reason,
        "question": edition.question if names_nothing_hidden(this.question, Viewer.public()) else None,
        "reading": edition.answer["reading"],
        "unit": edition.answer["unit"],
        "total": edition.answer["total"],
        **edition.doubts.plain(),
        "doubts": plain_doubts(edition.doubts),
        "rows": [
            {"keys": line.keys, "labels": [words.model_dump() for words in line.labels], "total": asdict(line.total)}
            for line in list_published_lines(edition)
        ],
        "readings": contents.get("readings"),
        "entities": None
        if entities is None
        else [
            {"address": address, "grade": grade, "number": basis[address]["number"], "conflict": conflict}
            for address, grade, conflict, _ in entities
            if address in public
        ],
    }


def _list_public_addresses(addresses: Sequence[str]) -> set[str]:
    """Those of these addresses that the public may still know of."""
    found = Report.objects.visible_to(Viewer.public()).filter(address__in=as_subquery(addresses)) if addresses else None
    return set(found.values_list("address", flat=True)) if found is not None else set()


def plain_doubts(doubts: Doubts) -> dict[str, list[str]]:
    """Give what must be known beside a number in words, by language."""
    return {language: list_doubts(doubts, language) for language in LANGUAGE_CODES}


def plain_figure_in_short(this: PublicFigure, absolute: Callable[[str], str], words: dict[str, str]) -> dict[str, Any]:
    """Give a figure of a list as JSON: what it asks, what was published with its doubts, what the public record says now.

    absolute: makes an address of the site one that can be opened from outside. words: the answer as pages say it, by language.
    """
    return {
        "slug": this.figure.slug,
        "title": this.figure.title.model_dump(),
        "told": words,
        "published": asdict(this.published),
        "doubts": plain_doubts(this.doubts),
        "now": asdict(this.total),
        "has_changed": this.has_changed,
        "changed_parts": sorted(this.changed_parts),
        "address": absolute(reverse("figure", args=[this.figure.slug])),
    }


def plain_counted_entity(counted: CountedEntity) -> dict[str, Any]:
    """Give an entity behind an answer as JSON; the numbers by which the database knows its reports stay inside."""
    return {name: value for name, value in asdict(counted).items() if name != "reports"}


def rows(this: PublicFigure, absolute: Callable[[str], str], language: str) -> Iterator[TableRow]:
    """Return the rows of a figure, by column: the total, the parts and the reports of the edition, as its page shows them.

    Where the record says something else now, a row of its own says what.
    """
    same = _of_the_figure(this)
    title = this.contents.title if this.contents else this.figure.title
    about = {
        "label_en": title.en,
        "label_ar": title.ar,
        "address": absolute(reverse("figure", args=[this.figure.slug])),
    }
    known_on = localtime(this.edition.at).date().isoformat() if this.edition else same["known_on"]
    published = {**same, "known_on": known_on}
    yield {**published, **about, "row": "total", **_numbers(this.doubts)}
    if this.has_changed and this.answer:
        yield {**same, **about, "row": "now", **_numbers(this.answer.doubts), "edition": "", "published_on": ""}
    for part in _parts(this):
        yield {**published, "row": "part", **part}
    kept = list(_list_kept(this))
    for start in range(0, len(kept), AT_ONCE):
        for row in _reports(kept[start : start + AT_ONCE], this, absolute, language):
            yield {**published, "row": "report", **row}


def _of_the_figure(this: PublicFigure) -> TableRow:
    return {
        "reading": "" if this.question.measure == GAP else this.question.reading.value,
        "edition": this.edition.number if this.edition else "",
        "published_on": localtime(this.edition.at).date().isoformat() if this.edition else "",
        "known_on": localtime(this.answer.known_at).date().isoformat() if this.answer else "",
    }


def _parts(this: PublicFigure) -> Iterator[TableRow]:
    """The lines of a grouped question as they were published, or the breakdown that the one report behind a figure gives."""
    for line in list_published_lines(this.edition) if this.edition and this.question.by else ():
        yield {
            "label_en": " · ".join(words.en for words in line.labels),
            "label_ar": " · ".join(words.ar for words in line.labels),
            **_numbers(Doubts(line.total)),
            "partial": "no",
        }
    claim = this.only.claim if this.only else None
    complete = claim is not None and getattr(claim, "parts_complete", False) and not claim.has_parts_below_whole()
    for part in getattr(claim, "parts", ()):
        yield {
            "label_en": part.what.in_language("en"),
            "label_ar": part.what.in_language("ar"),
            **_ends(part.count.low, part.count.high, part.count.unit),
            "partial": "no" if complete else "yes",
        }


class _Kept(NamedTuple):
    """An entity of the edition, with the ids of its reports."""

    address: str
    grade: str
    reports: tuple[int, ...]


def _list_kept(this: PublicFigure) -> Iterator[_Kept]:
    """The entities that the edition counts; those of today where it was too large to keep them, and nothing has changed since."""
    kept = this.contents.entities if this.contents else None
    if kept is not None and this.edition is not None and this.edition.basis is not None:
        for each in kept:
            yield _Kept(each.address, each.grade, tuple(this.edition.basis[each.address]["reports"]))
    elif this.contents is not None and this.answer and not this.changed_parts:
        for found in this.answer.entities(IN_A_FILE):
            yield _Kept(found.address, found.grade, found.reports)


def _reports(
    kept: Sequence[_Kept], this: PublicFigure, absolute: Callable[[str], str], language: str
) -> Iterator[TableRow]:
    ids = [report for each in kept for report in each.reports]
    known = with_credits(Report.objects.visible_to(Viewer.public())).in_bulk(ids)
    measure = this.question.measure
    for each in kept:
        reports = [known[key] for key in each.reports if key in known]
        addresses = [report.address for report in reports]
        address = each.address if each.address in addresses else next(iter(addresses), "")
        behind = {origin.code for report in reports for origin in credited_sources(report)[0]}
        for report in open_each_for_reading(reports, Viewer.public()):
            count = getattr(report.claim, measure, None) if this.question.is_quantity else None
            where, when = report.claim.wheres(), report.claim.whens()
            origins, relays = credited_sources(report)
            yield {
                "label_en": title_of(report.claim, "en"),
                "label_ar": title_of(report.claim, "ar"),
                **(_ends(count.low, count.high, count.unit) if isinstance(count, Count) else {}),
                "entity": absolute(reverse("entity", args=[address])),
                "grade": vocabulary.label("grades", each.grade, "en"),
                "origins": len(behind) or "unknown",
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


def _numbers(doubts: Doubts) -> TableRow:
    """A total with its counters and its doubts in words."""
    total = doubts.total
    counters = ("entities", "unknown", "conflict", "contradictory", "other", "at_most")
    return {
        **_ends(total.low, total.high, total.unit or ""),
        **{name: getattr(total, name) for name in counters},
        "perhaps": doubts.perhaps,
        "by_matcher": doubts.by_matcher,
        "waiting_pairs": doubts.waiting_pairs,
        **{f"doubts_{language}": " ".join(said) for language, said in plain_doubts(doubts).items()},
    }


def _ends(low: int | None, high: int | None, unit: str) -> TableRow:
    if low is None:
        return {"unit": unit}
    return {"low": low, "high": "" if high is None else high, "open": "yes" if high is None else "no", "unit": unit}
