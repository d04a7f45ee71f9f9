"""The form by which a question is kept as a figure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from dalil.archive.protection import Viewer
from dalil.columns import projection
from dalil.counting.figures import draw_slug, names_nothing_hidden
from dalil.counting.layout import units_in
from dalil.counting.models import Figure
from dalil.counting.question import Question, Unanswerable
from dalil.desk.inputs.lengths import Within
from dalil.desk.protecting.forms import OVERRIDE_HELP, OVERRIDE_LABEL, ReasonForm, may_override
from dalil.gate.objections import Objection
from dalil.wording.counts import name_units
from dalil.wording.refusals import refusal


class FigureForm(forms.Form):
    """How a figure is called and addressed. The question travels along as JSON.

    A number is kept with its unit: without one, the unit most told of is counted, which may be another by next year. Where it is told
    in several, the unit is asked for.
    """

    question = forms.JSONField(widget=forms.HiddenInput)
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"),
        help_text=gettext_lazy("This number is told in several units; the figure counts one of them."),
    )
    slug = forms.SlugField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy(
            "Short and lasting; it is part of the figure’s citation: killed-in-idlib-2019. Where the question "
            "names what is protected, an address is drawn instead."
        ),
        max_length=80,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    title_en = forms.CharField(
        label=gettext_lazy("Title in English"),
        required=False,
        validators=[Within("figure_title")],
        widget=forms.TextInput(attrs={"lang": "en", "dir": "ltr"}),
    )
    title_ar = forms.CharField(
        label=gettext_lazy("Title in Arabic"),
        required=False,
        validators=[Within("figure_title")],
        widget=forms.TextInput(attrs={"lang": "ar", "dir": "rtl"}),
    )
    note_en = forms.CharField(
        label=gettext_lazy("Note in English"),
        required=False,
        validators=[Within("text")],
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en", "dir": "ltr"}),
    )
    note_ar = forms.CharField(
        label=gettext_lazy("Note in Arabic"),
        required=False,
        validators=[Within("text")],
        widget=forms.Textarea(attrs={"rows": 2, "lang": "ar", "dir": "rtl"}),
    )

    def __init__(self, *args: Any, screen_language: str, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = _list_units(self["question"].value(), viewer)
        if len(self.units) > 1:
            choices = [(unit, name_units(unit, screen_language)) for unit in self.units]
            self.fields["unit"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["unit"]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if Figure.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("A figure has this address already; choose another."))
        return slug

    def clean_question(self) -> Question:
        try:
            return Question.of(self.cleaned_data["question"])
        except (Unanswerable, TypeError) as error:
            raise forms.ValidationError(_("The question cannot be asked: %(why)s") % {"why": refusal(error)}) from error

    def clean(self) -> dict[str, object]:
        typed = super().clean() or {}
        if not typed.get("title_en") and not typed.get("title_ar"):
            self.add_error("title_en", _("Write a title in at least one language."))
        unit = typed.get("unit") or (self.units[0] if len(self.units) == 1 else None)
        if unit and "question" in typed:
            typed["question"] = typed["question"].model_copy(update={"unit": unit})
        if "question" in typed and not names_nothing_hidden(typed["question"], Viewer.public()):
            typed["slug"] = draw_slug()
        return typed


def _list_units(plain: str, viewer: Viewer) -> list[str]:
    """List the units a question could be counted in where it names none; empty where it names one, counts no number or cannot be asked."""
    try:
        question = Question.of(json.loads(plain))
    except (ValueError, TypeError):
        return []  # said beside the question when the form is checked
    if question.unit or not question.is_quantity:
        return []
    return units_in(projection.refresh(viewer), question.kind, question.measure)


class PagesForm(ReasonForm):
    """Correcting pages: which of those that show the figure say the new number from now on, and why."""

    pages = forms.MultipleChoiceField(
        label=gettext_lazy("Pages that say so from now on, with a dated correction"),
        help_text=gettext_lazy("A page that is not chosen keeps the number it was published with."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, pages: Sequence[Page] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if pages:
            choices = [(str(page.pk), f"{page.title} ({page.locale.language_code})") for page in pages]
            self.fields["pages"].choices = choices  # type: ignore[attr-defined]
            self.initial.setdefault("pages", [pk for pk, _title in choices])
        else:
            del self.fields["pages"]


class PublishForm(PagesForm):
    """Publishing the next edition: why it is corrected; and overriding what the gate says, and why."""

    override = forms.BooleanField(label=OVERRIDE_LABEL, help_text=OVERRIDE_HELP, required=False)
    because = forms.CharField(
        label=gettext_lazy("Reason for overriding"),
        help_text=gettext_lazy("Kept on the record with your name; readers do not see it."),
        required=False,
        validators=[Within("reason")],
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args: Any, objections: Sequence[Objection] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_override(objections):
            del self.fields["override"], self.fields["because"]
