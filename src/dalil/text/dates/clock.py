"""The clock reads the time of day beside a date: ", at 17:30", الساعة 5:30 مساءً, "9 pm", الساعة الثامنة من مساء."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from dalil.letters import fold, fold_words
from dalil.text.dates.date_parts import key_at, number_at
from dalil.text.numbers import Token

_LEADS = fold_words("at around about t الساعة عند في تمام نحو حوالي") | {",", "،"}
_AFTERNOON = fold_words("pm مساء مساءا م ظهرا عصرا ظهر عصر")
_MORNING = fold_words("am صباحا صباح ص فجرا فجر")
_HOURS = "الواحدة الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة"
_HOUR_WORDS = {fold(word): hour for hour, word in enumerate(_HOURS.split(), 1)}
_TO_A_DAY = fold_words("on of the من في يوم ليل ليلة بتوقيت") | {",", "،"} | _AFTERNOON | _MORNING


def clock_at(tokens: Sequence[Token], at: int) -> tuple[time, int] | None:
    """Read the time of day at a place of the tokens, and the place after it; None where there is none.

    An hour without minutes counts only where the text says which half of the day it lies in.

    >>> from dalil.text.numbers import tokens_of
    >>> clock_at(tokens_of("at 5:30 pm"), 0)
    (datetime.time(17, 30), 5)
    >>> clock_at(tokens_of("at 5"), 0) is None
    True
    """
    i, led_by_hour = at, False
    while i < at + 5 and key_at(tokens, i) in _LEADS:
        led_by_hour = led_by_hour or key_at(tokens, i) == "الساعه"
        i += 1
    hour = number_at(tokens, i, 0, 23)
    if hour is None and led_by_hour:
        hour = _HOUR_WORDS.get(key_at(tokens, i))
    if hour is None:
        return None
    i += 1
    minute = number_at(tokens, i + 1, 0, 59) if key_at(tokens, i) == ":" else None
    if minute is not None:
        i += 2
        i += 2 * (key_at(tokens, i) == ":" and number_at(tokens, i + 1, 0, 59) is not None)
    if key_at(tokens, i) in ("a", "p") and [key_at(tokens, i + step) for step in (1, 2)] == [".", "m"]:
        hour += 12 * (key_at(tokens, i) == "p" and hour < 12) - 12 * (key_at(tokens, i) == "a" and hour == 12)
        return time(hour, minute or 0), i + 3 + (key_at(tokens, i + 3) == ".")
    half_at = i + (led_by_hour and key_at(tokens, i) == "من")
    half = key_at(tokens, half_at)
    if half in _AFTERNOON or half in _MORNING:
        i = half_at + 1
        hour = hour + 12 if half in _AFTERNOON and hour < 12 else 0 if half in _MORNING and hour == 12 else hour
    elif minute is None:
        return None
    return time(hour, minute or 0), i


def day_of_clock_at(tokens: Sequence[Token], at: int) -> int:
    """Return the place where the day begins that a time of day belongs to: "14:30 on the …", "الساعة 14:30 من يوم …".

    at: the place after the time of day.

    >>> from dalil.text.numbers import tokens_of
    >>> day_of_clock_at(tokens_of("14:30 on the 7 April"), 3)
    5
    """
    i = at
    while i < at + 4 and key_at(tokens, i) in _TO_A_DAY:
        i += 1
    return i
