"""Cross tables as readers meet them: two facets, with the totals of every row and column."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as say
from django.utils.translation import ngettext

from dalil.bulletin.drawings.drawn import Drawing, DrawnTable
from dalil.counting.cross_tables import CrossedKey, CrossTable
from dalil.counting.layout import PERIODS
from dalil.counting.question import grouping_label
from dalil.values.total import Total
from dalil.wording.doubts import list_doubts
from dalil.wording.numbers import say_number
from dalil.wording.totals import say_ends, say_total

MOST_COLUMNS = 12
MOST_ROWS = 60


def present_cross_table(table: CrossTable, *, title: str, language: str) -> Drawing:
    """Present a cross table: the largest columns, every row's total, what is unknown, and what could not be shown."""
    kind = table.question.kind_class
    by = [grouping_label(kind, grouping, language) for grouping in table.question.by]
    columns, rows = (
        _first_of(keys, grouping, most)
        for keys, grouping, most in zip(
            (table.columns, table.rows), reversed(table.question.by), (MOST_COLUMNS, MOST_ROWS), strict=True
        )
    )
    head = (
        f"{by[0]} / {by[1]}",
        *(column.label.in_language(language) for column in columns),
        say("All"),
    )
    body = [
        (
            row.label.in_language(language),
            *(_say_cell(table.cells.get((row.key, column.key)), language) for column in columns),
            _say_cell(row.total, language),
        )
        for row in rows
    ]
    last = (say("All"), *(_say_cell(column.total, language) for column in columns), _say_cell(table.total, language))
    words = list_doubts(table.doubts, language)
    if left := len(table.columns) - len(columns):
        sentence = ngettext("%(n)s column is not shown.", "%(n)s columns are not shown.", left)
        words.append(sentence % {"n": say_number(left, language)})
    if left := len(table.rows) - len(rows):
        sentence = ngettext("%(n)s row is not shown.", "%(n)s rows are not shown.", left)
        words.append(sentence % {"n": say_number(left, language)})
    return Drawing(title=title, svg=SafeString(), words=tuple(words), table=DrawnTable(title, head, (*body, last)))


def _first_of(keys: Sequence[CrossedKey], grouping: str, most: int) -> Sequence[CrossedKey]:
    """The first of many keys, which are the largest; of times the last, and what has no known time after them."""
    if grouping not in PERIODS:
        return keys[:most]
    return keys[-most:]


def _say_cell(total: Total | None, language: str) -> str:
    """A dash where nothing of it is in the record, which is not nought of it."""
    if total is None:
        return "–"
    return say_total(total, language) if total.low is None else say_ends(total, language)
