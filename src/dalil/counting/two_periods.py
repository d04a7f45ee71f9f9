"""One question about two periods: the number of each, line by line, and by how much they differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from dalil.archive.protection import Viewer
from dalil.counting.answer import Answer, ask
from dalil.counting.layout import PERIODS
from dalil.counting.question import GAP, Question
from dalil.counting.series import Difference, difference_between
from dalil.values import Bilingual
from dalil.values.total import Total


@dataclass(frozen=True)
class ComparedLine:
    """One line of both answers: its names, and the number of each period; None where nothing of it is in the record, which is not nought."""

    labels: tuple[Bilingual, ...]
    one: Total | None
    other: Total | None

    @property
    def difference(self) -> Difference | None:
        """Return by how much the first period differs from the other; None where that cannot be told."""
        return difference_between(self.other, self.one)


@dataclass(frozen=True)
class TwoPeriods:
    """The answers about two periods."""

    one: Answer
    other: Answer

    @property
    def whole(self) -> ComparedLine:
        """Return all of both."""
        return ComparedLine((), self.one.total, self.other.total)

    @cached_property
    def lines(self) -> tuple[ComparedLine, ...]:
        """Return a line for each key that either answer has: those of the first in their order, then what only the other has."""
        if not self.one.question.by:
            return ()
        ones, others = _by_keys(self.one), _by_keys(self.other)
        none = None if self.one.question.is_quantity else Total(low=0, high=0, point=0, stated=0)
        return tuple(
            ComparedLine(
                (ones.get(keys) or others[keys])[0],
                ones[keys][1] if keys in ones else none,
                others[keys][1] if keys in others else none,
            )
            for keys in dict.fromkeys([*ones, *others])
        )


def can_be_compared(question: Question) -> bool:
    """Tell whether a question can be asked of two periods: a time between two things belongs to no period."""
    return question.measure != GAP


def compare_periods(one: Question, other: Question, viewer: Viewer) -> TwoPeriods:
    """Ask one question about two periods. What is grouped by time is not: the lines of two periods have no time in common."""
    by = tuple(each for each in one.by if each not in PERIODS)
    return TwoPeriods(*(ask(each.model_copy(update={"by": by}), viewer) for each in (one, other)))


def _by_keys(answer: Answer) -> Mapping[tuple[str | None, ...], tuple[tuple[Bilingual, ...], Total]]:
    return {line.keys: (line.labels, line.total) for line in answer.rows}
