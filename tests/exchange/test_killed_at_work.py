"""Processes that are really killed, or whose disk is full, while they take in a bundle, capture a page, write a bag: nothing stands by half.

Each story is a process that has Django ready and forks for every attempt. DALIL_TEST_KILLS says how many attempts there are.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import environment_of

KILLS = os.environ.get("DALIL_TEST_KILLS", "20")

PRELUDE = """
import io, json, os, random, resource, signal, sys, time
from pathlib import Path
from dalil.cli import prepare_django
prepare_django("")
from django.db import connections
from dalil.archive import fetching, store
from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.record import actions
from dalil.record.kind import kind_of
from dalil.record.models import Report
from dalil.verification.checking import CheckRequest, verify

HOME, KILLS = Path(os.environ["DALIL_HOME"]), int(os.environ["KILLS"])
STEWARD = Viewer.steward()
random.seed(7)

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

def attempt(what, seconds=None, limit=None):
    \"\"\"Do something in a process of its own, which is killed after so many seconds. Returns whether it ended by itself, and well.\"\"\"
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
        except Exception as error:
            if limit is None:
                print(type(error).__name__, error, file=sys.stderr)
            code = 3 if isinstance(error, OSError) else 4
        finally:
            os._exit(code)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]

def check_whole():
    found = [each.say() for each in verify(CheckRequest()) if each.type != "file_unnamed"]
    assert not found, found[:5]
    for document in Document.objects.visible_to(STEWARD):
        store.open_verified(document.sha256).close()
"""

RECEIVING = """
from dalil.exchange.models import ReceivedBundle
from dalil.exchange.partners import add_partner
from dalil.exchange.receiving import receive_bundle
from dalil.proofs.signing import public_key
actor = actions.system_actor()
add_partner(Path(sys.argv[1]).read_text())
content = Path(sys.argv[2]).read_bytes()
def take():
    receive_bundle(io.BytesIO(content), actor=actor)
begun = time.monotonic()
copies, done = [0], 0
for turn in range(KILLS):
    before = Report.objects.visible_to(STEWARD).count()
    attempt(take, seconds=random.uniform(0.0, float(sys.argv[3])))
    after, there = Report.objects.visible_to(STEWARD).count(), ReceivedBundle.objects.count()
    assert (after, there) in ((0, 0), (int(sys.argv[4]), 1)), (turn, after, there)
    if turn % 7 == 0:
        check_whole()
    if there:
        done = turn
        break
assert attempt(take) == 0
assert Report.objects.visible_to(STEWARD).count() == int(sys.argv[4]) and ReceivedBundle.objects.count() == 1
assert not list((HOME / "arriving").glob("bundle-*"))
check_whole()
print(json.dumps({"kills": turn + 1}))
"""

SENDING = """
from dalil.exchange.models import SentBundle
from dalil.exchange.partners import add_partner
from dalil.exchange.sending import make_bundle
from dalil.exports.bag.bag_contents import BagRequest, write_bag
from dalil.proofs.signing import public_key
actor = actions.system_actor()
sheet = actions.receive_document(io.BytesIO(os.urandom(400_000)), actor=actor, title="Sheet", media_type="text/csv")
tell_all(sheet, int(sys.argv[2]), actor)
partner = add_partner(Path(sys.argv[1]).read_text())
out = HOME.parent
def send():
    make_bundle(out / "one.dalil", partner, Report.objects.visible_to(STEWARD).order_by("pk"), viewer=STEWARD, actor=actor, purpose="internal")
first = Report.objects.visible_to(STEWARD).first().address
def bag():
    write_bag(out / "bag", BagRequest(entities=(first,), viewer=STEWARD, actor=actor))
for limit in (1 << 14, 1 << 17):
    assert os.WEXITSTATUS(attempt(send, limit=limit)) in (3, 4) and not (out / "one.dalil").exists()
    assert os.WEXITSTATUS(attempt(bag, limit=limit)) in (3, 4) and not (out / "bag").exists()
assert not SentBundle.objects.exists()
for turn in range(KILLS):
    attempt(bag, seconds=random.uniform(0.0, 0.25))
    if (out / "bag").exists():
        assert (out / "bag/seal/tagmanifest-sha256.sig").stat().st_size == 64
        break
if not (out / "bag").exists():
    assert attempt(bag) == 0
check_whole()
assert attempt(send) == 0
(out / "their.key").write_text(str(public_key()))
print(json.dumps({"size": (out / "one.dalil").stat().st_size}))
"""

CAPTURING = """
sys.path.insert(0, sys.argv[1])
from page_sites import Site, serve_pages
from dalil.captures.capturing import CaptureRequest, capture
from dalil.captures.models import Capture
fetching.is_public = lambda address: address == "127.0.0.1"
actor = actions.system_actor()
with serve_pages(Site) as site:
    def take():
        assert capture(CaptureRequest(url=f"{site}/front", actor=actor, compare=False)).document
    assert os.WEXITSTATUS(attempt(take, limit=512)) != 0 and not Capture.objects.exists()
    for turn in range(KILLS):
        attempt(take, seconds=random.uniform(0.0, 0.12))
        for each in Capture.objects.all():
            assert each.document and each.text
    assert attempt(take) == 0
check_whole()
print(json.dumps({"captures": Capture.objects.count()}))
"""


def run(home: Path, script: str, *words: object) -> dict[str, int]:
    environment = {**environment_of(home), "KILLS": KILLS}
    words_ = [sys.executable, "-c", PRELUDE + script, *map(str, words)]
    done = subprocess.run(words_, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def homes(tmp_path, migrate_home):
    """Two homes, the one that sends and the one that receives, and the key of the latter."""
    for name in ("sends", "receives"):
        (tmp_path / name).mkdir()
        migrate_home(tmp_path / name / "home")
    key = "from dalil.proofs.signing import public_key\nprint(json.dumps({'key': str(public_key())}))"
    (tmp_path / "our.key").write_text(str(run(tmp_path / "receives/home", key)["key"]))
    return tmp_path


def test_a_killed_or_full_sender_leaves_no_half_and_a_killed_receiver_takes_in_all_or_nothing(homes):
    reports = 300
    run(homes / "sends/home", SENDING, homes / "our.key", reports)
    told = run(homes / "receives/home", RECEIVING, homes / "sends/their.key", homes / "sends/one.dalil", 0.6, reports)
    assert told["kills"] >= 1


def test_a_killed_capture_is_there_whole_or_not_at_all(tmp_path, migrate_home):
    migrate_home(tmp_path / "home")
    assert run(tmp_path / "home", CAPTURING, Path(__file__).parents[1])["captures"] >= 1
