"""The reader's way: from the front page to the figure, its reports, the document, and the other language; without any script."""

import csv
import io
import re
import urllib.request

import pytest

pytestmark = pytest.mark.browser


def test_dalil_demo_serves_its_front_page_to_any_client(served):
    with urllib.request.urlopen(f"{served.url}/en/", timeout=20) as answer:
        assert "ore than 80" in answer.read().decode()


@pytest.fixture
def reader(new_page):
    """A reader whose browser runs no script at all."""
    return new_page(java_script_enabled=False)


def test_a_figure_on_the_front_page_opens_to_who_said_it_in_which_words_in_which_document(reader):
    reader.goto("/en/")
    figure = reader.locator("main p a.fig", has_text="more than 80").first
    assert "81 or more" in figure.get_attribute("title") and "81 or more" in figure.text_content()
    figure.click()
    assert reader.url.endswith("/en/figures/civilians-killed/")
    main = reader.locator("main")
    assert "More than 80" in main.inner_text()
    assert "reported range" in main.inner_text()
    assert "United Nations" in main.inner_text()
    assert "As known on" in main.inner_text()

    main.get_by_role("link", name="Open this report").first.click()
    assert "/en/reports/" in reader.url
    text = reader.locator("main").inner_text()
    assert "our note" in text.lower(), "a transcription of ours is not passed off as a quotation"
    assert "80" in text
    reader.locator("main a[href*='/documents/']").first.click()
    assert "/en/documents/" in reader.url
    assert re.search(r"[0-9a-f]{64}", reader.locator("main").inner_text()), (
        "a document shows the digest it is kept under"
    )


def test_the_page_in_the_other_language_is_the_same_page(reader):
    reader.goto("/en/figures/vital-centres-attacked/")
    reader.get_by_role("link", name="العربية").first.click()
    assert reader.url.endswith("/ar/figures/vital-centres-attacked/")
    assert reader.locator("html").get_attribute("dir") == "rtl"
    assert "٨٢" in reader.locator("main").inner_text()


@pytest.mark.parametrize(
    ("slug", "answer", "never"),
    [
        ("civilians-killed", "More than 80", "More than 81"),
        ("strikes-per-day", "Hundreds", "100"),
        ("vital-centres-attacked", "At least 82", None),
        ("disappeared-isis", "About 8,000", None),
        ("families-flooded", "More than 11,000", "people"),
    ],
)
def test_the_figures_of_the_example_say_what_was_said_and_no_more(reader, slug, answer, never):
    reader.goto(f"/en/figures/{slug}/")
    shown = reader.locator("main .figure-answer, main .answer").first.inner_text()
    assert answer.lower() in shown.lower()
    assert never is None or never not in shown


def test_a_partial_breakdown_is_never_shown_as_complete(reader):
    reader.goto("/en/figures/vital-centres-attacked/")
    text = reader.locator("main").inner_text()
    assert "46 of at least 82" in text and "partial" in text


def test_a_figure_can_be_taken_along_as_csv_and_json_and_cited(reader, served):
    for kind in ("csv", "json"):
        answer = reader.request.get(f"{served.url}/en/figures/civilians-killed.{kind}")
        assert answer.ok
        if kind == "json":
            total = answer.json()["now"]
            assert (total["low"], total["high"]) == (81, None)
        else:
            assert any("81" in row for row in csv.reader(io.StringIO(answer.text())))
    edition = reader.request.get(f"{served.url}/en/figures/civilians-killed/1/")
    assert edition.ok and "civilians-killed/1/" in edition.text()


PAGES = (
    "",
    "news/",
    "idlib-offensive/",
    "children/",
    "chemical-weapons/",
    "murder/",
    "links/",
    "record/",
    "figures/",
    "figures/vital-centres-attacked/",
    "figures/vital-centres-attacked/1/",
    "stories/",
    "search/?q=Idlib",
    "places/SY07/",
    "terms/weapons/BARREL_BOMB/",
    "corrections/",
    "api-docs/",
    "explore/",
    "explore/?kind=incident&measure=killed&by=source&by=month",
    "explore/?kind=incident&measure=killed&by=governorate&as=map",
    "explore/?kind=incident&measure=entities&by=month&as=series",
    "explore/?kind=incident&measure=killed&as=list",
)


RESTED_ON = ("reports", "documents", "sources")
"""What the page of an entity leads to: one of each is looked at."""
FIRST_LOAD = 60_000
"""Bytes of a page with all that it loads, pictures left out."""


def weight_of(page):
    """The bytes, as they come over the wire, of the page that is shown and of its style sheets."""
    addresses = page.evaluate(
        "[location.href, ...[...document.querySelectorAll('link[rel=stylesheet]')].map(e => e.href)]"
    )
    weight = 0
    for address in addresses:
        asked = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asked, timeout=20) as answer:
            weight += len(answer.read())
    return weight


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_reads_with_a_screen_reader_and_fits_a_phone(new_page, serious, language, width):
    page = new_page(width=width)
    outside = []
    page.on("request", lambda request: outside.append(request.url) if "localhost" not in request.url else None)
    page.goto(f"/{language}/record/?kind=incident")
    entity = page.locator("main h3 a[href*='/record/'], main a.plain[href*='/record/']").first.get_attribute("href")
    page.goto(f"{entity}")
    of_it = [page.locator(f"main a[href*='/{kind}/']").first.get_attribute("href") for kind in RESTED_ON]
    for path in (*PAGES, *(each.removeprefix(f"/{language}/") for each in (entity, *of_it))):
        assert page.goto(f"/{language}/{path}").ok, path
        assert weight_of(page) < FIRST_LOAD, f"{path} weighs {weight_of(page)} bytes"
        assert serious(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{path} scrolls sideways"
        assert page.locator("script:not([type='application/ld+json'])").count() == 0
    assert outside == []


def test_the_keyboard_reaches_the_content_first(page):
    page.goto("/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"


def test_search_finds_in_either_script(reader):
    for query in ("Idleb", "إدلب", "ادلب"):
        reader.goto(f"/en/record/?q={query}")
        assert reader.locator("main a[href*='/en/record/']").count() > 0, query


def test_a_question_is_put_with_the_keyboard_alone_and_without_a_script(reader):
    reader.goto("/en/explore/")
    measure = reader.get_by_label("What is counted").first
    measure.focus()
    measure.select_option("killed")
    reader.locator("main form button").last.focus()
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/explore/?kind=incident&measure=killed**")
    assert reader.locator("main .answer").first.inner_text()
    for name in ("CSV", "XLSX", "Parquet", "JSON"):
        assert reader.request.get(reader.get_by_role("link", name=name, exact=True).get_attribute("href")).ok, name
