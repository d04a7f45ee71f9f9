"""The rows that a next edition no longer has are listed with its import, and withdrawn by a person, for one reason."""

from __future__ import annotations

from dataclasses import replace

from dalil.intake import runs
from dalil.record.models import Report

MAPPING = {
    "kind": "incident",
    "origin": "north-monitor",
    "columns": {"day": {"field": "when"}, "killed": {"field": "killed"}},
}


def test_salma_withdraws_what_a_next_edition_no_longer_has(as_, order, tmp_path):
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text("day,killed\n2019-05-01,3\n2019-05-02,4\n2019-05-03,5\n")
    second.write_text("day,killed\n2019-05-02,4\n2019-05-03,5\n")
    runs.run_import(order(first, MAPPING))
    run = runs.run_import(replace(order(second, MAPPING), edition=True))
    address = f"/desk/record/imports/{run.pk}/"
    salma = as_("salma")
    page = salma.get(address).content.decode()
    assert "no longer has" in page and run.gone[0] in page
    salma.post(f"{address}withdraw-gone/", {"reason": " "})
    assert Report.objects.not_withdrawn().count() == 3
    assert (
        "Withdrawn: 1."
        in salma.post(f"{address}withdraw-gone/", {"reason": "Another war."}, follow=True).content.decode()
    )
    assert Report.objects.not_withdrawn().count() == 2
    assert "Withdraw these" not in as_("bob").get(address).content.decode()
