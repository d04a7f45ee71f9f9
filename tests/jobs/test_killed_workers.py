"""Workers that are killed again and again: every task is done all the same, and its effect is there once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from killing import KILLS, on_postgresql_where_long, tell

pytestmark = pytest.mark.long

AT_LEAST = max(20, int(KILLS))
"""So often workers are killed; DALIL_TEST_KILLS says how often."""

STORY = f"""
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from dalil.jobs import reaping
from dalil.jobs.models import Slot
from dalil.jobs.worker import do_what_waits
from some_tasks import leave_a_trace
reaping.MOST_WORKERS = 1_000_000  # each dies young here, whatever it does
done, window = 0, 0.15
while True:
    if not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists():
        if killed >= {AT_LEAST}:
            break
        first = DBTaskResult.objects.count()
        for number in range(first, first + 40):
            leave_a_trace.enqueue(number)
    attempt(lambda: do_what_waits(f"worker {{killed}}"), some_moment(window))
    reaping.reap(timezone.now())
    before, done = done, DBTaskResult.objects.filter(status="SUCCESSFUL").count()
    window *= 0.9 if done > before else 1.5  # a machine with more to do gets further only in a longer time
again = DBTaskResult.objects.filter(worker_ids__1__isnull=False).count()
traces = list(Slot.objects.values_list("name", flat=True))
numbers = {{"traces": len(traces), "different": len(set(traces)), "tasks": DBTaskResult.objects.count()}}
print(json.dumps({{"killed": killed, "again": again, **numbers}}))
"""


@on_postgresql_where_long
def test_killed_again_and_again_every_task_is_done_once(new_home, database, monkeypatch):
    paths = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    monkeypatch.setenv("PYTHONPATH", paths)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "dalil.settings")
    home, url = new_home("workers", database)
    there = tell(home, STORY, url=url)
    assert there["killed"] >= AT_LEAST and there["again"] > 0, "nothing was cut off"
    assert there["traces"] == there["different"] == there["tasks"]


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
