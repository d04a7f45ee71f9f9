"""The passkeys that open one's key of the compartment: adding and removing them."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterable

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dalil.desk.screens import DeskRequest, saying, screen
from dalil.desk.sealed.forms import PasskeyForm
from dalil.desk.sealed.session import for_officers
from dalil.record.actions import Refused
from dalil.record.sealed.models import Passkey
from dalil.record.sealed.passkeys import add_passkey, passkeys_of, remove_passkey
from dalil.wording.refusals import refusal


def ask_passkeys(passkeys: Iterable[Passkey]) -> list[dict[str, str]]:
    """Return what the script of the browser asks of each passkey: its credential and its salt, in base64 as WebAuthn writes it."""
    return [{"credential": _written(each.credential), "salt": _written(each.salt)} for each in passkeys]


@for_officers
def passkeys(request: DeskRequest) -> HttpResponseBase:
    """One's passkeys, and another one."""
    form = PasskeyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            add_passkey(
                request.user,
                name=typed["name"],
                credential=typed["credential"],
                salt=typed["salt"],
                secret=typed["secret"],
                passphrase=typed["passphrase"],
                identity=typed["identity"],
            )
        except Refused as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, _("This passkey opens the compartment from now on."))
            return redirect("desk:sealed_passkeys")
    return screen(
        request,
        "desk/sealed/passkeys.html",
        _("Your passkeys"),
        icon="key",
        above=[(reverse("desk:sealed"), _("Sealed persons")), (reverse("desk:sealed_officers"), _("Officers"))],
        form=form,
        passkeys=passkeys_of(request.user),
        status=422 if form.errors else 200,
    )


@require_POST
@for_officers
def remove(request: DeskRequest, number: int) -> HttpResponseBase:
    """Letting a passkey open nothing any more."""
    with saying(request, _("This passkey opens nothing any more.")):
        remove_passkey(request.user, number)
    return redirect("desk:sealed_passkeys")


def _written(content: bytes | memoryview) -> str:
    return urlsafe_b64encode(bytes(content)).decode().rstrip("=")
