"""Every write is sealed in its own transaction, on both databases; what an earlier version wrote is sealed once, and said so."""

from __future__ import annotations

import hashlib

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from dalil.archive.protection import Level
from dalil.ledger.inclusion import InclusionProof, NoProof
from dalil.ledger.merkle import HashesInMemory, root_of
from dalil.ledger.notes import PrivateKey
from dalil.proofs import sealing, signing
from dalil.proofs.kept_hashes import KeptHashes, count_leaves, read_hashes
from dalil.proofs.models import Leaf, Remark, Salt, SignedCheckpoint, Subtree
from dalil.proofs.proving import NotProven, Prover
from dalil.proofs.writing import seal_what_stood_before, writing
from dalil.record import actions
from dalil.record.models import LogEntry, Report, Verdict, Withdrawal

pytestmark = pytest.mark.django_db


def leaves_of(model):
    return Leaf.objects.filter(noun=model.LEAF.code)


def test_each_table_with_leaves_has_a_code_of_its_own(monkeypatch):
    with_leaves = {model for model in apps.get_models() if hasattr(model, "LEAF")}
    assert set(sealing.sealed_models().values()) == with_leaves
    monkeypatch.setattr(Withdrawal, "LEAF", Report.LEAF)
    with pytest.raises(ImproperlyConfigured, match="one code"):
        sealing.sealed_models.__wrapped__()


def test_each_row_that_is_said_or_decided_has_one_leaf(enter, alice, bob):
    one, two = enter({"when": "2019-05-01", "killed": "82+"}, origin="north-monitor"), enter({"when": "2019-05-01"})
    judgement = actions.judge(one, two, Verdict.SAME, actor=bob)
    actions.retract(judgement, actor=bob)
    withdrawal = actions.withdraw(two, actor=alice, reason="told twice")
    for model in sealing.sealed_models().values():
        keys = set(model._base_manager.values_list("pk", flat=True))
        assert set(leaves_of(model).values_list("row_key", flat=True)) == keys, model
    assert leaves_of(Report).count() == 2 and leaves_of(type(withdrawal)).count() == 1
    assert sorted(Leaf.objects.values_list("number", flat=True)) == list(range(count_leaves()))
    assert sealing.count_unsealed() == 0


def test_what_fails_leaves_no_leaf(enter, alice):
    report = enter({"when": "2019-05-01"})
    before = count_leaves()
    with pytest.raises(actions.Refused):
        actions.withdraw(report, actor=alice, reason=" ")
    with pytest.raises(RuntimeError), writing():
        actions.withdraw(report, actor=alice, reason="told twice")
        raise RuntimeError
    assert count_leaves() == before
    assert not Withdrawal.objects.exists()


def test_a_decision_that_is_taken_back_is_sealed_too(enter, alice):
    report = enter({"when": "2019-05-01"})
    withdrawal = actions.withdraw(report, actor=alice, reason="told twice")
    actions.reinstate(report, actor=alice, reason="it was not")
    remark = Remark.objects.get(what=Remark.What.TAKEN_BACK)
    assert remark.detail["noun"] == "withdrawal" and remark.detail["row"] == withdrawal.pk
    assert leaves_of(Remark).filter(row_key=remark.pk).exists()


def test_the_kept_subtrees_are_those_of_the_tree(alice):
    with writing():
        LogEntry.objects.bulk_create([LogEntry(actor=alice, verb="named", model="source") for _ in range(700)])
    with writing():
        LogEntry.objects.bulk_create([LogEntry(actor=alice, verb="named", model="source") for _ in range(100)])
    size = count_leaves()
    tree = HashesInMemory(read_hashes(0, 0, size))
    assert Subtree.objects.count() == size // 256 >= 3
    assert root_of(KeptHashes(), size) == root_of(tree, size)
    assert root_of(KeptHashes(), 600) == root_of(tree, 600)


def test_a_row_is_proven_with_a_field_withheld(enter, alice):
    report = enter({"when": "2019-05-01", "killed": "82+"}, said="the exact words", origin="north-monitor")
    signed = signing.sign_checkpoint("headline of the day")
    proof = Prover(signed).prove(report, {"address", "content.killed", "document"})
    read = InclusionProof.read(proof.as_plain())
    checkpoint = read.check(signing.public_key())
    assert checkpoint.not_before == "headline of the day" and checkpoint.size == count_leaves()
    shown = {field.name: field.value for field in read.leaf.fields}
    assert shown["address"] == report.address and set(shown) == {"address", "content.killed", "document"}
    assert "the exact words" not in str(proof.as_plain()) and read.leaf.withheld > 5
    plain = proof.as_plain()
    plain["leaf"]["fields"][0]["value"] = "0000000000000000"
    with pytest.raises(NoProof):
        InclusionProof.read(plain).check(signing.public_key())
    with pytest.raises(NoProof):
        read.check(PrivateKey.make(signing.public_key().name).public)


def test_a_report_made_public_later_is_proven_as_it_was_entered(enter, alice):
    report = enter({"when": "2019-05-01"}, level=Level.INTERNAL)
    actions.protect(report, Level.PUBLIC, actor=alice)
    proof = Prover(signing.sign_checkpoint()).prove(Report.objects.get(pk=report.pk))
    assert {field.name: field.value for field in proof.leaf.fields}["level"] == "1"
    proof.check(signing.public_key())


def test_without_its_salt_a_row_is_proven_no_more_and_the_tree_stands(enter, alice):
    report, other = enter({"when": "2019-05-01"}), enter({"when": "2019-05-02"})
    before = signing.sign_checkpoint()
    root = root_of(KeptHashes(), before.size)
    with writing():
        assert sealing.destroy_salt(Report, [report.pk], actor=alice, reason="erased by law") == 1
    assert root_of(KeptHashes(), before.size) == root
    after = signing.sign_checkpoint()
    with pytest.raises(NotProven, match="destroyed"):
        Prover(after).prove(report)
    Prover(after).prove(other).check(signing.public_key())
    assert Remark.objects.get(what=Remark.What.SALT_DESTROYED).detail["reason"] == "erased by law"


def test_a_home_of_an_earlier_version_is_sealed_once_and_the_ledger_says_so(enter, alice, monkeypatch):
    before = count_leaves()
    with monkeypatch.context() as earlier:
        earlier.setattr("dalil.proofs.writing.seal_new", lambda: 0)
        for day in range(1, 6):
            enter({"when": f"2019-05-0{day}"}, origin="north-monitor")
    assert count_leaves() == before
    monkeypatch.setattr("dalil.proofs.writing.SEALED_TOGETHER", 3)
    told, ticks = [], []
    done = seal_what_stood_before(told.append, ticks.append)
    assert done == told[0] == sum(ticks) == count_leaves() - before
    assert Remark.objects.get().what == Remark.What.SEALED_LATE
    assert sealing.count_unsealed() == 0
    assert seal_what_stood_before(told.append, ticks.append) == 0
    assert Remark.objects.count() == 1


def test_the_latest_checkpoint_stands_in_the_home_with_the_tiles(enter, home):
    enter({"when": "2019-05-01"})
    signed = signing.sign_checkpoint()
    assert signing.sign_checkpoint().pk == signed.pk, "where nothing is new nothing is signed"
    assert (home / "ledger" / "checkpoint").read_text() == signed.note
    tile = (home / f"ledger/tile/0/000.p/{signed.size}").read_bytes()
    assert tile == b"".join(read_hashes(0, 0, signed.size))


def test_no_other_history_is_signed(enter, home):
    enter({"when": "2019-05-01"})
    signed = signing.sign_checkpoint()
    with pytest.raises(RuntimeError), transaction.atomic():
        enter({"when": "2019-05-02"})
        signing.sign_checkpoint()
        raise RuntimeError
    with pytest.raises(signing.AnotherHistory, match="an older database"):
        signing.sign_checkpoint()
    assert SignedCheckpoint.objects.count() == 1
    (home / "ledger" / "checkpoint").write_text(signed.note)
    _past_the_triggers("UPDATE proofs_leaf SET hash = %s WHERE number = 0", [hashlib.sha256(b"x").digest()])
    enter({"when": "2019-05-03"})
    with pytest.raises(signing.AnotherHistory, match="not those that were signed"):
        signing.sign_checkpoint()


def test_after_an_old_backup_a_log_of_another_name_begins_and_says_why(enter, alice, home):
    enter({"when": "2019-05-01"})
    signing.sign_checkpoint()
    old = signing.public_key()
    with pytest.raises(signing.NotOneLine):
        signing.begin_anew(actor=alice, reason=" ")
    signed = signing.begin_anew(actor=alice, reason="put back from a backup")
    new = signing.public_key()
    assert new.name == f"{old.name}-2" and new.raw != old.raw and signed.log == new.name
    remark = Remark.objects.get(what=Remark.What.BEGUN_ANEW)
    assert remark.detail["log"] == str(old) and remark.detail["reason"] == "put back from a backup"
    assert len(list(home.glob("ledger-until-*/checkpoint"))) == 1
    assert len(list(home.glob("ledger-key-until-*"))) == 1


def test_leaves_cannot_be_changed_or_taken_out(enter):
    enter({"when": "2019-05-01"})
    for statement in ("UPDATE proofs_leaf SET noun = 9", "DELETE FROM proofs_leaf", "DELETE FROM proofs_remark"):
        if "remark" in statement:
            with writing():
                sealing.add_remark(Remark.What.TAKEN_BACK)
        with pytest.raises(Exception, match="refused"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Salt.objects.count() == count_leaves()


def _past_the_triggers(statement, values):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            cursor.execute("DROP TRIGGER proofs_leaf_no_update")
        cursor.execute(statement, values)
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = origin")
