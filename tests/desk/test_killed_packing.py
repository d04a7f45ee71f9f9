"""A large bag is packed by a process of its own; killed, it says so, leaves nothing whole or half, and is packed again."""

from __future__ import annotations

import pytest
from killing import tell

pytestmark = pytest.mark.long

STORY = """
from django.contrib.auth.models import User
from dalil.desk.packing import at_work
from dalil.desk.packing.pending_bags import BagStage, ask_for_bag, stage_of
from dalil.desk.work_folders import read_part, take_lock
nadia = User.objects.create(username="nadia", is_superuser=True)
sheet = actions.receive_document(io.BytesIO(b"A bulletin."), actor=nadia, title="Bulletin", media_type="text/plain", level=Level.PUBLIC)
tell_all(sheet, 2, nadia)
entity = Report.objects.visible_to(STEWARD).first().address
bag = ask_for_bag(nadia, "bag", recipient="Example Court", purpose="icc", entity=entity)

plain = at_work.zip_bag

def stay(name, write, into, within=None):
    plain(name, write, into, within)
    (within / "handing-out-left" / "bag").mkdir(parents=True)
    time.sleep(600)

connections.close_all()
child = os.fork()
if child == 0:
    at_work.zip_bag = stay
    lock = take_lock(bag.folder)
    at_work.pack(bag)
until = time.monotonic() + 120
while not (bag.folder / "handing-out-left").exists() and time.monotonic() < until:
    time.sleep(0.05)
working = stage_of(bag)
os.kill(child, signal.SIGKILL)
os.waitpid(child, 0)
stopped, there = stage_of(bag), bag.file.exists()
assert at_work.start(bag) and not at_work.start(bag), "it is at work already"
while stage_of(bag) == BagStage.WORKING and time.monotonic() < until + 120:
    time.sleep(0.1)
left = sorted(each.name for each in bag.folder.iterdir())
print(json.dumps({"stages": [working, stopped, stage_of(bag)], "there": there, "left": left, "progress": read_part(bag.folder, "progress")}))
"""


def test_packing_that_was_killed_says_so_and_is_done_again(new_home):
    home, _ = new_home("packing")
    there = tell(home, STORY)
    assert there["stages"] == ["working", "stopped", "done"] and there["there"] is False
    assert there["left"] == ["bag.zip", "lock", "outcome.json", "progress.json", "request.json"]
    assert there["progress"] == {"done": 1, "of": 1}
