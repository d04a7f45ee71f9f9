"""A column of a table with what is suggested for it: what choosing columns works on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from dalil.intake.suggestion.column_meaning import Guess

CODED = ("what", "weapons", "targets", "parties")
"""The fields that hold codes."""


@dataclass
class ChosenColumn:
    """A column with what is suggested for it: taken for `use` where it is sure, else left out with what it may be.

    name: as the mapping writes it. cells: those sampled that say something. what: the quantity, in a table of totals.
    remarks: what a person should know of it. asks: what is suggested instead where it is left out.
    told_first: what stands at the top of the mapping because of this column.
    """

    name: str
    cells: list[str]
    guess: Guess
    use: dict[str, Any] = field(default_factory=dict)
    what: str = ""
    remarks: list[str] = field(default_factory=list)
    asks: list[dict[str, Any]] = field(default_factory=list)
    told_first: str = ""

    def holds(self, name: str, part: str | None = None) -> bool:
        """Whether it is taken for a field, or for one part of it (`start` is the same as no part)."""
        told = self.use.get("part", "")
        return self.use.get("field") == name and (part is None or part == ("" if told in ("start", "name") else told))

    def leave(self, why: str = "") -> None:
        """Leave the column to a person, and keep what it may be."""
        if self.use:
            self.asks.append(self.use)
        self.use = {}
        self.remarks = [why] if why else self.remarks


@dataclass
class ChosenTable:
    """What is suggested for a table. notes: what a person should read first."""

    kind: str
    columns: list[ChosenColumn]
    notes: list[str]


def leave_all(columns: Iterable[ChosenColumn], why: str) -> None:
    """Leave all those of some columns to a person that are still taken."""
    for column in columns:
        if column.use:
            column.leave(why)
