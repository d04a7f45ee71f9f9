"""The cases of the field about sources, identifiers and editions: small files with the right answer."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dalil.archive.protection import Viewer
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.intake.editions import LooksLikeAnEdition
from dalil.intake.mapping import load_mapping
from dalil.record.models import Report

CASES = Path(os.environ.get("DALIL_SHARED", Path(__file__).parents[3] / "shared")) / "cases"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not here")


def killed(**facts):
    return ask(Question(measure="killed", **facts), Viewer.steward())


def test_a_cell_names_at_most_one_origin(run_import):
    case = CASES / "01-source-cell-is-a-link"
    run_import(case / "input.csv", load_mapping(case / "mapping.yaml"))
    keys = dict(Report.objects.values_list("external_id", "attribution__key"))
    assert [key for key in keys.values() if "+" in key] == []
    assert {keys[f"case:A{at}"] for at in (4, 5, 6)} == {"unknown"}
    assert [line.keys for line in killed(by=("grade",)).rows] == [("reported",)]


def test_january_stays_when_february_starts_again_at_one(run_import):
    case = CASES / "02-numbering-starts-again-each-month"
    mapping = {
        "kind": "incident",
        "columns": {
            "no": {"external_id": True},
            "date": {"field": "when"},
            "governorate": {"field": "where", "part": "governorate"},
            "killed": {"field": "killed"},
            "source": {"origin": True},
        },
    }
    run_import(case / "january.csv", mapping)
    february = run_import(case / "february.csv", mapping)
    assert february.failed == 2
    assert killed().total.low == 70


def test_a_mended_file_does_not_count_twice(run_import, order):
    case = CASES / "15-mended-file-counts-twice"
    mapping = load_mapping(case / "mapping.yaml")
    run_import(case / "first.csv", mapping)
    with pytest.raises(LooksLikeAnEdition):
        run_import(case / "mended.csv", mapping)
    run_import(case / "mended.csv", mapping, edition=True)
    run_import(case / "saved-again-by-excel.csv", mapping, edition=True)
    assert (killed().total.low, killed().total.entities) == (12, 3)
