"""In which order the dates of a column write day, month and year: asked of the column as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dalil.intake import cells

_FORMS = ("d/m/y", "m/d/y", "y/m/d")


@dataclass(frozen=True)
class DateOrder:
    """What the cells of a column show. format: what the mapping says; nothing where none is needed.

    read: some cell is a date. possible: the formats of which a person must say which it is, and why. unread: cells that are no date.
    """

    format: str = ""
    read: bool = False
    possible: tuple[str, ...] = ()
    why: str = ""
    unread: tuple[str, ...] = ()


def order_of_dates(sample: Sequence[str], known: str = "") -> DateOrder:
    """Find the one order that reads what any order reads; where two do, or none, a person is asked.

    known: the order that a published format has; it holds where it reads all that another reads.

    >>> order_of_dates(["04/09/2018", "13/09/2018"]).format, order_of_dates(["04/09/2018"]).possible
    ('d/m/y', ('d/m/y', 'm/d/y'))
    """
    distinct = set(sample)
    plain = {cell for cell in distinct if _is_date(cell, "")}
    by_form = {form: {cell for cell in distinct - plain if _is_date(cell, form)} for form in _FORMS}
    doubtful = set().union(*by_form.values())
    unread = tuple(cell for cell in sample if cell not in plain and cell not in doubtful)
    fitting = [form for form in _FORMS if by_form[form] == doubtful and all(_is_date(cell, form) for cell in plain)]
    if known in fitting and len(fitting) < len(_FORMS):
        fitting = [known]
    if len(fitting) == 1:
        return DateOrder(fitting[0], True, unread=unread)
    if not doubtful:
        return DateOrder(read=bool(plain), unread=unread)
    possible = fitting or [form for form in _FORMS if by_form[form]]
    why = "every cell can be read in each order" if fitting else "no one order reads all its cells"
    return DateOrder(read=True, possible=tuple(possible), why=why, unread=unread)


def _is_date(cell: str, form: str) -> bool:
    try:
        cells.when_in(cell, form)
    except ValueError:
        return False
    return True
