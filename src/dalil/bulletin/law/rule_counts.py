"""Counts by declared rules, as pages of the law and of themes say them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as say
from django.utils.translation import ngettext

from dalil.bulletin.record.report_presenters import PUBLIC
from dalil.cases.counting_rules import RuleCount, count_under
from dalil.wording.doubts import list_doubts
from dalil.wording.numbers import say_number
from dalil.wording.totals import say_ends


@dataclass(frozen=True)
class RuleCountLine:
    """One count: what is counted, how many, by which rule, and what must be known beside it, a sentence each."""

    label: str
    told: str
    rule: str
    doubts: tuple[str, ...]


def list_rule_counts(provisions: Collection[str], language: str) -> tuple[RuleCountLine, ...]:
    """List what is counted under some provisions, as the public may know it."""
    return tuple(_say(each, language) for each in count_under(provisions, PUBLIC))


def _say(counted: RuleCount, language: str) -> RuleCountLine:
    rule = counted.rule
    told, doubts = say("not counted"), []
    if counted.answer is not None:
        doubts = list(list_doubts(counted.answer.doubts, language))
        told = say_ends(counted.answer.total, language)
    if counted.many is not None:
        told = say_number(counted.many, language)
        doubts = [_say_perhaps(counted.perhaps, language)] if counted.perhaps else []
    return RuleCountLine(rule.label.in_language(language), told, rule.text.in_language(language), tuple(doubts))


def _say_perhaps(many: int, language: str) -> str:
    return ngettext(
        "%(told)s more may belong: its number is not known, or may reach this.",
        "%(told)s more may belong: their numbers are not known, or may reach this.",
        many,
    ) % {"told": say_number(many, language)}
