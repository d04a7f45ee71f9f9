"""Training a model without labels.

What chance looks like is not guessed from pairs drawn at random, because candidates are close in time and place already. The same reports are
paired again with the dates of one of them moved by some weeks: what then still agrees, at the same places in the same weeks
of war, agrees by chance (u). Of persons, the rows of one list are paired, who are two persons. What pairs about one thing look like (m),
and how many of the candidates they are, is then estimated by expectation maximisation over the candidates, with u held fixed.

Both are done as Splink does them; a candidate becomes a block of two rows, so that every comparison is estimated in one session.
"""

# ruff: noqa: S608  (every name put into a statement is one of ours, from the kinds and the columns)

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from dataclasses import replace

import duckdb

from dalil.matching.candidate_pairs import CandidateReach, beside_sql, find_pairs
from dalil.matching.comparisons import FieldComparison, comparisons_of
from dalil.matching.model import DIGITS, Model
from dalil.record.kind import Kind

MOVED_BY = (-28, -21, -14, 14, 21, 28)
"""By how many days the dates are moved to see what chance looks like; whole weeks, so that Fridays stay Fridays."""
LEAST_PAIRS = 400
"""With fewer candidates nothing is estimated."""
MOST_PAIRS = 400_000
"""Of more candidates than this, so many are trained on; and so many chance pairs are counted."""
HOLD = 10
"""So many candidates the rough weight of a level counts for: what was hardly met in the data is neither impossible nor certain."""
MOST_WEIGHT = 8.0
"""No single level speaks more strongly than this for or against, in bits: 256 times as likely."""


class TooLittle(ValueError):
    """There are too few candidates to train on. pairs: how many there are."""

    def __init__(self, pairs: int) -> None:
        self.pairs = pairs
        super().__init__(f"{pairs} candidates are too few to train on; {LEAST_PAIRS} are needed")


def train(con: duckdb.DuckDBPyConnection, kind: type[Kind], number: int) -> Model:
    """Train a model on the table `compared` of a kind. number: that the model gets.

    Raises TooLittle where there are too few candidates.
    """
    reach, compared = CandidateReach.of(kind), comparisons_of(kind)
    found = find_pairs(con, reach)
    if found < LEAST_PAIRS:
        raise TooLittle(found)
    start = Model.starting(kind)
    met = _count_levels(con, compared, "pairs", "compared")
    chance, pairs_by_chance = _count_by_chance(con, reach, compared)
    shares = {
        each.name: {level.code: (level.m, _share(chance[each.name], level.code, level.u)) for level in each.levels}
        for each in compared
    }
    prior, matched, trained = _maximise(con, compared, shares, start.prior)
    return replace(
        start,
        number=number,
        prior=round(prior, DIGITS),
        shares={
            each.name: {
                level.code: _weighed(
                    (level.m, level.u),
                    (matched[each.name].get(level.code), shares[each.name][level.code][1]),
                    met[each.name].get(level.code, 0),
                )
                for level in each.levels
            }
            for each in compared
        },
        about={
            "reports": _count(con, "compared"),
            "candidates": found,
            "trained_on": trained,
            "chance_pairs": pairs_by_chance,
            "moved_by_days": list(MOVED_BY),
            "not_met": [
                f"{each.name}: {level.code}"
                for each in compared
                for level in each.levels
                if level.code not in met[each.name]
            ],
        },
    )


def _count_by_chance(
    con: duckdb.DuckDBPyConnection, reach: CandidateReach, compared: tuple[FieldComparison, ...]
) -> tuple[dict[str, dict[str, int]], int]:
    """How many chance pairs are at each level, by comparison; and how many chance pairs there are.

    Of persons, these are the rows of one list: whoever made it holds them for two.
    """
    counted: dict[str, dict[str, int]] = {each.name: {} for each in compared}
    if reach.persons:
        total = find_pairs(con, reach, into="chance", within_lists=True)
        counted = _count_levels(con, compared, "chance", "compared")
        con.execute("drop table chance")
        return counted, total
    of_so_many = max(
        1, len(MOVED_BY) * _count(con, "pairs") // MOST_PAIRS
    )  # about so many in all, however they are moved
    total = 0
    for days in MOVED_BY:
        con.execute(
            f"create or replace temp table moved as select * replace (d0 + {days} as d0, d1 + {days} as d1) from compared"
            f" where hash(unique_id) % {of_so_many} = 0"
        )
        total += find_pairs(con, reach, right="moved", into="chance")
        for name, levels in _count_levels(con, compared, "chance", "moved").items():
            for level, pairs in levels.items():
                counted[name][level] = counted[name].get(level, 0) + pairs
    for table in ("moved", "chance"):
        con.execute(f"drop table {table}")
    return counted, total


def _count_levels(
    con: duckdb.DuckDBPyConnection, compared: tuple[FieldComparison, ...], pairs: str, right: str
) -> dict[str, dict[str, int]]:
    """How many of some pairs are at each level, by comparison; those of which a comparison is absent are left out."""
    levels = ", ".join(f"{each.level_sql()} as level_{each.name}" for each in compared)
    con.execute(f"create or replace temp table met as select {levels} from {beside_sql(pairs, 'compared', right)}")
    counted = {
        each.name: dict(
            con.execute(
                f"select level_{each.name}, count(*) from met where level_{each.name} is not null group by 1"
            ).fetchall()
        )
        for each in compared
    }
    con.execute("drop table met")
    return counted


def _maximise(
    con: duckdb.DuckDBPyConnection,
    compared: tuple[FieldComparison, ...],
    shares: Mapping[str, Mapping[str, tuple[float, float]]],
    prior: float,
) -> tuple[float, dict[str, dict[str, float]], int]:
    """The share of the candidates that are about one thing, m of every level that was seen among them, and how many were trained on."""
    from splink import Linker, block_on
    from splink.backends.duckdb import DuckDBAPI

    pairs = _count(con, "pairs")
    every = -(-pairs // MOST_PAIRS)
    con.execute(
        "create or replace table blocks as select row_number() over (order by join_key_l, join_key_r) as block, * exclude (match_key) from pairs"
        f" where hash(join_key_l, join_key_r) % {every} = 0"
    )
    known = {name for name, *_ in con.execute("describe blocks").fetchall()} - {"block", "join_key_l", "join_key_r"}
    of_pair = "".join(f"{name} as {name.removesuffix('_l')}, " for name in sorted(known))
    con.execute(
        f"create or replace table training as select 2 * block as row_id, block, {of_pair} compared.* from blocks join compared on"
        f" unique_id = join_key_l union all select 2 * block + 1, block, {of_pair} compared.* from blocks join compared on unique_id = join_key_r"
    )
    settings = {
        "link_type": "dedupe_only",
        "unique_id_column_name": "row_id",
        "comparisons": [each.settings(shares[each.name], trained=False) for each in compared],
        "blocking_rules_to_generate_predictions": [block_on("block")],
        "probability_two_random_records_match": prior,
        "em_convergence": 1e-4,
        "max_iterations": 100,
    }
    linker = Linker(DuckDBAPI(connection=con).register("training"), settings, log_level=logging.ERROR)
    session = linker.training.estimate_parameters_using_expectation_maximisation(block_on("block"))
    estimated = session.core_model_settings
    matched: dict[str, dict[str, float]] = {}
    for comparison in estimated.comparisons:
        levels = matched.setdefault(comparison.output_column_name, {})
        for level in comparison.comparison_levels:
            if not level.is_null_level and isinstance(level.m_probability, float):
                levels[level.label_for_charts] = level.m_probability
    trained = _count(con, "blocks")
    for table in ("blocks", "training"):
        con.execute(f"drop table {table}")
    return float(estimated.probability_two_random_records_match), matched, trained


def _share(counted: Mapping[str, int], level: str, rough: float) -> float:
    """The share of a level, as it was counted; the rough one where nothing was counted, and none is nought."""
    whole = sum(counted.values())
    return (counted.get(level, 0) + 0.5) / (whole + 0.5) if whole else rough


def _weighed(rough: tuple[float, float], estimated: tuple[float | None, float], met: int) -> tuple[float, float]:
    """m and u of a level, so that it weighs as estimated, held to the rough weight where few candidates are at the level.

    estimated: m, which is None or not to be believed where none is, and u. met: how many candidates are at the level.
    """
    m, u = estimated
    if not met or not m:
        return rough
    rough_weight = math.log2(rough[0] / rough[1])
    weight = math.log2(m / u)
    held = (met * weight + HOLD * rough_weight) / (met + HOLD)
    held = min(max(held, -MOST_WEIGHT), MOST_WEIGHT)
    u = min(u, 2.0**-held)
    return round(u * 2.0**held, 9), round(u, 9)


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    found = con.execute(f"select count(*) from {table}").fetchone()
    return int(found[0]) if found else 0
