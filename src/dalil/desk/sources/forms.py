"""The form by which a source gets its name."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.desk.inputs.lengths import Within
from dalil.desk.protecting.forms import ProtectedForm
from dalil.record.attribution_keys import make_attribution_key
from dalil.record.models import Source

ENDING = 4
"""Letters added to a code by whoever does not see every source."""

UNMISTAKABLE = "bcdfghjkmnpqrstvwxz23456789"
"""What these letters are taken from: none is mistaken for another, and they spell no word."""


class SourceForm(ProtectedForm):
    """A source that the record does not know yet.

    Whoever does not see every source gets a code with an ending drawn by lot, whether the code is free or not: were it only added
    where it is needed, it would tell that a hidden source bears the code.
    """

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Short and lasting, in small letters: north-monitor"),
        max_length=80 - 1 - ENDING,
        allow_unicode=True,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    en = forms.CharField(
        label=gettext_lazy("Name in English"),
        required=False,
        validators=[Within("source_name")],
        widget=forms.TextInput(attrs={"dir": "ltr", "lang": "en"}),
    )
    ar = forms.CharField(
        label=gettext_lazy("Name in Arabic"),
        required=False,
        validators=[Within("source_name")],
        widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ar"}),
    )
    type = forms.ChoiceField(label=gettext_lazy("What it is"), required=False)

    def __init__(self, *args: Any, screen_language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((term.code, term.label(screen_language)) for term in vocabulary.terms("source_types")),
        ]
        if not Viewer.of(self.user).everything:
            self.fields["code"].help_text = _(
                "Short and lasting, in small letters: north-monitor. A few letters are added."
            )
        self.order_fields(["en", "ar", "code", "type", "level", "groups"])

    def clean_code(self) -> str:
        """The code as it will stand, where nobody whom this person may know of bears it."""
        code: str = self.cleaned_data["code"]
        if not re.match(r"\w", code) or code == make_attribution_key((), ()):
            raise forms.ValidationError(_("Begin with a letter or a digit; “unknown” means that nobody is named."))
        viewer = Viewer.of(self.user)
        if Source.objects.visible_to(viewer).filter(code=code).exists():
            raise forms.ValidationError(_("This code is taken; choose another."))
        if viewer.everything:
            return code
        taken = Source.objects.visible_to(Viewer.steward())
        while taken.filter(code=(whole := f"{code}-{get_random_string(ENDING, UNMISTAKABLE)}")).exists():
            pass
        return whole

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if not typed.get("en") and not typed.get("ar"):
            self.add_error("en", _("Write the name in at least one language."))
        return typed
