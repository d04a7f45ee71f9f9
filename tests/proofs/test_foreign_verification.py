"""A program that is not ours (aics-tlog, in an environment of its own) checks our notes, tiles and proofs, and refuses what does not hold.

DALIL_TEST_AICS_TLOG names the Python of that environment; where it is not set, these stories are left out.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from dalil.ledger.checkpoints import Checkpoint
from dalil.ledger.notes import COSIGNER, Note, PrivateKey
from dalil.proofs import cosigners
from dalil.proofs.models import Remark
from dalil.proofs.proving import Prover
from dalil.proofs.sealing import add_remark
from dalil.proofs.signing import folder_of_log, log_key, public_key, sign_checkpoint
from dalil.proofs.tile_files import note_with_cosignatures, write_tiles
from dalil.proofs.witness import Witness
from dalil.proofs.writing import writing

PYTHON = os.environ.get("DALIL_TEST_AICS_TLOG", "")
SCRIPT = Path(__file__).parents[2] / "tools" / "check_ledger_with_aics_tlog.py"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not PYTHON, reason="DALIL_TEST_AICS_TLOG names the Python of an environment with aics-tlog"),
]


def grow(many):
    with writing():
        for number in range(many):
            add_remark(Remark.What.LOG_OF_ACCESS, number=number, digest="")


@pytest.fixture
def given(enter, tmp_path):
    """What an outsider is given: the tiles of 700 leaves and some, the keys, a proof, and an earlier checkpoint."""
    report = enter({"when": "2019-05-01", "killed": "82+"}, origin="north-monitor", said="أكثر من 82 قتيلًا")
    grow(300)
    (tmp_path / "before").write_text(note_with_cosignatures(sign_checkpoint()))
    grow(400)
    signed = sign_checkpoint("a headline of today")
    witness = Witness(tmp_path / "witness")
    cosigners.trust(str(witness.key("witness.example").public))
    witness.add_log(str(public_key()))
    cosigners.attach(str(witness.cosign(signed.note, lambda path: (folder_of_log() / path).read_bytes())))
    write_tiles(tmp_path / "tiles", signed)
    (tmp_path / "log.key").write_text(f"{public_key()}\n")
    (tmp_path / "witness.key").write_text(f"{witness.key().public}\n")
    (tmp_path / "proof.json").write_text(json.dumps(Prover(signed).prove(report).as_plain()))
    return tmp_path


def check(given, *, fails=False):
    words = [
        PYTHON,
        SCRIPT,
        "tiles",
        "log.key",
        "--witness",
        "witness.key",
        "--proof",
        "proof.json",
        "--before",
        "before",
    ]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(words, cwd=given, env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode != 0) is fails, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_it_checks_our_note_cosignature_tiles_proof_and_continuation(given):
    said = check(given)
    assert "its tiles lead to the root" in said and "stands in the tree" in said and "it continues the" in said


def with_another_size(note, key):
    checkpoint = Checkpoint.read(Note.read(note).text)
    text = Checkpoint(checkpoint.origin, checkpoint.size - 1, checkpoint.root, checkpoint.further).text()
    return text, str(Note(text, (key.sign(text),)))


def test_it_refuses_a_changed_size_a_changed_tile_and_another_history(given):
    checkpoint, kept = given / "tiles" / "checkpoint", {}
    for name in ("tiles/checkpoint", "tiles/tile/0/001", "before", "proof.json"):
        kept[name] = (given / name).read_bytes()
    text, signed_anew = with_another_size(kept["tiles/checkpoint"].decode(), log_key())
    signatures = kept["tiles/checkpoint"].decode().partition("\n\n")[2]
    checkpoint.write_text(f"{text}\n{signatures}")
    assert "does not hold" in check(given, fails=True)
    checkpoint.write_text(signed_anew)
    assert "refused" in check(given, fails=True)
    checkpoint.write_bytes(kept["tiles/checkpoint"])

    tile = bytearray(kept["tiles/tile/0/001"])
    tile[40] ^= 1
    (given / "tiles/tile/0/001").write_bytes(tile)
    assert "refused" in check(given, fails=True)
    (given / "tiles/tile/0/001").write_bytes(kept["tiles/tile/0/001"])

    before = Checkpoint.read(Note.read(kept["before"].decode()).text)
    text = Checkpoint(before.origin, before.size, bytes(32)).text()
    (given / "before").write_text(str(Note(text, (log_key().sign(text),))))
    assert "does not continue" in check(given, fails=True)
    (given / "before").write_bytes(kept["before"])

    proof = json.loads(kept["proof.json"])
    proof["leaf"]["fields"][0]["value"] += "!"
    (given / "proof.json").write_text(json.dumps(proof))
    assert "not the one that was sealed" in check(given, fails=True)
    (given / "proof.json").write_bytes(kept["proof.json"])

    (given / "witness.key").write_text(f"{PrivateKey.make('witness.example', COSIGNER).public}\n")
    assert "does not hold" in check(given, fails=True)
