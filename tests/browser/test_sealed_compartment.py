"""The sealed compartment on a telephone, in Arabic: an officer's way from setting it up to a witness; a family asks without a connection."""

from __future__ import annotations

import io

import pytest
from PIL import Image
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


def set_up(page, passphrase):
    """Sign in, and set the compartment up where no other story did."""
    sign_in(page, "tariq", passphrase)
    page.goto("/desk/record/sealed/set-up/")
    if page.url.endswith("/set-up/"):
        page.fill("#id_recipient", recipient_of(IDENTITY))
        page.locator("main form").last.locator("button[type=submit]").first.click()
        page.get_by_text("AGE-SECRET-KEY-1").first.wait_for()


def add_passkey(page):
    page.goto("/desk/record/sealed/passkeys/")
    page.fill("#id_name", "هاتف")
    page.fill("#id_identity", IDENTITY)
    page.locator("form[data-passkey=add] button[type=submit]").click()


def test_a_passkey_opens_the_compartment_and_one_without_a_secret_says_so(passphrase, new_page, serious):
    page = new_page("ar-SY")
    set_up(page, passphrase)
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


WHAT_STAYS = """async () => [
    localStorage.length,
    (await caches.keys()).length,
    (await navigator.serviceWorker.getRegistrations()).length,
]"""


def photograph():
    """A photograph of a telephone, larger than anybody may send as it is."""
    file = io.BytesIO()
    Image.effect_noise((3000, 2000), 60).save(file, "JPEG", quality=95)
    assert file.tell() > 2_200_000
    return file.getvalue()


def test_a_family_asks_in_arabic_on_a_telephone_without_a_connection_and_sends_it_later(passphrase, new_page, serious):
    officer = new_page()
    set_up(officer, passphrase)
    phone = new_page("ar-SY", 390)
    phone.goto("/ar/disappeared/ask/")
    assert serious(phone) == []
    phone.fill("#ask-said", "اسم لا يبقى")
    assert phone.evaluate(WHAT_STAYS) == [0, 0, 0], "nothing stays that nobody asked to keep"
    phone.check("#ask-keep")
    phone.locator("[data-ready]").wait_for()

    telephone = phone.context
    telephone.set_offline(True)
    phone.goto("/ar/disappeared/ask/")
    assert phone.locator("html").get_attribute("dir") == "rtl"
    for name, words in {"said": NAME, "mother": "كناري زهرة", "born": "١٩٨٥", "asker": "كناري رنا"}.items():
        phone.fill(f"#ask-{name}", words)
    phone.set_input_files("#ask-photograph", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photograph()})
    phone.locator("[data-shown]").wait_for()
    phone.locator("[data-send]").click()
    phone.locator("[data-say=offline-kept]").wait_for()
    assert serious(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    phone.close()

    later = telephone.new_page()
    later.goto("/ar/disappeared/ask/")
    assert later.locator("[data-shown]").is_visible(), "and so is the photograph"
    assert later.input_value("#ask-mother") == "كناري زهرة", "what was typed is there, still without a connection"
    telephone.set_offline(False)
    later.locator("[data-send]").click()
    receipt = later.locator(".receipt-code code").inner_text()
    assert serious(later) == [] and NAME not in later.content()
    assert later.evaluate(WHAT_STAYS) == [0, 0, 0], "nothing of it is on the telephone any more"
    later.goto("/ar/disappeared/")
    later.fill("#receipt-code", receipt)
    later.locator("form:has(#receipt-code) button").click()
    assert "استُلم" in later.locator("main [role=status]").inner_text()

    officer.goto("/desk/record/sealed/open/")
    officer.fill("#id_identity", IDENTITY)
    officer.locator("main form").last.locator("button[type=submit]").first.click()
    officer.wait_for_url("**/desk/record/sealed/")
    officer.goto("/desk/record/tracing/forms/")
    officer.locator("td.title a").first.click()
    officer.get_by_text(NAME).wait_for()
    assert serious(officer) == []
    width, height = officer.locator(".desk-photographs img").evaluate(
        "image => [image.naturalWidth, image.naturalHeight]"
    )
    assert 600 <= width <= 1200 and abs(width - 1.5 * height) < 2
    officer.locator("form[action$='/enter/'] button").click()
    officer.get_by_text("كناري رنا").wait_for()


def test_what_a_family_typed_is_wiped_from_the_telephone(passphrase, new_page):
    set_up(new_page(), passphrase)
    phone = new_page("en-GB", 390)
    phone.goto("/en/disappeared/ask/")
    phone.check("#ask-keep")
    phone.locator("[data-ready]").wait_for()
    phone.fill("#ask-said", NAME)
    phone.locator("[data-wipe]").click()
    phone.locator("[data-say=wiped]").wait_for()
    assert phone.evaluate(WHAT_STAYS) == [0, 0, 0] and phone.input_value("#ask-said") == ""
