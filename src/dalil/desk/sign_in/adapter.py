"""How allauth behaves here: no sign-up, no mail, one message for every refusal, limits before hashing, secrets kept encrypted."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dalil.desk.sign_in import limits
from dalil.desk.sign_in.events import SignInEvent, report
from dalil.desk.sign_in.held_up import held_up
from dalil.desk.sign_in.models import OneTimePassphrase
from dalil.desk.sign_in.passphrases import LONGEST
from dalil.desk.sign_in.sessions import is_fresh

WRONG = gettext_lazy("The account name and the passphrase do not belong together.")


class AccountAdapter(DefaultAccountAdapter):
    """Signing in with a passphrase."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "incorrect_password": gettext_lazy("This is not your passphrase."),
        "enter_current_password": gettext_lazy("This is not your passphrase."),
        "incorrect_code": gettext_lazy("This code is not right, or it was used already."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves."""
        return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Say nothing in allauth's words; the screens say what was done."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave limits to `authenticate`, which knows both halves of the attempt."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Check name and passphrase, within the limits. A closed account, and a one-time passphrase that ran out, are as wrong as any."""
        name = str(credentials.get("username", ""))
        signed_in = getattr(request, "open_session", None)
        buckets = (
            [limits.attempts_under("again", str(signed_in.pk), free=5)]
            if signed_in
            else limits.for_passphrase(request, name)
        )
        known = bool(signed_in or limits.known_device(request, name))
        if len(credentials.get("password") or "") > LONGEST:
            return None
        try:
            with limits.one_attempt(buckets, known=known):
                user: Any = super().authenticate(request, **credentials)
        except limits.HeldUp as error:
            raise ImmediateHttpResponse(held_up(request, error.seconds)) from error
        if user is None or not user.is_active or _ran_out(user):
            report(SignInEvent.REFUSED, name=name, request=request)
            return None
        limits.give_back(buckets)
        return user  # type: ignore[no-any-return]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again who somebody is, unless they have just said so."""
        return not is_fresh(self.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return the ways to prove again who one is, in our words."""
        words = {
            "reauthenticate": _("With the passphrase"),
            "mfa_reauthenticate": _("With a code of the app, or a recovery code"),
            "mfa_reauthenticate:webauthn": _("With the key"),
        }
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": words[method["id"]]} for method in methods]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where somebody goes after signing in: the desk, or their own page where no role opens the desk."""
        return reverse("wagtailadmin_home" if may_enter(request) else "mfa_index")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Return where somebody goes after signing out."""
        return reverse("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return where somebody goes who has a new passphrase."""
        return reverse("mfa_index")

    def set_password(self, user: Any, password: str) -> None:
        """Keep a new passphrase, and nothing else of the account."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def post_login(self, request: HttpRequest, user: Any, **facts: Any) -> HttpResponse:
        """Let somebody in, and know their browser again."""
        response: HttpResponse = super().post_login(request, user, **facts)
        limits.remember_device(request, response, user.get_username())
        return response


def may_enter(request: HttpRequest) -> bool:
    """Whether a role of the person opens the desk."""
    return bool(request.user.has_perm("wagtailadmin.access_admin"))


def _ran_out(user: User) -> bool:
    return OneTimePassphrase.objects.filter(user=user, until__lt=timezone.now()).exists()


class FactorAdapter(DefaultMFAAdapter):
    """The second factor: its secrets are encrypted with a key that is worked out from the home's secret key, not from the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_generate_recovery_codes": gettext_lazy("Recovery codes come with a second factor; set up one first."),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret for the database."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a secret of the database. Raises cryptography.fernet.InvalidToken under another secret key."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        """Return what the app calls the account's place."""
        return f"{settings.WAGTAIL_SITE_NAME} ({context.request.get_host()})"

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.get_username())

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """Return what the key is told of the account: its name, and nothing of the person."""
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.get_username()}

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """Return a name for a new key that its owner may change."""
        return _("Key %(number)s") % {"number": Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}


def _cipher() -> Fernet:
    stretched = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"dalil.sign_in.factors")
    return Fernet(base64.urlsafe_b64encode(stretched.derive(str(settings.SECRET_KEY).encode())))
