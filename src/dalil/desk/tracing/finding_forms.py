"""The forms of findings and of telling a family."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from dalil import vocabulary
from dalil.desk.inputs.lengths import Within
from dalil.desk.sealed.forms import UNREMEMBERED
from dalil.tracing.findings import FindingContent
from dalil.tracing.lifecycle import FATES
from dalil.wording.refusals import refusal


def _text(label: Any, rows: int = 2) -> forms.CharField:
    attrs = {**UNREMEMBERED, "dir": "auto", "rows": rows}
    return forms.CharField(label=label, validators=[Within("reason")], widget=forms.Textarea(attrs=attrs))


def _line(label: Any, required: bool = True) -> forms.CharField:
    attrs = {**UNREMEMBERED, "dir": "ltr"}
    return forms.CharField(label=label, required=required, max_length=80, widget=forms.TextInput(attrs=attrs))


class FindingForm(forms.Form):
    """A finding that is proposed to a second person."""

    state = forms.ChoiceField(label=gettext_lazy("What became of them"))
    whereabouts = forms.ChoiceField(label=gettext_lazy("Where they are now"), required=False)
    when = _line(gettext_lazy("When that was, as the document says it; it stays a claim"), required=False)
    shown_by = forms.ChoiceField(label=gettext_lazy("What shows it"))
    document = _line(gettext_lazy("Address of the document that shows it"))
    report = _line(gettext_lazy("Address of the report that tells of it, where there is one"), required=False)
    basis = _text(gettext_lazy("How it is known that this is the one who is sought; it is sealed"), rows=3)

    def __init__(self, *args: Any, screen_language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = {
            name: [(term.code, term.label(screen_language)) for term in vocabulary.terms(scheme)]
            for name, scheme in (
                ("state", "search_states"),
                ("whereabouts", "whereabouts"),
                ("shown_by", "fate_documents"),
            )
        }
        self.fields["state"].choices = [each for each in terms["state"] if each[0] in FATES]  # type: ignore[attr-defined]
        self.fields["whereabouts"].choices = [("", "—"), *terms["whereabouts"]]  # type: ignore[attr-defined]
        self.fields["shown_by"].choices = terms["shown_by"]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.errors:
            try:
                said = {name: typed[name] for name in FindingContent.model_fields if typed.get(name)}
                typed["content"] = FindingContent.model_validate(said)
            except ValidationError as error:
                self.add_error("when", refusal(error))
        return typed


class TellingForm(forms.Form):
    """How the family was told."""

    who = _text(gettext_lazy("Who was told, and by whom"))
    how = _text(gettext_lazy("How they were told"))
    support = _text(gettext_lazy("What support was offered"))
    on_day = forms.DateField(
        label=gettext_lazy("On which day"), initial=localdate, widget=forms.DateInput(attrs={"type": "date"})
    )
