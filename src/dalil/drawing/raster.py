"""Drawings as pictures of pixels: for what shows no SVG, such as pictures of pages, mail, and what other sites show of a link."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import resvg_py

COLOURS = """
.sea { fill: #eef1f3 } .abroad { fill: #e3e6e8; stroke: #c3c8cc } .land { fill: #fff; stroke: #8a9299; stroke-width: .7 }
.marked { fill: #d9b3ab; stroke: #9a3324; stroke-width: 1.2 } .disputed-land { fill: #f3e6c3; stroke: #6a5414; stroke-width: .7 }
.disputed { fill: none; stroke: #6a5414; stroke-width: 1.4; stroke-dasharray: 4 3 } .reach { fill: #9a3324; fill-opacity: .3; stroke: #9a3324 }
.circle { fill: #9a3324; fill-opacity: .55; stroke: #9a3324 } .axis { fill: none; stroke: #5d666d }
.inset { fill: #fff; stroke: #c3c8cc } .here { fill: none; stroke: #9a3324; stroke-width: 1.6 }
text, .scale-bar { display: none }
"""
"""The colours of maps on paper. Their letters are left out: a picture of pixels is of no language, and what it shows is said beside it.
With them goes the bar of the scale, which says nothing without its number."""


def draw_pixels(
    svg: str, width: int, *, style: str = COLOURS, fonts: Sequence[Path] = (), background: str = "#ffffff"
) -> bytes:
    """Draw an SVG as PNG, so many pixels wide. fonts: the files of the letters in it; those of the machine are not used.

    Raises ValueError for what is no SVG.
    """
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=width,
            style_sheet=style,
            background=background,
            skip_system_fonts=True,
            font_files=[str(font) for font in fonts],
        )
    )
