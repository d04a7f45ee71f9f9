"""The forms of searches. No browser is asked to remember what is typed here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from dalil import vocabulary
from dalil.desk.inputs.lengths import Within
from dalil.desk.sealed.forms import UNREMEMBERED
from dalil.tracing.search_content import SearchContent
from dalil.tracing.search_words import LABELS, NO, YES
from dalil.tracing.typed_searches import field_of_fault, read_typed_search, type_search
from dalil.values.consent import PUBLICATION, ConsentTerms
from dalil.wording.refusals import broken_rule

MANY_LINES = {"also_named": 2, "marks": 2, "circumstances": 4, "held": 3, "companions": 3, "contact": 2, "call_not": 2}


class FamilySearchForm(forms.Form):
    """What a family says: who is missing, what happened, who asks. content, version: as it stands, where it is changed."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, screen_language: str, content: SearchContent | None = None, version: int = 0, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"seen": version, **(type_search(content) if content else {})}
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        choices = {
            "sex": [("", "—"), *_terms("sexes", screen_language)],
            "relation": [("", "—"), *_terms("kinships", screen_language)],
            "sample_taken": [
                ("", "—"),
                ("yes", YES.in_language(screen_language)),
                ("no", NO.in_language(screen_language)),
            ],
        }
        for name, label in LABELS.items():
            words: dict[str, Any] = {
                "label": label.in_language(screen_language),
                "required": name in ("said", "asker"),
            }
            attrs = {**UNREMEMBERED, "dir": "auto"}
            if name in choices:
                self.fields[name] = forms.ChoiceField(choices=choices[name], **words)
            else:
                rows = MANY_LINES.get(name)
                widget = forms.Textarea(attrs={**attrs, "rows": rows}) if rows else forms.TextInput(attrs)
                self.fields[name] = forms.CharField(widget=widget, validators=[Within("sealed")], **words)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.errors:
            try:
                typed["content"] = read_typed_search(typed)
            except ValidationError as error:
                for fault in error.errors():
                    name = field_of_fault(fault)
                    self.add_error(name if name in self.fields else None, broken_rule(dict(fault)))
        return typed


class NewFamilySearchForm(FamilySearchForm):
    """A new request, with what the family consents to."""

    asked_on = forms.DateField(
        label=gettext_lazy("Asked for consent on"), widget=forms.DateInput(attrs={"type": "date"})
    )
    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("What the family consents to"),
        help_text=gettext_lazy("Publication is asked for after the family was told, not before."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, screen_language: str, **kwargs: Any) -> None:
        super().__init__(*args, screen_language=screen_language, **kwargs)
        self.fields["asked_on"].initial = localdate()
        self.fields["purposes"].choices = _purposes(screen_language)  # type: ignore[attr-defined]
        self.order_fields([*LABELS, "purposes", "asked_on"])

    def clean_asked_on(self) -> Any:
        """A day that has come."""
        if self.cleaned_data["asked_on"] > localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return self.cleaned_data["asked_on"]

    def consent(self) -> ConsentTerms:
        """Return what the family consents to."""
        return ConsentTerms(purposes=tuple(self.cleaned_data["purposes"]), giver="next_of_kin")


class RequestFileForm(forms.Form):
    """A file of requests of others, and what their families consent to."""

    file = forms.FileField(label=gettext_lazy("File: CSV in UTF-8, a request in each row"))
    asker = forms.CharField(
        label=gettext_lazy("Who asks, where a row does not say"),
        validators=[Within("contact")],
        widget=forms.TextInput(attrs={**UNREMEMBERED, "dir": "auto"}),
    )
    asked_on = forms.DateField(
        label=gettext_lazy("Asked for consent on"), widget=forms.DateInput(attrs={"type": "date"})
    )
    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("What the families consent to"), required=False, widget=forms.CheckboxSelectMultiple
    )
    only_look = forms.BooleanField(label=gettext_lazy("Only look what would be entered"), required=False, initial=True)

    def __init__(self, *args: Any, screen_language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked_on"].initial = localdate()
        self.fields["purposes"].choices = _purposes(screen_language)  # type: ignore[attr-defined]

    def consent(self) -> ConsentTerms:
        """Return what the families consent to."""
        return ConsentTerms(purposes=tuple(self.cleaned_data["purposes"]), giver="next_of_kin")


class StepForm(forms.Form):
    """The next state of a request, and why."""

    state = forms.ChoiceField(label=gettext_lazy("Next state"))
    reason = forms.CharField(
        label=gettext_lazy("Why; it is sealed"),
        validators=[Within("reason")],
        widget=forms.Textarea(attrs={**UNREMEMBERED, "rows": 2, "dir": "auto"}),
    )
    other = forms.CharField(
        label=gettext_lazy("Reference of the request that it is a duplicate of"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={**UNREMEMBERED, "dir": "ltr"}),
    )
    body = forms.ChoiceField(label=gettext_lazy("To whom it is passed on"), required=False)

    def __init__(self, *args: Any, screen_language: str, states: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            each for each in _terms("search_states", screen_language) if each[0] in states
        ]
        self.fields["body"].choices = [("", "—"), *_terms("tracing_bodies", screen_language)]  # type: ignore[attr-defined]


def _purposes(language: str) -> list[tuple[str, str]]:
    """What a family can consent to before it was told anything: publication is not among it."""
    return [each for each in _terms("consent_purposes", language) if each[0] != PUBLICATION]


def _terms(scheme: str, language: str) -> list[tuple[str, str]]:
    return [(term.code, term.label(language)) for term in vocabulary.terms(scheme)]
