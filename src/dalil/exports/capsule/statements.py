"""The statements by which DuckDB works the answer of a capsule out of its rows: they lie in it as files, to be read and to be run."""

# ruff: noqa: S608  (what is put into a statement is a name of ours, or a unit written as a literal)

from __future__ import annotations

from collections.abc import Iterable, Sequence

_SUMS = """sums AS (
  SELECT {keys}count(*) AS entities, count(lo) AS known, sum(lo)::BIGINT AS lows, sum(hi)::BIGINT AS highs, count(hi) AS ends,
    sum(pt)::BIGINT AS points, count(pt) AS with_point, sum(st)::BIGINT AS said, count(*) FILTER (mine AND conflict) AS conflict,
    count(*) FILTER (mine AND contradictory) AS contradictory, count(*) FILTER (other OR unit <> {unit}) AS other,
    count(*) FILTER (mine AND at_most) AS at_most
  FROM (SELECT *, unit IS NOT DISTINCT FROM {unit} AS mine, CASE WHEN mine THEN low END AS lo, CASE WHEN mine THEN high END AS hi,
    CASE WHEN mine THEN point END AS pt, CASE WHEN mine THEN stated END AS st FROM {rows} WHERE counted)
  GROUP BY ALL)"""
"""The numbers in the unit of the answer, added up. lo, hi, pt, st: of one row, where it is in that unit."""

_TOTAL = {
    "low": "CASE WHEN add THEN lows WHEN none THEN {zero} END AS low",
    "high": "CASE WHEN add AND ends = known THEN highs WHEN none THEN {zero} END AS high",
    "point": "CASE WHEN add AND with_point = known THEN points WHEN none THEN {zero} END AS point",
    "stated": "CASE WHEN add THEN said WHEN none THEN {zero} END AS stated",
    "open": "known - ends AS open",
    "unknown": "entities - known AS unknown",
}
"""What of a total is no plain sum: no number where none is known or where numbers would count people twice, no end where one is open."""

_GAP = """-- The days between the last two that are dated: the fewest and the most.
WITH dated AS (
  SELECT *, max(last_day) OVER earlier AS before_end, max(first_day) OVER earlier AS begun FROM 'rows.parquet'
  WHERE counted AND first_day IS NOT NULL WINDOW earlier AS (ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
waits AS (
  SELECT count(*) AS entities, arg_max(greatest(0, first_day - before_end), position) AS fewest,
    arg_max(greatest(last_day - begun, before_end - first_day), position) AS most FROM dated),
ends AS (
  SELECT entities, CASE WHEN entities > 1 THEN fewest END AS low, CASE WHEN entities > 1 THEN most END AS high FROM waits)
SELECT low, high, CASE WHEN low = high THEN low END AS point, high AS stated, entities FROM ends
"""


def total_of_rows(names: Sequence[str], unit: str | None, *, addable: bool, none_is_zero: bool) -> str:
    """Write the statement of the total. names: what of it. addable: whether numbers of several are added. none_is_zero: of entities alone."""
    whole = _whole("", "'rows.parquet'", names, unit, addable, none_is_zero)
    return f"-- Everything that was asked for, added up.\n{whole}\n"


def total_of_gap() -> str:
    """Write the statement of a time between the last two."""
    return _GAP


def lines_of_rows(
    file: str,
    by: Sequence[str],
    several: Iterable[str],
    names: Sequence[str],
    unit: str | None,
    *,
    addable: bool,
    none_is_zero: bool,
) -> str:
    """Write the statement of the lines. several: the facets whose codes stand together in a row, and are a line each."""
    rows, keys = f"'{file}'", [f"by_{each}" for each in by]
    for key in (f"by_{each}" for each in several):
        codes = f"unnest(CASE WHEN {key} IS NULL THEN [NULL] ELSE string_split({key}, ' ') END) AS {key}"
        rows = f"(SELECT * REPLACE ({codes}) FROM {rows} WHERE counted)"
    listed = "".join(f"{key}, " for key in keys)
    return f"-- A line for each of: {', '.join(by)}.\n{_whole(listed, rows, names, unit, addable, none_is_zero)}\n"


def doubts_of_rows(names: Sequence[str]) -> str:
    """Write the statement of the doubts: how many may belong, and of how many a facet is unknown."""
    return f"SELECT {', '.join(f'count(*) FILTER ({name}) AS {name}' for name in names)} FROM 'rows.parquet'\n"


def _whole(keys: str, rows: str, names: Sequence[str], unit: str | None, addable: bool, none_is_zero: bool) -> str:
    literal = "NULL::VARCHAR" if unit is None else "'{}'".format(unit.replace("'", "''"))
    may_add = "true" if addable else "(known = 1 OR entities <= 1)"
    zero = "0" if none_is_zero else "NULL"
    shown = ", ".join(_TOTAL.get(name, name).format(zero=zero) for name in names)
    return (
        f"WITH {_SUMS.format(keys=keys, rows=rows, unit=literal)},\n"
        f"marked AS (SELECT *, {may_add} AS addable, known > 0 AND addable AS add, known = 0 AND entities = 0 AS none FROM sums)\n"
        f"SELECT {keys}{shown} FROM marked"
    )
