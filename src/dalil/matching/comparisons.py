"""What is compared of two reports of a kind: for each agreement that the kind declares, levels from the closest to the furthest.

A level is a condition in SQL over the columns of two compared reports (`compared`), `_l` and `_r`. The first that holds is the level of a pair.
m is the share of pairs about one thing that are at the level, u the share of chance pairs. The shares given here are rough ones
that training starts from; they stay where the data has nothing to say, and are used whole before there is enough to train on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dalil.record.kind import Kind
from dalil.record.sameness import (
    CloseInTime,
    CloseNumbers,
    LikeCounts,
    LikeMothers,
    LikeNames,
    LikeSiteNames,
    Near,
    SameIdentifier,
    Sameness,
    SharedCodes,
)

APART_DAYS = "greatest(0, d0_l - d1_r, d0_r - d1_l)"
APART_KM = "sqrt(pow(111.2 * (lat_l - lat_r), 2) + pow(111.2 * cos(radians((lat_l + lat_r) / 2)) * (lon_l - lon_r), 2))"
"""Kilometres between two points, on a flat earth: a thousandth off within a country."""
SETTLED = 5
"""A place that is known to so many kilometres is the place itself, and no area that it lies in."""
ALIKE = 0.88
"""The least likeness (Jaro-Winkler) of the skeletons of two names of one place."""
SURE, SPELLED, LIKELY = 0.9, 0.7, 0.4
"""The likeness of two persons' names (`text.names.similarity`) at which they are surely, very likely, and perhaps one."""
RARE = 20
"""From so many bits on, the units in which two names agree are together rare: few people bear them all."""
SEVERAL, LARGE = 3, 10
"""From these numbers on it is less and less an accident that two sources state the same: of small numbers there are only few."""


@dataclass(frozen=True)
class ComparedLevel:
    """One level of agreement: its code, by which it is said in words; its condition; the shares that training starts from."""

    code: str
    sql: str
    m: float
    u: float


@dataclass(frozen=True)
class FieldComparison:
    """What is compared of two reports. absent: the condition under which one of them says nothing of it, which speaks neither for nor against."""

    name: str
    about: str
    absent: str
    levels: tuple[ComparedLevel, ...]

    def level_sql(self) -> str:
        """Return the expression that gives the code of the level of a pair; null where it is absent."""
        cases = " ".join(f"when {level.sql} then '{level.code}'" for level in self.levels[:-1])
        return f"case when {self.absent} then null {cases} else '{self.levels[-1].code}' end"

    def settings(self, shares: Mapping[str, tuple[float, float]], *, trained: bool) -> dict[str, object]:
        """Return the comparison as Splink takes it. shares: m and u by level. trained: they are those of a model, and not to start from."""
        levels: list[dict[str, object]] = [
            {"sql_condition": self.absent, "label_for_charts": "absent", "is_null_level": True}
        ]
        for at, level in enumerate(self.levels):
            m, u = shares[level.code]
            levels.append(
                {
                    "sql_condition": level.sql if at < len(self.levels) - 1 else "ELSE",
                    "label_for_charts": level.code,
                    "m_probability": m,
                    "u_probability": u,
                    "fix_u_probability": True,
                    "fix_m_probability": trained,
                }
            )
        return {"output_column_name": self.name, "comparison_levels": levels}


@cache
def comparisons_of(kind: type[Kind]) -> tuple[FieldComparison, ...]:
    """Return what is compared of the reports of a kind, in the order in which the kind declares it."""
    return tuple(_COMPARE[type(each)](each) for each in kind.same_when)


def declared(kind: type[Kind], of: type[Sameness]) -> Sequence[Sameness]:
    """Return the agreements of one sort that a kind declares."""
    return [each for each in kind.same_when if isinstance(each, of)]


def _compare_time(rule: Sameness) -> FieldComparison:
    exact = "width_l = 0 and width_r = 0"
    return FieldComparison(
        rule.field,
        "time",
        "d0_l is null or d0_r is null",
        (
            ComparedLevel("same_day", f"d0_l = d0_r and {exact}", 0.62, 0.11),
            ComparedLevel("days_shared", f"{APART_DAYS} = 0 and width_l + width_r <= 3", 0.06, 0.02),
            ComparedLevel("span_shared", f"{APART_DAYS} = 0", 0.03, 0.10),
            ComparedLevel("next_day", f"{APART_DAYS} = 1", 0.19, 0.27),
            ComparedLevel("days_apart", "", 0.10, 0.50),
        ),
    )


def _compare_place(rule: Sameness) -> FieldComparison:
    assert isinstance(rule, Near)
    settled = f"greatest(km_l, km_r) <= {SETTLED}"
    alike = f"coalesce(jaro_winkler_similarity(name_l, name_r) >= {ALIKE}, false)"
    return FieldComparison(
        rule.field,
        "place",
        "(lat_l is null or lat_r is null) and (name_l is null or name_r is null)",
        (
            ComparedLevel("name_and_point", f"{settled} and {APART_KM} <= 2 and {alike}", 0.52, 0.06),
            ComparedLevel("at_one_point", f"{settled} and {APART_KM} <= 1", 0.08, 0.02),
            ComparedLevel("close_by", f"{settled} and {APART_KM} <= 3", 0.17, 0.14),
            ComparedLevel("like_name", alike, 0.08, 0.02),
            *(
                (ComparedLevel("far_apart", f"{APART_KM} > {rule.km} + km_l + km_r", 0.04, 0.7),)
                if rule.anywhere
                else ()
            ),
            ComparedLevel("in_the_area", f"not coalesce({settled}, false)", 0.05, 0.23),
            ComparedLevel("kilometres_apart", "", 0.10, 0.53),
        ),
    )


def _compare_counts(rule: Sameness) -> FieldComparison:
    assert isinstance(rule, LikeCounts)
    whole, part = rule.field, rule.part
    beside = [(whole, whole), (whole, part), (part, whole)] if part else [(whole, whole)]

    def either(condition: str) -> str:
        return "(" + " or ".join(f"coalesce({condition.format(l=one, r=other)}, false)" for one, other in beside) + ")"

    one_range = either("{l}_low_l = {r}_low_r and {l}_high_l = {r}_high_r and {l}_high_l > 0")
    one_top = either("{l}_high_l = {r}_high_r and {l}_high_l > 0")
    some = either("coalesce({l}_high_l, 1) > 0 and coalesce({r}_high_r, 1) > 0")
    overlap = either(_within("0")) + f" and {some}"
    close = either(_within("greatest(1, 0.2 * {l}_low_l)")) + f" and {some}"

    def above(number: int) -> str:
        return f"greatest({whole}_high_l, {whole}_high_r) >= {number}"

    named = [whole, part] if part else [whole]
    silent = " or ".join(
        "(" + " and ".join(f"{each}_low_{side} is null" for each in named) + ")" for side in ("l", "r")
    )
    return FieldComparison(
        rule.field,
        "count",
        silent,
        (
            ComparedLevel("same_large", f"{one_range} and {above(LARGE)}", 0.06, 0.001),
            ComparedLevel("same_range", f"{one_range} and {above(SEVERAL)}", 0.14, 0.01),
            ComparedLevel("same_highest", f"{one_top} and {above(SEVERAL)}", 0.16, 0.02),
            ComparedLevel("same_small", one_range, 0.22, 0.05),
            ComparedLevel("overlapping", overlap, 0.25, 0.15),
            ComparedLevel("close", close, 0.08, 0.12),
            ComparedLevel("other_number", "", 0.09, 0.65),
        ),
    )


def _within(gap: str) -> str:
    """The condition that two ranges of a number overlap, or miss each other by no more than a gap; one without an upper end reaches up."""
    return (
        "{l}_low_l <= coalesce({r}_high_r, {l}_low_l) + "
        + gap
        + " and {r}_low_r <= coalesce({l}_high_l, {r}_low_r) + "
        + gap
    )


def _compare_codes(rule: Sameness) -> FieldComparison:
    name = rule.field
    return FieldComparison(
        name,
        "codes",
        f"len({name}_l) = 0 or len({name}_r) = 0",
        (
            ComparedLevel("shared", f"list_has_any({name}_l, {name}_r)", 0.6, 0.3),
            ComparedLevel("one_head", f"list_has_any({name}_heads_l, {name}_heads_r)", 0.1, 0.1),
            ComparedLevel("others", "", 0.3, 0.6),
        ),
    )


def _compare_names(rule: Sameness) -> FieldComparison:
    """Names, by what `text.names` says of them: the likeness of a pair, and how rare the units are in which they agree (`name_pairs`)."""
    return FieldComparison(
        rule.field,
        "names",
        "likeness_l is null",
        (
            ComparedLevel("same_rare", f"likeness_l >= {SURE} and rarity_l >= {RARE}", 0.45, 0.01),
            ComparedLevel("same_common", f"likeness_l >= {SURE}", 0.30, 0.06),
            ComparedLevel("spelled", f"likeness_l >= {SPELLED}", 0.12, 0.08),
            ComparedLevel("alike", f"likeness_l >= {LIKELY}", 0.08, 0.20),
            ComparedLevel("unlike", "", 0.05, 0.65),
        ),
    )


def _compare_site_names(rule: Sameness) -> FieldComparison:
    """Names of sites: one name whole, or one but for the words that say what sort of site it is. Every town has a school of some names."""
    return FieldComparison(
        rule.field,
        "site_names",
        "len(site_names_l) = 0 or len(site_names_r) = 0",
        (
            ComparedLevel("same", "list_has_any(site_names_l, site_names_r)", 0.60, 0.05),
            ComparedLevel("but_for_sort", "list_has_any(site_cores_l, site_cores_r)", 0.30, 0.15),
            ComparedLevel("other", "", 0.10, 0.80),
        ),
    )


def _compare_mothers(rule: Sameness) -> FieldComparison:
    return FieldComparison(
        f"{rule.field}_mother",
        "mother",
        "mothers_l is null",
        (
            ComparedLevel("same", f"mothers_l >= {SPELLED}", 0.80, 0.03),
            ComparedLevel("alike", f"mothers_l >= {LIKELY}", 0.10, 0.04),
            ComparedLevel("other", "", 0.10, 0.93),
        ),
    )


def _compare_numbers(rule: Sameness) -> FieldComparison:
    one, other = f"{rule.field}__number_l", f"{rule.field}__number_r"
    return FieldComparison(
        rule.field,
        "number",
        f"{one} is null or {other} is null",
        (
            ComparedLevel("same", f"{one} = {other}", 0.72, 0.03),
            ComparedLevel("one_apart", f"abs({one} - {other}) <= 1", 0.15, 0.05),
            ComparedLevel("few_apart", f"abs({one} - {other}) <= 3", 0.06, 0.09),
            ComparedLevel("some_apart", f"abs({one} - {other}) <= 10", 0.05, 0.28),
            ComparedLevel("many_apart", "", 0.02, 0.55),
        ),
    )


def _compare_identifiers(rule: Sameness) -> FieldComparison:
    one, other = f"{rule.field}__identifier_l", f"{rule.field}__identifier_r"
    return FieldComparison(
        rule.field,
        "identifier",
        f"{one} is null or {other} is null",
        (ComparedLevel("same", f"{one} = {other}", 0.97, 0.001), ComparedLevel("other", "", 0.03, 0.999)),
    )


_COMPARE = {
    CloseInTime: _compare_time,
    Near: _compare_place,
    LikeCounts: _compare_counts,
    SharedCodes: _compare_codes,
    LikeNames: _compare_names,
    LikeSiteNames: _compare_site_names,
    LikeMothers: _compare_mothers,
    CloseNumbers: _compare_numbers,
    SameIdentifier: _compare_identifiers,
}
