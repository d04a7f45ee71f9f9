"""A drawing as a page shows it, and what the drawings of all subjects have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as say
from django.utils.translation import ngettext

from dalil.letters import language_of
from dalil.wording.numbers import say_number

MOST_ROWS = 300
"""Rows of a table in a page; whoever wants all of a longer one takes the download."""
FOLDED_FROM = 7
"""A table of so many rows or more is opened by its reader."""


@dataclass(frozen=True)
class KeyLine:
    """A sign of a drawing and what it means. sign: a class of the style sheet; empty where `letter` is the sign."""

    sign: str
    words: str
    letter: str = ""


@dataclass(frozen=True)
class DrawnTable:
    """The numbers of a drawing as a table of words. folded: the reader opens it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    folded: bool = False


def tabulate(caption: str, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], language: str) -> DrawnTable:
    """Make the table that stands beneath a picture, folded where it is long. Of more than `MOST_ROWS` rows it says that it has the first."""
    if len(rows) > MOST_ROWS:
        only = say("the first %(n)s of %(all)s") % {
            "n": say_number(MOST_ROWS, language),
            "all": say_number(len(rows), language),
        }
        caption, rows = f"{caption} ({only})", rows[:MOST_ROWS]
    return DrawnTable(caption, head, rows, folded=len(rows) >= FOLDED_FROM)


@dataclass(frozen=True)
class Drawing:
    """A map or a chart; see bulletin/drawings/drawing.html. svg: empty where there is nothing to draw, and the words say why."""

    title: str
    svg: SafeString
    key: tuple[KeyLine, ...] = ()
    words: tuple[str, ...] = ()
    table: DrawnTable | None = None


def is_read_from_the_right(language: str) -> bool:
    """Tell whether a language is read from the right."""
    return language_of(language).direction == "rtl"


def trust(svg: str) -> SafeString:
    """Mark a drawing of `dalil.drawing` as markup: every text in it was escaped there."""
    return mark_safe(svg)  # noqa: S308


def list_in_a_sentence(entries: Sequence[str], most: int, language: str) -> str:
    """List the first entries for those who hear a drawing, and say how many more there are."""
    told, left = list(entries[:most]), len(entries) - most
    if left > 0:
        more = ngettext("%(n)s more in the table", "%(n)s more in the table", left)
        told.append(more % {"n": say_number(left, language)})
    return ". ".join(told)


def say_unplaced(many: int, language: str) -> str:
    """Say that of so many things it is not known where they were, or not so exactly."""
    sentence = ngettext(
        "Of %(n)s it is not known so exactly where it was; it is not on the map.",
        "Of %(n)s it is not known so exactly where they were; they are not on the map.",
        many,
    )
    return sentence % {"n": say_number(many, language)}


def say_undated(many: int, language: str) -> str:
    """Say that of so many things it is not known when they were, or not so exactly."""
    sentence = ngettext(
        "Of %(n)s it is not known so exactly when it was; it is not drawn.",
        "Of %(n)s it is not known so exactly when they were; they are not drawn.",
        many,
    )
    return sentence % {"n": say_number(many, language)}


def name_column_of_numbers() -> str:
    """Name the column of a table that holds the numbers."""
    return say("How many")
