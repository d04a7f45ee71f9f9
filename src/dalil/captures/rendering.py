"""The picture of a page as a browser shows it, and the page as its programs left it; where Chromium is installed.

The browser is a process of its own with an empty profile, an environment that tells nothing, and no way to any machine but through the proxy that
leads to public ones. It is spoken to over a pipe (the DevTools protocol), so that it listens nowhere.
"""

from __future__ import annotations

import base64
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from dalil.captures.public_proxy import PassedOn, serve_public_proxy

PATIENCE = 60.0
"""Seconds for the whole, from starting the browser on."""
QUIET = 2.0
"""Seconds after a page says that it is there, for what its programs still fetch."""
WIDTH, HEIGHT = 1280, 900
HIGHEST = 15_000
"""Pixels of the height of a picture; a longer page is cut there, and that is told."""
MOST_HTML = 20_000_000

_LAUNCH = """
import fcntl, os, sys
came_in, goes_out = (fcntl.fcntl(int(each), fcntl.F_DUPFD, 10) for each in sys.argv[1:3])
os.dup2(came_in, 3)
os.dup2(goes_out, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""A browser that is spoken to over pipes reads from descriptor 3 and writes to 4."""

NOWHERE = "socks5://127.0.0.1:1"
"""The proxy of the browser itself, at which nothing listens: what it asks for on its own, as for updates, leads nowhere. The page has another."""

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


class CannotRender(Exception):
    """A page could not be shown: no browser, no answer, or too slow."""


@dataclass(frozen=True)
class RenderedPage:
    """A page as a browser showed it. picture: PNG; html: as its programs left it. told: what is known beside it."""

    picture: bytes = field(repr=False)
    html: str = field(repr=False)
    tool: str
    told: dict[str, Any]


def find_browser() -> str:
    """Return the program of a browser that can show pages here; empty where there is none, or where it could not be shut in.

    Chromium shuts its pages in a sandbox, which it cannot where it is run as root: then nothing is shown, unless the setting says otherwise.
    """
    if settings.BROWSER == "off" or (os.geteuid() == 0 and settings.BROWSER != "unsandboxed"):
        return ""
    return next(filter(None, map(shutil.which, PROGRAMS)), "")


def render_page(url: str, patience: float = PATIENCE) -> RenderedPage:
    """Show a page of http or https in a browser, and keep how it looks and what it became. Raises CannotRender.

    It is asked for anew, at another moment than a capture of the same address: what it shows may be something else.
    """
    program = find_browser()
    if not program:
        raise CannotRender("no browser is installed here that can be shut in")
    if not re.match(r"https?://", url):
        raise CannotRender("only addresses that begin with http or https are shown")
    until = time.monotonic() + patience
    with serve_public_proxy() as passed, _browser(program) as (process, into, out):
        devtools = _DevTools(into, out, until)
        try:
            return _look(devtools, url, passed)
        except OSError as error:
            raise CannotRender(f"the browser ended: {process.poll()}") from error


def _look(devtools: _DevTools, url: str, passed: PassedOn) -> RenderedPage:
    version = devtools.ask("Browser.getVersion")["product"]
    devtools.ask("Browser.setDownloadBehavior", behavior="deny")
    through = {"proxyServer": f"http://127.0.0.1:{passed.port}", "proxyBypassList": "<-loopback>"}
    context = devtools.ask("Target.createBrowserContext", **through)["browserContextId"]
    target = devtools.ask("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
    devtools.session = devtools.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    devtools.ask("Page.enable")
    gone = devtools.ask("Page.navigate", url=url)
    if gone.get("errorText"):
        inside = f"; refused: {', '.join(passed.refused)}" if passed.refused else ""
        raise CannotRender(f"the page cannot be shown: {gone['errorText']}{inside}")
    devtools.wait_for("Page.loadEventFired")
    devtools.rest(QUIET)
    size = devtools.ask("Page.getLayoutMetrics")["cssContentSize"]
    height = min(int(size["height"]), HIGHEST)
    clip = {"x": 0, "y": 0, "width": min(int(size["width"]), 2 * WIDTH), "height": max(height, 1), "scale": 1}
    picture = devtools.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)["data"]
    expression = f"[location.href, document.documentElement.outerHTML.slice(0, {MOST_HTML})]"
    final, html = devtools.ask("Runtime.evaluate", expression=expression, returnByValue=True)["result"]["value"]
    told = {
        "final_url": final if final != url else "",
        "machines": list(passed.reached),
        "refused_machines": list(passed.refused),
        "bytes_received": passed.received,
        "cut_at_pixels": HIGHEST if size["height"] > HIGHEST else "",
    }
    return RenderedPage(base64.b64decode(picture), f"<!DOCTYPE html>\n{html}\n", version, told)


@contextmanager
def _browser(program: str) -> Iterator[tuple[subprocess.Popen[bytes], int, int]]:
    """A browser that is ended, with all its processes, and its profile removed. Gives its process, and the pipes to it and from it."""
    theirs_in, into = os.pipe()
    out, theirs_out = os.pipe()
    profile = tempfile.mkdtemp(prefix="dalil-browser-")
    command = [
        *(sys.executable, "-I", "-S", "-c", _LAUNCH, str(theirs_in), str(theirs_out), program),
        *("--headless=new", "--remote-debugging-pipe", f"--user-data-dir={profile}", f"--window-size={WIDTH},{HEIGHT}"),
        *(f"--proxy-server={NOWHERE}", "--proxy-bypass-list=<-loopback>"),
        *("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-quic"),
        *("--webrtc-ip-handling-policy=disable_non_proxied_udp", "--force-webrtc-ip-handling-policy"),
        *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions"),
        *("--no-first-run", "--no-default-browser-check", "--mute-audio", "--disable-gpu", "--disable-dev-shm-usage"),
        *(["--no-sandbox"] if settings.BROWSER == "unsandboxed" else []),
        "about:blank",
    ]

    try:
        process = subprocess.Popen(  # noqa: S603  # a browser as it is installed
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", ""), "HOME": profile, "LANG": "C.UTF-8"},
            pass_fds=(theirs_in, theirs_out),
            start_new_session=True,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        try:
            yield process, into, out
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    finally:
        os.close(into)
        os.close(out)
        shutil.rmtree(profile, ignore_errors=True)


class _DevTools:
    """The DevTools protocol over two pipes: JSON, each ended by a zero byte."""

    def __init__(self, into: int, out: int, until: float) -> None:
        self._into, self._out, self._until = into, out, until
        self._read, self._last = b"", 0
        self._events: list[str] = []
        self.session = ""

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Have the browser do something, and return its answer. Raises CannotRender."""
        self._last += 1
        asked = {"id": self._last, "method": method, "params": parameters}
        if self.session:
            asked["sessionId"] = self.session
        os.write(self._into, json.dumps(asked).encode() + b"\0")
        while (said := self._next(self._until)) is not None:
            if said.get("id") == self._last:
                if "error" in said:
                    raise CannotRender(f"{method}: {said['error'].get('message', '')}")
                answer: dict[str, Any] = said["result"]
                return answer
        raise CannotRender("the page was not there in time")

    def wait_for(self, event: str) -> None:
        """Wait until the page says something. Raises CannotRender where it does not in time."""
        while event not in self._events:
            if self._next(self._until) is None:
                raise CannotRender("the page was not there in time")

    def rest(self, seconds: float) -> None:
        """Let the page work for a while."""
        until = min(self._until, time.monotonic() + seconds)
        while self._next(until) is not None:
            pass

    def _next(self, until: float) -> dict[str, Any] | None:
        """The next thing that the browser says; None where it says nothing until then. Raises OSError where it ended."""
        while b"\0" not in self._read:
            if not select.select([self._out], [], [], max(0.0, until - time.monotonic()))[0]:
                return None
            piece = os.read(self._out, 1 << 20)
            if not piece:
                raise OSError("the browser ended")
            self._read += piece
        one, _, self._read = self._read.partition(b"\0")
        said: dict[str, Any] = json.loads(one)
        if "method" in said:
            self._events.append(said["method"])
        return said
