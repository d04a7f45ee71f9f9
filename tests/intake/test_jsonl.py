"""Dalil's own reports as lines: what one record exports another takes in under the same addresses."""

import io
import json
import shutil

import pytest

from dalil.archive import folder_store
from dalil.archive.protection import Level, Viewer
from dalil.exports.report_lines import report_lines
from dalil.record import actions
from dalil.record.models import Report, Withdrawal
from dalil.wording.where import say_where


def everything():
    return Report.objects.visible_to(Viewer.steward())


def lines_of(viewer=None):
    return list(report_lines(everything(), viewer or Viewer.public()))


@pytest.fixture
def told(enter, alice):
    strike = {"when": "2019-05-02", "killed": "82+", "where": {"places": ["SY07"], "name": "إدلب"}}
    enter(
        strike,
        origin="north-monitor",
        relay="paper",
        said="قُتل 82",
    )
    wrong = enter({"when": "2019-05-03", "killed": 4}, origin="north-monitor")
    draft = actions.Draft(
        claim=wrong.claim.model_copy(update={"killed": None}),
        document=wrong.document,
        attribution=wrong.attribution,
        level=Level.PUBLIC,
    )
    actions.supersede(wrong, draft, actor=alice, reason="nobody had counted")
    gone = enter({"when": "2019-05-04"}, origin=None)
    actions.withdraw(gone, actor=alice, reason="it was a rumour")
    return {report.address for report in everything()}


@pytest.fixture
def elsewhere(settings, tmp_path, alice):
    """Another record: the tables emptied by undoing all that this test wrote, and a home of its own."""
    from django.db import transaction

    point = transaction.savepoint()

    def leave(folder):
        lines = lines_of()
        (folder / "documents").mkdir(parents=True)
        for document in {report.document for report in everything()}:
            shutil.copy(folder_store.path_of(document.sha256), folder / "documents" / document.sha256)
        (folder / "reports.jsonl").write_text("".join(lines), encoding="utf-8")
        return folder / "reports.jsonl"

    def clear():
        transaction.savepoint_rollback(point)
        settings.DALIL_HOME = tmp_path / "elsewhere"
        settings.DALIL_HOME.mkdir()

    return leave, clear


@pytest.fixture
def sent(elsewhere, tmp_path, request, alice):
    """The lines of what `told` entered, with the record as it was before."""
    leave, clear = elsewhere
    addresses = request.getfixturevalue("told")
    file = leave(tmp_path / "sent")
    clear()
    return file, addresses


def test_the_lines_come_in_under_the_same_addresses(sent, run_import):
    file, addresses = sent
    assert not everything().exists()
    run = run_import(file)
    assert (run.new, run.failed) == (4, 0)
    assert {report.address for report in everything()} == addresses


def test_corrections_and_withdrawals_come_along(sent, run_import):
    run_import(sent[0])
    assert everything().exclude(superseded_by=None).get().claim.killed.low == 4
    assert Withdrawal.objects.get().reason == "it was a rumour"


def test_the_lines_that_come_out_again_are_the_same(sent, run_import):
    run_import(sent[0])
    assert "".join(lines_of()) == sent[0].read_text(encoding="utf-8")


def test_brought_in_twice_they_add_nothing(sent, run_import):
    run_import(sent[0])
    again = run_import(sent[0])
    assert (again.new, again.repeated, again.corrected) == (0, 4, 0)


def test_a_name_of_a_source_that_was_taken_back_is_taken_back_where_it_was_imported(
    enter, run_import, tmp_path, alice, bob
):
    report = enter({"when": "2019-05-02"}, origin="north-monitor")
    source = report.attribution.credits.get().source
    former = actions.add_alias(source, "Northern Watch", actor=bob)
    actions.remove_alias(former, actor=bob)
    line = json.loads(next(iter(report_lines(everything(), Viewer.steward()))))
    assert line["sources"] == {"former_aliases": {"north-monitor": ["Northern Watch"]}}
    mine = actions.add_alias(source, "Norther Monitor", actor=alice)
    theirs = actions.add_alias(source, "The Northerners", actor=bob)
    line["sources"] = {"former_aliases": {"north-monitor": ["norther monitor", "The Northerners", "Nobody's Name"]}}
    file = tmp_path / "reports.jsonl"
    file.write_text(json.dumps(line) + "\n", encoding="utf-8")
    run = run_import(file)
    for alias in (mine, theirs):
        alias.refresh_from_db()
    assert mine.taken_back_at is not None and theirs.taken_back_at is None, "what somebody else said here stands"
    assert any(
        "The Northerners" in note["said"] if isinstance(note, dict) else "The Northerners" in note for note in run.notes
    )
    before = source.aliases.count()
    run_import(file)
    assert source.aliases.count() == before, "brought in again it adds nothing"


def test_a_document_that_is_not_there_is_named_and_the_row_waits(sent, run_import, order):
    from dalil.intake import runs

    file, _ = sent
    shutil.move(file.parent / "documents", file.parent / "kept")
    run = run_import(file)
    assert (run.new, run.failed) == (0, 4)
    failed = run.failedrows.first()
    assert failed.field == "document" and len(failed.value) == 64 and "documents" in failed.cause
    shutil.move(file.parent / "kept", file.parent / "documents")
    assert runs.retry(order(file), run).new == 4


def test_a_line_that_was_changed_on_the_way_is_refused(sent, run_import):
    file, _ = sent
    lines = file.read_text(encoding="utf-8").splitlines()
    changed = json.loads(lines[0])
    changed["content"]["killed"]["low"] = 81
    file.write_text(
        "\n".join([json.dumps(changed), "{not json", json.dumps({**json.loads(lines[3]), "kind": "rumour"})]),
        encoding="utf-8",
    )
    run = run_import(file)
    assert [(row.row, row.field) for row in run.failedrows.all()] == [(1, "digest"), (2, "line"), (3, "kind")]


def test_what_the_receiver_may_not_see_is_not_exported(told, enter, alice):
    hidden = enter({"when": "2019-06-01"}, origin="witness-7", level=Level.INTERNAL)
    text = "".join(lines_of(Viewer.public()))
    assert hidden.address not in text and "witness-7" not in text
    assert hidden.address in "".join(lines_of(Viewer.steward()))


def test_a_code_that_no_gazetteer_has_is_kept_flagged_and_said_as_it_is(enter, run_import, tmp_path):
    whole = enter({"when": "2019-05-02"}, origin="north-monitor")
    line = json.loads(next(iter(report_lines(everything().filter(pk=whole.pk), Viewer.steward()))))
    del line["address"], line["digest"]
    file = tmp_path / "lines.jsonl"
    file.write_text(json.dumps({**line, "content": {"when": "2019-05-02", "where": {"places": ["XX_9"]}}}))
    run = run_import(file)
    assert (run.new, run.failed) == (1, 0)
    report = everything().latest("pk")
    assert report.flags == ["place_unresolved"]
    assert [say_where(report.claim.where, language) for language in ("en", "ar")] == ["XX_9", "XX_9"]


DOCUMENT = {"sha256": "0" * 64}
LINE = {"dalil": 1, "kind": "incident", "content": {"when": "2019-05-02"}, "document": DOCUMENT}


@pytest.mark.parametrize(
    ("line", "field", "words"),
    [
        ("[" * 100_000, "line", "nested deeper"),
        ('{"dalil": ' + "9" * 5000 + "}", "line", "not a number"),
        ('{"dalil": 1, "content": NaN}', "line", "not a number"),
        ({**LINE, "attribution": [1]}, "attribution", "not an object"),
        ({**LINE, "attribution": {"origins": {"code": "a"}}}, "origins", "not a list"),
        ({**LINE, "attribution": {"origins": [{"code": ["a"]}]}}, "code", "not a text"),
        ({**LINE, "attribution": {"origins": [{"code": "a+b"}]}}, "sources", "no code of a source"),
        ({**LINE, "attribution": {"relays": [{"code": "unknown"}]}}, "sources", "no code of a source"),
        ({**LINE, "attribution": {"relays": [{"code": "a", "en": "\ud800"}]}}, "en", "not text"),
        ({**LINE, "document": "here"}, "document", "not an object"),
        ({**LINE, "address": {"a": 1}}, "address", "not the one it claims"),
        ({**LINE, "document": {"sha256": "../../etc/passwd"}}, "sha256", "64 hexadecimal"),
        ({**LINE, "flags": [1]}, "flags", "list of texts"),
        ({**LINE, "flags": ["made_up"]}, "flags", "no flag"),
        ({**LINE, "corrects": [[1]]}, "corrects", "list of texts"),
        ({**LINE, "withdrawn": {"why": 1}}, "withdrawn", "not a text"),
        ({**LINE, "judged": {"other": "x"}}, "judged", "not a list"),
        ({**LINE, "judged": [{"other": "x", "verdict": "maybe"}]}, "judged", "same, different"),
        ({**LINE, "judged": [{"other": "x", "verdict": "same", "at": "soon"}]}, "judged", "when it was made"),
        ({**LINE, "judged": [{"other": "x", "verdict": "same", "score": "high"}]}, "judged", "is a number"),
        ({**LINE, "sources": {"aliases": ["a"]}}, "sources", "further names"),
        ({**LINE, "sources": {"aliases": {"a": ["?!"]}}}, "sources", "no name of a source"),
        ({**LINE, "sources": {"judged": [{"kept": "a", "other": "b"}]}}, "attribution", "a source is told as"),
        ({**LINE, "level": ["public"]}, "level", "no level"),
        ({**LINE, "locator": "p" * 201}, "locator", "200 at the most"),
        ({**LINE, "content": {"when": "2011..9999"}}, "content.when", "the year 9999 cannot be meant"),
        ({"dalil": 1}, "kind", "there is no kind"),
    ],
)
def test_a_line_of_another_shape_is_a_failed_row_and_the_next_ones_come_in(
    line, field, words, enter, run_import, tmp_path
):
    whole = enter({"when": "2019-05-02"}, origin="north-monitor")
    good = next(iter(report_lines(everything().filter(pk=whole.pk), Viewer.steward())))
    file = tmp_path / "lines.jsonl"
    file.write_text(f"{good}{line if isinstance(line, str) else json.dumps(line)}\n{good}", encoding="utf-8")
    run = run_import(file)
    assert (run.rows, run.repeated, run.failed) == (3, 2, 1)
    failed = run.failedrows.get()
    assert (failed.row, failed.field) == (2, field) and words in failed.cause


def test_what_a_document_is_comes_along_and_an_older_line_says_nothing_of_it(
    enter, alice, elsewhere, run_import, tmp_path
):
    note = actions.receive_document(
        io.BytesIO(b"A note of our own."),
        actor=alice,
        title="On the strike",
        media_type="text/plain",
        type="own_note",
        level=Level.PUBLIC,
    )
    enter({"when": "2019-05-02", "killed": 3}, document=note)
    leave, clear = elsewhere
    lines = leave(tmp_path / "sent")
    clear()
    assert json.loads(lines.read_text(encoding="utf-8"))["document"]["type"] == "own_note"
    run_import(lines)
    assert everything().get().document.is_own_note


def test_a_document_of_no_known_type_is_refused_and_a_line_without_one_is_not(enter, run_import, tmp_path):
    report = enter({"when": "2019-05-02"})
    line = json.loads(lines_of()[0])
    older = {key: value for key, value in line["document"].items() if key != "type"}
    file = tmp_path / "lines.jsonl"
    file.write_text(
        "".join(
            json.dumps({**line, "document": document}) + "\n" for document in (older, {**older, "type": "secret_paper"})
        ),
        encoding="utf-8",
    )
    run = run_import(file)
    assert (run.repeated, run.failed) == (1, 1)
    assert run.failedrows.get().field == "document.type"
    assert everything().get().address == report.address
