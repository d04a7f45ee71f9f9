"""What `dalil import` says of what it did: nothing is left out without a word, and the numbers add up."""

import re

import openpyxl
import pytest
from click.testing import CliRunner

from dalil.archive.protection import Level, Viewer
from dalil.cli.importing import import_
from dalil.intake import runs, workers
from dalil.intake.request import ImportRequest
from dalil.record import actions
from dalil.record.models import Report, Source

COLUMNS = "  ref: {external_id: true}\n  day: {field: when}\n  killed: {field: killed}\n  who: {field: parties}\n"
TABLE = (
    "ref,day,killed,who\n1,2019-05-02,4,Knights of the Hill\n2,2019-05-03,a lot,Knights of the Hill\n3,2019-05-04,5,\n"
)


@pytest.fixture
def strikes(tmp_path):
    (tmp_path / "strikes.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "map.yaml").write_text(f"kind: incident\ncolumns:\n{COLUMNS}", encoding="utf-8")
    return tmp_path / "strikes.csv"


@pytest.fixture
def run(db, strikes):
    def one(*arguments, code=0):
        chosen = [strikes, "--mapping", strikes.with_name("map.yaml"), *arguments]
        done = CliRunner().invoke(import_, [str(each) for each in chosen])
        assert done.exit_code == code, done.output
        return done.output

    return one


def numbers(output):
    """The numbers of a summary by their label: one for each column."""
    return {
        match[1].strip(): [int(each) for each in match[2].split()]
        for match in re.finditer(r"^ *([a-z ]+?)((?: +\d+)+) *$", output, re.MULTILINE)
    }


def adds_up(output):
    told = numbers(output)
    for at in range(len(told["rows"])):
        assert told["rows"][at] == told["taken in"][at] + told["failed"][at]
        assert told["reports"][at] == told["new reports"][at] + told["already there"][at]
        assert told["of these corrections"][at] <= told["new reports"][at]
    return told


def test_the_numbers_add_up_and_what_has_no_code_is_named(run):
    output = run()
    told = adds_up(output)
    assert (told["rows"], told["taken in"], told["failed"], told["new reports"]) == ([3], [2], [1], [2])
    words = " ".join(output.split())
    assert "column “who”: 1 value without a code among actors, in 2 cells; kept as the name that was said" in words
    assert "“Knights of the Hill” (2)" in words


def test_a_correction_is_told_as_one_of_the_new_reports(run, strikes):
    run()
    strikes.write_text(TABLE.replace(",5,", ",6,"), encoding="utf-8")
    for told in (adds_up(run("--dry-run")), adds_up(run())):
        assert told["reports"] == [2] and told["of these corrections"] == [1] and told["already there"] == [1]


def test_failed_rows_are_told_with_where_they_are(run, tmp_path):
    assert "1 row would fail: --errors FILE writes them all" in run("--dry-run")
    assert f"1 row failed: all are in {tmp_path / 'errors.csv'}" in run("--errors", tmp_path / "errors.csv").replace(
        "\n", " "
    ).replace("  ", " ")


def test_the_failed_rows_are_written_over_no_other_file(run, strikes, tmp_path):
    """--errors wrote over any file that it named, the one that was being brought in too."""
    notes = tmp_path / "notes.txt"
    notes.write_text("what nobody else has")
    for named, says in ((notes, "is no list of failed rows"), (strikes, "names the file that is brought in")):
        before = named.read_bytes()
        assert says in run("--errors", named, code=1)
        assert named.read_bytes() == before
    assert not reports_in_record()
    run("--errors", tmp_path / "errors.csv")
    again = run("--retry", "--errors", tmp_path / "errors.csv", code=1)
    assert "failed again: 1" in again  # and its list took the place of the list before


def reports_in_record():
    return Report.objects.visible_to(Viewer.steward()).exists()


def test_the_exit_code_is_1_where_every_row_failed(run, strikes):
    strikes.write_text("ref,day,killed,who\n1,soon,4,\n2,later,5,\n", encoding="utf-8")
    for arguments in (["--dry-run"], [], ["--retry"]):
        assert numbers(run(*arguments, code=1))["taken in"][-1] == 0


def test_retrying_tells_what_came_of_the_rows_that_waited_and_says_where_none_wait(run, strikes):
    run()
    mapping = strikes.with_name("map.yaml")
    mapping.write_text(mapping.read_text().replace("field: killed", "field: killed, values: {a lot: 12+}"))
    output = run("--retry")
    assert "Tried 1 row again; taken in: 1, failed again: 0." in output
    told = adds_up(output)
    assert (told["rows"], told["new reports"], told["failed"]) == ([1, 3], [1, 3], [0, 0])
    assert "Nothing to retry: no row of strikes.csv waits." in run("--retry")
    assert "do not go together" in run("--retry", "--dry-run", code=1)


def test_after_an_interruption_this_run_and_all_of_it_are_told_apart(run, strikes, monkeypatch):
    from dalil.intake.formats import formats
    from dalil.intake.mapping import load_mapping

    monkeypatch.setattr(workers, "BATCH", 1)

    def stop(rows, part):
        if rows == 2:
            raise KeyboardInterrupt

    mapping = load_mapping(strikes.with_name("map.yaml"))
    order = ImportRequest(strikes, formats()["table"], actions.system_actor(), mapping, processes=0)
    with pytest.raises(KeyboardInterrupt):
        runs.run_import(order, progress=stop)
    output = run()
    told = adds_up(output)
    assert "this run" in output and "in all" in output
    assert told["rows"] == [1, 3] and told["failed"] == [0, 1] and told["new reports"] == [1, 2]


def test_a_slip_in_the_name_of_the_source_makes_no_source(run):
    actions.name_source("partner-office", actor=actions.system_actor(), en="Partner Office")
    for arguments in ([], ["--dry-run"]):
        words = run("--source", "partner-ofice", *arguments, code=1)
        assert "there is no source “partner-ofice”; did you mean partner-office?" in words
        assert '--new-source partner-ofice "Its name"' in words
    assert "there is no source “nosuch”. To make a new one" in run("--source", "nosuch", code=1)
    assert not Report.objects.visible_to(Viewer.steward()).exists()
    run("--source", "Partner Office")
    assert {report.attribution.key for report in Report.objects.visible_to(Viewer.steward())} == {
        Report.objects.visible_to(Viewer.steward()).first().attribution.key
    }
    assert Source.objects.visible_to(Viewer.steward()).count() == 1


def test_a_new_source_is_made_where_it_is_asked_for(run):
    run("--new-source", "north-office", "North Office", "--dry-run")
    assert not Source.objects.visible_to(Viewer.steward()).exists()
    run("--new-source", "north-office", "North Office", "--level", "public")
    made = Source.objects.visible_to(Viewer.steward()).get()
    assert (made.code, made.name_en, made.level) == ("north-office", "North Office", Level.PUBLIC)
    run("--source", "north-office", "--level", "public")
    assert "name two sources" in run("--source", "other", "--new-source", "north-office", "North Office", code=1)


def test_a_public_file_brought_in_again_adds_nothing_and_needs_no_level(run):
    run("--level", "public")
    before = Report.objects.visible_to(Viewer.public()).count()
    assert before
    assert numbers(run())["new reports"] == [0]
    assert Report.objects.visible_to(Viewer.public()).count() == before


def test_a_workbook_that_tells_its_author_is_not_brought_in_as_public_unread(db, strikes):
    book = openpyxl.Workbook()
    book.properties.creator = "Kanarienvogel"
    for line in TABLE.splitlines():
        book.active.append(line.split(","))
    book.save(file := strikes.with_suffix(".xlsx"))
    arguments = [str(file), "--mapping", str(strikes.with_name("map.yaml")), "--level", "public"]
    refused = CliRunner().invoke(import_, arguments)
    assert refused.exit_code == 1 and "Kanarienvogel" in refused.output and "--telling" in refused.output
    assert not Report.objects.visible_to(Viewer.steward()).exists()
    assert CliRunner().invoke(import_, [*arguments, "--telling"]).exit_code == 0
    assert Report.objects.visible_to(Viewer.public()).exists()
    assert CliRunner().invoke(import_, arguments).exit_code == 0, "it is public already"


def test_the_lines_of_another_record_keep_their_levels_where_the_import_names_the_group(
    enter, one_person_alone, tmp_path
):
    from django.contrib.auth.models import Group

    from dalil.exports.report_lines import report_lines

    circle = Group.objects.create(name="circle")
    enter({"when": "2019-05-01"}, level=Level.RESTRICTED, groups=[circle], origin="monitor")
    file = tmp_path / "reports.jsonl"
    steward = Viewer.steward()
    file.write_text("".join(report_lines(Report.objects.visible_to(steward), steward)), encoding="utf-8")
    done = CliRunner().invoke(import_, [str(file), "--level", "public", "--group", "circle"])
    assert done.exit_code == 0, done.output
    table = CliRunner().invoke(import_, [str(file), "--format", "table", "--level", "public", "--group", "circle"])
    assert "go together" in table.output, "a table says of no row who may see it"
