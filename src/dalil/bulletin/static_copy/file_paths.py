"""Which file of a copy holds what an address of the site gives, and how one file leads to another."""

from __future__ import annotations

import mimetypes
import os
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, unquote, urlsplit

KEPT_QUERIES = {"page", "month", "form"}
"""What an address may ask for in a copy: the further pages of a list, the stories of a month, the cards of a form. Other questions need the
living site: there is no end of them."""
ABSENT = "not-in-this-copy.html"
_UNSAFE = re.compile(r"[\x00-\x1f<>:\"|?*\\]")


def file_of(address: str, content_type: str = "text/html") -> str | None:
    """Return the file for an address that begins with a slash; None where a copy cannot hold it, because of what it asks for.

    >>> file_of("/en/stories/?month=2019-05"), file_of("/en/figures/killed.csv", "text/csv"), file_of("/en/record/?q=x")
    ('en/stories/month-2019-05/index.html', 'en/figures/killed.csv', None)
    """
    if address.startswith("//"):  # another host
        return None
    parts = urlsplit(address)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    if any(name not in KEPT_QUERIES for name, _ in asked):
        return None
    path = PurePosixPath(_UNSAFE.sub("_", unquote(parts.path)).lstrip("/"))
    if ".." in path.parts:
        return None
    more = "-".join(f"{name}-{_UNSAFE.sub('_', value).replace('/', '_')}" for name, value in sorted(asked) if value)
    if parts.path.endswith("/"):
        return str(path / more / "index.html") if more else str(path / "index.html")
    kind = content_type.partition(";")[0].strip()
    if kind == "text/html":
        return f"{path}{'-' + more if more else ''}.html"
    if path.suffix and not more:
        return str(path)
    return f"{path}{'-' + more if more else ''}{mimetypes.guess_extension(kind) or ''}"


def way_between(here: str, there: str) -> str:
    """Return the relative way from one file of a copy to another.

    >>> way_between("en/index.html", "static/site.css")
    '../static/site.css'
    """
    return os.path.relpath(there, os.path.dirname(here) or ".").replace(os.sep, "/")


def lead_to_files(html: str, here: str, files: Mapping[str, str], absent: str) -> str:
    """Write the ways to files into a page, in the place of addresses. files: the file of each address; absent: that of the page for the rest."""

    def one(address: str) -> str:
        bare, mark, fragment = _plain(address).partition("#")
        if not bare.startswith("/") or bare.startswith("//"):
            return address
        there = files.get(bare, absent)
        return _attribute(_quoted(way_between(here, there)) + (mark + fragment if there != absent else ""))

    def write(match: re.Match[str]) -> str:
        name, value = match[1], match[2]
        if name == "srcset":
            each = (part.split() for part in value.split(","))
            value = ", ".join(" ".join((one(part[0]), *part[1:])) for part in each if part)
        else:
            value = one(value)
        return f'{name}="{value}"'

    return _ADDRESS.sub(write, html)


def addresses_in(html: str) -> list[str]:
    """Return every address of this site that a page leads to or shows, without fragments."""
    found: list[str] = []
    for name, value in _ADDRESS.findall(html):
        each = [part.split()[0] for part in value.split(",") if part.split()] if name == "srcset" else [value]
        found += [_plain(address).partition("#")[0] for address in each]
    return list(dict.fromkeys(each for each in found if each.startswith("/") and not each.startswith("//")))


_ADDRESS = re.compile(r'(?<=\s)(href|src|srcset|action)="([^"]*)"')


def _plain(text: str) -> str:
    return text.replace("&amp;", "&").replace("&#x27;", "'").replace("&quot;", '"')


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;")


def _quoted(way: str) -> str:
    """Quote what a browser would not take for a part of a file's name."""
    return way.replace("%", "%25").replace("?", "%3F").replace("#", "%23").replace(" ", "%20")
