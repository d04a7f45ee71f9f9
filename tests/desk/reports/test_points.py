"""What alice types as a point, beside a place or alone, counts in the area in which it counts from a table, and with the same flags."""

from __future__ import annotations

import pytest

from dalil.archive.protection import Viewer
from dalil.record.models import Report

IDLIB, DAMASCUS, KYIV = ("35.93", "36.63"), ("33.51", "36.29"), ("50.45", "30.52")


@pytest.mark.parametrize(
    ("code", "point", "precision"),
    [
        *(("", point, how) for point in (IDLIB, KYIV) for how in ("", "near", "governorate", "country", "outside")),
        *(("SY07", point, how) for point in (IDLIB, DAMASCUS) for how in ("", "exact")),
    ],
)
def test_a_point_says_the_same_at_the_desk_and_in_a_table(code, point, precision, as_, typed, run_import, tmp_path):
    lat, lon = point
    where = {"c-where-place": code, "c-where-lat": lat, "c-where-lon": lon, "c-where-precision": precision}
    answer = as_("alice").post("/desk/record/reports/new/incident/", {**typed, "c-when": "2019-05-02", **where})
    assert answer.status_code == 302, answer.context["form"].errors
    file = tmp_path / "points.csv"
    file.write_text(f"day,code,lat,lon,how\n2019-05-02,{code},{lat},{lon},{precision}\n", encoding="utf-8")
    parts = {"code": "code", "lat": "lat", "lon": "lon", "how": "precision"}
    columns = {name: {"field": "where", "part": part} for name, part in parts.items()}
    columns |= {"day": {"field": "when"}}
    run_import(file, {"kind": "incident", "origin": "north-monitor", "columns": columns})
    by_hand, from_file = Report.objects.visible_to(Viewer.steward()).order_by("pk")
    assert (by_hand.claim.where, by_hand.flags) == (from_file.claim.where, from_file.flags)


def test_the_flags_of_a_point_are_said_when_it_is_saved(as_, typed):
    point = {"c-where-lat": IDLIB[0], "c-where-lon": IDLIB[1]}
    answer = as_("alice").post("/desk/record/reports/new/incident/", {**typed, **point}, follow=True)
    assert Report.objects.get().flags == ["place_from_point"]
    assert any("worked out from the coordinates" in str(each) for each in answer.context["messages"])
