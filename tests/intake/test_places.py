"""Places: COD-AB tables, GeoJSON, Open-Syria; parents before children, defects kept and flagged."""

import json

import pytest

from dalil.record.gazetteer_in_use import gazetteer

POINT = (
    '{"type": "Feature", "properties": {"NAME_EN": "%s", "NAME_ARA": "%s", "PCODE": "%s", "ADMIN3_COD": "%s", '
    '"ADMIN2_COD": "SY0703", "ADMIN1_COD": "SY07", "LATITUDE": 36.2, "LONGITUDE": 36.6}, "geometry": null}'
)


def test_a_table_completes_what_is_there_and_adds_what_is_not(run_import, tmp_path):
    file = tmp_path / "admin2.csv"
    file.write_text(
        "NAME_EN,NAM_EN_REF,NAME_AR,PCODE,ADM1_EN,ADM1_AR,ADM1_PCODE,ADM0_EN,ADM0_AR,ADM0_PCODE\n"
        "Hharem,Hharem,حارم,SY0703,Idleb,إدلب,SY07,Syrian Arab Republic,سوريا,SY\n"
        "New Valley,New Valley,الوادي الجديد,SY0799,Idleb,إدلب,SY07,Syrian Arab Republic,سوريا,SY\n",
        encoding="utf-8",
    )
    run = run_import(file)
    assert (run.rows, run.new, run.corrected, run.failed) == (2, 1, 1, 0)
    new = gazetteer().get("SY0799")
    assert (new.level, new.parent, new.ar) == ("district", "SY07", "الوادي الجديد")
    assert "Hharem" in gazetteer().get("SY0703").aliases
    again = run_import(file)
    assert (again.new, again.corrected, again.repeated) == (0, 0, 2)


def test_swapped_language_columns_are_flagged(run_import, tmp_path):
    file = tmp_path / "admin1.csv"
    file.write_text(
        "NAME_EN,NAME_AR,PCODE,ADM0_EN,ADM0_AR,ADM0_PCODE\nNorth,الشمال,SY77,الجمهورية العربية السورية,Syrian Arab Republic,SY\n",
        encoding="utf-8",
    )
    run = run_import(file)
    flagged = run.flaggedrows.get()
    assert (flagged.row, flagged.flag, flagged.field) == (2, "columns_swapped", "ADM0_EN / ADM0_AR")


def test_a_name_cut_in_mid_letter_is_kept_and_flagged(run_import, tmp_path):
    cut = "قرية طويلة الاس".encode()[:-1]
    text = (
        '{"type": "FeatureCollection", "features": [\n' + POINT % ("Long Village", "NAME", "C9001", "SY070300") + "\n]}"
    )
    (tmp_path / "places.geojson").write_bytes(
        text.encode().replace(b'NAME"', b'NAME"', 1).replace(b'"NAME"', b'"' + cut + b'"')
    )
    run = run_import(tmp_path / "places.geojson")
    assert run.new == 1 and run.flags == {"name_truncated": 1}
    assert gazetteer().get("C9001").ar.endswith("�")
    assert "broken letters" in run.notes[0]


def test_a_place_in_an_unknown_area_waits_until_the_area_is_there(run_import, order, tmp_path):
    from dalil.intake import runs

    file = tmp_path / "sub.json"
    entry = {
        "id": "sy-x-y",
        "districtId": "sy-x",
        "name": {"en": "Y", "ar": "واي"},
        "aliases": [],
        "centroid": {"latitude": 36.0, "longitude": 36.5},
    }
    file.write_text(json.dumps([entry]), encoding="utf-8")
    run = run_import(file)
    assert (run.new, run.failed) == (0, 1) and "import the larger areas first" in run.failedrows.get().cause
    above = tmp_path / "above.json"
    district = {"id": "sy-x", "governorateId": "SY07", "name": {"en": "X", "ar": "إكس"}, "aliases": [], "centroid": {}}
    above.write_text(json.dumps([district]), encoding="utf-8")
    assert run_import(above).new == 1
    assert runs.retry(order(file), run).failed == 0
    assert gazetteer().path("sy-x-y") == ("SY", "SY07", "sy-x", "sy-x-y")


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("cod_ab_2018_syr_admin1.csv", 14),
        ("cod_ab_2018_syr_admin2.csv", 62),
        ("cod_ab_2018_syr_admin3.csv", 272),
        ("cod_ab_2018_city_neighbourhoods.csv", 414),
        ("cod_ab_populated_places_adm4.geojson", 5251),
        ("opensyria_governorates.json", 14),
        ("opensyria_districts.json", 62),
        ("opensyria_subdistricts.json", 272),
    ],
)
def test_the_real_files_come_in_whole(run_import, shared_data, name, rows):
    run = run_import(shared_data / "places" / name)
    assert (run.rows, run.failed) == (rows, 0) and run.new + run.corrected + run.repeated >= rows
    if "populated" in name:
        assert run.flags["name_truncated"] == 6


@pytest.mark.parametrize("content", ["[" * 100_000, "[" + "9" * 5000 + "]", '{"features": 7}', "7", "[{"])
def test_json_that_is_no_list_of_places_is_refused_in_words(order, tmp_path, content):
    from dalil.intake import runs
    from dalil.intake.formats import Unreadable, formats
    from dalil.intake.request import ImportRequest

    file = tmp_path / "places.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(Unreadable, match=r"places\.json"):
        runs.run_import(ImportRequest(path=file, format=formats()["places"], actor=None, processes=0))


@pytest.mark.parametrize(
    "entry",
    [
        7,
        {"type": "Feature", "properties": [1], "geometry": [1]},
        {"type": "Feature", "properties": {"PCODE": "C1", "NAME_EN": "A"}, "geometry": {"coordinates": {"x": 1}}},
        {"id": "x", "name": "a text"},
        {"id": "x", "name": {"en": "A"}, "externalIds": [1]},
        {"id": "x", "name": {"en": "A"}, "aliases": 7},
        {"id": "x", "name": {"en": "A" * 201}},
        {"id": "x", "name": {"en": "A\ud800"}},
        json.loads("[" * 400 + "]" * 400),
    ],
)
def test_an_entry_of_another_shape_is_a_failed_row_and_the_others_come_in(run_import, tmp_path, entry):
    good = {
        "id": "g1",
        "name": {"en": "New", "ar": "جديدة"},
        "externalIds": {"ochaPcode": "SY98"},
        "centroid": {},
        "aliases": [],
    }
    file = tmp_path / "places.json"
    file.write_text(json.dumps([good, entry], ensure_ascii=True), encoding="utf-8")
    run = run_import(file)
    assert (run.rows, run.new, run.failed) == (2, 1, 1) and run.failedrows.get().cause


def test_places_are_public_and_cannot_be_restricted(run_import, order, tmp_path):
    from django.contrib.auth.models import Group

    from dalil.archive.protection import Level
    from dalil.intake import runs
    from dalil.record.actions import Refused

    file = tmp_path / "places.geojson"
    file.write_text('{"features": [' + POINT % ("A", "ا", "C9002", "SY070300") + "]}", encoding="utf-8")
    closed = order(file, level=Level.RESTRICTED, groups=(Group.objects.create(name="inner circle"),))
    for way in (runs.run_import, runs.dry_run):
        with pytest.raises(Refused, match="places are public; "):
            way(closed)
    assert "C9002" not in gazetteer()
    assert any("places are public" in note for note in run_import(file, level=Level.INTERNAL).notes)
