"""One number as one report states it, with who says so; what is combined where several reports state it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from dalil.values.count import Count, Shape

_WITHOUT_POINT = frozenset({Shape.APPROXIMATE.value, Shape.APPROXIMATE_BELOW.value, Shape.VAGUE.value})


class Scope(NamedTuple):
    """What a number counts; only numbers of one scope are combined."""

    quantity: str = ""
    unit: str = "person"
    status: str | None = None
    sex: str | None = None
    age: str | None = None

    @property
    def whole(self) -> bool:
        """Tell whether no part of the people is singled out."""
        return self.status is None and self.sex is None and self.age is None


class Statement(NamedTuple):
    """One number as one report gives it.

    origins: who says so; empty where that is unknown. relay: who passed it on; a relay has no say of its own.
    order: grows with time; see `order_of`. A later statement by the same takes the earlier's place (`stated_by`).
    disputed: another number of the same report cannot be true beside it.
    """

    low: int
    high: int | None
    point: int | None
    shape: str
    origins: frozenset[str]
    relay: str
    order: tuple[bool, str, int]
    scope: Scope
    disputed: bool = False

    @classmethod
    def of(
        cls, count: Count, *, origins: Iterable[str] = (), relay: str = "", reported: int = 0, quantity: str = ""
    ) -> Statement:
        """Make the statement of a count and who said it; `reported` is the place of its report in the order of entry."""
        scope = Scope(quantity, count.unit, count.status, count.sex, count.age)
        order = order_of(count.as_of, reported)
        return cls(count.low, count.high, count.point, count.shape, frozenset(origins), relay, order, scope)

    @property
    def usable_point(self) -> int | None:
        """Return the best number the source gave, unless it is only approximate: approximations are not added as points."""
        return None if self.shape in _WITHOUT_POINT else self.point

    @property
    def contradicts_itself(self) -> bool:
        """Tell whether the source contradicts itself: by the bounds of this number, or by another number beside it."""
        return self.disputed or self.shape == Shape.CONTRADICTORY

    @property
    def has_low(self) -> bool:
        """Tell whether the source gave a lower end. “Up to 65” gives none: the nought in `low` is nobody's word."""
        return self.shape != Shape.UPPER_BOUND or self.low > 0

    @property
    def smallest(self) -> int:
        """Return the smallest number that the source gave: its lower end; where it gave none, its best number, or its upper end."""
        return self.low if self.has_low else next(each for each in (self.point, self.high, 0) if each is not None)

    @property
    def stated_by(self) -> tuple[str, ...]:
        """Return whose word this is: that of each origin.

        Where no origin is known, it is the relay's, or that of this report alone; both stand behind a question mark.
        """
        if self.origins:
            return tuple(sorted(self.origins))
        return (f"?{self.relay}",) if self.relay else (f"?#{self.order[2]}",)


def order_of(as_of: date | str | None, reported: int) -> tuple[bool, str, int]:
    """Return the place of a statement in time: one that gives its date is later than one that does not; then by that date; then by entry."""
    return as_of is not None, str(as_of or ""), reported
