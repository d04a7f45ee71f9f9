"""Numbers per 100,000 of the people who lived in a place, where a list of populations was imported; unknown where none has the place.

A rate is over the whole time that is counted, not by year. Its low end is the low end of the number over the largest population that a
list gives, its high end the high end over the smallest. The year of the list is the one nearest to the middle of the time asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from dalil.counting.answer import Answer, AnswerLine
from dalil.counting.layout import PLACE_LEVELS
from dalil.counting.question import GAP, Question
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.populations import PeopleOfPlace, Populations, populations
from dalil.values.total import Total

PER = 100_000


@dataclass(frozen=True)
class Rate:
    """So many per 100,000 people. high: None where the number has no upper end. people: of what."""

    low: float
    high: float | None
    people: PeopleOfPlace

    def plain(self) -> dict[str, Any]:
        """Give the rate as JSON has it."""
        return {"per": PER, "low": round(self.low, 4), "high": _rounded(self.high), "people": asdict(self.people)}


class Rates:
    """The rates of one answer. known: whether any population is imported, by which the answer could have rates."""

    def __init__(self, answer: Answer) -> None:
        question = answer.question
        self._people: Populations = populations()
        self._level = _level_of(question)
        self.known = bool(self._people) and question.measure != GAP and bool(question.places or self._level is not None)
        self._year = _middle_year(answer) if self.known else 0
        self._whole = self._of_places(question.places) if self.known else None
        self.total = self._rate(answer.total, self._whole) if self.known else None

    def of(self, line: AnswerLine) -> Rate | None:
        """Return the rate of one line; None where it has none that is known."""
        if not self.known:
            return None
        if self._level is None:
            return self._rate(line.total, self._whole)
        place = line.keys[self._level]
        return self._rate(line.total, self._people.near(place, self._year) if place else None)

    def _rate(self, total: Total, people: PeopleOfPlace | None) -> Rate | None:
        if people is None or not people.low or total.low is None or not total.addable:
            return None
        ends = [total.low] if total.high is None else sorted((total.low, total.high))
        high = None if total.high is None else ends[-1] * PER / people.low
        return Rate(ends[0] * PER / people.high, high, people)

    def _of_places(self, places: Sequence[str]) -> PeopleOfPlace | None:
        """The people of several places together: where each has a number of one year, and none lies in another."""
        found = [self._people.near(place, self._year) for place in places]
        each = [people for people in found if people is not None]
        if not each or len(each) < len(found) or len({people.year for people in each}) > 1:
            return None
        if len(each) == 1:
            return each[0]
        known = gazetteer()
        if any(one != other and one in known.path(other) for one in places for other in places):
            return None
        said_by = tuple(dict.fromkeys(name for people in each for name in people.said_by))
        low, high = sum(people.low for people in each), sum(people.high for people in each)
        return PeopleOfPlace(each[0].year, low, high, said_by)


def _level_of(question: Question) -> int | None:
    """Which of the groupings is the smallest place of a line; None where it is grouped by none."""
    levels = [(PLACE_LEVELS.index(by), at) for at, by in enumerate(question.by) if by in PLACE_LEVELS]
    return max(levels)[1] if levels else None


def _middle_year(answer: Answer) -> int:
    question = answer.question
    first, last = question.since, question.until
    if (first is None or last is None) and (span := answer.span()):
        first, last = first or span[0], last or span[1]
    first, last = first or last or date.today(), last or first or date.today()
    return date.fromordinal((first.toordinal() + last.toordinal()) // 2).year


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 4)
