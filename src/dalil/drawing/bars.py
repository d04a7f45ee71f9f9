"""A series in time: a bar for each period, from nought to the low end, and a paler band up to the high end.

What has no upper end has no end in the picture; a period whose number is unknown has a mark at its foot and no height.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dalil.drawing.scales import Scale, count_ticks, day_ticks
from dalil.drawing.svg import LETTER, WIDTH, number, picture, tag, text_at, width_of

PLOT = 190.0
"""How tall the bars can be."""
OPEN = 14.0
"""How tall the mark of an open end is."""


@dataclass(frozen=True)
class PeriodBar:
    """A period, its first and its last day, and its number: low is None where it is unknown, high where it has no upper end."""

    first: date
    last: date
    low: int | None
    high: int | None


@dataclass(frozen=True)
class TimeSpan:
    """Something that lasted, drawn behind the bars. mark: its sign, explained elsewhere.

    last is None where nobody says that it ended; then its beginning alone is drawn, so that nothing seems to have lasted that may not have.
    """

    first: date
    last: date | None
    mark: str


@dataclass(frozen=True)
class TimeGap:
    """A time in which nothing was documented, and how long it was in words."""

    first: date
    last: date
    words: str


def draw_series(
    bars: Sequence[PeriodBar],
    *,
    name: str,
    title: str,
    description: str,
    rtl: bool,
    say_count: Callable[[int], str],
    say_day: Callable[[date, str], str],
    spans: Iterable[TimeSpan] = (),
    gap: TimeGap | None = None,
) -> str:
    """Draw a series. Time runs as the language is read. say_count, say_day: write what stands at the ticks. Raises ValueError for no bars."""
    first, last = min(bar.first for bar in bars), max(bar.last for bar in bars)
    if gap:
        first, last = min(first, gap.first), max(last, gap.last)
    counts = count_ticks(max((bar.high or bar.low or 0) for bar in bars))
    margin = max(width_of(say_count(tick)) for tick in counts) + 8
    top = (LETTER + 10) * (1 + bool(gap))
    foot = top + PLOT
    across = _direct(Scale(first.toordinal(), last.toordinal() + 1, margin, WIDTH - 6), rtl)
    up = Scale(0, counts[-1], foot, top + OPEN)
    marks = [_draw_span(span, across, (first, last), top, foot) for span in spans]
    for tick in counts:
        y = up.at(tick)
        marks.append(
            tag(
                "path",
                class_="grid-line",
                d=f"M{number(margin if not rtl else 6)} {number(y)}h{number(WIDTH - margin - 6)}",
            )
        )
        marks.append(text_at(WIDTH - margin + 5 if rtl else margin - 5, y + 5, say_count(tick), "end", "tick"))
    marks.append(_draw_bars(bars, across, up, foot))
    if gap:
        marks.append(_draw_gap(gap, across, LETTER + 10.0))
    for day in day_ticks(first, last, across, say_day):
        x = across.at(day.day.toordinal())
        half = width_of(day.words) / 2
        marks.append(tag("path", class_="axis", d=f"M{number(x)} {number(foot)}v5"))
        marks.append(text_at(min(max(x, half), WIDTH - half), foot + 8 + LETTER, day.words, class_="tick"))
    height = foot + LETTER + 16
    return picture(*marks, height=height, name=name, title=title, description=description, rtl=rtl, class_="series")


def _direct(scale: Scale, rtl: bool) -> Scale:
    """The scale as it is, or turned round so that it runs from the right."""
    return Scale(scale.low, scale.high, WIDTH - scale.start, WIDTH - scale.end) if rtl else scale


def _draw_bars(bars: Sequence[PeriodBar], across: Scale, up: Scale, foot: float) -> str:
    """All bars, gathered by what they show: few paths are smaller than many rectangles."""
    paths: dict[str, list[str]] = {"sure": [], "band": [], "open": [], "unknown": []}
    for bar in bars:
        left, right = sorted((across.at(bar.first.toordinal()), across.at(bar.last.toordinal() + 1)))
        room = right - left
        left, wide = left + min(room * 0.1, 1.5), max(room - 2 * min(room * 0.1, 1.5), 0.6)
        if bar.low is None:
            middle = left + wide / 2
            paths["unknown"].append(f"M{number(middle - 2.5)} {number(foot - 4)}h5v-5h-5z")
            continue
        low = up.at(bar.low)
        if bar.low:
            paths["sure"].append(_block(left, wide, low, foot))
        if bar.high is None:
            paths["open"].append(f"M{number(left)} {number(low)}v{number(-OPEN)}m{number(wide)} 0v{number(OPEN)}")
        elif bar.high > bar.low:
            paths["band"].append(_block(left, wide, up.at(bar.high), low))
    return "".join(tag("path", class_=kind, d="".join(each)) for kind, each in paths.items() if each)


def _block(left: float, wide: float, top: float, bottom: float) -> str:
    return f"M{number(left)} {number(bottom)}V{number(top)}h{number(wide)}V{number(bottom)}z"


def _draw_span(span: TimeSpan, across: Scale, shown: tuple[date, date], top: float, foot: float) -> str:
    first, last = shown
    if span.first > last or (span.last or span.first) < first:
        return ""
    start, end = across.at(span.first.toordinal()), across.at((span.last or span.first).toordinal() + 1)
    left, right = sorted((start, end))
    band = tag("rect", class_="span", x=left, y=top, width=max(right - left, 2.0), height=foot - top)
    return band + text_at((left + right) / 2, top - 4, span.mark, class_="tick")


def _draw_gap(gap: TimeGap, across: Scale, y: float) -> str:
    left, right = sorted((across.at(gap.first.toordinal()), across.at(gap.last.toordinal())))
    line = tag("path", class_="gap", d=f"M{number(left)} {number(y + 8)}v-5h{number(right - left)}v5")
    half = width_of(gap.words) / 2
    middle = min(max((left + right) / 2, half), WIDTH - half)
    return line + text_at(middle, y - 3, gap.words, class_="strong")
