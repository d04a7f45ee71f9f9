"""The first and the last time something was documented, and how long it had not been: “first in 21 months”."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dalil.archive.protection import Viewer
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.letters import LANGUAGE_CODES
from dalil.values.gap import Gap, Moment
from dalil.wording.gaps import say_first_in


@dataclass(frozen=True)
class FirstAndLast:
    """When something was documented. entities: how many with a known time. gap: before the last; longest: the longest of all.

    ahead: how many more are dated on a day that has not come, which is a slip; they are in nothing else.
    """

    entities: int
    first: Moment | None = None
    last: Moment | None = None
    gap: Gap | None = None
    longest: Gap | None = None
    ahead: int = 0


def first_and_last(question: Question, viewer: Viewer) -> FirstAndLast:
    """Find the first and last time that what a question asks for was documented, and the gaps, as far as this viewer may know."""
    entities, first, last, previous, begun, wait, earlier, later, begun_before, ahead = ask(question, viewer).timeline()
    if not entities:
        return FirstAndLast(0, ahead=ahead)
    latest = Moment(**last)
    return FirstAndLast(
        entities=entities,
        first=Moment(**first),
        last=latest,
        gap=Gap(Moment(**previous), latest, begun) if previous else None,
        longest=Gap(Moment(**earlier), Moment(**later), begun_before) if wait is not None and wait > 0 else None,
        ahead=ahead,
    )


def plain(moments: FirstAndLast) -> dict[str, Any]:
    """Give the moments as JSON has them, the gaps in days, months and words."""

    def moment(one: Moment | None) -> dict[str, str] | None:
        return (
            None
            if one is None
            else {"address": one.address, "start": one.start.isoformat(), "end": one.end.isoformat()}
        )

    def gap(one: Gap | None) -> dict[str, Any] | None:
        if one is None:
            return None
        return {
            "before": moment(one.before),
            "after": moment(one.after),
            "days": {"low": one.days[0], "high": one.days[1]},
            "months": {"low": one.months[0], "high": one.months[1]},
            "in_words": {language: say_first_in(one, language) for language in LANGUAGE_CODES},
        }

    return {
        "entities": moments.entities,
        "dated_ahead": moments.ahead,
        "first": moment(moments.first),
        "last": moment(moments.last),
        "gap": gap(moments.gap),
        "longest": gap(moments.longest),
    }
