"""The forms of consents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dalil import vocabulary
from dalil.desk.inputs.lengths import Within
from dalil.letters import DOCUMENT_LANGUAGES
from dalil.record.sealed.models import SealedPerson
from dalil.values.consent import ConsentTerms


def _day(label: Any, help_text: Any = "", required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, required=required, widget=forms.DateInput(attrs={"type": "date"})
    )


def _terms(scheme: str, language: str) -> list[tuple[str, str]]:
    return [(term.code, term.label(language)) for term in vocabulary.terms(scheme)]


def check_recipients(lines: str) -> None:
    """Refuse a recipient, one a line, whose name is too long; and more than anybody names."""
    Within("text")(lines)
    for line in lines.splitlines():
        Within("recipient")(line)


class ConsentForm(forms.Form):
    """What a person consented to, since when, and how they were asked. terms: as it stands, where it is changed."""

    on_day = _day(gettext_lazy("Since which day"))
    giver = forms.ChoiceField(label=gettext_lazy("Who consented"))
    guardian = forms.CharField(
        label=gettext_lazy("Reference of the guardian, where they are sealed too"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("What for"), required=False, widget=forms.CheckboxSelectMultiple
    )
    recipients = forms.CharField(
        label=gettext_lazy("Only to these recipients, one a line"),
        help_text=gettext_lazy("Left empty, anybody may receive it for these purposes."),
        required=False,
        validators=[check_recipients],
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    identity = forms.ChoiceField(label=gettext_lazy("How far it may be told who they are"), widget=forms.RadioSelect)
    media_use = forms.BooleanField(label=gettext_lazy("Picture and voice may be used"), required=False)
    recontact = forms.BooleanField(label=gettext_lazy("They may be asked again"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("In which language it was explained"),
        required=False,
        choices=[("", "—"), *((code, gettext_lazy(name)) for code, name in DOCUMENT_LANGUAGES.items())],
    )
    explained = forms.ChoiceField(label=gettext_lazy("How it was explained"), required=False)
    expires = _day(gettext_lazy("Holds until"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Remark, without names"),
        required=False,
        validators=[Within("reason")],
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args: Any, screen_language: str, terms: ConsentTerms | None = None, **kwargs: Any) -> None:
        standing = terms or ConsentTerms()
        initial = standing.model_dump() | {"recipients": "\n".join(standing.recipients), "on_day": localdate()}
        kwargs["initial"] = initial | {"media_use": standing.media}
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for field, scheme in (
            ("giver", "consent_givers"),
            ("purposes", "consent_purposes"),
            ("identity", "identity_disclosures"),
        ):
            self.fields[field].choices = _terms(scheme, screen_language)  # type: ignore[attr-defined]
        self.fields["explained"].choices = [("", "—"), *_terms("consent_explained", screen_language)]  # type: ignore[attr-defined]
        if terms is not None:
            del self.fields["guardian"]

    def clean_guardian(self) -> SealedPerson | None:
        """The guardian by their reference."""
        reference = self.cleaned_data["guardian"].strip()
        if not reference:
            return None
        found = SealedPerson.objects.filter(reference=reference).first()
        if found is None:
            raise forms.ValidationError(_("Nobody is sealed under this reference."))
        return found

    def clean_on_day(self) -> Any:
        """A day that has come."""
        if self.cleaned_data["on_day"] > localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return self.cleaned_data["on_day"]

    def terms(self) -> ConsentTerms:
        """Return what was typed as what is consented to."""
        typed = {name: self.cleaned_data[name] for name in ConsentTerms.model_fields if self.cleaned_data.get(name)}
        typed["media"] = self.cleaned_data["media_use"]
        lines = self.cleaned_data["recipients"].splitlines()
        return ConsentTerms.model_validate(typed | {"recipients": tuple(filter(None, map(str.strip, lines)))})
