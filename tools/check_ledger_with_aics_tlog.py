"""Check a ledger, and a proof of it, with a program that is not ours: aics-tlog, in an environment of its own. Nothing of Dalil is imported.

    python -m venv /tmp/foreign && /tmp/foreign/bin/pip install aics-tlog        # Python 3.12 or newer
    dalil ledger tiles tiles && dalil ledger key > log.key && dalil ledger prove report ADDRESS > proof.json
    /tmp/foreign/bin/python tools/check_ledger_with_aics_tlog.py tiles log.key [--witness witness.key] [--proof proof.json] [--before checkpoint]

It checks the note and its signatures, every tile against the root, the proof of a leaf, and that the ledger continues an earlier checkpoint.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import aics_tlog


def main() -> int:
    """Check what is asked, print what holds, and return 1 with the reason at the first that does not."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("tiles", type=Path)
    options.add_argument("key", type=Path)
    for name in ("witness", "proof", "before"):
        options.add_argument(f"--{name}", type=Path)
    asked = options.parse_args()
    try:
        check(asked)
    except (ValueError, aics_tlog.TileMissingError, aics_tlog.TileVerificationError) as error:
        print(f"refused: {error}", file=sys.stderr)
        return 1
    return 0


def check(asked: argparse.Namespace) -> None:
    """Check everything that was named. Raises ValueError, TileMissingError and TileVerificationError."""
    log = aics_tlog.read_vkey_file(asked.key.read_text())
    size, root = read_checkpoint((asked.tiles / "checkpoint").read_bytes(), log, asked.witness)
    print(f"{log.name} signed {size:,} leaves")
    tiles = aics_tlog.FileSystemTileReader(asked.tiles)
    aics_tlog.audit_tiles(tiles, size, root, entries=False)
    print("its tiles lead to the root")
    if asked.proof:
        proof = json.loads(asked.proof.read_text())
        index, many, own_root = check_leaf(proof, log)
        print(f"leaf {index:,} stands in the tree of {many:,}")
        if many == size and own_root != root:
            raise ValueError("the proof leads to another root than the tiles")
        path = aics_tlog.inclusion_proof_from_tiles(tiles, index, many, size)
        if [base64.b64encode(each).decode() for each in path] != proof["path"]:
            raise ValueError("the tiles give another path than the proof")
    if asked.before:
        old_size, old_root = read_checkpoint(asked.before.read_bytes(), log, None)
        path = aics_tlog.consistency_proof_from_tiles(tiles, old_size, size)
        if not aics_tlog.verify_consistency(old_size, size, old_root, root, path):
            raise ValueError(f"the ledger does not continue the {old_size:,} leaves that it had")
        print(f"it continues the {old_size:,} leaves that it had")


def read_checkpoint(note: bytes, log: Any, witness: Path | None) -> tuple[int, bytes]:
    """Check a signed note. witness: a file with the key of one who must have cosigned it."""
    cosigners = [aics_tlog.read_vkey_file(witness.read_text())] if witness else []
    checked = aics_tlog.verify_checkpoint(
        aics_tlog.parse_note(note), log, cosigners, len(cosigners), expected_origin=log.name
    )
    if not checked.ok:
        raise ValueError(f"the checkpoint does not hold: {checked.error or 'a cosignature is missing'}")
    return checked.size, checked.root


def check_leaf(proof: dict[str, Any], log: Any) -> tuple[int, int, bytes]:
    """Check the proof of one leaf: its fields against their commitments, its hash against the root."""
    size, root = read_checkpoint(proof["checkpoint"].encode(), log, None)
    commitments = proof["leaf"]["commitments"]
    for each in proof["leaf"]["fields"]:
        opened = hashlib.sha256(f"{each['salt']}\n{each['name']}\n{each['value']}".encode()).hexdigest()
        if opened not in commitments:
            raise ValueError(f"the field {each['name']} is not the one that was sealed")
    text = "".join(f"{line}\n" for line in ("dalil leaf v1", proof["leaf"]["noun"], *commitments))
    path = [base64.b64decode(each) for each in proof["path"]]
    if not aics_tlog.verify_inclusion(aics_tlog.leaf_hash(text.encode()), proof["index"], size, path, root):
        raise ValueError("the leaf is not in the tree")
    return proof["index"], size, root


if __name__ == "__main__":
    raise SystemExit(main())
