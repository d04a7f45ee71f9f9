"""Where a second factor is required, whoever has not shown one is the public, wherever they look."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import get_resolver
from signing import PASSPHRASE, code_of, is_in, set_up_app, type_passphrase

from dalil.archive.protection import Level
from dalil.desk.sign_in.models import OneTimePassphrase, OpenSession
from dalil.desk.sign_in.passphrases import give_one_time_passphrase

PEOPLE = ["alice", "bob", "edith", "tariq", "layla", "rana", "salma", "samir"]


@pytest.mark.parametrize("person", PEOPLE)
def test_until_then_every_role_is_the_public(required, as_, staff, enter, person):
    enter({"when": "2019-05-01", "killed": "5"}, origin="north-monitor")
    hidden = enter({"when": "2019-05-02", "killed": "6"}, origin="north-monitor", level=Level.INTERNAL)
    half = as_(person)
    for address in ("reports/", "count/", "reports/export.jsonl", f"reports/{hidden.address}/", "imports/"):
        answer = half.get(f"/desk/record/{address}")
        assert (answer.status_code, answer.url) == (302, "/desk/sign-in/"), address
    for address in (
        "",
        "pages/",
        "users/",
        "account/",
        "api/main/pages/",
        "images/chooser/",
        f"users/{staff['bob'].pk}/sign-in/",
    ):
        answer = half.get(f"/desk/{address}")
        assert answer.status_code == 302 and answer.url == "/desk/sign-in/", address
    assert half.post(f"/desk/record/reports/{hidden.address}/withdraw/", {"reason": "r"}).url == "/desk/sign-in/"
    assert half.get(f"/api/reports/{hidden.address}").status_code == 404
    assert half.get("/api/count?measure=killed").json()["total"]["low"] == 5
    assert hidden.address not in b"".join(half.get("/api/reports.jsonl")).decode()
    assert half.get(f"/en/reports/{hidden.address}/").status_code == 404
    assert half.get("/desk/record/reports/", headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403


def test_every_address_of_the_record_leads_to_the_second_factor(required, as_):
    salma = as_("salma")
    _, desk = get_resolver().namespace_dict["desk"]
    for name in [name for name in desk.reverse_dict if isinstance(name, str)]:
        route, names = next(iter(desk.reverse_dict.getlist(name)))[0][0]
        address = "/desk/record/" + route % dict.fromkeys(names, 1)
        answers = {(answer.status_code, answer.url) for answer in (salma.get(address), salma.post(address))}
        assert answers == {(302, "/desk/sign-in/")}, name


def test_an_app_is_set_up_and_opens_the_desk_at_once(required, nadia, client):
    assert type_passphrase(client).url == "/desk/"
    assert client.get("/desk/", follow=True).context["missing"]
    set_up_app(client)
    codes = client.get("/desk/sign-in/recovery-codes/").context["unused_codes"]
    assert len(set(codes)) == 10 and is_in(client)
    assert not client.get("/desk/sign-in/recovery-codes/").context["can_view_codes"]


def test_a_code_opens_once_and_in_no_other_process_either(required, nadia, client):
    from django.core.cache import cache

    type_passphrase(client)
    secret = set_up_app(client)
    code = code_of(secret, 1)
    first, second = Client(), Client()
    for browser in (first, second):
        type_passphrase(browser)
        browser.post("/desk/sign-in/code/", {"code": code})
        cache.clear()  # as another process has it
    assert is_in(first) and not is_in(second)


def test_a_recovery_code_opens_once(required, nadia, client):
    type_passphrase(client)
    set_up_app(client)
    code = client.get("/desk/sign-in/recovery-codes/").context["unused_codes"][0]
    for opened in (True, False):
        browser = Client()
        type_passphrase(browser)
        browser.post("/desk/sign-in/code/", {"code": code})
        assert is_in(browser) == opened


def test_setting_up_a_factor_ends_the_sessions_that_never_showed_one(nadia, client, settings):
    elsewhere = Client()
    type_passphrase(elsewhere)
    type_passphrase(client)
    set_up_app(client)
    assert is_in(client) and not is_in(elsewhere)


def test_to_have_a_factor_is_not_to_have_shown_it(required, nadia, client):
    type_passphrase(client)
    set_up_app(client)
    thief = Client()
    thief.force_login(nadia)  # a session that some other door opened, without the factor
    assert "/login/" in thief.get("/desk/sign-in/app/remove/").url
    assert "/login/" in thief.get("/desk/").url and not OpenSession.objects.filter(factor=False).exists()


def test_who_takes_off_the_only_factor_sets_up_another_before_anything_else(required, nadia, client):
    type_passphrase(client)
    set_up_app(client)
    assert client.post("/desk/sign-in/app/remove/").url == "/desk/sign-in/"
    assert not Authenticator.objects.exists()
    assert client.get("/desk/record/reports/").url == "/desk/sign-in/"


def test_secrets_of_factors_are_not_readable_in_the_database(nadia, client):
    type_passphrase(client)
    secret = set_up_app(client)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept and Authenticator.objects.get(type="totp").wrap().validate_code(code_of(secret))


def test_where_it_is_offered_the_desk_opens_without_and_who_has_one_is_asked(nadia, client):
    type_passphrase(client)
    assert is_in(client)
    set_up_app(client)
    client.post("/desk/logout/")
    type_passphrase(client)
    assert not is_in(client)


def test_a_passphrase_for_one_time_opens_only_the_form_that_changes_it(required, nadia, client):
    made = give_one_time_passphrase(nadia)
    type_passphrase(client, passphrase=made)
    assert client.get("/desk/").url == client.get("/desk/sign-in/app/add/").url == "/desk/sign-in/passphrase/"
    assert client.get("/api/count?measure=killed").status_code == 200
    new = {"oldpassword": made, "password1": PASSPHRASE, "password2": PASSPHRASE}
    assert client.post("/desk/sign-in/passphrase/", new).url == "/desk/sign-in/"
    assert client.get("/desk/").url == "/desk/sign-in/"
    set_up_app(client)
    assert is_in(client) and not OneTimePassphrase.objects.exists()


def test_a_passphrase_for_one_time_runs_out(nadia, client):
    from datetime import timedelta

    from django.utils import timezone

    made = give_one_time_passphrase(nadia)
    assert OneTimePassphrase.objects.get().until <= timezone.now() + timedelta(hours=24)
    OneTimePassphrase.objects.update(until=timezone.now())
    assert type_passphrase(client, passphrase=made).status_code == 200
