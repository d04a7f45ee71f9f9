"""Rooms for dangerous moments: an account is paused at once, and one that travels sees nothing restricted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.utils import timezone

from dalil.access import accounts
from dalil.access.log import Person, _here
from dalil.access.models import AccessEntry, Action, Travel
from dalil.access.refused import Refused
from dalil.archive.protection import Level, Viewer
from dalil.record.models import Report


@pytest.fixture
def salma(db):
    steward = User.objects.create(username="salma")
    steward.groups.add(Group.objects.get(name="steward"))
    return User.objects.get(pk=steward.pk)


@pytest.fixture
def hidden(enter, bob):
    circle = Group.objects.create(name="circle")
    bob.groups.add(circle)
    return enter({"when": "2019-05-01"}, level=Level.RESTRICTED, groups=[circle])


def sees(account, report):
    return Report.objects.visible_to(Viewer.of(User.objects.get(pk=account.pk))).filter(pk=report.pk).exists()


def test_a_paused_account_is_out_at_once_and_its_old_session_never_comes_back(bob, salma, hidden):
    client = Client()
    client.force_login(bob)
    path = f"/api/reports/{hidden.address}"
    assert client.get(path).status_code == 200
    accounts.pause(bob, by=salma, reason="his phone was taken")
    assert client.get(path).status_code == 404
    bob.is_active = True
    bob.save()
    assert client.get(path).status_code == 404, "the session ended with the pause"
    again = Client()
    again.force_login(bob)
    assert again.get(path).status_code == 200
    assert AccessEntry.objects.filter(action=Action.ACCOUNT_CLOSED, detail__of="bob").count() == 1


def test_whichever_door_closes_an_account_its_sessions_end(bob):
    client = Client()
    client.force_login(bob)
    for active in (False, True):
        bob.is_active = active
        bob.save()
    assert client.get("/desk/").status_code == 302


def test_everybody_pauses_themself_and_a_steward_pauses_others(alice, bob, salma, edith):
    with pytest.raises(Refused, match="only a steward"):
        accounts.pause(bob, by=alice)
    accounts.pause(alice, by=alice)
    assert not User.objects.get(pk=alice.pk).is_active
    edith.is_superuser = True
    edith.save()
    with pytest.raises(Refused, match="only a superuser"):
        accounts.pause(edith, by=salma)


def test_who_travels_sees_nothing_restricted_not_even_a_superuser(bob, hidden):
    assert sees(bob, hidden)
    accounts.begin_travel(bob, by=bob)
    assert not sees(bob, hidden)
    bob.is_superuser = True
    bob.save()
    assert not sees(bob, hidden)


def test_a_journey_ends_at_its_date_and_not_before(bob, hidden):
    accounts.begin_travel(bob, by=bob, until=timezone.now() + timedelta(days=3))
    assert not sees(bob, hidden)
    Travel.objects.update(lifted_at=None)
    begun = Travel.objects.get()
    Travel.objects.create(user=bob, until=timezone.now() - timedelta(seconds=1))
    assert not sees(bob, hidden), "a second journey that is over ends no other"
    assert begun.until > timezone.now()
    accounts.lift_travel(bob, by=_superuser("nour"))
    assert sees(bob, hidden)


def test_nobody_ends_their_own_journey_and_two_who_travel_do_not_end_each_others(bob, salma):
    nour = _superuser("nour")
    for person in (bob, nour):
        accounts.begin_travel(person, by=person)
    with pytest.raises(Refused, match="a second person"):
        accounts.lift_travel(nour, by=nour)
    with pytest.raises(Refused, match="only a steward"):
        accounts.lift_travel(bob, by=User.objects.get(pk=nour.pk))
    accounts.lift_travel(bob, by=salma)
    assert not accounts.is_travelling(bob)


def test_who_travels_makes_themself_no_second_account_and_takes_no_other(bob, alice):
    nour = _superuser("nour")
    accounts.begin_travel(nour, by=nour)
    token = _here.set(Person.of(nour))
    try:
        for attempt in (
            lambda: User.objects.create(username="second", is_superuser=True),
            lambda: alice.groups.add(Group.objects.get(name="steward")),
            lambda: Group.objects.get(name="reader").user_set.add(alice),
            lambda: alice.set_password("A passphrase known to me") or alice.save(),
            lambda: Group.objects.get(name="reader").permissions.clear(),
        ):
            with pytest.raises(PermissionDenied), transaction.atomic():
                attempt()
        nour.set_password("My own is mine to change")
        nour.save()
    finally:
        _here.reset(token)


def _superuser(name):
    return User.objects.create(username=name, is_superuser=True)
