"""Taking a lost second factor off an account."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db import transaction

from dalil.desk.sign_in.events import SignInEvent, report
from dalil.desk.sign_in.sessions import end_sessions


def take_off_factors(account: User, *, actor: User | None = None) -> bool:
    """Take app, keys and recovery codes off an account and end its sessions. The passphrase stays. Returns whether there was any."""
    with transaction.atomic():
        many, _ = Authenticator.objects.filter(user=account).delete()
        report(SignInEvent.FACTORS_TAKEN_OFF, account=account, actor=actor)
        end_sessions(account, actor=actor)
    return bool(many)
