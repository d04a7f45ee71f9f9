"""The total of an answer in words: the question decides whether it is a time in days, and whether its reading can be in conflict."""

from __future__ import annotations

from dalil.counting.combine import Reading
from dalil.counting.question import GAP, Question
from dalil.values.total import Total
from dalil.wording.totals import say_total


def say_answer(
    total: Total, question: Question, language: str, *, with_noun: bool = False, in_words: bool = False
) -> str:
    """Say the total of an answer to a question. with_noun, in_words: see `dalil.wording.totals.say_total`."""
    return say_total(
        total,
        language,
        days=question.measure == GAP,
        with_noun=with_noun,
        in_words=in_words,
        agreed=question.is_quantity and question.reading is Reading.AGREED,
    )
