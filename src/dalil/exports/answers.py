"""An answer as it leaves the house: its table with every counter and the names in both languages, as CSV, and as JSON.

As JSON an answer is `Answer.as_plain`, with the method beside it; that form belongs to counting, because an edition of a figure keeps it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.counting.answer import Answer
from dalil.counting.question import GAP, Question
from dalil.counting.rates import Rate, Rates
from dalil.exports.spreadsheet import csv_line
from dalil.letters import LANGUAGE_CODES
from dalil.values import Bilingual
from dalil.values.total import Total
from dalil.wording.doubts import list_doubts

NUMBERS = (
    "low",
    "high",
    "point",
    "stated",
    "entities",
    "open",
    "unknown",
    "conflict",
    "contradictory",
    "other",
    "at_most",
    "unit",
)
NOTES = (
    "reading",
    "addable",  # no where the numbers overlap, so that nothing is added up and the numbers stay empty
    "overlapping",  # yes where some entities count in several rows
    "perhaps",  # how many entities are not counted, because it is not known whether they belong
    "by_matcher",  # how many of all that is counted are held together by the matcher's word alone
    "waiting_pairs",  # how many pairs of all that is counted wait to be judged, and may be the same
    "doubts_en",  # all that must be known beside the numbers of the whole answer, in words
    "doubts_ar",
    "question_en",
    "question_ar",
    "method_en",  # how the numbers were made, in words
    "method_ar",
    "known_at",
)


RATES = (
    "per_100000_low",  # of the people who lived in the place of the line, over the whole time that is counted
    "per_100000_high",
    "people_low",
    "people_high",
    "people_year",
    "people_said_by",
)
"""The columns of rates; only where a population is imported by which the answer can have any."""


METHODS = {
    "entities": Bilingual(
        en="Reports that were judged to be about one thing are counted once.",
        ar="تُعدّ الإفادات التي تقرّر أنها عن أمر واحد مرة واحدة.",
    ),
    "gap": Bilingual(
        en="The time between the last two is worked out from their first and last possible days.",
        ar="تُحسب المدة بين الأخيرين من أول يوم ممكن لكل منهما وآخر يوم ممكن.",
    ),
    "quantity": Bilingual(
        en="Each thing is counted once, by the reading “{name}” ({explained}); lowest numbers are added to lowest, highest to highest. What is "
        "unknown adds nothing and is not zero.",
        ar="يُعدّ كل أمر مرة واحدة بقراءة «{name}» ({explained})؛ وتُجمع الأرقام الدنيا معاً والعليا معاً. والمجهول لا يضيف شيئاً، وليس صفراً.",
    ),
}


def describe_method(question: Question, language: str) -> str:
    """Say how the numbers of an answer were made.

    >>> describe_method(Question(), "en")
    'Reports that were judged to be about one thing are counted once.'
    """
    name = "gap" if question.measure == GAP else "quantity" if question.is_quantity else "entities"
    term = vocabulary.term("readings", question.reading.value)
    words = METHODS[name].in_language(language)
    return words.format(name=term.label(language), explained=term.extra.get(f"explained_{language}", ""))


def plain_answer(answer: Answer, viewer: Viewer | None = None) -> dict[str, Any]:
    """Give an answer as JSON, with its method in words. viewer: see `Answer.as_plain`."""
    method = {language: describe_method(answer.question, language) for language in LANGUAGE_CODES}
    plain, rates = {**answer.as_plain(viewer), "method": method}, Rates(answer)
    if rates.known:
        plain["rate"] = rates.total and rates.total.plain()
        for row, line in zip(plain["rows"], answer.rows, strict=True):
            row["rate"] = (rate := rates.of(line)) and rate.plain()
    return plain


def digest_of(answer: Answer) -> str:
    """Return a digest of the question, of the numbers and of the doubts: another where a reader is told something else."""
    plain: list[Any] = [answer.question.plain(), asdict(answer.total), answer.doubts.plain()]
    plain += [[line.keys, asdict(line.total)] for line in answer.rows]
    return hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode()).hexdigest()[:32]


def csv_lines(answer: Answer) -> Iterator[str]:
    """Give the lines of an answer as CSV, header first; see `table_lines`."""
    yield csv_line(table_head(answer))
    yield from map(csv_line, table_lines(answer))


def table_head(answer: Answer) -> list[str]:
    """Name the columns of an answer: each grouping with its names, the numbers, and what must be known beside them."""
    by = answer.question.by
    rates = RATES if Rates(answer).known else ()
    return [*(name for each in by for name in (each, f"{each}_en", f"{each}_ar")), *NUMBERS, *NOTES, *rates]


def table_lines(answer: Answer) -> Iterator[list[Any]]:
    """Give the lines of an answer; where nothing was grouped, the total alone.

    An empty number is unknown, or has no such end. A grouped answer has no line for its total: it would be added to itself.
    """
    whole = [
        *(" ".join(list_doubts(answer.doubts, language)) for language in LANGUAGE_CODES),
        *(answer.question.in_words(language) for language in LANGUAGE_CODES),
        *(describe_method(answer.question, language) for language in LANGUAGE_CODES),
        answer.known_at.isoformat(),
    ]
    rates = Rates(answer)
    for row in answer.rows:
        names = [cell for key, words in zip(row.keys, row.labels, strict=True) for cell in (key, words.en, words.ar)]
        yield [*names, *_numbers(row.total), *_notes(answer, row.total), *whole, *_rate(rates, rates.of(row))]
    if not answer.question.by:
        yield [*_numbers(answer.total), *_notes(answer, answer.total), *whole, *_rate(rates, rates.total)]


def _numbers(total: Total) -> list[Any]:
    return [getattr(total, name) for name in NUMBERS]


def _rate(rates: Rates, rate: Rate | None) -> list[Any]:
    if not rates.known:
        return []
    if rate is None:
        return [None] * len(RATES)
    people, plain = rate.people, rate.plain()
    return [plain["low"], plain["high"], people.low, people.high, people.year, "; ".join(people.said_by)]


def _notes(answer: Answer, total: Total) -> list[Any]:
    return [
        answer.question.reading.value,
        "yes" if total.addable else "no",
        "yes" if answer.overlapping else "no",
        answer.perhaps,
        answer.by_matcher,
        answer.waiting_pairs,
    ]
