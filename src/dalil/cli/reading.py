"""`dalil read`: the counts and days of a text, and what in it was not read for certain."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from typing import TextIO

import click

from dalil.text.counts import Counted, find_unread, read_counts
from dalil.text.dates import read_dates

NOT_CERTAIN = {
    "number": "a number of people, and it is not clear what happened to them",
    "outcome": "something happened, and it is not clear to how many",
    "person": "somebody who is not counted, and to whom it may have happened",
    "count": "this count was read, and what happened stands far from its number",
}
"""What is said of each reason why a piece of a text was not read for certain."""


@click.command()
@click.argument("file", type=click.File(encoding="utf-8"), default="-")
@click.option(
    "--said-on", type=click.DateTime(["%Y-%m-%d"]), help="The day on which it was said; “yesterday” leans on it."
)
def read(file: TextIO, said_on: datetime | None) -> None:
    """Read the counts and days of a text (or of what comes in), and show what in it is not certain.

    Nothing is written anywhere: the numbers are proposals for a person.
    """
    text = file.read()
    for line in _lines(text, said_on):
        click.echo(line)
    uncertain = [f"? {NOT_CERTAIN[one.reason]}: “{_shown(text, one.start, one.end)}”" for one in find_unread(text)]
    for line in uncertain:
        click.echo(line)
    if not uncertain:
        click.echo("Nothing in it was left unread.", file=sys.stderr)


def _lines(text: str, said_on: datetime | None) -> Iterator[str]:
    """A line for each count and each day, with the words it was read from."""
    counts = read_counts(text)
    for one in counts:
        part = (
            f", part of “{_shown(text, counts[one.part_of].start, counts[one.part_of].end)}”"
            if one.part_of is not None
            else ""
        )
        yield f"{one.quantity} {_number(one)}: “{_shown(text, one.start, one.end)}”{part}"
    for mention in read_dates(text, said_on.date() if said_on else None):
        yield f"{mention.when.notation()}: “{_shown(text, mention.start, mention.end)}”"


def _number(counted: Counted) -> str:
    """A count in the short notation, with whom or what it counts."""
    count = counted.count
    about = (count.unit if count.unit != "person" else None, count.status, count.sex, count.age)
    return " ".join([count.notation(), *(each for each in about if each)])


def _shown(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split())
