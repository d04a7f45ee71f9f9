"""The bar of a real file: what is counted from UCDP GED equals what a few lines with the csv module count straight from it."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date

import pytest

from dalil.archive.protection import Level, Viewer
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.intake.formats import formats
from dalil.intake.request import ImportRequest
from dalil.intake.runs import run_import
from dalil.record import actions
from dalil.record.gazetteer_in_use import gazetteer


@pytest.fixture
def ged(shared_data, db):
    file = next(iter(sorted((shared_data / "conflict").glob("ucdp_ged_*.csv"))), None)
    if file is None:
        pytest.skip("no UCDP GED file is here")
    run = run_import(ImportRequest(file, formats()["ged"], actions.system_actor(), level=Level.PUBLIC))
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return run, list(csv.DictReader(lines))


def number(text: str) -> int:
    return int(float(text))


def test_totals_by_governorate_and_month_equal_those_of_the_csv_low_best_and_high_separately(ged):
    run, rows = ged
    assert run.new + run.failed == len(rows) > 900
    expected: dict[tuple[str | None, str | None], Counter[str]] = {}
    for row in rows:
        governorate = governorate_of(row["adm_1"])
        sums = expected.setdefault((governorate, month_of(row["date_start"], row["date_end"])), Counter())
        sums.update({name: number(row[name]) for name in ("low", "best", "high")}, rows=1)

    answer = ask(Question.of({"measure": "killed", "by": ["governorate", "month"]}), Viewer.public())
    counted = {
        row.keys: Counter(low=row.total.low, best=row.total.point, high=row.total.high, rows=row.total.entities)
        for row in answer.rows
    }
    assert counted == expected
    whole = sum(expected.values(), Counter())
    total = answer.total
    assert (total.low, total.point, total.high, total.entities) == (
        whole["low"],
        whole["best"],
        whole["high"],
        whole["rows"],
    )
    assert total.contradictory == sum(
        not number(row["low"]) <= number(row["best"]) <= number(row["high"]) for row in rows
    )


def month_of(first: str, last: str) -> str | None:
    """The month of an event. Of one that lasted more than a week, or of which no more is known, all days must lie in it."""
    start, end = (date.fromisoformat(day[:10]) for day in (first, last))
    short = (end - start).days < 7 or start.isocalendar()[:2] == end.isocalendar()[:2]
    return first[:7] if short or first[:7] == last[:7] else None


def governorate_of(adm_1: str) -> str | None:
    found = gazetteer().find(adm_1, within="SY", level="governorate") if adm_1 else ()
    return found[0].code if found else None
