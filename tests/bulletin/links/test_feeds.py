"""Feeds are followed: what is new is kept once, a feed that fails says so and is asked less, and nothing publishes itself."""

import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner
from wagtail.models import Page

from dalil.archive import fetching
from dalil.bulletin.links.feeds import (
    EVERY,
    LONGEST_WAIT,
    NoFeed,
    addresses_of_opml,
    follow,
    is_due,
    read_feed,
    same_as,
)
from dalil.bulletin.links.models import Feed, FeedItem
from dalil.cli import main

NOON = datetime(2026, 5, 2, 12, tzinfo=UTC)

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Valley Paper</title>
<item><title>Two villages flooded &amp; cut off</title><link>https://valley-paper.example/a?utm_source=rss</link>
<description>&lt;p&gt;Tents of &lt;b&gt;400&lt;/b&gt; families&lt;script&gt;x()&lt;/script&gt;&lt;/p&gt;</description>
<pubDate>Tue, 19 Jan 2021 00:30:00 +0300</pubDate></item>
<item><title>خروج مشفى عن الخدمة</title><link>/b</link><pubDate>السبت 13 نيسان 2019</pubDate></item>
<item><title>A link that leads nowhere</title><link>javascript:alert(1)</link></item></channel></rss>"""


class Handler(BaseHTTPRequestHandler):
    asked: list = []

    def do_GET(self):
        self.asked.append(self.headers.get("If-None-Match"))
        if self.path == "/feed" and self.headers.get("If-None-Match") == '"1"':
            self.answer(304, b"")
        elif self.path == "/feed":
            self.answer(200, RSS.encode(), ETag='"1"')
        elif self.path == "/page":
            self.answer(200, b"<html><body>no feed</body></html>")
        else:
            self.answer(500, b"")

    def answer(self, status, body, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def site(monkeypatch):
    """A server on loopback that counts as public."""
    monkeypatch.setattr(fetching, "is_public", lambda address: address == "127.0.0.1")
    Handler.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_feed_says_what_its_entries_say_in_both_languages():
    title, (first, second, _) = read_feed(RSS.encode(), "https://valley-paper.example/feed")
    assert title == first.site == "Valley Paper"
    assert (first.title, first.published, first.language) == ("Two villages flooded & cut off", "2021-01-19", "en")
    assert "Tents of 400 families" in first.summary and "<" not in first.summary
    assert (second.url, second.published, second.language) == ("https://valley-paper.example/b", "2019-04-13", "ar")


@pytest.mark.parametrize("body", [b"", b"<html><body>no feed</body></html>", b"/etc/passwd", b"\xff\xfe\x00"])
def test_what_is_no_feed_is_refused(body):
    with pytest.raises(NoFeed):
        read_feed(body, "https://valley-paper.example/feed")


@pytest.mark.django_db
def test_what_is_new_is_kept_once_and_a_feed_without_news_says_nothing_again(site):
    feed = Feed.objects.create(url=f"{site}/feed")
    assert [item.title for item in follow(feed, NOON)] == ["Two villages flooded & cut off", "خروج مشفى عن الخدمة"]
    assert follow(feed, NOON + EVERY) == []
    assert Handler.asked == [None, '"1"']
    assert FeedItem.objects.filter(state="new").count() == 2
    assert not Page.objects.filter(title__contains="flooded").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "why"), [("/page", "is no feed"), ("/broken", "the error 500")])
def test_a_feed_that_fails_says_so_and_is_asked_less_and_less(site, path, why):
    feed = Feed.objects.create(url=f"{site}{path}", title="Hill Daily")
    waits = []
    for _ in range(10):
        follow(feed, NOON)
        waits.append(next(n for n in range(1, 100) if is_due(feed, NOON + EVERY * n)))
    assert why in feed.why and feed.title == "Hill Daily"
    assert waits[:3] == [2, 4, 8] and waits[-1] == LONGEST_WAIT / EVERY
    assert not FeedItem.objects.exists()


def test_an_address_is_the_same_however_visitors_are_counted():
    assert same_as("https://www.a.example/x/?utm_medium=y&b=1#c") == same_as("http://a.example/x?b=1&fbclid=z")
    assert same_as("https://a.example/x?id=1") != same_as("https://a.example/x?id=2")


def test_a_list_of_feeds_is_read_and_a_bomb_is_refused():
    opml = (
        b'<opml version="2.0"><body><outline text="n"><outline xmlUrl="https://a.example/f"/></outline></body></opml>'
    )
    assert addresses_of_opml(opml) == ["https://a.example/f"]
    bomb = b'<!DOCTYPE o [<!ENTITY a "xxxx"><!ENTITY b "&a;&a;">]><opml><body><outline xmlUrl="&b;"/></body></opml>'
    for wrong in (bomb, b"", b"<opml><body/></opml>", b"no xml"):
        with pytest.raises(NoFeed):
            addresses_of_opml(wrong)


@pytest.mark.django_db
def test_feeds_are_added_listed_and_removed_by_command(site, tmp_path):
    opml = tmp_path / "feeds.opml"
    opml.write_text(f'<opml><body><outline xmlUrl="{site}/feed"/><outline xmlUrl="{site}/page"/></body></opml>')
    done = CliRunner().invoke(main, ["feeds", "add", "--opml", str(opml)])
    assert (
        done.exit_code == 1
        and "/feed: 2 new" in done.output
        and "1 of 2 gave no feed; they are asked again" in done.output
    )
    assert f"{site}/page" in CliRunner().invoke(main, ["feeds", "list"]).output
    assert CliRunner().invoke(main, ["feeds", "remove", f"{site}/feed"]).exit_code == 0
    assert FeedItem.objects.count() == 2, "what it brought stays"


@pytest.mark.django_db
def test_what_no_look_will_ever_reach_is_not_followed(site, tmp_path):
    opml = tmp_path / "feeds.opml"
    opml.write_text(f'<opml><body><outline xmlUrl="{site}/feed"/></body></opml>')
    done = CliRunner().invoke(
        main, ["feeds", "add", str(opml), "ftp://paper.example/feed", "the valley", f"{site}/feed"]
    )
    assert done.exit_code == 1 and "3 of 4 are not followed" in done.output
    assert "this is no address of the web; a file that lists feeds is given with --opml" in done.output
    assert "ftp://paper.example/feed: not followed: only addresses that begin with http" in done.output
    assert [feed.url for feed in Feed.objects.all()] == [f"{site}/feed"]


def test_a_page_that_names_its_feed_says_where_it_is():
    page = b'<html><head><link rel="alternate" type="application/atom+xml" href="/all.atom"></head><body>News</body></html>'
    with pytest.raises(NoFeed, match=r"its feed is at https://valley-paper\.example/all\.atom"):
        read_feed(page, "https://valley-paper.example/news")


def test_waits_grow_from_the_last_look():
    feed = Feed(url="https://a.example/f", looked=NOON, failures=0)
    assert not is_due(feed, NOON + EVERY - timedelta(seconds=1)) and is_due(feed, NOON + EVERY)
    assert is_due(Feed(url="https://a.example/f"), NOON)
