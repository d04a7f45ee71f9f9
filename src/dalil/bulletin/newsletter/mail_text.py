"""A mail as plain text: every link on a line of its own, and lines of Arabic marked, so that each is written from the right."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from html import unescape

from dalil.bulletin.newsletter.mail_frame import MailEntry, MailFrame

WIDTH = 72
BETWEEN = " · "
RIGHT_TO_LEFT_MARK = "\u200f"
"""A program that shows plain text takes the direction of a line from its first strong letter: a number or a Latin name may come before it."""


def write_text(frame: MailFrame) -> str:
    """Write a mail as plain text."""
    blocks = [BETWEEN.join(frame.above), frame.subject, as_text(frame.opening_html)]
    blocks += [f"{frame.act.label}:\n{frame.act.url}"] if frame.act else []
    blocks += [block for entry in frame.entries for block in _write_entry(entry)]
    blocks += ["-- ", frame.why, *(f"{link.label}:\n{link.url}" for link in frame.foot)]
    lines = "\n\n".join(filter(None, blocks)).split("\n")
    folded = [part for line in lines for part in _fold(line)]
    mark = RIGHT_TO_LEFT_MARK if frame.direction == "rtl" else ""
    return "\n".join(f"{mark}{line}" if mark and _is_said(line) else line for line in folded) + "\n"


def as_text(html: str) -> str:
    """Return a rich text without markup: a paragraph for each of its own, the address of a link elsewhere behind its words.

    >>> as_text('<p>At <a class="fig" href="/f/"><bdi>82</bdi></a> sites.</p><p>See <a href="https://a.example/">a</a>.</p>')
    'At 82 sites.\\n\\nSee a <https://a.example/>.'
    """
    told = re.sub(
        r'<a\b(?![^>]*class="fig")[^>]*href="([^"]*)"[^>]*>(.*?)</a>', r"\2 &lt;\1&gt;", html, flags=re.DOTALL
    )
    told = re.sub(r"\s+", " ", told)
    told = re.sub(r"<br\b[^>]*>", "\n", told)
    told = re.sub(r"</(?:p|ul|ol|h\d)>", "\n\n", told)
    told = re.sub(r"<li\b[^>]*>", "\n- ", told)
    told = unescape(re.sub(r"<[^>]*>", "", told))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" *\n *", "\n", told)).strip()


def _write_entry(entry: MailEntry) -> Iterator[str]:
    yield "* * *"
    yield f"{BETWEEN.join(entry.line)}\n{entry.title}"
    yield as_text(entry.text_html)
    for figure in entry.figures:
        told = f"{figure.told} ({figure.doubts})" if figure.doubts else figure.told
        yield f"{told}\n{figure.question}\n{figure.source}\n{figure.url}"
    yield entry.url


def _fold(line: str) -> list[str]:
    if not _is_said(line) or line == "-- ":
        return [line]
    return textwrap.wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False) or [""]


def _is_said(line: str) -> bool:
    """Whether a line holds words, and is not an address alone or nothing."""
    return bool(line.strip()) and not line.startswith(("http://", "https://", "* * *", "-- "))
