"""Where the data of the benchmarks is: the folder that DALIL_SHARED names, or ../shared beside the repository."""

from __future__ import annotations

import os
from pathlib import Path


def shared_data() -> Path:
    """The folder `data`; raises FileNotFoundError that says how to set it."""
    root = Path(os.environ.get("DALIL_SHARED") or Path(__file__).resolve().parent.parent.parent / "shared")
    if not (root / "data").is_dir():
        raise FileNotFoundError(f"no data in {root}; set DALIL_SHARED to the folder that holds data/")
    return root / "data"
