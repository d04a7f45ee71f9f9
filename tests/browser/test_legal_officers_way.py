"""A legal officer's way by keyboard, in both languages: query → dossier → matrix → gap → request → bag; and its pages on a telephone."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect
from test_bringing_a_file_in import go_to, looks_right, press
from test_editors_way import sign_in

pytestmark = pytest.mark.browser

PROVISION = "RS-8-2-e-i"
PATIENCE = 20_000
"""Milliseconds for which an answer may be waited: as long as for any other page."""


@dataclass(frozen=True)
class Words:
    """What the screens say in a language, and what an officer types in it."""

    locale: str
    prefix: str
    title: str
    save: str
    search: str
    why: str
    inside: str
    elements: str
    open: str
    no_finding: str
    note: str
    one: str
    partner: str
    hand_out: str
    write: str


ENGLISH = Words(
    locale="en-GB",
    prefix="HOMES",
    title="Strikes on homes",
    save="Save",
    search="Search",
    why="they tell of strikes on homes",
    inside="in the dossier now",
    elements="Elements",
    open="nothing in the dossier speaks for it",
    no_finding="a court says that",
    note="Note it",
    one="one origin speaks for it",
    partner="A partner abroad",
    hand_out="Hand out",
    write="Write the bag",
)
ARABIC = Words(
    locale="ar-SY",
    prefix="BUYUT",
    title="ضربات على البيوت",
    save="احفظ",
    search="بحث",
    why="تتحدث عن ضربات على البيوت",
    inside="إلى الملف",
    elements="الأركان",
    open="لا شيء في الملف يؤيده",
    no_finding="فذلك للمحكمة وحدها",
    note="دوّن",
    one="يؤيده مصدر واحد",
    partner="شريك في الخارج",
    hand_out="تسليم",
    write="اكتب الحقيبة",
)


@pytest.fixture(scope="module")
def passphrase(served):
    return served.person("layla", "legal officer")


@pytest.mark.parametrize("words", [ENGLISH, ARABIC], ids=["en", "ar"])
def test_from_the_query_to_the_bag_by_keyboard(passphrase, new_page, serious, words):
    page = new_page(words.locale)

    def looked_at(name):
        looks_right(page, serious, f"dossier-{words.locale[:2]}-{name}")

    sign_in(page, "layla", passphrase)
    page.goto("/desk/record/dossiers/new/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if words is ARABIC else "ltr")
    page.fill("#id_title", words.title)
    page.fill("#id_document_prefix", words.prefix)
    page.select_option("#id_conflict", "NIAC")
    page.check(f"input[name=provisions][value={PROVISION}]")
    page.fill("#id_when", "2019-05")
    looked_at("question")
    press(page, words.save)
    page.wait_for_url(f"**/{words.prefix}/choose/")
    page.select_option("#id_kind", "incident")
    press(page, words.search)
    page.wait_for_url("**kind=incident**")
    page.fill("#id_reason", words.why)
    looked_at("choose")
    go_to(page, page.locator("button[name=all]"))
    page.keyboard.press("Enter")
    expect(page.get_by_text(words.inside).first).to_be_visible(timeout=PATIENCE)
    press(page, words.elements, "link")
    page.wait_for_url(f"**/dossiers/{words.prefix}/")
    looked_at("matrix")
    expect(page.get_by_text(words.open).first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text(words.no_finding)).to_be_visible(timeout=PATIENCE)
    element = page.locator(".desk-elements a").first
    go_to(page, element)
    page.keyboard.press("Enter")
    page.wait_for_url("**/elements/**")
    page.select_option("#id_pin", index=1)
    page.locator("input[name=stance][value=for]").check()
    page.fill("textarea[name=reason]", words.why)
    press(page, words.note)
    expect(page.get_by_text(words.one).first).to_be_visible(timeout=PATIENCE)
    looked_at("element")
    press(page, words.elements, "link")
    ask = page.locator(".desk-elements__open .button").first
    go_to(page, ask)
    page.keyboard.press("Enter")
    page.wait_for_url("**/errands/**")
    page.fill("#id_partner", words.partner)
    looked_at("errands")
    press(page, words.note)
    expect(page.get_by_text(words.partner)).to_be_visible(timeout=PATIENCE)
    press(page, words.hand_out, "link")
    if "reauthenticate" in page.url:
        page.fill("#id_password", passphrase)
        page.keyboard.press("Enter")
    page.wait_for_url("**/hand-out/")
    page.fill("#id_recipient", "Example Court")
    page.select_option("#id_purpose", "internal")
    page.fill("#id_terms", words.why)
    looked_at("hand-out")
    with page.expect_download(timeout=60_000) as waiting:
        press(page, words.write)
    with zipfile.ZipFile(io.BytesIO(waiting.value.path().read_bytes())) as packed:
        bag = f"{words.prefix}-1"
        told = json.loads(packed.read(f"{bag}/data/dossier/dossier.json"))
        assert told["recipient"] == "Example Court" and f"{bag}/VERIFY.txt" in packed.namelist()
        for language in ("en", "ar"):
            assert packed.read(f"{bag}/data/dossier/matrix.{language}.pdf").startswith(b"%PDF-")
        assert packed.read(f"{bag}/data/dossier/dossier.xlsx").startswith(b"PK")
    narrow = new_page(words.locale, 390, 844)
    sign_in(narrow, "layla", passphrase)
    for path in ("", "question/", "things/", "errands/", "command/", "figures/", "choose/", "circle/"):
        assert narrow.goto(f"/desk/record/dossiers/{words.prefix}/{path}").status == 200, path
        looks_right(narrow, serious, f"dossier-{words.locale[:2]}-narrow-{path.strip('/') or 'matrix'}")
