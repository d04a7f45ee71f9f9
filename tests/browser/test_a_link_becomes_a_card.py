"""Two addresses are pasted at the desk, one story in two languages; the pages are read, and become a card that readers see in both."""

import pytest
from page_sites import Site, serve_pages
from test_editors_way import publish, sign_in

pytestmark = pytest.mark.browser

ENGLISH = """<html lang="en"><head><title>At least 12 people killed at a bakery in Idlib | Hill Paper</title>
<meta property="og:site_name" content="Hill Paper"><meta property="article:published_time" content="2031-03-05T08:30:00+02:00">
<meta name="description" content="At least 12 people were killed at a bakery in Idlib; bread went to Aleppo."></head><body><article>
<h1>At least 12 people killed at a bakery in Idlib</h1>
<p>At least 12 people were killed at a bakery in Idlib on 4 March 2031, as people of the street said the morning after.</p>
<p>Bread for those who had queued was brought on tractors from villages nearby, and the bakery opened again.</p></article></body></html>"""

ARABIC = """<html lang="ar" dir="rtl"><head><title>مقتل ما لا يقل عن 12 شخصاً أمام فرن في إدلب</title>
<meta property="og:site_name" content="جريدة الوادي"><meta property="article:published_time" content="2031-03-05"></head><body><article>
<h1>مقتل ما لا يقل عن 12 شخصاً أمام فرن في إدلب</h1><p>الأربعاء 5 آذار/مارس 2031</p>
<p>قُتل ما لا يقل عن 12 شخصاً أمام فرن في إدلب، ونُقل الخبز إلى حلب، وفق ما قاله سكان الحي في صباح اليوم التالي.</p>
<p>وجُلب الخبز على الجرارات من القرى القريبة لمن كانوا ينتظرون في الطابور، ثم فتح الفرن أبوابه من جديد.</p></article></body></html>"""

HEADLINES = {"en": "Twelve killed in the queue for bread", "ar": "اثنا عشر قتيلاً في طابور الخبز"}
SUMMARIES = {
    "en": "At least 12 people who waited for bread in Idlib were killed.",
    "ar": "قُتل ما لا يقل عن 12 شخصاً كانوا ينتظرون الخبز في إدلب.",
}


class Press(Site):
    """Two papers: the valley's in Arabic, the hill's in English."""

    def bread(self):
        self.give((ENGLISH if self.headers["Host"].startswith("hill") else ARABIC).encode())


def paste(editor, address):
    editor.goto("/desk/record/links/")
    editor.fill("#id_url", address)
    editor.get_by_role("button", name="Read the page").click()
    editor.wait_for_url("**/links/#item-*")


def write(editor, language):
    """Put the words of the paper in our own: the headline and the summary."""
    editor.fill("#id_title", HEADLINES[language])
    summary = editor.locator("#panel-child-content-summary-section .public-DraftEditor-content")
    summary.click()
    editor.keyboard.press("Control+a")
    editor.keyboard.type(SUMMARIES[language])


def test_two_pasted_addresses_become_one_card_in_two_languages(served, new_page, serious):
    samira = new_page()
    sign_in(samira, "samira-of-links", served.person("samira-of-links", "editor"))
    with serve_pages(Press) as here:
        port = here.rpartition(":")[2]
        for paper in ("hill", "valley"):
            paste(samira, f"http://{paper}.press.example:{port}/bread")
    assert serious(samira) == []
    item = samira.locator("article").filter(has_text="جريدة الوادي")
    assert "Seems to tell the same as At least 12 people killed" in " ".join(item.inner_text().split())
    item.get_by_role("button", name="Make both cards, as versions of one").click()
    samira.wait_for_url("**/desk/pages/*/edit/")
    assert samira.input_value("#id_title") == "مقتل ما لا يقل عن 12 شخصاً أمام فرن في إدلب"
    assert samira.input_value("#id_dated") == "2031-03-05"
    assert samira.input_value("#id_source_text") == "جريدة الوادي"
    reader = new_page("ar-SY", 390)
    reader.goto("/ar/news/")
    assert "فرن في إدلب" not in reader.locator("main").inner_text(), "nothing is published by itself"

    write(samira, "ar")
    samira.get_by_role("button", name="Show the other language").click()
    samira.locator(".desk-other-version").get_by_text("At least 12 people were killed at a bakery").wait_for()
    publish(samira)
    own_page = {"ar": samira.locator(".messages").get_by_role("link", name="View live").get_attribute("href")}
    samira.goto("/desk/record/links/?state=card")
    headed = samira.get_by_role("heading", name="At least 12 people killed")
    samira.locator("article").filter(has=headed).get_by_role("link", name="Its card").click()
    assert samira.input_value("#id_title").startswith("At least 12 people killed")
    write(samira, "en")
    publish(samira)
    own_page["en"] = samira.locator(".messages").get_by_role("link", name="View live").get_attribute("href")

    for language, width, other in (("en", 1280, "ar"), ("ar", 390, "en")):
        reader = new_page({"en": "en-GB", "ar": "ar-SY"}[language], width)
        reader.goto(f"/{language}/news/")
        card = reader.locator("article.card").filter(has_text=HEADLINES[language])
        assert SUMMARIES[language] in card.inner_text()
        assert ".press.example" in card.inner_text(), "it says where it leads"
        assert card.get_by_role("heading").get_by_role("link").get_attribute("href").endswith(f":{port}/bread")
        reader.goto(own_page[language])
        reader.get_by_role("heading", name=HEADLINES[language], level=1).wait_for()
        assert reader.evaluate("getComputedStyle(document.querySelector('main')).direction") == (
            "rtl" if language == "ar" else "ltr"
        )
        assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is wider than the screen"
        assert serious(reader) == []
        reader.locator(f"header a[hreflang={other}], header a[lang={other}]").first.click()
        reader.get_by_role("heading", name=HEADLINES[other], level=1).wait_for()
