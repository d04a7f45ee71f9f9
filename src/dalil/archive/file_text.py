"""The words that stand in a file, to be searched: plain text, web pages, and texts, tables and slides of office programs.

They are read generously and not to be shown: markup is read twice, as a gap between words and as none, because a name may have one bold
letter; a text that is not UTF-8 is read in the two alphabets that it may be in. The words of a PDF, of pictures and of sounds are not read.
"""

from __future__ import annotations

import re
from html import unescape

from dalil.archive.file_metadata import LARGEST, PLAIN, office

MARKED_UP = ("text/html", "application/xhtml+xml", "application/xml", "text/xml")
_TAG = re.compile(r"<[^<>]{0,5000}>")
_BARE = re.compile(r"docProps/.*|.*\.rels|\[Content_Types\]\.xml|.*/(?:styles|theme\d*|settings|fontTable)\.xml")
"""Parts of an office file that hold no words of its author; what they tell beside the text is the work of `file_metadata`."""


def read_file_text(data: bytes, media_type: str = "") -> str | None:
    """Return the words of a file; None where nobody has read them: a format that is not read here, a broken file, one that is too large."""
    if len(data) > LARGEST:
        return None
    if office.is_office(data):
        return _of_office(data)
    plain = media_type.partition(";")[0].strip().lower()
    if plain in MARKED_UP:
        return _without_markup(_decoded(data))
    if plain in PLAIN or plain.startswith("text/"):
        return _decoded(data)
    return None


def _of_office(data: bytes) -> str | None:
    try:
        parts = [
            content.decode("utf-8", "replace")
            for name, content in office.read_parts(data)
            if name.endswith((".xml", ".html", ".txt")) and not _BARE.fullmatch(name)
        ]
    except office.FAULTS:
        return None
    return _without_markup("\n".join(parts))


def _without_markup(text: str) -> str:
    return unescape(f"{_TAG.sub('', text)}\n{_TAG.sub(' ', text)}")


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "\n".join(data.decode(each, "replace") for each in ("cp1256", "cp1252"))
