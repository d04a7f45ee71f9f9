"""The way in with a browser: the first passphrase, an app, a passkey, a recovery code; for everybody, in both languages."""

import re
import socket
import subprocess
import time

import pytest
from conftest import DALIL, PASSPHRASE, Served, wait_for

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def strict(served, tmp_path_factory):
    """The same home, served as an organisation serves it: a second factor is required."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**served.environment, "DALIL_SECOND_FACTOR": "required"}
    site = Served(f"http://localhost:{port}", served.home, environment)
    with (tmp_path_factory.mktemp("strict") / "serve.log").open("w") as log:
        server = subprocess.Popen([DALIL, "serve", "--port", str(port)], env=environment, stdout=log, stderr=log)
        try:
            wait_for(f"{site.url}/en/", server)
            yield site
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture
def window(browser, strict):
    """A fresh browser window at the strict site; what its console complains of is kept."""
    contexts = []

    def one(locale="en-GB", width=1280, **facts):
        context = browser.new_context(
            base_url=strict.url, locale=locale, viewport={"width": width, "height": 900}, **facts
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.complaints = []
        page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
        return page

    yield one
    for context in contexts:
        context.close()


def code_of(secret):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(page, name, passphrase):
    page.goto("/desk/login/")
    page.fill("#id_login", name)
    page.fill("#id_password", passphrase)
    page.locator("form").first.get_by_role("button").click()


def looked_at(page, serious, *, rtl=False):
    """The screen has nothing serious against it, does not hang over its edge, and runs in its direction."""
    assert serious(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, page.url
    assert page.locator("html").get_attribute("dir") == ("rtl" if rtl else "ltr")
    assert page.complaints == [], page.url


@pytest.mark.parametrize(("locale", "width"), [("en-GB", 1280), ("ar-SY", 390)])
def test_from_the_first_passphrase_to_an_app_and_back_with_a_recovery_code(strict, window, serious, locale, width):
    rtl, name = locale == "ar-SY", f"nadia-{width}"
    first = strict.newcomer(name, "analyst")
    page = window(locale, width)
    page.goto("/desk/login/")
    looked_at(page, serious, rtl=rtl)
    sign_in(page, name, first)
    page.wait_for_url("**/desk/sign-in/passphrase/")
    page.fill("#id_oldpassword", first)
    page.fill("#id_password1", "Damascus2011")
    page.fill("#id_password2", "Damascus2011")
    page.locator("form").first.get_by_role("button").click()
    page.locator("#id_password1_error").wait_for()
    looked_at(page, serious, rtl=rtl)
    page.fill("#id_oldpassword", first)
    page.fill("#id_password1", PASSPHRASE)
    page.fill("#id_password2", PASSPHRASE)
    page.locator("form").first.get_by_role("button").click()
    page.wait_for_url("**/desk/sign-in/")
    looked_at(page, serious, rtl=rtl)
    page.goto("/desk/record/reports/")
    page.wait_for_url("**/desk/sign-in/")

    page.goto("/desk/sign-in/app/add/")
    looked_at(page, serious, rtl=rtl)
    assert page.locator("img.sign-in-qr").evaluate("picture => picture.naturalWidth") > 0
    secret = page.locator("code.sign-in-secret").inner_text()
    page.fill("#id_code", code_of(secret))
    page.locator("form").first.get_by_role("button").click()
    page.wait_for_url("**/desk/sign-in/recovery-codes/")
    looked_at(page, serious, rtl=rtl)
    codes = page.locator(".sign-in-codes code").all_inner_texts()
    page.goto("/desk/record/reports/")
    assert page.url.endswith("/desk/record/reports/")
    for address in (
        "",
        "sessions/",
        "keys/",
        "keys/add/",
        "app/remove/",
        "recovery-codes/new/",
        "again/",
        "again/code/",
    ):
        page.goto(f"/desk/sign-in/{address}")
        looked_at(page, serious, rtl=rtl)
    page.goto("/desk/logout/")
    looked_at(page, serious, rtl=rtl)
    page.locator("main form").first.get_by_role("button").click()
    page.wait_for_url("**/desk/login/")

    sign_in(page, name, PASSPHRASE)
    page.wait_for_url("**/desk/sign-in/code/")
    looked_at(page, serious, rtl=rtl)
    page.fill("#id_code", codes[0])
    page.locator("form").first.get_by_role("button").click()
    page.wait_for_url("**/desk/")


def test_a_passkey_is_added_and_opens_the_desk_by_itself_and_as_a_second_factor(strict, window, serious):
    strict.person("keyla", "editor")
    page = window()
    chromium = page.context.new_cdp_session(page)
    chromium.send("WebAuthn.enable")
    virtual = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    virtual |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    chromium.send("WebAuthn.addVirtualAuthenticator", {"options": virtual})
    sign_in(page, "keyla", PASSPHRASE)
    page.wait_for_url("**/desk/sign-in/")
    page.goto("/desk/sign-in/keys/add/")
    page.fill("#id_name", "Telephone")
    page.check("#id_passwordless")
    page.get_by_role("button", name="Add the key").click()
    page.wait_for_url("**/desk/sign-in/recovery-codes/")
    page.goto("/desk/sign-in/keys/")
    assert page.get_by_text("Telephone").first.is_visible()
    looked_at(page, serious)
    for address in ("rename/", "remove/"):
        page.goto(f"/desk/sign-in/keys/{key_of(page)}/{address}")
        looked_at(page, serious)

    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/desk/")

    sign_out(page)
    sign_in(page, "keyla", PASSPHRASE)
    page.wait_for_url("**/desk/sign-in/code/")
    page.get_by_role("button", name="Use a key").click()
    page.wait_for_url("**/desk/")
    page.goto("/desk/sign-in/again/key/?next=/desk/record/reports/")
    looked_at(page, serious)
    page.get_by_role("button", name="Use a key").click()
    page.wait_for_url("**/desk/record/reports/")


def key_of(page):
    page.goto("/desk/sign-in/keys/")
    return re.search(r"/keys/(\d+)/rename/", page.content())[1]


def sign_out(page):
    page.goto("/desk/logout/")
    page.locator("main form").first.get_by_role("button").click()
    page.wait_for_url("**/desk/login/")


def test_a_steward_helps_who_cannot_get_in(strict, window, serious):
    strict.person("helpless", "reader")
    strict.person("salma", "steward")
    page = window()
    sign_in(page, "salma", PASSPHRASE)
    page.goto("/desk/sign-in/app/add/")
    secret = page.locator("code.sign-in-secret").inner_text()
    page.fill("#id_code", code_of(secret))
    page.locator("form").first.get_by_role("button").click()
    page.goto("/desk/users/")
    page.get_by_role("row", name="helpless").get_by_role("button", name="More").click()
    page.get_by_role("link", name="Ways in").click()
    page.wait_for_url("**/sign-in/")
    assert serious(page) == []
    page.get_by_role("button", name="Give a passphrase for one time").click()
    made = page.locator(".sign-in-secret code").inner_text()
    assert serious(page) == []
    other = window()
    sign_in(other, "helpless", made)
    other.wait_for_url("**/desk/sign-in/passphrase/")


def test_what_is_wrong_is_said_and_who_guesses_waits(strict, window, serious):
    page = window("ar-SY", 390)
    for _ in range(5):
        sign_in(page, "nobody-here", "wrong")
        page.get_by_role("alert").first.wait_for()
    looked_at(page, serious, rtl=True)
    sign_in(page, "nobody-here", "wrong")
    page.get_by_text("كثرت المحاولات").wait_for()
    page.complaints.clear()  # Chromium reports the answer 429 itself
    looked_at(page, serious, rtl=True)
