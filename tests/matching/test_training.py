"""A model is trained without being told which reports are about one strike; here it is known, so what it learned can be judged."""

from __future__ import annotations

import duckdb
import numpy as np
import pytest
from made_strikes import make_strikes

from dalil.matching.candidate_pairs import CandidateReach, find_pairs
from dalil.matching.compared import compare_table, skeleton_of_place
from dalil.matching.comparisons import comparisons_of
from dalil.matching.model import Model
from dalil.matching.scoring import score_pairs, splink_settings
from dalil.matching.training import MOST_WEIGHT, TooLittle, train
from dalil.record.grouping import Bearings, JudgementLink, group
from dalil.record.kind import kind_of
from dalil.vocabulary.gazetteer import load_shipped_gazetteer

INCIDENT = kind_of("incident")


@pytest.fixture(scope="module")
def war():
    """Some thousand reports of two years, laid out to be compared; and which strike each is about."""
    table, about = make_strikes(5000, days=900, places=400)
    with duckdb.connect() as con:
        con.register("told_reports", table)
        compare_table(con, INCIDENT, "told_reports", load_shipped_gazetteer())
        yield con, about


@pytest.fixture(scope="module")
def model(war):
    return train(war[0], INCIDENT, 1)


def same_pairs(about):
    """The pairs of reports that are about one strike."""
    order = np.argsort(about, kind="stable")
    pairs = set()
    for reports in np.split(order, np.flatnonzero(np.diff(about[order])) + 1):
        ids = sorted(int(each) + 1 for each in reports)
        pairs |= {(a, b) for at, a in enumerate(ids) for b in ids[at + 1 :]}
    return pairs


def test_candidates_hold_nearly_every_pair_about_one_strike_and_few_others(war):
    con, about = war
    found = find_pairs(con, CandidateReach.of(INCIDENT))
    pairs = {(min(each), max(each)) for each in con.execute("select join_key_l, join_key_r from pairs").fetchall()}
    true = same_pairs(about)
    assert len(pairs & true) > 0.98 * len(true)
    assert found == len(pairs) and 2 * found < 60 * len(about)


def test_a_model_learns_from_the_reports_alone_which_of_them_are_about_one_strike(war, model):
    con, about = war
    links = [
        JudgementLink(each.a, each.b, same=True, by_person=False, order=1, score=each.likelihood)
        for each in score_pairs(con, model, least=model.threshold)
    ]
    rows = con.execute("select unique_id, listed, d0, d1 from compared").fetchall()
    bearings = {pk: Bearings(listed, (d0.toordinal(), d1.toordinal()), 3) for pk, listed, d0, d1 in rows}
    groups, _ = group(bearings, [], links, bearings)
    said = {(a, b) for members in groups for at, a in enumerate(members) for b in members[at + 1 :]}
    right = len(said & same_pairs(about))
    assert right > 0.9 * len(said) and right > 0.85 * len(same_pairs(about))


def test_how_many_candidates_are_about_one_strike_is_estimated_without_being_told(war, model):
    con, about = war
    found = find_pairs(con, CandidateReach.of(INCIDENT))
    assert model.prior == pytest.approx(len(same_pairs(about)) / found, rel=0.1)


def test_what_was_not_met_in_the_data_weighs_as_it_did_before(model):
    rough = Model.starting(INCIDENT)
    assert "weapons: others" in model.about["not_met"]
    assert model.weight("weapons", "others") == pytest.approx(rough.weight("weapons", "others"))
    weights = [model.weight(each.name, level.code) for each in comparisons_of(INCIDENT) for level in each.levels]
    assert max(map(abs, weights)) <= MOST_WEIGHT + 1e-6


def test_a_model_is_the_same_when_it_is_read_back_and_when_it_is_trained_again(war, model):
    assert Model.of("incident", 1, model.plain(), model.about).name == model.name
    assert train(war[0], INCIDENT, 1).digest == model.digest


def test_splink_adds_up_the_same_weights(war, model):
    from splink import Linker
    from splink.backends.duckdb import DuckDBAPI

    con, _ = war
    ours = {(each.a, each.b): each.likelihood for each in score_pairs(con, model)}
    api = DuckDBAPI(connection=con)
    linker = Linker(api.register("compared"), splink_settings(model), log_level=None)
    linker.table_management.register_blocked_pairs_for_predict(api.register("pairs"))
    theirs = linker.inference.predict(threshold_match_probability=0.05, warning_mode="never").as_record_list()
    assert len(theirs) == len(ours) > 1000
    for row in theirs:
        a, b = sorted((row["unique_id_l"], row["unique_id_r"]))
        assert ours[a, b] == pytest.approx(row["match_probability"], abs=1e-4)


def test_too_few_reports_are_not_trained_on():
    table, _ = make_strikes(200)
    with duckdb.connect() as con:
        con.register("told_reports", table)
        compare_table(con, INCIDENT, "told_reports", load_shipped_gazetteer())
        with pytest.raises(TooLittle):
            train(con, INCIDENT, 1)


def test_names_of_places_are_alike_across_scripts_and_habits():
    assert skeleton_of_place("Kafr Nabudah town") == skeleton_of_place("كفرنبودة") == skeleton_of_place("Kafr Nbooda")
    assert skeleton_of_place("Khan Shaykhun") == skeleton_of_place("مدينة خان شيخون")
    assert skeleton_of_place("Hass") != skeleton_of_place("Heesh")
