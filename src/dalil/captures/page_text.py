"""What can be read of a captured page: its title and its text, in the letters in which it was written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from dalil.archive.fetching import Exchange
from dalil.archive.file_text import MARKED_UP, read_file_text
from dalil.letters import guess_language, is_arabic

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
LONGEST_TITLE = 500


@dataclass(frozen=True)
class PageText:
    """title: one line; text: what a reader reads; language: ar, en or empty; charset: in which the page was read, where it is text."""

    title: str = ""
    text: str = ""
    language: str = ""
    charset: str = ""

    @property
    def words(self) -> list[str]:
        """The words of the text, in their order."""
        return self.text.split()


def read_page_text(answer: Exchange) -> PageText:
    """Read a page. What is no page and no text is read as the files of the archive are; nothing where nobody can read it."""
    if answer.media_type not in (*MARKED_UP, "text/plain", ""):
        text = read_file_text(answer.body, answer.media_type).words
        return PageText(text=text, language=guess_language(text))
    from trafilatura import bare_extraction  # large, and no reader needs it

    decoded, charset = decode_page(answer.body, answer.header("content-type"))
    if answer.media_type == "text/plain":
        return PageText(text=decoded, language=guess_language(decoded), charset=charset)
    found: Any = bare_extraction(decoded, url=answer.url, with_metadata=True, favor_recall=True, include_comments=False)
    title = " ".join(((found and found.title) or "").split())[:LONGEST_TITLE]
    text = (found and found.text) or ""
    return PageText(title, text, guess_language(f"{title} {text}"), charset)


def decode_page(data: bytes, content_type: str = "") -> tuple[str, str]:
    """Decode a page, and say by which encoding. What it says of itself is believed only where its bytes are so.

    Bytes that are UTF-8 are read as that, whatever the page says: others hardly ever are by chance.

    >>> decode_page("مجزرة".encode("cp1256"), "text/html; charset=utf-8")
    ('مجزرة', 'cp1256')
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    said = re.search(r"charset\s*=\s*[\"']?([\w:.-]+)", content_type, re.IGNORECASE)
    named = _DECLARED.search(data[:4096])
    declared = [said.group(1) if said else "", named.group(1).decode() if named else ""]
    for encoding in ("utf-8", *declared):
        try:
            if encoding:
                return data.decode(encoding), encoding.lower()
        except (UnicodeDecodeError, LookupError):
            continue
    arabic = data.decode("cp1256", "replace")
    letters = [letter for letter in arabic if letter.isalpha() and not letter.isascii()]
    if letters and sum(map(is_arabic, letters)) > len(letters) / 2:
        return arabic, "cp1256"
    return data.decode("cp1252", "replace"), "cp1252"
