"""The building blocks of a page: running text, figures, questions and answers, law, links, reports of the record."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.bulletin.figures import figure_choices
from dalil.bulletin.pages.story_blocks import (
    act_choices,
    actor_choices,
    story_blocks,
    target_choices,
    weapon_choices,
)
from dalil.bulletin.pictures.blocks import picture_blocks
from dalil.record.models import Report

TEXT = ("h2", "h3", "bold", "italic", "link", "ol", "ul", "blockquote", "figure")
LINE = ("bold", "italic", "link", "figure")


def provision_choices() -> list[tuple[str, str]]:
    """Every provision of the vocabulary, as an editor chooses it."""
    language = get_language() or "en"
    return [(term.code, f"{term.label(language)} ({term.code})") for term in vocabulary.terms("provisions")]


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


def condition_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """What a theme can ask of incidents, by facet: the names of the codes, in the language of the screen."""
    groups = {
        "what": (_("What happened"), act_choices()),
        "weapons": (_("Weapon"), weapon_choices()),
        "targets": (_("Target"), target_choices()),
        "parties": (_("Actor"), actor_choices()),
    }
    return [
        (str(label), [(f"{facet}:{code}", name) for code, name in choices])
        for facet, (label, choices) in groups.items()
    ]


class Facet(blocks.ChoiceBlock):
    """One condition of the question that a theme puts to the record, chosen by name; kept as a facet of incidents and a code.

    Its value is "weapons:BARREL_BOMB"; what is kept is {"facet": "weapons", "code": "BARREL_BOMB"}.
    """

    def __init__(self, **facts: Any) -> None:
        super().__init__(choices=condition_choices, **facts)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Name the block for migrations without its choices, which are those of the vocabulary of the day."""
        return blocks.Block.deconstruct(self)  # type: ignore[no-any-return]

    def normalize(self, value: Any) -> Any:
        """Return the value of a condition, however it was given."""
        return f"{value['facet']}:{value['code']}" if isinstance(value, dict) else value

    def to_python(self, value: Any) -> Any:
        """Return the value of a condition from what is kept."""
        return self.normalize(value)

    def get_prep_value(self, value: Any) -> Any:
        """Return what is kept of a condition."""
        facet, _colon, code = (value or "").partition(":")
        return {"facet": facet, "code": code}

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
