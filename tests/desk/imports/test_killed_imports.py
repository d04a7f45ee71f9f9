"""An import at the desk goes on in a process of its own; killed, it says so, and goes on without adding anything twice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

PREAMBLE = """
import io, sys, time, django
from django.conf import settings
from dalil.home import open_home
open_home(settings.DALIL_HOME)
django.setup()
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from dalil.desk.imports import tasks
from dalil.desk.imports.pending_imports import PendingImport, Stage, Task, list_pending, read_part, save_pending, stage_of, take_lock, write_part
from dalil.desk.pending_uploads import keep_upload
from dalil.intake.models import Import
from dalil.intake.run_lock import state_of
from dalil.record.models import Report
bob, _ = User.objects.get_or_create(username="bob", is_superuser=True)
"""

KILLED = """
rows = "".join(f"{1 + day % 28:02}.{1 + day // 28 % 12:02}.2019,{day}\\n" for day in range(4500))
upload = keep_upload(SimpleUploadedFile("days.csv", ("day,killed\\n" + rows).encode()), bob)
mapping = "kind: incident\\norigin: monitor\\ncolumns:\\n  day: {field: when, format: d/m/y}\\n  killed: {field: killed}\\n"
pending = save_pending(PendingImport(upload=upload, user=bob.pk, format="table", level=1, mapping=mapping))

def stay(pending):
    def progress(rows, part):
        write_part(pending, "progress", {"rows": rows, "part": part})
        print(rows, flush=True)
        time.sleep(600)
    return progress

tasks._progress_of = stay
lock = take_lock(pending)
write_part(pending, "task", Task.IMPORT)
tasks.work(pending)
"""

AGAIN = """
(pending,) = list_pending(bob)
run = Import.objects.get()
print(stage_of(pending), run.state, state_of(run), Report.objects.count())
assert tasks.start(pending, Task.IMPORT)
assert not tasks.start(pending, Task.IMPORT), "it is at work already"
until = time.monotonic() + 120
while stage_of(pending) == Stage.WORKING and time.monotonic() < until:
    time.sleep(0.1)
run = Import.objects.get()
print(stage_of(pending), state_of(run), run.rows, run.new, run.repeated, run.failed, Report.objects.count(), read_part(pending, "outcome"))
"""


@pytest.fixture
def start(tmp_path: Path, migrate_home):
    migrate_home(tmp_path / "home")
    environment = {**os.environ, "DALIL_HOME": str(tmp_path / "home"), "DJANGO_SETTINGS_MODULE": "dalil.settings"}
    environment.pop("DALIL_DATABASE_URL", None)
    return lambda code: subprocess.Popen(
        [sys.executable, "-c", PREAMBLE + code], env=environment, stdout=subprocess.PIPE, text=True
    )


def test_a_killed_import_says_so_and_goes_on_without_adding_anything_twice(start):
    killed = start(KILLED)
    assert killed.stdout.readline() == "2000\n"
    killed.kill()
    killed.wait(20)
    again = start(AGAIN)
    before, after = again.communicate(timeout=180)[0].splitlines()
    assert again.returncode == 0
    assert before == "killed running interrupted 2000"
    assert after == "done finished 4500 4500 0 0 4500 {'run': 1}"
