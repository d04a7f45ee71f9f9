"""Copying the public site: every page is asked for as a reader without an account asks, and what it leads to is asked for next."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override
from wagtail.contrib.redirects.models import Redirect

from dalil.access.refused import Refused
from dalil.bulletin.static_copy.file_paths import ABSENT, addresses_in, file_of, lead_to_files, way_between
from dalil.bulletin.static_copy.page_index import IndexedPage, fold_table, read_page
from dalil.letters import LANGUAGE_CODES

NEVER = ("/desk/", "/api/")
"""What a copy holds nothing of: the desk, and the interface for programs, whose addresses are questions."""
LIVING = re.compile(r"/[a-z]+/(letters/subscribe|submit|disappeared)/")
"""What is sent to the living site: a copy has nobody who takes it."""
FEEDS = (".xml", "feed.json", "stories.json", "corrections.json", "letters.json")
MARK = "dalil-copy.txt"
"""The file by which a folder is known to be a copy: it names each file of it on a line of its own, and is written before that file is, so that a copy
that was broken off is known as well."""


@dataclass
class SiteCopy:
    """A copy as it is made. files: the file of each address. absent: addresses that the copy leads to and does not hold, with why."""

    folder: Path
    files: dict[str, str] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    index: dict[str, list[IndexedPage]] = field(default_factory=lambda: {code: [] for code in LANGUAGE_CODES})

    def write(self, file: str, content: bytes) -> None:
        """Write a file of the copy, by its path within the folder."""
        with (self.folder / MARK).open("a", encoding="utf-8") as mark:
            mark.write(f"{file}\n")
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def copy_site(folder: Path, tell: Callable[[int], None] = lambda _: None) -> SiteCopy:
    """Write the whole public site into a folder as files. tell: is told how many files there are by now.

    Raises Refused where the folder holds anything else than an earlier copy, and OSError where it cannot be written.
    """
    _make_room(folder)
    copy = SiteCopy(folder)
    pages: dict[str, str] = {}
    for address, content, kind in _ask_for_everything(copy):
        file = copy.files[address]
        if kind.startswith("text/html"):
            pages[address] = content.decode()
        else:
            copy.write(file, content)
        tell(len(copy.files))
    for address, html in pages.items():
        language = address.split("/")[1]
        if (entry := read_page(html, copy.files[address])) and language in copy.index:
            copy.index[language].append(entry)
        absent = f"{language}/{ABSENT}"
        copy.write(copy.files[address], _finish(lead_to_files(html, copy.files[address], copy.files, absent)).encode())
    _lead_on(copy)
    _add_search(copy)
    return copy


def _lead_on(copy: SiteCopy) -> None:
    """Write a file that leads on for each address at which a page once stood."""
    for redirect in Redirect.objects.select_related("redirect_page"):
        page, was = redirect.redirect_page, f"{redirect.old_path}/"
        there = copy.files.get(unquote(page.get_url() or "")) or copy.files.get(page.get_url() or "") if page else None
        file = file_of(was)
        if there is None or file is None or file in copy.files.values():
            continue
        way = escape(quote(way_between(file, there)))
        leads = f'<meta http-equiv="refresh" content="0; url={way}"><a href="{way}">{escape(page.title)}</a>'
        copy.write(file, f'<!doctype html><meta charset="utf-8">{leads}'.encode())
        copy.files[was] = file


def _make_room(folder: Path) -> None:
    """Empty the folder of an earlier copy. Raises Refused, and touches nothing, where one file in it is not of that copy."""
    folder.mkdir(parents=True, exist_ok=True)
    mark, there = folder / MARK, sorted(folder.rglob("*"), reverse=True)
    ours = {MARK, *mark.read_text(encoding="utf-8").splitlines()} if mark.is_file() else set()
    for each in there:
        if (each.is_symlink() or not each.is_dir()) and each.relative_to(folder).as_posix() not in ours:
            raise Refused(
                "not_a_copy",
                "{folder} holds other files ({file}); name a new folder, or that of an earlier copy",
                {"folder": str(folder), "file": each.name},
            )
    for each in there:
        if each.is_dir() and not each.is_symlink():
            each.rmdir()
        elif each != mark:
            each.unlink()
    mark.write_text("", encoding="utf-8")


def _ask_for_everything(copy: SiteCopy) -> Iterator[tuple[str, bytes, str]]:
    """Give each address with what it gives and its type, beginning with the front pages; note what is not to be had."""
    reader = Client(headers={"host": settings.SITE.netloc or "localhost"})
    asked = {f"/{code}/" for code in LANGUAGE_CODES}
    waiting = deque(sorted(asked))
    if settings.SITE.netloc:  # they hold whole addresses, which are those of the site
        waiting += ["/robots.txt", "/sitemap.xml"]
    while waiting:
        address = waiting.popleft()
        answer = reader.get(address, follow=True)
        kind = answer.headers.get("Content-Type", "")
        file = (
            file_of(address, kind) if answer.status_code in (200, 410) else None
        )  # 410: says why a page was taken down
        if file is None:
            copy.absent[address] = str(answer.status_code)
            continue
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        copy.files[address] = file
        if kind.startswith("text/html"):
            for other in addresses_in(content.decode()):
                if other in asked:
                    continue
                asked.add(other)
                if why := _why_not(other):
                    copy.absent[other] = why
                else:
                    waiting.append(other)
        yield address, content, kind


def _why_not(address: str) -> str:
    """Say why a copy does not hold an address; empty where it does."""
    if address.startswith(NEVER) or LIVING.match(address):
        return "asks the living site"
    if file_of(address) is None:
        return "a question"
    if not settings.SITE.netloc and urlsplit(address).path.endswith(FEEDS):
        return "a feed, and nobody said at which address the site stands (DALIL_SITE)"
    return ""


def _finish(html: str) -> str:
    """Take out what names the address of the site, where nobody said what it is."""
    if settings.SITE.netloc:
        return html
    return re.sub(r'<link rel="(?:canonical|alternate)"[^>]*>\n?|<meta property="og:[^>]*>\n?', "", html)


def _add_search(copy: SiteCopy) -> None:
    """Write the search of the copy in each language, and the page that stands for what the copy does not hold."""
    copy.write("search/search.js", files(__package__).joinpath("search.js").read_bytes())
    for code in LANGUAGE_CODES:
        with override(code):
            search, here = reverse("search"), f"{code}/{ABSENT}"
            absent = render_to_string("bulletin/static_copy/absent.html", _frame(code))
            page = render_to_string("bulletin/static_copy/search.html", {**_frame(code), "language": code})
        copy.write(here, _finish(lead_to_files(absent, here, copy.files, here)).encode())
        file = copy.files.get(search) or f"{code}/search/index.html"
        copy.write(file, _finish(lead_to_files(page, file, copy.files, here)).encode())
        entries = [[each.file, each.title, each.kind, each.words] for each in copy.index[code]]
        told = json.dumps(
            {"fold": fold_table(entry.words for entry in copy.index[code]), "pages": entries}, ensure_ascii=False
        )
        copy.write(f"search/data-{code}.js", f"window.DALIL = {told};\n".replace("</", "<\\/").encode())


def _frame(code: str) -> dict[str, object]:
    from django.test import RequestFactory

    from dalil.bulletin.pages.frame import frame_page

    return frame_page(RequestFactory(headers={"host": settings.SITE.netloc or "localhost"}).get(f"/{code}/search/"))
