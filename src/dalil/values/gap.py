"""Two moments, and the time between them: dates alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Moment:
    """One entity in time: the first and last day within which it happened."""

    address: str
    start: date
    end: date


@dataclass(frozen=True)
class Gap:
    """The time between the last two of a series. after: the one that began last. before: of the others the one that ended last.

    begun: the latest day on which one of the others can have begun; that of `before` where it is not given. At least the gap lasts from the
    end of `before` to the start of `after`. At most it lasts from `begun` to the end of `after`; or, where `before` may be the later of
    the two, from the start of `after` to the end of `before`.
    """

    before: Moment
    after: Moment
    begun: date | None = None

    @property
    def days(self) -> tuple[int, int]:
        """Return the fewest and the most days between the two."""
        low, *high = ((end - start).days for start, end in self._spans())
        return max(0, low), max(high)

    @property
    def months(self) -> tuple[int, int]:
        """Return the fewest and the most whole months between the two."""
        low, *high = (_months(start, end) for start, end in self._spans())
        return max(0, low), max(high)

    def _spans(self) -> tuple[tuple[date, date], ...]:
        """The shortest time that it can be, and the two that the longest is of."""
        before, after = self.before, self.after
        return (before.end, after.start), (self.begun or before.start, after.end), (after.start, before.end)


def _months(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
