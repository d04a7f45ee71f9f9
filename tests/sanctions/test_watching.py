"""Addresses and folders are watched: a new version is taken in once, a failure is shown and is never an empty list."""

import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner
from list_samples import ADD, ALT, SDN, un

from dalil.archive import fetching
from dalil.archive.protection import Viewer
from dalil.cli.watching import watch
from dalil.record.models import Report
from dalil.sanctions.models import ListVersion, WatchedAddress
from dalil.sanctions.watching import EVERY, LONGEST_WAIT, is_due, look, look_at_what_is_due

NOON = datetime(2026, 5, 2, 12, tzinfo=UTC)


class Handler(BaseHTTPRequestHandler):
    body, status, asked, files = b"", 200, [], None

    def do_GET(self):
        if self.files is not None:
            self.answer_from_set()
            return
        self.asked.append(self.headers.get("If-None-Match"))
        mark = f'"{hash(self.body)}"'
        same = self.status == 200 and self.headers.get("If-None-Match") == mark
        self.send_response(304 if same else self.status)
        self.send_header("ETag", mark)
        self.send_header("Content-Length", "0" if same else str(len(self.body)))
        self.end_headers()
        if not same:
            self.wfile.write(self.body)

    def answer_from_set(self):
        body = self.files.get(self.path, "").encode()
        self.send_response(200 if self.path in self.files else 404)
        self.send_header("Last-Modified", "Fri, 01 May 2026 09:00:00 GMT")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def site(monkeypatch):
    """A server on loopback that counts as public."""
    monkeypatch.setattr(fetching, "is_public", lambda address: address == "127.0.0.1")
    Handler.asked, Handler.status, Handler.body = [], 200, un().encode()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/consolidated.xml"
    server.shutdown()
    server.server_close()


@pytest.fixture
def watched(site, alice):
    return WatchedAddress.objects.create(address=site, actor=alice)


def reports():
    return Report.objects.visible_to(Viewer.steward()).count()


def test_a_new_version_is_taken_in_once(watched):
    (first,) = look(watched, NOON)
    assert first.version.document.url == watched.address and first.version.document.filename == "consolidated.xml"
    assert look(watched, NOON + EVERY) == [] and Handler.asked[0] is None and Handler.asked[1]
    Handler.body = un("2018-08-24").replace("Damascus", "Homs").encode()
    (second,) = look(watched, NOON + 2 * EVERY)
    assert second.version.amended == 1 and ListVersion.objects.count() == 2 and watched.last == second.version


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (200, b"", "is empty; nobody is taken off a list for that"),
        (200, b"<html>Maintenance</html>", "is a page of a website"),
        (200, un("2018-08-24").encode()[:2500], "is not whole"),
        (503, b"", "answers with the error 503"),
        (404, b"<html>gone</html>", "answers with the error 404"),
    ],
)
def test_a_failure_is_shown_and_is_no_empty_list(watched, status, body, why):
    look(watched, NOON)
    before = reports()
    Handler.status, Handler.body = status, body
    assert look(watched, NOON + EVERY) == [] and why in watched.why and watched.failures == 1
    assert reports() == before and ListVersion.objects.count() == 1
    Handler.status, Handler.body = 200, un("2018-08-24").encode()
    look(watched, NOON + 4 * EVERY)
    assert (watched.failures, watched.why) == (0, "") and ListVersion.objects.count() == 2


def test_an_address_that_fails_is_asked_less_and_less(watched):
    Handler.status = 500
    assert is_due(watched, NOON)
    look(watched, NOON)
    assert not is_due(watched, NOON + EVERY) and is_due(watched, NOON + 2 * EVERY)
    watched.failures = 40
    assert is_due(watched, NOON + LONGEST_WAIT) and not is_due(watched, NOON + LONGEST_WAIT - timedelta(seconds=1))
    assert look_at_what_is_due(NOON + EVERY) == []


def test_a_folder_gives_its_files_by_name_and_each_once(tmp_path, alice):
    watched = WatchedAddress.objects.create(address=str(tmp_path), actor=alice)
    (tmp_path / "2018-08.xml").write_text(un("2018-08-24").replace("Damascus", "Homs"), encoding="utf-8")
    (tmp_path / "2018-06.xml").write_text(un(), encoding="utf-8")
    (tmp_path / "note.txt").write_text("no list")
    assert [str(each.version.dated) for each in look(watched, NOON)] == ["2018-06-07", "2018-08-24"]
    assert look(watched, NOON + EVERY) == [] and not watched.why
    watched.address = str(tmp_path / "gone")
    look(watched, NOON + EVERY)
    assert "there is no folder" in watched.why


@pytest.mark.django_db
def test_the_command_says_what_a_look_gave(site):
    def run(*arguments):
        done = CliRunner().invoke(watch, list(arguments))
        return done.exit_code, done.output

    assert (
        "begins with http" in run("add", "list.xml")[1]
        and "there is no list moon" in run("add", site, "--list", "moon")[1]
    )
    assert run("add", site) == (0, "un_sc 2018-06-07: +0 ~0 -0\n") and run("add", site)[0] == 1
    assert run("look", site) == (0, "nothing new\n")
    Handler.status = 500
    assert "the error 500; it is asked again by and by" in run("look", site)[1]
    assert "the error 500" in run("list")[1] and run("remove", site)[0] == 0 and run("remove", site)[0] == 1


def test_the_files_of_a_set_are_fetched_together(site, alice, monkeypatch):
    files = {"/SDN.CSV": SDN, "/ALT.CSV": ALT, "/ADD.CSV": ADD, "/SDN_COMMENTS.CSV": ""}
    watched = WatchedAddress.objects.create(address=site.replace("consolidated.xml", "SDN.CSV"), actor=alice)
    monkeypatch.setattr(Handler, "files", files)
    del files["/ALT.CSV"]
    assert look(watched, NOON) == [] and "/ALT.CSV answers with the error 404" in watched.why
    assert ListVersion.objects.count() == 0, "without the other names nothing is taken in"
    files["/ALT.CSV"] = ALT
    files["/SDN_COMMENTS.CSV"] = '9101,"More of it."\r\n'
    (taken,) = look(watched, NOON + EVERY)
    assert taken.version.dated.isoformat() == "2026-05-01" and taken.version.entries == 3
    assert {each.filename for each in taken.version.companions.all()} == {"ALT.CSV", "ADD.CSV", "SDN_COMMENTS.CSV"}
