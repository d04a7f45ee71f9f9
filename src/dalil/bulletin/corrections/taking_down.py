"""Taking a published page down: readers who come to its address are told that it was, since when and why; the list of corrections too."""

from __future__ import annotations

from wagtail.models import Page

from dalil.bulletin.models import TakenDown
from dalil.gate.examination import Asker, examine_words
from dalil.gate.objections import Stopped, stopping
from dalil.record import actions


def note_taking_down(page: Page, *, title: str, reason: str, asker: Asker, with_below: bool = False) -> list[TakenDown]:
    """Keep why a page is taken down; whoever calls takes it down in the same transaction. with_below: so are the published pages below it.

    title: as readers are told it. Raises Refused without a title or a reason, Stopped where the gate has objections to the words.
    """
    title, reason = " ".join(title.split()), reason.strip()
    if not reason:
        raise actions.Refused("taken_down_without_reason", "say why the page is taken down; readers see the reason")
    if not title:
        raise actions.Refused("taken_down_without_title", "say what the page was; readers are told so")
    below = list(page.get_descendants().live()) if with_below else []
    words = "\n".join([title, reason, *(each.title for each in below)])
    if objections := stopping(examine_words(words, asker)):
        raise Stopped(objections)
    rows = [TakenDown(page_id=page.pk, title=title, reason=reason, by=asker.user)]
    rows += [TakenDown(page_id=each.pk, title=each.title, reason=reason, by=asker.user) for each in below]
    for row in rows:
        row.save()
    return rows


def was_ever_published(page: Page) -> bool:
    """Tell whether readers ever had this page, or one below it."""
    return bool(page.get_descendants(inclusive=True).filter(first_published_at__isnull=False).exists())
