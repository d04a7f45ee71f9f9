"""Any table, by a mapping that says what its columns mean."""

import openpyxl
import pytest
import yaml

from dalil.archive.protection import Viewer
from dalil.intake.formats import Unreadable
from dalil.intake.mapping import checked, load_mapping
from dalil.intake.suggestion import suggest
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.models import Report

STRIKES = """ref,day,governorate,place,killed,weapon,who,reported by,text
A-1,3/10/2018,Idlib,Harim,82+,barrel bomb,regime,North Monitor,Barrel bombs fell on the town.
A-2,14/10/2018,Idlib,Nowhere at all,~20,سلاح مجهول,Knights of the Hill,unknown,A strike was told of.
A-3,31/11/2018,Idlib,Harim,3,mortar,regime,North Monitor,No such day.
A-4,20/11/2018,Idlib,Harim,a lot,mortar,regime,North Monitor,How many is not said.
A-5,21/11/2018,Idlib,Harim,,mortar,regime,North Monitor,Nobody said how many.
"""
MAPPING = {
    "kind": "incident",
    "identifier": "north:",
    "language": "en",
    "columns": {
        "ref": {"external_id": True},
        "day": {"field": "when", "format": "d/m/y"},
        "governorate": {"field": "where", "part": "governorate"},
        "place": {"field": "where"},
        "killed": {"field": "killed"},
        "weapon": {"field": "weapons", "values": {"barrel bomb": "BARREL_BOMB"}},
        "who": {"field": "parties", "values": {"regime": "SYR_GOV"}},
        "reported by": {"origin": True},
        "text": {"said": True},
    },
}


def reports():
    return Report.objects.visible_to(Viewer.steward())


@pytest.fixture
def strikes(tmp_path):
    file = tmp_path / "strikes.csv"
    file.write_text(STRIKES, encoding="utf-8")
    return file


def test_each_column_goes_where_the_mapping_says(run_import, strikes, by_id):
    run_import(strikes, MAPPING)
    report = by_id("north:A-1")
    told = report.claim
    assert str(told.when.start) == "2018-10-03" and told.killed.is_open and told.killed.low == 82
    assert told.weapons == ("BARREL_BOMB",) and told.parties[0].actor == "SYR_GOV" and told.parties[0].name == "regime"
    assert gazetteer().at_level(told.where.places[0], "governorate") == "SY07" and told.where.name == "Harim"
    assert report.said == "Barrel bombs fell on the town." and report.attribution.key == "north-monitor"


def test_what_is_not_known_is_kept_as_said_and_flagged(run_import, strikes, by_id):
    run_import(strikes, MAPPING)
    report = by_id("north:A-2")
    assert set(report.flags) == {"place_unresolved", "unknown_code", "source_unnamed"}
    assert report.claim.where.name == "Nowhere at all" and report.claim.where.places == ("SY07",)
    assert report.claim.parties[0].name == "Knights of the Hill" and report.attribution.key == "unknown"


def test_rows_that_cannot_be_read_name_their_cell(run_import, strikes):
    run = run_import(strikes, MAPPING)
    told = [(row.row, row.field, row.value) for row in run.failedrows.all()]
    assert told == [(4, "day", "31/11/2018"), (5, "killed", "a lot")]
    assert "not a day of the calendar" in run.failedrows.first().cause


def test_a_row_with_a_year_that_nobody_can_mean_waits_with_that_sentence(run_import, strikes):
    strikes.write_text(STRIKES.replace("3/10/2018", "3/10/9999"), encoding="utf-8")
    failed = run_import(strikes, MAPPING).failedrows.first()
    assert (failed.row, failed.field) == (2, "day") and "the year 9999 cannot be meant" in failed.cause


def test_an_empty_cell_is_unknown_and_not_zero(run_import, strikes, by_id):
    run_import(strikes, MAPPING)
    assert by_id("north:A-5").claim.killed is None


def test_a_better_mapping_corrects_what_it_reads_otherwise_and_adds_nothing_else(run_import, strikes, by_id):
    run_import(strikes, MAPPING)
    before = by_id("north:A-2")
    weapon = {"field": "weapons", "values": {"barrel bomb": "BARREL_BOMB", "سلاح مجهول": "UNKNOWN"}}
    better = {**MAPPING, "columns": {**MAPPING["columns"], "weapon": weapon}}
    run = run_import(strikes, better)
    assert (run.new, run.corrected) == (1, 1)
    assert by_id("north:A-2").claim.weapons == ("UNKNOWN",) and before.superseded_by.get().new == by_id("north:A-2")


def test_two_rows_with_one_identifier_and_two_contents_are_not_taken_for_a_correction(run_import, strikes):
    strikes.write_text(
        STRIKES + "A-1,5/10/2018,Idlib,Harim,4,mortar,regime,North Monitor,Something else.\n", encoding="utf-8"
    )
    run = run_import(strikes, MAPPING)
    assert run.corrected == 0
    assert "row 2 of this file" in run.failedrows.get(row=7).cause


def test_several_reports_in_one_row(run_import, tmp_path):
    file = tmp_path / "wide.csv"
    file.write_text(
        "Year,Country,Refugees,IDPs\n#date,#country,#a,#b\n2015,Lebanon,1200,\n2016,Lebanon,1300,*\n", encoding="utf-8"
    )
    mapping = {
        "kind": "tally",
        "origin": "unhcr",
        "columns": {"Year": {"field": "when", "part": "year"}, "Country": {"field": "where", "part": "country"}},
        "reports": [
            {
                "constants": {"what": "displaced", "description": "Refugees"},
                "columns": {"Refugees": {"field": "count"}},
            },
            {
                "constants": {"what": "displaced", "description": "At home"},
                "columns": {"IDPs": {"field": "count", "values": {"*": "1-4"}}},
            },
        ],
    }
    run = run_import(file, mapping)
    assert (run.rows, run.new, run.failed) == (2, 3, 0)
    assert run.flags["tag_row_skipped"] == 1
    counts = sorted((each.claim.when.start.year, each.claim.count.low, each.claim.count.high) for each in reports())
    assert counts == [(2015, 1200, 1200), (2016, 1, 4), (2016, 1300, 1300)]
    again = run_import(file, mapping)
    assert (again.new, again.repeated) == (0, 3)


def test_low_best_and_high_in_three_columns_keep_their_contradiction(run_import, tmp_path):
    file = tmp_path / "bounds.csv"
    file.write_text("date,least,best,most\n2019-01,5,4,9\n2019-02,,7,\n", encoding="utf-8")
    bounds = {"least": "low", "best": "point", "most": "high"}
    columns = {name: {"field": "killed", "part": part} for name, part in bounds.items()} | {"date": {"field": "when"}}
    run = run_import(file, {"kind": "incident", "columns": columns})
    first, second = reports().order_by("pk")
    assert first.claim.killed.shape == "contradictory" and run.flags["bounds_contradict"] == 1
    assert (second.claim.killed.low, second.claim.killed.high) == (7, 7)


def test_arabic_in_the_english_column_stays_and_is_flagged(run_import, tmp_path):
    file = tmp_path / "swapped.csv"
    file.write_text("date,desc_en,desc_ar\n2019-01-05,قصف على السوق,Shelling of the market\n", encoding="utf-8")
    columns = {
        "date": {"field": "when"},
        "desc_en": {"field": "description", "part": "en"},
        "desc_ar": {"field": "description", "part": "ar"},
    }
    run_import(file, {"kind": "incident", "columns": columns})
    report = reports().get()
    assert "columns_swapped" in report.flags and report.claim.description.en == "قصف على السوق"


def test_arabic_header_digits_and_months(run_import, tmp_path):
    file = tmp_path / "arabic.csv"
    columns = {
        "التاريخ": {"field": "when", "format": "d m y"},
        "المحافظة": {"field": "where", "part": "governorate"},
        "القتلى": {"field": "killed"},
        "المصدر": {"origin": True},
    }
    file.write_text(
        "التاريخ,المحافظة,القتلى,المصدر\n5 شباط 2019,إدلب,82+,المرصد السوري لحقوق الإنسان\n", encoding="cp1256"
    )
    run = run_import(file, {"kind": "incident", "columns": columns})
    report = reports().get()
    assert "windows-1256" in run.notes[0]
    assert str(report.claim.when.start) == "2019-02-05" and report.claim.where.places == ("SY07",)
    assert report.attribution.key == "sohr"


def test_a_sheet_of_a_workbook_with_real_dates(run_import, tmp_path):
    from datetime import datetime

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Date", "Place", "Killed"])
    sheet.append([datetime(2019, 5, 2), "Idlib", 4.0])
    book.save(tmp_path / "strikes.xlsx")
    columns = {"Date": {"field": "when"}, "Place": {"field": "where"}, "Killed": {"field": "killed"}}
    run_import(tmp_path / "strikes.xlsx", {"kind": "incident", "columns": columns})
    told = reports().get().claim
    assert str(told.when.start) == "2019-05-02" and told.killed.shape == "exact" and told.killed.low == 4


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "incidnt"}, "there is no kind “incidnt”"),
        ({"columns": {"day": {"field": "whn"}}}, "“whn” is no field of incident"),
        ({"columns": {"day": {"field": "when", "part": "noon"}}}, "has no part “noon”"),
        ({"columns": {"day": {}}}, "say one of field, said, origin"),
        ({"colums": {}}, "colums"),
    ],
)
def test_a_mapping_that_is_wrong_says_where(change, words):
    with pytest.raises(Unreadable, match=words):
        checked({"kind": "incident", **change})


def test_a_column_that_the_file_does_not_have_is_named(run_import, strikes, db):
    with pytest.raises(Unreadable, match="has no column “dat”; it has ref, day"):
        run_import(strikes, {"kind": "incident", "columns": {"dat": {"field": "when"}}})


def test_a_mapping_file_that_is_not_yaml_says_its_line(tmp_path):
    (tmp_path / "bad.yaml").write_text("kind: incident\ncolumns: {a: [", encoding="utf-8")
    with pytest.raises(Unreadable, match=r"bad.yaml, line \d"):
        load_mapping(tmp_path / "bad.yaml")


@pytest.mark.parametrize(
    "header",
    ["incident id,date,location,killed,source,text", "الرقم,التاريخ,المكان,القتلى,المصدر,النص"],
    ids=["English", "Arabic"],
)
def test_a_suggested_mapping_runs_as_it_is(run_import, tmp_path, header, db):
    file = tmp_path / "told.csv"
    file.write_text(
        f"{header}\n7,13/5/2019,Idlib,4,North Monitor,A strike.\n8,14/5/2019,Harim,82+,North Monitor,Another.\n",
        encoding="utf-8",
    )
    mapping = yaml.safe_load(suggest(file))
    run = run_import(file, mapping)
    assert (run.new, run.failed) == (2, 0)
    report = reports().get(external_id="7")
    assert report.claim.killed.low == 4 and str(report.claim.when.start) == "2019-05-13"
    assert report.attribution.key == "north-monitor" and report.said == "A strike."


def test_the_real_latin_1_file_is_read_whole_and_its_broken_letters_are_flagged(run_import, shared_data, tmp_path):
    file = shared_data / "conflict" / "fakes_300.csv"
    mapping = yaml.safe_load(suggest(file))
    run = run_import(file, mapping)
    assert (run.rows, run.new, run.failed) == (300, 300, 0)
    assert run.flags["encoding_broken"] > 0 and "latin-1" in run.notes[0]
