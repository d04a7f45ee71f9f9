"""Pages elsewhere are looked at weekly; one that is gone for good is said to be gone, and leads to the kept copy where the public has one."""

import io
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from dalil.archive import fetching
from dalil.archive.protection import Level
from dalil.bulletin.links.dead_links import AGAIN, EVERY, MOST_IN_A_TURN, check_links, find_dead_links, is_due
from dalil.bulletin.links.models import CheckedLink
from dalil.bulletin.models import CardPage, NewsIndexPage, SiteVersion
from dalil.record.actions import receive_document

NOON = datetime(2026, 5, 2, 12, tzinfo=UTC)


class Elsewhere(BaseHTTPRequestHandler):
    """Answers with the status that a test sets for a path, and 304 to who has the page already."""

    said: dict = {}
    asked: list = []

    def do_GET(self):
        self.asked.append((self.path, self.headers.get("If-None-Match")))
        status, body = self.said.get(self.path, 200), b"<html>a page</html>"
        if status == "long":
            status, body = 200, b"x" * 400_000
        if status == 200 and self.headers.get("If-None-Match") == '"1"':
            status, body = 304, b""
        self.send_response(status)
        self.send_header("ETag", '"1"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def elsewhere(monkeypatch):
    """The address of a site elsewhere, on this machine."""
    monkeypatch.setattr(fetching, "is_public", lambda address: True)
    Elsewhere.said, Elsewhere.asked = {}, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    monkeypatch.setattr(fetching, "_PORTS", {"http": server.server_port, "https": 443})
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def card(db, elsewhere):
    news = NewsIndexPage.objects.get(locale__language_code="en")
    card = CardPage(
        title="A mill burned", slug="mill", dated="2019-05", summary="<p>For a day.</p>", more_url=f"{elsewhere}/mill"
    )
    news.add_child(instance=card).save_revision().publish()
    return CardPage.objects.get()


def look_until(at, days):
    for day in range(days):
        check_links(at + timedelta(days=day))


def test_a_page_that_is_there_is_asked_once_a_week_and_only_whether_it_changed(card):
    look_until(NOON, 15)
    assert Elsewhere.asked == [("/mill", None), ("/mill", '"1"'), ("/mill", '"1"')]
    link = CheckedLink.objects.get()
    assert (link.failures, link.dead_since) == (0, None) and not is_due(link, NOON + timedelta(days=20))


def test_only_the_third_look_in_vain_makes_a_link_dead_and_they_come_later_each_time(card, reader):
    Elsewhere.said["/mill"] = 404
    check_links(NOON)
    check_links(NOON + AGAIN)
    assert CheckedLink.objects.get().dead_since is None, "it may be a bad day"
    check_links(NOON + AGAIN + timedelta(days=1))
    assert len(Elsewhere.asked) == 2, "the second wait is longer"
    before = SiteVersion.objects.get().number
    check_links(NOON + AGAIN + timedelta(days=2))
    link = CheckedLink.objects.get()
    assert link.dead_since and "404" in link.why and SiteVersion.objects.get().number > before
    page = reader.get("/en/news/").content.decode()
    assert "is not there any more" in page and f'href="{card.more_url}"' not in page
    assert f'href="{card.get_url()}"' in page, "the card itself is what can be read"
    assert "لم تعد هناك" in _in_arabic(reader, card)
    Elsewhere.said["/mill"] = 200
    check_links(NOON + EVERY * 3)
    assert (
        find_dead_links([card.more_url]) == {} and "not there any more" not in reader.get("/en/news/").content.decode()
    )


def _in_arabic(reader, card):
    news = NewsIndexPage.objects.get(locale__language_code="ar")
    other = CardPage(
        title="احترقت طاحونة", slug="طاحونة", dated="2019-05", summary="<p>يوماً.</p>", more_url=card.more_url, locale=news.locale
    )  # fmt: skip
    news.add_child(instance=other).save_revision().publish()
    return reader.get("/ar/news/").content.decode()


@pytest.mark.parametrize("answer", [403, 429, 451, "long"])
def test_a_page_that_refuses_or_is_long_is_not_gone(card, answer):
    Elsewhere.said["/mill"] = answer
    look_until(NOON, 40)
    assert CheckedLink.objects.get().dead_since is None


def test_a_server_that_is_not_there_is_a_dead_link_too(card, reader, monkeypatch):
    monkeypatch.setattr(fetching, "_PORTS", {"http": 1, "https": 443})
    CardPage.objects.update(more_url="http://127.0.0.1/mill")
    look_until(NOON, 10)
    assert CheckedLink.objects.get().dead_since and "127.0.0.1" in reader.get("/en/news/").content.decode()


def test_readers_are_led_to_the_kept_copy_unless_it_is_hidden(card, alice, reader):
    def keep(level):
        return receive_document(
            io.BytesIO(b"the page"), actor=alice, title="A mill", media_type="text/html", url=f"{card.more_url}/", level=level
        )  # fmt: skip

    Elsewhere.said["/mill"] = 410
    kept = keep(Level.INTERNAL)
    look_until(NOON, 10)
    assert kept.address not in reader.get("/en/news/").content.decode()
    from dalil.record.actions import protect

    protect(kept, Level.PUBLIC, actor=alice, reason="The page was public.")
    page = reader.get("/en/news/").content.decode()
    assert f"/en/documents/{kept.address}/" in page and "The copy that was kept" in page


def test_editors_see_what_is_gone_and_where_it_stands(card, edith):
    edith.groups.set([Group.objects.get(name="editor")])
    editor = Client()
    editor.force_login(edith)
    Elsewhere.said["/mill"] = 404
    look_until(NOON, 10)
    screen = editor.get("/desk/record/links/").content.decode()
    assert card.more_url in screen and f"/desk/pages/{card.pk}/edit/" in screen and "No copy of it is kept" in screen


def test_an_address_to_which_no_card_leads_is_forgotten_and_a_turn_has_an_end(card):
    check_links(NOON)
    CardPage.objects.update(more_url="")
    CheckedLink.objects.bulk_create(CheckedLink(url=f"http://127.0.0.1/{number}") for number in range(3))
    assert check_links(NOON) == 0 and not CheckedLink.objects.exists()
    assert MOST_IN_A_TURN <= 100


def test_a_card_says_where_it_leads(card, reader):
    page = reader.get("/en/news/").content.decode()
    assert '(<bdi dir="ltr">127.0.0.1</bdi>)' in page and 'rel="noreferrer noopener"' in page
