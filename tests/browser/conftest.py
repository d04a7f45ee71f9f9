"""A home with the example in it, served by `dalil demo` as a newcomer would, and a browser to look at it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from mailbox_of_tests import Mailbox, serve_mail

DALIL = Path(sys.executable).with_name("dalil")
CHROMIUM = os.environ.get("DALIL_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
PATIENCE = 180
SETTLE = """() => Promise.race([
  Promise.allSettled(document.getAnimations().map((each) => each.finished)), new Promise((go) => setTimeout(go, 2000))
]).then(() => null)"""
"""Wait until what moves on a page stands still, at most two seconds."""
NAMES_ELSEWHERE = Path(__file__).with_name("names_elsewhere")
"""Looks up the names of the made-up press as machines of the public net, so that a site may read their pages."""
PASSPHRASE = "copper window seven horses"


@dataclass(frozen=True)
class Served:
    """A running site: its address, its home, and how to make people in it."""

    url: str
    home: Path
    environment: dict[str, str]

    def run(self, *words: str, typed: str = "") -> str:
        """What a command of `dalil` prints in this home. typed: what is typed where it asks; it has no terminal."""
        done = subprocess.run(
            [DALIL, *words],
            env=self.environment,
            input=typed,
            capture_output=True,
            text=True,
            check=True,
            start_new_session=True,
        )
        return done.stdout

    def person(self, name: str, role: str) -> str:
        """Make an account with a role and a password of its own. Returns the password."""
        self.run("user", name, "--role", role, "--ask-password", typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
        return PASSPHRASE

    def newcomer(self, name: str, role: str) -> str:
        """Make an account with a role, and return the password for one time that is told."""
        return re.search(r"Password of .*: (\S+)", self.run("user", name, "--role", role))[1]


@pytest.fixture(scope="module")
def mailbox() -> Mailbox:
    """What the mail server of the site took."""
    return Mailbox()


@pytest.fixture(scope="module")
def served(tmp_path_factory: Any, copy_example: Callable[[Path], Path], mailbox: Mailbox) -> Iterator[Served]:
    """A home with the example, served by `dalil demo` on loopback; it sends its mail to a server here. Every story has one of its own.

    The home is copied, since loading the example takes half a minute; that `dalil demo` fills an empty one is tried in `tests/cli`.
    """
    home = copy_example(tmp_path_factory.mktemp("served") / "home")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name != "DALIL_DATABASE_URL"}
    environment |= {"DALIL_HOME": str(home), "DALIL_SITE": f"http://localhost:{port}"}
    environment |= {"DALIL_MAIL_FROM": "The desk <letter@record.example>", "DALIL_FAMILY_FORM": "on"}
    environment["PYTHONPATH"] = os.pathsep.join([str(NAMES_ELSEWHERE), environment.get("PYTHONPATH", "")])
    site = Served(f"http://localhost:{port}", home, environment)
    with (home / "serve.log").open("w") as log, serve_mail(mailbox) as mail_port:
        environment["DALIL_MAIL"] = f"smtp://127.0.0.1:{mail_port}"
        server = subprocess.Popen([DALIL, "demo", "--port", str(port)], env=environment, stdout=log, stderr=log)
        try:
            wait_for(f"{site.url}/en/", server)
            yield site
        finally:
            server.terminate()
            server.wait(PATIENCE)


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server that was started answers at this address."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert server.poll() is None, "the server stopped before it answered"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    raise AssertionError(f"{url} did not answer within {PATIENCE} seconds")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, without a window."""
    if not CHROMIUM:
        pytest.skip("there is no Chromium here; set DALIL_CHROMIUM to one")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Any, served: Served) -> Iterator[Callable[..., Any]]:
    """A fresh browser window at the site, in a language and at a width: `new_page("ar-SY", 390)`."""
    contexts = []

    def one(locale: str = "en-GB", width: int = 1280, height: int = 1000, **facts: Any) -> Any:
        size = {"width": width, "height": height}
        contexts.append(browser.new_context(base_url=served.url, locale=locale, viewport=size, **facts))
        page = contexts[-1].new_page()
        page.set_default_timeout(20_000)
        return page

    yield one
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Any]) -> Any:
    """One browser window, in English, as wide as a desk's."""
    return new_page()


@pytest.fixture
def serious() -> Callable[[Any], list[str]]:
    """What axe finds serious or critical on a page, one line for each kind of violation."""
    from axe_playwright_python.sync_playwright import Axe

    def look(page: Any) -> list[str]:
        # What fades in has less contrast until it stands there.
        page.evaluate(SETTLE)
        found = Axe().run(page).response["violations"]
        return [
            f"{each['id']}: {[node['target'] for node in each['nodes']][:3]}"
            for each in found
            if each["impact"] in ("serious", "critical")
        ]

    return look
