"""Checkpoints as signed notes: read back, checked by openssl too, and refused where anything of them was changed."""

from __future__ import annotations

import base64
import shutil
import subprocess

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from dalil.ledger.checkpoints import Checkpoint, NoCheckpoint, read_signed
from dalil.ledger.notes import COSIGNER, Note, NotSigned, PrivateKey, PublicKey

KEY = PrivateKey("example.org/record", 1, bytes(range(32)))
PARTNER = PrivateKey("partner.example", COSIGNER, bytes(range(32, 64)))
CHECKPOINT = Checkpoint("example.org/record", 8, bytes(range(32)), ("not-before headline of the day",))


def signed() -> Note:
    text = CHECKPOINT.text()
    return Note(text, (KEY.sign(text),))


def test_a_checkpoint_is_read_back_as_it_was_signed():
    checkpoint, note = read_signed(str(signed()), KEY.public)
    assert checkpoint == CHECKPOINT and checkpoint.not_before == "headline of the day"
    assert str(note) == str(signed())


def test_the_note_of_the_go_language_is_read():
    """The example of golang.org/x/mod/sumdb/note, which C2SP signed-note describes."""
    key = PublicKey.read("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    note = Note.read(
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    assert note.is_signed_by(key)
    with pytest.raises(NotSigned):
        Note(note.text.replace("answer", "anwser"), note.lines).is_signed_by(key)


def test_a_cosigner_says_when_it_saw_the_checkpoint():
    note = signed().with_lines([PARTNER.cosign(CHECKPOINT.text(), 1_780_000_000)])
    assert note.signed_at(PARTNER.public) == 1_780_000_000
    assert signed().signed_at(PARTNER.public) is None
    line = base64.b64decode(note.lines[1].split()[-1])
    later = line[:4] + (1_790_000_000).to_bytes(8, "big") + line[12:]
    forged = Note(note.text, (f"— {PARTNER.name} {base64.b64encode(later).decode()}\n",))
    with pytest.raises(NotSigned):
        forged.signed_at(PARTNER.public)


def test_another_key_of_the_same_name_is_not_the_key_of_the_log():
    another = PrivateKey.make("example.org/record")
    text = CHECKPOINT.text()
    with pytest.raises(NotSigned, match="not signed by the key"):
        read_signed(str(Note(text, (another.sign(text),))), KEY.public)


@pytest.mark.parametrize(
    "change",
    [("\n8\n", "\n9\n"), ("headline", "heedline"), ("example.org/record\n", "example.com/record\n")],
)
def test_a_changed_checkpoint_is_refused(change):
    with pytest.raises(NotSigned):
        read_signed(str(signed()).replace(*change, 1), KEY.public)


@pytest.mark.parametrize(
    "text", ["", "a\n", "a\n1\n", "a\nx\nAAAA\n", "a\n01\n" + "A" * 43 + "=\n", "a\n1\nAAAA\n", "a\n1\n!\n"]
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(NoCheckpoint):
        Checkpoint.read(text)


def test_keys_are_read_from_their_lines_and_nothing_else_is():
    for key in (KEY, PARTNER):
        assert PublicKey.read(str(key.public)) == key.public
        assert PrivateKey.read(str(key)) == key
    for line in ("", "a+b", "a+00000000+AAAA", str(KEY.public).replace("example", "exemple"), str(KEY)):
        with pytest.raises(ValueError):
            PublicKey.read(line)
    with pytest.raises(ValueError):
        PrivateKey.make("a name")
    assert "PRIVATE" not in repr(KEY)


def test_openssl_alone_checks_the_signature(tmp_path):
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")
    note = signed()
    public = Ed25519PublicKey.from_public_bytes(KEY.public.raw)
    (tmp_path / "key.pem").write_bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    (tmp_path / "text").write_text(note.text)
    (tmp_path / "signature").write_bytes(base64.b64decode(note.lines[0].split()[-1])[4:])
    command = "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in text -sigfile signature"
    done = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, text=True)
    assert "Verified Successfully" in done.stdout, done.stderr
