"""What keeps a page from going out: a figure in its text that is not there, or that readers cannot be shown an answer to."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as say
from wagtail.models import Page

from dalil.bulletin.figures.embeds import figures_in, slugs_in
from dalil.counting.figures import answer_for_readers
from dalil.counting.models import Figure
from dalil.record import actions
from dalil.wording.refusals import refusal


def hindrances(page: Page) -> Iterator[str]:
    """Why this page cannot go out: a sentence for each figure in it that readers could not be shown."""
    slugs = figure_slugs(page)
    known = {figure.slug: figure for figure in Figure.objects.filter(slug__in=slugs).prefetch_related("editions")}
    for slug in slugs:
        if slug not in known:
            yield say("The text names the figure “%(slug)s”, which does not exist.") % {"slug": slug}
        elif known[slug].edition is None:
            try:
                answer_for_readers(known[slug])
            except actions.Refused as error:
                yield refusal(error)


def figure_slugs(page: Page) -> list[str]:
    """Every figure that a page shows, each once: in its summary, its text and its answers to questions."""
    body = getattr(page, "body", None)
    if body is None:
        return []
    answers = [block.value["answer"].source for block in body if block.block_type == "question"]
    in_answers = [slug for answer in answers for slug in slugs_in(answer)]
    return list(dict.fromkeys(figures_in(body, getattr(page, "summary", "")) + in_answers))
