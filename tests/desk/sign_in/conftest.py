"""People who sign in with a passphrase and a second factor, as they would in a browser."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from signing import PASSPHRASE

from dalil.desk.sign_in.events import happened


@pytest.fixture(autouse=True)
def _quick_hashing(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def required(settings: Any) -> None:
    """A second factor is required, as it is outside the tests and the demo."""
    settings.SECOND_FACTOR = "required"


@pytest.fixture
def nadia(db: None) -> User:
    """An analyst with a passphrase of her own and no second factor."""
    account = User.objects.create_user("nadia", password=PASSPHRASE)
    account.groups.add(Group.objects.get(name="analyst"))
    return account


@pytest.fixture
def events() -> Any:
    """What is told to the log while the test runs, as pairs of event and name."""
    told: list[tuple[str, str]] = []

    def listen(event: Any, account: Any, name: str, **_: Any) -> None:
        told.append((str(event), account.username if account else name))

    happened.connect(listen)
    yield told
    happened.disconnect(listen)
