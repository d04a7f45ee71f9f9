"""Ranges side by side: a row for each, its words above it and its ends on one scale for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dalil.drawing.scales import LogScale, Scale, count_ticks
from dalil.drawing.svg import LETTER, WIDTH, cut_to_fit, number, picture, tag, text_at, width_of

ROW = 2 * LETTER + 8


@dataclass(frozen=True)
class RangeRow:
    """One range: low is None where it is unknown, high where it has no upper end; point is its best number.

    words: what it is the range of; cut where they are too long for the picture. value: the range in words, never cut.
    kind: a class of the style sheet: "one", "read", "aside".
    """

    words: str
    low: int | None
    high: int | None
    point: int | None = None
    kind: str = "one"
    value: str = ""


def draw_ranges(
    rows: Sequence[RangeRow],
    *,
    name: str,
    title: str,
    description: str,
    rtl: bool,
    say_count: Callable[[int], str],
    from_nought: bool = False,
    agreed: tuple[int, int | None] | None = None,
) -> str:
    """Draw ranges beneath one another. Numbers grow as the language is read.

    from_nought: each row is a bar from nought to its low end, with its range beyond it. agreed: an interval marked behind all of them.
    """
    known = [each for row in rows for each in (row.low, row.high) if each is not None]
    counts = count_ticks(max(known, default=1))
    across = Scale(0, counts[-1], WIDTH - 30 if rtl else 8, 8 + 22 if rtl else WIDTH - 30)
    foot = len(rows) * ROW + 6
    marks = []
    if agreed:
        left, right = sorted((across.at(agreed[0]), across.at(counts[-1] if agreed[1] is None else agreed[1])))
        marks.append(tag("rect", class_="agreed", x=left - 2, y=0.0, width=right - left + 4, height=foot))
    for tick in counts:
        x = across.at(tick)
        marks.append(tag("path", class_="grid-line", d=f"M{number(x)} 0V{number(foot)}"))
        marks.append(text_at(x, foot + LETTER + 4, say_count(tick), class_="tick"))
    for index, row in enumerate(rows):
        marks.append(_draw_row(row, across, index * ROW, rtl, from_nought))
    height = foot + LETTER + 12
    return picture(*marks, height=height, name=name, title=title, description=description, rtl=rtl, class_="ranges")


def _draw_row(row: RangeRow, across: Scale, top: float, rtl: bool, from_nought: bool) -> str:
    y = top + LETTER + 12
    drawn = [text_at(WIDTH - 8 if rtl else 8, top + LETTER, _label(row), "start", f"row {row.kind}")]
    if row.low is None:
        return drawn[0] + text_at(across.at(0), y + 6, "?", class_="tick")
    start = across.at(row.low)
    if from_nought and row.low:
        left, right = sorted((across.at(0), start))
        drawn.append(tag("rect", class_="sure", x=left, y=y - 5, width=right - left, height=10.0))
    end = across.at(row.high) if row.high is not None else across.end
    if row.high is None:
        tip = -6 if rtl else 6
        line = f"M{number(start)} {number(y)}H{number(end)}m{-tip} -4l{tip} 4l{-tip} 4"
        drawn.append(tag("path", class_=f"whisker open {row.kind}", d=line))
    elif row.high > row.low:
        drawn.append(tag("path", class_=f"whisker {row.kind}", d=f"M{number(start)} {number(y)}H{number(end)}"))
    ends = {start} | ({end} if row.high is not None else set())
    drawn += [tag("path", class_=f"end {row.kind}", d=f"M{number(x)} {number(y - 5)}v10") for x in sorted(ends)]
    if row.point is not None:
        drawn.append(tag("circle", class_=f"point {row.kind}", cx=across.at(row.point), cy=y, r=3.5))
    return "".join(drawn)


def _label(row: RangeRow) -> str:
    """The words of a row and its value, as far as they fit into a line."""
    value = f": {row.value}" if row.value else ""
    return cut_to_fit(row.words, WIDTH - 16 - width_of(value)) + value


@dataclass(frozen=True)
class PairOfRanges:
    """What two sources say of one thing: the range of each; a high end that is None is open."""

    one: tuple[int, int | None]
    other: tuple[int, int | None]
    agree: bool


def draw_agreement(
    pairs: Sequence[PairOfRanges],
    *,
    name: str,
    title: str,
    description: str,
    rtl: bool,
    say_count: Callable[[int], str],
    axes: tuple[str, str],
) -> str:
    """Draw a cross for each thing: across what one source says, upward what the other says. Where they agree, it lies on the diagonal.

    axes: what stands at the two scales, the one across first. Each doubling takes the same room, since few are large.
    """
    highest = max(
        (each for pair in pairs for side in (pair.one, pair.other) for each in side if each is not None), default=1
    )
    side, top = 300.0, LETTER + 12
    margin = 60.0
    start, end = (WIDTH - margin, WIDTH - margin - side) if rtl else (margin, margin + side)
    across, up = LogScale(highest, start, end), LogScale(highest, top + side, top)
    marks = [tag("path", class_="diagonal", d=f"M{number(start)} {number(top + side)}L{number(end)} {number(top)}")]
    for tick in across.ticks():
        x, y = across.at(tick), up.at(tick)
        marks.append(
            tag(
                "path",
                class_="grid-line",
                d=f"M{number(x)} {number(top)}v{number(side)}M{number(start)} {number(y)}H{number(end)}",
            )
        )
        marks.append(text_at(x, top + side + LETTER + 4, say_count(tick), class_="tick"))
        marks.append(text_at(start + (6 if rtl else -6), y + 5, say_count(tick), "end", "tick"))
    lines: dict[str, list[str]] = {"cross agree": [], "cross differ": []}
    for pair in pairs:
        lines["cross agree" if pair.agree else "cross differ"].append(_cross(pair, across, up, (end, top)))
    marks += [tag("path", class_=kind, d="".join(each)) for kind, each in lines.items() if each]
    marks.append(text_at(WIDTH - 4 if rtl else 4, LETTER, cut_to_fit(axes[1], WIDTH - 8), "start", "row"))
    marks.append(
        text_at((start + end) / 2, top + side + 2 * LETTER + 10, cut_to_fit(axes[0], side + 2 * margin), class_="row")
    )
    height = top + side + 2 * LETTER + 18
    return picture(*marks, height=height, name=name, title=title, description=description, rtl=rtl, class_="agreement")


def _cross(pair: PairOfRanges, across: LogScale, up: LogScale, ends: tuple[float, float]) -> str:
    """A whisker in each direction; one that is a single number still shows as a short line."""
    left, right = across.at(pair.one[0]), ends[0] if pair.one[1] is None else across.at(pair.one[1])
    low, high = up.at(pair.other[0]), ends[1] if pair.other[1] is None else up.at(pair.other[1])
    x = left if pair.one[1] is None else (left + right) / 2
    y = low if pair.other[1] is None else (low + high) / 2
    left, right = (left - 3, right + 3) if abs(left - right) < 6 else (left, right)
    low, high = (low + 3, high - 3) if abs(low - high) < 6 else (low, high)
    return f"M{number(left)} {number(y)}H{number(right)}M{number(x)} {number(low)}V{number(high)}"
