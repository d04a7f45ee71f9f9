"""The building blocks of a story beside text and pictures: drawings of figures, times, tables, the words of a report, the law."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.bulletin.figures import figure_choices
from dalil.lookup.explanations import explain_place_match
from dalil.lookup.places import find_place
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.models import Report
from dalil.text.dates import read_date
from dalil.wording.refusals import refusal

SUBJECTS = {"what": "acts", "weapon": "weapons", "target": "targets", "actor": "actors"}
"""What a page can be about beside places and themes: the name of the block, and the scheme of the vocabulary."""


class DateTextBlock(blocks.CharBlock):
    """A date as finely as it is known, typed in either language and kept in the short form."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            when = read_date(text)
            when.refuse_impossible_years()
        except ValueError as error:
            raise ValidationError(refusal(error)) from error
        return when.notation()


class TimelineEntry(blocks.StructBlock):
    """A moment and what happened then."""

    when = DateTextBlock(label=_("Date"), help_text=_("As finely as it is known: 2019-05-14, 2019-05 or 2019"))
    what = blocks.TextBlock(label=_("What happened"))


class TimelineBlock(blocks.StructBlock):
    """Moments one after the other, put in order by their dates."""

    heading = blocks.CharBlock(label=_("Heading"), required=False)
    entries = blocks.ListBlock(TimelineEntry(), label=_("Moments"), min_num=2)

    class Meta:
        icon = "date"
        label = _("Timeline")


class TableBlock(blocks.StructBlock):
    """A table with a line that says what it shows."""

    caption = blocks.CharBlock(label=_("What the table shows"))
    table = TypedTableBlock([("text", blocks.CharBlock(label=_("Text"), required=False))], label=_("Table"))

    class Meta:
        icon = "table"
        label = _("Table")


class ReportQuoteBlock(blocks.StructBlock):
    """Words of a report of the record; who says so is read from the report."""

    report = blocks.CharBlock(label=_("Report"), help_text=_("The address of a public report"))
    words = blocks.TextBlock(
        label=_("Words"),
        required=False,
        help_text=_("A part of the words of the report; all of them where this is empty"),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        address = cleaned["report"].strip().rstrip("/").rpartition("/")[2]
        report = Report.objects.visible_to(Viewer.public()).filter(address=address).first()
        if report is None:
            wrong = ValidationError(say("No public report has the address “%(address)s”.") % {"address": address})
            raise blocks.StructBlockValidationError(block_errors={"report": wrong})
        if report.document.is_own_note or not report.said.strip():
            wrong = ValidationError(say("This report holds no words of its source that could be quoted."))
            raise blocks.StructBlockValidationError(block_errors={"report": wrong})
        words = " ".join(cleaned["words"].split())
        if words not in " ".join(report.said.split()):
            wrong = ValidationError(say("These words do not stand in that report."))
            raise blocks.StructBlockValidationError(block_errors={"words": wrong})
        cleaned["report"] = address
        return cleaned

    class Meta:
        icon = "openquote"
        label = _("Words of a report")


class DrawingBlock(blocks.ChoiceBlock):
    """The drawing of a figure: by time a series, by place a map, with its table."""

    class Meta:
        icon = "site"
        label = _("Map or series of a figure")


class PlaceBlock(blocks.CharBlock):
    """A place of the list of places, typed by its name and kept by its code."""

    def clean(self, value: Any) -> Any:
        typed = super().clean(value).strip()
        if not typed:
            return typed
        match = find_place(typed, gazetteer=gazetteer())
        if match.found is None:
            raise ValidationError(refusal(explain_place_match(typed, match)))
        return match.found.code

    class Meta:
        icon = "site"
        label = _("Place")
        help_text = _("By name, in either language")


def subject_blocks() -> list[tuple[str, blocks.Block]]:
    """What a page can be about: a place, a theme, or a code of the vocabulary, each chosen by its name."""
    return [
        ("place", PlaceBlock()),
        ("theme", blocks.PageChooserBlock(page_type="bulletin.ThemePage", label=_("Theme"), icon="tag")),
        ("what", blocks.ChoiceBlock(choices=act_choices, label=_("What happened"), icon="tag")),
        ("weapon", blocks.ChoiceBlock(choices=weapon_choices, label=_("Weapon"), icon="tag")),
        ("target", blocks.ChoiceBlock(choices=target_choices, label=_("Target"), icon="tag")),
        ("actor", blocks.ChoiceBlock(choices=actor_choices, label=_("Actor"), icon="tag")),
    ]


def byline_blocks() -> list[tuple[str, blocks.Block]]:
    """Who wrote a page: people, a desk, or somebody whose name is withheld for safety."""
    return [
        ("person", blocks.CharBlock(label=_("Person"), icon="user")),
        ("desk", blocks.CharBlock(label=_("Desk"), icon="group")),
        (
            "anonymous",
            blocks.StaticBlock(
                label=_("Name withheld"), icon="lock", admin_text=_("Readers see that the name is withheld for safety.")
            ),
        ),
    ]


def story_blocks() -> list[tuple[str, blocks.Block]]:
    """The blocks of stories that the text of a page is built from."""
    return [
        ("drawing", DrawingBlock(choices=figure_choices)),
        ("timeline", TimelineBlock()),
        ("table", TableBlock()),
        ("report_quote", ReportQuoteBlock()),
    ]


def act_choices() -> list[tuple[str, str]]:
    """What can have happened, as an editor chooses it."""
    return _choices("acts")


def weapon_choices() -> list[tuple[str, str]]:
    """The weapons, as an editor chooses one."""
    return _choices("weapons")


def target_choices() -> list[tuple[str, str]]:
    """What can have been hit, as an editor chooses it."""
    return _choices("targets")


def actor_choices() -> list[tuple[str, str]]:
    """The actors, as an editor chooses one."""
    return _choices("actors")


def _choices(scheme: str) -> list[tuple[str, str]]:
    language = get_language() or "en"
    named = ((each.code, each.label(language)) for each in vocabulary.terms(scheme))
    return sorted(named, key=lambda each: each[1])
