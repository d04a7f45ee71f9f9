"""The cases of files as people bring them in: by `dalil import`, with the exit code, the summary and what then counts."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from dalil.archive.protection import Viewer
from dalil.cli.importing import import_
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.models import Report

CASES = Path(os.environ.get("DALIL_SHARED", Path(__file__).parents[3] / "shared")) / "cases"
pytestmark = [pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not here"), pytest.mark.django_db]


def run(*words: object, code: int = 0) -> str:
    done = CliRunner().invoke(import_, [str(each) for each in words])
    assert done.exit_code == code, done.output
    return " ".join(done.output.split())


def killed(**asked: object) -> int | None:
    return ask(Question(measure="killed", **asked), Viewer.steward()).total.low


@pytest.mark.parametrize(
    ("case", "file", "says", "code", "dead"),
    [
        ("03-quote-not-closed", "input.csv", "row 3, row: the row opens a quotation mark that is never closed", 0, 14),
        ("04-more-cells-than-columns", "input.csv", "row 2, row: the row has 7 cells under 6 columns", 1, None),
        ("16-merged-cells", "input.xlsx", "merged cells hold for all rows that they go over, in “place”", 0, 12),
        ("17-formula-without-a-value", "input.xlsx", "row 2, killed: “=1+2” is a formula", 0, 4),
    ],
)
def test_a_file_with_something_wrong_in_it(case, file, says, code, dead):
    folder = CASES / case
    assert says in run(folder / file, "--mapping", folder / "mapping.yaml", code=code)
    assert killed(places=("SY07",)) == dead == killed()


@pytest.mark.parametrize("file", ["latin-for-arabic.csv", "question-marks.csv", "ukrainian-cp1251.csv"])
def test_lost_letters_are_told_in_the_summary(file):
    folder = CASES / "24-letters-that-were-lost"
    said = run(folder / file, "--mapping", folder / "mapping.yaml")
    assert ("read as windows-1251" if "cp1251" in file else "letters damaged by a wrong encoding") in said


def test_the_suggestion_for_two_columns_of_one_name_is_run_as_it_stands(tmp_path):
    file, mapping = tmp_path / "input.csv", tmp_path / "m.yaml"
    shutil.copy(CASES / "19-two-columns-of-one-name" / "input.csv", file)
    done = CliRunner().invoke(import_, [str(file), "--suggest"])
    mapping.write_text(done.stdout, encoding="utf-8")
    run(file, "--mapping", mapping)
    assert Report.objects.get().claim.where.places == ("SY07",)


@pytest.mark.parametrize(("file", "codes"), [("ukraine.csv", "UA UA63"), ("yemen.csv", "YE YE22 YE2202")])
def test_the_header_of_ocha_gives_places(file, codes):
    run(CASES / "21-ocha-gazetteer-header" / file)
    assert all(code in gazetteer() for code in codes.split())
