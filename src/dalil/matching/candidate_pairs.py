"""Candidates: the pairs of reports that are worth comparing. Close in time and in place, and never vague in both.

Two reports are candidates where their days, with the spans that they name, come within the days that the kind declares, and
their places, with their extents, within its kilometres. A report that is vague about its place (a district, a governorate) must be exact
about its day, and one that names a week or a month must be exact about its place: "this governorate, this month" is never
enough. Without a point, the name of the place must be alike and the day the same.
"""

# ruff: noqa: S608  (every name put into a statement is one of ours, from the kinds and the columns)

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from dalil.matching.comparisons import ALIKE, APART_DAYS, APART_KM, SETTLED, declared
from dalil.matching.name_pairs import alike_rows_sql, find_named_pairs, is_named
from dalil.matching.site_pairs import alike_sites_sql, find_site_pairs, is_site
from dalil.record.kind import Kind
from dalil.record.sameness import CloseInTime, Near

LONGEST = 35
"""A report that names a longer span than so many days, a little over a month, is no candidate."""
VAGUE = 12
"""From so many kilometres on a place is vague: less exact than a town and its fields."""
FURTHEST = 60
"""Two places are candidates no further apart than this, however large they are."""
_WIDE = 7
"""From so many days on a time is vague."""
_BLOCK = 4
"""Days that are joined as one block."""
_FINE, _COARSE = 0.3, 0.9
"""Degrees of the squares in which candidates are sought: larger, north to south and east to west, than what lies between two of them may be."""

_OTHER_LIST = "(listed_l <> listed_r or listed_l = '')"


@dataclass(frozen=True)
class CandidateReach:
    """How far apart two candidates of a kind may be.

    persons: the kind, where its reports are of persons, who are found by their names; sites: the kind, where they are of sites.
    """

    days: int
    km: int
    persons: type[Kind] | None = None
    sites: type[Kind] | None = None

    @classmethod
    def of(cls, kind: type[Kind]) -> CandidateReach:
        """Return the reach that a kind declares."""
        place = declared(kind, Near)[0]
        assert isinstance(place, Near)
        if is_site(kind):
            return cls(0, place.km, sites=kind)
        time = declared(kind, CloseInTime)[0]
        assert isinstance(time, CloseInTime)
        return cls(time.days, place.km, kind if is_named(kind) else None)


def found_by_name(kind: type[Kind]) -> bool:
    """Tell whether candidates of a kind are found by their names, and not by their days: persons and sites."""
    return is_named(kind) or is_site(kind)


def alike_rows(kind: type[Kind], reports: str, some: str) -> str:
    """Return the expression of those reports of a kind found by name that may be candidates of some of them, and these themselves.

    some: a condition on `report`.
    """
    return alike_sites_sql(reports, some) if is_site(kind) else alike_rows_sql(kind, reports, some)


def find_pairs(
    con: duckdb.DuckDBPyConnection,
    reach: CandidateReach,
    *,
    left: str = "compared",
    right: str = "compared",
    into: str = "pairs",
    within_lists: bool = False,
) -> int:
    """Find the candidates among two tables of compared reports, and put their ids into a table: join_key_l from the left, join_key_r from the right.

    left and right may be one table, whose pairs are found once, or the new reports and all of them. Two rows of one list are two things,
    and no candidates; within_lists: of persons, these pairs instead. Returns how many pairs there are.
    """
    if reach.persons:
        return find_named_pairs(con, reach.persons, left=left, right=right, into=into, within_lists=within_lists)
    if reach.sites:
        return find_site_pairs(con, reach.sites, left=left, right=right, into=into)
    con.execute(
        f"create or replace table {into} as select distinct a as join_key_l, b as join_key_r, '0' as match_key"
        f" from ({_placed_sql(reach, left, right)} union all {_named_sql(reach, left, right)})"
    )
    found = con.execute(f"select count(*) from {into}").fetchone()
    return int(found[0]) if found else 0


def may_be_one_sql(reach: CandidateReach) -> str:
    """Return the condition under which two compared reports with points are candidates."""
    vague = f"greatest(km_l, km_r) > {VAGUE}"
    return (
        f"{_OTHER_LIST} and {APART_DAYS} <= {reach.days} and greatest(width_l, width_r) <= {LONGEST}"
        f" and {APART_KM} <= least({reach.km} + km_l + km_r, {FURTHEST})"
        f" and (not {vague} or (greatest(width_l, width_r) < {_WIDE} and {APART_DAYS} <= 1))"
    )


def _placed_sql(reach: CandidateReach, left: str, right: str) -> str:
    """Pairs by their points. Exact places meet in small squares; where one of them is vague, in large ones."""
    both = left == right
    exact = _joined_sql(
        reach,
        f"(select * from {left} where km <= {SETTLED})",
        f"(select * from {right} where km <= {SETTLED})",
        _FINE,
        "unique_id_l < unique_id_r" if both else "unique_id_l <> unique_id_r",
    )
    wide = _joined_sql(
        reach,
        f"(select * from {left} where km > {SETTLED})",
        f"(select * from {right} where km is not null)",
        _COARSE,
        f"(unique_id_l < unique_id_r or km_r <= {SETTLED}) and unique_id_l <> unique_id_r",
    )
    if both:
        return f"{exact} union all {wide}"
    other = _joined_sql(
        reach,
        f"(select * from {left} where km <= {SETTLED})",
        f"(select * from {right} where km > {SETTLED})",
        _COARSE,
        "unique_id_l <> unique_id_r",
    )
    return f"{exact} union all {wide} union all {other}"


def _joined_sql(reach: CandidateReach, left: str, right: str, square: float, apart: str) -> str:
    block, days = _BLOCK, reach.days
    epoch = "(d{} - DATE '1970-01-01')"
    first_l, last_l = (f"({epoch.format(at)} // {block})" for at in (0, 1))
    first_r, last_r = f"(({epoch.format(0)} - {days}) // {block})", f"(({epoch.format(1)} + {days}) // {block})"
    short = f"width <= {LONGEST}"
    columns = "unique_id, listed, d0, d1, width, lat, lon, km"
    sides = ", ".join(f"l.{c} as {c}_l, r.{c} as {c}_r" for c in columns.split(", "))
    return (
        f"select unique_id_l as a, unique_id_r as b from (select {sides}, l.block as block_, greatest(l.first, r.first) as first_ from"
        f" (select {columns}, {first_l} as first, unnest(range({first_l}, {last_l} + 1)) as block,"
        f" floor(lat / {square})::int as y, floor(lon / {square})::int as x from {left} where {short}) l join"
        f" (select *, unnest([x0 - 1, x0, x0 + 1]) as x from (select *, unnest([y0 - 1, y0, y0 + 1]) as y from"
        f" (select {columns}, {first_r} as first, unnest(range({first_r}, {last_r} + 1)) as block,"
        f" floor(lat / {square})::int as y0, floor(lon / {square})::int as x0 from {right} where {short}))) r"
        f" using (block, y, x)) where block_ = first_ and {apart} and {may_be_one_sql(reach)}"
    )


def _named_sql(reach: CandidateReach, left: str, right: str) -> str:
    """Pairs of which one has no point, by the likeness of the names and the very day."""
    apart = "l.unique_id < r.unique_id" if left == right else "l.unique_id <> r.unique_id"
    return (
        f"select l.unique_id as a, r.unique_id as b from {left} l join {right} r on l.d0 = r.d0 and l.width = 0 and r.width = 0"
        f" where (l.listed <> r.listed or l.listed = '') and (l.lat is null or r.lat is null) and {apart} and len(l.name) > 2 and len(r.name) > 2"
        f" and jaro_winkler_similarity(l.name, r.name) >= {ALIKE}"
    )


def beside_sql(pairs: str, left: str, right: str) -> str:
    """Return the expression that lays the two reports of each pair beside each other: their columns, with _l and _r."""
    return (
        f"(select * exclude (match_key) from {pairs} join (select columns('(.*)') as '\\1_l' from {left}) on unique_id_l = join_key_l"
        f" join (select columns('(.*)') as '\\1_r' from {right}) on unique_id_r = join_key_r)"
    )
