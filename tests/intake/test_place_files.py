"""Lists of places come in as they are published: under every header of OCHA, as workbooks, in third languages, with their borders."""

from __future__ import annotations

import json

import openpyxl
import pytest

from dalil.intake.formats import recognise
from dalil.record.gazetteer_in_use import gazetteer

SQUARE = [[[44.0, 15.0], [45.0, 15.0], [45.0, 16.0], [44.0, 16.0], [44.0, 15.0]]]


def write(folder, name, *lines):
    file = folder / name
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def features(folder, *entries):
    file = folder / "areas.geojson"
    listed = [
        {"type": "Feature", "properties": told, "geometry": {"type": "Polygon", "coordinates": shape}}
        for told, shape in entries
    ]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": listed}), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("admin1Name_en,admin1Name_ar,admin1Pcode,admin0Name_en,admin0Name_ar,admin0Pcode", "Wadi,وادي,QA11,Qamaria,قمرية,QA"),
        ("ADM1_EN,ADM1_AR,ADM1_PCODE,ADM0_EN,ADM0_AR,ADM0_PCODE,date,validOn", "Wadi,وادي,QA11,Qamaria,قمرية,QA,2021-01-01,2021-02-02"),
        ("adm1_name,adm1_ar,adm1_pcode,adm0_name,adm0_ar,adm0_pcode", "Wadi,وادي,QA11,Qamaria,قمرية,QA"),
        ("admin1Name_en;admin1Name_ar;admin1Pcode;admin0Name_en;admin0Name_ar;admin0Pcode", "Wadi;وادي;QA11;Qamaria;قمرية;QA"),
    ],
)  # fmt: skip
def test_every_header_of_ocha_is_read(run_import, tmp_path, header, row) -> None:
    run = run_import(write(tmp_path, "adm1.csv", header, row))
    assert (run.rows, run.failed) == (1, 0)
    place = gazetteer().get("QA11")
    assert (place.level, place.parent, place.en, place.ar) == ("governorate", "QA", "Wadi", "وادي")
    assert (gazetteer().get("QA").level, gazetteer().get("QA").ar) == ("country", "قمرية")


def test_a_name_in_a_third_language_becomes_an_alias(run_import, tmp_path) -> None:
    header = "admin1Name_en,admin1Name_ua,admin1RefName,admin1Pcode,admin0Name_en,admin0Name_ua,admin0Pcode"
    run = run_import(
        write(tmp_path, "a.csv", header, "Wadivska,Вадівська,Wadi,QA11,Qamaria,Камарія,QA", "Nord,,,QA12,Qamaria,,QA")
    )
    assert (run.rows, run.failed) == (2, 0)
    assert gazetteer().get("QA11").aliases == ("Вадівська", "Wadi")
    assert "Камарія" in gazetteer().get("QA").aliases


def test_where_there_is_neither_english_nor_arabic_the_other_name_is_the_label(run_import, tmp_path) -> None:
    run = run_import(write(tmp_path, "a.csv", "ADM1_FR,ADM1_PCODE,ADM0_FR,ADM0_PCODE", "Nord,QA11,Qamarie,QA"))
    assert run.failed == 0 and gazetteer().get("QA11").en == "Nord"


@pytest.mark.parametrize("header", ["admin1Name_en / admin1Name_ar", "ADM1_EN / ADM1_AR"])
def test_swapped_columns_are_flagged_under_every_header(run_import, tmp_path, header) -> None:
    en, ar = header.split(" / ")
    code = "admin1Pcode" if "admin" in en else "ADM1_PCODE"
    country = "admin0Pcode" if "admin" in en else "ADM0_PCODE"
    run = run_import(write(tmp_path, "a.csv", f"{en},{ar},{code},{country}", "وادي,Wadi,SY77,SY"))
    flagged = run.flaggedrows.get()
    assert (flagged.flag, flagged.field) == ("columns_swapped", header)


def test_a_workbook_is_read_where_it_goes_deepest_and_the_other_sheets_are_named(run_import, tmp_path) -> None:
    book = openpyxl.Workbook()
    sheets = {
        "Read me": [["This file was made by us"]],
        "Admin1": [["admin1Name_en", "admin1Pcode", "admin0Name_en", "admin0Pcode"], ["Wadi", "QA11", "Qamaria", "QA"]],
        "Admin2": [
            ["admin2Name_en", "admin2Name_ar", "admin2Pcode", "admin1Name_en", "admin1Pcode", "admin0Name_en", "admin0Pcode"],
            ["Upper Wadi", "وادي العليا", "QA1101", "Wadi", "QA11", "Qamaria", "QA"],
        ],
    }  # fmt: skip
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "qamaria.xlsx")
    run = run_import(tmp_path / "qamaria.xlsx")
    assert (run.rows, run.failed) == (1, 0)
    assert gazetteer().path("QA1101") == ("QA", "QA11", "QA1101")
    assert any("“Admin2” was read; not read: “Read me”, “Admin1”" in note for note in run.notes)


@pytest.mark.parametrize(
    "header", ["date,admin1Pcode,admin1Name_en,killed", "ADM1_EN,ADM1_PCODE,event_date,fatalities"]
)
def test_a_table_of_events_with_codes_of_areas_is_no_list_of_places(tmp_path, header) -> None:
    assert recognise(write(tmp_path, "events.csv", header, "2019-01-01,SY07,Idlib,3")).code == "table"


def test_a_border_comes_in_with_its_area_and_places_points(run_import, tmp_path) -> None:
    told = {"admin1Name_en": "Wadi", "admin1Pcode": "QA11", "admin0Name_en": "Qamaria", "admin0Pcode": "QA"}
    file = features(tmp_path, (told, SQUARE))
    run = run_import(file)
    assert (run.rows, run.new, run.failed) == (1, 2, 0)
    place = gazetteer().get("QA11")
    assert (place.lat, place.lon) == (15.5, 44.5), "a point in the area, not a corner of its border"
    assert gazetteer().area_at(15.9, 44.1) == place
    again = run_import(file)
    assert (again.new, again.corrected, again.repeated) == (0, 0, 1)


def test_an_exact_border_takes_the_place_of_the_coarse_one_that_is_shipped(run_import, tmp_path) -> None:
    assert gazetteer().borders["SY07"].coarse_km
    shape = [[[36.2, 35.4], [37.2, 35.4], [37.2, 36.3], [36.2, 36.3], [36.2, 35.4]]]
    run = run_import(
        features(tmp_path, ({"NAME_EN": "Idleb", "NAME_AR": "إدلب", "PCODE": "SY07", "ADM0_PCODE": "SY"}, shape))
    )
    assert (run.corrected, run.failed) == (1, 0)
    assert gazetteer().borders["SY07"].coarse_km == 0
    assert gazetteer().area_at(36.29, 37.19).code == "SY07"


def test_geoboundaries_give_their_borders_to_the_areas_of_the_gazetteer(run_import, tmp_path) -> None:
    country = {"shapeName": "Qamaria", "shapeISO": "QMR", "shapeID": "1", "shapeGroup": "QMR", "shapeType": "ADM0"}
    first = {"shapeName": "Wadi", "shapeISO": "QM-1", "shapeID": "2", "shapeGroup": "QMR", "shapeType": "ADM1"}
    idlib = {"shapeName": "Idlib", "shapeISO": "SY-ID", "shapeID": "3", "shapeGroup": "SYR", "shapeType": "ADM1"}
    other = {"shapeName": "Nowhere", "shapeISO": "", "shapeID": "4", "shapeGroup": "SYR", "shapeType": "ADM2"}
    assert run_import(features(tmp_path, (country, SQUARE))).new == 1
    run = run_import(features(tmp_path, (first, SQUARE), (idlib, SQUARE), (other, SQUARE)))
    assert (run.new, run.corrected, run.failed) == (1, 1, 1)
    assert gazetteer().path("QM-1") == ("QMR", "QM-1")
    assert gazetteer().borders["SY07"].coarse_km == 0
    assert "no area of this level has this name" in run.failedrows.get().cause


@pytest.mark.parametrize(
    "shape", [[[[1, 2]]], [[[1, 2], [3, "x"], [4, 5], [1, 2]]], [[[500, 2], [3, 4], [4, 5], [500, 2]]], [], 7, [[[{}]]]]
)
def test_a_shape_that_is_no_border_is_a_failed_row(run_import, tmp_path, shape) -> None:
    told = {"NAME_EN": "Wadi", "PCODE": "SY77", "ADM0_PCODE": "SY"}
    run = run_import(features(tmp_path, (told, shape)))
    assert (run.rows, run.new, run.failed) == (1, 0, 1)
    assert "no border of an area" in run.failedrows.get().cause


@pytest.mark.parametrize(("level", "areas"), [("admin1", 14), ("admin2", 62), ("admin3", 272)])
def test_the_real_borders_come_in_whole(run_import, shared_data, level, areas) -> None:
    run = run_import(shared_data / "places" / f"cod_ab_2018_syr_{level}_borders.geojson")
    assert (run.rows, run.failed) == (areas, 0)
    assert sum(not border.coarse_km for border in gazetteer().borders.values()) == areas
