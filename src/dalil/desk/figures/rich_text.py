"""The figure in the editor: a button of the toolbar, and the way between what is stored and what the editor shows.

Stored is `<embed embedtype="figure" slug="…"/>`, which the bulletin renders. The editor shows the figure's range as it stands now.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import KEEP_WHITESPACE, InlineEntityElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature

from dalil.archive.protection import Viewer
from dalil.counting.models import Figure
from dalil.desk.figures.presenters import say_to_readers
from dalil.desk.screens import language

FEATURE = "figure"


class FigureElementHandler(InlineEntityElementHandler):
    """Reads a stored figure. The stored tag is empty; the editor needs text to hold on to, so it is given the range."""

    mutability = "IMMUTABLE"

    def handle_starttag(self, name: str, attrs: Any, state: Any, contentstate: Any) -> None:
        super().handle_starttag(name, attrs, state, contentstate)
        state.current_block.text += describe_figure(dict(attrs).get("slug", ""))["says"]
        state.leading_whitespace = KEEP_WHITESPACE  # a space after the figure is part of the sentence

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, str]:
        data = describe_figure(attrs.get("slug", ""))
        return data | {"form": attrs["form"]} if "form" in attrs else data


def describe_figure(slug: str) -> dict[str, str]:
    """Describe a figure as the editor shows it; of one that is gone or that no page may show, its address and that it is missing."""
    figure = Figure.objects.visible_to(Viewer.public()).filter(slug=slug).first()
    if figure is None:
        return {"slug": slug, "title": str(_("There is no such figure.")), "says": f"[{slug}]"}
    return {"slug": slug, "title": figure.title.in_language(language()), "says": say_to_readers(figure, language())}


def store_figure(props: dict[str, Any]) -> Any:
    """Write a figure of the editor as it is stored; its text is left out, since it is answered anew whenever the page is shown."""
    form = {"form": props["form"]} if props.get("form") else {}
    return DOM.create_element("embed", {"embedtype": "figure", "slug": props.get("slug", ""), **form})


def register(features: Any) -> None:
    """Give rich text its figure button."""
    features.register_editor_plugin(
        "draftail",
        FEATURE,
        EntityFeature(
            {
                "type": "FIGURE",
                "icon": "order",
                "description": _("Figure of the record"),
                "attributes": ["slug", "title", "says", "form"],
                "allowlist": {"slug": "^[a-z0-9_-]+$"},
                "choices": reverse_lazy("desk:figure_choices"),
                "words": {
                    "find": _("Find a figure"),
                    "none": _("No figure is called that. Figures are made on the Count screen."),
                    "close": _("Close"),
                },
            },
            js=["desk/figure.js"],
        ),
    )
    features.register_converter_rule(
        "contentstate",
        FEATURE,
        {
            "from_database_format": {'embed[embedtype="figure"]': FigureElementHandler("FIGURE")},
            "to_database_format": {"entity_decorators": {"FIGURE": store_figure}},
        },
    )
