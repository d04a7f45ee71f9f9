"""What publishing a page does besides: the figures in its text are published with it, so that a later change can be seen.

A page that names a figure which is not there, or which readers cannot be given an answer to, does not go out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as say
from wagtail.models import Page
from wagtail.signals import page_published

from dalil.bulletin.figures import presenters as figures
from dalil.bulletin.models import CardPage, StoryPage, ThemePage
from dalil.bulletin.pages.presenters import figures_in
from dalil.counting.figures import answer_for_readers, publish_edition
from dalil.counting.models import Figure
from dalil.record import actions


def hindrances(page: Page) -> Iterator[str]:
    """Why this page cannot go out: a sentence for each figure in it that readers could not be shown."""
    slugs = _slugs(page)
    known = {figure.slug: figure for figure in Figure.objects.filter(slug__in=slugs).prefetch_related("editions")}
    for slug in slugs:
        if slug not in known:
            yield say("The text names the figure “%(slug)s”, which does not exist.") % {"slug": slug}
        elif known[slug].edition is None:
            try:
                answer_for_readers(known[slug])
            except actions.Refused as refusal:
                yield str(refusal)


def publish_figures(instance: Any, revision: Any = None, **_: Any) -> None:
    """Signal handler: publish the first edition of each figure in a page that goes out."""
    waiting = Figure.objects.filter(slug__in=_slugs(instance), editions=None)
    actor = getattr(revision, "user", None) or actions.system_actor()
    for figure in waiting:
        publish_edition(figure, actor=actor)


def watch() -> None:
    """Do so from now on."""
    page_published.connect(publish_figures, dispatch_uid="dalil.bulletin.pages.publishing")


def _slugs(page: Page) -> list[str]:
    """Every figure that a page shows, also in its answers to questions."""
    if not isinstance(page, (StoryPage, CardPage, ThemePage)):
        return []
    answers = [block.value["answer"].source for block in page.body if block.block_type == "question"]
    return list(
        dict.fromkeys(
            figures_in(page.body, getattr(page, "summary", ""))
            + [slug for answer in answers for slug in figures.slugs_in(answer)]
        )
    )
