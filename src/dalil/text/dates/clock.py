"""The clock reads the time of day beside a date: ", at 17:30", الساعة 5:30 مساءً, "9 pm", الساعة الثامنة من مساء."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from dalil.letters import fold, fold_words
from dalil.text.dates.date_parts import key_at, number_at
from dalil.text.numbers import Token

LEADS = fold_words("at around about t الساعة عند في تمام نحو حوالي") | {",", "،"}
"""The words that may lead to a time of day."""
_HALVES = {
    fold(word): half
    for half, words in (
        ("am", "am ص صباحا صباح الصباح فجرا فجر الفجر"),
        ("pm", "pm م عصرا عصر العصر"),
        ("evening", "مساء مساءا المساء"),
        ("noon", "ظهرا ظهر الظهر"),
        ("night", "ليلا"),
    )
    for word in words.split()
}
"""From a word to the part of the day that it names."""
_OF_HALF = {"am": {12: 0}, "pm": {12: 12}, "evening": {}, "noon": {10: 10, 11: 11, 12: 12}, "night": {12: 0}}
"""The hours of a part of the day that are not simply before noon, or after it."""
_AFTER_NOON = {"am": (), "pm": range(1, 12), "evening": range(1, 12), "noon": range(1, 4), "night": range(6, 12)}
_BEFORE_NOON = {"am": range(12), "night": range(1, 6)}
_HOURS = "الواحدة الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة"
_HOUR_WORDS = {fold(word): hour for hour, word in enumerate(_HOURS.split(), 1)}
_BEFORE_TEN, _TEN = {fold("الحادية"): 11, fold("الثانية"): 12}, fold_words("عشر عشرة")
"""The eleventh and the twelfth hour have two words each."""
_PARTS_OF_HOUR = {fold("والنصف"): 30, fold("والربع"): 15, fold("والثلث"): 20}
_TO_A_DAY = fold_words("on of the من في يوم ليل ليلة بتوقيت") | {",", "،"} | _HALVES.keys()


def hour_of_half(hour: int, half: str) -> int | None:
    """Return the hour of the day, 0 to 23, that an hour means in a part of the day; None where the part has no such hour.

    half: "am", "pm", "evening" (مساءً), "noon" (ظهراً) or "night" (ليلاً). 12 in the evening is none: people mean noon and midnight by it.

    >>> hour_of_half(12, "am"), hour_of_half(11, "noon"), hour_of_half(1, "noon"), hour_of_half(2, "night"), hour_of_half(14, "pm")
    (0, 11, 13, 2, None)
    """
    if hour in _OF_HALF[half]:
        return _OF_HALF[half][hour]
    if hour in _AFTER_NOON.get(half, ()):
        return hour + 12
    return hour if hour in _BEFORE_NOON.get(half, ()) else None


def half_of(word: str) -> str:
    """Return the part of the day that a word names, or the empty string.

    >>> half_of("PM"), half_of("مساءً"), half_of("noon")
    ('pm', 'evening', '')
    """
    return _HALVES.get(fold(word), "")


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
    while i < at + 5 and key_at(tokens, i) in LEADS:
        led_by_hour = led_by_hour or key_at(tokens, i) == "الساعه"
        i += 1
    hour = number_at(tokens, i, 0, 23)
    if hour is None and led_by_hour:
        hour = _HOUR_WORDS.get(key_at(tokens, i))
        if key_at(tokens, i) in _BEFORE_TEN and key_at(tokens, i + 1) in _TEN:
            hour, i = _BEFORE_TEN[key_at(tokens, i)], i + 1
    if hour is None:
        return None
    minute, i = _minute_at(tokens, i + 1)
    half = _half_at(tokens, i, led_by_hour)
    if half is not None:
        name, i = half
        meant = hour_of_half(hour, name)
        hour = hour if meant is None else meant  # 14:30 pm: the clock of 24 hours is plain
    elif minute is None:
        return None
    return time(hour, minute or 0), i


def _minute_at(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """The minutes of ":30" and ":30:15", and the place after them; None and the same place where there are none."""
    if (part := _PARTS_OF_HOUR.get(key_at(tokens, at))) is not None:
        return part, at + 1
    minute = number_at(tokens, at + 1, 0, 59) if key_at(tokens, at) == ":" else None
    if minute is None:
        return None, at
    seconds = key_at(tokens, at + 2) == ":" and number_at(tokens, at + 3, 0, 59) is not None
    return minute, at + (4 if seconds else 2)


def _half_at(tokens: Sequence[Token], at: int, led_by_hour: bool) -> tuple[str, int] | None:
    """The part of the day that the words here name (pm, p.m., مساءً, من مساء), and the place after them; None where they name none."""
    if key_at(tokens, at) in ("a", "p") and [key_at(tokens, at + step) for step in (1, 2)] == [".", "m"]:
        return key_at(tokens, at) + "m", at + 3 + (key_at(tokens, at + 3) == ".")
    at += led_by_hour and key_at(tokens, at) == "من"
    half = _HALVES.get(key_at(tokens, at))
    return (half, at + 1) if half else None


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
