"""In which edition a page shows each of its figures: the one it went out with, until an editor publishes a correction of the page.

A new edition of a figure changes no published text by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from wagtail.models import Page

from dalil.bulletin.models import FigureOnPage
from dalil.record.per_request import once_per_request

FigureShown = tuple[str, int | None]
"""A figure by its slug, and the number of the edition that is shown; None for the latest, on a page that was never published."""


def editions_on(pages: Iterable[Page]) -> dict[int, dict[str, int]]:
    """Return, for each page, the numbers of the editions it shows, by figure. Read at once, and once for each request."""
    known, wanted = _read_in_this_request(), [page.pk for page in pages if page.pk]
    if missing := [pk for pk in wanted if pk not in known]:
        known.update({pk: {} for pk in missing})
        rows = FigureOnPage.objects.filter(page__in=missing).order_by("pk")
        for pk, slug, number in rows.values_list("page_id", "edition__figure__slug", "edition__number"):
            known[pk][slug] = number
    return {pk: known[pk] for pk in wanted}


@once_per_request
def _read_in_this_request() -> dict[int, dict[str, int]]:
    return {}


def figures_shown(page: Page, slugs: Iterable[str]) -> list[FigureShown]:
    """Return these figures, each with the edition in which the page shows it."""
    numbers = editions_on([page]).get(page.pk, {})
    return [(slug, numbers.get(slug)) for slug in slugs]


def write_editions_into(page: Page, html: str) -> str:
    """Write the number of the edition that the page shows into each figure of a stored rich text.

    <embed embedtype="figure" slug="killed"/> becomes <embed edition="2" embedtype="figure" slug="killed"/>.
    """
    numbers = editions_on([page]).get(page.pk, {})

    def write(tag: re.Match[str]) -> str:
        slug = _SLUG.search(tag[0])
        number = numbers.get(slug[1]) if slug else None
        return tag[0] if number is None else f'<embed edition="{escape(str(number))}"{tag[0][len("<embed") :]}'

    return _FIGURE.sub(write, html) if numbers else html


def edition_asked_for(attributes: dict[str, str]) -> FigureShown:
    """Return the figure that a tag of a rich text names, and the edition that `write_editions_into` wrote into it."""
    number = attributes.get("edition", "")
    return attributes.get("slug", ""), int(number) if number.isdecimal() else None


def rows_in_force(slugs: Sequence[str] | None = None) -> list[FigureOnPage]:
    """Return the latest row of each figure on each live page, with page, edition and figure read along. slugs: only these figures."""
    rows = FigureOnPage.objects.filter(page__live=True).select_related("page", "edition__figure").order_by("pk")
    if slugs is not None:
        rows = rows.filter(edition__figure__slug__in=slugs)
    return list({(row.page_id, row.edition.figure_id): row for row in rows}.values())


_FIGURE = re.compile(r'<embed\b[^>]*\bembedtype="figure"[^>]*>')
_SLUG = re.compile(r'\bslug="([^"]*)"')
