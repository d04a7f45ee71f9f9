"""The words that stand in a file, to be searched: plain text, web pages, PDF, and texts, tables and slides of office programs.

They are read generously and not to be shown: markup is read twice, as a gap between words and as none, because a name may have one bold
letter; a text that is not UTF-8 is read in the two alphabets that it may be in. The words of pictures and of sounds are not read, nor those
of a PDF where the optional package is missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from dalil.archive.file_metadata import LARGEST, PLAIN, office, pdf
from dalil.archive.pdf_words import read_pdf_words
from dalil.letters import is_turned_round, turn_back

MARKED_UP = ("text/html", "application/xhtml+xml", "application/xml", "text/xml")
_TAG = re.compile(r"<[^<>]{0,5000}>")
_BARE = re.compile(r"docProps/.*|.*\.rels|\[Content_Types\]\.xml|.*/(?:styles|theme\d*|settings|fontTable)\.xml")
"""Parts of an office file that hold no words of its author; what they tell beside the text is the work of `file_metadata`."""


@dataclass(frozen=True)
class FileText:
    """The words of a file, and whether they are all: false too where nobody can read its format."""

    words: str = ""
    whole: bool = False


def read_file_text(data: bytes, media_type: str = "") -> FileText:
    """Return the words of a file; none, and not whole, for a format that is not read here, a broken file, one that is too large."""
    if len(data) > LARGEST:
        return FileText()
    if pdf.is_pdf(data):
        return _as_read(*(read_pdf_words(data) or ("", False)))
    if office.is_office(data):
        return _of_office(data)
    plain = media_type.partition(";")[0].strip().lower()
    if plain in MARKED_UP:
        return FileText(_without_markup(_decoded(data)), whole=True)
    if plain in PLAIN or plain.startswith("text/"):
        return FileText(_decoded(data), whole=True)
    return FileText()


def _as_read(words: str, whole: bool) -> FileText:
    """The words of a PDF in the order in which they are read. Where its Arabic came in the order in which it is drawn, it is searched both ways,
    and told as not read for certain: a number may stand beside another word."""
    if not is_turned_round(words):
        return FileText(words, whole)
    return FileText(f"{turn_back(words)}\n{words}", whole=False)


def _of_office(data: bytes) -> FileText:
    try:
        parts = [
            content.decode("utf-8", "replace")
            for name, content in office.read_parts(data)
            if name.endswith((".xml", ".html", ".txt")) and not _BARE.fullmatch(name)
        ]
    except office.FAULTS:
        return FileText()
    return FileText(_without_markup("\n".join(parts)), whole=True)


def _without_markup(text: str) -> str:
    return unescape(f"{_TAG.sub('', text)}\n{_TAG.sub(' ', text)}")


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "\n".join(data.decode(each, "replace") for each in ("cp1256", "cp1252"))
