"""The building blocks of a page: running text, figures, questions and answers, law, links, reports of the record."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.bulletin.figures import figure_choices
from dalil.bulletin.pages.story_blocks import story_blocks
from dalil.bulletin.pictures.blocks import picture_blocks
from dalil.record.models import Report

TEXT = ("h2", "h3", "bold", "italic", "link", "ol", "ul", "blockquote", "figure")
LINE = ("bold", "italic", "link", "figure")


def provision_choices() -> list[tuple[str, str]]:
    """Every provision of the vocabulary, as an editor chooses it."""
    return [(term.code, f"{term.code}: {term.en}") for term in vocabulary.terms("provisions")]


class ReportBlock(blocks.CharBlock):
    """A report of the record that the page shows in full, by its address."""

    def clean(self, value: Any) -> Any:
        address = super().clean(value).strip().rstrip("/").rpartition("/")[2]
        if address and not Report.objects.visible_to(Viewer.public()).filter(address=address).exists():
            raise ValidationError(say("No public report has the address “%(address)s”.") % {"address": address})
        return address

    class Meta:
        icon = "doc-full"
        label = _("Report")
        help_text = _("The address of a public report")


class Question(blocks.StructBlock):
    """A reader's question and its answer."""

    question = blocks.CharBlock(label=_("Question"))
    answer = blocks.RichTextBlock(label=_("Answer"), features=TEXT[2:])

    class Meta:
        icon = "help"
        label = _("Question and answer")


class Law(blocks.StructBlock):
    """A provision of the law, and what it asks in our own words."""

    code = blocks.ChoiceBlock(choices=provision_choices, label=_("Provision"))
    text = blocks.TextBlock(label=_("What it asks, in our own words"))

    class Meta:
        icon = "clipboard-list"
        label = _("Provision")


class Link(blocks.StructBlock):
    """Somebody worth following."""

    url = blocks.URLBlock(label=_("Address"))
    name = blocks.CharBlock(label=_("Name"))
    line = blocks.CharBlock(label=_("In one line"), required=False)


class LinkGroup(blocks.StructBlock):
    """Links under one heading."""

    title = blocks.CharBlock(label=_("Heading"))
    links = blocks.ListBlock(Link(), label=_("Links"))

    class Meta:
        icon = "link"
        label = _("Group of links")


class Correction(blocks.StructBlock):
    """What was wrong, and what it says now."""

    date = blocks.DateBlock(label=_("Date"))
    text = blocks.TextBlock(label=_("What was wrong, and what it says now"))

    class Meta:
        icon = "edit"
        label = _("Correction")


class Facet(blocks.StructBlock):
    """One condition of the question that a theme puts to the record: a facet of incidents and one of its codes."""

    facet = blocks.ChoiceBlock(
        choices=[
            ("what", _("What happened")),
            ("weapons", _("Weapon")),
            ("targets", _("Target")),
            ("parties", _("Actor")),
        ],
        label=_("Facet"),
    )
    code = blocks.CharBlock(label=_("Code"))

    SCHEMES = {"what": "acts", "weapons": "weapons", "targets": "targets", "parties": "actors"}

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        scheme = self.SCHEMES[cleaned["facet"]]
        if not vocabulary.is_code(scheme, cleaned["code"]):
            wrong = ValidationError(
                say("“%(code)s” is not a code of %(scheme)s.") % {"code": cleaned["code"], "scheme": scheme}
            )
            raise blocks.StructBlockValidationError(block_errors={"code": wrong})
        return cleaned

    class Meta:
        icon = "search"
        label = _("Condition")


def body_blocks() -> list[tuple[str, blocks.Block]]:
    """What the text of a page is built from."""
    return [
        ("text", blocks.RichTextBlock(label=_("Text"), features=TEXT)),
        ("figure", blocks.ChoiceBlock(choices=figure_choices, icon="order", label=_("Figure"))),
        ("question", Question()),
        *picture_blocks(),
        *story_blocks(),
        ("law", Law()),
    ]
