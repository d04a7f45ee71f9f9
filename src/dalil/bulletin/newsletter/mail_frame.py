"""What a mail shows, in words and whole addresses; the HTML and the plain text are made of the same."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString


@dataclass(frozen=True)
class MailFigure:
    """A figure in a mail, with its doubts."""

    url: str
    told: str
    doubts: str
    question: str
    source: str


@dataclass(frozen=True)
class EntryText:
    """The words of an entry of a letter, in a mail and on the site. line: what it is, its date, who says so."""

    url: str
    line: tuple[str, ...]
    title: str
    text_html: SafeString


@dataclass(frozen=True)
class MailEntry(EntryText):
    """An entry in a mail; see bulletin/newsletter/mail.html. Addresses are whole."""

    figures: tuple[MailFigure, ...]


@dataclass(frozen=True)
class MailLink:
    """A link in a mail."""

    url: str
    label: str


@dataclass(frozen=True)
class MailFrame:
    """All that a mail shows; see bulletin/newsletter/mail.html. start: the side at which a line begins.

    above: the name of the site and what the mail is. act: what the reader is asked to do. foot: links at the end.
    """

    language: str
    direction: str
    start: str
    above: tuple[str, ...]
    subject: str
    opening_html: SafeString
    entries: tuple[MailEntry, ...]
    act: MailLink | None
    why: str
    foot: tuple[MailLink, ...]
