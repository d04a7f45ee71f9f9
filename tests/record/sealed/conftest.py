"""Two officers with keys of their own, and the compartment that the first has opened."""

from __future__ import annotations

from typing import Any

import pytest

from dalil.record.sealed import compartment
from dalil.record.sealed.identities import make_identity, recipient_of

NAME, PHONE = "Canary Mustafa al-Khatib", "+963 944 555 017"


@pytest.fixture
def tariq(db: None) -> Any:
    from django.contrib.auth.models import User

    return User.objects.create(username="tariq")


@pytest.fixture
def layla(db: None) -> Any:
    from django.contrib.auth.models import User

    return User.objects.create(username="layla")


@pytest.fixture
def keys() -> dict[str, str]:
    """The identities that the officers hold themselves: no passphrase, so that no test waits for scrypt."""
    return {"tariq": make_identity(), "layla": make_identity()}


@pytest.fixture
def recovery(tariq: Any, keys: dict[str, str]) -> str:
    return compartment.set_up(tariq, recipient=recipient_of(keys["tariq"]))


@pytest.fixture
def opened(recovery: str, tariq: Any, keys: dict[str, str]) -> Any:
    return compartment.unlock(tariq, identity=keys["tariq"])


@pytest.fixture
def both(opened: Any, tariq: Any, layla: Any, keys: dict[str, str]) -> Any:
    """layla, admitted by tariq."""
    holder = compartment.make_holder(layla, recipient=recipient_of(keys["layla"]))
    compartment.admit(opened, holder, actor=tariq)
    return holder


@pytest.fixture
def witness(opened: Any, tariq: Any) -> Any:
    from dalil.record.sealed.persons import enter_person

    return enter_person(opened, "witness", {"name": NAME, "phone": PHONE, "notes": ""}, actor=tariq)
