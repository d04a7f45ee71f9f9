"""The time between two moments in words: “first in 21 months”, “27 to 31 months”."""

from __future__ import annotations

from django.utils.translation import ngettext, override

from dalil.values.gap import Gap
from dalil.wording.counts import DAYS, MONTHS, CountedNoun, say_range_of, say_things
from dalil.wording.numbers import say_number


def say_first_in(gap: Gap, language: str) -> str:
    """Say how long something had not been: “first in 21 months”, “first in at least 28 months” where a date is less exact."""
    (low, high), noun = _in_fitting_unit(gap)
    since = say_range_of(low, None, noun, language) if low != high else say_things(low, noun, language, oblique=True)
    return _FIRST_IN[language].format(since)


def say_gap(gap: Gap, language: str) -> str:
    """Say the time between two moments: “21 months”, “27 to 31 months”; in days where it is under two months."""
    (low, high), noun = _in_fitting_unit(gap)
    return say_duration(low, high, noun, language)


def say_ahead(many: int, language: str) -> str:
    """Say how many are dated on a day that has not come, and are therefore left out of what is first and last.

    >>> say_ahead(1, "en")
    '1 more is dated on a day that has not come; it is left out here.'
    """
    with override(language):
        sentence = ngettext(
            "%(n)s more is dated on a day that has not come; it is left out here.",
            "%(n)s more are dated on days that have not come; they are left out here.",
            many,
        )
    return sentence % {"n": say_number(many, language)}


def say_duration(low: int, high: int | None, noun: CountedNoun, language: str) -> str:
    """Say how long something took, between two lengths of time: “27 to 31 months”; a span of time is read with “to”, not with a dash.

    >>> say_duration(27, 31, MONTHS, "en")
    '27 to 31 months'
    """
    if language == "en" and high is not None and low != high:
        return f"{say_number(low, language)} to {say_things(high, noun, language)}"
    return say_range_of(low, high, noun, language)


def _in_fitting_unit(gap: Gap) -> tuple[tuple[int, int], CountedNoun]:
    return (gap.months, MONTHS) if gap.months[1] >= 2 else (gap.days, DAYS)


_FIRST_IN = {"en": "first in {}", "ar": "للمرة الأولى منذ {}"}
