"""An officer's way through the sealed compartment on a telephone, in Arabic: from setting it up to a witness, and closed again."""

from __future__ import annotations

import pytest
from test_signing_in import sign_in

from dalil.record.sealed.identities import make_identity, recipient_of

pytestmark = pytest.mark.browser

NAME = "كناري مصطفى الخطيب"


def test_the_screens_of_the_compartment_are_readable_on_a_telephone_in_arabic(served, new_page, serious):
    identity, passphrase = make_identity(), served.person("tariq", "tracing officer")
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
    page.fill("#id_recipient", recipient_of(identity))
    send()
    page.get_by_text("AGE-SECRET-KEY-1").first.wait_for()
    looked_at()
    go("/desk/record/sealed/open/")
    looked_at()
    page.fill("#id_identity", identity)
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
