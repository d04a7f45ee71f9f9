"""Two tracing officers with the compartment open, and a family that looks for somebody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sought_family import CONTENT

from dalil.record.sealed import compartment
from dalil.record.sealed.identities import make_identity, recipient_of
from dalil.tracing.requests import enter_request
from dalil.tracing.search_content import SearchContent
from dalil.values.consent import ConsentTerms


@pytest.fixture
def tariq(db: None) -> Any:
    from django.contrib.auth.models import User

    return User.objects.create(username="tariq")


@pytest.fixture
def layla(db: None) -> Any:
    from django.contrib.auth.models import User

    return User.objects.create(username="layla")


@pytest.fixture
def opened(tariq: Any) -> Any:
    key = make_identity()
    compartment.set_up(tariq, recipient=recipient_of(key))
    return compartment.unlock(tariq, identity=key)


@pytest.fixture
def ask(opened: Any, tariq: Any) -> Any:
    """Enter a request in one line: `ask(purposes=("tracing",), last_seen="2014")`. Returns it and the code of its receipt."""

    def one(purposes: tuple[str, ...] = (), **content: Any) -> Any:
        said = SearchContent.model_validate({**CONTENT, **content})
        return enter_request(opened, said, ConsentTerms(purposes=purposes), asked_on=date(2020, 1, 1), actor=tariq)

    return one
