"""A keeper of accounts helps who cannot get in, without getting in themselves unseen, and without rising above themselves."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.test import Client
from signing import PASSPHRASE, is_in, set_up_app, type_passphrase

from dalil.desk.sign_in.events import happened


def ways_in(account):
    return f"/desk/users/{account.pk}/sign-in/"


def shown(answer):
    return re.search(r"<code>(\S+)</code>", answer.content.decode())[1]


def test_a_new_account_gets_a_passphrase_for_one_time_shown_once(as_, events):
    made = shown(as_("salma").post("/desk/users/new/", {"username": "newcomer", "is_active": "on"}))
    newcomer = Client()
    type_passphrase(newcomer, "newcomer", made)
    assert newcomer.get("/desk/record/reports/").url == "/desk/sign-in/passphrase/"
    assert ("one-time-passphrase", "newcomer") in events


def test_a_forgotten_passphrase_is_replaced_and_the_second_factor_stays(nadia, client, as_):
    type_passphrase(client)
    set_up_app(client)
    made = shown(as_("salma").post(ways_in(nadia), {"act": "passphrase"}))
    assert not is_in(client)
    again = Client()
    assert type_passphrase(again, passphrase=made).url == "/desk/sign-in/code/"
    assert type_passphrase(Client()).status_code == 200, "the forgotten one opens nothing"


def test_a_lost_factor_is_taken_off_and_the_passphrase_stays(required, nadia, client, staff):
    type_passphrase(client)
    set_up_app(client)
    salma = Client()
    staff["salma"].set_password(PASSPHRASE)
    staff["salma"].save()
    type_passphrase(salma, "salma")
    set_up_app(salma)
    told = []
    happened.connect(listener := lambda event, account, actor, **_: told.append((str(event), account, actor)))
    salma.post(ways_in(nadia), {"act": "factors"})
    happened.disconnect(listener)
    assert ("factors-taken-off", nadia, staff["salma"]) in told
    assert not Authenticator.objects.filter(user=nadia).exists() and not is_in(client)
    assert type_passphrase(client).url == "/desk/" and client.get("/desk/").url == "/desk/sign-in/"


def test_all_sessions_of_somebody_are_ended(nadia, client, as_):
    type_passphrase(client)
    as_("salma").post(ways_in(nadia), {"act": "sessions"})
    assert not is_in(client)


@pytest.mark.parametrize("act", ["passphrase", "factors", "sessions"])
def test_only_keepers_help_and_nobody_who_may_do_more_than_they(nadia, client, as_, staff, act):
    root = User.objects.create(username="root", is_superuser=True)
    type_passphrase(client)
    for person in ("alice", "bob", "edith", "tariq", "rana"):
        as_(person).post(ways_in(nadia), {"act": act})
    as_("salma").post(ways_in(root), {"act": act})
    as_("salma").post(ways_in(staff["salma"]), {"act": act})
    root.refresh_from_db()
    assert is_in(client) and root.password == ""


def test_the_way_to_it_is_beside_each_account_that_one_may_keep(nadia, as_):
    User.objects.create(username="root", is_superuser=True)
    page = as_("salma").get("/desk/users/").content.decode()
    assert ways_in(nadia) in page and ways_in(User.objects.get(username="root")) not in page
