"""A suggested mapping erases nothing: what it cannot read it names, and leaves to a person."""

import pytest
import yaml

from dalil.archive.protection import Viewer
from dalil.intake.formats import Unreadable
from dalil.intake.mapping import checked
from dalil.intake.suggestion import suggest
from dalil.record.models import Report

ARABIC = """الرقم,التاريخ,المكان,القتلى,المسؤول
1,13/5/2019,إدلب,بين 3 و 7,قوات النظام
2,غداً,إدلب,5,فرسان التل
3,15/5/2019,إدلب,كذا وكذا,فرسان التل
"""


def reports():
    return Report.objects.visible_to(Viewer.steward())


@pytest.fixture
def table(tmp_path):
    def write(text, name="told.csv"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write


def test_one_odd_date_does_not_cost_the_column(run_import, table):
    file = table(ARABIC)
    told = suggest(file)
    assert (
        '"التاريخ": {field: "when", format: "d/m/y"}    # 1 of 3 sampled cells are no date, and their rows fail' in told
    )
    run = run_import(file, yaml.safe_load(told))
    assert [(row.row, row.field, row.value) for row in run.failedrows.all()] == [
        (3, "التاريخ", "غداً"),
        (4, "القتلى", "كذا وكذا"),
    ]


def test_counts_in_words_are_read_and_not_mapped_to_null(run_import, table):
    file = table(ARABIC)
    told = suggest(file)
    assert "بين 3 و 7" not in told and '# "كذا وكذا": null    # no count could be read' in told
    run_import(file, yaml.safe_load(told))
    killed = reports().get().claim.killed
    assert (killed.low, killed.high, killed.said) == (3, 7, "بين 3 و 7")


def test_actors_get_the_code_of_exactly_their_name_and_others_keep_their_name(run_import, table):
    file = table(
        "date,actor,weapon\n2019-05-13,Syrian regime,mortar\n"
        "2019-05-14,Syrian government or other troops,a thing that fell\n2019-05-15,Knights of the Hill,mortar\n"
    )
    told = suggest(file)
    assert '"Syrian regime": SYR_GOV\n' in told
    assert '# "Syrian government or other troops": SYR_GOV    # no code found; perhaps SYR_GOV (' in told
    assert '# "Knights of the Hill": CODE    # no code found\n' in told
    run_import(file, yaml.safe_load(told))
    sides = [report.claim.parties[0] for report in reports().order_by("pk")]
    assert [(side.actor, side.name) for side in sides] == [
        ("SYR_GOV", "Syrian regime"),
        (None, "Syrian government or other troops"),
        (None, "Knights of the Hill"),
    ]
    assert ["unknown_code" in report.flags for report in reports().order_by("pk")] == [False, True, False]


def test_what_the_kind_requires_and_nothing_tells_is_said_in_the_mapping_and_refused_on_import(
    table, run_import, alice
):
    file = table("date,place,killed\nsoon,Idlib,4\nlater,Idlib,5\n")
    told = suggest(file)
    assert '# nothing found for "when", which an incident must have' in told
    assert "date: {ignore: true}    # no cell of it could be read as a date" in told
    with pytest.raises(Unreadable, match="no column for when, which an incident must have; it ignores “date”"):
        checked(yaml.safe_load(told))


def test_every_column_of_totals_becomes_a_report_of_its_own(run_import, table):
    file = table("Year,Country,Refugees,Returned refugees,IDPs\n2015,Lebanon,1200,,\n2016,Lebanon,1300,40,*\n")
    mapping = yaml.safe_load(suggest(file))
    assert [report["constants"]["what"] for report in mapping["reports"]] == ["displaced", "returned", "displaced"]
    run = run_import(file, mapping)
    assert (run.rows, run.new, run.failed) == (2, 3, 1)
    told = {(each.claim.description.en, each.claim.when.start.year): each.claim.count.low for each in reports()}
    assert told == {("Refugees", 2015): 1200, ("Refugees", 2016): 1300, ("Returned refugees", 2016): 40}


def test_an_identifier_that_repeats_is_none(table):
    told = suggest(table("ref,date\nA-1,2019-05-13\nA-1,2019-05-14\n"))
    assert 'ref: {ignore: true}    # "A-1" stands there twice' in told


def test_cells_of_several_lines_do_not_break_the_mapping(table):
    told = suggest(table('date,remark,killed\n2019-05-13,"one\nline: {",4\n'))
    assert yaml.safe_load(told)["columns"]["remark"] == {"ignore": True}
