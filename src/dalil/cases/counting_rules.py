"""Counts by declared rules: what is counted under a provision, and by which rule, whose text stands beside the number.

The rules are data (`vocabulary/data/counting_rules.csv`). A rule without a kind counts nothing, and its text says why.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.counting.answer import Answer, ask
from dalil.counting.question import Question
from dalil.values import Bilingual
from dalil.vocabulary.terms import split_list


@dataclass(frozen=True)
class CountingRule:
    """A declared rule. question: what is asked of the record, None where nothing can be counted.

    at_least: only entities count whose number is certainly so high.
    """

    code: str
    label: Bilingual
    text: Bilingual
    provisions: tuple[str, ...]
    question: Question | None
    at_least: int | None


@dataclass(frozen=True)
class RuleCount:
    """What a rule counts for one viewer. answer: to its question, None where it asks nothing.

    Of rules with a least number, many: the entities that certainly reach it; perhaps: those whose number is not known, or may reach it.
    """

    rule: CountingRule
    answer: Answer | None
    many: int | None = None
    perhaps: int = 0


@cache
def counting_rules() -> tuple[CountingRule, ...]:
    """Return the declared rules, in the order of the data."""
    return tuple(
        CountingRule(
            code=term.code,
            label=Bilingual(en=term.en, ar=term.ar),
            text=Bilingual(en=term.extra["rule_en"], ar=term.extra["rule_ar"]),
            provisions=split_list(term.extra["provisions"]),
            question=_question(term.extra["kind"], term.extra["measure"], split_list(term.extra.get("facets")))
            if "kind" in term.extra
            else None,
            at_least=int(term.extra["at_least"]) if "at_least" in term.extra else None,
        )
        for term in vocabulary.terms("counting_rules")
    )


def count_under(provisions: Collection[str], viewer: Viewer) -> list[RuleCount]:
    """Count by every rule that is declared for one of some provisions, as this viewer may know it."""
    return [_count(rule, viewer) for rule in counting_rules() if set(rule.provisions) & set(provisions)]


def _count(rule: CountingRule, viewer: Viewer) -> RuleCount:
    if rule.question is None:
        return RuleCount(rule, None)
    answer = ask(rule.question, viewer)
    if rule.at_least is None:
        return RuleCount(rule, answer)
    numbers = [each.number for each in answer.entities()]
    many = sum(number is not None and number.low >= rule.at_least for number in numbers)
    below = sum(number is not None and number.high is not None and number.high < rule.at_least for number in numbers)
    return RuleCount(rule, answer, many, len(numbers) - many - below)


def _question(kind: str, measure: str, conditions: tuple[str, ...]) -> Question:
    facets: dict[str, list[str]] = {}
    for each in conditions:
        facet, _colon, code = each.partition(":")
        facets.setdefault(facet, []).append(code)
    return Question.of({"kind": kind, "measure": measure, "facets": facets})
