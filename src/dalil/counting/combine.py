"""What several origins said about one number, combined into the five readings; and readings added up. Pure.

Source: Standards for Casualty Recording (Every Casualty, 2016) on aggregation; ACLED's most conservative number; docs/counting.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from dalil.values import Count
from dalil.values.statement import Scope, Statement
from dalil.values.total import Interval, Total


class MixedScope(ValueError):
    """The statements are not about one number: they differ in quantity, unit, status, sex or age."""


class Reading(StrEnum):
    """The five ways to read what was said; the codes of the vocabulary `readings`."""

    REPORTED_RANGE = "reported_range"
    FLOOR = "floor"
    AGREED = "agreed"
    NAMED = "named"
    CONSERVATIVE = "conservative"


@dataclass(frozen=True, slots=True)
class Readings:
    """The five readings of one number. A reading that is None is unknown, never zero.

    reported: from the smallest to the largest number that anyone gave; open as soon as one statement is. stated: the largest of these.
    floor: see `combine`. agreed: what every statement allows; None with `conflict` where there is no such number.
    at_most: nobody gave a lower end; the nought in `reported` and `agreed` is then nobody's word.
    """

    reported: Interval | None = None
    stated: int | None = None
    floor: Interval | None = None
    agreed: Interval | None = None
    named: Interval | None = None
    conservative: Interval | None = None
    conflict: bool = False
    contradictory: bool = False
    at_most: bool = False

    def in_reading(self, reading: Reading) -> Interval | None:
        return self.reported if reading is Reading.REPORTED_RANGE else getattr(self, reading.value)


_PEOPLE: str = Count.model_fields["unit"].default


def latest_statements(statements: Iterable[Statement]) -> dict[str, Statement]:
    """Return the latest statement of each origin, by the origin; an unknown one stands under a name of its own (`Statement.stated_by`).

    Relays have no say; a statement of several origins together is that of each.
    """
    latest: dict[str, Statement] = {}
    for statement in statements:
        for origin in statement.stated_by:
            before = latest.get(origin)
            if before is None or _rank(statement) > _rank(before):
                latest[origin] = statement
    return latest


def combine(
    statements: Iterable[Statement], named: int | None = None, *, alike: Collection[tuple[str, str]] = ()
) -> Readings:
    """Combine what several origins said about one number.

    statements: one for each report, all of one scope. named: how many victims are known by name, each once; None where nobody
    looked. Relays are folded into their origin; a later statement of the same origin supersedes its earlier one.
    alike: pairs of origins that may be one; neither is a second origin beside the other.

    floor: the largest low of a known origin that a second known origin reaches, that is, whose own high is not below it
    (one without an upper end reaches everything). [82, open), [81, open) and [85, 95] give 85; [82, open) and [60, 60] give 60.
    agreed: the intersection; a source that contradicts itself has no say in it, unless it is the only one.
    An upper bound (“up to 65”) has no low of its own, so it takes no part in the low ends. Beside others it lowers the reported range only
    where it lies below them: [29, open) and “up to 65” begin at 29, [82, open) and “up to 65” at 65. Alone it begins at nought (`at_most`).
    conservative: the smallest of the numbers given as best, or of the lows where none or only an approximate one was given; None where
    nobody gave either.

    Raises MixedScope when the statements are not about the same number.
    """
    by_origin = latest_statements(statements)
    people = None if named is None else Interval(named, None, None)
    if not by_origin:
        return Readings(named=people)
    words = list(dict.fromkeys(by_origin.values()))
    if len({word.scope for word in words}) > 1:
        raise MixedScope(
            f"these statements are not about one number: {', '.join(sorted({_say(word.scope) for word in words}))}"
        )
    highs = [word.high for word in words if word.high is not None]
    points = {word.usable_point for word in words}
    point = points.pop() if len(points) == 1 else None
    at_most = not any(word.has_low for word in words)
    low = 0 if at_most else min(word.smallest for word in words)
    reported = Interval(low, max(highs) if len(highs) == len(words) else None, point)
    agreed = _agreed(words, point)
    lows = [word.low if (best := word.usable_point) is None else best for word in words if _is_given(word)]
    smallest = min(lows, default=None)
    return Readings(
        reported=reported,
        stated=max(max(word.low, word.high or 0) for word in words) if len(words) > 1 or not highs else highs[0],
        floor=_floor({origin: word for origin, word in by_origin.items() if not origin.startswith("?")}, alike),
        agreed=agreed,
        named=people,
        conservative=None if smallest is None else Interval(smallest, smallest, smallest),
        conflict=agreed is None,
        contradictory=any(word.contradicts_itself for word in words),
        at_most=at_most,
    )


def ends_of(statements: Iterable[Statement]) -> tuple[list[Statement], list[Statement]]:
    """Return the statements that make the low end of the reported range, and those that make its high end or leave it open.

    statements: of one scope. Nobody makes a low end where all of them are upper bounds.
    """
    words = list(dict.fromkeys(latest_statements(statements).values()))
    low = min((word.smallest for word in words), default=0) if any(word.has_low for word in words) else None
    high = None if any(word.high is None for word in words) else max((word.high or 0 for word in words), default=0)
    return [word for word in words if word.smallest == low], [word for word in words if word.high == high]


def choose_scope(statements: Sequence[Statement]) -> tuple[list[Statement], bool]:
    """Choose the statements of the one scope that can stand for the whole, and say whether statements of another scope were set aside.

    A number of all goes before a number of some; then people before families, bodies or sites; then what more of those who state it say; then
    the order of the scopes' names.
    """
    if len({statement.scope for statement in statements}) == 1:
        return list(statements), False
    by_scope: dict[Scope, list[Statement]] = {}
    for statement in statements:
        by_scope.setdefault(statement.scope, []).append(statement)
    best = min(
        by_scope,
        key=lambda scope: (
            not scope.whole,
            scope.unit != _PEOPLE,
            -len(latest_statements(by_scope[scope])),
            _say(scope),
        ),
    )
    return by_scope[best], True


def add(readings: Iterable[Readings], reading: Reading) -> Total:
    """Add up one reading of many numbers: lows and highs; the method that `answer` also follows in SQL."""
    low = high = point = stated = entities = known = is_open = pointless = conflict = contradictory = at_most = 0
    for each in readings:
        entities += 1
        conflict += each.conflict
        contradictory += each.contradictory
        at_most += each.at_most
        if (interval := each.in_reading(reading)) is None:
            continue
        known += 1
        low += interval.low
        high += interval.high or 0
        point += interval.point or 0
        is_open += interval.high is None
        pointless += interval.point is None
        stated += (
            (each.stated or 0)
            if reading is Reading.REPORTED_RANGE
            else interval.low
            if interval.high is None
            else interval.high
        )
    return Total(
        low=low if known else None,
        high=high if known and not is_open else None,
        point=point if known and not pointless else None,
        stated=stated if known else None,
        entities=entities,
        open=is_open,
        unknown=entities - known,
        conflict=conflict,
        contradictory=contradictory,
        at_most=at_most,
    )


def _is_given(word: Statement) -> bool:
    return word.has_low or word.usable_point is not None


def _agreed(words: Sequence[Statement], point: int | None) -> Interval | None:
    if len(words) == 1:
        return Interval(words[0].low, words[0].high, point)
    heard = [word for word in words if not word.contradicts_itself]
    if not heard:
        return None
    low = max(word.low for word in heard)
    high = min((word.high for word in heard if word.high is not None), default=None)
    if high is not None and low > high:
        return None
    within = point is not None and low <= point and (high is None or point <= high)
    return Interval(low, high, point if within else None)


def are_several(origins: Iterable[str], alike: Collection[tuple[str, str]] = ()) -> bool:
    """Tell whether these are at least two origins for certain: two that are not a pair of `alike`, which holds each pair in its order.

    >>> are_several(["sohr", "sorh"], {("sohr", "sorh")}), are_several(["sohr", "sorh", "vdc"], {("sohr", "sorh")})
    (False, True)
    """
    known = sorted(set(origins))
    return any(pair not in alike for pair in combinations(known, 2)) if alike else len(known) >= 2


def _floor(known: Mapping[str, Statement], alike: Collection[tuple[str, str]]) -> Interval | None:
    reached = [
        word.low
        for word in known.values()
        if word.has_low
        and are_several((each for each, other in known.items() if other.high is None or other.high >= word.low), alike)
    ]
    return Interval(max(reached)) if reached else None


def _rank(statement: Statement) -> tuple[object, ...]:
    """Time first; then the content, so that even two statements entered as one have a definite order."""
    high = float("inf") if statement.high is None else statement.high
    return (statement.order, statement.low, high, -1 if statement.point is None else statement.point, statement.shape)


def _say(scope: Scope) -> str:
    return " ".join(part for part in scope if part)
