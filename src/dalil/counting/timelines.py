"""The first and the last time something was documented, and how long it had not been: “first in 21 months”."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dalil.archive.protection import Viewer
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.wording.values import say_number


@dataclass(frozen=True)
class Moment:
    """One entity in time: the first and last day within which it happened."""

    address: str
    start: date
    end: date


@dataclass(frozen=True)
class Gap:
    """The time between two moments: at least from the end of one to the start of the other, at most from start to end."""

    before: Moment
    after: Moment

    @property
    def days(self) -> tuple[int, int]:
        """The fewest and the most days between the two."""
        return max(0, (self.after.start - self.before.end).days), (self.after.end - self.before.start).days

    @property
    def months(self) -> tuple[int, int]:
        """The fewest and the most whole months between the two."""
        return max(0, _months(self.before.end, self.after.start)), _months(self.before.start, self.after.end)

    def in_words(self, language: str) -> str:
        """“first in 21 months”; “first in at least 21 months” where the dates are not known more exactly."""
        low, high = self.months
        if high < 2:
            number, exact, unit = self.days[0], self.days[0] == self.days[1], _DAYS
        else:
            number, exact, unit = low, low == high, _MONTHS
        if language == "ar":
            return f"للمرة الأولى منذ {'' if exact else 'ما لا يقل عن '}{_arabic(number, unit)}"
        name = unit[0] if number == 1 else f"{unit[0]}s"
        return f"first in {'' if exact else 'at least '}{say_number(number, 'en')} {name}"


@dataclass(frozen=True)
class FirstAndLast:
    """When something was documented. entities: how many with a known time. gap: before the last; longest: the longest of all."""

    entities: int
    first: Moment | None = None
    last: Moment | None = None
    gap: Gap | None = None
    longest: Gap | None = None


def first_and_last(question: Question, viewer: Viewer) -> FirstAndLast:
    """The first and last time that what a question asks for was documented, and the gaps, as far as this viewer may know."""
    entities, first, last, previous, wait, *ends = ask(question, viewer).timeline()
    if not entities:
        return FirstAndLast(0)
    latest = Moment(**last)
    return FirstAndLast(
        entities=entities,
        first=Moment(**first),
        last=latest,
        gap=Gap(Moment(**previous), latest) if previous else None,
        longest=Gap(*(Moment(**end) for end in ends)) if wait is not None and wait > 0 else None,
    )


def plain(moments: FirstAndLast) -> dict[str, Any]:
    """The moments as JSON gives them, the gaps in days, months and words."""

    def moment(one: Moment | None) -> dict[str, str] | None:
        return (
            None
            if one is None
            else {"address": one.address, "start": one.start.isoformat(), "end": one.end.isoformat()}
        )

    def gap(one: Gap | None) -> dict[str, Any] | None:
        if one is None:
            return None
        return {
            "before": moment(one.before),
            "after": moment(one.after),
            "days": {"low": one.days[0], "high": one.days[1]},
            "months": {"low": one.months[0], "high": one.months[1]},
            "in_words": {"en": one.in_words("en"), "ar": one.in_words("ar")},
        }

    return {
        "entities": moments.entities,
        "first": moment(moments.first),
        "last": moment(moments.last),
        "gap": gap(moments.gap),
        "longest": gap(moments.longest),
    }


def _months(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def _arabic(number: int, unit: tuple[str, ...]) -> str:
    """A number with its noun: the dual, the plural of three to ten, the accusative of eleven to ninety-nine, else the singular."""
    _, singular, dual, plural, accusative = unit
    if number == 1:
        return f"{singular} واحد"
    if number == 2:
        return dual
    rest = number % 100
    noun = plural if 3 <= rest <= 10 else accusative if rest >= 11 else singular
    return f"{say_number(number, 'ar')} {noun}"


_DAYS = ("day", "يوم", "يومين", "أيام", "يوماً")
_MONTHS = ("month", "شهر", "شهرين", "أشهر", "شهراً")
