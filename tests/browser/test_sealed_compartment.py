"""An officer's way through the sealed compartment on a telephone, in Arabic: from setting it up to a witness, and closed again."""

from __future__ import annotations

import pytest
from test_signing_in import sign_in

from dalil.record.sealed.identities import make_identity, recipient_of

pytestmark = pytest.mark.browser

NAME = "كناري مصطفى الخطيب"
IDENTITY = make_identity()
"""The key of the officer of both stories, who sets the one compartment of this home up."""


@pytest.fixture(scope="module")
def passphrase(served):
    return served.person("tariq", "tracing officer")


def test_the_screens_of_the_compartment_are_readable_on_a_telephone_in_arabic(passphrase, new_page, serious):
    page = new_page("ar-SY", 390)

    def looked_at():
        page.evaluate("Promise.all(document.getAnimations().map(each => each.finished))")  # a message slides in
        assert serious(page) == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, (
            page.url
        )
        assert page.locator("html").get_attribute("dir") == "rtl"

    def send():
        page.locator("main form").last.locator("button[type=submit]").first.click()

    def go(address):
        assert page.goto(address).status == 200, address

    sign_in(page, "tariq", passphrase)
    go("/desk/record/sealed/")
    looked_at()
    go("/desk/record/sealed/set-up/")
    looked_at()
    page.fill("#id_recipient", recipient_of(IDENTITY))
    send()
    page.get_by_text("AGE-SECRET-KEY-1").first.wait_for()
    looked_at()
    go("/desk/record/sealed/open/")
    looked_at()
    page.fill("#id_identity", IDENTITY)
    send()
    page.wait_for_url("**/desk/record/sealed/")
    looked_at()
    go("/desk/record/sealed/persons/new/")
    looked_at()
    page.fill("#id_name", NAME)
    send()
    page.get_by_text(NAME).first.wait_for()
    looked_at()
    person = page.url
    for screen in ("change/", "erase/", "consents/new/"):
        go(f"{person}{screen}")
        looked_at()
    go("/desk/record/sealed/officers/")
    looked_at()
    go("/desk/record/sealed/")
    with page.expect_navigation():
        page.locator("form[action$='/close/'] button").first.click()
    page.goto(person)
    looked_at()
    assert NAME not in page.content(), "closed, a person has a reference and no name"
    page.goto(f"{person}change/")
    page.wait_for_url("**/desk/record/sealed/open/")


def give_passkeys(page, *, with_secrets):
    """Give a browser an authenticator of its own that answers at once, and holds secrets or none. Returns how to take it away."""
    chromium = page.context.new_cdp_session(page)
    chromium.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    made = chromium.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"hasPrf": with_secrets}})
    return lambda: chromium.send("WebAuthn.removeVirtualAuthenticator", made)


def add_passkey(page):
    page.goto("/desk/record/sealed/passkeys/")
    page.fill("#id_name", "هاتف")
    page.fill("#id_identity", IDENTITY)
    page.locator("form[data-passkey=add] button[type=submit]").click()


def test_a_passkey_opens_the_compartment_and_one_without_a_secret_says_so(passphrase, new_page, serious):
    page = new_page("ar-SY")
    sign_in(page, "tariq", passphrase)
    page.goto("/desk/record/sealed/set-up/")
    if page.url.endswith("/set-up/"):
        page.fill("#id_recipient", recipient_of(IDENTITY))
        page.locator("main form").last.locator("button[type=submit]").first.click()
        page.get_by_text("AGE-SECRET-KEY-1").first.wait_for()

    take_away = give_passkeys(page, with_secrets=False)
    add_passkey(page)
    page.locator("[data-passkey-trouble]").wait_for()
    assert serious(page) == []
    take_away()

    give_passkeys(page, with_secrets=True)
    add_passkey(page)
    page.locator(".desk-judgements").get_by_text("هاتف").wait_for()
    page.goto("/desk/record/sealed/open/")
    assert serious(page) == []
    page.locator("[data-passkey-go]").click()
    page.wait_for_url("**/desk/record/sealed/")
    assert page.locator("form[action$='/close/']").count() == 1, "the compartment is open"
