"""Candidates among reports of sites: those that bear one name, at least but for the words for what sort of site it is, and lie near each other.

A name alone never makes a candidate: every town has a school of that name. Both places must be known as exactly as to a sub-district. The
time plays no part: a register of one year and a register of another list the same school.
"""

# ruff: noqa: S608  (every name put into a statement is one of ours, from the kinds and the columns)

from __future__ import annotations

import duckdb

from dalil.matching.comparisons import APART_KM, declared
from dalil.record.kind import Kind
from dalil.record.sameness import LikeSiteNames, Near

VAGUEST_KM = 12
"""A place that is known less exactly than a sub-district does not say which of the sites of a name is meant."""


def is_site(kind: type[Kind]) -> bool:
    """Tell whether the reports of a kind are of sites, which are found by their names and places."""
    return bool(declared(kind, LikeSiteNames))


def find_site_pairs(con: duckdb.DuckDBPyConnection, kind: type[Kind], *, left: str, right: str, into: str) -> int:
    """Find the candidates among two tables of compared reports of sites, and put their ids into a table. Returns how many there are."""
    apart = "l.unique_id < r.unique_id" if left == right else "l.unique_id <> r.unique_id"
    near = next(rule.km for rule in declared(kind, Near) if isinstance(rule, Near))
    km = APART_KM
    for column in ("lat", "lon"):
        km = km.replace(f"{column}_l", f"l.{column}").replace(f"{column}_r", f"r.{column}")
    where = f"{apart} and (l.listed <> r.listed or l.listed = '') and greatest(l.km, r.km) <= {VAGUEST_KM} and {km} <= {near} + l.km + r.km"
    by_name, by_core = (
        f"select l.unique_id as a, r.unique_id as b from (select *, unnest({names}) as shared from {left}) l"
        f" join (select *, unnest({names}) as shared from {right}) r using (shared) where {where}"
        for names in ("site_names", "site_cores")
    )
    con.execute(
        f"create or replace table {into} as select distinct a as join_key_l, b as join_key_r, '0' as match_key from ({by_name} union all {by_core})"
    )
    found = con.execute(f"select count(*) from {into}").fetchone()
    return int(found[0]) if found else 0


def alike_sites_sql(reports: str, some: str) -> str:
    """Return the expression of those reports that may be candidates of some of them, and these themselves. some: a condition on `report`."""
    shared = " or ".join(
        f"list_has_any(r.{names}, (select coalesce(flatten(list({names})), []) from {reports} where {some}))"
        for names in ("site_names", "site_cores")
    )
    return f"select r.* from {reports} r where r.{some} or {shared}"
