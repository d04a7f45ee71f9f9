"""The editor's way: bob enters two reports and judges them, nadia makes them public, counts, and publishes a story with the figure."""

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

DALIL = Path(sys.executable).with_name("dalil")
STORY = "Two roads, one strike"


def sign_in(page, name, password):
    page.goto("/desk/login/")
    page.fill("#id_login", name)
    page.fill("#id_password", password)
    page.get_by_role("button", name=re.compile("^(Sign in|ادخل)$")).click()
    page.wait_for_url("**/desk/")


def enter_a_report(page, document, origin, killed, day):
    """Through the form of an incident; `document` is a file, or words of the title of one that is there."""
    page.goto("/desk/record/reports/new/incident/")
    if isinstance(document, dict):
        page.get_by_text("A file that is not in the archive yet").click()
        page.set_input_files("#id_upload", document)
        page.fill("#id_upload_title", "Letter from the valley")
    else:
        page.fill("#id_document", document)
    page.fill("#id_locator", f"paragraph about {origin}")
    page.fill("#id_origins", origin)
    page.fill("#id_c-when", day)
    page.fill("#id_c-where-place", "C3916")
    page.fill("#id_c-killed", killed)
    page.get_by_role("button", name="Enter the report").click()
    page.wait_for_url("**/desk/record/reports/*/")


def name_a_source(page, code, name):
    page.goto("/desk/record/sources/new/")
    page.fill("#id_en", name)
    page.fill("#id_code", code)
    page.get_by_role("button", name="Name the source").click()
    page.wait_for_url(f"**/sources/{code}-*/")
    return page.url


def make_public(page, address):
    page.goto(f"{address.rstrip('/')}/protect/")
    page.get_by_label("public", exact=True).check()
    page.get_by_role("button", name="Decide").click()
    page.wait_for_url(address)


def test_from_a_report_to_a_published_figure(served, new_page, serious):
    bob = new_page()
    sign_in(bob, "bob", served.person("bob", "analyst"))
    assert serious(bob) == []
    valley = name_a_source(bob, "valley-monitor", "Valley Monitor")
    hill = name_a_source(bob, "hill-daily", "Hill Daily")
    letter = {"name": "letter.txt", "mimeType": "text/plain", "buffer": io.BytesIO(b"They struck the road.").getvalue()}
    enter_a_report(bob, letter, "Valley Monitor", "7-9", "2031-03-04")
    first = bob.url
    enter_a_report(bob, "Letter from the valley", "Hill Daily", "at least 8", "2031-03-05")
    second = bob.url

    subprocess.run([DALIL, "match"], env=served.environment, check=True, capture_output=True)
    bob.goto("/desk/record/judge/?kind=incident")
    bob.get_by_role("row", name="Valley Monitor").get_by_role("link", name="Compare").click()
    bob.get_by_role("rowheader", name="Killed differs").wait_for()
    assert serious(bob) == []
    bob.get_by_label("Why").fill("The same road, the same night.")
    bob.get_by_role("button", name="The same thing").press("Enter")
    bob.get_by_text("Judged. It can be taken back at any time.").wait_for()

    nadia = new_page()
    sign_in(nadia, "nadia", served.person("nadia", "editor"))
    nadia.goto(first)
    letter_page = served.url + nadia.get_by_role("link", name="Letter from the valley").get_attribute("href")
    for thing in (
        first,
        second,
        letter_page,
        valley,
        hill,
    ):
        make_public(nadia, thing)

    nadia.goto("/desk/record/count/")
    nadia.select_option("#id_measure", "killed")
    nadia.fill("#id_since", "2031")
    nadia.get_by_role("button", name="Count", exact=True).click()
    nadia.get_by_text("Make a figure of this").click()
    assert serious(nadia) == []
    nadia.fill("#id_slug", "killed-on-the-road")
    nadia.fill("#id_title_en", "Killed on the road")
    nadia.get_by_role("button", name="Make the figure").click()
    nadia.get_by_role("button", name="Publish the first edition").click()
    nadia.get_by_text("Edition 1 is published.").wait_for()
    told = nadia.request.get("/desk/record/suggest/figures/?q=road").json()["figures"][0]["says"]
    assert told == "at least 7"

    nadia.goto("/desk/pages/")
    nadia.goto(f"/desk/pages/add/bulletin/storypage/{front_page_of(nadia)}/")
    let_answers_come_late(nadia)
    nadia.fill("#id_title", STORY)
    nadia.fill("#id_dated", "2031-03")
    nadia.locator("#panel-child-content-body-section, #panel-child-content-body-content").get_by_role(
        "button", name="Insert a block"
    ).first.click()
    nadia.get_by_role("option", name="Text", exact=True).click()
    text = nadia.locator(".public-DraftEditor-content").last
    text.click()
    nadia.keyboard.type("On the road /figure")
    nadia.get_by_role("option", name="Figure of the record").wait_for()
    nadia.keyboard.press("Enter")
    nadia.get_by_role("dialog", name="Find a figure").get_by_role("searchbox").fill("road")
    nadia.get_by_role("button", name="Killed on the road").click()
    text.get_by_text("at least 7").wait_for()
    expect(text).to_be_focused()
    nadia.keyboard.type(" people were killed.")
    assert "On the road at least 7 people were killed." in " ".join(text.inner_text().split())
    publish(nadia)

    nobody = new_page()
    nobody.goto("/en/two-roads-one-strike/")
    assert nobody.get_by_role("heading", name=STORY).is_visible()
    seen = " ".join(nobody.locator("main").inner_text().split())
    assert "On the road at least 7" in seen and "people were killed." in seen
    nobody.get_by_role("link", name="at least 7").first.click()
    assert "/figures/killed-on-the-road/" in nobody.url
    assert "Valley Monitor" in nobody.locator("main").inner_text()


def front_page_of(page):
    """The number of the English front page, from the listing of pages."""
    page.goto("/desk/pages/1/")
    link = page.get_by_role("link", name="Dalil", exact=True).first.get_attribute("href")
    return link.strip("/").split("/")[2]


def publish(page, action="Publish", said="published"):
    page.wait_for_timeout(1000)  # the editor writes what was typed into its form a moment later
    page.locator("footer").get_by_role("button", name="More actions").click()
    page.get_by_role("button", name=action).click()
    page.locator(".messages").get_by_text(said).wait_for()


def let_answers_come_late(page):
    """From now on a page that saves itself waits seconds for the answer: whoever publishes meanwhile still publishes this page, once."""
    page.evaluate(
        """() => {
            const plain = fetch
            window.fetch = async (...asked) => {
                const answer = await plain(...asked)
                if (String(asked[0]).includes("/pages/")) await new Promise((done) => setTimeout(done, 3000))
                return answer
            }
        }"""
    )


@pytest.mark.parametrize(("locale", "width"), [("en-GB", 1280), ("ar-SY", 390)])
def test_the_desk_is_open_to_everybody_and_nothing_hangs_over_its_edge(served, new_page, serious, locale, width):
    password = served.person(f"editor-{locale.lower()}-{width}", "editor")
    page = new_page(locale, width)
    sign_in(page, f"editor-{locale.lower()}-{width}", password)
    page.goto("/desk/record/reports/")
    report = page.locator("td.title a").first.get_attribute("href")
    entity = report.replace("/reports/", "/entities/")
    for address in (
        "/desk/",
        "/desk/record/reports/",
        "/desk/record/reports/new/",
        "/desk/record/reports/new/incident/",
        "/desk/record/reports/new/tally/",
        report,
        f"{report}correct/",
        f"{report}protect/",
        entity,
        "/desk/record/entities/",
        "/desk/record/documents/",
        "/desk/record/sources/",
        "/desk/record/count/?kind=incident&measure=killed&by1=month&ask=1",
        "/desk/record/figures/",
    ):
        page.goto(address)
        assert serious(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, (
            address
        )
        assert page.locator("html").get_attribute("dir") == ("rtl" if locale == "ar-SY" else "ltr")
