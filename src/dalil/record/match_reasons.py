"""The reasons of a judgement by a model, as the record keeps them: the levels of what was compared, and their weights.

They are kept as codes, so that they can be read in each language (`wording.matches`), also long after the model is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class MatchReason(NamedTuple):
    """What one comparison says of a pair. weight: above nought it speaks for one thing, below against; in bits (twice as likely is 1).

    field: of the kind. about: what sort of comparison it is: time, place, count or codes. level: how closely the two agree.
    """

    field: str
    about: str
    level: str
    weight: float


def write_reasons(reasons: Sequence[MatchReason]) -> str:
    """Write reasons down in one line.

    >>> write_reasons([MatchReason("when", "time", "same_day", 2.471)])
    'when/time/same_day/+2.47'
    """
    return " ".join(f"{each.field}/{each.about}/{each.level}/{each.weight:+.2f}" for each in reasons)


def parse_reasons(line: str) -> list[MatchReason]:
    """Read reasons back from the line they were written in; none where it is no such line, as of a matcher elsewhere.

    >>> parse_reasons("when/time/same_day/+2.47"), parse_reasons("both name the bakery")
    ([MatchReason(field='when', about='time', level='same_day', weight=2.47)], [])
    """
    found = []
    for part in line.split():
        pieces = part.split("/")
        if len(pieces) != 4:
            return []
        try:
            found.append(MatchReason(pieces[0], pieces[1], pieces[2], float(pieces[3])))
        except ValueError:
            return []
    return found
