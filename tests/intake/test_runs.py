"""An import can be interrupted, repeated, tried again and rehearsed; nothing is entered twice and nothing is lost."""

import csv

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import Group
from django.db import connection

from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.cli.importing import import_
from dalil.intake import runs, workers
from dalil.intake.models import FailedRow, Import
from dalil.record import actions
from dalil.record.log import last_number
from dalil.record.models import Report
from dalil.record.search.queries import matching
from dalil.vocabulary.gazetteer import Place


def reports():
    return Report.objects.visible_to(Viewer.steward())


def test_an_interrupted_import_goes_on_where_it_stopped(order, samples, monkeypatch):
    monkeypatch.setattr(workers, "BATCH", 3)

    def stop(rows, part):
        if rows >= 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        runs.run_import(order(samples / "ged.csv"), progress=stop)
    stopped = Import.objects.visible_to(Viewer.steward()).get()
    assert (stopped.state, stopped.rows, reports().count()) == ("interrupted", 3, 3)
    run = runs.run_import(order(samples / "ged.csv"))
    assert run.pk == stopped.pk and run.state == "finished"
    assert (run.rows, run.new, run.repeated, run.failed, reports().count()) == (8, 7, 0, 1, 7)


def test_other_processes_read_the_same_as_one(order, samples, monkeypatch):
    monkeypatch.setattr(workers, "BATCH", 3)
    alone, _ = runs.dry_run(order(samples / "ged.csv"))
    helped, errors = runs.dry_run(order(samples / "ged.csv", processes=2))
    assert (helped.rows, helped.new, helped.failed, helped.flags) == (alone.rows, alone.new, alone.failed, alone.flags)
    assert [(error.row, error.field) for error in errors] == [(8, "date_end")]


@pytest.mark.parametrize("processes", [0, 1])
def test_a_name_is_found_in_the_other_script_though_the_row_that_said_it_first_was_refused(
    order, tmp_path, monkeypatch, processes
):
    monkeypatch.setattr(workers, "BATCH", 1)
    file = tmp_path / "strikes.csv"
    file.write_text("id,day,words\nA,2019-05-02,x\nA,2019-05-03,Khawla\nB,2019-05-04,Khawla\n", encoding="utf-8")
    columns = {"id": {"external_id": True}, "day": {"field": "when"}, "words": {"said": True}}
    run = runs.run_import(order(file, {"kind": "incident", "columns": columns}, processes=processes))
    assert (run.new, run.failed) == (2, 1)
    assert [report.said for report in reports().filter(matching("خولة"))] == ["Khawla"]


def test_a_rehearsal_writes_nothing(order, samples, alice):
    before = last_number()
    run, errors = runs.dry_run(order(samples / "ged.csv"))
    assert (run.rows, run.new, run.failed, len(errors)) == (8, 7, 1, 1)
    assert reports().count() == 0 and not Document.objects.visible_to(Viewer.steward()).exists()
    assert last_number() == before and not Import.objects.visible_to(Viewer.steward()).exists()


def test_failed_rows_are_taken_in_when_their_cause_is_mended(order, tmp_path):
    file = tmp_path / "strikes.csv"
    file.write_text("day,killed\n2019-05-02,4\n2019-05-03,lots\n", encoding="utf-8")
    columns = {"day": {"field": "when"}, "killed": {"field": "killed"}}
    run = runs.run_import(order(file, {"kind": "incident", "columns": columns}))
    assert (run.new, run.failed) == (1, 1)
    mended = {"kind": "incident", "columns": {**columns, "killed": {"field": "killed", "values": {"lots": "12+"}}}}
    run = runs.retry(order(file, mended), run)
    assert (run.rows, run.new, run.failed) == (2, 2, 0)
    failed = FailedRow.objects.get()
    assert failed.resolved_at and failed.report.claim.killed.low == 12
    assert failed.raw == ["2019-05-03", "lots"] and failed.cause, "what was wrong is still known"


def test_a_row_that_fails_again_stays_one_failed_row(order, samples):
    run = runs.run_import(order(samples / "ged.csv"))
    run = runs.retry(order(samples / "ged.csv"), run)
    assert (run.rows, run.failed) == (8, 1)
    assert FailedRow.objects.get().retried_at is not None


def test_a_row_that_two_importers_could_not_take_is_listed_once(order, samples, monkeypatch):
    before = runs.Writer.__init__

    def after_another(self, *arguments, **facts):
        """The other importer comes when this one has looked at the record, and before it writes."""
        before(self, *arguments, **facts)
        monkeypatch.setattr(runs.Writer, "__init__", before)
        runs.run_import(order(samples / "ged.csv", source="ucdp"))

    monkeypatch.setattr(runs.Writer, "__init__", after_another)
    first = runs.run_import(order(samples / "ged.csv"))
    assert Import.objects.count() == 2 and [each.row for each in runs.open_rows(first)] == [8]


def test_a_place_learned_later_corrects_the_rows_that_named_it(order, samples, alice, by_id):
    runs.run_import(order(samples / "ged.csv"))
    actions.add_places([Place("SY99", "governorate", "SY", "Al Wadi", "الوادي")], actor=alice, origin="a test")
    again = runs.run_import(order(samples / "ged.csv"))
    assert (again.new, again.corrected, again.repeated) == (1, 1, 6)
    assert by_id("ucdp-ged:900006").claim.where.places == ("SY99",)


def test_what_is_restricted_is_seen_by_its_groups_alone(order, samples, alice, bob):
    group = Group.objects.create(name="inner circle")
    bob.groups.add(group)
    runs.run_import(order(samples / "ged.csv", level=Level.RESTRICTED, groups=(group,)))
    assert Report.objects.visible_to(Viewer.of(bob)).count() == 7
    assert Report.objects.visible_to(Viewer.of(alice)).count() == 0
    assert not Import.objects.visible_to(Viewer.of(alice)).exists()
    assert not Document.objects.visible_to(Viewer.public()).exists()


def test_an_internal_import_is_not_public(order, samples):
    runs.run_import(order(samples / "ged.csv", level=Level.INTERNAL))
    assert Report.objects.visible_to(Viewer.public()).count() == 0
    assert not Import.objects.visible_to(Viewer.public()).exists()


def run_command(*arguments):
    return CliRunner().invoke(import_, [str(each) for each in arguments])


def test_the_command_sums_up_and_writes_its_errors(db, samples, tmp_path):
    done = run_command(samples / "ged.csv", "--level", "public", "--errors", tmp_path / "errors.csv")
    assert done.exit_code == 0, done.output
    told = " ".join(done.output.split())
    assert "rows 8" in told and "new reports 7" in told and "failed 1" in told
    assert "bounds contradict each other" in told and "row 8, date_end: it ends on 2018-11-20" in told
    with (tmp_path / "errors.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["row"] for row in rows] == ["8"] and rows[0]["field"] == "date_end"
    told, stood = list(rows[0])[:4], list(rows[0])[4:]
    assert told == ["row", "field", "value", "cause"]
    assert stood == [f"as it stood: {name}" for name in next(csv.reader((samples / "ged.csv").open(encoding="utf-8")))]
    assert rows[0]["as it stood: date_end"].startswith("2018-11-20") and None not in rows[0].values()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--format", "gedd"], "there is no format “gedd”"),
        (["--level", "restricted"], "go together"),
        (["--group", "nobody"], "there is no group nobody"),
        (["--as", "nobody"], "nobody may sign in as “nobody”"),
        (["--retry"], "was never imported"),
        (["--format", "table"], "--suggest writes a first one"),
    ],
)
def test_the_command_refuses_in_words(db, samples, arguments, words):
    done = run_command(samples / "ged.csv", *arguments)
    assert done.exit_code == 1 and words in done.output


def test_a_file_kept_with_a_weaker_protection_is_not_said_to_be_restricted(order, samples):
    group = Group.objects.create(name="inner circle")
    kept = runs.run_import(order(samples / "ged.csv", level=Level.INTERNAL)).document
    closed = order(samples / "ged.csv", level=Level.RESTRICTED, groups=(group,))
    for way in (runs.run_import, runs.dry_run):
        with pytest.raises(actions.Refused) as refused:
            way(closed)
        command = f'`dalil protect document {kept.address} --level restricted --group "inner circle"`'
        assert "is internal" in str(refused.value) and command in str(refused.value)
    actions.protect(kept, Level.RESTRICTED, actor=actions.system_actor(), groups=[group])
    assert runs.run_import(closed).failed == 1, "its one broken row"


def test_a_file_restricted_to_others_is_not_said_to_be_restricted_to_us(order, samples):
    ours, others = (Group.objects.create(name=name) for name in ("ours", "others"))
    runs.run_import(order(samples / "ged.csv", level=Level.RESTRICTED, groups=(others,)))
    with pytest.raises(actions.Refused, match="to other groups"):
        runs.run_import(order(samples / "ged.csv", level=Level.RESTRICTED, groups=(ours,)))


def test_a_public_import_says_what_keeps_it_from_the_public(order, samples, alice):
    actions.name_source("ucdp", actor=alice, level=Level.INTERNAL)
    run = runs.run_import(order(samples / "ged.csv"))
    assert Report.objects.visible_to(Viewer.public()).count() == 0
    assert [note for note in run.notes if "`dalil protect source ucdp --level public`" in note]
    assert not [note for note in run.notes if "source sohr" in note]


def test_a_public_import_of_an_internal_file_says_so(order, samples):
    document = runs.run_import(order(samples / "ged.csv", level=Level.INTERNAL)).document
    run = runs.run_import(order(samples / "ged.csv"))
    assert any(f"`dalil protect document {document.address} --level public`" in note for note in run.notes)


def test_a_source_that_cannot_have_a_code_is_a_failed_row(order, tmp_path):
    file = tmp_path / "strikes.csv"
    file.write_text("day,who\n2019-05-02,North Monitor\n2019-05-03,Unknown (north)\n", encoding="utf-8")
    columns = {"day": {"field": "when"}, "who": {"origin": True}}
    run = runs.run_import(order(file, {"kind": "incident", "columns": columns}))
    assert (run.new, run.failed) == (1, 1)
    assert "no code of a source" in run.failedrows.get().cause


def test_after_a_large_file_the_database_knows_how_much_it_holds(order, samples, monkeypatch):
    """Else PostgreSQL plans for an empty table, and a list by place takes a minute."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite plans by our indexes and counts nothing")
    monkeypatch.setattr(runs, "MANY", 3)
    runs.run_import(order(samples / "ged.csv"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'record_report'")
        assert cursor.fetchone()[0] == 7
