"""The form by which a source gets its name."""

from __future__ import annotations

from itertools import chain, count
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.desk.decisions import ProtectedForm
from dalil.record.models import Source


class SourceForm(ProtectedForm):
    """A source that the record does not know yet."""

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Short and lasting, in small letters: north-monitor"),
        max_length=80,
        allow_unicode=True,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    en = forms.CharField(
        label=gettext_lazy("Name in English"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "ltr", "lang": "en"}),
    )
    ar = forms.CharField(
        label=gettext_lazy("Name in Arabic"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ar"}),
    )
    type = forms.ChoiceField(label=gettext_lazy("What it is"), required=False)

    def __init__(self, *args: Any, screen_language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((term.code, term.label(screen_language)) for term in vocabulary.terms("source_types")),
        ]
        self.order_fields(["en", "ar", "code", "type", "level", "groups"])

    def clean_code(self) -> str:
        """The code, where nobody bears it. Beside a source that this person may not know of, it gains a number and nothing is said."""
        code: str = self.cleaned_data["code"]
        if Source.objects.visible_to(Viewer.of(self.user)).filter(code=code).exists():
            raise forms.ValidationError(_("This code is taken; choose another."))
        free = (each for each in chain([code], (f"{code}-{n}" for n in count(2))) if not _is_taken(each))
        return next(free)

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if not typed.get("en") and not typed.get("ar"):
            self.add_error("en", _("Write the name in at least one language."))
        return typed


def _is_taken(code: str) -> bool:
    return Source.objects.visible_to(Viewer.steward()).filter(code=code).exists()
