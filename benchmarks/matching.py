"""How well reports about one strike are found, and how fast: two lists of one war that name each other, and a million made up.

    python benchmarks/matching.py            # the lists of 2018, which are not part of the repository
    python benchmarks/matching.py 1000000    # so many reports that were made up (tests/matching/made_strikes.py)

Beside the model stand Splink with the rules of its own tutorials, and thresholds of days and kilometres. A list holds each strike once, so of the
pairs that one way proposes, the likeliest of each row is taken, for all ways alike.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "matching"))
os.environ.setdefault("DALIL_HOME", tempfile.mkdtemp(prefix="dalil-matching-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dalil.settings")

from shared import shared_data

Pair = tuple[int, int]

AIRWARS = {
    "kind": "incident",
    "identifier": "airwars:",
    "origin": "airwars",
    "columns": {
        "code": {"external_id": True},
        "date": {"field": "when"},
        "place_en": {"field": "where"},
        "governorate_en": {"field": "where", "part": "governorate"},
        "latitude": {"field": "where", "part": "lat"},
        "longitude": {"field": "where", "part": "lon"},
        "killed_min": {"field": "killed", "part": "low"},
        "killed_max": {"field": "killed", "part": "high"},
        "injured_min": {"field": "injured", "part": "low"},
        "injured_max": {"field": "injured", "part": "high"},
    },
}
"""What the columns of the list of incidents mean. How exactly it knows a place is left out, as in the mapping that is suggested."""


def main() -> None:
    import django

    from dalil.home import open_home

    open_home(Path(os.environ["DALIL_HOME"]))
    django.setup()
    if len(sys.argv) > 1:
        made_up(int(sys.argv[1]))
    else:
        two_lists(shared_data() / "matching")


def two_lists(folder: Path) -> None:
    """The lists of 2018: what is found of the strong links, and how much of what is found about their rows is one of them."""
    import duckdb

    from dalil.archive.protection import Viewer
    from dalil.columns.manifest import folder_of
    from dalil.columns.parquet import full_paths
    from dalil.columns.projection import refresh
    from dalil.matching.candidate_pairs import CandidateReach, find_pairs
    from dalil.matching.compared import compare_table
    from dalil.matching.scoring import score_pairs
    from dalil.matching.training import train
    from dalil.record.gazetteer_in_use import gazetteer
    from dalil.record.kind import kind_of
    from dalil.record.models import Report

    import_lists(folder)
    kind, viewer = kind_of("incident"), Viewer.steward()
    paths = full_paths(folder_of(viewer.clearance), refresh(viewer).files("incident", "reports"))
    con = duckdb.connect()
    compare_table(con, kind, f"read_parquet({paths!r})", gazetteer())
    ids = dict(Report.objects.visible_to(viewer).values_list("external_id", "pk"))
    links: dict[str, set[Pair]] = {"strong": set(), "weak": set()}
    with (folder / "links_2018.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            one, other = ids.get(f"airwars:{row['airwars_code']}"), ids.get(f"ucdp-ged:{row['ucdp_id']}")
            if one and other:
                links[row["strength"]].add((min(one, other), max(one, other)))
    strong, weak = links["strong"], links["weak"]
    contradicted = contradicted_links(con, strong)
    found = find_pairs(con, CandidateReach.of(kind))
    pairs = pairs_of(con, "pairs")
    print(
        f"{len(ids):,} reports, {len(strong)} strong links; {len(contradicted)} of them are contradicted by their own facts"
    )
    held, held_weak = len(pairs & strong) / len(strong), len(pairs & weak) / len(weak)
    print(
        f"candidates: {2 * found / len(ids):.1f} a report; of the strong links {held:.1%}, of the weak {held_weak:.1%}"
    )
    began = time.perf_counter()
    model = train(con, kind, 1)
    print(
        f"trained in {time.perf_counter() - began:.1f} s; share of the candidates about one thing {model.prior:.1%}\n"
    )
    ways = {
        f"model, from {least:.2f}": {(e.a, e.b): e.likelihood for e in score_pairs(con, model, least=least)}
        for least in (0.3, 0.5, 0.7, 0.9)
    }
    ways |= {f"Splink, plain rules, from {least}": plain_splink(con, least) for least in (0.5, 0.9, 0.99)}
    ways |= {
        f"{days} days, {km} km": by_thresholds(con, days, km) for days, km in ((0, 2), (0, 5), (1, 2), (1, 5), (3, 12))
    }
    print(f"{'':32} {'of the strong links':>24} {'of those not contradicted':>30}")
    print(f"{'':32} {'precision':>12} {'recall':>11} {'precision':>18} {'recall':>11}")
    for name, scores in ways.items():
        taken = one_to_one(scores)
        whole, sound = judged(taken, strong, weak), judged(taken, strong - contradicted, weak | contradicted)
        print(f"{name:32} {whole[0]:12.3f} {whole[1]:11.3f} {sound[0]:18.3f} {sound[1]:11.3f}")


def import_lists(folder: Path) -> None:
    """Bring both lists into an empty home."""
    from django.core.management import call_command

    from dalil.archive.protection import Level
    from dalil.intake import runs
    from dalil.intake.formats import formats, recognise
    from dalil.intake.request import ImportRequest
    from dalil.record.actions.actors import system_actor

    call_command("migrate", verbosity=0)
    actor = system_actor()
    for name, mapping in (("airwars_2018_facts.csv", AIRWARS), ("ucdp_ged_syria_2018.csv", {})):
        path = folder / name
        chosen = formats()["table"] if mapping else recognise(path)
        runs.run_import(
            ImportRequest(path=path, format=chosen, actor=actor, mapping=mapping, level=Level.INTERNAL, processes=0)
        )


def contradicted_links(con, strong: set[Pair]) -> set[Pair]:
    """The links of which another pair is plainly the right one: on one day, within a kilometre, with the same highest number.

    A link that has all three itself is not contradicted. They come from citations by number, after the numbers had been given anew.
    """
    plain = """select join_key_l, join_key_r from pairs join compared l on l.unique_id = join_key_l join compared r on r.unique_id = join_key_r
        where greatest(0, l.d0 - r.d1, r.d0 - l.d1) = 0
        and 111.2 * sqrt(pow(l.lat - r.lat, 2) + pow(cos(radians(l.lat)) * (l.lon - r.lon), 2)) <= 1
        and r.killed_high > 0
        and (l.killed_high = r.killed_high or
        l.killed_high = r.killed_civilians_high or l.killed_civilians_high = r.killed_high) and l.killed_high > 0"""
    from dalil.matching.candidate_pairs import CandidateReach, find_pairs
    from dalil.record.kind import kind_of

    find_pairs(con, CandidateReach.of(kind_of("incident")))
    right = {(min(pair), max(pair)) for pair in con.execute(plain).fetchall()}
    known_better = {each for pair in right - strong for each in pair}
    return {pair for pair in strong - right if known_better & set(pair)}


def by_thresholds(con, days: int, km: int) -> dict[Pair, float]:
    """Pairs within so many days and kilometres, the nearest first."""
    rows = con.execute(
        f"""select l.unique_id, r.unique_id, greatest(0, l.d0 - r.d1, r.d0 - l.d1) as days,
        111.2 * sqrt(pow(l.lat - r.lat, 2) + pow(cos(radians(l.lat)) * (l.lon - r.lon), 2)) as far from compared l join compared r
        on l.unique_id < r.unique_id and l.listed <> r.listed and r.d0 - l.d1 <= {days} and l.d0 - r.d1 <= {days} where far <= {km}"""
    ).fetchall()
    return {(a, b): 1 / (1 + far + apart) for a, b, apart, far in rows}


def plain_splink(con, least: float) -> dict[Pair, float]:
    """Splink as its tutorials use it: blocks of one day, and of one square in one week; chance from pairs drawn at random."""
    import logging

    from splink import Linker, block_on
    from splink.backends.duckdb import DuckDBAPI

    con.execute(
        "create or replace table plain as select *, floor(lat / 0.1)::int as y, floor(lon / 0.1)::int as x,"
        " (d0 - DATE '2000-01-01') // 7 as week from compared"
    )
    km = "111.2 * sqrt(pow(lat_l - lat_r, 2) + pow(cos(radians(lat_l)) * (lon_l - lon_r), 2))"
    settings = {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "blocking_rules_to_generate_predictions": [block_on("d0", "y"), block_on("week", "y", "x")],
        "comparisons": [
            levels("day", "d0_l is null", ["d0_l = d0_r", "abs(d0_l - d0_r) <= 1", "abs(d0_l - d0_r) <= 3"]),
            levels("point", "lat_l is null or lat_r is null", [f"{km} <= 1", f"{km} <= 5", f"{km} <= 20"]),
            levels(
                "name",
                "name_l is null or name_r is null",
                ["name_l = name_r", "jaro_winkler_similarity(name_l, name_r) > 0.88"],
            ),
            levels(
                "number",
                "killed_high_l is null or killed_high_r is null",
                ["killed_high_l = killed_high_r", "abs(killed_high_l - killed_high_r) <= 2"],
            ),
        ],
    }
    linker = Linker(DuckDBAPI(connection=con).register("plain"), settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match(
        "l.d0 = r.d0 and l.name = r.name and l.killed_high = r.killed_high", recall=0.4
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6)
    for block in (block_on("d0"), block_on("y", "x", "week")):
        linker.training.estimate_parameters_using_expectation_maximisation(block, max_pairs=2e6)
    scored = linker.inference.predict(threshold_match_probability=least, warning_mode="never")
    rows = con.execute(
        f"select unique_id_l, unique_id_r, match_probability from {scored.physical_name} p join compared l on l.unique_id = unique_id_l"
        " join compared r on r.unique_id = unique_id_r where l.listed <> r.listed"
    ).fetchall()
    return {(min(a, b), max(a, b)): likelihood for a, b, likelihood in rows}


def levels(name: str, absent: str, conditions: list[str]) -> dict:
    """A comparison as Splink takes it."""
    of = [{"sql_condition": absent, "label_for_charts": "absent", "is_null_level": True}]
    of += [{"sql_condition": each, "label_for_charts": each} for each in conditions]
    return {
        "output_column_name": name,
        "comparison_levels": [*of, {"sql_condition": "ELSE", "label_for_charts": "other"}],
    }


def made_up(reports: int) -> None:
    """So many reports that were made up, by the model and by Splink with plain rules."""
    import duckdb
    from made_strikes import make_strikes

    from dalil.matching.compared import compare_table
    from dalil.matching.scoring import score_pairs
    from dalil.matching.training import train
    from dalil.record.kind import kind_of
    from dalil.vocabulary.gazetteer import load_shipped_gazetteer

    kind = kind_of("incident")
    table, about = make_strikes(reports, places=8000)
    con = duckdb.connect()
    con.register("told_reports", table)
    listed = table["listed"].to_pylist()
    del table
    true = same_pairs(about)
    print(f"{len(about):,} reports of {len(set(about.tolist())):,} strikes; {len(true):,} pairs about one")
    import splink  # noqa: F401  (else the first of the two ways would pay for it)

    laid_out = Stopwatch()
    compare_table(con, kind, "told_reports", load_shipped_gazetteer())
    trained = Stopwatch(laid_out)
    model = train(con, kind, 1)
    scored = Stopwatch(trained)
    scores = {(each.a, each.b): each.likelihood for each in score_pairs(con, model, least=0.3)}
    scored.stop()
    print(f"model: laid out {laid_out}, trained {trained}, scored {scored}")
    show(scores, true, listed, (0.3, 0.5, 0.7, 0.8, 0.9, 0.95))
    splinked = Stopwatch()
    plain = plain_splink(con, 0.3)
    splinked.stop()
    print(f"Splink, plain rules: {splinked} (on the table laid out above)")
    for name, ours, theirs in (
        ("by the clock", trained.seconds + scored.seconds, splinked.seconds),
        ("of the processor", trained.worked + scored.worked, splinked.worked),
    ):
        print(f"the model's time is {ours / theirs:.1f} of Splink's, {name}")
    show(plain, true, listed, (0.3, 0.5, 0.9, 0.99))


class Stopwatch:
    """How long a step takes, by the clock and of the processor, which does not count what other programs of the machine do meanwhile.

    before: a step that ends where this one begins.
    """

    def __init__(self, before: Stopwatch | None = None) -> None:
        if before:
            before.stop()
        self._began = time.perf_counter(), time.process_time()
        self.seconds = self.worked = 0.0

    def stop(self) -> None:
        self.seconds, self.worked = time.perf_counter() - self._began[0], time.process_time() - self._began[1]

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s ({self.worked:.1f} of the processor)"


def show(scores: dict[Pair, float], true: set[Pair], listed: list[str], thresholds: Iterable[float]) -> None:
    for least in thresholds:
        raw = {pair for pair, score in scores.items() if score >= least}
        taken = one_to_one({pair: scores[pair] for pair in raw}, listed)
        said = f"  from {least}: "
        for name, pairs in (("as scored", raw), ("likeliest of each list", taken)):
            right = len(pairs & true)
            said += f"{name} precision {right / max(1, len(pairs)):.3f} recall {right / len(true):.3f}; "
        print(said)


def one_to_one(scores: dict[Pair, float], listed: list[str] | None = None) -> set[Pair]:
    """Of the pairs of each report with one list, the likeliest. listed: the list of each report, from id 1; without it, there are two lists."""
    taken: set[Pair] = set()
    used: set[tuple[int, str]] = set()
    for a, b in sorted(scores, key=lambda pair: (-scores[pair], pair)):
        one, other = ((a, listed[b - 1]), (b, listed[a - 1])) if listed else ((a, ""), (b, ""))
        if one not in used and other not in used:
            used |= {one, other}
            taken.add((a, b))
    return taken


def judged(taken: set[Pair], true: set[Pair], undecided: set[Pair]) -> tuple[float, float]:
    """Precision and recall. What touches no row of a true link, or is undecided, is left out: the links are not complete."""
    rows = {each for pair in true for each in pair}
    decided = {pair for pair in taken - undecided if rows & set(pair)}
    right = len(decided & true)
    return right / max(1, len(decided)), right / len(true)


def same_pairs(about) -> set[Pair]:
    """The pairs of reports, by their ids from 1, that are about one strike."""
    of: dict[int, list[int]] = {}
    for at, strike in enumerate(about.tolist(), start=1):
        of.setdefault(strike, []).append(at)
    return {(a, b) for ids in of.values() for at, a in enumerate(ids) for b in ids[at + 1 :]}


def pairs_of(con, table: str) -> set[Pair]:
    return {(min(pair), max(pair)) for pair in con.execute(f"select join_key_l, join_key_r from {table}").fetchall()}


if __name__ == "__main__":
    main()
