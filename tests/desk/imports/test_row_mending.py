"""A failed row is mended in a form: its cells stand there, the cause beside the cell, and that row alone comes in."""

from __future__ import annotations

import pytest

from dalil.archive.protection import Level
from dalil.intake import runs
from dalil.intake.models import FailedRow, RowMending
from dalil.record.models import Report

MAPPING = {
    "kind": "incident",
    "origin": "north-monitor",
    "columns": {"day": {"field": "when"}, "place": {"field": "where"}, "killed": {"field": "killed"}},
}


@pytest.fixture
def failed(order, tmp_path):
    """A row that failed: nobody said yet how many were killed."""
    file = tmp_path / "september.csv"
    file.write_text("day,place,killed\n2018-09-04,Idlib,3\n2018-09-05,Hama,see annex\n", encoding="utf-8")
    runs.run_import(order(file, MAPPING, level=Level.INTERNAL))
    return FailedRow.objects.get()


def address_of(failed: FailedRow) -> str:
    return f"/desk/record/imports/{failed.run_id}/rows/{failed.pk}/"


def test_bob_mends_a_cell_and_brings_that_row_in(as_, failed):
    bob = as_("bob")
    assert address_of(failed) in bob.get(f"/desk/record/imports/{failed.run_id}/").content.decode()
    form = bob.get(address_of(failed)).content.decode()
    assert 'value="see annex"' in form and form.count("is not a count") == 1, "the cause stands beside its cell"
    cells = {"cell_0": "2018-09-05", "cell_1": "Hama", "cell_2": "still with the monitor"}
    again = bob.post(address_of(failed), {**cells, "reason": "A guess."})
    assert again.status_code == 422 and "the row still fails" in again.content.decode()
    unsaid = bob.post(address_of(failed), {**cells, "cell_2": "5", "reason": ""})
    assert unsaid.status_code == 422 and "is not a count" in unsaid.content.decode(), "the cause stays beside its cell"
    page = bob.post(
        address_of(failed), {**cells, "cell_2": "5", "reason": "The monitor rang back."}, follow=True
    ).content.decode()
    assert "Row 3 is taken in." in page and "The monitor rang back." in page
    report = Report.objects.get(flags=["cells_mended"])
    told = bob.get(f"/desk/record/reports/{report.address}/").content.decode()
    assert "see annex" in told and "The monitor rang back." in told
    assert address_of(failed) not in page
    bob.get(address_of(failed))
    assert RowMending.objects.count() == 2


def test_the_form_is_said_in_arabic(as_, failed):
    form = as_("bob", "ar").get(address_of(failed)).content.decode()
    assert "أصلح الصف وأدخله وحده" in form and "من أين تُعرف القيمة الصحيحة" in form


def test_a_row_of_a_public_import_is_mended_by_those_who_publish(as_, order, tmp_path):
    file = tmp_path / "public.csv"
    file.write_text("day,killed\n2018-09-04,3\n2018-09-05,see annex\n", encoding="utf-8")
    columns = {"day": {"field": "when"}, "killed": {"field": "killed"}}
    runs.run_import(order(file, {**MAPPING, "columns": columns}))
    failed = FailedRow.objects.get()
    assert as_("bob").get(address_of(failed)).status_code == 403
    assert as_("salma").get(address_of(failed)).status_code == 200


def test_a_line_without_cells_is_mended_in_its_file(as_, failed):
    other = FailedRow.objects.create(run=failed.run, row=9, field="row", cause="never closed", raw='a,"b')
    page = as_("bob").get(address_of(other), follow=True).content.decode()
    assert "mended in its file" in page
