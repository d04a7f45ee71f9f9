"""The story of a correction: a number is published, the report behind it is corrected, and the page changes when an editor corrects it."""

import time

import pytest
from test_editors_way import sign_in

pytestmark = pytest.mark.browser

SLUG = "schools-attacked"
WHY = "The campaign took one school back."
SECONDS_OLD = 30
"""A page that readers have may be so old, for what was added to it."""


def text_of(page, path):
    page.goto(path)
    return " ".join(page.locator("main").inner_text().split())


def correct_a_report(editor, address, count, why):
    """At the desk: another number takes the place of what a report of a count says."""
    editor.goto(f"/desk/record/reports/{address}/correct/")
    editor.fill("#id_c-count", count)
    editor.fill("#id_reason", why)
    editor.get_by_role("button", name="Correct", exact=True).click()
    editor.wait_for_url("**/desk/record/reports/*/")


def correct_the_pages(editor, slug, why, serious):
    """From the first page of the desk to a new edition of a figure, and so to all the pages that rest on it."""
    editor.goto("/desk/")
    editor.get_by_text("Published pages that rest on a number which no longer stands").wait_for()
    assert serious(editor) == []
    editor.locator(f"a[href*='{slug}']", has_text="See why, and correct").first.click()
    editor.get_by_text("What changed:").wait_for()
    assert serious(editor) == []
    editor.fill("#id_reason", why)
    editor.get_by_role("button", name="Publish a new edition").click()
    editor.get_by_text("is published.").first.wait_for()


def test_a_page_changes_when_an_editor_corrects_it_and_says_since_when_and_why(served, new_page, serious):
    reader = new_page()
    figure = reader.request.get(f"/en/figures/{SLUG}.json").json()
    reader.goto(f"/en/figures/{SLUG}/")
    story = reader.locator("dt:has-text('Used in') + dd a").first.get_attribute("href")
    before = text_of(reader, story)
    report = reader.request.get(f"/api/entities/{figure['edition']['entities'][0]['address']}").json()["reports"][0]

    edith = new_page()
    sign_in(edith, "edith", served.person("edith", "editor"))
    correct_a_report(edith, report["address"], "18", WHY)
    assert text_of(reader, story) == before, "nobody has decided to correct the page"
    correct_the_pages(edith, SLUG, WHY, serious)

    until = time.monotonic() + SECONDS_OLD
    while WHY not in (after := text_of(reader, story)) and time.monotonic() < until:
        time.sleep(0.5)
    assert "It was 19" in after and "It is 18" in after and WHY in after
    assert serious(reader) == []
    for language, width in (("en", 1280), ("ar", 390)):
        page = new_page(width=width)
        assert WHY in text_of(page, f"/{language}/corrections/")
        assert serious(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is wider than the screen"
    assert "19" in text_of(reader, f"/en/figures/{SLUG}/1/"), "the old edition can still be cited"
    assert "18" in text_of(reader, f"/en/figures/{SLUG}/2/")
