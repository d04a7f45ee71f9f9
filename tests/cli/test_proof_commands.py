"""`dalil ledger`, `dalil witness` and `dalil verify`: from signing to a partner who refuses a fork."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import transaction

from dalil.archive.folder_store import path_of
from dalil.cli.proof import ledger, witness
from dalil.cli.verifying import verify
from dalil.ledger.checkpoints import Checkpoint
from dalil.ledger.notes import Note
from dalil.proofs import signing
from dalil.proofs.models import SignedCheckpoint

pytestmark = pytest.mark.django_db


def run(command, *words, fails=False):
    done = CliRunner().invoke(command, list(map(str, words)))
    assert (done.exit_code != 0) == fails, done.output
    return done.output


@pytest.fixture
def partner(tmp_path):
    """A partner in a folder of its own, who watches this log; its lines are trusted here."""
    folder, key, log = tmp_path / "partner", tmp_path / "partner.key", tmp_path / "log.key"
    key.write_text(run(witness, "--in", folder, "key", "--name", "partner.example"))
    log.write_text(run(ledger, "key"))
    assert "partner.example is trusted" in run(ledger, "trust", key)
    run(witness, "--in", folder, "add", log)
    return folder


def test_a_partner_cosigns_what_continues_and_the_lines_come_back(enter, partner, tmp_path):
    enter({"when": "2019-05-01"})
    tiles, back = tmp_path / "tiles", tmp_path / "cosigned"
    assert "tiles written" in run(ledger, "tiles", tiles)
    run(witness, "--in", partner, "cosign", tiles, "--out", back)
    assert "partner.example saw it at" in run(ledger, "attach", back)
    assert "Nothing new" in run(ledger, "attach", back)
    assert "cosigned by partner.example" in run(ledger, "list")
    enter({"when": "2019-05-02"})
    run(ledger, "tiles", tiles)
    run(witness, "--in", partner, "cosign", tiles, "--out", back)
    assert f"{SignedCheckpoint.objects.first().size} leaves" in run(witness, "--in", partner, "list")
    assert "Everything is as it was sealed" in run(verify, "--checkpoint", back, "--tiles", tiles)


def test_a_forked_log_is_refused_and_the_evidence_kept(enter, partner, tmp_path):
    enter({"when": "2019-05-01"})
    run(ledger, "tiles", tmp_path / "before")
    kept = SignedCheckpoint.objects.first()
    with pytest.raises(RuntimeError), transaction.atomic():
        enter({"when": "2019-05-02", "killed": "5"})
        run(ledger, "tiles", tmp_path / "shown")
        raise RuntimeError
    run(witness, "--in", partner, "cosign", tmp_path / "shown")
    shutil.rmtree(signing.folder_of_log())
    for day in range(3, 7):
        enter({"when": f"2019-05-0{day}"})
    run(ledger, "tiles", tmp_path / "another")
    assert "was forked" in run(witness, "--in", partner, "cosign", tmp_path / "another", fails=True)
    assert "was rolled back" in run(witness, "--in", partner, "cosign", tmp_path / "before", fails=True)
    evidence = sorted(partner.glob("evidence/*"))
    assert len(evidence) == 2
    for each in evidence:
        before, refused = ((each / name).read_text() for name in ("cosigned-before", "refused"))
        sizes = [Checkpoint.read(Note.read(note).text).size for note in (before, refused)]
        assert sizes[0] > kept.size and (each / "why").read_text() and (each / "public-key").read_text()


def test_two_roots_over_one_size_are_a_fork(enter, partner, tmp_path):
    enter({"when": "2019-05-01"})
    run(ledger, "tiles", tmp_path / "tiles")
    run(witness, "--in", partner, "cosign", tmp_path / "tiles")
    size, key = SignedCheckpoint.objects.first().size, signing.log_key()
    text = Checkpoint(key.name, size, bytes(32)).text()
    (tmp_path / "tiles" / "checkpoint").write_text(str(Note(text, (key.sign(text),))))
    assert "two roots" in run(witness, "--in", partner, "cosign", tmp_path / "tiles", fails=True)


def test_tiles_that_do_not_lead_to_the_root_are_not_cosigned(enter, partner, tmp_path):
    enter({"when": "2019-05-01"})
    run(ledger, "tiles", tmp_path / "tiles")
    tile = next((tmp_path / "tiles").rglob("000.p/*"))
    tile.write_bytes(tile.read_bytes()[::-1])
    assert "do not lead to the root" in run(witness, "--in", partner, "cosign", tmp_path / "tiles", fails=True)


def test_a_log_that_is_not_watched_and_a_line_of_a_stranger(enter, partner, tmp_path):
    enter({"when": "2019-05-01"})
    run(ledger, "tiles", tmp_path / "tiles")
    stranger = tmp_path / "stranger"
    assert "is not watched here" in run(witness, "--in", stranger, "cosign", tmp_path / "tiles", fails=True)
    log = tmp_path / "log.key"
    run(witness, "--in", stranger, "add", log)
    run(witness, "--in", stranger, "cosign", tmp_path / "tiles", "--out", tmp_path / "back")
    assert "of a partner whose key is known" in run(ledger, "attach", tmp_path / "back", fails=True)
    assert "the key of a log" in run(ledger, "trust", log, fails=True)


def test_a_proof_is_printed_with_what_is_shown_and_checked_with_the_key_alone(enter, tmp_path):
    report = enter({"when": "2019-05-01", "killed": "82+"}, said="the exact words")
    run(ledger, "sign", "--not-before", "headline of the day")
    (tmp_path / "proof").write_text(run(ledger, "prove", "report", report.address, "--show", "address"))
    (tmp_path / "key").write_text(run(ledger, "key"))
    told = run(ledger, "check", tmp_path / "proof", "--key", tmp_path / "key")
    assert f"address: {report.address}" in told and "fields are withheld" in told and "headline of the day" in told
    assert "the exact words" not in (tmp_path / "proof").read_text()
    plain = json.loads((tmp_path / "proof").read_text())
    plain["leaf"]["fields"][0]["value"] = "another"
    (tmp_path / "proof").write_text(json.dumps(plain))
    assert "another value of address" in run(ledger, "check", tmp_path / "proof", fails=True)
    assert "there is no report nothing" in run(ledger, "prove", "report", "nothing", fails=True)


def test_verify_names_what_is_wrong_and_ends_with_one(enter, document):
    enter({"when": "2019-05-01"})
    run(ledger, "sign")
    assert "Everything is as it was sealed" in run(verify)
    assert "What was drawn is as it was sealed" in run(verify, "--sample", "5")
    Path(path_of(document.sha256)).unlink()
    told = run(verify, fails=True)
    assert f"the file of document {document.sha256} is missing" in told and "1 findings" in told
