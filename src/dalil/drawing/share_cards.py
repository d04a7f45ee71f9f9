"""What other sites show of a link: a number, what it answers and what must be known beside it, as a picture of 1200 by 630."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from PIL import ImageFont

from dalil.drawing.raster import draw_pixels
from dalil.drawing.svg import tag, written

WIDTH, HEIGHT, MARGIN = 1200, 630, 80
FONTS = tuple(Path(__file__).with_name("fonts") / name for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"))
"""DejaVu Sans, cut down to Latin and Arabic letters; its licence stands beside it."""
INK, MUTED, ACCENT, PAPER = "#17191c", "#545a63", "#0b4f5c", "#ffffff"
MOST_LINES = 3


def draw_share_card(question: str, answer: str, beside: Sequence[str], site: str, *, rtl: bool) -> bytes:
    """Draw a number as PNG. beside: what must be known beside it, a sentence each: where not all fit, the last line ends with an ellipsis.

    rtl: the words are read from the right. Raises ValueError where the picture cannot be drawn.
    """
    size = next((each for each in (110, 88, 70, 54) if _width(answer, each, bold=True) <= WIDTH - 2 * MARGIN), 42)
    lines: list[tuple[str, int, str, bool]] = [(line, 40, INK, False) for line in wrap(question, 40)[:MOST_LINES]]
    lines += [(line, size, ACCENT, True) for line in wrap(answer, size, bold=True)[:2]]
    lines += [(line, 28, MUTED, False) for line in _cut(wrap(" · ".join(beside), 28), MOST_LINES)]
    return _draw(lines, site, rtl=rtl)


def _draw(lines: Sequence[tuple[str, int, str, bool]], site: str, *, rtl: bool) -> bytes:
    marks, y, above = [tag("rect", width=WIDTH, height=14, fill=ACCENT)], 70.0, 0
    for words, height, colour, bold in lines:
        y += height + max(above, height) * 0.45  # Arabic letters reach far below their line
        above = height
        marks.append(_line(words, y, height, colour, bold=bold, rtl=rtl))
    marks.append(_line(site, HEIGHT - 45, 30, INK, bold=True, rtl=rtl))
    svg = tag("svg", *marks, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDTH} {HEIGHT}")
    return draw_pixels(svg, WIDTH, style="", fonts=FONTS, background=PAPER)


def draw_title_card(title: str, words: str, site: str, *, rtl: bool) -> bytes:
    """Draw a title as PNG, with the first words of what is beneath it. Of what does not fit, the last line ends with an ellipsis.

    rtl: the words are read from the right. Raises ValueError where the picture cannot be drawn.
    """
    sizes = (72, 60, 50, 42)
    size = next((each for each in sizes if len(wrap(title, each, bold=True)) <= MOST_LINES), sizes[-1])
    lines = [(line, size, ACCENT, True) for line in _cut(wrap(title, size, bold=True), MOST_LINES)]
    lines += [(line, 30, MUTED, False) for line in _cut(wrap(words, 30), MOST_LINES)]
    return _draw(lines, site, rtl=rtl)


def _cut(lines: list[str], most: int) -> list[str]:
    """The first lines; the last of them ends with an ellipsis where there are more."""
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1].rstrip(" .،,") + "…"]


def wrap(words: str, size: int, *, bold: bool = False) -> list[str]:
    """Break words into lines that fit between the margins. A word that is longer than a line stays whole."""
    lines: list[str] = []
    for word in words.split():
        if lines and _width(f"{lines[-1]} {word}", size, bold=bold) <= WIDTH - 2 * MARGIN:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _line(words: str, y: float, size: float, colour: str, *, bold: bool, rtl: bool) -> str:
    embedded = f"\u202b{words}\u202c" if rtl else words  # the renderer knows no direction but that of the letters
    return tag(
        "text",
        written(embedded),
        x=float(WIDTH - MARGIN if rtl else MARGIN),
        y=y,
        font_size=float(size),
        font_family="DejaVu Sans",
        font_weight="700" if bold else "400",
        fill=colour,
        text_anchor="end" if rtl else None,
    )


def _width(words: str, size: int, *, bold: bool = False) -> float:
    return float(_font(size, bold=bold).getlength(words))


@cache
def _font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS[bold]), size)
