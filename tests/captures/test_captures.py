"""A page is captured as it was answered, by real servers that behave badly; and what becomes of it in silence is found."""

from __future__ import annotations

import io
import json
import ssl
import subprocess
import threading
import time
from datetime import timedelta
from http.server import ThreadingHTTPServer

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import Group
from django.utils import timezone
from page_sites import STORY, Site, page, serve_pages
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from dalil.archive import fetching
from dalil.archive.fetching import is_public
from dalil.archive.folder_store import path_of
from dalil.archive.models import CustodyEvent, Document
from dalil.archive.protection import Level, Viewer
from dalil.bulletin.links.models import FeedItem
from dalil.captures import capturing
from dalil.captures.capturing import BROWSER, CaptureRequest, capture
from dalil.captures.models import Capture, PageWatch
from dalil.captures.page_text import decode_page
from dalil.captures.repeating import end_watch, look_again, repeat_due, watch_page
from dalil.cli.capturing import capture as capture_command
from dalil.record import actions
from dalil.verification.checking import CheckRequest, verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler():
    """The pages of the site; a story changes them."""
    return type("Changing", (Site,), {})


@pytest.fixture
def site(handler, monkeypatch):
    """A server on loopback, which is a public machine in these stories. Its address."""
    monkeypatch.setattr(fetching, "is_public", lambda address: address == "127.0.0.1" or is_public(address))
    with serve_pages(handler) as address:
        yield address


@pytest.fixture
def take(alice):
    return lambda url, **facts: capture(CaptureRequest(url=url, actor=alice, **{"compare": False, **facts}))


def records(document):
    with path_of(document.sha256).open("rb") as stream:
        return [
            (
                each.rec_type,
                each.rec_headers.get_header("WARC-Target-URI"),
                each.http_headers,
                each.rec_headers,
                (
                    each.content_stream if each.http_headers else each.raw_stream.__class__ and each.content_stream
                )().read(),
            )
            for each in ArchiveIterator(stream)
        ]


def text_of(made):
    return path_of(made.text.sha256).read_text(encoding="utf-8")


def test_a_page_is_kept_as_it_was_answered_with_what_can_be_read_of_it(site, take, tmp_path):
    made = take(f"{site}/away")
    assert (made.status, made.title, made.final_url) == (200, "قصف السوق", f"{site}/front?from=away")
    assert STORY.split("\n")[1] in text_of(made) and "الرئيسية" not in text_of(made)
    assert made.text.parent == made.document and made.text.language == "ar"
    kept = records(made.document)
    assert [each[0] for each in kept] == [
        "warcinfo",
        "response",
        "request",
        "response",
        "request",
        "conversion",
        "metadata",
    ]
    first, last = kept[1], kept[3]
    assert (first[2].get_statuscode(), first[2].get_header("Location")) == ("302", "/front?from=away")
    assert last[4] == page(STORY).encode() and last[3].get_header("WARC-IP-Address") == "127.0.0.1"
    assert last[3].get_header("WARC-Payload-Digest").startswith("sha256:")
    assert kept[4][2].protocol == "GET" and kept[4][2].get_header("User-Agent") == fetching.AGENT
    told = json.loads(kept[-1][4])
    assert told["robots"] == "allowed" and told["status"] == 200
    file = tmp_path / "page.warc.gz"
    file.write_bytes(path_of(made.document.sha256).read_bytes())
    checker = Checker(type("Words", (), {"inputs": [str(file)], "verbose": False})())
    checker.process_all()
    assert checker.exit_value == 0
    event = CustodyEvent.objects.get(document=made.document, what="collected")
    assert (
        event.detail["machine"] == "127.0.0.1"
        and event.detail["final_url"] == made.final_url
        and "warcio" in event.tool
    )
    assert list(verify(CheckRequest())) == []


@pytest.mark.parametrize("path", ["folded", "in_portions", "wrong_charset"])
def test_arabic_stays_intact_however_it_is_sent(site, take, path):
    made = take(f"{site}/{path}")
    assert STORY.split("\n")[1] in text_of(made)
    raw = records(made.document)[1]
    assert raw[3].get_header("WARC-Payload-Digest")
    assert made.told["charset"] == ("cp1256" if path == "wrong_charset" else "utf-8")


@pytest.mark.parametrize(
    ("data", "said", "expected"),
    [
        (STORY.encode(), "text/html; charset=windows-1256", "utf-8"),
        (STORY.encode("utf-16"), "", "utf-16"),
        (STORY.encode("iso-8859-6", "replace"), "text/html; charset=iso-8859-6", "iso-8859-6"),
        ("café naïve".encode("cp1252"), "text/html; charset=nonsense", "cp1252"),
        (b'<meta charset="windows-1256">' + "قصف".encode("cp1256"), "", "windows-1256"),
        (b"", "", "utf-8"),
    ],
)
def test_a_page_is_read_in_the_letters_in_which_it_was_written(data, said, expected):
    assert decode_page(data, said)[1] == expected


REFUSED = {
    "round": "too_many_redirects",
    "inside": "private_host",
    "bomb": "too_large",
    "bomb_of_members": "too_large",
    "endless": "too_large",
    "half_folded": "broken",
    "strangely_folded": "strangely_folded",
}


@pytest.mark.parametrize("path", REFUSED)
def test_what_cannot_be_captured_stands_with_its_date_and_the_reason(site, take, path, monkeypatch):
    monkeypatch.setattr(capturing, "LARGEST", 5_000_000)
    made = take(f"{site}/{path}")
    assert (made.document, made.text, made.status) == (None, None, None)
    assert made.told["type"] == REFUSED[path] and made.why and made.url == f"{site}/{path}"
    assert not Document.objects.filter(title__contains=path).exists()


def test_a_slow_drip_ends_in_time(site, take):
    begun = time.monotonic()
    assert take(f"{site}/drip", patience=0.5).told["type"] == "too_slow"
    assert time.monotonic() - begun < 6


def test_no_private_machine_is_captured(take):
    for url in ("http://127.0.0.1:1/", "http://[::1]/", "http://10.0.0.1/", "file:///etc/passwd"):
        made = take(url)
        assert made.document is None and made.told["type"] in ("private_host", "other_scheme")


def test_a_page_that_shows_a_browser_something_else_is_kept_twice_and_said_so(site, take):
    made = take(f"{site}/cloaked", compare=True)
    assert made.told["cloaked"] and "another page" in made.told["as_browser"]
    answers = [each for each in records(made.document) if each[0] == "response"]
    assert len(answers) == 2 and STORY.split("\n")[0].encode() in answers[1][4]
    asked = [each[2].get_header("User-Agent") for each in records(made.document) if each[0] == "request"]
    assert asked == [fetching.AGENT, BROWSER]
    assert take(f"{site}/front", compare=True).told["as_browser"] == "the same page"


def test_robots_are_noted_or_obeyed_as_configured(site, take, handler, settings):
    handler.robots = "User-agent: *\nDisallow: /front\n"
    assert take(f"{site}/front").told["robots"] == "disallowed"
    settings.ROBOTS = "obey"
    assert take(f"{site}/front").told["type"] == "robots_disallow"
    settings.ROBOTS = "ignore"
    assert take(f"{site}/front").told["robots"] == "not asked"


def test_certificates_are_kept_and_bad_ones_refused(handler, take, tmp_path, monkeypatch):
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    words = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    words += ["-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=monitor.example"]
    subprocess.run([*words, "-addext", "subjectAltName=DNS:monitor.example"], check=True, capture_output=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads, server.handle_error = True, lambda *_: None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    monkeypatch.setattr(fetching, "is_public", lambda address: address == "127.0.0.1")
    real = fetching.socket.getaddrinfo
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda host, port, *a, **k: real("127.0.0.1", port, *a, **k))
    url = f"https://monitor.example:{server.server_address[1]}/front"
    try:
        assert take(url).told["type"] == "bad_certificate"
        monkeypatch.setattr(fetching.certifi, "where", lambda: str(cert))
        made = take(url)
        assert take(url.replace("monitor", "other")).told["type"] == "bad_certificate"
    finally:
        server.shutdown()
        server.server_close()
    chain = [each for each in records(made.document) if each[3].get_header("Content-Type") == "application/x-pem-file"]
    assert chain[0][4].decode().split() == cert.read_text().split()
    event = CustodyEvent.objects.get(document=made.document, what="collected")
    assert len(event.detail["certificate_sha256"]) == 64


def test_a_capture_is_as_protected_as_asked(site, take, alice, bob):
    circle = Group.objects.create(name="tracing")
    alice.groups.add(circle)
    made = take(f"{site}/front", level=Level.RESTRICTED, groups=(circle,))
    assert made.document.level == made.text.level == Level.RESTRICTED
    failed = take("http://10.0.0.1/secret", level=Level.RESTRICTED, groups=(circle,))
    assert {each.pk for each in Capture.objects.visible_to(Viewer.of(alice))} == {made.pk, failed.pk}
    assert (
        not Capture.objects.visible_to(Viewer.of(bob)).exists()
        and not Capture.objects.visible_to(Viewer.public()).exists()
    )


# ---- looking again


@pytest.fixture
def watched(site, take, alice):
    """A page that was captured and is watched."""
    watch = watch_page(f"{site}/front", every=7, actor=alice)
    return take(f"{site}/front", watch=watch), watch


def test_a_page_as_it_was_is_noted_and_keeps_no_other_document(watched, site):
    made, watch = watched
    before = Document.objects.count()
    again = look_again(watch, timezone.now())
    assert (again.document, again.same_as, again.change) == (
        made.document,
        made,
        "",
    ) and Document.objects.count() == before
    assert look_again(watch, timezone.now()).same_as == made
    assert not FeedItem.objects.exists()


def test_a_silent_edit_is_an_event_of_custody_a_difference_in_words_and_a_draft(watched, handler):
    made, watch = watched
    handler.text = STORY.replace("طائرة حربية", "جهة مجهولة").replace("43", "12")
    edited = look_again(watch, timezone.now())
    assert edited.change == "edited" and edited.document != made.document
    assert [(each["was"], each["now"]) for each in edited.difference["passages"]] == [
        ("طائرة حربية", "جهة مجهولة"),
        ("43", "12"),
    ]
    event = CustodyEvent.objects.get(document=made.document, what="changed elsewhere")
    assert event.detail == {
        "change": "edited",
        "status": 200,
        "url": watch.url,
        "output": edited.document.sha256,
        "taken_out": 3,
        "put_in": 3,
    }
    item = FeedItem.objects.get()
    assert item.language == "ar" and "قصف السوق" in item.title and "جهة مجهولة" in item.summary
    assert look_again(watch, timezone.now()).same_as == edited and FeedItem.objects.count() == 1


def test_a_deletion_and_a_return_are_found_and_a_machine_that_fails_says_nothing(watched, handler):
    _, watch = watched
    handler.status = 503
    failed = look_again(watch, timezone.now())
    assert (failed.change, failed.document, failed.status) == ("", None, 503)
    handler.status = 410
    gone = look_again(watch, timezone.now())
    assert gone.change == "deleted" and gone.document.title.endswith("قصف السوق")
    assert look_again(watch, timezone.now()).change == ""
    handler.status = 200
    back = look_again(watch, timezone.now())
    assert back.change == "back"
    assert [each.title.split(":")[0] for each in FeedItem.objects.order_by("pk")] == ["حُذف", "عاد"]
    assert list(verify(CheckRequest())) == []


def test_the_draft_is_a_card_where_the_watcher_may_write_cards(watched, handler, alice):
    from wagtail.models import Locale, Page

    from dalil.bulletin.models import CardPage
    from dalil.bulletin.pages.first_pages import lay_first_pages

    lay_first_pages()
    alice.is_superuser = True
    alice.save()
    _, watch = watched
    handler.text = STORY.replace("43", "12")
    look_again(watch, timezone.now())
    card = CardPage.objects.get()
    assert not card.live and card.locale == Locale.objects.get(language_code="ar") and Page.objects.filter(pk=card.pk)
    assert FeedItem.objects.get().state == FeedItem.State.CARD


def test_what_is_restricted_is_proposed_to_nobody(site, alice, handler):
    circle = Group.objects.create(name="tracing")
    watch = watch_page(f"{site}/front", every=1, actor=alice, level=Level.RESTRICTED, groups=(circle,))
    look_again(watch, timezone.now())
    handler.text = "غيّروا الصفحة كلها ولم يبق منها شيء مما كان فيها من قبل."
    changed = look_again(watch, timezone.now())
    assert changed.change == "edited" and changed.document.level == Level.RESTRICTED and not FeedItem.objects.exists()


def test_only_what_is_due_is_looked_at(watched, site, alice):
    _, watch = watched
    now = timezone.now()
    assert repeat_due(now) == []
    assert [each.same_as_id is not None for each in repeat_due(now + timedelta(days=8))] == [True]
    watch.refresh_from_db()
    assert watch.next_at == now + timedelta(days=15)
    end_watch(watch)
    assert repeat_due(now + timedelta(days=100)) == []


def test_by_command(site, handler, alice):
    run = CliRunner().invoke
    done = run(capture_command, [f"{site}/front", "--watch", "7"])
    assert done.exit_code == 0 and "200, “قصف السوق”" in done.output and "text " in done.output
    failed = run(capture_command, [f"{site}/inside"])
    assert failed.exit_code == 1 and "is not a public machine" in failed.output
    PageWatch.objects.update(next_at=timezone.now())
    handler.text = STORY.replace("43", "12")
    due = run(capture_command, ["--due"]).output
    assert "edited" in due and "- 43" in due and "+ 12" in due
    listed = run(capture_command, ["--list"]).output
    assert "watched every 7 days" in listed and "edited" in listed and "not a public machine" in listed
    assert "not watched any more" in run(capture_command, [f"{site}/front", "--stop"]).output


def test_the_same_bytes_may_be_captured_by_two_at_once(site, take):
    one, two = take(f"{site}/front"), take(f"{site}/front")
    assert one.document != two.document and one.text == two.text
    assert io.BytesIO(path_of(one.document.sha256).read_bytes()).read(2) == b"\x1f\x8b"
    assert actions.SYSTEM  # the command captures in its name
