"""Reads a time of day as tables and forms have it: "14:30", "02:30 PM", "٢:٣٠ م", "10:15 مساءً", "22:30Z"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from dalil.letters import is_arabic, western_digits, without_marks
from dalil.text.dates.clock import clock_at, half_of, hour_of_half
from dalil.text.numbers import tokens_of
from dalil.values.base import Refusal
from dalil.values.when import ZONE, zone_of

LONGEST_PHRASE = 120
"""Characters of the longest phrase that is read as one date or time."""

_HALF = (
    r"(?P<half>[ap]\.?\s?m\b\.?|ص|م|صباحا|الصباح|فجرا|الفجر|مساءا?|المساء|ظهرا|عصرا|العصر|ليلا|بعد\sالظهر|قبل\sالظهر"
    r"|بعد\sمنتصف\sالليل)(?![^\W_])"
)
_PHRASES_OF_HALF = {"بعد الظهر": "pm", "قبل الظهر": "am", "بعد منتصف الليل": "am"}
_LOCAL = r"(?:local(?:\stime)?|(?:damascus|syria|syrian)\stime|بالتوقيت\sالمحلي|بتوقيت\s(?:دمشق|سوريا))"
CLOCK = re.compile(
    r"(?:(?:\bat|عند|في تمام|في|\bT|[,،])\s?)?(?:الساعة\s)?(?<![\d:./+-])"
    rf"(?:(?P<hour>\d{{1,2}})\s?[:h]\s?(?P<minute>\d{{2}})(?P<seconds>:[0-5]\d(?:[.,]\d{{1,9}})?)?(?![\d:])(?:\s?{_HALF})?"
    rf"|(?P<full_hour>\d{{1,2}})\s?{_HALF.replace('half', 'of_half')})"
    rf"(?:\s?(?:hrs?|hours|h)\b\.?)?(?:\s?{ZONE})?(?:\s\([^()]*\btime\))?(?:\s{_LOCAL})?",
    re.IGNORECASE,
)
"""The pattern of a time of day inside a phrase that `plain_phrase` made plain."""
_NO_COLON = re.compile(
    r"(?P<hour>[1-9]|[01]\d|2[0-3])\.(?P<minute>\d{2})|(?P<hours>\d{2})(?P<minutes>\d{2})\s?(?:h|hrs?|hours)\.?"
)
_POINT = re.compile(rf"\d{{1,2}}\.\d{{2}}\s?{_HALF}", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:(?:at|around|about|عند|في|حوالي)\s)?(?:12(?:[:.]00)?\s)?(?:(?P<noon>noon|midday)|midnight|منتصف\sالليل)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ClockTime:
    """A time of day. at: None where the phrase says nought o'clock with its seconds, as programs write where no time was told.

    zone: as of `When.zone`; empty where none is named.
    """

    at: time | None
    zone: str = ""


def plain_phrase(phrase: str) -> str:
    """Return a phrase without invisible marks and Arabic vowel signs, with Western digits and single spaces.

    >>> plain_phrase("\\u200f٢:٣٠  مساءً")
    '2:30 مساء'
    """
    plain = re.sub("[\u064b-\u0652\u0640]", "", without_marks(western_digits(phrase)))
    return " ".join(plain.split())


def read_time(phrase: str) -> ClockTime:
    """Read a phrase that is one time of day and nothing else.

    Raises ValueError, with a sentence, where it is none, or where its hour and its half of the day contradict each other ("14:30 PM").

    >>> read_time("02:30 PM").at, read_time("12:30 AM").at, read_time("٢:٣٠ م").at
    (datetime.time(14, 30), datetime.time(0, 30), datetime.time(14, 30))
    >>> read_time("22:30Z")
    ClockTime(at=datetime.time(22, 30), zone='UTC')
    """
    if len(phrase) > LONGEST_PHRASE:
        raise _not_a_time(phrase[:LONGEST_PHRASE])
    plain = plain_phrase(phrase)
    if match := CLOCK.fullmatch(plain):
        return clock_of(match, phrase)
    if (match := _POINT.fullmatch(plain)) and (clock := CLOCK.fullmatch(plain.replace(".", ":", 1))):
        return clock_of(clock, phrase)
    if match := _NAMED.fullmatch(plain):
        return ClockTime(time(12 if match["noon"] else 0))
    if match := _NO_COLON.fullmatch(plain):
        hour, minute = match["hour"] or match["hours"], match["minute"] or match["minutes"]
        return ClockTime(_time(int(hour), int(minute), phrase))
    tokens = tokens_of(plain if "ساعة" in plain else f"الساعة {plain}") if is_arabic(plain) else []
    in_words = clock_at(tokens, 0)
    if in_words and in_words[1] == len(tokens):
        return ClockTime(in_words[0])
    raise _not_a_time(phrase)


def clock_of(match: re.Match[str], phrase: str) -> ClockTime:
    """Return the time of day that CLOCK matched in a phrase. Raises ValueError, as `read_time` does."""
    hour, minute = int(match["hour"] or match["full_hour"]), int(match["minute"] or 0)
    half = (match["half"] or match["of_half"] or "").replace(".", "").strip()
    if half:
        name = _PHRASES_OF_HALF.get(half) or half_of(half.replace(" ", ""))
        told, hour = hour, -1 if (meant := hour_of_half(hour, name)) is None else meant
        if hour < 0:
            raise Refusal(
                "hour_against_half",
                "“{text}” is not a time of day: {hour} and “{half}” do not go together",
                {"text": phrase.strip(), "hour": told, "half": half},
            )
    at = _time(hour, minute, phrase)
    if (match["utc"] or match["offset"]) and not zone_of(match):
        raise _not_a_time(phrase)
    untold = at == time() and match["seconds"] and not match["seconds"].strip(":0.,")
    return ClockTime(None if untold else at, zone_of(match))


def _time(hour: int, minute: int, phrase: str) -> time:
    if hour > 23 or minute > 59:
        raise _not_a_time(phrase)
    return time(hour, minute)


def _not_a_time(phrase: str) -> Refusal:
    return Refusal("not_a_time", "“{text}” is not a time of day; write 14:30", {"text": phrase.strip()})
