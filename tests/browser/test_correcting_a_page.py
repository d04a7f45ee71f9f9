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


def test_a_page_changes_when_an_editor_corrects_it_and_says_since_when_and_why(served, new_page, serious):
    reader = new_page()
    figure = reader.request.get(f"/en/figures/{SLUG}.json").json()
    reader.goto(f"/en/figures/{SLUG}/")
    story = reader.locator("dt:has-text('Used in') + dd a").first.get_attribute("href")
    before = text_of(reader, story)
    report = reader.request.get(f"/api/entities/{figure['edition']['entities'][0]['address']}").json()["reports"][0]

    edith = new_page()
    sign_in(edith, "edith", served.person("edith", "editor"))
    edith.goto(f"/desk/record/reports/{report['address']}/correct/")
    edith.fill("#id_c-count", "18")
    edith.fill("#id_reason", WHY)
    edith.get_by_role("button", name="Correct", exact=True).click()
    edith.wait_for_url("**/desk/record/reports/*/")
    assert text_of(reader, story) == before, "nobody has decided to correct the page"

    edith.goto("/desk/")
    edith.get_by_text("Published pages that rest on a number which no longer stands").wait_for()
    assert serious(edith) == []
    edith.locator(f"a[href*='{SLUG}']", has_text="See why, and correct").first.click()
    edith.get_by_text("What changed:").wait_for()
    assert serious(edith) == []
    edith.fill("#id_reason", WHY)
    edith.get_by_role("button", name="Publish a new edition").click()
    edith.get_by_text("is published.").first.wait_for()

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
