"""Servers on loopback whose pages are captured; they behave badly where a story asks for it."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

STORY = """قال شهود إن طائرة حربية قصفت سوقاً شعبياً في بلدة معرة النعمان صباح الثلاثاء، ما أدى إلى مقتل 43 مدنياً
وإصابة العشرات. وأكد الدفاع المدني أن فرقه انتشلت الجثث من تحت الأنقاض، وأن بين القتلى أطفالاً ونساءً."""


def page(text, title="قصف السوق", charset="utf-8"):
    paragraphs = "".join(f"<p>{each}</p>" for each in text.split("\n"))
    return (
        f'<!doctype html><html lang="ar" dir="rtl"><head><meta charset="{charset}"><title>{title}</title></head>'
        f"<body><nav>الرئيسية</nav><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


class Answers(BaseHTTPRequestHandler):
    """A site of which each address is a method, `front` the first page; some never come to an end."""

    def do_GET(self):
        name = self.path.strip("/").partition("?")[0].replace(".", "_").replace("/", "_") or "front"
        getattr(self, name, self.missing)()

    def give(self, body, status=200, **headers):
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def missing(self):
        self.give(b"gone", 404)

    def round(self):
        self.give(b"", 302, Location="/round")

    def endless(self):
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"x" * 65536)

    def drip(self):
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"x")
            time.sleep(0.1)

    def log_message(self, *_):
        pass


class Site(Answers):
    protocol_version = "HTTP/1.1"
    text, status, robots = STORY, 200, None

    def front(self):
        self.give(page(type(self).text).encode(), type(self).status)

    def folded(self):
        self.give(gzip.compress(page(STORY).encode()), Content_Encoding="gzip")

    def in_portions(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for part in (page(STORY).encode()[:100], page(STORY).encode()[100:]):
            self.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")

    def wrong_charset(self):
        self.give(page(STORY).encode("cp1256"), Content_Type="text/html; charset=utf-8")

    def cloaked(self):
        shown = STORY if "Firefox" in self.headers["User-Agent"] else "We are closed today.\nPlease come back later."
        self.give(page(shown).encode())

    def away(self):
        self.give(b"moved", 302, Location="/front?from=away")

    def inside(self):
        self.give(b"", 302, Location="http://169.254.169.254/latest/meta-data/")

    def bomb(self):
        self.give(gzip.compress(bytes(80_000_000)), Content_Encoding="gzip")

    def bomb_of_members(self):
        self.give(gzip.compress(bytes(10_000_000)) * 8, Content_Encoding="gzip")

    def half_folded(self):
        self.give(gzip.compress(page(STORY).encode())[:-20], Content_Encoding="gzip")

    def strangely_folded(self):
        self.give(b"\x00", Content_Encoding="br")

    def missing(self):
        self.give(page("لا توجد صفحة بهذا العنوان.", "404").encode(), 404)

    def busy(self):
        self.give(b"come back", 503)

    def robots_txt(self):
        self.give((type(self).robots or "").encode(), 200 if type(self).robots else 404, Content_Type="text/plain")


@contextmanager
def serve_pages(handler: type[Answers]) -> Iterator[str]:
    """Serve the pages of a site for as long as the story takes. Gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads, server.handle_error = True, lambda *_: None
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
