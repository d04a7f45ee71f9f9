"""Several processes read while another writes: each answer is whole, none goes back, and all end with the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

PREAMBLE = """
import io, json, sys, time, django
from django.conf import settings
from dalil.home import open_home
open_home(settings.DALIL_HOME)
django.setup()
from dalil.archive.protection import Level, Viewer
from dalil.columns import projection
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.record import actions
from dalil.record.kind import kind_of
PUBLIC = Viewer.public()
"""

WRITER = """
actor = actions.system_actor()
document = actions.receive_document(io.BytesIO(b"bulletin"), actor=actor, title="Bulletin", media_type="text/plain", level=Level.PUBLIC)
whom = actions.credit_sources([actions.name_source("north-monitor", actor=actor, level=Level.PUBLIC)])
for day in range(1, 25):
    claim = kind_of("incident").model_validate({"when": f"2019-05-{day:02}", "killed": "2"})
    draft = actions.Draft(claim=claim, document=document, attribution=whom, locator=f"line {day}", level=Level.PUBLIC)
    actions.enter_report(draft, actor=actor)
    time.sleep(0.05)
"""

READER = """
question, last, deadline = Question.of({"measure": "killed", "by": ["month"]}), 0, time.monotonic() + 60
while last < 24 and time.monotonic() < deadline:
    answer = ask(question, PUBLIC)
    total = answer.total
    assert total.entities >= last, (total.entities, last)
    assert (total.low or 0) == 2 * total.entities, total
    assert len(answer.entities()) == total.entities
    last = total.entities
print(last, projection.refresh(PUBLIC).version)
"""


@pytest.fixture
def start(tmp_path: Path, migrate_home):
    migrate_home(tmp_path / "home")
    environment = {**os.environ, "DALIL_HOME": str(tmp_path / "home"), "DJANGO_SETTINGS_MODULE": "dalil.settings"}
    environment.pop("DALIL_DATABASE_URL", None)

    def one(code: str, **more: int) -> subprocess.Popen[str]:
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **more}
        return subprocess.Popen([sys.executable, "-c", PREAMBLE + code], env=environment, **pipes)

    return one


def finished(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out.strip()


def test_two_processes_refresh_while_a_third_writes(start):
    readers = [start(READER), start(READER)]
    finished(start(WRITER))
    endings = {finished(reader) for reader in readers}
    rebuilt = finished(start("print(24, projection.rebuild(PUBLIC).version)"))
    assert endings == {rebuilt}


FOLLOWER = """
from dalil.bulletin.http.public_state import advance
from dalil.columns.following import follow_again_and_again
follow_again_and_again(advance)
"""

FOLLOWED = """
from dalil.columns.following import is_followed
from dalil.columns.manifest import folder_of, read_manifest
from dalil.record.log import last_number
deadline = time.monotonic() + 60
def manifest():
    return read_manifest(folder_of("public"))
while time.monotonic() < deadline and not (is_followed() and manifest() and manifest().sequence == last_number()):
    time.sleep(0.1)
print(is_followed(), manifest().sequence == last_number() > 0)
"""


def test_one_process_follows_and_the_next_takes_over_when_it_is_killed(start):
    finished(start(WRITER))
    first = start(FOLLOWER)
    try:
        assert finished(start(FOLLOWED)) == "True True"
        second = start(FOLLOWER)
        try:
            first.kill()
            first.wait(20)
            finished(start(WRITER.replace('b"bulletin"', 'b"another bulletin"')))
            assert finished(start(FOLLOWED)) == "True True"
        finally:
            second.kill()
            second.wait(20)
    finally:
        first.kill()
    assert finished(start("from dalil.columns.following import is_followed; print(is_followed())")) == "False"


TOUCHER = """
from django.db import transaction
from dalil.bulletin.http.public_state import touch
from dalil.bulletin.models import SiteVersion
with transaction.atomic():
    touch()
    print(SiteVersion.objects.get().number, flush=True)
    sys.stdin.readline()
"""

NOTER = """
from dalil.bulletin.http.public_state import SITE, note_site
print("noting", flush=True)
note_site()
print(json.loads((settings.DALIL_HOME / "projections" / SITE).read_text())["version"])
"""


def test_who_notes_the_state_of_the_site_waits_for_a_change_under_way(start):
    """Else a page from before the change would be given out after it."""
    toucher = start(TOUCHER, stdin=subprocess.PIPE)
    changed_to = toucher.stdout.readline().strip()
    noter = start(NOTER)
    assert noter.stdout.readline() == "noting\n"
    with pytest.raises(subprocess.TimeoutExpired):
        noter.wait(0.5)
    finished(toucher)
    assert finished(noter) == changed_to
