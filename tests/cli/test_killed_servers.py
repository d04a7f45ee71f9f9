"""`dalil serve` whose processes are killed while reports are entered at the desk: what the desk said is saved is there, and nothing by half."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from commands import environment_of
from killing import KILLS, LONG, tell

pytestmark = pytest.mark.long

PREPARE = """
from django.contrib.auth.models import Group, User
from django.test import Client
alice = User.objects.create(username="alice")
alice.groups.set([Group.objects.get(name="contributor")])
sheet = actions.receive_document(io.BytesIO(b"A bulletin."), actor=alice, title="Bulletin", media_type="text/plain", level=Level.PUBLIC)
actions.name_source("north-monitor", actor=alice, en="Northern Monitor")
client = Client()
client.force_login(alice)
print(json.dumps({"session": client.session.session_key, "document": sheet.address}))
"""

CHECKING = """
told = Path(sys.argv[1]).read_text().split()
there = set(Report.objects.visible_to(STEWARD).values_list("address", flat=True))
assert not set(told) - there, set(told) - there
numbers = list(Report.objects.visible_to(STEWARD).values_list("locator", flat=True))
assert len(numbers) == len(set(numbers)), "a report was entered twice"
end(reports=len(there), acknowledged=len(set(told)))
"""

NEW = "/desk/record/reports/new/incident/"
TOKEN = "k" * 32
TWICE_KILLED = "Worker crash loop detected"
"""What a server says last that ends by itself, since a process of it was killed within seconds of being begun; a service manager begins it again."""
PATIENCE = 300
"""Seconds for a server to answer again: two cores that others use too start it in a minute."""


class Stay(urllib.request.HTTPRedirectHandler):
    """Answers with the redirect itself: that is how the desk says that a report is saved."""

    def redirect_request(self, *_):
        return None


def enter(port, prepared, number):
    """Enter a report at the desk. Returns its address as the desk acknowledged it."""
    form = {
        "document": prepared["document"],
        "locator": f"line {number}",
        "said": "At least 82 people were killed.",
        "language": "en",
        "origins": "Northern Monitor",
        "level": "1",
        "c-when": f"201{number % 9}-05-{1 + number % 28:02}",
        "c-killed": str(number),
        "csrfmiddlewaretoken": TOKEN,
    }
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{NEW}",
        urllib.parse.urlencode(form).encode(),
        {"Cookie": f"sessionid={prepared['session']}; csrftoken={TOKEN}"},
    )
    try:
        answer = urllib.request.build_opener(Stay).open(request, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    saved = re.search(r"/desk/record/reports/(\w+)/$", answer.headers.get("Location") or "")
    assert answer.status == 302 and saved, f"{answer.status} {answer.headers.get('Location')} {answer.read()[:2000]}"
    return saved[1]


def children_by_command(process):
    there = {}
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in task.read_text().split():
            with suppress(OSError):
                there[int(child)] = Path(f"/proc/{child}/cmdline").read_bytes()
    return there


def victim(server, turn):
    """Every fourth time the whole server; else a process of it that answers."""
    if turn % 4 == 3:
        return server.pid
    return next((each for each, command in children_by_command(server.pid).items() if b"spawn_main" in command), None)


@LONG
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are looked up as Linux tells them")
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_what_the_desk_said_is_saved_is_there_after_every_kill(new_home, tmp_path, database):
    home, url = new_home("served", database)
    prepared = tell(home, PREPARE, url=url)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = environment_of(home, url) | {"DALIL_SECOND_FACTOR": "offered"}
    command = [Path(sys.executable).with_name("dalil"), "serve", "--port", str(port)]
    acknowledged, server, kills, ended, number = [], None, 0, 0, 0
    said = tmp_path / "said"
    random.seed(7)
    try:
        while kills < int(KILLS):
            until = time.monotonic() + PATIENCE
            while True:  # the server is there again
                if server is None or server.poll() is not None:
                    assert server is None or TWICE_KILLED in said.read_text().splitlines()[-1]
                    ended += server is not None
                    with said.open("ab") as out:
                        server = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
                number += 1
                try:
                    acknowledged.append(enter(port, prepared, number))
                    break
                except OSError:
                    assert time.monotonic() < until, f"the server does not answer again: {said.read_text()[-3000:]}"
                    time.sleep(0.2)
            killed, moment = None, time.monotonic() + random.uniform(0.05, 1.0)
            pid = os.fork()
            if pid == 0:
                time.sleep(max(0.0, moment - time.monotonic()))
                if (killed := victim(server, kills)) is not None:
                    os.kill(killed, signal.SIGKILL)
                os._exit(0)
            with suppress(OSError):
                while time.monotonic() < moment + 0.5:
                    number += 1
                    acknowledged.append(enter(port, prepared, number))
            os.waitpid(pid, 0)
            kills += 1
            if kills % 4 == 0:
                how = server.wait(20)
                assert how == -signal.SIGKILL or TWICE_KILLED in said.read_text().splitlines()[-1]
                server = None
    finally:
        if server is not None:
            server.terminate()
            server.wait(30)
    time.sleep(3)  # what a killed server leaves ends by itself
    told = tmp_path / "acknowledged"
    told.write_text("\n".join(acknowledged))
    checked = tell(home, CHECKING, told, url=url)
    assert checked["acknowledged"] >= kills
    print(f"{kills} kills, {checked['acknowledged']} acknowledged reports, {ended} times a server ended by itself")
