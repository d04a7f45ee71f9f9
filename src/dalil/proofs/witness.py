"""What a partner does who cosigns the checkpoints of a log: it remembers the last one, and refuses whatever does not continue it.

It needs no database and none of the record: a folder holds its key, the logs that it knows, the last checkpoint of each, and the evidence of
what it refused. Whoever keeps such a folder on another machine makes it impossible to show two histories of one record.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dalil.home import read_key
from dalil.ledger.checkpoints import Checkpoint, read_signed
from dalil.ledger.merkle import Hashes, ProofFails, check_consistency, prove_consistency, root_of
from dalil.ledger.notes import COSIGNER, Note, PrivateKey, PublicKey
from dalil.ledger.tiles import TilesElsewhere
from dalil.proofs.evidence import keep_evidence
from dalil.proofs.tile_files import write_whole

KEY, LOG_KEY, LAST = "witness-key", "public-key", "checkpoint"


class NotContinued(Exception):
    """A checkpoint does not continue the last one of its log. evidence: the folder with both, and why."""

    def __init__(self, why: str, evidence: Path) -> None:
        self.evidence = evidence
        super().__init__(f"{why}. Nothing was signed; both checkpoints are kept in {evidence}")


class UnknownLog(Exception):
    """A checkpoint is of a log that this witness does not know."""


@dataclass(frozen=True)
class Witness:
    """A witness in a folder of its own."""

    folder: Path

    def key(self, name: str = "") -> PrivateKey:
        """Return the key of this witness. name: what to call it where it is made now. Raises ValueError for a name that is none."""
        made = name or f"witness-{time.time_ns():x}.invalid"
        return PrivateKey.read(read_key(self.folder, KEY, lambda: f"{PrivateKey.make(made, COSIGNER)}\n"))

    def add_log(self, line: str) -> PublicKey:
        """Watch a log from now on. line: its public key. Raises ValueError where it is none, or the name is that of another key."""
        key = PublicKey.read(line)
        kept = self._of(key.name) / LOG_KEY
        if kept.exists() and PublicKey.read(kept.read_text(encoding="utf-8")) != key:
            raise ValueError(f"the log {key.name} is known by another key; a log does not change its key")
        write_whole(kept, f"{key}\n".encode())
        return key

    def logs(self) -> list[PublicKey]:
        """Return the keys of the logs that are watched."""
        kept = sorted(self.folder.glob(f"logs/*/{LOG_KEY}"))
        return [PublicKey.read(each.read_text(encoding="utf-8")) for each in kept]

    def last_of(self, log: PublicKey) -> Checkpoint | None:
        """Return the last checkpoint of a log that was cosigned; None where none was."""
        kept = self._of(log.name) / LAST
        return read_signed(kept.read_text(encoding="utf-8"), log)[0] if kept.exists() else None

    def cosign(self, text: str, fetch: Callable[[str], bytes]) -> Note:
        """Check that a checkpoint continues the last one of its log; sign it, remember it, and return it with the signature.

        fetch: returns the bytes of a tile of the log by its path. Raises UnknownLog, NotContinued; NotSigned where the log did not sign it; and
        what `fetch` raises.
        """
        name = Checkpoint.read(Note.read(text).text).origin
        log = next((each for each in self.logs() if each.name == name), None)
        if log is None:
            raise UnknownLog(f"the log {name} is not watched here; add its key: dalil witness add FILE")
        checkpoint, note = read_signed(text, log)
        hashes = TilesElsewhere(fetch, checkpoint.size)
        last = self.last_of(log)
        if last is not None and (why := _not_continued(last, checkpoint, hashes)):
            raise NotContinued(why, self._keep_evidence(log, note, why))
        if last is None and root_of(hashes, checkpoint.size) != checkpoint.root:
            why = f"the tiles of {log.name} do not lead to the root of its checkpoint of {checkpoint.size:,} leaves"
            raise NotContinued(why, self._keep_evidence(log, note, why))
        signed = note.with_lines([self.key().cosign(note.text, int(time.time()))])
        write_whole(self._of(log.name) / LAST, str(signed).encode())
        return signed

    def _of(self, log: str) -> Path:
        return self.folder / "logs" / re.sub(r"[^A-Za-z0-9.-]", "_", log)

    def _keep_evidence(self, log: PublicKey, refused: Note, why: str) -> Path:
        last = self._of(log.name) / LAST
        files = {
            "cosigned-before": last.read_bytes() if last.exists() else b"",
            "refused": str(refused).encode(),
            LOG_KEY: f"{log}\n".encode(),
            "why": f"{why}\n".encode(),
        }
        return keep_evidence(self.folder / "evidence", files)


def _not_continued(last: Checkpoint, later: Checkpoint, hashes: Hashes) -> str:
    """Why a checkpoint does not continue the last one; empty where it does. Both are signed by the key of the log."""
    if later.size < last.size:
        return f"{later.origin} was rolled back: it had {last.size:,} leaves, and now shows {later.size:,}"
    if later.size == last.size and later.root != last.root:
        return f"{later.origin} was forked: it signed two roots over {later.size:,} leaves"
    proof = prove_consistency(hashes, last.size, later.size)
    try:
        check_consistency(last.size, last.root, later.size, later.root, proof)
    except ProofFails:
        return f"{later.origin} was forked: its {later.size:,} leaves do not begin with the {last.size:,} that it had"
    return ""
