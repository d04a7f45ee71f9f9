"""A count is an interval with a shape, never a bare number.

"at least 82" is [82, open); "more than 80" is [81, open); "about 2,000" is approximate; "dozens" is at least twelve and has
no point. What is not known is the absence of a Count, never a Count of zero.

Source of the intervals: Standards for Casualty Recording (Every Casualty, 2016) and ACLED's reading of vague words; docs/counting.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from dalil.letters import LONGEST_NUMBER, WHOLE_NUMBER, digits_value, western_digits, without_marks
from dalil.values.base import Refusal, Value
from dalil.values.codes import AgeBand, Sex, Status, Unit

MOST = 10**12
"""No count of people or things is larger; a typing slip is. Columns and their sums hold it."""


class NotACount(Refusal):
    """A phrase states no count for certain. particulars: the phrase."""

    def __new__(cls, phrase: str) -> Self:
        template = "“{phrase}” is not a count; write 82, 82+ (at least), >80, <10, ~2000 (about) or 40-50"
        return super().__new__(cls, "not_a_count", template, {"phrase": phrase})


class Shape(StrEnum):
    """How the source put the number."""

    EXACT = "exact"
    LOWER_BOUND = "lower_bound"
    UPPER_BOUND = "upper_bound"
    RANGE = "range"
    APPROXIMATE = "approximate"
    APPROXIMATE_BELOW = "approximate_below"
    VAGUE = "vague"
    CONTRADICTORY = "contradictory"
    """The source's own bounds do not agree (lowest above best, best above highest). Kept as said, never repaired."""


class Count(Value):
    """How many, as one source said it.

    low, high: whole numbers; high None means no upper end was given.
    point: the single number the source itself gave as best, if it gave one.
    said: the words of the source, untouched.
    A Count whose bounds are out of order is refused, unless its shape says that the source contradicts itself.
    """

    low: Annotated[int, Field(ge=0, le=MOST)]
    high: Annotated[int, Field(ge=0, le=MOST)] | None = None
    point: Annotated[int, Field(ge=0, le=MOST)] | None = None
    shape: Shape
    said: str = ""
    unit: Unit = "person"
    status: Status | None = None
    sex: Sex | None = None
    age: AgeBand | None = None
    as_of: date | None = None
    provisional: bool = False

    @model_validator(mode="before")
    @classmethod
    def _read_notation(cls, value: Any) -> Any:
        """Take a bare number or the short notation ("82+", "~2000") for a whole Count."""
        if isinstance(value, str):
            return cls.parse(value).model_dump()
        if isinstance(value, int) and not isinstance(value, bool):
            return {"low": value, "high": value, "point": value, "shape": Shape.EXACT}
        return value

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.shape is Shape.CONTRADICTORY:
            return self
        if self.high is not None and self.low > self.high:
            raise Refusal(
                "lowest_above_highest", "lowest {low} is more than highest {high}", {"low": self.low, "high": self.high}
            )
        if self.point is not None and self.point < self.low:
            raise Refusal(
                "lowest_above_best",
                "lowest {low} is more than the best number {point}",
                {"low": self.low, "point": self.point},
            )
        if self.point is not None and self.high is not None and self.point > self.high:
            raise Refusal(
                "best_above_highest",
                "the best number {point} is more than highest {high}",
                {"point": self.point, "high": self.high},
            )
        if self.shape is Shape.EXACT and self.low != self.high:
            raise Refusal(
                "exact_with_two_values",
                "an exact number has one value, not {low} to {high}",
                {"low": self.low, "high": self.high},
            )
        if self.shape is Shape.VAGUE and self.point is not None:
            raise Refusal(
                "vague_with_best", "a vague word has no best number, yet {point} is given", {"point": self.point}
            )
        return self

    @classmethod
    def exactly(cls, n: int, **about: Any) -> Self:
        """Make the count of an exact number. about: the further fields of a Count.

        >>> Count.exactly(82, unit="family").notation()
        '82'
        """
        return cls(low=n, high=n, point=n, shape=Shape.EXACT, **about)

    @classmethod
    def at_least(cls, n: int, **about: Any) -> Self:
        """Make the count of at least a number.

        >>> Count.at_least(82).low, Count.at_least(82).high
        (82, None)
        """
        return cls(low=n, shape=Shape.LOWER_BOUND, **about)

    @classmethod
    def more_than(cls, n: int, **about: Any) -> Self:
        """Make the count of more than a number.

        >>> Count.more_than(80).low
        81
        """
        return cls(low=n + 1, shape=Shape.LOWER_BOUND, **about)

    @classmethod
    def at_most(cls, n: int, **about: Any) -> Self:
        """Make the count of at most a number.

        >>> Count.at_most(10).low, Count.at_most(10).high
        (0, 10)
        """
        return cls(low=0, high=n, shape=Shape.UPPER_BOUND, **about)

    @classmethod
    def fewer_than(cls, n: int, **about: Any) -> Self:
        """Make the count of fewer than a number. Raises ValueError where nothing is fewer.

        >>> Count.fewer_than(10).high
        9
        """
        if n < 1:
            raise Refusal("fewer_than_nothing", "fewer than {number} is not a count of anything", {"number": n})
        return cls(low=0, high=n - 1, shape=Shape.UPPER_BOUND, **about)

    @classmethod
    def between(cls, low: int, high: int, point: int | None = None, **about: Any) -> Self:
        """Make the count of a range with both ends included. point: the number that the source itself gave as best.

        >>> Count.between(3, 7).notation()
        '3-7'
        """
        return cls(low=low, high=high, point=point, shape=Shape.RANGE, **about)

    @classmethod
    def about(cls, n: int, **about: Any) -> Self:
        """Make the count of an approximate number: half of what it is rounded to, either way.

        >>> [(Count.about(n).low, Count.about(n).high) for n in (8000, 20, 15, 24)]
        [(7500, 8500), (15, 25), (13, 17), (23, 25)]
        """
        half = half_of_rounding(n)
        return cls(low=max(0, n - half), high=n + half, point=n, shape=Shape.APPROXIMATE, **about)

    @classmethod
    def nearly(cls, n: int, **about: Any) -> Self:
        """Make the count of a number that is approximated from below. Raises ValueError for 0.

        >>> [(Count.nearly(n).low, Count.nearly(n).high) for n in (100, 15)]
        [(50, 99), (13, 14)]
        """
        if n < 1:
            raise Refusal("nearly_nothing", "nearly {number} is not a count of anything", {"number": n})
        return cls(low=max(0, n - half_of_rounding(n)), high=n - 1, shape=Shape.APPROXIMATE_BELOW, **about)

    @classmethod
    def vague(cls, low: int, **about: Any) -> Self:
        """Make the count of a vague word, which never has a point. low: the least that the word can mean ("dozens": 12).

        >>> Count.vague(12).notation()
        '12+'
        """
        return cls(low=low, shape=Shape.VAGUE, **about)

    @classmethod
    def as_stated(cls, low: int | None, point: int | None, high: int | None, **about: Any) -> Self:
        """Make the count of three numbers as they stand in the row of a data set.

        Bounds that are out of order are kept as they are; the shape then says that the source contradicts itself. Without a lowest number the
        highest is an upper bound, and a best number alone is exact. One of the three must be given.

        >>> str(Count.as_stated(5, 5, 5).shape), str(Count.as_stated(3, 5, 9).shape), str(Count.as_stated(9, 5, 3).shape)
        ('exact', 'range', 'contradictory')
        >>> Count.as_stated(None, None, 65).notation()
        '<=65'
        """
        if low is None:
            return cls._stated_without_low(point, high, **about)
        floor = low if point is None else min(low, point)
        top = high if point is None or high is None else max(high, point)
        ordered = floor == low and top == high and (high is None or low <= high)
        if not ordered:
            return cls(low=low, point=point, high=high, shape=Shape.CONTRADICTORY, **about)
        if low == high and point in (None, low):
            return cls.exactly(low, **about)
        if high is None:
            return cls(low=low, point=point, shape=Shape.LOWER_BOUND, **about)
        return cls.between(low, high, point, **about)

    @classmethod
    def _stated_without_low(cls, point: int | None, high: int | None, **about: Any) -> Self:
        if high is not None:
            shape = Shape.UPPER_BOUND if point is None or point <= high else Shape.CONTRADICTORY
            return cls(low=0, point=point, high=high, shape=shape, **about)
        return cls.model_validate({"low": point, "high": point, "point": point, "shape": Shape.EXACT, **about})

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the short notation of forms and mapping files: 82 · 82+ · >80 · <10 · <=10 · ~2000 · 40-50, also in Arabic digits.

        Raises NotACount, with a sentence, where the text is none of these.

        >>> Count.parse("82+").low, Count.parse("82+").high
        (82, None)
        >>> Count.parse("~٢٬٠٠٠").point
        2000
        """
        plain = without_marks(western_digits(text))
        for pattern, build in _NOTATION:
            match = pattern.fullmatch(plain)
            if match and all(len(number) <= LONGEST_NUMBER for number in match.groups()):
                count: Self = build(cls, *map(digits_value, match.groups()))
                return count
        raise NotACount(text)

    def contradicted_by(self, facts: Mapping[str, Any]) -> str:
        """Return which of the facts that are told beside a count its own words say otherwise; empty where none is.

        A bare number says nothing of its unit, whatever unit it was given since.

        >>> Count.exactly(30).contradicted_by({"unit": "family"}), Count.exactly(30, unit="person").contradicted_by({"unit": "family"})
        ('', 'unit')
        """
        for fact, value in facts.items():
            own = getattr(self, fact)
            if fact in self.model_fields_set and own is not None and own != value:
                return fact
        return ""

    def notation(self) -> str:
        """Write the short notation that `parse` reads. It leaves out what the notation has no sign for.

        >>> Count.about(2000).notation(), Count.at_least(82).notation()
        ('~2000', '82+')
        """
        match self.shape:
            case Shape.EXACT:
                return str(self.low)
            case Shape.APPROXIMATE if self.point is not None:
                return f"~{self.point}"
            case Shape.UPPER_BOUND if self.low == 0:
                return f"<={self.high}"
            case Shape.CONTRADICTORY:
                return f"{self.low};{'' if self.point is None else self.point};{'' if self.high is None else self.high}"
        return f"{self.low}+" if self.high is None else f"{self.low}-{self.high}"

    @property
    def is_open(self) -> bool:
        """Tell whether the source gave no upper end."""
        return self.high is None


def last_significant_unit(n: int) -> int:
    """Return the place value of the last digit that is not zero.

    >>> [last_significant_unit(n) for n in (8000, 40, 107, 0)]
    [1000, 10, 1, 1]
    """
    unit = 1
    while n and n % (unit * 10) == 0:
        unit *= 10
    return unit


def half_of_rounding(n: int) -> int:
    """Return half of the unit that an approximate number is rounded to: its last significant digit, or five.

    "About" never means one exact number, so at least 1 comes back for every number but nought.

    >>> [half_of_rounding(n) for n in (8000, 40, 15, 107, 0)]
    [500, 5, 2, 1, 0]
    """
    half = last_significant_unit(n) // 2
    return half or (2 if n % 5 == 0 and n else min(n, 1))


_NUMBER = f"({WHOLE_NUMBER})"
_NOTATION: tuple[tuple[re.Pattern[str], Any], ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (_NUMBER, lambda cls, n: cls.exactly(n)),
        (rf"(?:>=|≥)\s*{_NUMBER}", lambda cls, n: cls.at_least(n)),
        (rf"{_NUMBER}\s*\+", lambda cls, n: cls.at_least(n)),
        (rf">\s*{_NUMBER}", lambda cls, n: cls.more_than(n)),
        (rf"(?:<=|≤)\s*{_NUMBER}", lambda cls, n: cls.at_most(n)),
        (rf"<\s*{_NUMBER}", lambda cls, n: cls.fewer_than(n)),
        (rf"[~≈]\s*{_NUMBER}", lambda cls, n: cls.about(n)),
        (rf"{_NUMBER}\s*[-–—]\s*{_NUMBER}", lambda cls, low, high: cls.between(low, high)),
        (rf"{_NUMBER};{_NUMBER};{_NUMBER}", lambda cls, low, point, high: cls.as_stated(low, point, high)),
    )
)
