"""Totals in words, for every surface: the number, or why there is none, and what a reader must know beside it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from dalil.values.total import Interval, Total
from dalil.wording.counts import DAYS, noun_of, say_range_of
from dalil.wording.gaps import say_duration
from dalil.wording.numbers import say_number, say_range


def say_total(
    total: Total,
    language: str,
    *,
    days: bool = False,
    with_noun: bool = False,
    in_words: bool = False,
    agreed: bool = False,
) -> str:
    """Say a total as a range, “at least 82”; where there is no number, say why: it is unknown or in conflict, or the numbers overlap.

    days: the total is a time in days. agreed: it is that of the agreed reading, which has no number where the sources exclude each
    other. with_noun: with what is counted, «ما لا يقل عن ٨٢ شخصاً».
    in_words: small whole numbers as running text of the language has them.
    """
    if total.low is None or not total.addable:
        return say_conflict(language) if agreed and total.conflict else _say_why_no_number(total, language)
    if days:
        return say_duration(total.low, total.high, DAYS, language)
    if with_noun and total.unit:
        return say_range_of(total.low, total.high, noun_of(total.unit), language, in_words)
    return say_range(total.low, total.high, language)


def say_ends(total: Total, language: str, *, days: bool = False) -> str:
    """Say a total with both its ends: “81 or more”, “7,500–8,500”; where there is no number, that it is not zero either."""
    if total.low is None and total.addable:
        with override(language):
            return _("unknown, which is not zero")
    if total.low is None or total.high is not None or days or not total.addable:
        return say_total(total, language, days=days)
    with override(language):
        return _("%(number)s or more") % {"number": say_number(total.low, language)}


def say_interval(interval: Interval | None, unit: str, language: str) -> str:
    """Say one reading of a number with what it counts, “40–50 people”; the empty string for what is unknown."""
    return "" if interval is None else say_range_of(interval.low, interval.high, noun_of(unit), language)


def say_conflict(language: str) -> str:
    """Say that no number is agreed, because what the sources say excludes each other."""
    with override(language):
        return _("in conflict: no number is allowed by every report")


def _say_why_no_number(total: Total, language: str) -> str:
    with override(language):
        return _("unknown") if total.addable else _("not added: these numbers overlap")
