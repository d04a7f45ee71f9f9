"""The forms of signing in, in our words, with limits on what can be guessed."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.base import forms as factor
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as app
from allauth.mfa.webauthn import forms as key
from django import forms
from django.utils.translation import gettext_lazy as _

from dalil.desk.sign_in import limits
from dalil.desk.sign_in.adapter import AccountAdapter
from dalil.desk.sign_in.held_up import held_up
from dalil.desk.sign_in.passphrases import LONGEST

CODE = _("Code")


def _say(form: forms.Form, **words: Any) -> None:
    """Label the fields, without placeholders; what is typed is bounded and holds the passphrase's or the code's letters."""
    for name, label in words.items():
        field = form.fields[name]
        field.label, field.help_text = label, field.help_text if name == "password1" else ""
        field.widget.attrs.pop("placeholder", None)
        if isinstance(field.widget, forms.PasswordInput):
            field.widget.attrs["maxlength"] = LONGEST
        if name == "code":
            field.widget.attrs.update(inputmode="numeric", dir="ltr", maxlength=20)
    form.use_required_attribute, form.label_suffix = False, ""


class SignInForm(account.LoginForm):
    """Name and passphrase."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, login=_("Account name"), password=_("Passphrase"))
        self.fields["login"].widget.attrs.update(dir="auto", autofocus=True, autocapitalize="none", spellcheck="false")


class ProveAgainForm(account.ReauthenticateForm):
    """The passphrase once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, password=_("Passphrase"))
        self.fields["password"].widget.attrs["autofocus"] = True


class ChangePassphraseForm(account.ChangePasswordForm):
    """The passphrase as it is, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(
            self,
            oldpassword=_("Passphrase until now"),
            password1=_("New passphrase"),
            password2=_("New passphrase again"),
        )

    def clean_oldpassword(self) -> str:
        """Check the passphrase within the limits of signing in."""
        typed: str = self.cleaned_data["oldpassword"]
        adapter = AccountAdapter(context.request)
        if not adapter.reauthenticate(self.user, typed):
            raise adapter.validation_error("enter_current_password")
        return typed


class _LimitedCode:
    """A code of the second factor: few tries, growing waits, and each code of an app opens once, in whatever process."""

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, code=CODE)
        self.fields["code"].widget.attrs["autofocus"] = True

    def clean_code(self: Any) -> str:
        buckets = limits.for_code(context.request, self.user)
        try:
            limits.take(buckets)
        except limits.HeldUp as error:
            raise ImmediateHttpResponse(held_up(context.request, error.seconds)) from error
        code: str = super().clean_code()  # type: ignore[misc]
        of_an_app = self.authenticator.type == Authenticator.Type.TOTP
        if of_an_app and not limits.use_once("totp", str(self.user.pk), normalize_user_code(code)):
            self._emit_authentication_failed(self.authenticator)
            raise AccountAdapter().validation_error("incorrect_code")
        limits.give_back(buckets)
        return code


class CodeForm(_LimitedCode, factor.AuthenticateForm):
    """A code, to sign in."""


class ProveAgainByCodeForm(_LimitedCode, factor.ReauthenticateForm):
    """A code, to prove again who one is."""


class AddAppForm(app.ActivateTOTPForm):
    """The first code of an app that is set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, code=_("Code that the app shows now"))


class AddKeyForm(key.AddWebAuthnForm):
    """A key that is added, and whether it opens the door by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, name=_("Name of the key"), passwordless=_("Let this key sign me in without the passphrase"))
        self.fields["name"].max_length = self.fields["name"].widget.attrs["maxlength"] = 60
        self.fields["passwordless"].help_text = _("The key then asks for its own PIN or for your finger each time.")


class RenameKeyForm(key.EditWebAuthnForm):
    """Another name for a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, name=_("Name of the key"))
