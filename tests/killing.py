"""Stories of processes that are really killed (SIGKILL), again and again, at moments drawn over the whole of what they do.

Each story is a program of its own that has Django ready and forks for every attempt. DALIL_TEST_KILLS says how often it kills; where it is
set, the long stories are told on PostgreSQL too. What each story counted is printed: `pytest -rP` shows it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from commands import environment_of

KILLS = os.environ.get("DALIL_TEST_KILLS", "4")
LONG = pytest.mark.skipif("DALIL_TEST_KILLS" not in os.environ, reason="the long variant: DALIL_TEST_KILLS=200")
on_each_database = pytest.mark.parametrize("database", ["sqlite", "postgresql"])
on_postgresql_where_long = pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=LONG)])

PRELUDE = """
import io, json, os, random, resource, shutil, signal, sys, time
from pathlib import Path
from dalil.cli import prepare_django
prepare_django("")
from django.conf import settings
from django.db import connection, connections, transaction
from dalil.archive import fetching, store
from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.record import actions
from dalil.record.kind import kind_of
from dalil.record.models import Report
from dalil.verification.checking import CheckRequest, verify
from dalil.verification.sweeping import sweep_unnamed

HOME, KILLS = Path(os.environ["DALIL_HOME"]), int(os.environ["KILLS"])
STEWARD = Viewer.steward()
random.seed(7)
killed = 0

def tell_all(document, days, actor):
    attribution = actions.credit_sources([actions.name_source("north-monitor", actor=actor, en="North")], [])
    drafts = [
        actions.Draft(
            claim=kind_of("incident").model_validate({"when": f"201{day % 9}-05-{1 + day % 28:02}", "killed": str(day)}),
            document=document, attribution=attribution, level=Level.INTERNAL, locator=f"row {day}",
        )
        for day in range(days)
    ]
    actions.enter_reports(drafts, actor=actor)

class Undone(Exception):
    pass

def attempt(what, seconds=None, limit=None):
    \"\"\"Do something in a process of its own, which is killed after so many seconds. Returns how it ended; 0 where by itself, and well.\"\"\"
    global killed
    connections.close_all()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            if limit is not None:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            what()
            code = 0
        except Undone:
            code = 0
        except Exception as error:
            if limit is None:
                print(type(error).__name__, error, file=sys.stderr)
            code = 3 if isinstance(error, OSError) else 4
        finally:
            os._exit(code)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    ended = os.waitpid(child, 0)[1]
    killed += ended == signal.SIGKILL
    wait_for_server()
    return ended

def wait_for_server():
    \"\"\"PostgreSQL may still be committing for a process that is gone: wait until it has noticed, half a minute at the longest.\"\"\"
    if connection.vendor != "postgresql":
        return
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND backend_type = 'client backend'"
    )
    until = time.monotonic() + 30
    with connection.cursor() as cursor:
        while True:
            cursor.execute(others)
            (there,) = cursor.fetchone()
            if not there:
                return
            assert time.monotonic() < until, f"{there} others are still at the database"
            time.sleep(0.005)

def seconds_for(what, undone=True):
    \"\"\"How long something takes in a process of its own. undone: what it wrote into the database is undone.\"\"\"
    def rehearse():
        with transaction.atomic():
            what()
            raise Undone
    begun = time.monotonic()
    assert attempt(rehearse if undone else what) == 0
    return time.monotonic() - begun

def some_moment(whole):
    return random.uniform(0.0, whole)

def check_whole():
    found = [each.say() for each in verify(CheckRequest()) if each.type != "file_unnamed"]
    assert not found, found[:5]
    for document in Document.objects.visible_to(STEWARD):
        store.open_verified(document.sha256).close()

def check_swept():
    \"\"\"What killed processes left is put aside after a day, and gone after a month there; nothing that is named is.\"\"\"
    later = time.time() + 2 * 86_400
    sweep_unnamed(later)
    sweep_unnamed(later + 40 * 86_400)
    found = [each.say() for each in verify(CheckRequest())]
    assert not found, found[:5]
    left = [str(each) for each in HOME.rglob("*") if ".arriving-" in each.name or each.name.startswith("bundle-")]
    left += [str(each) for each in (HOME / "ledger").rglob(".*")] + [str(each) for each in (HOME / "swept").glob("*")]
    assert not left, left

def end(**told):
    check_whole()
    check_swept()
    print(json.dumps({"killed": killed, **told}))
"""


def tell(home: Path, story: str, *words: object, url: str = "") -> dict[str, Any]:
    """Run a story in a home, and return what its last line tells. url: of its database, where that is not the file in the home."""
    command = [sys.executable, "-c", PRELUDE + story, *map(str, words)]
    environment, begun = {**environment_of(home, url), "KILLS": KILLS}, time.monotonic()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=1800)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(f"{home.parent.name} on {'PostgreSQL' if url else 'SQLite'} in {time.monotonic() - begun:.0f} s: {told}")
    return told
