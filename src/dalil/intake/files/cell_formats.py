"""What the format of a cell shows that its value does not say: a month for a day, “20+” for 20, a line through what no longer holds."""

from __future__ import annotations

import re
from datetime import datetime, time
from functools import lru_cache
from typing import Any, NamedTuple

from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

_PIECE = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<unseen>\[[^\]]*\]|[_*].)|(?P<plain>.)', re.DOTALL)
"""A piece of a format: words that are shown, what is not shown (a colour, room for a sign), or a letter with a meaning."""
_SECTIONS = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_GENERAL = re.compile(r'general(?=(?:[^"]*"[^"]*")*[^"]*$)', re.IGNORECASE)
_SAYS_SOMETHING = re.compile(r"[^\W_]|[%+~≈<>≤≥±?*]")
"""What around a number or a date says something of it: a letter, a digit, a share, a sign of doubt. A currency's sign and brackets do not."""
_WORD = re.compile(r"[^\W\d_]{4}|[\u0620-\u064a]{3}|[^\W\d_]{2,}\s\S|[?~≈<>≤≥±]")
"""What around a date says something of it; the letters of "2018年", "10h" and "5th" are a part of how dates are written."""


class CellFormat(NamedTuple):
    """How the cells of one style are shown.

    date: "month" or "year" where a date is shown without its day. before, behind: the words and signs that stand around a number or a date.
    share: a number is shown a hundred times as large. nought: the words that are shown for 0. of_text: they stand around text too.
    struck: a line goes through them.
    """

    date: str = ""
    before: str = ""
    behind: str = ""
    share: bool = False
    nought: str = ""
    of_text: bool = False
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
        return _read_format(form or BUILTIN_FORMATS.get(number, ""))._replace(struck=struck)


class _Around(NamedTuple):
    """What one section of a format shows around its number or date; plain: the letters in it that have a meaning."""

    before: str
    behind: str
    plain: str


@lru_cache(maxsize=1000)
def _read_format(form: str) -> CellFormat:
    """What a format of numbers shows: of a date, and around a number or a date.

    >>> _read_format("mmm-yy").date, _read_format('0"+"').behind, _read_format("dd/mm/yyyy") == CellFormat()
    ('month', '+', True)
    >>> _read_format('0" families"').behind, _read_format("0%").share, _read_format('"week of "dd/mm/yyyy').before
    (' families', True, 'week of ')
    """
    sections = _SECTIONS.split(_GENERAL.sub("0", form))
    first = _read_section(sections[0])
    plain = first.plain.casefold()
    if re.search(r"[dhmsy]", plain):
        date = ""
        if not re.search(r"[dhs0#]", plain) and "y" in plain:
            date = "month" if "m" in plain else "year"
        elif not re.search(r"[dhs]", plain) and "mmm" in plain:
            date = "month"
        before, behind = (each if _WORD.search(each) else "" for each in (first.before, first.behind))
        return CellFormat(date, before, behind)
    nought = _read_section(sections[2]) if len(sections) > 2 else _Around("", "", "0")
    shown = CellFormat(nought="" if re.search("[0#?]", nought.plain) else nought.before)
    if not any(map(str.isalpha, shown.nought)):
        shown = CellFormat()
    if first.plain.endswith(",") or not _SAYS_SOMETHING.search(first.before + first.behind + "%" * ("%" in plain)):
        return shown
    return shown._replace(before=first.before, behind=first.behind, share="%" in plain, of_text="@" in plain)


def _read_section(section: str) -> _Around:
    """The words before and behind the number or the date of one section. Words between its digits or letters are a part of how it is written."""
    before, behind, plain = "", "", ""
    for piece in _PIECE.finditer(section):
        letter = piece["plain"] or ""
        if letter and (letter in "0#?,.%@" or letter.casefold() in "dhmsy"):
            plain, behind = plain + letter, ""
        elif piece["unseen"] is None:
            words = letter or piece["escaped"] or piece["quoted"] or ""
            before, behind = (before, behind + words) if plain.strip("%") else (before + words, behind)
    return _Around(before, behind, plain)


def show(value: Any, text: str, shown: CellFormat) -> str:
    """Return the text of a cell as its format shows it, where the format says less than the value, or words that the value does not say.

    A date without its day is only taken so where the day is the first, which a spreadsheet makes of “May 2019”.
    """
    if shown.date and isinstance(value, datetime) and value.day == 1 and value.time() == time():
        text = f"{value.year:04}" if shown.date == "year" else f"{value.year:04}-{value.month:02}"
    if isinstance(value, bool) or value in (None, "") or (isinstance(value, str) and not shown.of_text):
        return text
    if value == 0 and shown.nought:
        return shown.nought.strip()
    if shown.share and isinstance(value, (int, float)):
        text = f"{value * 100:.10g}%"
    if shown.before or shown.behind:
        before, behind = shown.before.strip(), shown.behind.strip()
        spaced = any(letter.isalpha() for letter in before + behind)
        return (" " if spaced else "").join(filter(None, (before, text, behind)))
    return text
