"""A page is fetched from public machines only, whatever name or redirect leads elsewhere, and within limits of size and time."""

import gzip
import socket
import time
from contextlib import contextmanager

import pytest
from page_sites import Answers, serve_pages

from dalil.archive import fetching
from dalil.archive.fetching import NotFetched, fetch, is_public


class Pages(Answers):
    def front(self):
        self.give(f"<p>قصف {self.headers['Host']}</p>".encode())

    def away(self):
        self.give(b"", 302, Location="/front")

    def inside(self):
        self.give(b"", 302, Location="http://10.0.0.7/secret")

    def to_file(self):
        self.give(b"", 302, Location="file:///etc/passwd")

    def bomb(self):
        self.give(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")

    def dripping_headers(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(100):
            self.wfile.write(b"X")
            time.sleep(0.1)

    def cut(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"x")


@pytest.fixture(scope="module")
def site():
    """The address of a server on loopback."""
    with serve_pages(Pages) as address:
        yield address


@pytest.fixture
def reachable(monkeypatch):
    """In these stories loopback is a public machine, and nothing else changes."""
    monkeypatch.setattr(fetching, "is_public", lambda address: address == "127.0.0.1" or is_public(address))


def refused(*arguments, **options):
    with pytest.raises(NotFetched) as caught:
        fetch(*arguments, **options)
    assert str(caught.value)
    return caught.value.type


def test_a_page_is_fetched_with_where_it_was_found(site, reachable):
    found = fetch(f"{site}/away")
    assert (found.status, found.url, found.redirects) == (200, f"{site}/front", (f"{site}/away",))
    assert "قصف" in found.body.decode() and found.media_type == "text/html"
    assert fetch(f"{site}/missing").status == 404


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://10.1.2.3/",
        "http://192.168.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://0/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
    ],
)
def test_no_private_machine_is_asked_however_its_address_is_written(url):
    assert refused(url) in ("private_host", "unknown_host")


@pytest.mark.parametrize(
    ("url", "type_"),
    [
        ("file:///etc/passwd", "other_scheme"),
        ("ftp://example.org/", "other_scheme"),
        ("javascript:alert(1)", "other_scheme"),
        ("example.org", "not_an_address"),
        ("http://", "not_an_address"),
        ("http://[::1", "not_an_address"),
        ("http://example.org:99999/", "not_an_address"),
        ("http://someone:secret@example.org/", "with_password"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused_in_words(url, type_):
    assert refused(url) == type_


def test_a_name_that_answers_otherwise_the_second_time_leads_nowhere_else(site, reachable, monkeypatch):
    """The name is looked up once; the connection goes to the address that was checked."""
    looked_up = []
    real = socket.getaddrinfo

    def once(host, port, *rest, **facts):
        looked_up.append(host)
        if host == "monitor.example":
            host = "127.0.0.1" if looked_up.count("monitor.example") == 1 else "10.0.0.7"
        return real(host, port, *rest, **facts)

    port = site.rpartition(":")[2]
    with no_lookup_but(once, monkeypatch):
        assert f"monitor.example:{port}" in fetch(f"http://monitor.example:{port}/front").body.decode()
    assert looked_up.count("monitor.example") == 1


@contextmanager
def no_lookup_but(look_up, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(fetching.socket, "getaddrinfo", look_up)
        yield


@pytest.mark.parametrize(
    ("path", "type_"), [("inside", "private_host"), ("to_file", "other_scheme"), ("round", "too_many_redirects")]
)
def test_a_redirect_is_checked_like_the_first_address(site, reachable, path, type_):
    assert refused(f"{site}/{path}") == type_


@pytest.mark.parametrize("path", ["bomb", "endless"])
def test_no_answer_fills_the_memory(site, reachable, path):
    assert refused(f"{site}/{path}", most=200_000) == "too_large"


@pytest.mark.parametrize("path", ["drip", "dripping_headers"])
def test_an_answer_that_drips_ends_in_time(site, reachable, path):
    begun = time.monotonic()
    assert refused(f"{site}/{path}", patience=0.5) == "too_slow"
    assert time.monotonic() - begun < 8, "all of it would take ten seconds"


def test_an_answer_that_breaks_off_is_not_taken_for_whole(site, reachable):
    assert refused(f"{site}/cut") == "broken"


def test_a_machine_that_does_not_answer_is_named(site, reachable):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert refused(f"http://127.0.0.1:{free.getsockname()[1]}/") == "no_answer"
