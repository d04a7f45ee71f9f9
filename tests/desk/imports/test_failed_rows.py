"""What an import could not read is shown, and handed out as a file."""

import csv
import io


def test_failed_rows_of_an_import_are_shown_and_handed_out(as_, document, alice):
    from dalil.intake.models import FailedRow, Import

    run = Import.objects.create(document=document, format="ged", actor=alice, failed=1)
    FailedRow.objects.create(run=run, row=7, field="best", value="=cmd", cause="not a number", raw=["x", "=cmd"])
    assert "not a number" in as_("bob").get(f"/desk/record/imports/{run.pk}/").content.decode()
    rows = list(
        csv.reader(io.StringIO(as_("bob").get(f"/desk/record/imports/{run.pk}/failed.csv").content.decode("utf-8-sig")))
    )
    assert rows[1] == ["7", "best", "'=cmd", "not a number", "x", "'=cmd"]
