"""A real file of GED brought in twice, in halves, and with its rows in another order gives one and the same record."""

from __future__ import annotations

import csv
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from dalil.archive.protection import Viewer
from dalil.columns import projection
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.record.models import Report

STEWARD = Viewer.steward()


@pytest.fixture
def ged(shared_data: Path) -> Path:
    return next((shared_data / "conflict").glob("ucdp_ged_*.csv"))


def what_is_said() -> tuple[Any, ...]:
    """Everything that the record says, without the numbers of rows and the file in which it stands."""
    in_force = Report.objects.visible_to(STEWARD).uncorrected().not_withdrawn()
    said = Counter(
        (identifier, key, str(content), words)
        for identifier, key, content, words in in_force.values_list(
            "external_id", "attribution__key", "content", "said"
        )
    )
    answers = [
        sorted((str(line.keys), line.total) for line in ask(Question(measure="killed", by=by), STEWARD).rows)
        for by in (("grade",), ("source",), ("month",), ("place",))
    ]
    return said, answers


@pytest.fixture
def in_a_record_of_its_own(run_import: Any) -> Any:
    """Bring files in, say what came of it, and leave nothing behind."""

    def one(*files: Path) -> Any:
        with transaction.atomic():
            runs = [run_import(file) for file in files]
            said = what_is_said()
            transaction.set_rollback(True)
        return runs, said

    return one


def test_a_file_brought_in_again_leaves_the_columns_byte_for_byte(ged: Path, run_import: Any) -> None:
    run_import(ged)
    once, version = what_is_said(), projection.refresh(STEWARD).version
    for _ in range(2):
        run = run_import(ged)
        assert (run.new, run.corrected) == (0, 0)
    assert what_is_said() == once
    assert projection.refresh(STEWARD).version == projection.rebuild(STEWARD).version == version


def test_halves_and_another_order_say_the_same(ged: Path, in_a_record_of_its_own: Any, tmp_path: Path) -> None:
    with ged.open(encoding="utf-8", newline="") as lines:
        header, *rows = list(csv.reader(lines))

    def written(name: str, some: list[list[str]]) -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([header, *some])
        return path

    _, once = in_a_record_of_its_own(ged)
    shuffled = random.Random(7).sample(rows, len(rows))
    middle = len(rows) // 2
    first, second = written("first.csv", rows[:middle]), written("second.csv", rows[middle:])
    for files in ((first, second), (second, first, ged), (written("shuffled.csv", shuffled), ged, second)):
        runs, said = in_a_record_of_its_own(*files)
        assert said == once
        assert [run.corrected for run in runs] == [0] * len(files)
