"""The people of the desk, each with a role, and a browser for each of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

ROLES = {
    "alice": "contributor",
    "bob": "analyst",
    "edith": "editor",
    "tariq": "tracing officer",
    "layla": "legal officer",
    "rana": "reader",
    "salma": "steward",
}


@pytest.fixture
def staff(alice: Any, bob: Any, edith: Any, charlie: Any) -> dict[str, Any]:
    """Everybody who works here, by name; charlie, whose account is closed; and samir, who has an account and no role."""
    people = {"alice": alice, "bob": bob, "edith": edith, "charlie": charlie}
    for name in ("tariq", "layla", "rana", "salma", "samir"):
        people[name] = User.objects.create(username=name)
    for name, role in ROLES.items():
        people[name].groups.set([Group.objects.get(name=role)])
    return people


@pytest.fixture
def as_(staff: dict[str, Any]) -> Any:
    """The browser of a person: `as_("alice").get(...)`. In Arabic where asked."""

    def sign_in(name: str, language: str = "en") -> Client:
        from wagtail.users.models import UserProfile

        profile = UserProfile.get_for_user(staff[name])
        profile.preferred_language = language
        profile.save()
        client = Client()
        client.force_login(User.objects.get(username=name))
        return client

    return sign_in


@pytest.fixture
def north(alice: Any) -> Any:
    from dalil.record.actions import name_source

    return name_source("north-monitor", actor=alice, en="Northern Monitor", ar="مرصد الشمال", type="monitor")


@pytest.fixture
def typed(document: Any, north: Any) -> dict[str, str]:
    """What alice types for a report of an incident, before anything of the incident itself."""
    return {
        "document": document.address,
        "locator": "p. 2",
        "said": "At least 82 people were killed.",
        "language": "en",
        "origins": "Northern Monitor",
        "level": "1",
        "c-when": "2019-05-02",
    }


@pytest.fixture
def two_days(enter: Any) -> None:
    """Three incidents in May 2019: at least 82 killed, 5 killed, and one of which the number is unknown."""
    enter({"when": "2019-05-01", "killed": "82+", "where": {"places": ["SY07"]}}, origin="north-monitor")
    enter({"when": "2019-05-02", "killed": "5", "where": {"places": ["SY02"]}}, origin="field-daily")
    enter({"when": "2019-05-03", "where": {"places": ["SY02"]}}, origin="field-daily")


@pytest.fixture
def desk_in(db: None) -> Callable[[str], None]:
    """Have everybody's desk in a language: `desk_in("ar")`. Wagtail asks the profile of an account, and no cookie."""
    from django.contrib.auth.models import User
    from wagtail.users.models import UserProfile

    def one(code: str) -> None:
        for user in User.objects.all():
            UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": code})

    return one
