"""A letter as mail: HTML that Outlook and Gmail show as it is meant, in both directions of writing, and the same as plain text.

Tables, since Outlook lays out with Word; one column, no picture, nothing that is loaded from anywhere, every style in its own tag. The
direction stands on each table and cell, because Outlook takes it from there, and Gmail takes away what stands around. MJML was tried (by
mrml, its port to Rust) and left: it writes its columns from left to right, puts no direction on any table, and leaves styles outside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as say
from django.utils.translation import override

from dalil.bulletin.newsletter.entries import LetterEntry
from dalil.bulletin.newsletter.mail_frame import MailEntry, MailFigure, MailFrame, MailLink
from dalil.bulletin.newsletter.mail_text import write_text
from dalil.bulletin.newsletter.models import Letter
from dalil.bulletin.pages.readable import front_of
from dalil.letters import language_of
from dalil.wording.numbers import say_number
from dalil.wording.times import say_day

TOKEN = "0-token-of-the-subscriber-0"  # noqa: S105 (no secret: what stands for one)
"""Stands in a letter where the token of each subscriber is written in: a letter is composed once for all of them."""


@dataclass(frozen=True)
class Mail:
    """A mail, ready to be addressed."""

    language: str
    subject: str
    html: str
    text: str

    def for_subscriber(self, token: str) -> Mail:
        """Return this mail with the token of one subscriber in its links."""
        return replace(self, html=self.html.replace(TOKEN, token), text=self.text.replace(TOKEN, token))


def compose_letter(letter: Letter, language: str, subject: str, opening: str, entries: Sequence[LetterEntry]) -> Mail:
    """Compose a letter in one language. A draft is composed as it would be issued now."""
    with override(language):
        site = name_site(language)
        number = say("Letter %(number)s") % {"number": say_number(letter.number, language)} if letter.number else ""
        day = say_day(localtime(letter.issued_at).date(), language) if letter.issued_at else ""
        foot = [MailLink(_whole(reverse("letters-mine", args=[TOKEN])), say("Leave, or change the language"))]
        if letter.number:
            on_site = _whole(reverse("letter", args=[letter.number]))
            foot.insert(0, MailLink(on_site, say("This letter on the site")))
        return _write(
            language,
            above=tuple(filter(None, (site, number, day))),
            subject=subject,
            opening=opening,
            entries=[_address(entry, language) for entry in entries],
            why=say("You get this because you subscribed to the letter of %(site)s.") % {"site": site},
            foot=foot,
        )


def compose_note(language: str, subject: str, words: str, *, act: MailLink | None = None, leave: bool = False) -> Mail:
    """Compose a mail about a subscription itself. act: a path of the site and what it is called."""
    with override(language):
        site = name_site(language)
        foot = [MailLink(_whole(reverse("letters-mine", args=[TOKEN])), say("Leave, or change the language"))]
        return _write(
            language,
            above=(site,),
            subject=subject,
            opening=words,
            entries=[],
            act=MailLink(_whole(act.url), act.label) if act else None,
            why=say("Somebody gave this address at %(site)s.") % {"site": site},
            foot=foot if leave else [],
        )


def name_site(language: str) -> str:
    """Return the name of the site in a language."""
    front = front_of(language)
    return front.title if front else settings.WAGTAIL_SITE_NAME


def site_address() -> str:
    """Return the address of the site, without a slash at its end."""
    return (
        f"{settings.SITE.scheme}://{settings.SITE.netloc}" if settings.SITE.netloc else settings.WAGTAILADMIN_BASE_URL
    )


def _write(
    language: str,
    *,
    above: tuple[str, ...],
    subject: str,
    opening: str,
    entries: Iterable[MailEntry],
    why: str,
    foot: Sequence[MailLink],
    act: MailLink | None = None,
) -> Mail:
    direction = language_of(language).direction
    start = "right" if direction == "rtl" else "left"
    frame = MailFrame(
        language=language,
        direction=direction,
        start=start,
        above=above,
        subject=subject,
        opening_html=_direct(linebreaks(opening, autoescape=True) if opening.strip() else "", direction, start),
        entries=tuple(replace(each, text_html=_direct(each.text_html, direction, start)) for each in entries),
        act=act,
        why=why,
        foot=tuple(foot),
    )
    html = _inliner().inline(render_to_string("bulletin/newsletter/mail.html", {"mail": frame}))
    return Mail(language, subject, html, write_text(frame))


def _address(entry: LetterEntry, language: str) -> MailEntry:
    """An entry with whole addresses."""
    parts = (entry.label, entry.date, entry.source)
    return MailEntry(
        url=_whole(entry.url),
        line=tuple(filter(None, parts)),
        title=entry.title,
        text_html=mark_safe(re.sub(r'(href=")(/[^"]*")', rf"\g<1>{site_address()}\g<2>", entry.text_html)),  # noqa: S308
        figures=tuple(
            MailFigure(**{**vars(figure), "url": _whole(figure.url), "source": figure.source or say("Source unknown")})
            for figure in entry.figures
        ),
    )


def _direct(html: str, direction: str, start: str) -> SafeString:
    """Write the direction on each paragraph of a rich text: Outlook takes it from the paragraph itself."""
    return mark_safe(re.sub(r"<(p|ul|ol|li)\b[^>]*>", rf'<\1 dir="{direction}" align="{start}">', html))  # noqa: S308


def _whole(url: str) -> str:
    return f"{site_address()}{url}" if url.startswith("/") else url


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_style_tags=False, keep_link_tags=False, load_remote_stylesheets=False)
