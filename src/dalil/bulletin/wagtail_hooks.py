"""What Wagtail asks of the bulletin: how a figure in rich text is shown, and what the address of a page answers that was taken down.

A figure is stored as `<embed embedtype="figure" slug="…"/>`, and shown with its range and the way to its reports.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page
from wagtail.rich_text import EmbedHandler

from dalil.bulletin.corrections.views import taken_down
from dalil.bulletin.figures.presenters import render_figures


class FigureEmbed(EmbedHandler):
    """Shows the figures of a text; all of them are looked up at once."""

    identifier = "figure"

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """The HTML of each figure, in the language in use; of one that does not exist, the words that it is missing."""
        return render_figures(attrs_list)


@hooks.register("register_rich_text_features")
def register_figure(features: Any) -> None:
    """Make rich text know figures. The editor's button is the desk's."""
    features.register_embed_type(FigureEmbed)


@hooks.register("before_serve_page")
def say_that_it_was_taken_down(page: Page, request: HttpRequest, *_: Any) -> HttpResponse | None:
    """Answer for a page that was taken down; `BulletinPage.route` leads here only where there is a note."""
    return None if page.live else taken_down(page, request)
