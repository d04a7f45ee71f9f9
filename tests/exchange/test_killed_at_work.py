"""Processes that are really killed, or whose disk is full, while they take in a bundle, capture a page, write a bag: nothing stands by half."""

from __future__ import annotations

from pathlib import Path

import pytest
from killing import KILLS, on_each_database, on_postgresql_where_long, tell

pytestmark = pytest.mark.long

RECEIVING = """
from dalil.exchange.models import ReceivedBundle
from dalil.exchange.partners import add_partner
from dalil.exchange.receiving import receive_bundle
from dalil.proofs.signing import public_key
actor = actions.system_actor()
add_partner(Path(sys.argv[1]).read_text())
reports, turn = int(sys.argv[3]), 0
for number, file in enumerate(sorted(Path(sys.argv[2]).glob("*.dalil"))):
    content = file.read_bytes()
    def take():
        receive_bundle(io.BytesIO(content), actor=actor)
    whole = seconds_for(take)
    before, after = (reports if number else 0, number), (reports, number + 1)
    there = before
    while turn < KILLS and there == before:
        turn += 1
        attempt(take, seconds=some_moment(whole))
        there = Report.objects.visible_to(STEWARD).count(), ReceivedBundle.objects.count()
        assert there in (before, after), (turn, there)
        if turn % 7 == 0:
            check_whole()
    assert attempt(take) == 0
    assert (Report.objects.visible_to(STEWARD).count(), ReceivedBundle.objects.count()) == after
assert not list((HOME / "arriving").glob("bundle-*"))
end()
"""

SENDING = """
from dalil.archive.models import CustodyEvent
from dalil.exchange.bundle_file import open_bundle
from dalil.exchange.models import SentBundle
from dalil.exchange.partners import add_partner
from dalil.exchange.sending import make_bundle
from dalil.exports.bag.bag_contents import BagRequest, write_bag
from dalil.proofs.signing import public_key
actor = actions.system_actor()
sheet = actions.receive_document(io.BytesIO(os.urandom(400_000)), actor=actor, title="Sheet", media_type="text/csv")
tell_all(sheet, int(sys.argv[2]), actor)
partner = add_partner(Path(sys.argv[1]).read_text())
out = HOME.parent / "out"
out.mkdir()
def send(name="first"):
    reports = Report.objects.visible_to(STEWARD).order_by("pk")
    make_bundle(out / name, partner, reports, viewer=STEWARD, actor=actor, purpose="internal")
first = Report.objects.visible_to(STEWARD).first().address
def bag(name="bag"):
    write_bag(out / name, BagRequest(entities=(first,), viewer=STEWARD, actor=actor))
for limit in (1 << 14, 1 << 17):
    assert os.WEXITSTATUS(attempt(send, limit=limit)) in (3, 4) and not list(out.glob("*"))
    assert os.WEXITSTATUS(attempt(bag, limit=limit)) in (3, 4) and not list(out.glob("*"))
assert not SentBundle.objects.exists()
for what in (send, bag):
    whole = seconds_for(lambda: what(f"rehearsed-{what.__name__}"), undone=False)
    for turn in range(KILLS // 2):
        attempt(lambda: what(f"{what.__name__}-{turn}"), seconds=some_moment(whole))
        for left in (each for each in out.glob("*") if not each.name.startswith((".", "rehearsed"))):
            if left.is_file():
                with left.open("rb") as stream, open_bundle(stream, lambda name: public_key()) as opened:
                    digest = opened.digest
                assert SentBundle.objects.filter(digest=digest).exists(), f"{left} left without a record"
                left.unlink()
            else:
                assert (left / "seal/tagmanifest-sha256.sig").stat().st_size == 64
                number = next(line for line in (left / "bag-info.txt").read_text().splitlines() if line.startswith("Internal-Sender-Id"))
                events = CustodyEvent.objects.filter(what="exported", detail__bag=number.partition(": ")[2])
                assert events.exists(), f"{left} left without a record"
                shutil.rmtree(left)
        if turn % 25 == 0:
            check_whole()
for number in range(KILLS // 8 + 1):
    assert attempt(lambda: send(f"last-{number:03}.dalil")) == 0
(out.parent / "their.key").write_text(str(public_key()))
end()
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
    whole = seconds_for(take)
    for turn in range(KILLS):
        attempt(take, seconds=some_moment(whole))
        for each in Capture.objects.all():
            assert each.document and each.text
    assert attempt(take) == 0
end(captures=Capture.objects.count())
"""

IMPORTING = """
import csv
from dalil.intake import workers
from dalil.intake.formats import formats
from dalil.intake.models import Import
from dalil.intake.request import ImportRequest
from dalil.intake.runs import run_import
workers.BATCH = 40
actor, rows = actions.system_actor(), int(sys.argv[1])
acknowledged = HOME.parent / "acknowledged"
told = os.open(acknowledged, os.O_CREAT | os.O_RDWR | os.O_APPEND)
def write_file(number):
    file = HOME.parent / f"list-{number}.csv"
    with file.open("w", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(["when", "killed", "description"])
        lines.writerows([f"201{day % 9}-05-{1 + day % 28:02}", day % 50, f"row {day} of {number}"] for day in range(rows))
    return file
def bring_in(file):
    mapping = {"kind": "incident", "columns": {"when": {"field": "when"}, "killed": {"field": "killed"}, "description": {"field": "description"}}}
    request = ImportRequest(path=file, format=formats()["table"], actor=actor, mapping=mapping, level=Level.INTERNAL, processes=0)
    run_import(request, progress=lambda rows, part: os.write(told, b"%d " % rows))
def there(file):
    return Report.objects.visible_to(STEWARD).filter(document__filename=file.name).count()
number, turn = 0, 0
while turn < KILLS:
    number += 1
    file = write_file(number)
    whole = seconds_for(lambda: bring_in(file))
    os.truncate(acknowledged, 0)
    while turn < KILLS:
        turn += 1
        ended = attempt(lambda: bring_in(file), seconds=some_moment(whole))
        said = int(acknowledged.read_text().split()[-1]) if acknowledged.stat().st_size else 0
        assert there(file) >= said, f"{said} rows were acknowledged, and {there(file)} are there"
        if ended == 0:
            break
    check_whole()
    assert attempt(lambda: bring_in(file)) == 0
    assert there(file) == rows
assert Report.objects.visible_to(STEWARD).count() == number * rows
assert not Import.objects.visible_to(STEWARD).exclude(state=Import.State.FINISHED).exists()
end(files=number)
"""


@on_postgresql_where_long
def test_what_leaves_is_on_record_and_a_killed_receiver_takes_in_all_or_nothing(new_home, tmp_path, database):
    reports = 120
    sends, receives = new_home("sends", database), new_home("receives", database)
    key = "from dalil.proofs.signing import public_key\nprint(json.dumps({'key': str(public_key())}))"
    (tmp_path / "our.key").write_text(tell(receives[0], key, url=receives[1])["key"])
    sent = tell(sends[0], SENDING, tmp_path / "our.key", reports, url=sends[1])
    out = tmp_path / "sends"
    taken = tell(receives[0], RECEIVING, out / "their.key", out / "out", reports, url=receives[1])
    assert min(sent["killed"], taken["killed"]) >= int(KILLS) // 2


@on_each_database
def test_a_killed_capture_is_there_whole_or_not_at_all(new_home, database):
    home, url = new_home("captures", database)
    assert tell(home, CAPTURING, Path(__file__).parents[1], url=url)["captures"] >= 1


@on_each_database
def test_a_killed_import_loses_no_row_that_it_acknowledged_and_goes_on(new_home, database):
    home, url = new_home("imports", database)
    assert tell(home, IMPORTING, 400, url=url)["killed"] >= int(KILLS) // 3
