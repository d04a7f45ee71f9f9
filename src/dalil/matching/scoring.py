"""Scoring candidates with a model: the weights of the levels of each pair, added up where the pairs are, in DuckDB.

What is added up is what Splink adds up with the same model (`splink_settings`); a test holds the two together. It is written out here because
each pair is wanted with the codes of its levels, from which its reasons are said, and because one new report is scored in milliseconds.
"""

# ruff: noqa: S608  (every name put into a statement is one of ours, from the kinds and the columns)

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import duckdb

from dalil.matching.candidate_pairs import CandidateReach, beside_sql, find_pairs
from dalil.matching.comparisons import comparisons_of
from dalil.matching.model import WORTH_A_LOOK, Model
from dalil.record.kind import kind_of


class Scored(NamedTuple):
    """A pair of reports, the lower id first; its likelihood, and the level of each comparison of its kind."""

    a: int
    b: int
    likelihood: float
    levels: tuple[str | None, ...]


def score_pairs(
    con: duckdb.DuckDBPyConnection, model: Model, *, left: str = "compared", least: float = WORTH_A_LOOK
) -> Iterator[Scored]:
    """Score the candidates of the table `compared`. left: a table of the new ones among them, where only their pairs are wanted.

    Yields each pair whose likelihood is at least `least` once, in the order of their ids.
    """
    find_pairs(con, CandidateReach.of(kind_of(model.kind)), left=left)
    rows = con.execute(
        f"select distinct least(join_key_l, join_key_r) as a, greatest(join_key_l, join_key_r) as b, weight, {_names(model)}"
        f" from ({_weighed_sql(model)}) where weight >= {math.log2(least / (1 - least))} order by a, b"
    )
    while chunk := rows.fetchmany(10_000):
        for a, b, weight, *levels in chunk:
            yield Scored(a, b, 1 / (1 + 2.0**-weight), tuple(levels))


def splink_settings(model: Model) -> dict[str, Any]:
    """Return the model as Splink takes it, so that the same weights can be used on another of its backends."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "comparisons": [
            each.settings(model.shares[each.name], trained=True) for each in comparisons_of(kind_of(model.kind))
        ],
        "blocking_rules_to_generate_predictions": ["l.d0 = r.d0"],
        "probability_two_random_records_match": model.prior,
    }


def _weighed_sql(model: Model) -> str:
    compared = comparisons_of(kind_of(model.kind))
    levels = ", ".join(f"{each.level_sql()} as level_{each.name}" for each in compared)
    added = " + ".join(
        f"case level_{each.name} "
        + " ".join(f"when '{level.code}' then {model.weight(each.name, level.code)!r}::double" for level in each.levels)
        + " else 0 end"
        for each in compared
    )
    prior = math.log2(model.prior / (1 - model.prior))
    return (
        f"select join_key_l, join_key_r, {_names(model)}, {prior!r}::double + {added} as weight from"
        f" (select join_key_l, join_key_r, {levels} from {beside_sql('pairs', 'compared', 'compared')})"
    )


def _names(model: Model) -> str:
    return ", ".join(f"level_{each.name}" for each in comparisons_of(kind_of(model.kind)))
