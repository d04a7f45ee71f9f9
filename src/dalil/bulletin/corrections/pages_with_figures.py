"""Which published pages show a figure, and which of them rest on an edition that the record, or a later edition, has left behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wagtail.models import Page

from dalil.bulletin.corrections.editions_on_pages import rows_in_force
from dalil.bulletin.models import FigureOnPage
from dalil.bulletin.pages.hindrances import figure_slugs
from dalil.bulletin.pages.readable import readable
from dalil.counting.models import Figure
from dalil.counting.public_figures import PublicFigure, public_figures


@dataclass(frozen=True)
class PageBehind:
    """A published page that shows an edition which no longer stands. this: the figure in that edition. row: where it stands on the page."""

    page: Page
    this: PublicFigure
    row: FigureOnPage

    @property
    def awaits_correction(self) -> bool:
        """Tell whether a later edition is published, so that the page can be corrected."""
        return not self.this.is_latest


def list_readable_pages_with(slug: str, language: str) -> list[Page]:
    """List the pages of a language that everybody may read and whose text shows the figure."""
    rows = rows_in_force([slug])
    pages = readable(Page.objects.filter(pk__in=[row.page_id for row in rows], locale__language_code=language))
    return [page for page in pages.specific() if slug in figure_slugs(page)] if rows else []


def list_rows_of(figure: Figure) -> list[FigureOnPage]:
    """List where published pages show a figure, each page as its own type."""
    rows = _with_specific_pages(rows_in_force([figure.slug]))
    return [row for row in rows if figure.slug in figure_slugs(row.page)]


def list_pages_behind() -> list[PageBehind]:
    """List the published pages that show a number which the record, or a later edition of the figure, has left behind."""
    rows = rows_in_force()
    slugs = {row.edition.figure.slug for row in rows}
    figures = {each.slug: each for each in Figure.objects.filter(slug__in=slugs).prefetch_related("editions")}
    asked = sorted({(row.edition.figure.slug, row.edition.number) for row in rows})
    shown = {
        (each.figure.slug, each.edition.number): each
        for each in public_figures((figures[slug], number) for slug, number in asked)
        if each.edition
    }
    behind = {key for key, this in shown.items() if this.has_changed or not this.is_latest}
    left = [row for row in rows if (row.edition.figure.slug, row.edition.number) in behind]
    return [
        PageBehind(row.page, shown[row.edition.figure.slug, row.edition.number], row)
        for row in _with_specific_pages(left)
        if row.edition.figure.slug in figure_slugs(row.page)
    ]


def _with_specific_pages(rows: Iterable[FigureOnPage]) -> list[FigureOnPage]:
    found = list(rows)
    pages = {page.pk: page for page in Page.objects.filter(pk__in=[row.page_id for row in found]).specific()}
    for row in found:
        row.page = pages[row.page_id]
    return found
