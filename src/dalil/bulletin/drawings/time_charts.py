"""Numbers in time: a bar for each period with its range, a calendar of days, and what was in force behind them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as say
from django.utils.translation import ngettext

from dalil.archive.protection import Viewer
from dalil.bulletin.drawings.drawn import (
    MOST_ROWS,
    Drawing,
    DrawnTable,
    KeyLine,
    is_read_from_the_right,
    list_in_a_sentence,
    name_column_of_numbers,
    say_undated,
    tabulate,
    trust,
)
from dalil.bulletin.drawings.register_maps import list_shades
from dalil.counting.answer import AnswerLine
from dalil.counting.key_names import NOT_SO_EXACTLY, period_words
from dalil.counting.measures_in_force import MeasureInForce, measures_in_force
from dalil.counting.series import Difference, PeriodNumber, difference_between, fill_series, period_of
from dalil.drawing.bars import PeriodBar, TimeGap, TimeSpan, draw_series
from dalil.drawing.calendars import DayNumber, draw_calendar
from dalil.drawing.scales import steps_for
from dalil.letters import join_list
from dalil.values.gap import Gap
from dalil.values.total import Total
from dalil.wording.differences import say_difference
from dalil.wording.gaps import say_gap
from dalil.wording.numbers import say_number, write_digits
from dalil.wording.times import say_day, say_tick, say_when
from dalil.wording.totals import say_ends
from dalil.wording.where import say_where

MOST_DRAWN = 400
"""Of more periods than this the latest are shown."""
MOST_DAYS = 1100
"""Of more days than this the latest are shown: three years of a calendar."""
CALENDAR_FROM = 45
"""A series of so many days or more is drawn as a calendar."""


def draw_time(
    lines: Sequence[AnswerLine],
    period: str,
    *,
    name: str,
    title: str,
    language: str,
    viewer: Viewer,
    places: Sequence[str] = (),
    gap: Gap | None = None,
    notes: Sequence[str] = (),
) -> Drawing | None:
    """Draw the lines of an answer by day, week, month or year; None where none of them has a known time.

    places: where all of it was, by which measures that apply elsewhere are left out.
    gap: a time without anything, marked above the bars. notes: what else a reader must know.
    """
    shown = fill_series(lines, period, MOST_DAYS if period == "day" else MOST_DRAWN)
    if not shown:
        return None
    first, last = shown[0].first, shown[-1].last
    measures = measures_in_force(first, last, viewer, places)
    as_calendar = period == "day" and len(shown) >= CALENDAR_FROM
    undated = [line.total for line in lines if not line.keys[0]]
    earliest = min(period_of(line.keys[0], period)[0] for line in lines if line.keys[0])
    drawn = (
        _draw_days(shown, name, title, language)
        if as_calendar
        else _draw_bars(shown, measures, gap, name, title, language)
    )
    words = [
        *_say_doubts(shown, undated, language),
        *([] if shown[0].first == earliest else [say("Only the latest periods are shown.")]),
        *notes,
    ]
    return Drawing(
        title=title,
        svg=trust(drawn),
        key=_key(shown, () if as_calendar else measures, as_calendar, language),
        words=tuple(words),
        table=_table(shown, undated, language),
    )


def _draw_bars(
    series: Sequence[PeriodNumber],
    measures: Sequence[MeasureInForce],
    gap: Gap | None,
    name: str,
    title: str,
    language: str,
) -> str:
    bars = [
        PeriodBar(each.first, each.last, _low(each.total), _high(each.total))
        for each in series
        if each.total is not None
    ]
    return draw_series(
        [*bars, *_empty_ends(series, bars)],
        name=name,
        title=title,
        description=_describe(series, language),
        rtl=is_read_from_the_right(language),
        say_count=lambda number: say_number(number, language),
        say_day=lambda day, unit: say_tick(day, unit, language),
        spans=[
            TimeSpan(each.first, each.last, say_number(index, language)) for index, each in enumerate(measures, start=1)
        ],
        gap=TimeGap(gap.before.end, gap.after.start, say_gap(gap, language)) if gap else None,
    )


def _empty_ends(series: Sequence[PeriodNumber], bars: Sequence[PeriodBar]) -> list[PeriodBar]:
    """A bar of no height where nothing drawn says how far the series reaches."""
    return [] if bars else [PeriodBar(series[0].first, series[-1].last, 0, 0)]


def _draw_days(series: Sequence[PeriodNumber], name: str, title: str, language: str) -> str:
    days = {
        each.first: DayNumber(_low(each.total), _low(each.total) is not None and _high(each.total) is None)
        for each in series
        if each.total is not None
    }
    return draw_calendar(
        days,
        first=series[0].first,
        last=series[-1].last,
        steps=_steps(series),
        name=name,
        title=title,
        description=_describe(series, language),
        rtl=is_read_from_the_right(language),
        say_year=lambda year: write_digits(str(year), language),
    )


def _low(total: Total | None) -> int | None:
    return total.low if total is not None and total.addable else None


def _high(total: Total | None) -> int | None:
    return total.high if total is not None and total.addable else None


def _steps(series: Sequence[PeriodNumber]) -> tuple[int, ...]:
    return steps_for(max((_low(each.total) or 0 for each in series), default=1))


def _describe(series: Sequence[PeriodNumber], language: str) -> str:
    """For those who hear the chart: from when to when, and the periods of the largest numbers."""
    there = [each for each in series if each.total is not None]
    told = [
        f"{_say_period(each, language)}: {say_ends(each.total, language)}"
        for each in sorted(there, key=lambda each: -(_low(each.total) or 0))
        if each.total is not None
    ]
    span = say("From %(first)s to %(last)s.") % {
        "first": say_day(series[0].first, language),
        "last": say_day(series[-1].last, language),
    }
    return f"{span} {list_in_a_sentence(told, 5, language)}"


def _say_period(number: PeriodNumber, language: str) -> str:
    days = (number.last - number.first).days + 1
    period = {1: "day", 7: "week"}.get(days, "month" if days < 32 else "year")
    key = number.first.isoformat()[: {"month": 7, "year": 4}.get(period, 10)]
    return period_words(period, key).in_language(language)


def _say_doubts(series: Sequence[PeriodNumber], undated: Sequence[Total], language: str) -> list[str]:
    said = []
    if many := sum(total.entities for total in undated):
        said.append(say_undated(many, language))
    if unknown := sum(each.total.unknown for each in series if each.total):
        sentence = ngettext(
            "Of %(n)s the number is unknown; it adds no height to its bar, and is not zero.",
            "Of %(n)s the number is unknown; they add no height to their bars, and are not zero.",
            unknown,
        )
        said.append(sentence % {"n": say_number(unknown, language)})
    if any(each.total is None for each in series):
        said.append(say("Where there is nothing, the record holds nothing; that does not say that nothing happened."))
    return said


def _key(
    series: Sequence[PeriodNumber], measures: Sequence[MeasureInForce], as_calendar: bool, language: str
) -> tuple[KeyLine, ...]:
    totals = [each.total for each in series if each.total is not None]
    known = [total for total in totals if _low(total) is not None]
    lines = list_shades(_steps(series), language) if as_calendar else [KeyLine("sure", say("low end"))]
    if not as_calendar and any(total.high is not None and total.high > (total.low or 0) for total in known):
        lines.append(KeyLine("band", say("up to the high end")))
    if any(total.high is None for total in known):
        lines.append(KeyLine("day-open" if as_calendar else "open", say("no upper end")))
    if len(known) < len(totals):
        lines.append(KeyLine("day-unknown" if as_calendar else "unknown", say("in the record, number unknown")))
    if as_calendar:
        lines.append(KeyLine("day-none", say("nothing in the record")))
    for index, measure in enumerate(measures, start=1):
        lines.append(KeyLine("", _say_measure(measure, language), say_number(index, language)))
    return tuple(lines)


def _say_measure(measure: MeasureInForce, language: str) -> str:
    """Say a measure with its place and its time: “Ceasefire of September 2018, Idlib (September 2018; broken 26 April 2019)”."""
    name = measure.title.in_language(language)
    named = join_list([name, say_where(measure.where, language)], language) if measure.where else name
    began = say_when(measure.began, language)
    if measure.ended is None:
        return say("%(name)s (%(began)s; no end is told)") % {"name": named, "began": began}
    if measure.ended == measure.began:
        return say("%(name)s (%(began)s)") % {"name": named, "began": began}
    ended = say_when(measure.ended, language)
    template = (
        say("%(name)s (%(began)s; broken %(ended)s)")
        if measure.broken
        else say("%(name)s (%(began)s; ended %(ended)s)")
    )
    return template % {"name": named, "began": began, "ended": ended}


def _table(series: Sequence[PeriodNumber], undated: Sequence[Total], language: str) -> DrawnTable:
    rows, before = [], None
    for each in series:
        if each.total is None:
            before = None
            continue
        difference = difference_between(before, each.total)
        rows.append(
            (_say_period(each, language), say_ends(each.total, language), _say_difference(difference, language))
        )
        before = each.total
    rows += [(NOT_SO_EXACTLY.in_language(language), say_ends(total, language), "") for total in undated]
    return tabulate(
        say("The numbers by period, and how each differs from the one before"),
        (
            say("Period"),
            name_column_of_numbers(),
            say("Than the period before"),
        ),
        tuple(rows[-MOST_ROWS:]),
        language,
    )


def _say_difference(difference: Difference | None, language: str) -> str:
    return "" if difference is None else say_difference(difference.low, difference.high, language)
