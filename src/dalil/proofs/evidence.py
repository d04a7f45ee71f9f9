"""What is kept of a log that shows two histories: what it signed before, what it signed now, its key, and why that was refused."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from dalil.proofs.tile_files import write_whole


def keep_evidence(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Keep files as evidence, in a new folder below this one that is named by the moment. Returns that. Files without content are left out."""
    moment = f"{time.strftime('%Y-%m-%dT%H%M%SZ', time.gmtime())}-{time.time_ns() % 10**6:06}"
    for name, content in files.items():
        if content:
            write_whole(folder / moment / name, content)
    return folder / moment
