"""Registers of sites come in by a mapping: names in both scripts, functions, states, times; and never as public with a place that is protected."""

from __future__ import annotations

import csv
import json

import pytest
import yaml
from django.utils import translation

from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.intake import runs
from dalil.intake.suggestion import suggest
from dalil.record.actions import Refused
from dalil.record.models import Report
from dalil.wording.refusals import refusal

LIST = """osm_id,name,name_ar,alt_name,amenity,operator,admin1,place,lat,lon,status,capacity,since
1,al-Nour school,مدرسة النور,Nour;Al Noor,school,,Idlib,Ariha,35.8140,36.6090,operational,,
2,Old mosque,الجامع القديم,,mosque,,Idlib,Ariha,,,destroyed,,
3,,مخيم الأمل,,camp,Relief hands,Idlib,Atmeh camps,,,,120,2013
4,Branch 9,الفرع ٩,,security branch,,Damascus,,,,,,
"""
MAPPING = {
    "kind": "site",
    "identifier": "osm:",
    "origin": "north-monitor",
    "columns": {
        "osm_id": {"external_id": True},
        "name": {"field": "called", "part": "en"},
        "name_ar": {"field": "called", "part": "ar"},
        "alt_name": {"field": "other_names", "split": ";"},
        "amenity": {"field": "functions"},
        "operator": {"field": "operators"},
        "admin1": {"field": "where", "part": "governorate"},
        "place": {"field": "where"},
        "lat": {"field": "where", "part": "lat"},
        "lon": {"field": "where", "part": "lon"},
        "status": {"field": "status"},
        "capacity": {"field": "capacity"},
        "since": {"field": "when", "part": "year"},
    },
}
HOSPITAL = "5,Canary cave,مغارة,,field hospital,,Idlib,Ariha,35.64517,36.67219,operational,,\n"


@pytest.fixture
def sites(tmp_path):
    def write(text=LIST):
        file = tmp_path / "sites.csv"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def steward():
    return Report.objects.visible_to(Viewer.steward())


def test_a_list_of_sites_comes_in_with_both_names_functions_states_and_times(run_import, sites, by_id):
    run = run_import(sites(), MAPPING)
    assert (run.new, run.failed) == (4, 0)
    school, camp = by_id("osm:1").claim, by_id("osm:3").claim
    assert (school.called.en, school.called.ar, school.other_names) == (
        "al-Nour school",
        "مدرسة النور",
        ("Nour", "Al Noor"),
    )
    assert school.functions == ("SCHOOL",) and school.status == "WORKING" and school.where.lat == 35.814
    assert camp.operators[0].name == "Relief hands" and camp.capacity.low == 120 and camp.when.start.year == 2013
    assert by_id("osm:2").claim.functions == ("MOSQUE",) and by_id("osm:4").claim.functions == ("BRANCH",)


def test_sites_are_counted_by_what_they_are_and_where(run_import, sites):
    run_import(sites(), MAPPING)
    answer = ask(Question(kind="site", measure="entities", by=("functions",)), Viewer.public())
    assert {line.keys[0]: line.total.entities for line in answer.rows} == {
        "SCHOOL": 1,
        "MOSQUE": 1,
        "CAMP": 1,
        "BRANCH": 1,
    }
    below = ask(Question(kind="site", measure="entities", facets={"functions": ("WORSHIP",)}), Viewer.public())
    assert below.total.entities == 1


@pytest.mark.parametrize(
    "header",
    [
        "osm_id,name,name_ar,alt_name,amenity,operator,admin1,place,lat,lon,status,capacity,since",
        "المعرف,name_en,الاسم,أسماء أخرى,نوع الموقع,الجهة المشغلة,المحافظة,البلدة,خط العرض,خط الطول,الحالة,السعة,تاريخ الافتتاح",
    ],
)
def test_a_first_mapping_of_a_register_is_suggested_and_reads_it(run_import, sites, header, by_id):
    rows = LIST.replace("al-Nour school,", "Nour school,")
    file = sites(rows.replace(rows.partition("\n")[0], header, 1))
    text = suggest(file)
    mapping = yaml.safe_load(text)
    assert mapping["kind"] == "site" and "seems to be one site" in text
    told = {(each.get("field"), each.get("part", "")) for each in mapping["columns"].values()}
    assert {("functions", ""), ("status", ""), ("operators", ""), ("capacity", ""), ("where", "lat")} <= told
    run = run_import(file, mapping, level=Level.INTERNAL)
    assert run.failed == 0 and run.new == 4


def test_a_table_of_what_happened_to_facilities_is_no_register(sites):
    file = sites(
        "date of attack,facility name,facility type,status,governorate,killed\n2019-05-01,al-Nour,school,damaged,Idlib,3\n"
    )
    assert yaml.safe_load(suggest(file))["kind"] == "incident"


def test_a_register_with_a_protected_place_is_not_brought_in_as_public(order, run_import, sites, by_id):
    file = sites(LIST + HOSPITAL)
    for run in (runs.run_import, lambda request: runs.dry_run(request)):
        with pytest.raises(Refused) as refused:
            run(order(file, MAPPING))
        assert refused.value.particulars["rows"] == (6,)
        assert "1 rows tell where something is (Field hospital) more exactly" in refusal(refused.value)
        with translation.override("ar"):
            assert "مشفى ميداني" in refusal(refused.value)
    assert not Document.objects.visible_to(Viewer.steward()).exists() and not steward().exists()
    run = run_import(file, MAPPING, level=Level.INTERNAL)
    assert run.new == 5 and by_id("osm:5").level == Level.INTERNAL
    coarse = sites(LIST + "5,Canary cave,مغارة,,field hospital,,Idlib,,,,operational,,\n")
    assert run_import(coarse, MAPPING).failed == 0


def test_a_row_that_is_mended_into_a_protected_place_fails(run_import, order, sites, alice):
    bad = HOSPITAL.replace("36.67219", "east")
    run = run_import(sites(LIST + bad), MAPPING)
    assert run.failed == 1
    (failed,) = run.failures.all() if hasattr(run, "failures") else runs.open_rows(run)
    failed.raw = [*failed.raw[:9], "36.67219", *failed.raw[10:]]
    again = runs.refuse_too_exact(_read_row(order(sites(LIST + bad), MAPPING), failed.row, failed.raw), _known())
    assert [type(each).__name__ for each in again] == ["RowError"] and "governorate alone" in again[0].cause


def _read_row(request, row, raw):
    from dalil.intake.runs import make_context

    opened = request.format.open(request.path, request.mapping)
    return request.format.reader(make_context(request, "0" * 64, {}), opened.header, request.mapping).read(row, raw)


def _known():
    from dalil.record.gazetteer_in_use import gazetteer

    return gazetteer()


def test_the_populated_places_of_ocha_come_in_as_sites_one_for_each_feature(run_import, shared_data, tmp_path):
    """A populated place is a place of the gazetteer first; as a register it can be counted beside camps. Totals are those of the file."""
    path = shared_data / "places" / "cod_ab_populated_places_adm4.geojson"
    features = json.loads(path.read_bytes().decode("utf-8", "replace"))["features"]
    rows = [each["properties"] for each in features if each["properties"]["ADMIN1_COD"] == "SY07"]
    file = tmp_path / "places.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    run = run_import(file, {
        "kind": "site", "identifier": "cod:", "origin": "ocha", "constants": {"functions": ["SETTLEMENT"]},
        "columns": {
            "PCODE": {"external_id": True}, "NAME_EN": {"field": "called", "part": "en"}, "NAME_ARA": {"field": "called", "part": "ar"},
            "ADMIN1_EN": {"field": "where", "part": "governorate"},
            "LATITUDE": {"field": "where", "part": "lat"}, "LONGITUDE": {"field": "where", "part": "lon"},
        },
    })  # fmt: skip
    assert (run.new, run.failed) == (len(rows), 0)
    answer = ask(Question(kind="site", measure="entities", by=("governorate",)), Viewer.public())
    assert {line.keys[0]: line.total.entities for line in answer.rows}["SY07"] == len(rows) == 461


@pytest.mark.parametrize(
    "header",
    ["name,type,place,former type,was since,was until", "الاسم,النوع,المكان,النوع السابق,كان منذ,كان حتى"],
    ids=["English", "Arabic"],
)
def test_what_a_site_was_before_is_suggested_as_another_time_of_it(tmp_path, run_import, header):
    path = tmp_path / "sites.csv"
    path.write_text(
        f"{header}\nal-Nour,prison,Ariha,school,2009-01-01,2013-05-01\nal-Amal,camp,Idlib,,,\n", encoding="utf-8"
    )
    mapping = yaml.safe_load(suggest(path))
    *_, was, since, until = mapping["columns"].values()
    assert (
        (was["field"], was["part"]) == ("earlier", "function") and since["part"] == "start" and until["part"] == "end"
    )
    done = run_import(path, mapping | {"origin": "north-monitor"}, level=Level.INTERNAL)
    assert done.new == 2, [each.cause for each in done.failedrows.all()]
    (before,) = Report.objects.earliest("pk").claim.earlier
    assert (before.function, str(before.when.start), str(before.when.end)) == ("SCHOOL", "2009-01-01", "2013-05-01")
