"""Spans that a row tells: where somebody was held over which time, what a site was at other times. Each stands in columns of its own.

A column says which part of a span it tells (`part`), and of which of several (`number`): the second place of detention, the third.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from dalil.intake.mapping import Column, is_span
from dalil.record.kind import KindField, fields_of

Cell = tuple[Column, str, str]
"""How a column is used, its name, and the cell of a row."""

_OF_WHEN = ("start", "end")
"""Parts of a span that are parts of its time."""


def read_spans(
    of: Any, cells: Sequence[Cell], read: Callable[[KindField, list[Cell], dict[str, Any]], Any]
) -> list[dict[str, Any]]:
    """Read the spans that the cells of one field tell, in the order of their numbers. read: reads the value of a field of the span.

    of: the type of the spans (`mapping.is_span`).
    """
    numbered: dict[int, list[Cell]] = {}
    for each in cells:
        numbered.setdefault(each[0].number, []).append(each)
    return [_read_span(of, numbered[number], read) for number in sorted(numbered)]


def _read_span(
    of: Any, cells: Sequence[Cell], read: Callable[[KindField, list[Cell], dict[str, Any]], Any]
) -> dict[str, Any]:
    told: dict[str, list[Cell]] = {}
    for use, column, text in cells:
        name, part = ("when", use.part) if use.part in _OF_WHEN else (use.part, "")
        told.setdefault(name, []).append((use.model_copy(update={"part": part}), column, text))
    content: dict[str, Any] = {}
    for name, those in told.items():
        value = read(_fields_of(of)[name], those, content)
        if value is not None:
            content[name] = value
    return content


@cache
def _fields_of(span: Any) -> Mapping[str, KindField]:
    assert is_span(span)
    return {field.name: field for field in fields_of(span)}
