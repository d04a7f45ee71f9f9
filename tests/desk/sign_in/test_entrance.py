"""One entrance, and no other; it tells nobody who has an account."""

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from signing import PASSPHRASE, code_of, is_in, set_up_app, type_passphrase


def test_a_passphrase_opens_the_desk_and_a_wrong_one_does_not(nadia, client):
    assert type_passphrase(client, passphrase="another one").status_code == 200
    assert not is_in(client)
    assert type_passphrase(client).url == "/desk/"
    assert is_in(client)


def test_an_unknown_name_a_wrong_passphrase_and_a_closed_account_get_one_answer(nadia, client):
    User.objects.create_user("charlie", password=PASSPHRASE, is_active=False)
    User.objects.create_user("dalil-like")
    answers = set()
    for name, passphrase in [
        ("nadia", "wrong"),
        ("nobody", "wrong"),
        ("charlie", PASSPHRASE),
        ("dalil-like", "wrong"),
        ("nadia", "x" * 5000),
    ]:
        answer = type_passphrase(Client(), name, passphrase)
        form = answer.context["form"]
        answers.add((answer.status_code, tuple(form.non_field_errors()), tuple(form.errors)))
    assert answers == {(200, ("The account name and the passphrase do not belong together.",), ("__all__",))}


def test_an_unknown_name_takes_a_hashing_as_a_known_one_does(nadia, client, monkeypatch):
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *given: hashed.append(given) or encode(self, *given))
    counts = []
    for name in ("nadia", "nobody"):
        hashed.clear()
        type_passphrase(Client(), name, "wrong")
        counts.append(len(hashed))
    assert counts[0] == counts[1] > 0


@pytest.mark.parametrize(
    "fields", [{"username": "nadia", "password": PASSPHRASE}, {"login": "nadia", "password": PASSPHRASE}]
)
def test_a_passphrase_alone_signs_nobody_in_who_has_a_second_factor(nadia, client, fields):
    type_passphrase(client)
    set_up_app(client)
    thief = Client()
    thief.post("/desk/login/", {**fields, "next": "/desk/", "remember": "on"})
    assert "_auth_user_id" not in thief.session and not is_in(thief)
    for way_round in ("/desk/sign-in/", "/desk/sign-in/app/add/", "/desk/sign-in/keys/add/", "/desk/sign-in/sessions/"):
        assert "/login/" in thief.get(way_round).url, way_round


def test_there_is_no_other_way_in(as_):
    client = as_("salma")  # who is not signed in is led to the entrance instead
    closed = ["/desk/password_reset/", "/desk/password_reset/confirm/MQ/x-y/", "/desk/sign-in/signup/", "/desk/signup/"]
    closed += ["/desk/sign-in/email/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/admin/"]
    for address in closed:
        for method in (client.get, client.post):
            assert method(address, follow=True).status_code == 404, address
    assert not mail.outbox


def test_nobody_chooses_a_passphrase_for_somebody_else(as_, staff):
    page = as_("salma").get(f"/desk/users/edit/{staff['bob'].pk}/").content.decode()
    assert "password1" not in page
    assert "new_password1" not in as_("salma").get("/desk/account/").content.decode()


def test_neither_a_name_nor_an_address_of_mail_is_asked_of_anybody(as_, staff):
    as_("salma").post("/desk/users/new/", {"username": "newcomer", "is_active": "on"})
    assert User.objects.get(username="newcomer").email == ""
    as_("salma").post(f"/desk/users/edit/{staff['bob'].pk}/", {"username": "bobby", "is_active": "on"})
    assert User.objects.filter(username="bobby").exists()
    alice = as_("alice")
    sent = {"name_email-first_name": "", "name_email-last_name": "", "locale-preferred_language": "ar"}
    assert (
        alice.post(
            "/desk/account/",
            {
                **sent,
                "theme-theme": "system",
                "theme-contrast": "system",
                "theme-density": "default",
                "theme-keyboard_shortcuts": "on",
            },
        ).status_code
        == 302
    )


def test_opening_the_page_of_signing_out_ends_nothing_and_its_button_ends_the_session(nadia, client):
    type_passphrase(client)
    kept = client.cookies["sessionid"].value
    assert client.get("/desk/logout/").status_code == 200 and is_in(client)
    answer = client.post("/desk/logout/")
    assert answer.url == "/desk/login/"
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    thief = Client()
    thief.cookies["sessionid"] = kept
    assert not is_in(client) and not is_in(thief)


def test_signing_in_leads_on_to_what_was_asked_for_and_to_no_other_site(nadia, client):
    type_passphrase(client)
    client.post("/desk/logout/")
    asked = {"login": "nadia", "password": PASSPHRASE}
    assert client.post("/desk/login/", {**asked, "next": "https://evil.example/"}).url == "/desk/"
    client.post("/desk/logout/")
    assert client.post("/desk/login/", {**asked, "next": "/desk/record/count/"}).url == "/desk/record/count/"


def test_who_has_no_role_finds_their_own_page_and_goes_round_in_no_circle(db, client):
    User.objects.create_user("samir", password=PASSPHRASE)
    assert type_passphrase(client, "samir").url == "/desk/sign-in/"
    answer = client.get("/desk/", follow=True)
    assert answer.status_code == 200 and "Ask a steward" in answer.content.decode()


def test_the_screens_of_signing_in_take_no_script_that_stands_in_the_page(nadia, client):
    policy = client.get("/desk/login/").headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy and "unsafe" not in policy
    page = client.get("/desk/login/")
    assert "no-store" in page.headers["Cache-Control"]
    type_passphrase(client)
    assert client.get("/desk/sign-in/app/add/").headers["Content-Security-Policy"] == policy


@pytest.mark.parametrize(
    "address", ["login/", "sign-in/app/add/", "sign-in/keys/add/", "sign-in/", "sign-in/sessions/"]
)
def test_the_screens_are_in_arabic_for_arabic_browsers(nadia, address):
    arabic = Client(headers={"accept-language": "ar"})
    if address != "login/":
        type_passphrase(arabic)
    page = arabic.get(f"/desk/{address}").content.decode()
    assert 'dir="rtl"' in page and "Sign" not in page.replace("sign-in", "")


def test_a_code_is_asked_for_after_the_passphrase(nadia, client, events):
    type_passphrase(client)
    secret = set_up_app(client)
    client.post("/desk/logout/")
    assert type_passphrase(client).url == "/desk/sign-in/code/"
    assert not is_in(client)
    client.post("/desk/sign-in/code/", {"code": code_of(secret, 1)})
    assert is_in(client)
    assert [event for event, _ in events] == [
        "signed-in", "factor-added", "factor-added", "signed-out", "signed-in",
    ]  # fmt: skip
