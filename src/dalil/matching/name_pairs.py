"""Candidates among reports of persons: those whose names share a key, or that state one identifier, and how alike their names are.

What two names must share follows from each name alone (`text.names.keys_of_names`), so that whether two reports are candidates depends on these
two and nothing else. Days too far apart, and ages or sexes that cannot be of one person, are no candidates. The likeness
of the names is worked out here, once for each pair of names, because it needs the letter models; the rest is compared in DuckDB.
"""

# ruff: noqa: S608  (every name put into a statement is one of ours, from the kinds and the columns)

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import duckdb
import pyarrow as pa

from dalil.matching.comparisons import APART_DAYS, declared
from dalil.record.kind import Kind
from dalil.record.sameness import CloseInTime, CloseNumbers, LikeNames, SameIdentifier, SharedCodes
from dalil.text.names import explain, rarity_of, read_names

LEAST_ALIKE = 0.15
"""Names that are less alike make no candidates, unless an identifier does."""
AGES_APART = 12
"""Stated ages of one person lie no further apart than this: one source guesses, another knows."""
AGREED = 0.5
"""From this quality on two units of names agree."""
_READ = 20_000


def is_named(kind: type[Kind]) -> bool:
    """Tell whether the reports of a kind are of persons, who are found by their names."""
    return bool(declared(kind, LikeNames))


def find_named_pairs(
    con: duckdb.DuckDBPyConnection, kind: type[Kind], *, left: str, right: str, into: str, within_lists: bool
) -> int:
    """Find the candidates among two tables of compared reports of persons. Returns how many there are.

    into: the table of pairs, with the likeness of their names and of their mothers' names, and how rare the agreeing units are.
    within_lists: the pairs of rows of one list instead, who are two persons: what agrees in them agrees by chance.
    """
    con.execute(f"create or replace temp table met as {_met_sql(kind, left, right, within_lists)}")
    con.execute(f"create or replace table {into} ({_COLUMNS})")
    rows = con.execute(
        f"select a, b, l.named, r.named, l.mother, r.mother, identified from met join {left} l on l.unique_id = a join {right} r on r.unique_id = b"
    )
    found = con.cursor()
    while chunk := rows.fetchmany(_READ):
        weighed = [_weighed(*row) for row in chunk]
        kept = [row for row in weighed if row is not None]
        found.register(
            "weighed",
            pa.table(
                [pa.array(column, type_) for column, type_ in zip(_turned(kept), _TYPES, strict=True)], names=_NAMES
            ),
        )
        found.execute(f"insert into {into} select * from weighed")
        found.unregister("weighed")
    con.execute("drop table met")
    count = con.execute(f"select count(*) from {into}").fetchone()
    return int(count[0]) if count else 0


def alike_rows_sql(kind: type[Kind], reports: str, some: str) -> str:
    """Return the expression of those reports that may be candidates of some of them, and these themselves. some: a condition on `report`."""
    same = " or ".join(
        f"r.{rule.field}__identifier in (select {rule.field}__identifier from {reports} where {some} and {rule.field}__identifier is not null)"
        for rule in declared(kind, SameIdentifier)
    )
    return (
        f"select r.* from {reports} r where r.{some} or list_has_any(r.name_keys,"
        f" (select coalesce(flatten(list(name_keys)), []) from {reports} where {some}))"
        + (f" or {same}" if same else "")
    )


_NAMES = ("join_key_l", "join_key_r", "match_key", "likeness_l", "rarity_l", "mothers_l")
_TYPES = (pa.int64(), pa.int64(), pa.string(), pa.float64(), pa.float64(), pa.float64())
_COLUMNS = (
    "join_key_l bigint, join_key_r bigint, match_key varchar, likeness_l double, rarity_l double, mothers_l double"
)

_Pair = tuple[int, int, str, float | None, float | None, float | None]


def _turned(rows: Sequence[_Pair]) -> Sequence[Sequence[object]]:
    return list(zip(*rows, strict=True)) if rows else [[] for _ in _TYPES]


def _met_sql(kind: type[Kind], left: str, right: str, within_lists: bool) -> str:
    days = next(rule.days for rule in declared(kind, CloseInTime) if isinstance(rule, CloseInTime))
    apart = "l.unique_id < r.unique_id" if left == right else "l.unique_id <> r.unique_id"
    lists = "l.listed = r.listed and l.listed <> ''" if within_lists else "(l.listed <> r.listed or l.listed = '')"
    time = APART_DAYS
    for column in ("d0", "d1"):
        time = time.replace(f"{column}_l", f"l.{column}").replace(f"{column}_r", f"r.{column}")
    ages = "".join(
        f" and coalesce(abs(l.{rule.field}__number - r.{rule.field}__number) <= {AGES_APART}, true)"
        for rule in declared(kind, CloseNumbers)
    )
    codes = " and ".join(
        f"(len(l.{rule.field}) = 0 or len(r.{rule.field}) = 0 or list_has_any(l.{rule.field}, r.{rule.field}))"
        for rule in declared(kind, SharedCodes)
    )
    same_age = " and ".join(f"l.{rule.field}__number = r.{rule.field}__number" for rule in declared(kind, CloseNumbers))
    fitting = f" and ({codes} or ({same_age}))" if codes and same_age else ""
    by_name = (
        f"select l.unique_id as a, r.unique_id as b, false as identified from (select *, unnest(name_keys) as key from {left}) l"
        f" join (select *, unnest(name_keys) as key from {right}) r using (key)"
        f" where {apart} and {lists} and coalesce({time} <= {days}, true){ages}{fitting}"
    )
    by_identifier = [
        f"select l.unique_id, r.unique_id, true from {left} l join {right} r on l.{rule.field}__identifier = r.{rule.field}__identifier"
        f" where {apart} and {lists}"
        for rule in declared(kind, SameIdentifier)
    ]
    return f"select a, b, bool_or(identified) as identified from ({' union all '.join([by_name, *by_identifier])}) group by a, b"


def _weighed(
    a: int, b: int, named: list[str], others: list[str], mother: str | None, other_mother: str | None, identified: bool
) -> _Pair | None:
    likeness, rarity = _compare_names(*sorted((tuple(named), tuple(others)))) if named and others else (None, None)
    if not identified and (likeness is None or likeness < LEAST_ALIKE):
        return None
    mothers = _compare_names(*sorted(((mother,), (other_mother,))))[0] if mother and other_mother else None
    return a, b, "0", likeness, rarity, mothers


@lru_cache(maxsize=200_000)
def _compare_names(named: tuple[str, ...], others: tuple[str, ...]) -> tuple[float, float]:
    """How alike the likest two of the names are, and how rare the units are together in which these two agree, in bits."""
    best, rarity = 0.0, 0.0
    for one in named:
        for other in others:
            explained = explain(one, other)
            if explained.score > best:
                best = explained.score
                agreed = {unit.a for unit in explained.units if unit.quality >= AGREED}
                agreed |= {unit.b for unit in explained.units if unit.quality >= AGREED}
                of_one = _rarity(one, agreed)
                rarity = max(of_one, _rarity(other, agreed))
    return round(best, 4), round(rarity, 2)


def _rarity(name: str, agreed: set[str]) -> float:
    """How rare the agreeing units of a name are together."""
    return max(
        (sum(rarity_of(unit) for unit in read.units if unit.letters in agreed) for read in read_names(name)),
        default=0.0,
    )
