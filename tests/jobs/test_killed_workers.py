"""Workers that are killed again and again: every task is done all the same, and its effect is there once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

TASKS = int(os.environ.get("DALIL_TASKS_UNDER_KILLS", "40"))
"""Some 20 kills; with 400 there are 200, which takes a minute."""

STORY = f"""
import os, random, signal, time
import django; django.setup()
from django.db import connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from dalil.jobs import reaping
from dalil.jobs.models import Slot
from dalil.jobs.worker import do_what_waits
from some_tasks import leave_a_trace
reaping.MOST_WORKERS = 1_000_000  # each dies young here, whatever it does
for number in range({TASKS}):
    leave_a_trace.enqueue(number)
kills = 0
while DBTaskResult.objects.exclude(status="SUCCESSFUL").exists():
    connections.close_all()
    worker = os.fork()
    if not worker:
        do_what_waits(f"worker {{kills}}")
        os._exit(0)
    time.sleep(random.uniform(0.01, 0.15))
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    kills += 1
    reaping.reap(timezone.now())
again = DBTaskResult.objects.filter(worker_ids__1__isnull=False).count()
print(kills, again, Slot.objects.count(), len(set(Slot.objects.values_list("name"))), DBTaskResult.objects.count())
"""


def test_killed_again_and_again_every_task_is_done_once(tmp_path, migrate_home):
    migrate_home(tmp_path / "home")
    paths = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "DALIL_HOME": str(tmp_path / "home"), "PYTHONPATH": paths}
    environment |= {"DJANGO_SETTINGS_MODULE": "dalil.settings"}
    environment.pop("DALIL_DATABASE_URL", None)
    done = subprocess.run([sys.executable, "-c", STORY], env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    kills, again, traces, different, tasks = map(int, done.stdout.split())
    assert kills >= TASKS // 10 and again > 0, "nothing was cut off"
    assert traces == different == tasks == TASKS


@pytest.mark.django_db
def test_a_worker_whose_parent_is_gone_ends(tmp_path, migrate_home):
    migrate_home(tmp_path / "home")
    environment = {**os.environ, "DALIL_HOME": str(tmp_path / "home")}
    environment.pop("DALIL_DATABASE_URL", None)
    dalil = Path(sys.executable).with_name("dalil")
    nobody = subprocess.run(
        [dalil, "worker", "--parent", "1"], env=environment, capture_output=True, text=True, timeout=60
    )
    assert nobody.returncode == 0, nobody.stderr
