"""A person mends cells of a row that failed, and that row alone comes in: what the file said stays, and everybody can see that it was mended."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from dalil.archive.protection import Viewer
from dalil.intake import runs
from dalil.intake.mending import cells_of, mend_row, mended_cells, mendings_behind, with_mended_cells
from dalil.intake.models import FailedRow, RowMending
from dalil.record import actions
from dalil.record.models import Report

MAPPING = {
    "kind": "incident",
    "origin": "north-monitor",
    "columns": {"day": {"field": "when"}, "place": {"field": "where"}, "killed": {"field": "killed"}},
}
TABLE = "day,place,killed\n2018-09-04,Idlib,3\n2018-09-05,Hama,20?\n2018-09-06,Homs,lots\n"


@pytest.fixture
def brought(order, tmp_path):
    """The table as it was brought in: one report, and two rows that wait."""
    file = tmp_path / "september.csv"
    file.write_text(TABLE, encoding="utf-8")
    request = order(file, MAPPING)
    return request, runs.run_import(request)


def reports():
    return Report.objects.visible_to(Viewer.steward()).order_by("pk")


def waiting():
    return FailedRow.objects.filter(resolved_at=None).order_by("row")


def test_only_the_mended_row_comes_in_and_says_that_it_was_mended(brought, bob):
    _, run = brought
    first, _ = waiting()
    mend_row(first, ["2018-09-05", "Hama", "at least 5"], actor=bob, reason="The monitor rang back.")
    mended = runs.retry_row(first, actor=bob)
    report = reports().last()
    assert (mended.report, report.claim.killed.low, report.flags) == (report, 5, ["cells_mended"])
    assert mended.raw == ["2018-09-05", "Hama", "20?"], "the row stays as it stood"
    assert report.document == run.document and report.entered_by == bob
    (mending,) = mendings_behind(report)
    (cell,) = mended_cells(mending)
    assert (cell.column, cell.before, cell.after) == ("killed", "20?", "at least 5")
    assert (mending.actor, mending.reason) == (bob, "The monitor rang back.")
    run.refresh_from_db()
    assert (run.rows, run.new, run.failed, [each.row for each in waiting()]) == (3, 2, 1, [4])
    assert mendings_behind(reports().first()) == []


def test_a_row_that_still_fails_keeps_what_was_written_and_the_new_cause(brought, bob):
    first, _ = waiting()
    mend_row(first, ["2018-09-05", "Hama", "several?"], actor=bob, reason="A guess.")
    still = runs.retry_row(first, actor=bob)
    assert not still.resolved_at and still.value == "several?"
    assert cells_of(still) == ["2018-09-05", "Hama", "several?"]
    mend_row(still, ["2018-09-05", "Hama", "5"], actor=bob, reason="She rang back.")
    assert runs.retry_row(still, actor=bob).resolved_at
    (later,) = mended_cells(RowMending.objects.last())
    assert (later.before, later.after) == ("several?", "5")


def test_the_same_file_again_and_a_retry_read_what_was_mended(brought, bob):
    request, _ = brought
    first, second = waiting()
    mend_row(first, ["2018-09-05", "Hama", "5"], actor=bob, reason="She rang back.")
    runs.retry_row(first, actor=bob)
    assert [each.killed.low for each in (report.claim for report in reports())] == [3, 5]
    dry, errors = runs.dry_run(request)
    assert (dry.new, dry.repeated, [error.row for error in errors]) == (0, 2, [4])
    again = runs.run_import(request)
    assert (again.new, again.repeated, again.corrected, again.failed) == (0, 2, 0, 1)
    assert [(each.row, each.raw) for each in waiting()] == [(4, ["2018-09-06", "Homs", "lots"])]
    mend_row(second, ["2018-09-06", "Homs", "6"], actor=bob, reason="She rang back.")
    runs.retry(request, again)
    assert [report.claim.killed.low for report in reports()] == [3, 5, 6] and not waiting()


@pytest.mark.parametrize(
    ("cells", "reason", "refused"),
    [
        (["2018-09-05", "Hama", "20?"], "Why not.", "nothing_mended"),
        (["2018-09-05", "Hama", "5"], "  ", "mended_without_reason"),
        (["2018-09-05", "Hama"], "Why not.", "other_number_of_cells"),
        (["2018-09-05", "Hama", "5\x00"], "Why not.", "mended_with_no_text"),
        (["2018-09-05", "Hama", "5" * 30_000], "Why not.", "longer_than_kept"),
    ],
)
def test_what_is_no_mending_is_refused(brought, bob, cells, reason, refused):
    with pytest.raises(actions.Refused) as refusal:
        mend_row(waiting().first(), cells, actor=bob, reason=reason)
    assert refusal.value.type == refused and not RowMending.objects.exists()


def test_a_row_that_was_taken_in_is_mended_no_more(brought, bob):
    first = waiting().first()
    mend_row(first, ["2018-09-05", "Hama", "5"], actor=bob, reason="She rang back.")
    taken = runs.retry_row(first, actor=bob)
    with pytest.raises(actions.Refused, match="taken in"):
        mend_row(taken, ["2018-09-05", "Hama", "7"], actor=bob, reason="Again.")
    with pytest.raises(DatabaseError), transaction.atomic():
        RowMending.objects.update(reason="Nobody said so.")


def test_a_cell_too_many_is_taken_away_by_emptying_it():
    assert with_mended_cells(["a", "1", "300"], {1: "1,300", 2: ""}) == ["a", "1,300"]
    assert with_mended_cells(["a", "", "3"], {0: "b"}) == ["b", "", "3"]
    assert with_mended_cells("one line of text", {0: "b"}) == "one line of text"


BY_NUMBER = {**MAPPING, "identifier": "sept:", "columns": {"ref": {"external_id": True}, **MAPPING["columns"]}}


def test_a_mended_row_is_held_against_the_other_rows_of_its_file(order, tmp_path, bob):
    """An identifier that another row of the file bears already is refused, whichever run brought that row in; a row said twice is said to be."""
    file = tmp_path / "october.csv"
    file.write_text("ref,day,place,killed\n1,2018-10-04,Idlib,3\n2,2018-10-05,Hama,20?\n", encoding="utf-8")
    request = order(file, BY_NUMBER)
    runs.run_import(request)
    runs.run_import(request)
    failed = waiting().get()
    mend_row(failed, ["1", "2018-10-05", "Hama", "5"], actor=bob, reason="The numbers were mixed up.")
    still = runs.retry_row(failed, actor=bob)
    assert (still.resolved_at, still.field, still.value) == (None, "external_id", "sept:1")
    assert still.cause == "row 2 of this file has the same identifier but says something else"
    assert [report.claim.killed.low for report in reports()] == [3], "nothing took the place of row 2"
    mend_row(still, ["1", "2018-10-04", "Idlib", "3"], actor=bob, reason="It is the same attack.")
    again = runs.retry_row(still, actor=bob)
    assert again.resolved_at and again.report == reports().get()
