"""Arabic that stands in the order in which it is drawn, from left to right, and not in that in which it is read: what many readers of PDF give."""

from __future__ import annotations

import re

_WORD = re.compile("[ء-ي]{3,}")
_RUN = re.compile("[^ء-ي]*[0-9A-Za-z\u0660-\u0669][^ء-ي]*")
ENOUGH = 3
"""Words that say so. ة and ى stand at the end of a word and never at its beginning."""


def is_turned_round(text: str) -> bool:
    """Tell whether the Arabic of a text stands in the order in which it is drawn.

    >>> is_turned_round("ةسردم ةلزانو ىلع ةعمج"), is_turned_round("مدرسة ونازلة على جمعة")
    (True, False)
    """
    first = last = 0
    for match in _WORD.finditer(text):
        word = match[0]
        first += word[0] in "ةى"
        last += word[-1] in "ةى"
    return first >= ENOUGH and first > 2 * last


def turn_back(text: str) -> str:
    """Return a text of which every line is turned round into the order in which it is read; numbers and Latin words in it stay as they are.

    >>> turn_back("ايندم 43 لتقم")
    'مقتل 43 مدنيا'
    """
    return "\n".join(map(_turn_line, text.split("\n")))


def _turn_line(line: str) -> str:
    if not _WORD.search(line):
        return line
    parts = re.split(r"([0-9A-Za-z\u0660-\u0669](?:[^ء-ي]*[0-9A-Za-z\u0660-\u0669%])?)", line)
    return "".join(part if at % 2 else part[::-1] for at, part in reversed(list(enumerate(parts))))
