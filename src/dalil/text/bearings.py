"""Reads in which direction something went: "NE", "to the north-west", "045°", شمال شرق, «باتجاه الجنوب»."""

from __future__ import annotations

from collections.abc import Sequence

from dalil.letters import fold_words, read_whole_number, western_digits
from dalil.text.numbers import tokens_of

_LONGEST = 80
_POINTS = {
    point: at * 22.5
    for at, point in enumerate(
        ("n", "nne", "ne", "ene", "e", "ese", "se", "sse", "s", "ssw", "sw", "wsw", "w", "wnw", "nw", "nnw")
    )
}
"""The sixteen points of the compass, in degrees."""
_WORDS = {
    **dict.fromkeys(fold_words("north northern northward northwards northerly شمال شمالا شمالي شماليا شمالية"), "n"),
    **dict.fromkeys(fold_words("south southern southward southwards southerly جنوب جنوبا جنوبي جنوبيا جنوبية"), "s"),
    **dict.fromkeys(fold_words("east eastern eastward eastwards easterly شرق شرقا شرقي شرقيا شرقية"), "e"),
    **dict.fromkeys(fold_words("west western westward westwards westerly غرب غربا غربي غربيا غربية"), "w"),
}
_IDLE = fold_words(
    "to toward towards the heading headed bearing course direction of in a flying bound about approx approximately around"
    " باتجاه اتجاه بإتجاه نحو إلى الى متجها متجهة متجه صوب حوالي تقريبا"
) | {"-", "–", "/", ".", "~", "(", ")"}
"""Words and signs beside a direction that change nothing in it. "From" is none of them: it tells the opposite direction."""
_OF_DEGREES = fold_words("degrees degree deg درجة درجات") | {"°", "º", "˚"}
_OFF = 30
"""Degrees by which a number may lie beside the direction that is named with it: “NE (040)”."""


def read_bearing(phrase: str) -> int | None:
    """Return the degrees from north, 0 to 359, that a phrase tells and nothing else; None where that is not certain.

    One of the sixteen points of the compass by its letters or words, degrees, or both where they agree. 360 is north.

    >>> read_bearing("NE"), read_bearing("شمال شرق"), read_bearing("360"), read_bearing("heading 045°"), read_bearing("WSW")
    (45, 45, 0, 45, 248)
    >>> read_bearing("from the north"), read_bearing("N or E"), read_bearing("Idlib"), read_bearing("400")
    (None, None, None, None)
    """
    if len(phrase) > _LONGEST:
        return None
    plain = western_digits(phrase).replace("°", " ° ").replace("º", " ° ").replace("˚", " ° ")
    if plain.strip()[:1] in "-−":  # a number below nought is no direction
        return None
    words = [token.key for token in tokens_of(plain) if token.key not in _IDLE]
    numbers = [word for word in words if word.isdecimal()]
    named = [word for word in words if not word.isdecimal() and word not in _OF_DEGREES]
    degrees = _degrees_of(numbers)
    if numbers and degrees is None:
        return None
    return _named_degrees(named, degrees) if named else degrees


def _degrees_of(numbers: Sequence[str]) -> int | None:
    """The degrees that one number says, 360 being north; None where there is no such number, or several."""
    degrees = read_whole_number(numbers[0]) if len(numbers) == 1 else None
    return None if degrees is None or degrees > 360 else degrees % 360


def _named_degrees(named: Sequence[str], degrees: int | None) -> int | None:
    """The degrees of a direction that words name, and of the number beside them, where one stands there and agrees."""
    point = _POINTS.get("".join(map(_letters, named)))
    if point is None:
        return None
    if degrees is None:
        return int(point + 0.5)
    beside = abs((degrees - point + 180) % 360 - 180)
    return degrees if beside <= _OFF else None


def _letters(word: str) -> str:
    """The letters of the compass that a word says; "?" where it says none."""
    bare = word.removeprefix("ال")
    if word in _WORDS or bare in _WORDS:
        return _WORDS.get(word) or _WORDS[bare]
    if word in _POINTS:
        return word
    for first in ("north", "south"):
        rest = word.removeprefix(first)
        if rest != word and _WORDS.get(rest) in ("e", "w"):
            return first[0] + _WORDS[rest]
    return "?"
