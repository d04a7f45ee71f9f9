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
    minute, i = _minute_at(tokens, i + 1)
    half = _half_at(tokens, i, led_by_hour)
    if half is not None:
        afternoon, i = half
        hour = hour + 12 if afternoon and hour < 12 else 0 if not afternoon and hour == 12 else hour
    elif minute is None:
        return None
    return time(hour, minute or 0), i


def _minute_at(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """The minutes of ":30" and ":30:15", and the place after them; None and the same place where there are none."""
    minute = number_at(tokens, at + 1, 0, 59) if key_at(tokens, at) == ":" else None
    if minute is None:
        return None, at
    seconds = key_at(tokens, at + 2) == ":" and number_at(tokens, at + 3, 0, 59) is not None
    return minute, at + (4 if seconds else 2)


def _half_at(tokens: Sequence[Token], at: int, led_by_hour: bool) -> tuple[bool, int] | None:
    """Whether the words here say the afternoon (pm, p.m., مساءً, من مساء), and the place after them; None where they name no half of the day."""
    if key_at(tokens, at) in ("a", "p") and [key_at(tokens, at + step) for step in (1, 2)] == [".", "m"]:
        return key_at(tokens, at) == "p", at + 3 + (key_at(tokens, at + 3) == ".")
    at += led_by_hour and key_at(tokens, at) == "من"
    half = key_at(tokens, at)
    return (half in _AFTERNOON, at + 1) if half in _AFTERNOON or half in _MORNING else None


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
