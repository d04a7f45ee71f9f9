"""What a page elsewhere says of itself: its title, who publishes it, when, in what language, in short, and its picture.

All of it is a proposal to an editor; nothing is published from here. trafilatura reads the page. Of its date only what the page said is
kept: where it knows a year only it says the first of January.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from dalil.access.refused import Refused
from dalil.archive.fetching import Fetched
from dalil.letters import guess_language
from dalil.text.dates import read_dates

LONGEST_TITLE = 255
LONGEST_SUMMARY = 400
"""Letters of a first summary; it ends with a word."""

HEAD = 300
"""In so many first letters of its text a page says its own date; further on stand those of what happened."""


class NoPage(Refused):
    """Why an answer cannot be read as a page."""


@dataclass(frozen=True)
class LinkFacts:
    """What a page says of itself; empty where it does not say.

    published: a date as `When` reads it, with the precision that is known. language: ar, en, or empty.
    """

    url: str
    title: str = ""
    summary: str = ""
    site: str = ""
    published: str = ""
    language: str = ""
    picture: str = ""


def read_page(answer: Fetched) -> LinkFacts:
    """Read what a fetched page says of itself. Raises NoPage where it is none, is not there, or says nothing."""
    from trafilatura import bare_extraction  # as dear to import as a small command, and wanted by few

    if answer.status != 200:
        raise NoPage("not_there", "the address answers with the error {status}", {"status": answer.status})
    if answer.media_type not in ("text/html", "application/xhtml+xml", ""):
        raise NoPage("no_page", "the address gives a file ({type}) and no page", {"type": answer.media_type})
    found: Any = bare_extraction(answer.body, url=answer.url, with_metadata=True, favor_precision=True)
    if found is None or not (found.title or found.text):
        raise NoPage("empty_page", "the page says nothing that can be read without a browser")
    text = found.text or ""
    host = (urlsplit(answer.url).hostname or "").removeprefix("www.")
    return LinkFacts(
        url=answer.url,
        title=_one_line(found.title or "")[:LONGEST_TITLE],
        summary=shorten(_one_line(found.description or _first_paragraph(text, found.title or ""))),
        site=_one_line(found.sitename or "") or host,
        published=_published(found.date or "", text),
        language=guess_language(f"{found.title or ''} {text}"),
        picture=urljoin(answer.url, found.image) if found.image else "",
    )


def shorten(text: str, most: int = LONGEST_SUMMARY) -> str:
    """Return the beginning of a text that ends with a whole word, with a sign where something is left out.

    >>> shorten("The market of the town was hit", 20)
    'The market of the…'
    """
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:،؛") + "…"


def _published(read: str, text: str) -> str:
    """The date of a page: as its markup says it, else the only date at the head of its text, else its year."""
    if read and not read.endswith("-01-01"):
        return read
    said = {mention.when.notation() for mention in read_dates(text[:HEAD])}
    exact = {each for each in said if len(each) == len("2019-04-13")}
    if len(exact) == 1:
        return exact.pop()
    return read[:4]


def _first_paragraph(text: str, title: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    return next((line for line in lines if len(line) > 60 and line != title.strip()), "")


def _one_line(text: str) -> str:
    return " ".join(text.split())
