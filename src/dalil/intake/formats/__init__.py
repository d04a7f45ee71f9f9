"""The formats that can be brought in: one module each.

A format says whether it recognises a file, opens its rows one after another, and makes the reader that turns a row into reports.
Adding a format is adding a module with `FORMAT` and naming it here.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from dalil.intake.rows import Context, Reader


class Unreadable(Exception):
    """A file cannot be read as a whole, for the reason the message gives in words."""


@dataclass
class Opened:
    """A file opened in one format.

    header: the names of its columns, where it has any. rows: number and raw row, in order; the number is what a spreadsheet shows.
    flags: flags of the file as a whole with how often they hold;
    notes: what a person should know about how the file was read.
    part_read: how much of the file has been read by now, from 0 to 1.
    """

    header: tuple[str, ...]
    rows: Iterator[tuple[int, Any]]
    flags: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    part_read: Callable[[], float] = lambda: 1.0


@dataclass(frozen=True)
class Format:
    """A format.

    recognises: whether a file is of it, judged by its name and its beginning. open: its rows; raises Unreadable.
    reader: what reads them, for a header and a mapping; a function of a module, so that it can be named to other processes.
    writes: "reports", or "places" for the gazetteer.
    """

    code: str
    title: str
    recognises: Callable[[Path, bytes], bool]
    open: Callable[[Path, dict[str, Any]], Opened]
    reader: Callable[[Context, tuple[str, ...], dict[str, Any]], Reader] | None = None
    writes: str = "reports"
    source: str = ""


MODULES = ("jsonl", "ged", "places", "table")
"""In the order in which they are asked; the general table comes last because it reads any."""


@cache
def formats() -> dict[str, Format]:
    """Every format, by its code."""
    found: dict[str, Format] = {}
    for module in MODULES:
        for each in importlib.import_module(f"{__name__}.{module}").FORMATS:
            found[each.code] = each
    return found


def recognise(path: Path) -> Format:
    """The format of a file. Raises Unreadable, naming the formats there are."""
    with path.open("rb") as file:
        beginning = file.read(65536)
    for each in formats().values():
        if each.recognises(path, beginning):
            return each
    raise Unreadable(
        f"{path.name} is of no format that Dalil knows; it reads {', '.join(each.title for each in formats().values())}"
    )
