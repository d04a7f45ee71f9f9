"""Reads a phrase that is one date or span and nothing else: a cell of a table, an input of a form, a bound of a question.

Running text may hold anything beside its dates (`read_dates`). Here every word must be understood, or the whole phrase is refused:
"about 4 May 2018" is no 4 May, "since 2013" is no 2013, and 04/09/2018 is no day while nothing says which of its numbers is the month.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time
from itertools import islice

from dalil.letters import fold, fold_words, without_marks
from dalil.text.dates.calendar_words import WEEKDAYS
from dalil.text.dates.date_parts import PartialDate, month_at
from dalil.text.dates.date_reader import read_dates
from dalil.text.dates.dates_in_digits import date_in_digits, is_hijri, when_of_partial, without_era, year_of
from dalil.text.dates.time_phrase import CLOCK, LONGEST_PHRASE, ClockTime, clock_of, plain_phrase
from dalil.text.numbers import tokens_of
from dalil.values.base import Refusal
from dalil.values.when import Precision, When

_DIGITS_ALONE = re.compile(r"[0-9]{1,4}([/.-])[0-9]{1,2}\1[0-9]{1,4}")
_NOTATION = re.compile(r"\d{4}(?:-\d\d?){0,2}(?:\.\.\d{4}(?:-\d\d?){0,2})?|\d{4}-\d\d-\d\dT\d\d:\d\d.*")
_THREE_NUMBERS = re.compile(r"\d\s?[/.\-–−\\]\s?\d+\s?[/.\-–−\\]\s?\d")
_BETWEEN = r"[\s./,،\-–]+"
_MONTH = r"(?P<month>[^\W\d_][^\d]*?(?:\s?[12](?=[\s./,،\-–]+\d))?)"
_NAMED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:ال)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_BETWEEN}(?:of\s|من\s)?{_MONTH}{_BETWEEN}(?P<year>\d{{4}}|['’]?\d{{2}})",
        rf"{_MONTH}{_BETWEEN}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_BETWEEN}(?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}}){_BETWEEN}{_MONTH}{_BETWEEN}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?",
        rf"{_MONTH}{_BETWEEN}(?P<year>\d{{4}}|['’]\d{{2}})",
        rf"(?P<year>\d{{4}}){_BETWEEN}(?P<month>[^\W\d_][^\d]*)",
    )
)
_SHORT_MONTH = re.compile(rf"{_MONTH}{_BETWEEN}(?P<year>\d{{2}})")
_WEEKDAYS = WEEKDAYS | {
    short: number
    for number, shorts in enumerate(("mon", "tue tues", "wed", "thu thur thurs", "fri", "sat", "sun"))
    for short in shorts.split()
}
_BESIDE = fold_words("on the date day يوم بتاريخ تاريخ نهار في الموافق")
_BOUNDS = fold_words("since until till before after by from to منذ حتى قبل بعد بحلول لغاية من إلى")
_LED = re.compile(r"(?:from|between|في الفترة من|في الفترة بين|ما بين|بين|من)\s", re.IGNORECASE)
_LINK = re.compile(r"\s?(?:\.\.|[–—])\s?|\s-\s|\s(?:to|until|till|through|إلى|الى|حتى|وحتى|لغاية)\s", re.IGNORECASE)
_DAY_IN_DIGITS = r"\d{1,4}[/.]\d{1,2}[/.]\d{1,4}"
_ISO_DAY = r"\d{4}-\d\d?-\d\d?"
_SPAN_IN_DIGITS = re.compile(
    rf"(?P<first>{_DAY_IN_DIGITS})[-–—](?P<last>{_DAY_IN_DIGITS})|(?P<iso>{_ISO_DAY})\s?/\s?(?P<iso_last>{_ISO_DAY})"
)
_NIGHT = r"(?:(?:on\s)?(?:the\s)?night\sof\s(?:the\s)?|overnight\s|ليلة\s|ليل\s)?"
_TH = r"(?:st|nd|rd|th)?"
_NEXT = r"\s?(?:and|&|/|-|–|و)\s?"
_YEAR = r"[\s,،]+(?P<year>\d{4})"
_TWO_DAYS = (
    re.compile(
        rf"{_NIGHT}(?P<first>\d{{1,2}}){_TH}{_NEXT}(?P<last>\d{{1,2}}){_TH}\s(?P<month>[^\W\d_][^\d]*?){_YEAR}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_NIGHT}(?P<month>[^\W\d_][^\d]*?)\s(?P<first>\d{{1,2}}){_TH}{_NEXT}(?P<last>\d{{1,2}}){_TH}{_YEAR}",
        re.IGNORECASE,
    ),
)
_AND = re.compile(r"\sand\s|\sو\s?", re.IGNORECASE)
_SAME_DAY = re.compile(r"\s?\(?(?:الموافقة|الموافق)\s?(?:ل|لـ|في)?\s?|\scorresponding to\s", re.IGNORECASE)


def read_date(phrase: str, order: str = "") -> When:
    """Read a phrase that is one date, with or without a time of day, or one span, in either language.

    order: how the column writes its digits, one of ORDERS; without it, digits that may be two days are refused.
    The words are kept as `said` where they say more than the days: a zone, another calendar, a part of a month.
    Raises ValueError, with a sentence, for every phrase of which a part is not understood.

    >>> read_date("Tuesday, 4th Sept. 2018").notation(), read_date("4 أيلول/سبتمبر 2018").notation()
    ('2018-09-04', '2018-09-04')
    >>> read_date("04/09/2018 - 06/09/2018", "dmy").notation(), read_date("26/4/2019 02:30 PM").notation()
    ('2018-09-04..2018-09-06', '2019-04-26T14:30')
    >>> read_date("04/09/2018")
    Traceback (most recent call last):
    dalil.values.base.Refusal: “04/09/2018” may be 2018-09-04 or 2018-04-09; write it so, or name the order (d/m/y or m/d/y)
    """
    if len(phrase) > LONGEST_PHRASE:
        raise Refusal("date_too_long", "a date has at most {most} letters", {"most": LONGEST_PHRASE})
    if _DIGITS_ALONE.fullmatch(phrase) and (when := date_in_digits(phrase, order, phrase)) is not None:
        return when  # most cells; what follows reads these too, and takes longer
    plain = re.sub(r"^\(([^()]*)\)$", r"\1", plain_phrase(phrase)).strip(" .,،;؛")
    if match := _SPAN_IN_DIGITS.fullmatch(plain):  # two days with no space between them
        plain = f"{match['first'] or match['iso']} - {match['last'] or match['iso_last']}"
    said = without_marks(phrase)
    if (days := _two_days(plain)) is not None:
        return days.model_copy(update={"said": said})
    if _NOTATION.fullmatch(plain) and not is_hijri(int(plain[:4])):
        return When.parse(plain if "T" not in plain else said)
    for read in (_single, _in_two_calendars, _span):
        if (when := read(plain, order, phrase)) is not None:
            return when
    return _in_words(plain) or When.parse(phrase)


def _two_days(plain: str) -> When | None:
    """Two days that follow each other in one month, as people tell a night: "4 and 5 Sep 2018", "night of 4/5 Sep 2018", ليلة 4-5 أيلول 2018.

    None where the phrase has another shape. Days that do not follow each other ("4 and 7 Sep") are no span, and are refused as before.
    """
    for shape in _TWO_DAYS:
        match = shape.fullmatch(plain)
        if match and int(match["last"]) == int(match["first"]) + 1:
            return _in_words(f"{match['first']}-{match['last']} {match['month']} {match['year']}")
    return None


def _single(plain: str, order: str, phrase: str) -> When | None:
    """One date with or without a time; None where the phrase has another shape."""
    clocks = list(CLOCK.finditer(plain))
    if len(clocks) > 1:
        return None
    clock = clock_of(clocks[0], phrase) if clocks else ClockTime(None)
    if clock.at == time() and not clocks[0]["half"] and not clocks[0]["of_half"]:
        clock = ClockTime(None)  # spreadsheets write a bare day with 0:00
    rest = plain[: clocks[0].start()] + " " + plain[clocks[0].end() :] if clocks else plain
    bare, weekday = _without_weekday(" ".join(rest.split()).strip(" .,،"))
    when = date_in_digits(bare, order, phrase) or _by_name(bare, order, phrase)
    if when is None and (clocks or weekday is not None):
        when = _in_words(bare)
    return _with_clock(when, weekday, clock, phrase) if when else None


def _with_clock(when: When, weekday: int | None, clock: ClockTime, phrase: str) -> When:
    """The date with its weekday checked and its time of day set."""
    if weekday is not None and (when.start != when.end or when.start.weekday() != weekday):
        raise Refusal("not_that_weekday", "“{text}” names another weekday than its date has", {"text": phrase.strip()})
    if clock.at is None:
        return when
    return at_time(when, clock, phrase, phrase)


def at_time(when: When, clock: ClockTime, words: str, phrase: str) -> When:
    """Return a day with a time of day. words: what is kept as said where the time has a zone. phrase: what a refusal names.

    Raises ValueError where the date is no single day.

    >>> from dalil.text.dates import read_time
    >>> at_time(read_date("4 Sept. 2018"), read_time("2:30 pm"), "", "").notation()
    '2018-09-04T14:30'
    """
    if clock.at is None:
        return when
    if when.start != when.end:
        raise Refusal("time_of_no_day", "“{text}” tells a time of day, but no single day", {"text": phrase.strip()})
    said = without_marks(words) if clock.zone else when.said
    timed = When(start=when.start, end=when.end, precision=Precision.MINUTE, at=clock.at, said=said)
    if timed.zone != clock.zone:  # words from which `When` itself would not know the zone
        return timed.model_copy(update={"said": f"{said} ({clock.at:%H:%M} {clock.zone})"})
    return timed


def _without_weekday(text: str) -> tuple[str, int | None]:
    """A phrase without "on", "date", يوم and the weekday at its ends, and that weekday."""
    weekday = None
    while (match := re.match(r"\(?([^\W\d_]+)\)?[.:,،]?\s*", text)) and (
        key := fold(match[1])
    ) in _WEEKDAYS.keys() | _BESIDE:
        weekday = _WEEKDAYS.get(key, weekday)
        text = text[match.end() :]
    match = re.search(r"[\s,،]*\(?\b([^\W\d_]+)\)?$", text)
    if match and (key := fold(match[1])) in _WEEKDAYS:
        weekday, text = _WEEKDAYS[key], text[: match.start()]
    return text, weekday


def _by_name(text: str, order: str, phrase: str) -> When | None:
    """A date with a name of its month: 4 أيلول 2018, 04-Sep-18, 2018 September 4, أيلول 4، 2018, Sept. 2018."""
    text, _ = without_era(text)
    shapes = (*_NAMED, _SHORT_MONTH) if order in ("my",) else _NAMED
    for shape in shapes:
        match = shape.fullmatch(text)
        month = _month_of(match["month"]) if match else None
        if match is None or month is None:
            continue
        told = match.groupdict()
        if len(told["year"].lstrip("'’")) == 2 and order.startswith("y"):
            return None
        day = int(told["day"]) if told.get("day") else None
        when = when_of_partial(PartialDate(0, month[0], year_of(told["year"]), month[1], day), phrase)
        if when is None:
            raise Refusal("not_in_the_calendar", "“{text}” is not a day of the calendar", {"text": phrase.strip()})
        return when
    return None


def _month_of(name: str) -> tuple[str, int] | None:
    """The calendar and number of a month of which the whole text is the name."""
    tokens = tokens_of(name.strip(" .,،/-").replace(".", " ").title())
    month = month_at(tokens, 0)
    return (month[0], month[1]) if month and month[2] == len(tokens) else None


def _span(plain: str, order: str, phrase: str) -> When | None:
    """Two dates with "to", a dash or "and" between them; or two years."""
    led = _LED.match(plain)
    inside = plain[led.end() :] if led else plain
    for link in (_LINK, _AND) if led else (_LINK,):
        for first, last in _halves(link, inside, order):
            if (first.start, first.end) == (last.start, last.end):
                return When.span(first.start, first.end, first.precision if first.at is None else Precision.DAY)
            if last.end < first.start:
                # as When refuses it; raised here, so that every surface says it in the one way it says a refusal
                raise Refusal(
                    "span_ends_before_it_starts",
                    "“{text}” ends on {end}, before it starts on {start}",
                    {"text": phrase.strip(), "end": last.end, "start": first.start},
                )
            return When.span(first.start, last.end, None, without_marks(phrase) if first.said or last.said else "")
    years = re.fullmatch(r"(\d{4})\s?[-–/]\s?(\d{4})", inside)
    if years and 1500 < int(years[1]) < int(years[2]):
        return When.span(date(int(years[1]), 1, 1), date(int(years[2]), 12, 31))
    return None


def _in_two_calendars(plain: str, order: str, phrase: str) -> When | None:
    """One day told in the hijri and the Gregorian calendar, which may differ by a day: 4 رمضان 1439 الموافق 19 أيار 2018."""
    for here, there in _halves(_SAME_DAY, plain, order):
        single = here.start == here.end and there.start == there.end
        if single and abs((there.start - here.start).days) <= 1:
            return When.day((there if here.said else here).start, without_marks(phrase))
    return None


def _halves(link: re.Pattern[str], text: str, order: str) -> Iterator[tuple[When, When]]:
    """The two dates on the two sides of a link, wherever both sides are dates."""
    for match in islice(link.finditer(text), 4):
        sides = text[: match.start()].strip(), text[match.end() :].strip(" )")
        if all(sides):
            first, last = (_single(side, order, side) for side in sides)
            if first and last:
                yield first, last


def _in_words(plain: str) -> When | None:
    """A date that only the reader of running text knows: late April 2019, من 4 إلى 6 أيلول 2018. None where words are left over.

    That reader takes the first number of 04/09/2018 for the day. So digits never come to it.
    """
    if _THREE_NUMBERS.search(plain):
        return None
    text = re.sub(r"\b(may|mar)\b", lambda match: match[0].title(), plain)
    mentions = read_dates(text)
    if len(mentions) != 1:
        return None
    (mention,) = mentions
    first = re.match(r"[^\W\d_]+", text)
    link = (
        first is not None
        and fold(first[0]) in _BOUNDS
        and mention.when.precision in (Precision.DAY, Precision.MONTH, Precision.YEAR)
    )
    if link or text[: mention.start].strip(" .,،()") or text[mention.end :].strip(" .,،()"):
        return None
    when = mention.when
    plainly = (
        when.precision in (Precision.DAY, Precision.MONTH, Precision.YEAR, Precision.MINUTE)
        and str(when.start.year) in text
    )
    return when.model_copy(update={"said": "" if plainly else plain})
