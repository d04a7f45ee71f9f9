"""Which cells of a table have no code in the vocabulary: what a summary says, so that nothing is left out without a word."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dalil.intake import cells
from dalil.intake.files.columns import RowShape, find_column
from dalil.intake.formats.table import says
from dalil.intake.formats.table_file import open_table
from dalil.intake.mapping import Column, checked
from dalil.letters import strip_marks
from dalil.record.kind import fields_of
from dalil.values import Party
from dalil.values.doubted_names import without_doubt


@dataclass
class Uncoded:
    """The cells of one column without a code, with how often each stands there. kept: they stay in the report as the name said."""

    column: str
    scheme: str
    kept: bool
    values: Counter[str] = field(default_factory=Counter)


def without_code(path: Path, mapping: dict[str, Any]) -> list[Uncoded]:
    """The columns of a table that hold cells without a code. Reads the file once more. Raises Unreadable."""
    read = checked(mapping)
    fields = {each.name: each for each in fields_of(read.kind_meant())}
    opened = open_table(path, mapping)
    shape = RowShape(opened.header, {name for part in read.parts() for name in part.columns})
    unknown = {each.casefold() for each in read.unknown}
    found: list[tuple[int, Column, Uncoded]] = []
    for part in read.parts():
        for column, uses in part.columns.items():
            for use in uses if isinstance(uses, list) else [uses]:
                if use.field and (scheme := fields[use.field].scheme):
                    told = Uncoded(column, scheme, fields[use.field].type is Party)
                    if all(told.column != other.column or told.scheme != other.scheme for _, _, other in found):
                        found.append((find_column(column, opened.header) or 0, use, told))
    if not found:
        return []
    for number, row in opened.rows:
        if shape.refuse(number, row):
            continue
        for position, use, told in found:
            cell = strip_marks(row[position]) if position < len(row) else ""
            if not says(cell) or cell.casefold() in unknown:
                continue
            for each in cells.split(cell, use.split):
                if not cells.meant(each, use.values)[0] and cells.code_of(told.scheme, without_doubt(each)) is None:
                    told.values[each] += 1
    return [told for _, _, told in found if told.values]
