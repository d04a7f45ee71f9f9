"""What waits for a correction: the published pages that show a number which the record, or a later edition, has left behind."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from dalil.bulletin.corrections.pages_with_figures import PageBehind, list_pages_behind
from dalil.desk.figures.presenters import say_edition, say_now
from dalil.desk.screens import language
from dalil.wording.changes import say_change


@dataclass(frozen=True)
class PageWaiting:
    """A page that waits for a correction. url: of the figure at the desk, where one sees why and corrects. ready: a later edition is out."""

    page: str
    page_url: str
    figure: str
    url: str
    text: str
    ready: bool


def present_pages_behind() -> list[PageWaiting]:
    """Say which published pages wait for a correction, and why, in the language of the screen."""
    return [_present(each) for each in list_pages_behind()]


def _present(each: PageBehind) -> PageWaiting:
    assert each.this.edition is not None
    then, now = say_edition(each.this.edition, language()), say_now(each.this.figure, language())
    return PageWaiting(
        page=each.page.title,
        page_url=each.page.get_url() or "",
        figure=each.this.figure.title.in_language(language()),
        url=reverse("desk:figure", args=[each.this.figure.slug]),
        text=say_change(then, now, each.this.changed_parts, language()),
        ready=each.awaits_correction,
    )
