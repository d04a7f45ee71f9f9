"""A legal officer's way by keyboard: query → dossier → matrix → gap → request → bag; and the matrix in Arabic on a telephone."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from playwright.sync_api import expect
from test_bringing_a_file_in import go_to, looks_right, press
from test_editors_way import sign_in

pytestmark = pytest.mark.browser

PROVISION = "RS-8-2-e-i"


def test_from_the_query_to_the_bag_by_keyboard(served, new_page, serious):
    page = new_page()
    passphrase = served.person("layla", "legal officer")
    sign_in(page, "layla", passphrase)
    page.goto("/desk/record/dossiers/new/")
    page.fill("#id_title", "Strikes on homes")
    page.fill("#id_document_prefix", "HOMES")
    page.select_option("#id_conflict", "NIAC")
    page.check(f"input[name=provisions][value={PROVISION}]")
    page.fill("#id_when", "2019-05")
    looks_right(page, serious, "dossier-question")
    press(page, "Save")
    page.wait_for_url("**/HOMES/choose/")
    page.select_option("#id_kind", "incident")
    press(page, "Search")
    page.wait_for_url("**kind=incident**")
    page.fill("#id_reason", "they tell of strikes on homes")
    looks_right(page, serious, "dossier-choose")
    go_to(page, page.locator("button[name=all]"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("in the dossier now").first).to_be_visible()
    press(page, "Elements", "link")
    page.wait_for_url("**/dossiers/HOMES/")
    looks_right(page, serious, "dossier-matrix")
    expect(page.get_by_text("nothing in the dossier speaks for it").first).to_be_visible()
    expect(page.get_by_text("a court says that")).to_be_visible()
    element = page.locator(".desk-elements a").first
    go_to(page, element)
    page.keyboard.press("Enter")
    page.wait_for_url("**/elements/**")
    page.select_option("#id_pin", index=1)
    page.locator("input[name=stance][value=for]").check()
    page.fill("textarea[name=reason]", "it names the street")
    press(page, "Note it")
    expect(page.get_by_text("one origin speaks for it").first).to_be_visible()
    looks_right(page, serious, "dossier-element")
    press(page, "Elements", "link")
    ask = page.locator(".desk-elements__open .button").first
    go_to(page, ask)
    page.keyboard.press("Enter")
    page.wait_for_url("**/errands/**")
    page.fill("#id_partner", "A partner abroad")
    looks_right(page, serious, "dossier-work")
    press(page, "Note it")
    expect(page.get_by_text("A partner abroad")).to_be_visible()
    press(page, "Hand out", "link")
    if "reauthenticate" in page.url:
        page.fill("#id_password", passphrase)
        page.keyboard.press("Enter")
    page.wait_for_url("**/hand-out/")
    page.fill("#id_recipient", "Example Court")
    page.select_option("#id_purpose", "internal")
    page.fill("#id_terms", "for this trial alone")
    looks_right(page, serious, "dossier-hand-out")
    with page.expect_download(timeout=60_000) as waiting:
        press(page, "Write the bag")
    with zipfile.ZipFile(io.BytesIO(waiting.value.path().read_bytes())) as packed:
        told = json.loads(packed.read("HOMES-1/data/dossier/dossier.json"))
        assert told["recipient"] == "Example Court" and "HOMES-1/VERIFY.txt" in packed.namelist()
    narrow = new_page("ar-SY", 390, 844)
    sign_in(narrow, "layla", passphrase)
    for path in ("", "things/", "work/", "command/", "figures/", "choose/"):
        narrow.goto(f"/desk/record/dossiers/HOMES/{path}")
        expect(narrow.locator("html")).to_have_attribute("dir", "rtl")
        looks_right(narrow, serious, f"dossier-ar-{path.strip('/') or 'matrix'}")
