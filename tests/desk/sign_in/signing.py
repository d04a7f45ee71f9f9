"""The steps of signing in that several stories share."""

from __future__ import annotations

import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client, TestCase

PASSPHRASE = "copper window seven horses"


def type_passphrase(client: Client, name: str = "nadia", passphrase: str = PASSPHRASE, **more: Any) -> Any:
    """What the entrance answers to a name and a passphrase."""
    return client.post("/desk/login/", {"login": name, "password": passphrase}, **more)


def set_up_app(client: Client) -> str:
    """Set up an app as a second factor. Returns its secret."""
    secret: str = client.get("/desk/sign-in/app/add/").context["form"].secret
    with TestCase.captureOnCommitCallbacks(execute=True):  # what allauth tells after the commit, it tells here too
        answer = client.post("/desk/sign-in/app/add/", {"code": code_of(secret)})
    assert answer.url == "/desk/sign-in/recovery-codes/"
    return secret


def code_of(secret: str, steps: int = 0) -> str:
    """The code that the app shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def is_in(client: Client) -> bool:
    """Whether the desk opens."""
    return client.get("/desk/record/reports/").status_code == 200
