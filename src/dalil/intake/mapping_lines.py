"""The YAML of a mapping: reading it without losing anything, and in which line something of it stands."""

from __future__ import annotations

from typing import Any

import yaml

from dalil.intake.causes import Cause

MOST_ALIASES, MOST_TAKEN_OVER = 200, 5_000
"""So often entries may be named again, and so many may be taken over into one mapping."""


def line_of(name: str, line: int | None) -> str:
    """Say in which line of a file something stands; the file alone where that is not known."""
    return Cause("{file}, line {line}", file=name, line=line) if line else name


def find_line(text: str, at: tuple[str, ...]) -> int | None:
    """The number of the line of a mapping at which some keys stand below one another, be it under one of its `reports`.

    None where not even the first key stands there. Keys that the text does not have are passed over: pydantic names the types that it
    tried among them.

    >>> find_line("kind: incident\\ncolumns:\\n  day: {field: when, wrong: 1}\\n", ("columns", "day", "Column", "wrong"))
    3
    """
    whole = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(whole, yaml.MappingNode)
    reports: list[Any] = next((value.value for key, value in whole.value if key.value == "reports"), [])
    paths = [at, *(("reports", str(number), *at) for number in range(len(reports)))]
    ends = [_follow(whole, path) for path in paths]
    return next((line for line, complete in ends if complete), ends[0][0])


def _follow(node: Any, at: tuple[str, ...]) -> tuple[int | None, bool]:
    """The line of the last key that is there, and whether that is the last of all."""
    line, complete = None, False
    for key in at:
        complete = False
        if isinstance(node, yaml.MappingNode):
            if found := next((pair for pair in node.value if pair[0].value == key), None):
                line, node, complete = found[0].start_mark.line + 1, found[1], True
        elif isinstance(node, yaml.SequenceNode) and key.isdecimal() and int(key) < len(node.value):
            node, complete = node.value[int(key)], True
            line = node.start_mark.line + 1
    return line, complete


class MappingLoader(yaml.SafeLoader):
    """Reads YAML, and refuses a key that stands twice in one place: the first would be lost without a word.

    It refuses too what names itself over and over: YAML copies the entries of a mapping to every place that takes them over (`<<`).
    """

    aliases = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Return the next node. Raises ComposerError where entries are named again more often than in any mapping."""
        if self.check_event(yaml.AliasEvent):
            self.aliases += 1
            if self.aliases > MOST_ALIASES:
                problem = f"entries are named again more than {MOST_ALIASES} times"
                raise yaml.composer.ComposerError(None, None, problem, self.peek_event().start_mark)  # type: ignore[no-untyped-call]
        return super().compose_node(parent, index)

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Take over the entries that a mapping names with `<<`. Raises ConstructorError where these become far too many."""
        super().flatten_mapping(node)
        if len(node.value) > MOST_TAKEN_OVER:
            problem = f"more than {MOST_TAKEN_OVER:,} entries are taken over with “<<”"
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return the mapping of a node. Raises ConstructorError for a key that stands twice."""
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge" else ""
            if name and name in seen:
                problem = (
                    f"“{name[:80]}” stands twice; of two columns of one name the second is called “{name[:80]} (2)”"
                )
                raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep)
