"""The training tools and the benchmarks of the text engine start: what they import is there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = [*ROOT.glob("tools/train_*.py"), *ROOT.glob("benchmarks/text_*.py")]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_it_imports_all_it_needs(script: Path) -> None:
    folders = os.pathsep.join(str(ROOT / folder) for folder in ("src", "benchmarks", script.parent.name))
    done = subprocess.run(
        [sys.executable, "-c", f"import {script.stem}"],
        env={**os.environ, "PYTHONPATH": folders},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
