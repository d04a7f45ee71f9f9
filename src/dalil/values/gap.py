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
    """The time between two moments: at least from the end of one to the start of the other, at most from start to end."""

    before: Moment
    after: Moment

    @property
    def days(self) -> tuple[int, int]:
        """Return the fewest and the most days between the two."""
        return max(0, (self.after.start - self.before.end).days), (self.after.end - self.before.start).days

    @property
    def months(self) -> tuple[int, int]:
        """Return the fewest and the most whole months between the two."""
        return max(0, _months(self.before.end, self.after.start)), _months(self.before.start, self.after.end)


def _months(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
