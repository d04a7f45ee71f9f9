"""A calendar of days: a row for each day of the week, a column for each week, a block for each year; the more, the darker."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dalil.drawing.scales import step_of
from dalil.drawing.svg import LETTER, WIDTH, number, picture, tag, text_at

CELL = 8.6
GAP = 1.0


@dataclass(frozen=True)
class DayNumber:
    """The number of a day: low is None where it is unknown. is_open: it has no upper end."""

    low: int | None
    is_open: bool = False


def draw_calendar(
    days: Mapping[date, DayNumber],
    *,
    first: date,
    last: date,
    steps: Sequence[int],
    name: str,
    title: str,
    description: str,
    rtl: bool,
    say_year: Callable[[int], str],
) -> str:
    """Draw the days from the first to the last, by the steps of shading that their low ends reach. A day without a number of its own is empty.

    Weeks begin on Saturday, as they do where the record is about; time runs as the language is read.
    """
    marks = []
    y = LETTER + 6
    block = 7 * CELL + LETTER + 14
    for year in range(first.year, last.year + 1):
        marks.append(text_at(WIDTH if rtl else 0, y - 5, say_year(year), "start", "tick"))
        paths: dict[str, list[str]] = {}
        day, end = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
        while day <= end:
            x, top = _cell(day, year, rtl, y)
            paths.setdefault(_kind(days.get(day), steps), []).append(
                f"M{number(x)} {number(top)}h{number(CELL - GAP)}v{number(CELL - GAP)}h-{number(CELL - GAP)}z"
            )
            if (there := days.get(day)) and there.is_open:
                paths.setdefault("day-open", []).append(
                    f"M{number(x)} {number(top + CELL - GAP)}l{number(CELL - GAP)}-{number(CELL - GAP)}"
                )
            day += timedelta(days=1)
        marks += [tag("path", class_=kind, d="".join(each)) for kind, each in sorted(paths.items(), key=_open_last)]
        y += block
    height = y - LETTER
    return picture(*marks, height=height, name=name, title=title, description=description, rtl=rtl, class_="calendar")


def _open_last(entry: tuple[str, list[str]]) -> tuple[bool, str]:
    return entry[0] == "day-open", entry[0]


def _kind(there: DayNumber | None, steps: Sequence[int]) -> str:
    if there is None:
        return "day-none"
    return "day-unknown" if there.low is None else f"step-{step_of(there.low, steps)}"


def _cell(day: date, year: int, rtl: bool, top: float) -> tuple[float, float]:
    """The corner of a day: its week of the year, counted from Saturdays, and its day of that week."""
    start = (date(year, 1, 1).weekday() + 2) % 7
    at = start + (day - date(year, 1, 1)).days
    x = at // 7 * CELL
    return (WIDTH - x - CELL + GAP if rtl else x), top + at % 7 * CELL
