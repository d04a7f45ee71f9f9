"""What speaks for and what against something: a row for each answer, its bar on one side of the middle or on the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dalil.drawing.scales import Scale
from dalil.drawing.svg import LETTER, WIDTH, cut_to_fit, number, picture, tag, text_at, width_of

ROW = 2 * LETTER + 8


@dataclass(frozen=True)
class WeightRow:
    """One answer. weight: above nought it speaks for, below against; value: the same in words. words: what is answered, cut where it is too long."""

    words: str
    weight: float
    value: str


def draw_weights(
    rows: Sequence[WeightRow],
    *,
    most: float,
    name: str,
    title: str,
    description: str,
    rtl: bool,
    ends: tuple[str, str],
) -> str:
    """Draw weights beneath one another; what speaks for grows as the language is read, what speaks against the other way.

    most: the heaviest weight of the scale, so that several pictures have one. ends: what stands below the two ends, against first.
    """
    across = Scale(-most, most, WIDTH - 8 if rtl else 8, 8 if rtl else WIDTH - 8)
    foot = len(rows) * ROW + 6
    middle = across.at(0)
    marks = [tag("path", class_="axis", d=f"M{number(middle)} 0V{number(foot)}")]
    for at, row in enumerate(rows):
        y = at * ROW + LETTER
        value = f": {row.value}"
        label = cut_to_fit(row.words, WIDTH - 16 - width_of(value)) + value
        marks.append(text_at(WIDTH - 8 if rtl else 8, y, label, "start", "row"))
        left, right = sorted((middle, across.at(row.weight)))
        kind = "sure" if row.weight >= 0 else "against"
        marks.append(tag("rect", class_=kind, x=left, y=y + 6, width=max(right - left, 0.6), height=10.0))
    marks.append(text_at(WIDTH - 8 if rtl else 8, foot + LETTER + 2, ends[0], "start", "tick"))
    marks.append(text_at(8 if rtl else WIDTH - 8, foot + LETTER + 2, ends[1], "end", "tick"))
    height = foot + LETTER + 10
    return picture(*marks, height=height, name=name, title=title, description=description, rtl=rtl, class_="weights")
