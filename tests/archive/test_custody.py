"""What is done with a document is written down, sealed, and shown; a file that is lost is put back from a second copy."""

from __future__ import annotations

import hashlib
import io
import shutil

import pytest
from click.testing import CliRunner

from dalil.archive.folder_store import path_of
from dalil.archive.models import CustodyEvent, Document
from dalil.archive.protection import Level
from dalil.cli.archive import archive
from dalil.proofs.models import Leaf
from dalil.record import actions
from dalil.verification.checking import CheckRequest, verify

pytestmark = pytest.mark.django_db

TEXT = b"A letter, written for the tests."


def run(*words, fails=False):
    done = CliRunner().invoke(archive, list(map(str, words)))
    assert (done.exit_code != 0) == fails, done.output
    return done.output


@pytest.fixture
def letter(alice):
    return actions.receive_document(
        io.BytesIO(TEXT), actor=alice, title="Letter", media_type="text/plain", url="https://example.org/letter"
    )


def events(document):
    return [(each.what, each.actor.username) for each in CustodyEvent.objects.filter(document=document)]


def test_what_is_received_made_of_another_and_published_has_its_events(letter, alice, edith):
    cleaned = actions.receive_document(
        io.BytesIO(b"A letter."),
        actor=edith,
        title="Letter, cleaned",
        media_type="text/plain",
        parent=letter,
        relation=Document.Relation.REDACTION,
    )
    actions.protect(letter, Level.PUBLIC, actor=edith)
    assert events(letter) == [("received", "alice"), ("hashed", "alice"), ("redacted", "edith"), ("published", "edith")]
    hashed = CustodyEvent.objects.get(document=letter, what="hashed")
    assert hashed.detail["sha512"] == hashlib.sha512(TEXT).hexdigest()
    assert hashed.tool.startswith("dalil ") and hashed.host
    assert CustodyEvent.objects.get(what="redacted").detail["output"] == cleaned.sha256
    assert Leaf.objects.filter(noun=CustodyEvent.LEAF.code).count() == CustodyEvent.objects.count() == 6
    told = run("custody", letter.address)
    assert "by alice" in told and "published  by edith" in told and hashed.detail["sha512"] in told and "UTC (" in told


def test_the_same_bytes_again_begin_no_custody_anew(letter, alice):
    actions.receive_document(io.BytesIO(TEXT), actor=alice, title="Again", media_type="text/plain")
    assert Document.objects.count() == 1 and len(events(letter)) == 2


def test_files_are_put_back_from_a_second_copy_and_what_was_damaged_stays(letter, document, alice, home, tmp_path):
    shutil.copytree(home / "documents", tmp_path / "copy" / "documents")
    assert "Every file is as it was received" in run("check")
    path_of(letter.sha256).unlink()
    place = path_of(document.sha256)
    place.chmod(0o600)
    place.write_bytes(b"damaged")
    assert "2 findings" in run("check", fails=True)
    told = run("repair", "--from", tmp_path / "copy")
    assert "was missing: put back" in told and "was damaged: put back" in told
    assert path_of(letter.sha256).read_bytes() == TEXT
    assert [each.read_bytes() for each in place.parent.glob(".damaged-*")] == [b"damaged"]
    assert events(letter)[-1] == ("copied", "dalil")
    assert list(verify(CheckRequest())) == []


def test_a_copy_that_is_damaged_too_is_not_taken(letter, tmp_path):
    copy = tmp_path / letter.sha256[:2] / letter.sha256
    copy.parent.mkdir()
    copy.write_bytes(b"damaged too")
    path_of(letter.sha256).unlink()
    assert "no whole copy" in run("repair", "--from", tmp_path, fails=True)
    assert not path_of(letter.sha256).exists() and not list(path_of(letter.sha256).parent.glob(".arriving-*"))
    assert f"{letter.sha256}" in run("list") and "(missing)" in run("list")
