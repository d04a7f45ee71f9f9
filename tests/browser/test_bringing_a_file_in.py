"""An analyst brings a file in by keyboard alone, in Arabic, on a narrow screen: upload, mapping, preview, progress, the finished import."""

import os
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from test_editors_way import sign_in

pytestmark = pytest.mark.browser

DAYS = [date(1975, 1, 1) + timedelta(days=4 * n) for n in range(4000)]
"""So far apart that no two rows are a pair to judge: other tests look for theirs in the same home."""

ROWS = "".join(f"{day},Saraqib,{n % 9}\n" for n, day in enumerate(DAYS))
TABLE = "day,place,killed\n2019-05-02,Saraqib,a lot\n" + ROWS


def go_to(page, element):
    """Move the focus with the tabulator until it is on an element, as somebody without a mouse does."""
    for _ in range(150):
        if element.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {element} by keyboard")


def press(page, name, role="button"):
    go_to(page, page.get_by_role(role, name=name, exact=True))
    page.keyboard.press("Enter")


def looks_right(page, serious, name):
    """Nothing is wider than the screen, and nothing serious is wrong for screen readers."""
    if folder := os.environ.get("DALIL_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
    assert serious(page) == [], name


def test_a_file_is_brought_in_by_keyboard_in_arabic_on_a_narrow_screen(served, new_page, serious):
    page = new_page("ar-SY", 390, 844)
    sign_in(page, "huda", served.person("huda", "analyst"))
    page.goto("/desk/record/imports/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    press(page, "استورد ملفاً", "link")
    page.wait_for_url("**/imports/new/")
    looks_right(page, serious, "upload")
    go_to(page, page.locator("#id_file"))
    page.set_input_files("#id_file", {"name": "ضربات.csv", "mimeType": "text/csv", "buffer": TABLE.encode()})
    press(page, "تابع")
    page.wait_for_url("**/mapping/")
    looks_right(page, serious, "mapping")
    go_to(page, page.locator("#id_mapping"))
    page.keyboard.press("Control+Home")
    page.keyboard.type("origin: [\n")
    press(page, "انظر ما ينتج عنها")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator(".w-field--error")).to_contain_text("السطر")
    expect(page.locator("#id_mapping")).to_be_focused()
    looks_right(page, serious, "mistake")
    page.keyboard.press("Control+Home")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.type("origin: north-monitor\n")
    press(page, "انظر ما ينتج عنها")
    expect(page.get_by_role("heading", name="الأسطر الأولى كما ستُقرأ")).to_be_visible(timeout=90_000)
    expect(page.locator(".desk-preview li").first).to_contain_text("a lot")
    expect(page.locator(".desk-preview li").nth(1)).to_contain_text("سراقب")
    looks_right(page, serious, "preview")
    press(page, "استورد الملف")
    expect(page.get_by_role("progressbar")).to_be_visible()
    if folder := os.environ.get("DALIL_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/progress.png")
    expect(page.get_by_role("link", name="الأسطر المتعذّرة بصيغة CSV")).to_be_visible(timeout=90_000)
    looks_right(page, serious, "finished")
    assert "/pending/" not in page.url
