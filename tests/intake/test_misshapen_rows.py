"""A row whose cells may stand under the wrong columns is refused by name; the rows around it are read."""

import pytest

from dalil.intake.formats import Unreadable, formats
from dalil.intake.formats.table_file import open_table
from dalil.intake.formats.uncoded import without_code
from dalil.intake.mapping import checked
from dalil.intake.suggestion import suggest
from dalil.record.models import Report

MAPPING = {
    "kind": "incident",
    "identifier": "north:",
    "origin": "north-monitor",
    "columns": {
        "ref": {"external_id": True},
        "day": {"field": "when"},
        "place": {"field": "where", "within": "SY"},
        "killed": {"field": "killed"},
        "text": {"said": True},
    },
}
ENGLISH = "ref,day,place,killed,text\n"
ARABIC = "الرقم;اليوم;المكان;القتلى;النص\n"
IN_ARABIC = {**MAPPING, "columns": dict(zip(ARABIC.strip().split(";"), MAPPING["columns"].values(), strict=True))}


@pytest.fixture
def brought_in(run_import, tmp_path):
    """Bring in the text of a file; what came of it: the import, its failed rows by number, and what was killed by identifier."""

    def bring(text, mapping=MAPPING, name="strikes.csv"):
        file = tmp_path / name
        file.write_text(text, encoding="utf-8", newline="")
        run = run_import(file, mapping)
        failed = {each.row: each.cause for each in run.failedrows.all()}
        killed = {each.external_id.removeprefix("north:"): each.claim.killed.low for each in Report.objects.all()}
        return run, failed, killed

    return bring


@pytest.mark.parametrize(
    ("header", "mapping", "rows"),
    [
        (
            ENGLISH,
            MAPPING,
            'A1,2023-06-21,Idlib,3,fine\nA2,2023-06-21,Idlib,4,"he said stop\nA3,2023-06-22,Idlib,5,fine\n',
        ),
        (ARABIC, IN_ARABIC, 'A1;2023-06-21;إدلب;3;قصف\nA2;2023-06-21;إدلب;4;"قال: توقفوا\nA3;2023-06-22;إدلب;5;قصف\n'),
    ],
)
def test_a_quotation_mark_that_is_not_closed_fails_its_row_alone(brought_in, header, mapping, rows):
    run, failed, killed = brought_in(header + rows, mapping)
    assert list(failed) == [3] and "opens a quotation mark that is never closed" in failed[3]
    assert killed == {"A1": 3, "A3": 5} and run.rows == 3
    assert run.failedrows.get().raw == rows.splitlines()[1], "the row is kept as it stood"


def test_a_quotation_mark_that_only_the_quotes_of_a_later_row_close_fails_its_row_alone(brought_in):
    rows = 'A1,2023-06-21,"Idlib,3,fine\nA2,2023-06-21,Idlib,4,fine\nA3,2023-06-22,Idlib,5,"shells, then rockets"\n'
    _, failed, killed = brought_in(ENGLISH + rows)
    assert list(failed) == [2] and killed == {"A2": 4, "A3": 5}


@pytest.mark.parametrize(
    ("header", "mapping", "rows"),
    [
        (ENGLISH, MAPPING, 'A1,2023-06-21,Idlib,3,"stop\nA2,2023-06-21,Idlib,4,fine\nA3,2023-06-22,Idlib,5,he said"\n'),
        (ARABIC, IN_ARABIC, 'A1;2023-06-21;إدلب;3;"قال\nA2;2023-06-21;إدلب;4;قصف\nA3;2023-06-22;إدلب;5;قصف"\n'),
    ],
)
def test_rows_that_stand_under_one_quotation_mark_are_no_words_of_a_source(brought_in, header, mapping, rows):
    _, failed, killed = brought_in(header + rows, mapping)
    assert list(failed) == [2] and "looks like rows of their own" in failed[2] and killed == {}


def test_a_cell_of_several_lines_is_one_cell(brought_in):
    rows = '"A1",2023-06-21,Idlib,3,"First, a shell;\nthen, one more, and a third, and a fourth"\n"A\n2",2023-06-22,Idlib,4,""\n'
    _, failed, killed = brought_in(ENGLISH + rows)
    assert failed == {} and killed == {"A1": 3, "A\n2": 4}
    assert Report.objects.get(external_id="north:A1").said.endswith("a fourth")


def test_text_behind_a_closed_quotation_mark_fails_its_row(brought_in):
    rows = 'A1,2023-06-21,Idlib,3,"he said \\"stop\\", twice"\nA2,2023-06-22,Idlib,5,"he said ""stop"", twice"\n'
    _, failed, killed = brought_in(ENGLISH + rows)
    assert list(failed) == [2] and "text stands behind a closed quotation mark" in failed[2] and killed == {"A2": 5}


@pytest.mark.parametrize(
    ("header", "mapping", "rows"),
    [
        (
            ENGLISH,
            MAPPING,
            "A1,2023-06-21,Idlib,1,300,rockets\nA2,2023-06-21,Idlib,4,rockets\nA3,2023-06-22,Idlib,1,300,\n",
        ),
        (ARABIC, IN_ARABIC, "A1;2023-06-21;إدلب;4;قصف; ثم قصف\nA2;2023-06-21;إدلب;4;قصف\nA3;2023-06-22;إدلب;1;300;\n"),
    ],
)
def test_more_cells_than_columns_fail_their_row_even_where_the_last_is_empty(brought_in, header, mapping, rows):
    _, failed, killed = brought_in(header + rows, mapping)
    assert list(failed) == [2, 4] and all("6 cells under 5 columns" in cause for cause in failed.values())
    assert killed == {"A2": 4}


def test_fewer_cells_are_fine_and_a_separator_that_closes_every_row_is_too(brought_in):
    assert brought_in(ENGLISH + "A1,2023-06-21,Idlib,3\n")[1:] == ({}, {"A1": 3})
    closed = "A4,2023-06-21,Idlib,5,fine,\nA5,2023-06-21,Idlib,6,fine,\nA6,2023-06-21,Idlib,1,200,fine,\n"
    _, failed, killed = brought_in(ENGLISH + closed, name="closed.csv")
    assert (list(failed), killed) == ([4], {"A1": 3, "A4": 5, "A5": 6})


def test_a_cell_behind_the_last_name_fails_its_row_unless_the_mapping_names_its_column(brought_in):
    text = "ref,day,place,killed,text,\nA1,2023-06-21,Idlib,1,300,rockets\nA2,2023-06-21,Idlib,4,rockets,\n"
    _, failed, killed = brought_in(text)
    assert list(failed) == [2] and "column 6, which has no name" in failed[2] and killed == {"A2": 4}
    named = {**MAPPING, "columns": {**MAPPING["columns"], "(column 6)": {"ignore": True}}}
    assert brought_in(text, named)[1] == {}


def test_a_column_without_a_name_is_said_to_be_not_read(brought_in):
    run, failed, killed = brought_in(",ref,day,place,killed,text,seen\n0,A1,2023-06-21,Idlib,3,fine,twice\n")
    assert (failed, killed) == ({}, {"A1": 3})
    assert "not read, for the mapping does not name them: “(column 1)”, “seen”" in run.notes


def test_two_columns_of_one_name_are_told_apart(brought_in):
    text = "ref,day,place,killed,Place,text\nA1,2023-06-21,Idlib,3,Harim,fine\n"
    columns = {
        **MAPPING["columns"],
        "place": {"field": "where", "part": "governorate"},
        "Place (2)": {"field": "where"},
    }
    run, failed, _ = brought_in(text, {**MAPPING, "columns": columns})
    assert failed == {} and Report.objects.get().claim.where.name == "Harim"
    assert "the header has “place” 2 times; a mapping calls them “place”, “Place (2)”" in run.notes


def test_a_title_above_the_header_is_named_and_the_header_is_found(tmp_path):
    file = tmp_path / "strikes.csv"
    file.write_text("Strikes of June,,,,\n\n" + ENGLISH + "A1,2023-06-21,Idlib,3,fine\n", encoding="utf-8")
    with pytest.raises(Unreadable, match=r"Row 3 has these columns: say `header: 3` in the mapping"):
        open_table(file, MAPPING)
    assert (
        "above the header and not read: row 1 (“Strikes of June”)" in open_table(file, {**MAPPING, "header": 3}).notes
    )


def test_rows_that_were_refused_are_not_asked_for_codes(tmp_path):
    file = tmp_path / "strikes.csv"
    file.write_text("day,weapon\n2023-06-21,1,300\n2023-06-21,a thing\n", encoding="utf-8")
    mapping = {"kind": "incident", "columns": {"day": {"field": "when"}, "weapon": {"field": "weapons"}}}
    assert [dict(each.values) for each in without_code(file, mapping)] == [{"a thing": 1}]


def test_a_suggestion_is_made_of_a_file_with_broken_rows(db, tmp_path):
    file = tmp_path / "strikes.csv"
    file.write_text('date,location,killed,\n2023-06-21,"Idlib,3\n2023-06-21,Idlib,4,\n', encoding="utf-8")
    text = suggest(file)
    assert "killed" in text and "(column 4)" not in text


def test_rows_of_ged_and_of_places_are_held_to_the_same(brought_in, samples, run_import, tmp_path):
    lines = (samples / "ged.csv").read_text(encoding="utf-8").splitlines()
    lines[1] += ",extra"
    file = tmp_path / "ged.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert "cells under" in run_import(file).failedrows.get(row=2).cause
    places = tmp_path / "places.csv"
    places.write_text(
        'ADM0_EN,ADM0_PCODE,ADM1_EN,ADM1_PCODE\nSyria,SY,North, West,SY96\nSyria,SY,"South,SY97\nSyria,SY,East,SY98\n',
        encoding="utf-8",
    )
    run = run_import(places)
    assert [each.row for each in run.failedrows.all()] == [2, 3] and run.new == 1


def test_a_file_of_ged_with_a_column_twice_is_refused(samples, tmp_path):
    lines = (samples / "ged.csv").read_text(encoding="utf-8").splitlines()
    file = tmp_path / "ged.csv"
    file.write_text("\n".join([lines[0] + ",best", *(f"{line},9" for line in lines[1:])]), encoding="utf-8")
    with pytest.raises(Unreadable, match="several columns best"):
        formats()["ged"].open(file, {})


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"a": {"field": "killed"}, "b": {"field": "killed"}}, "“a” and “b” both fill killed"),
        (
            {"a": {"field": "killed", "part": "low"}, "b": {"field": "killed", "part": "low"}},
            "both fill the part low of killed",
        ),
        ({"a": {"external_id": True}, "b": {"external_id": True}}, "both fill external_id"),
        ({"a": {"field": "description"}, "b": {"field": "description", "part": "ar"}}, "fills description as a whole"),
    ],
)
def test_two_columns_for_what_a_report_has_once_are_refused_at_the_mapping(columns, words):
    with pytest.raises(Unreadable, match=words):
        checked({"kind": "incident", "columns": {"day": {"field": "when"}, **columns}})


def test_two_columns_for_what_a_report_has_several_of_are_both_read(brought_in):
    columns = {**MAPPING["columns"], "who": {"field": "parties"}, "whom": {"field": "parties"}}
    text = "ref,day,place,killed,text,who,whom\nA1,2023-06-21,Idlib,3,fine,the army,the guards\n"
    brought_in(text, {**MAPPING, "columns": columns})
    assert [party.name for party in Report.objects.get().claim.parties] == ["the army", "the guards"]


def test_several_codes_for_what_is_one_fail_their_row(brought_in):
    columns = {**MAPPING["columns"], "what": {"field": "what", "split": ";"}}
    text = "ref,day,place,killed,text,what\nA1,2023-06-21,Idlib,3,fine,SHELLING;AIR_STRIKE\n"
    _, failed, _ = brought_in(text, {**MAPPING, "columns": columns})
    assert "holds 2 codes, and what is one" in failed[2]
