"""What somebody did past Dalil is found and named, on both databases."""

from __future__ import annotations

import hashlib
import io
import os

import pytest
from django.db import connection

from dalil.archive.folder_store import path_of
from dalil.archive.models import Document
from dalil.archive.protection import Level
from dalil.ledger.checkpoints import Checkpoint
from dalil.ledger.notes import COSIGNER, Note, PrivateKey
from dalil.proofs import cosigners, signing
from dalil.proofs.models import Leaf, Salt, SignedCheckpoint
from dalil.proofs.sealing import destroy_salt
from dalil.proofs.writing import writing
from dalil.record import actions
from dalil.record.models import LogEntry, Report, Verdict, Withdrawal
from dalil.verification.checking import CheckRequest, verify

pytestmark = pytest.mark.django_db


def findings(**asked):
    return {(each.type, *map(str, each.facts.values())) for each in verify(CheckRequest(**asked))}


def types(**asked):
    return {each.type for each in verify(CheckRequest(**asked))} - {"guard_missing"}


def past_the_guards(*statements):
    """Do what the keeper of the machine could: with the triggers off, and on again."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            guards = [(name, sql) for name, sql in cursor.fetchall() if "_no_" in name]
            for name, _ in guards:
                cursor.execute(f'DROP TRIGGER "{name}"')
        for statement, values in statements:
            cursor.execute(statement, values)
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = origin")
        else:
            for _, sql in guards:
                cursor.execute(sql)


@pytest.fixture
def record(enter, alice, bob):
    """A small record with one of everything, and a checkpoint over it."""
    reports = [enter({"when": f"2019-05-0{day}", "killed": "82+"}, origin="north-monitor") for day in range(1, 5)]
    actions.protect(enter({"when": "2019-06-01"}, level=Level.INTERNAL), Level.PUBLIC, actor=alice)
    actions.judge(reports[0], reports[1], Verdict.SAME, actor=bob)
    actions.withdraw(reports[2], actor=alice, reason="told twice")
    actions.reinstate(reports[2], actor=alice, reason="it was not")
    actions.supersede(reports[3], replaced(reports[3]), actor=alice, reason="a slip")
    signing.sign_checkpoint("headline of the day")
    return reports


def replaced(report):
    from dalil.record.kind import kind_of

    claim = kind_of(report.kind).model_validate({"when": "2019-05-04", "killed": "83"})
    return actions.Draft(
        claim=claim, document=report.document, attribution=report.attribution, locator="corrected", level=Level.PUBLIC
    )


def test_an_untouched_record_is_as_it_was_sealed(record):
    ticks = []
    assert list(verify(CheckRequest(), ticks.append)) == []
    assert list(verify(CheckRequest(sample=3))) == []
    assert sum(ticks) > 0


def test_a_changed_byte_of_a_file(record, document):
    place = path_of(document.sha256)
    place.chmod(0o600)
    place.write_bytes(place.read_bytes().replace(b"bulletin", b"bulletim"))
    assert findings() == findings(sample=9) == {("file_changed", document.sha256)}


def test_a_missing_file_and_one_that_nobody_named(record, document):
    place = path_of(document.sha256)
    other = place.with_name(hashlib.sha256(b"x").hexdigest())
    place.rename(other)
    assert findings() == {("file_missing", document.sha256), ("file_unnamed", other.name)}


def test_a_row_that_was_changed_by_sql(record):
    past_the_guards(("UPDATE record_report SET said = %s WHERE id = %s", ["another word", record[0].pk]))
    number = Leaf.objects.get(noun=Report.LEAF.code, row_key=record[0].pk).number
    assert findings() == {("row_changed", "report", record[0].address, str(number))}
    assert types(sample=10**6) == {"row_changed"}


def test_a_level_that_was_changed_by_sql(record):
    Report.objects.filter(pk=record[0].pk).update(level=Level.INTERNAL)
    assert findings() == {("level_changed", "report", record[0].address, "1")}


def test_a_decision_that_was_taken_back_by_sql(record, alice):
    withdrawal = actions.withdraw(record[1], actor=alice, reason="not ours")
    Withdrawal.objects.filter(pk=withdrawal.pk).update(taken_back_at=withdrawal.at, taken_back_by=alice)
    assert findings() == {("taken_back_unsealed", "withdrawal", str(withdrawal.pk))}


def test_a_deleted_row(record):
    number = Leaf.objects.get(noun=Withdrawal.LEAF.code).number
    key = Withdrawal.everything.get().pk
    past_the_guards(("DELETE FROM record_withdrawal", []))
    assert ("row_missing", "withdrawal", str(number), str(key)) in findings()


def test_a_row_that_was_put_in(record):
    past_the_guards(
        (
            "INSERT INTO record_withdrawal (report_id, actor_id, reason, at) SELECT id, entered_by_id, 'x', entered_at FROM record_report "
            "WHERE id = %s",
            [record[0].pk],
        )
    )
    assert types() == {"row_unsealed"}


def test_a_removed_document_with_its_row(record, alice):
    other = actions.receive_document(io.BytesIO(b"another"), actor=alice, title="Another", media_type="text/plain")
    os.unlink(path_of(other.sha256))
    past_the_guards(
        ("DELETE FROM archive_custodyevent WHERE document_id = %s", [other.pk]),
        ("DELETE FROM archive_document WHERE id = %s", [other.pk]),
    )
    found = findings()
    assert {each[0] for each in found} == {"row_missing", "named_in_log"}
    assert any(other.sha256 in each for each in found)


def test_a_removed_document_with_its_row_its_leaf_and_its_words_in_the_log(record, alice, enter):
    other = actions.receive_document(io.BytesIO(b"another"), actor=alice, title="Another", media_type="text/plain")
    change = LogEntry.objects.order_by("-pk").first()
    enter({"when": "2020-01-01"})
    signing.sign_checkpoint()
    number = Leaf.objects.get(noun=Document.LEAF.code, row_key=other.pk).number
    os.unlink(path_of(other.sha256))
    past_the_guards(
        ("DELETE FROM archive_custodyevent WHERE document_id = %s", [other.pk]),
        ("DELETE FROM archive_document WHERE id = %s", [other.pk]),
        ("DELETE FROM proofs_leaf WHERE number = %s", [number]),
        ("DELETE FROM proofs_salt WHERE number = %s", [number]),
        ("UPDATE record_logentry SET subjects = '[]' WHERE id = %s", [change.pk]),
    )
    assert {"leaf_missing", "root_differs", "row_changed"} <= types()


def test_a_cut_tail(record, home):
    size = SignedCheckpoint.objects.first().size
    past_the_guards(
        ("DELETE FROM proofs_leaf WHERE number >= %s", [size - 3]),
        ("DELETE FROM proofs_salt WHERE number >= %s", [size - 3]),
    )
    assert {each for each in findings() if each[0] == "cut_tail"} == {
        ("cut_tail", str(size), "the database", str(size - 3)),
        ("cut_tail", str(size), "the home", str(size - 3)),
    }


def test_two_leaves_that_changed_places(record, home):
    one, other = Leaf.objects.filter(noun=Report.LEAF.code).order_by("number")[:2]
    past_the_guards(
        ("UPDATE proofs_leaf SET number = -1 WHERE number = %s", [one.number]),
        ("UPDATE proofs_leaf SET number = %s WHERE number = %s", [one.number, other.number]),
        ("UPDATE proofs_leaf SET number = %s WHERE number = -1", [other.number]),
        ("UPDATE proofs_salt SET number = -1 WHERE number = %s", [one.number]),
        ("UPDATE proofs_salt SET number = %s WHERE number = %s", [one.number, other.number]),
        ("UPDATE proofs_salt SET number = %s WHERE number = -1", [other.number]),
    )
    named = {each for each in findings() if each[0] == "leaf_differs"}
    assert named == {("leaf_differs", str(each.number), str(home / "ledger")) for each in (one, other)}
    assert {"root_differs", "leaf_differs", "forked"} == types()


def test_an_old_database_under_a_newer_checkpoint(record, enter, home):
    kept = SignedCheckpoint.objects.first().size
    with pytest.raises(RuntimeError), writing():
        enter({"when": "2020-01-01"})
        signing.sign_checkpoint()
        raise RuntimeError
    assert "cut_tail" in types()
    assert SignedCheckpoint.objects.first().size == kept


def test_a_forked_log_is_seen_by_who_kept_a_checkpoint(record, tmp_path, home):
    kept = tmp_path / "kept"
    kept.write_text(SignedCheckpoint.objects.first().note)
    key = signing.log_key()
    size = SignedCheckpoint.objects.first().size
    text = Checkpoint(key.name, size, hashlib.sha256(b"another history").digest()).text()
    other = tmp_path / "other"
    other.write_text(str(Note(text, (key.sign(text),))))
    assert types(checkpoints=[kept]) == set()
    assert findings(checkpoints=[kept, other]) == {("forked", str(size), str(other))}


def test_a_checkpoint_that_is_signed_with_another_key(record, tmp_path):
    another = PrivateKey.make(signing.public_key().name)
    text = Note.read(SignedCheckpoint.objects.first().note).text
    forged = tmp_path / "forged"
    forged.write_text(str(Note(text, (another.sign(text),))))
    assert types(checkpoints=[forged]) == {"another_key"}
    past_the_guards(("UPDATE proofs_signedcheckpoint SET note = %s", [forged.read_text()]))
    assert types() == {"another_key"}


def test_a_forged_cosignature(record, tmp_path):
    partner = PrivateKey.make("partner.example", COSIGNER)
    cosigners.trust(str(partner.public))
    note = Note.read(SignedCheckpoint.objects.first().note)
    line = partner.cosign(note.text.replace("headline", "heedline"), 1_780_000_000)
    kept = tmp_path / "kept"
    kept.write_text(str(note.with_lines([line])))
    assert types(checkpoints=[kept]) == {"cosigner_forged"}


def test_a_salt_that_went_without_a_word(record, alice):
    leaves = Leaf.objects.filter(noun=Report.LEAF.code).order_by("number")
    Salt.objects.filter(number=leaves[0].number).delete()
    with writing():
        destroy_salt(Report, [leaves[1].row_key], actor=alice, reason="erased by law")
    assert findings() == {("salt_missing", str(leaves[0].number))}


def test_the_log_of_access_is_sealed_up_to_each_checkpoint(record, alice):
    from dalil.access import log
    from dalil.access.models import AccessEntry, Action

    log.write(Action.READ, [("report", record[0].address)])
    signing.sign_checkpoint()
    assert types() == set()
    last = AccessEntry.objects.order_by("-number").first()
    using = log.log_database()
    from django.db import connections

    with connections[using].cursor() as cursor:
        if connections[using].vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            for guard in ("access_accessentry_no_update", "access_accessentry_no_delete"):
                cursor.execute(f'DROP TRIGGER IF EXISTS "{guard}"')
        cursor.execute("UPDATE access_accessentry SET digest = 'x' WHERE number = %s", [last.number])
    assert {"access_broken", "access_differs"} == types()


def test_a_guard_that_was_taken_away(record):
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL the same is tried with the triggers off")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER record_report_no_update")
    assert findings() == {("guard_missing", "record_report_no_update")}


def test_a_check_goes_on_where_it_was_stopped(record, alice, home, monkeypatch):
    from dalil.verification import file_check

    monkeypatch.setattr(file_check, "AT_ONCE", 1)
    for number in range(3):
        actions.receive_document(io.BytesIO(b"%d" % number), actor=alice, title="x", media_type="text/plain")
    read = []

    def stop_after_two(done):
        if done < 1000:
            read.append(done)
            if len(read) == 3:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(verify(CheckRequest(), stop_after_two))
    first = len(read)
    assert list(verify(CheckRequest(resume=True), lambda done: read.append(done) if done < 1000 else None)) == []
    assert first < len(read) < 2 * Document.objects.count()
