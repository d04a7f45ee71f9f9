"""Judgements of other rooms that travel in the lines of reports: which site is meant, which sighting came before which strike.

Each room declares its own when the application starts. Whoever writes lines asks all of them, and so does the importer; what may be told to
whom, and what an import may change, is decided there and once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from django.contrib.auth.models import User

from dalil.record.models import Report, Reversible, Verdict


class TravellingJudgement(NamedTuple):
    """One judgement as a line tells it. report, other: the ids of the two reports; the line is that of the first.

    particulars: what the line says of it beside verdict, day and reason.
    """

    report: int
    other: int
    row: Reversible
    particulars: Mapping[str, str]


class Travelling(Protocol):
    """One kind of judgement that travels. key: its name in a line. noun: what the notes of an import call it.

    by_matchers: whether a matcher may judge so too.
    """

    key: str
    noun: str
    by_matchers: bool

    def about(self, reports: Sequence[int]) -> Iterable[TravellingJudgement]:
        """Give the judgements that the lines of these reports tell, also those that were taken back, in the order in which they were made."""

    def sift_for_readers(self, told: Sequence[TravellingJudgement]) -> Sequence[TravellingJudgement]:
        """Give those of some judgements that readers may be told. Both reports of each are public."""

    def judged_here(self, report: Report, other: Report, particulars: Mapping[str, str]) -> Sequence[Any]:
        """Give what was judged here of the same two reports, also what was taken back."""

    def make(
        self, report: Report, other: Report, verdict: Verdict, particulars: Mapping[str, str], **by: Any
    ) -> Reversible:
        """Judge so. by: `actor`, `reason`, and `matcher` where a matcher may. Raises Refused where that cannot be judged of these two."""

    def take_back(self, row: Any, *, actor: User) -> None:
        """Take a judgement back."""

    def changes_ours(self, report: Report, other: Report, is_ours: Callable[[Report], bool]) -> bool:
        """Tell whether a judgement of another record would change what we say of our own reports."""


_DECLARED: dict[str, Travelling] = {}


def declare_travelling(judgements: Travelling) -> None:
    """Let a kind of judgement travel in the lines of reports."""
    _DECLARED[judgements.key] = judgements


def travelling_judgements() -> tuple[Travelling, ...]:
    """Return every kind of judgement that was declared, in the order of their names."""
    return tuple(_DECLARED[key] for key in sorted(_DECLARED))
