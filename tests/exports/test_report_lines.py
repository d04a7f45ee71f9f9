"""The same lines from every door: the API, the desk and the command line."""

import json
import os
import stat

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dalil.archive.protection import Level, Viewer
from dalil.cli.exporting import export
from dalil.exports import report_lines as lines_of_reports
from dalil.exports.report_lines import report_lines
from dalil.record import actions
from dalil.record.models import Report


def lines_for(viewer):
    return "".join(report_lines(Report.objects.visible_to(viewer), viewer))


@pytest.fixture
def record(enter, alice):
    enter({"when": "2019-05-01", "killed": "82+"}, origin="north-monitor", relay="paper", said="قُتل 82")
    wrong = enter({"when": "2019-05-02", "killed": 4}, origin="north-monitor")
    better = actions.Draft(
        claim=wrong.claim.model_copy(update={"killed": None}), document=wrong.document, attribution=wrong.attribution
    )
    actions.supersede(wrong, better, actor=alice, reason="the witness named a cellar")
    enter({"when": "2019-05-03"}, origin="south-monitor", level=Level.INTERNAL)
    return wrong


@pytest.fixture
def run(tmp_path):
    def one(*arguments):
        return CliRunner().invoke(export, list(map(str, arguments)))

    return one


@pytest.fixture
def browser(bob):
    bob.groups.add(Group.objects.get(name="analyst"))
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(pk=bob.pk))
    return client


def body(answer):
    return b"".join(answer.streaming_content).decode()


def test_the_doors_give_one_viewer_the_same_lines(record, run, browser, bob):
    expected = lines_for(Viewer.of(bob))
    assert expected.count("\n") == 4
    assert body(browser.get("/api/reports.jsonl")) == expected
    assert body(browser.get(reverse("desk:export_reports"))) == expected
    assert run("-", "--as", "bob").output == expected
    assert run("-").output == lines_for(Viewer.steward())
    assert run("-", "--public").output == lines_for(Viewer.public()) == body(Client().get("/api/reports.jsonl"))


def test_the_doors_are_narrowed_alike(record, run, browser):
    for asked in ({"source": "south-monitor"}, {"q": "قُتل"}, {"kind": "tally"}):
        options = [part for name, value in asked.items() for part in (f"--{name}", value)]
        expected = run("-", *options).output
        assert expected.count("\n") == (0 if "kind" in asked else 1)
        assert body(browser.get("/api/reports.jsonl", asked)) == expected
        assert body(browser.get(reverse("desk:export_reports"), asked)) == expected


def test_the_list_at_the_desk_leads_to_what_it_shows(record, browser):
    page = browser.get(reverse("desk:reports"), {"source": "south-monitor"}).content.decode()
    assert f'href="{reverse("desk:export_reports")}?source=south-monitor"' in page


def test_a_correction_that_the_viewer_may_not_see_is_not_told_of(record):
    public = [json.loads(line) for line in lines_for(Viewer.public()).splitlines()]
    assert not any("corrected_by" in line or "corrects" in line for line in public)
    told = next(line for line in map(json.loads, lines_for(Viewer.steward()).splitlines()) if "corrects" in line)
    assert told["corrects"] == [record.address] and told["reasons"] == {record.address: "the witness named a cellar"}


def test_the_reason_of_a_correction_is_for_members(record):
    for report in Report.objects.visible_to(Viewer.steward()):
        actions.protect(report, Level.PUBLIC, actor=report.entered_by)
    public = lines_for(Viewer.public())
    assert '"corrects"' in public and '"corrected_by"' in public and "cellar" not in public


def test_a_file_is_written_whole_for_its_owner_alone_and_not_over_another(record, run, tmp_path):
    file = tmp_path / "reports.jsonl"
    assert run(file).exit_code == 0
    assert file.read_text(encoding="utf-8") == lines_for(Viewer.steward())
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    again = run(file)
    assert again.exit_code == 1 and "--overwrite" in again.output
    assert run(file, "--overwrite", "--public").exit_code == 0
    assert file.read_text(encoding="utf-8") == lines_for(Viewer.public())
    assert sorted(each.name for each in tmp_path.iterdir() if each.is_file()) == ["reports.jsonl"]


def test_the_documents_go_along_and_a_damaged_one_is_named(record, run, tmp_path, document):
    from dalil.archive import folder_store

    assert "1 document in" in run(tmp_path / "reports.jsonl", "--documents").output
    assert (tmp_path / "documents" / document.sha256).read_bytes() == folder_store.path_of(document.sha256).read_bytes()
    kept = folder_store.path_of(document.sha256)
    kept.chmod(0o600)
    kept.write_bytes(b"changed")
    (tmp_path / "next").mkdir()
    done = run(tmp_path / "next" / "reports.jsonl", "--documents")
    assert done.exit_code == 1 and document.sha256 in done.output
    assert list((tmp_path / "next" / "documents").iterdir()) == []


def test_a_document_stays_in_which_a_report_stands_that_may_not_leave(record, enter, run, tmp_path, document):
    actions.protect(document, Level.INTERNAL, actor=User.objects.get(username="alice"))
    enter({"when": "2019-05-04"}, level=Level.RESTRICTED, groups=[Group.objects.create(name="circle")])
    done = run(tmp_path / "reports.jsonl", "--documents", "--as", "alice")
    assert "left out: 1 document, they hold reports that may not leave" in done.output
    assert list((tmp_path / "documents").iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-", "--public", "--as", "bob"), "two viewers"),
        (("-", "--as", "nobody"), "nobody may sign in"),
        (("-", "--documents"), "needs a FILE"),
        (("-", "--kind", "rumour"), "there is no kind"),
        (("/nowhere/at/all.jsonl",), "No such file"),
    ],
)
def test_what_cannot_be_done_is_said(db, bob, run, arguments, words):
    done = run(*arguments)
    assert done.exit_code and words in done.output


def test_a_portion_costs_the_same_queries_however_many_reports_it_holds(enter, monkeypatch):
    monkeypatch.setattr(lines_of_reports, "AT_ONCE", 10)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert lines_for(Viewer.public())
        return len(captured)

    for number in range(5):
        enter({"when": f"2019-05-1{number}"}, origin=f"monitor-{number}")
    few = queries()
    for number in range(5):
        enter({"when": f"2019-06-1{number}"}, origin=f"monitor-{number + 5}")
    assert queries() == few
    for number in range(10):
        enter({"when": f"2019-07-1{number}"}, origin=f"monitor-{number}")
    assert queries() <= 2 * few
