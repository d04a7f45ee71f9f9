"""One question about two periods, beside each other as the page shows it: both numbers, both with their doubts, and the difference."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as say

from dalil.bulletin.explore.answered import (
    MOST_ROWS,
    LinkedTable,
    LinkedWords,
    explore_url,
    say_left_rows,
    say_number_of,
)
from dalil.counting.answer import Answer
from dalil.counting.question import Question, grouping_label
from dalil.counting.two_periods import ComparedLine, TwoPeriods
from dalil.wording.differences import say_difference
from dalil.wording.doubts import list_doubts


@dataclass(frozen=True)
class PeriodOfTwo:
    """One of two periods that are compared: its question in words, and what must be known beside its numbers."""

    question: str
    url: str
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class ComparedPeriods:
    """Two periods: how they are called and what is to be known of each, and their numbers as a table with the difference."""

    periods: tuple[PeriodOfTwo, ...]
    table: LinkedTable


def present_comparison(compared: TwoPeriods, language: str) -> ComparedPeriods:
    """Present two periods. The difference has two ends, as far as both numbers have: the least and the most that it can be."""
    one, other = compared.one.question, compared.other.question
    names = [grouping_label(one.kind_class, by, language) for by in one.by] or [""]
    first, second = (_name_period(each, language) for each in (one, other))
    shown = compared.lines[:MOST_ROWS]
    rows = [
        (
            *(LinkedWords(label.in_language(language), "") for label in line.labels),
            *_say_numbers(line, one, other, language, linked=False),
        )
        for line in shown
    ]
    everything = (
        LinkedWords(say("All"), ""),
        *(LinkedWords("", "") for _ in names[1:]),
        *_say_numbers(compared.whole, one, other, language, linked=True),
    )
    return ComparedPeriods(
        (_present_period(compared.one, language), _present_period(compared.other, language)),
        LinkedTable(
            caption=say("%(one)s, beside %(other)s") % {"one": first, "other": second},
            head=tuple(LinkedWords(words, "") for words in (*names, first, second, say("Difference"))),
            keys=len(names),
            rows=(*rows, everything),
            left=say_left_rows(len(compared.lines) - len(shown), language),
        ),
    )


def _say_numbers(
    line: ComparedLine, one: Question, other: Question, language: str, *, linked: bool
) -> tuple[LinkedWords, ...]:
    """Say both numbers and their difference. linked: both lead to what they count."""
    difference = line.difference
    numbers = (
        LinkedWords(
            "–" if total is None else say_number_of(total, each, language), explore_url(each, "list") if linked else ""
        )
        for total, each in ((line.one, one), (line.other, other))
    )
    told = (
        say_difference(difference.low, difference.high, language)
        if difference
        else say_difference(None, None, language)
    )
    return (*numbers, LinkedWords(told, ""))


def _present_period(answer: Answer, language: str) -> PeriodOfTwo:
    question = answer.question
    return PeriodOfTwo(
        _name_period(question, language), explore_url(question), tuple(list_doubts(answer.doubts, language))
    )


def _name_period(question: Question, language: str) -> str:
    return question.period_in_words(language) or say("the whole time")
