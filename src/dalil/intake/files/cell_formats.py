"""What the format of a cell shows that its value does not say: a month for a day, “20+” for 20, a line through what no longer holds."""

from __future__ import annotations

import re
from datetime import datetime, time
from functools import lru_cache
from typing import Any, NamedTuple

from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_NOT_SHOWN = re.compile(r"\[[^\]]*\]|_.|\*.")
_DOUBT = re.compile(
    r"[+~≈<>≤≥±?]|at least|at most|more than|less than|over|up to|about|approx|circa|or more|min|max"
    r"|على الأقل|أكثر من|أقل من|حوالي|نحو|تقريبا|فأكثر|ما لا يقل"
)


class CellFormat(NamedTuple):
    """How the cells of one style are shown.

    date: "month" or "year" where a date is shown without its day. before, behind: what stands around a number and says how sure it is.
    struck: a line goes through them.
    """

    date: str = ""
    before: str = ""
    behind: str = ""
    struck: bool = False


class CellFormats:
    """Knows the formats of the styles of a workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._known: dict[int, CellFormat] = {}

    def of(self, style: int) -> CellFormat:
        """Return the format of a style, by its number."""
        if style not in self._known:
            self._known[style] = self._read(style)
        return self._known[style]

    def _read(self, style: int) -> CellFormat:
        styles = self._book._cell_styles
        if not 0 <= style < len(styles):
            return CellFormat()
        number, font = styles[style].numFmtId, styles[style].fontId
        struck = font < len(self._book._fonts) and bool(self._book._fonts[font].strike)
        own = number - BUILTIN_FORMATS_MAX_SIZE
        form = self._book._number_formats[own] if 0 <= own < len(self._book._number_formats) else ""
        return CellFormat(*_read_format(form or BUILTIN_FORMATS.get(number, "")), struck=struck)


@lru_cache(maxsize=1000)
def _read_format(form: str) -> tuple[str, str, str]:
    """What a format of numbers shows: of a date, and around a number.

    >>> _read_format("mmm-yy"), _read_format('0"+"'), _read_format("dd/mm/yyyy")
    (('month', '', ''), ('', '', '+'), ('', '', ''))
    """
    first = _NOT_SHOWN.sub("", re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', form)[0])
    plain = _QUOTED.sub("", first).casefold()
    if not re.search(r"[dhs0#]", plain) and "y" in plain:
        return "month" if "m" in plain else "year", "", ""
    if not re.search(r"[dhs]", plain) and "mmm" in plain:
        return "month", "", ""
    if number := re.fullmatch(r"([^0#]*)([0#][0#,]*)([^0#]*)", first):
        around = [_QUOTED.sub(lambda each: each[1] or each[2] or "", number[at]).strip() for at in (1, 3)]
        if not number[2].endswith(",") and _DOUBT.search(" ".join(around)):
            return "", around[0], around[1]
    return "", "", ""


def show(value: Any, text: str, shown: CellFormat) -> str:
    """Return the text of a cell as its format shows it, where the format says less than the value, or how sure a number is.

    A date without its day is only taken so where the day is the first, which a spreadsheet makes of “May 2019”.
    """
    if shown.date and isinstance(value, datetime) and value.day == 1 and value.time() == time():
        return f"{value.year:04}" if shown.date == "year" else f"{value.year:04}-{value.month:02}"
    if (shown.before or shown.behind) and isinstance(value, (int, float)) and not isinstance(value, bool):
        return (
            " ".join(filter(None, (shown.before, text, shown.behind)))
            if _is_word(shown)
            else shown.before + text + shown.behind
        )
    return text


def _is_word(shown: CellFormat) -> bool:
    return any(letter.isalpha() for letter in shown.before + shown.behind)
