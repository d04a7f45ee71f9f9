"""A latitude or longitude as tables and people write it: 35.8641, 35,8641, 35.8641° N, 35°51'50.8"N, N 35° 51.85'."""

from __future__ import annotations

import re
from typing import Literal

from dalil.letters.digits import read_decimal, without_marks
from dalil.letters.folding import western_digits

Axis = Literal["lat", "lon"]
_LONGEST = 60
_POSITIVE = {"lat": ("n", "north", "شمال", "شمالا"), "lon": ("e", "east", "شرق", "شرقا")}
_NEGATIVE = {"lat": ("s", "south", "جنوب", "جنوبا"), "lon": ("w", "west", "غرب", "غربا")}
_SIDES = r"[nsew]|north|south|east|west|شمالا?|جنوبا?|شرقا?|غربا?"
_NUMBER = r"\d{1,3}(?:[.,]\d{1,12})?"
_PARTS = re.compile(
    rf"(?P<before>{_SIDES})?\s?(?P<minus>[-\u2212])?(?P<degrees>{_NUMBER})\s?(?P<sign>[°ºd])?"
    rf"(?:\s?(?P<minutes>{_NUMBER})\s?['′’])?(?:\s?(?P<seconds>{_NUMBER})\s?(?:[\"″”]|''|′′|’’))?\s?(?P<after>{_SIDES})?"
)


def read_coordinate(text: str, axis: Axis) -> float | None:
    """Read the degrees of a latitude ("lat") or longitude ("lon") that a text consists of; None where the text is anything else.

    A comma parts a fraction: no latitude and no longitude has thousands. Whether the degrees exist is not asked.

    >>> read_coordinate("35,8641", "lat"), read_coordinate("36.8° E", "lon"), read_coordinate("٣٥٫٥", "lat")
    (35.8641, 36.8, 35.5)
    >>> read_coordinate("35°30'36\\"N", "lat"), read_coordinate("-35.5", "lat"), read_coordinate("5° 30' W", "lon")
    (35.51, -35.5, -5.5)
    >>> [read_coordinate(text, "lat") for text in ("35.8 E", "35.8, 36.8", "-35 S", "35°75'", "about 35")]
    [None, None, None, None, None]
    """
    if (plain := read_decimal(text)) is not None:
        return plain
    if len(text) > _LONGEST:
        return None
    written = " ".join(without_marks(western_digits(text)).replace("٫", ".").replace("ً", "").casefold().split())
    match = _PARTS.fullmatch(written)
    if match is None or (match["before"] and match["after"]):
        return None
    side = match["before"] or match["after"] or ""
    if side and side not in (*_POSITIVE[axis], *_NEGATIVE[axis]):
        return None
    if side and match["minus"] is not None:
        return None
    if (match["minutes"] or match["seconds"]) and match["sign"] is None:
        return None
    return _degrees(match, side in _NEGATIVE[axis] or match["minus"] is not None)


def _degrees(match: re.Match[str], negative: bool) -> float | None:
    """The degrees with their minutes and seconds as a fraction; None where these are 60 and more, or a part before them has a fraction."""
    parts = [match["degrees"], match["minutes"], match["seconds"]]
    told = [part for part in parts if part]
    if any("." in part or "," in part for part in told[:-1]):
        return None
    degrees, *fine = (float((part or "0").replace(",", ".")) for part in parts)
    if any(part >= 60 for part in fine):
        return None
    value = round(degrees + fine[0] / 60 + fine[1] / 3600, 7)
    return -value if negative else value
