"""The lines beneath a headline: who wrote it, when it was published, when it was last changed, whether it was corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as say

from dalil.bulletin.models import Dated
from dalil.bulletin.pages.card_presenters import PageDate
from dalil.letters import join_with_and
from dalil.wording.times import say_moment


@dataclass(frozen=True)
class Publication:
    """Who wrote a page and when it went out; see bulletin/pages/publication.html.

    by: names in a sentence, empty where nobody is named. updated: where it was published anew on a later day. corrected: the date of its
    latest correction.
    """

    by: str
    published: PageDate | None
    updated: PageDate | None
    corrected: PageDate | None


def say_publication(page: Dated, corrections: Sequence[PageDate], language: str) -> Publication:
    """Say who wrote a page and when it was published, changed and corrected. corrections: of the page, the latest first."""
    first, last = page.first_published_at, page.last_published_at
    later = first is not None and last is not None and localtime(last).date() > localtime(first).date()
    return Publication(
        by=join_with_and([_name(block) for block in page.byline], language),
        published=_say(first, language) if first else None,
        updated=_say(last, language) if later and last else None,
        corrected=PageDate(corrections[0].date, corrections[0].datetime) if corrections else None,
    )


def _name(block: object) -> str:
    kind, value = block.block_type, block.value  # type: ignore[attr-defined]
    return say("a writer whose name is withheld for safety") if kind == "anonymous" else str(value)


def _say(moment: datetime, language: str) -> PageDate:
    local = localtime(moment)
    return PageDate(say_moment(local, language), local.isoformat(timespec="minutes"))
