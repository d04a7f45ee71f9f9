"""The forms of the compartment. No browser is asked to remember what is typed here."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dalil import vocabulary
from dalil.desk.inputs.lengths import Within
from dalil.record.sealed.fields import PERSON_FIELDS
from dalil.record.sealed.persons import SOUGHT, ReadField

UNREMEMBERED = {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
LONGEST_KEY = 10_000


def _secret(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={**UNREMEMBERED, "dir": "auto"}),
    )


class KeyForm(forms.Form):
    """A key of one's own: kept here under a passphrase, or held by oneself."""

    passphrase = _secret(
        gettext_lazy("A passphrase of your own"),
        gettext_lazy("Five or more words that do not belong together. Nobody can tell it to you again."),
    )
    again = _secret(gettext_lazy("The passphrase again"))
    recipient = forms.CharField(
        label=gettext_lazy("… or the recipient of a key that you hold"),
        help_text=gettext_lazy("It begins with age1. Then nothing of your key is kept here."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={**UNREMEMBERED, "dir": "ltr"}),
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if bool(typed.get("passphrase")) == bool(typed.get("recipient")):
            self.add_error("passphrase", _("Give a passphrase, or a recipient."))
        elif typed.get("passphrase") != typed.get("again") and not typed.get("recipient"):
            self.add_error("again", _("This is not the same passphrase."))
        return typed


class HiddenOnce(forms.PasswordInput):
    """A hidden input that is never sent back with what it held."""

    input_type = "hidden"


def _of_bytes() -> forms.CharField:
    """Bytes that a script of ours writes in base64, as WebAuthn does."""
    return forms.CharField(required=False, max_length=2000, widget=HiddenOnce(attrs={"autocomplete": "off"}))


class OpenForm(forms.Form):
    """Opening with one's own key. A passkey fills in `credential` and `secret` (`desk/sealed_passkey.js`)."""

    credential = _of_bytes()
    secret = _of_bytes()
    passphrase = _secret(gettext_lazy("Your passphrase of the compartment"))
    identity = forms.CharField(
        label=gettext_lazy("… or the key that you hold"),
        help_text=gettext_lazy("The line that begins with AGE-SECRET-KEY-1. It is not kept."),
        required=False,
        max_length=LONGEST_KEY,
        widget=forms.Textarea(attrs={**UNREMEMBERED, "rows": 2, "dir": "ltr"}),
    )
    identity_file = forms.FileField(label=gettext_lazy("… or its file"), required=False)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if file := typed.get("identity_file"):
            typed["identity"] = file.read(LONGEST_KEY).decode("utf-8", "replace")
        for name in ("credential", "salt", "secret"):
            if typed.get(name):
                typed[name] = _read_bytes(typed[name])
        if not typed.get("passphrase") and not typed.get("identity") and not self._is_enough(typed):
            self.add_error("passphrase", _("Give your passphrase, or the key that you hold."))
        return typed

    def _is_enough(self, typed: Mapping[str, Any]) -> bool:
        return bool(typed.get("credential") and typed.get("secret"))


class PasskeyForm(OpenForm):
    """A passkey that is to open one's key too; it is opened with the passphrase or the identity this time."""

    name = forms.CharField(
        label=gettext_lazy("What you call the passkey"),
        help_text=gettext_lazy("For example the telephone or the stick that it is on."),
        max_length=60,
        widget=forms.TextInput(attrs={**UNREMEMBERED, "dir": "auto"}),
    )
    salt = _of_bytes()
    field_order = ("name",)

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if not all(typed.get(name) for name in ("credential", "salt", "secret")):
            self.add_error(
                None, _("No passkey answered. This needs a browser with scripts, and a passkey that can hold a secret.")
            )
        return typed

    def _is_enough(self, typed: Mapping[str, Any]) -> bool:
        return False


def _read_bytes(text: str) -> bytes:
    """Return the bytes of a text in base64 without padding; nothing where it is none."""
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""


class PersonForm(forms.Form):
    """A sealed person: those fields that are known."""

    def __init__(self, *args: Any, screen_language: str, read: Mapping[str, ReadField] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.read = read or {}
        if read is None:
            self.fields["role"] = forms.ChoiceField(
                label=_("What they are to the record"),
                choices=[
                    (term.code, term.label(screen_language))
                    for term in vocabulary.terms("sealed_roles")
                    if term.code != SOUGHT
                ],
            )
        for name, field in PERSON_FIELDS.items():
            attrs = {**UNREMEMBERED, "dir": "auto"}
            self.fields[name] = forms.CharField(
                label=field.label.in_language(screen_language),
                required=False,
                validators=[Within("sealed")],
                initial=self.read[name].text if name in self.read else "",
                widget=forms.Textarea(attrs={**attrs, "rows": field.lines})
                if field.lines > 1
                else forms.TextInput(attrs),
            )
            self.fields[f"seen-{name}"] = forms.IntegerField(
                required=False, initial=self.read[name].version if name in self.read else 0, widget=forms.HiddenInput
            )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.read and not any(typed.get(name) for name in PERSON_FIELDS):
            self.add_error("name", _("Write at least one thing that is known of them."))
        return typed

    def texts(self) -> dict[str, str]:
        """Return what was typed, by the names of the fields."""
        return {name: self.cleaned_data[name] for name in PERSON_FIELDS}

    def seen(self) -> dict[str, int]:
        """Return the versions that the form was filled in from."""
        return {name: self.cleaned_data.get(f"seen-{name}") or 0 for name in PERSON_FIELDS}
