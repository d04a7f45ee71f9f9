"""The README's commands are run as they stand there, in a home of their own."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "intake" / "samples"
DALIL = Path(sys.executable).with_name("dalil")
PATIENCE = 120


def commands() -> list[list[str]]:
    """Every line of the README's shell blocks, without its comment, split as a shell splits it."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.strip()]
    return [shlex.split(line, comments=True) for line in lines]


def test_every_make_target_of_the_readme_is_one() -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    made = [words[1] for words in commands() if words[0] == "make"]
    assert made
    assert set(made) <= set(targets)


def test_the_commands_of_the_readme_do_what_they_say(tmp_path: Path, migrate_home: Callable[[Path], None]) -> None:
    migrate_home(tmp_path / "home")
    shutil.copy(SAMPLES / "ged.csv", tmp_path / "events.csv")
    left_out = {"DALIL_DATABASE_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    environment["DALIL_HOME"] = str(tmp_path / "home")
    run = [words[1:] for words in commands() if words[0] == ".venv/bin/dalil"]
    assert [words[0] for words in run] == ["import", "count", "status", "serve"]
    printed = []
    for words in run[:-1]:
        done = subprocess.run([DALIL, *words], cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        printed.append(done.stdout)
    imported, counted, status = printed
    assert "new reports" in imported
    assert "Killed" in counted
    assert "incident" in status
    _serve(run[-1], tmp_path, environment)


def _serve(words: list[str], folder: Path, environment: dict[str, str]) -> None:
    """Serve the home as the README says, on a port that is free, until the front page answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "serve.log").open("w") as log:
        server = subprocess.Popen(
            [DALIL, *words, "--port", str(port)], cwd=folder, env=environment, stdout=log, stderr=log
        )
        try:
            until = time.monotonic() + PATIENCE
            while time.monotonic() < until:
                assert server.poll() is None, (folder / "serve.log").read_text()
                try:
                    with urllib.request.urlopen(f"http://localhost:{port}/en/", timeout=5) as answer:
                        assert answer.status == 200
                        return
                except OSError:
                    time.sleep(0.3)
            pytest.fail(f"the front page did not answer within {PATIENCE} seconds")
        finally:
            server.terminate()
            server.wait(PATIENCE)
