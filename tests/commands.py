"""Commands as they are typed, in a home of their own and in a process of its own."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

IN_TURN = """
import json, sys
from dalil.cli import main
for words in json.loads(sys.argv[1]):
    main(words, standalone_mode=False)
"""


def environment_of(home: Path, url: str = "") -> dict[str, str]:
    """The environment in which a command works in a home. url: of its database, where that is not the file in the home."""
    left = {name: value for name, value in os.environ.items() if name != "DALIL_DATABASE_URL"}
    return left | {"DALIL_HOME": str(home)} | ({"DALIL_DATABASE_URL": url} if url else {})


def say_in(home: Path, *commands: str, url: str = "", folder: Path | None = None, fails: bool = False) -> str:
    """What commands of `dalil` say in a home. Several are run in turn in one process, because each process starts Django anew."""
    lines = [shlex.split(command) for command in commands]
    dalil = str(Path(sys.executable).with_name("dalil"))
    words = [dalil, *lines[0]] if len(lines) == 1 else [sys.executable, "-c", IN_TURN, json.dumps(lines)]
    done = subprocess.run(words, env=environment_of(home, url), cwd=folder, capture_output=True, text=True, timeout=300)
    assert (done.returncode != 0) is fails, done.stdout + done.stderr
    return done.stdout + done.stderr
