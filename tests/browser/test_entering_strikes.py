"""A monitor enters ten strikes of one bulletin by keyboard alone: the first one whole, the others with what is another in each."""

import re

import pytest
from playwright.sync_api import expect
from test_bringing_a_file_in import go_to, looks_right
from test_editors_way import name_a_source, sign_in

pytestmark = pytest.mark.browser

BULLETIN = b"Strikes of the second of May 2004, as the river watch heard of them."
STRIKES = 10
VILLAGES = ("Saraqib", "Taftanaz", "Binnish", "Sarmin", "Nayrab")
MOST_TABS = 45
"""More steps with the tabulator no strike of the nine takes: each field lies where the eye goes next, and what is rare is folded."""


class Keys:
    """A keyboard that counts how often the tabulator was needed."""

    def __init__(self, page):
        self.page, self.tabs = page, 0

    def to(self, selector):
        """Move on with the tabulator until the focus is on an element."""
        element = self.page.locator(selector)
        for _ in range(120):
            if element.evaluate("each => each === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
            self.tabs += 1
        raise AssertionError(f"no way to {selector} by keyboard")

    def write(self, selector, words):
        self.to(selector)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)


def weapon(keys, words):
    """Unfold the list of weapons, leave one line of it by writing, and tick it with Enter."""
    keys.to("fieldset.desk-ticks:has([name=c-weapons]) > details > summary")
    keys.page.keyboard.press("Enter")
    keys.to("fieldset.desk-ticks:has([name=c-weapons]) .desk-filter")
    keys.page.keyboard.type(words)
    keys.page.keyboard.press("Enter")


def enter(page):
    """Send the form from wherever one types; where another report looks alike, say that it was looked at, and send it again."""
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    if page.locator("[name=another]").count():
        expect(page.locator("[name=another]")).to_be_focused()
        page.keyboard.press("Space")
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
    expect(page.get_by_text("The report is in the record.")).to_be_visible()


def test_ten_strikes_are_entered_by_keyboard_alone(served, new_page, serious):
    page = new_page()
    sign_in(page, "munir", served.person("munir", "contributor"))
    name_a_source(page, "river-watch", "River Watch")
    page.goto("/desk/record/reports/new/incident/")
    looks_right(page, serious, "new-strike")
    keys = Keys(page)
    keys.to("fieldset > .desk-more > summary >> nth=0")
    page.keyboard.press("Enter")
    keys.to("#id_upload")
    page.set_input_files("#id_upload", {"name": "bulletin.txt", "mimeType": "text/plain", "buffer": BULLETIN})
    keys.write("#id_upload_title", "Bulletin of the river watch")
    keys.write("#id_said", "A barrel fell on Saraqib, two were killed.")
    keys.write("#id_origins", "River Watch")
    keys.write("#id_c-when", "2004-05-02")
    keys.write("#id_c-where", "Saraqib")
    keys.write("#id_c-where-place", "C3916")
    weapon(keys, "barrel bomb")
    keys.write("#id_c-killed", "2")
    enter(page)
    for n in range(1, STRIKES):
        expect(page.locator("#id_locator")).to_be_focused()
        expect(page.locator("#id_c-when")).to_have_value("2004-05-02")
        expect(page.locator("#id_c-where-place")).to_have_value(re.compile("^SY0700 "))
        keys = Keys(page)
        page.keyboard.type(f"paragraph {n + 1}")
        keys.write("#id_said", f"{n} were hurt at the {n}th mill.")
        keys.write("#id_c-where", f"the {n}th mill near {VILLAGES[n % 5]}")
        weapon(keys, "barrel bomb")
        keys.write("#id_c-injured", str(n))
        enter(page)
        assert keys.tabs <= MOST_TABS
    looks_right(page, serious, "tenth-strike")
    page.goto("/desk/record/reports/mine/")
    looks_right(page, serious, "entered-today")
    expect(page.locator(".desk-own > li")).to_have_count(STRIKES)


def test_on_a_phone_in_arabic_the_form_and_the_day_fit_the_screen(served, new_page, serious):
    page = new_page("ar-SY", 390, 844)
    sign_in(page, "salwa", served.person("salwa", "contributor"))
    page.goto("/desk/record/reports/new/incident/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    looks_right(page, serious, "new-strike-ar")
    go_to(page, page.locator("details:has(#id_c-missing) > summary").last)
    page.goto("/desk/record/reports/mine/")
    looks_right(page, serious, "entered-today-ar")


def test_what_was_typed_waits_at_the_desk_after_the_session_ended(served, new_page, serious):
    page = new_page("ar-SY", 390, 844)
    passphrase = served.person("wadi", "contributor")
    sign_in(page, "wadi", passphrase)
    page.goto("/desk/record/reports/new/incident/")
    page.fill("#id_said", "طحنت القذائف طاحونة النهر")
    kept = page.locator("[data-kept]")
    expect(kept).to_contain_text("حُفظ لك وحدك", timeout=20_000)
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "طاحونة" not in stored
    page.context.clear_cookies()
    page.fill("#id_locator", "ص ٣")
    expect(kept).to_have_attribute("role", "alert", timeout=20_000)
    expect(kept).to_contain_text("لم يُحفظ آخر ما كتبته")
    looks_right(page, serious, "session-ended-ar")
    sign_in(page, "wadi", passphrase)
    page.goto("/desk/record/reports/new/")
    looks_right(page, serious, "unfinished-ar")
    go_to(page, page.get_by_role("link", name=re.compile("طاحونة")))
    page.keyboard.press("Enter")
    expect(page.locator("#id_said")).to_have_value("طحنت القذائف طاحونة النهر")
