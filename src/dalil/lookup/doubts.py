"""Signs and words by which a source says that it is not sure of what a cell names: "Saraqib?", "barrel bomb (?)", "SNHR - unconfirmed".

Names are compared without signs, so a name with a question mark is found as the name without it; the doubt has to be kept beside it.
"""

from __future__ import annotations

import re

from dalil.letters import strip_marks

_WORDS = (
    r"(?:(?:not|un)[ -]?(?:yet )?(?:confirmed|verified|certain|sure|clear)|to be (?:confirmed|verified"
    r"|checked)|tbc|doubtful|dubious|possibly|probably|perhaps"
    r"|maybe|possible|probable|allegedly|alleged|suspected|presumably|presumed|likely|غير (?:مؤكدة?|موثقة?"
    r"|محققة?|أكيدة?)|لم (?:يتأكد|يؤكد|تتأكد)"
    r"|قيد (?:التحقق|التأكد)|ربما|يحتمل|محتملة?|على الأرجح|مشكوك (?:فيه|فيها|به)|يشتبه)"
)
_BEHIND = re.compile(
    rf"\s*(?:[(\[]\s*(?:[?؟]+|{_WORDS})\s*[?؟]*\s*[)\]]|\s[-–—:]+\s*{_WORDS}|[,،;؛]\s*{_WORDS})[?؟*\s]*$", re.IGNORECASE
)
_SIGN = re.compile(r"[?؟]|\*$")
LONGEST = 200
"""How many letters at the end of a cell are looked at."""
_NOTHING_BUT_SIGNS = re.compile(r"[\s?؟*()\[\]\-–]*")


def says_doubt(cell: str) -> bool:
    """Say whether a cell that names something says that the name is not certain.

    >>> says_doubt("Saraqib?"), says_doubt("Idlib*"), says_doubt("SNHR - unconfirmed"), says_doubt("ربما?"), says_doubt("Saraqib")
    (True, True, True, True, False)
    """
    cell = _end_of(strip_marks(cell))
    if _NOTHING_BUT_SIGNS.fullmatch(cell) or "://" in cell:
        return False  # a cell of signs alone names nothing, and in a link the sign is a part of the address
    return _SIGN.search(cell) is not None or _BEHIND.search(cell) is not None


def without_doubt(cell: str) -> str:
    """Return a name without the word behind it that says that it is not certain.

    >>> without_doubt("SNHR - unconfirmed"), without_doubt("SNHR (?)"), without_doubt("Team - Aleppo")
    ('SNHR', 'SNHR', 'Team - Aleppo')
    """
    end = _end_of(cell)
    return cell if end != " ".join(cell.split()) else _BEHIND.sub("", end) or cell


def _end_of(cell: str) -> str:
    """The end of a cell, with single spaces: where a name ends, and short, so that long texts take no longer."""
    return " ".join(cell[-LONGEST:].split())
