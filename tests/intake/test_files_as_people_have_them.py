"""Maps, forms, chats and tables with titles, as people hand them over: a mapping is suggested that reads them, or they are refused in words."""

import json

import pytest

from dalil.archive.protection import Viewer
from dalil.intake import runs
from dalil.intake.formats import Unreadable
from dalil.intake.mapping import load_mapping
from dalil.intake.suggestion import suggest
from dalil.record.models import Report

STEWARD = Viewer.steward()


@pytest.fixture
def bring_in(tmp_path, run_import):
    """Bring a file in by the mapping that is suggested for it. Returns its reports, and the rows that failed."""

    def bring_in(name, text):
        path, mapping = tmp_path / name, tmp_path / "mapping.yaml"
        path.write_text(text, encoding="utf-8")
        mapping.write_text(suggest(path), encoding="utf-8")
        run = run_import(path, load_mapping(mapping))
        return list(Report.objects.visible_to(STEWARD).order_by("pk")), list(runs.open_rows(run))

    return bring_in


def point(number, place, killed, *degrees):
    geometry = {"type": "Point", "coordinates": list(degrees)} if degrees else None
    told = {
        "date": f"2019-05-0{number}",
        "title": "Strike",
        "killed": killed,
        "place": place,
        "source": "Northern Monitor",
    }
    return {"type": "Feature", "id": f"a{number}", "geometry": geometry, "properties": told}


def test_a_map_in_geojson_gives_its_days_its_places_its_points_and_its_numbers(bring_in):
    features = [point(2, "Maarat al-Numan", 12, 36.671, 35.643), point(3, "Ariha", None)]
    (first, second), failed = bring_in(
        "strikes.geojson", json.dumps({"type": "FeatureCollection", "features": features})
    )
    assert not failed
    assert (first.claim.where.lat, first.claim.where.lon, first.claim.where.places) == (35.643, 36.671, ("C3985",))
    assert first.claim.killed.notation() == "12" and first.said == "Strike" and first.external_id == "a2"
    assert second.claim.killed is None and second.claim.where.lat is None and second.claim.where.places == ("C4278",)
    assert {credit.source.code for credit in first.attribution.credits.all()} == {"northern-monitor"}


def test_the_day_of_a_form_stands_in_its_group_with_its_words_either_way_round(bring_in):
    header = "start;incident/date_incident;incident/governorate;casualties/killed_total"
    (report,), failed = bring_in("form.csv", f"{header}\n2019-05-03T10:00:00.000+03:00;2019-05-02;Idlib;12\n")
    assert not failed and report.claim.when.notation() == "2019-05-02"


def test_the_header_is_found_below_titles_of_a_table_that_a_spreadsheet_saved(bring_in):
    text = "Monthly report of casualties,,,\nPrepared by: Field team,,,\n,,,\nDate,Governorate,Town,Killed\n"
    text += "2019-05-02,Idlib,Maarat al-Numan,12\n2019-05-13,Hama,Kafr Zita,3\nTotal,,,15\n"
    reports, failed = bring_in("month.csv", text)
    assert [each.claim.killed.notation() for each in reports] == ["12", "3"]
    assert [row.row for row in failed] == [7], "the sum is no report"


def test_the_words_of_a_message_are_whole_where_some_of_them_are_bold(bring_in):
    messages = [
        {"id": 1, "date": "2019-05-02T10:00:00", "text": ["قصف على ", {"type": "bold", "text": "أريحا"}, " اليوم"]},
        {"id": 2, "date": "2019-05-03T10:00:00", "text": [{"type": "bold", "text": "عاجل"}]},
        {"id": 3, "date": "2019-05-04T10:00:00", "text": "لا جديد"},
    ]
    reports, _ = bring_in("result.json", json.dumps({"name": "Channel", "messages": messages}))
    assert [each.said for each in reports] == ["قصف على أريحا اليوم", "عاجل", "لا جديد"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "strikes.kml",
            '<?xml version="1.0"?><kml><Document><Placemark><name>Ariha, Idlib</name></Placemark></Document></kml>',
        ),
        ("table.xls", "\ufeff<html><body><table><tr><td>Date</td><td>Killed, injured</td></tr></table></body></html>"),
        ("page.csv", "\n<!DOCTYPE html>\n<html><head><title>Sign in, please</title></head></html>"),
    ],
)
def test_a_page_or_a_map_in_xml_is_refused_in_words_and_is_no_table(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable, match="a page or XML"):
        suggest(path)
