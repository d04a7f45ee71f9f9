"""Time stamps of an authority that is not ours, made by openssl for the test, and a beacon: both bound when a checkpoint was signed."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner
from django.utils import timezone

from dalil.archive.protection import Viewer
from dalil.cli.proof import ledger
from dalil.exports.bag.bag_contents import BagRequest, write_bag
from dalil.ledger.checkpoints import Checkpoint
from dalil.ledger.notes import Note
from dalil.proofs.models import SignedCheckpoint, Timestamp
from dalil.proofs.signing import sign_checkpoint
from dalil.proofs.tasks import sign_the_ledger
from dalil.proofs.timestamps import NotStamped, attach_stamp, stamp
from dalil.record.models import Report
from dalil.verification.checking import CheckRequest, verify

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl stamps and checks"),
]

CONFIGURATION = """
[tsa]
default_tsa = authority
[authority]
serial = serial
signer_cert = tsa.pem
certs = ca.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
[extensions]
extendedKeyUsage = critical,timeStamping
"""


class Authority:
    """An authority with a folder of its own: its keys, its certificates, and a server that stamps what it is sent."""

    def __init__(self, folder):
        self.folder, self.asked, self.broken = folder, 0, False
        folder.mkdir()
        (folder / "tsa.cnf").write_text(CONFIGURATION)
        (folder / "serial").write_text("01\n")
        key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
        self.run(f"req -x509 {key} -keyout ca.key -out ca.pem -subj /CN=Roots -days 2")
        self.run(f"req {key} -keyout tsa.key -out tsa.csr -subj /CN=Time")
        self.run(
            "x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out tsa.pem -days 2 -extfile tsa.cnf -extensions extensions"
        )

    def run(self, words):
        return subprocess.run(["openssl", *words.split()], cwd=self.folder, capture_output=True, check=True).stdout

    def stamp(self, query):
        (self.folder / "query").write_bytes(query)
        self.run("ts -reply -config tsa.cnf -queryfile query -out answer")
        return (self.folder / "answer").read_bytes()

    def stamp_text(self, text):
        (self.folder / "text").write_bytes(text)
        return self.stamp(self.run("ts -query -data text -sha256 -cert"))


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("time") / "authority")


@pytest.fixture(scope="module")
def address(authority):
    class Server(BaseHTTPRequestHandler):
        def do_POST(self):
            query = self.rfile.read(int(self.headers["Content-Length"]))
            authority.asked += 1
            replayed = self.path == "/replays" and (authority.folder / "answer").exists()
            content = (authority.folder / "answer").read_bytes() if replayed else authority.stamp(query)
            self.give(503 if authority.broken else 200, content)

        def do_GET(self):
            self.give(200, b'{"round": 4711,\n "randomness": "5eed"}')

        def give(self, status, content):
            self.send_response(status)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def signed(enter):
    enter({"when": "2019-05-01", "killed": "82+"}, origin="north-monitor")
    return sign_checkpoint()


def text_of(signed):
    return Note.read(signed.note).text.encode()


def found():
    return {each.type for each in verify(CheckRequest())}


def test_a_stamp_is_kept_and_an_outsider_checks_it_in_the_bag_with_openssl(
    authority, address, signed, alice, tmp_path, settings
):
    settings.TIMESTAMP_ROOTS = str(authority.folder / "ca.pem")
    settings.TIMESTAMP_AUTHORITIES = ("http://127.0.0.1:9/", address)
    said = CliRunner().invoke(ledger, ["stamp", address])
    assert said.exit_code == 0 and "leaves were there at" in said.output, said.output
    assert address in CliRunner().invoke(ledger, ["list"]).output
    kept = Timestamp.objects.get()
    assert abs(kept.says - timezone.now()) < timedelta(minutes=5) and not found()
    address_of_report = Report.objects.get().address
    request = BagRequest(entities=(address_of_report,), viewer=Viewer.steward(), actor=alice)
    made = write_bag(tmp_path / "bag", request)
    bag, (unstamped,) = made.place, made.unstamped
    assert "does not answer" in unstamped, "the bag has a checkpoint of its own, which is stamped before it leaves"
    (stated,) = json.loads((bag / "data/ledger/timestamps.json").read_text())
    assert stated["authority"] == address and (bag / "data/ledger" / stated["file"]).exists()
    told = next(line for line in (bag / "VERIFY.txt").read_text().splitlines() if "openssl ts" in line)
    command = told.partition("openssl ")[2].replace("THEIR-CA", str(authority.folder / "ca.pem"))
    (tmp_path / "text").write_text((bag / "data/ledger/checkpoint").read_text().partition("\n\n")[0] + "\n")
    words = ["openssl", *command.replace("/tmp/text", str(tmp_path / "text")).split()]
    checked = subprocess.run(words, cwd=bag, capture_output=True, text=True)
    assert checked.returncode == 0 and "Verification: OK" in checked.stdout + checked.stderr
    (tmp_path / "text").write_text("another text\n")
    assert subprocess.run(words, cwd=bag, capture_output=True).returncode


@pytest.mark.parametrize(("language", "said"), [("en", "An authority of time, "), ("ar", "وآخر ختم من جهة توقيت")])
def test_readers_are_told_who_stamped_it_and_when(authority, signed, client, language, said):
    attach_stamp(authority.stamp_text(text_of(signed)), "the notary")
    page = client.get(f"/{language}/check/").content.decode()
    assert said in page and "the notary" in page


def test_an_answer_that_came_by_another_way_finds_its_checkpoint(authority, signed):
    later = sign_checkpoint("a headline")
    answer = authority.stamp_text(text_of(signed))
    assert attach_stamp(answer, "the notary").checkpoint == signed != later
    assert attach_stamp(answer, "the notary") == Timestamp.objects.get()
    with pytest.raises(NotStamped, match="none of the last checkpoints"):
        attach_stamp(authority.stamp_text(b"another text\n"), "the notary")
    with pytest.raises(NotStamped):
        attach_stamp(b"no answer", "the notary")


def test_what_is_replayed_or_signed_by_nobody_known_is_no_stamp(authority, address, signed, settings, tmp_path):
    authority.stamp_text(text_of(signed))
    with pytest.raises(NotStamped, match="nonce"):
        stamp(signed, f"{address}/replays")
    other = Authority(tmp_path / "other")
    settings.TIMESTAMP_ROOTS = str(other.folder / "ca.pem")
    with pytest.raises(NotStamped, match="certificate"):
        stamp(signed, address)
    changed = bytearray(authority.stamp_text(text_of(signed)))
    changed[-10] ^= 1
    settings.TIMESTAMP_ROOTS = ""
    with pytest.raises(NotStamped):
        attach_stamp(bytes(changed), "the notary")
    with pytest.raises(NotStamped, match="no address"):
        stamp(signed, "file:///etc/passwd")
    assert not Timestamp.objects.exists()


def test_the_worker_asks_each_authority_once_a_day_and_signs_without_one_that_is_away(
    authority, address, signed, enter, settings
):
    settings.TIMESTAMP_AUTHORITIES = ("http://127.0.0.1:9/", address)
    authority.asked, before = 0, SignedCheckpoint.objects.count()
    for day in (2, 3):
        enter({"when": f"2019-05-0{day}", "killed": "5"})
        sign_the_ledger.call()
    assert SignedCheckpoint.objects.count() == before + 2 and authority.asked == 1
    assert [each.authority for each in Timestamp.objects.all()] == [address]


def test_a_stamp_that_was_changed_or_put_under_another_checkpoint_is_found(authority, signed, enter, settings):
    attach_stamp(authority.stamp_text(text_of(signed)), "the notary")
    enter({"when": "2019-05-02", "killed": "5"})
    later = sign_checkpoint()
    assert not found()
    token = Timestamp.objects.get().token
    Timestamp.objects.create(checkpoint=later, authority="the notary", token=token, says=timezone.now())
    assert found() == {"stamp_forged"}


def test_the_beacon_stands_in_the_checkpoint_and_alone_makes_none(address, signed, enter, settings):
    settings.BEACON = f"{address}/public/latest"
    sign_the_ledger.call()
    assert SignedCheckpoint.objects.count() == 1, "nothing was new"
    enter({"when": "2019-05-02", "killed": "5"})
    sign_the_ledger.call()
    told = Checkpoint.read(Note.read(SignedCheckpoint.objects.first().note).text).not_before
    assert told == f'{address}/public/latest {{"round": 4711, "randomness": "5eed"}}'
    settings.BEACON = "http://127.0.0.1:9/"
    enter({"when": "2019-05-03", "killed": "5"})
    sign_the_ledger.call()
    assert not Checkpoint.read(Note.read(SignedCheckpoint.objects.first().note).text).not_before


def _der(kind, content):
    """A value of ASN.1 in DER. kind: the tag; content: bytes."""
    size = len(content)
    long = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([kind]) + (bytes([size]) if size < 128 else bytes([128 + len(long)]) + long) + content


def _content(value):
    """The content of the first value of ASN.1 in some bytes, and what follows it."""
    size, start = value[1], 2
    if size >= 128:
        start += size - 128
        size = int.from_bytes(value[2:start], "big")
    return value[start : start + size], value[start + size :]


def test_words_beside_the_token_set_no_moment(signed, authority):
    """They are not signed: who edits an answer would pass a time stamp of today for one of years ago."""
    genuine = authority.stamp_text(text_of(signed))
    _, token = _content(_content(genuine)[0])
    words = _der(0x30, _der(0x0C, b"ok\nTime stamp: Jan  1 00:00:00 2001 GMT"))
    edited = _der(0x30, _der(0x30, _der(0x02, b"\x00") + words) + token)
    assert b"2001 GMT" in edited
    assert attach_stamp(edited, "by hand").says == attach_stamp(genuine, "as it came").says


def test_an_answer_that_refuses_is_told_in_the_words_of_the_authority(signed):
    refusal = _der(0x30, _der(0x30, _der(0x02, b"\x02") + _der(0x30, _der(0x0C, b"come back tomorrow"))))
    with pytest.raises(NotStamped, match="come back tomorrow"):
        attach_stamp(refusal, "by hand")
