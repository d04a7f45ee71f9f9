"""Tables that are known by their header, as published formats have it. Their columns stand in `header_words/known_tables.yaml`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from dalil.intake.suggestion.column_meaning import WORDS, Guess
from dalil.letters import fold

RANK = 9
"""A column that is known goes before one that is judged by its name."""


@dataclass(frozen=True)
class KnownTable:
    """A published format. columns: by folded name, what a mapping says of each; persons: each row is one person."""

    name: str
    signs: frozenset[str]
    columns: dict[str, Guess]
    kind: str = ""
    note: str = ""
    persons: bool = False

    def guess(self, column: str) -> Guess | None:
        """Return what a column means; None where the format does not know it."""
        return self.columns.get(fold(column))


def find_known_table(header: Sequence[str]) -> KnownTable | None:
    """Find the published format whose columns all stand in a header; of several, the one with most."""
    names = {fold(name) for name in header}
    fitting = [table for table in _known_tables() if table.signs <= names]
    return max(fitting, key=lambda table: len(table.signs), default=None)


@cache
def _known_tables() -> tuple[KnownTable, ...]:
    content = yaml.safe_load((WORDS / "known_tables.yaml").read_text(encoding="utf-8"))
    return tuple(
        KnownTable(
            each["name"],
            frozenset(map(fold, each["signs"])),
            {
                **{fold(name): Guess({}, why="no report keeps it") for name in each.get("unread", ())},
                **{fold(name): _known_guess(use) for name, use in each["columns"].items()},
            },
            each.get("kind", ""),
            each.get("note", ""),
            each.get("persons", False),
        )
        for each in content
    )


def _known_guess(said: dict[str, Any]) -> Guess:
    if "ask" in said:
        return Guess(said["ask"], why=said["why"])
    use = {key: value for key, value in said.items() if key != "remark"}
    return Guess(use, True, said.get("remark", ""), RANK)
