"""Elements of SVG as text: whatever is put in is escaped, and what XML cannot hold is left out."""

from __future__ import annotations

import re
from html import escape

WIDTH = 480.0
"""The width of every picture in its own units; the style sheet lets it grow and shrink with the page."""
LETTER = 15.0
"""The size of the letters on the narrowest screen, in units of the picture. Wider screens show smaller letters; room is kept for these."""

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def number(value: float) -> str:
    """Write a number as SVG has it: at most one decimal, and no noughts that say nothing.

    >>> number(3.0), number(-0.04), number(12.345)
    ('3', '0', '12.3')
    """
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def written(text: str) -> str:
    """Write a text into XML, without the characters that XML does not have.

    >>> written("a < b\\x00")
    'a &lt; b'
    """
    return escape(_NOT_XML.sub("", text))


def tag(name: str, *inside: str, **attributes: str | float | None) -> str:
    """Write an element. inside: elements, or texts that `written` gave. attributes: `class_` is class, an underscore within is a hyphen.

    >>> tag("rect", x=1.0, class_="bar", text_anchor=None)
    '<rect x="1" class="bar"/>'
    """
    stated = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{written(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{stated}>{''.join(inside)}</{name}>" if inside else f"<{name}{stated}/>"


def text_at(x: float, y: float, words: str, anchor: str = "middle", class_: str | None = None) -> str:
    """Write words at a point of their base line. anchor: which part of the words stands there: start, middle or end, as they are read."""
    return tag("text", written(words), x=x, y=y, text_anchor=anchor if anchor != "start" else None, class_=class_)


def width_of(words: str) -> float:
    """Estimate how wide words are on the narrowest screen; rather too wide, so that what is kept apart by it does not touch.

    >>> width_of("2019") < width_of("August 2019")
    True
    """
    return 0.58 * LETTER * len(words)


def cut_to_fit(words: str, width: float) -> str:
    """Cut words that are too long for a width, and end them with an ellipsis.

    >>> cut_to_fit("North Monitor", 400), cut_to_fit("North Monitor", 60)
    ('North Monitor', 'North…')
    """
    most = max(int(width / width_of("m")), 1)
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def picture(
    *marks: str, height: float, name: str, title: str, description: str, rtl: bool = False, class_: str = ""
) -> str:
    """Write a whole picture, `WIDTH` units wide. name: tells it from other pictures of the page. rtl: its words are read from the right.

    title, description: its short and its long text, for those who do not see it.
    """
    inside = (
        tag("title", written(title) or " ", id=f"{name}-title"),
        tag("desc", written(description) or " ", id=f"{name}-desc"),
        *marks,
    )
    return tag(
        "svg",
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"drawing {class_}".strip(),
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        viewBox=f"0 0 {number(WIDTH)} {number(height)}",
        direction="rtl" if rtl else None,
        focusable="false",
    )
