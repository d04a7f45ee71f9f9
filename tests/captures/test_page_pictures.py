"""A browser shows a captured page and reaches public machines alone, whatever the page asks for."""

from __future__ import annotations

import io
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from page_sites import STORY, Site, page, serve_pages
from PIL import Image

from dalil.archive import fetching
from dalil.archive.models import CustodyEvent
from dalil.archive.protection import Level
from dalil.archive.store import open_verified
from dalil.captures import public_proxy
from dalil.captures.capturing import CaptureRequest, capture
from dalil.captures.page_pictures import keep_page_picture
from dalil.captures.rendering import CannotRender, find_browser, render_page
from dalil.verification.checking import CheckRequest, verify

pytestmark = pytest.mark.long

PROGRAM = """<script>
const said = document.createElement("p"); said.textContent = "added by a program"; document.body.append(said);
for (const address of ["INNER/secret", "http://localhost:PORT/secret", "http://[::1]:PORT/secret", "http://10.0.0.1/secret"])
  { const picture = new Image(); picture.src = address; document.body.append(picture); fetch(address).catch(() => 0); }
new WebSocket("ws://127.0.0.2:PORT/secret");
</script>"""


class Inner(BaseHTTPRequestHandler):
    """A machine inside, which nobody may ask."""

    asked: list[str] = []

    def do_GET(self):
        type(self).asked.append(self.path)
        self.send_response(200)
        self.end_headers()


@pytest.fixture
def browser(settings):
    if os.geteuid() == 0:
        settings.BROWSER = "unsandboxed"
    if not find_browser():
        pytest.skip("no Chromium is installed here")


@pytest.fixture
def inner():
    Inner.asked = []
    server = ThreadingHTTPServer(("127.0.0.2", 0), Inner)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture
def site(inner, monkeypatch):
    """A site that stands for a public one: its address alone is let through."""

    class Dynamic(Site):
        def front(self):
            program = PROGRAM.replace("INNER", f"http://127.0.0.2:{inner}").replace("PORT", str(inner))
            self.give(page(STORY).replace("</body>", f"{program}</body>").encode())

        def away_inside(self):
            self.give(b"", 302, Location=f"http://127.0.0.2:{inner}/secret")

        def pour(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            while True:
                self.wfile.write(b"<p>again and again</p>" * 1000)

        def tall(self):
            self.give(f'<title>Tall</title><body><div style="height: 40000px">{STORY}</div>'.encode())

    monkeypatch.setattr(fetching, "is_public", lambda address: address == "127.0.0.1")
    with serve_pages(Dynamic) as address:
        yield address


def test_a_page_is_kept_as_a_browser_shows_it_beside_the_capture(db, alice, browser, site):
    made = capture(CaptureRequest(url=f"{site}/front", actor=alice, compare=False))
    picture, shown = keep_page_picture(made)
    assert {picture.parent, shown.parent} == {made.document} and picture.level == Level.INTERNAL
    with open_verified(picture.sha256) as stream:
        drawn = Image.open(io.BytesIO(stream.read()))
    assert drawn.format == "PNG" and drawn.width >= 1000 and len(drawn.convert("L").getcolors()) > 5
    with open_verified(shown.sha256) as stream:
        html = stream.read().decode()
    assert "معرة النعمان" in html and "added by a program" in html
    event = CustodyEvent.objects.get(document=picture, what="collected")
    assert "Chrome" in event.tool and event.detail["machines"] == [site.removeprefix("http://")]
    derived = CustodyEvent.objects.filter(document=made.document, what="derived", tool=event.tool)
    assert {each.detail["output"] for each in derived} == {picture.sha256, shown.sha256}
    assert list(verify(CheckRequest())) == []


def test_what_a_page_asks_of_private_machines_is_refused(browser, site, inner):
    told = render_page(f"{site}/front").told
    assert Inner.asked == []
    port = str(inner)
    inside = {f"127.0.0.2:{port}", f"localhost:{port}", f"::1:{port}", "10.0.0.1:80"}
    assert set(told["refused_machines"]) == inside and told["machines"] == [site.removeprefix("http://")]


def test_a_page_that_leads_inside_is_not_followed(browser, site, inner):
    with pytest.raises(CannotRender, match=f"refused: 127.0.0.2:{inner}"):
        render_page(f"{site}/away_inside")
    assert Inner.asked == []


@pytest.mark.parametrize("address", ["file:///etc/hostname", "chrome://version", "data:text/html,hello"])
def test_only_addresses_of_the_web_are_shown(browser, address):
    with pytest.raises(CannotRender, match="http or https"):
        render_page(address)


def test_a_name_that_stands_for_a_private_machine_is_refused(browser, inner):
    with pytest.raises(CannotRender, match=f"refused: localhost:{inner}"):
        render_page(f"http://localhost:{inner}/secret")
    assert Inner.asked == []


def test_a_page_that_is_too_long_is_cut_and_that_is_told(browser, site):
    rendered = render_page(f"{site}/tall")
    assert rendered.told["cut_at_pixels"] == Image.open(io.BytesIO(rendered.picture)).height == 15_000


def test_a_page_that_sends_without_end_is_ended(browser, site, monkeypatch):
    monkeypatch.setattr(public_proxy, "MOST_BYTES", 1_000_000)
    assert 1_000_000 <= render_page(f"{site}/pour").told["bytes_received"] < 1_500_000


def test_a_page_that_is_never_there_is_given_up(browser, site):
    with pytest.raises(CannotRender, match="in time"):
        render_page(f"{site}/front", patience=0.05)


def test_as_root_no_browser_is_used_without_being_told_to(settings, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    settings.BROWSER = "sandboxed"
    assert find_browser() == ""


def test_a_page_without_a_browser_is_refused_in_words(settings):
    settings.BROWSER = "off"
    with pytest.raises(CannotRender, match="no browser"):
        render_page("https://example.org/")
