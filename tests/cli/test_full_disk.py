"""A disk that is really full: everybody is told so, nothing that was acknowledged is lost, and all goes on when there is room."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from killing import tell

pytestmark = pytest.mark.long

MEGABYTES = 24

STORY = """
import contextlib, csv
import click
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from dalil.cli import NO_ROOM, main
from dalil.intake.models import Import
settings.SECOND_FACTOR = "offered"
filler, rows = HOME.parent / "filler", 6000

def write_list(name):
    file = Path(sys.argv[1]) / name
    with file.open("w", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(["when", "killed", "description"])
        lines.writerows([f"201{day % 9}-05-{1 + day % 28:02}", day % 50, f"{name} {day} " + "words " * 20] for day in range(rows))
    return str(file)

def say(*words):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        try:
            main(words, standalone_mode=False)
        except click.ClickException as error:
            return str(error)
        except click.exceptions.Exit:
            pass
        finally:
            connections.close_all()
    return out.getvalue()

def leave(kilobytes):
    filler.unlink(missing_ok=True)
    free = shutil.disk_usage(HOME).free
    with filler.open("wb") as out:
        out.write(bytes(free - kilobytes * 1024))

mapping = Path(sys.argv[1]) / "mapping.yaml"
mapping.write_text("kind: incident\\ncolumns: {when: {field: when}, killed: {field: killed}, description: {field: description}}\\n")
alice = User.objects.create(username="alice")
alice.groups.set([Group.objects.get(name="contributor")])
actions.name_source("north-monitor", actor=alice, en="Northern Monitor")
client = Client(raise_request_exception=False, SERVER_NAME="localhost")
client.force_login(alice)
def enter():
    form = {"upload_title": "A letter", "upload_type": "letter", "locator": "p. 2", "language": "en"}
    form |= {"origins": "Northern Monitor", "level": "1", "c-when": "2019-05-02"}
    form["upload"] = SimpleUploadedFile("letter.txt", b"the letter " * 20_000, content_type="text/plain")
    return client.post("/desk/record/reports/new/incident/", form)
import_ = ("import", write_list("first.csv"), "--mapping", str(mapping))

leave(200)  # not even the file fits
assert say(*import_) == NO_ROOM
assert not Report.objects.visible_to(STEWARD).exists()
leave(1500)  # the file fits, and some of its rows
assert say(*import_) == NO_ROOM
begun = Report.objects.visible_to(STEWARD).count()
leave(20)
answer = enter()
assert (answer.status_code, answer.content[:26]) == (507, b"Nothing of this was saved:"), (answer.status_code, answer.content[:300])
said = say("backup", str(HOME.parent / "copy"))
assert said == NO_ROOM and not [each for each in (HOME.parent / "copy").rglob("*") if each.stat().st_size], said
assert Report.objects.visible_to(STEWARD).count() == begun
filler.unlink()
assert enter().status_code == 302
assert "new reports" in say(*import_)
assert Report.objects.visible_to(STEWARD).count() == rows + 1
assert not Import.objects.visible_to(STEWARD).exclude(state=Import.State.FINISHED).exists()
end(begun=begun)
"""


@pytest.fixture
def small_disk(tmp_path):
    """A disk of a few megabytes, in memory."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "none", disk], capture_output=True
    )
    if not made or made.returncode:
        pytest.skip("no small disk can be made here: that takes root and leave to mount")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_is_said_loses_nothing_and_all_goes_on_with_room(small_disk, tmp_path, migrate_home):
    migrate_home(small_disk / "home")
    assert tell(small_disk / "home", STORY, tmp_path)["begun"] < 6000
