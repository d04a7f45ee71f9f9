"""A story is scheduled, goes live, is corrected, and goes out in a letter, which two readers receive in their own direction of writing."""

import re
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from mailbox_of_tests import part_of
from test_correcting_a_page import SECONDS_OLD, correct_a_report, correct_the_pages, text_of
from test_editors_way import publish, sign_in

pytestmark = pytest.mark.browser

FIGURE = "civilians-killed"
MAPPED = "killed-by-governorate"
WHY = "The monitor went through its list again."
THERE = ZoneInfo("Asia/Damascus")
"""The clock of the desk."""
LIVE_WITHIN = 300
"""Seconds: the editor's clock knows minutes, and the worker looks once in each."""

DRAFT = """
from dalil.bulletin.models import FrontPage, StoryPage
from dalil.bulletin.pictures.models import Picture
key = None
for code, title in (("en", "The well in the orchard"), ("ar", "البئر في البستان")):
    front = FrontPage.objects.get(locale__language_code=code)
    body = [
        ("text", '<p>They say <embed embedtype="figure" slug="FIGURE"/>.</p>'),
        ("picture", {"picture": Picture.objects.first(), "caption": title}),
        ("drawing", "MAPPED"),
    ]
    page = StoryPage(live=False, title=title, slug="well", standfirst=title, dated="2031", body=body, locale=front.locale)
    key = page.translation_key = key or page.translation_key
    front.add_child(instance=page)
    page.save_revision()
    print("page", page.pk)
""".replace("FIGURE", FIGURE).replace("MAPPED", MAPPED)


def wait_for_mail(mailbox, address, part):
    """The mail to an address whose plain text has this in it."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        for message in mailbox.to(address):
            if part in part_of(message, "plain"):
                return message
        time.sleep(0.3)
    raise AssertionError(f"no mail with {part} came to {address}: {mailbox.taken}")


def subscribe(page, mailbox, language, address):
    page.goto(f"/{language}/letters/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is wider than the screen"
    page.locator(".subscribe input[type=email]").fill(address)
    page.locator(".subscribe button").press("Enter")
    mail = wait_for_mail(mailbox, address, "/letters/confirm/")
    page.goto(re.search(r"https?://\S+/letters/confirm/\S+", part_of(mail, "plain"))[0])
    assert page.locator("h1").inner_text() == {"en": "You are subscribed", "ar": "أنت مشترك"}[language]


def schedule(editor, number):
    """Let a draft go live in two minutes, from its status in the editor."""
    editor.goto(f"/desk/pages/{number}/edit/")
    if not (begin := editor.get_by_role("button", name="Set schedule")).is_visible():  # the editor keeps open what was
        editor.get_by_role("button", name="Toggle status").click()
    begin.click()
    soon = datetime.now(THERE) + timedelta(minutes=2)
    # Not typed: the calendar that opens beside the box would lie over the button.
    editor.locator("#id_go_live_at").evaluate("(box, when) => { box.value = when }", soon.strftime("%Y-%m-%d %H:%M"))
    editor.get_by_role("button", name="Save schedule").click()
    editor.locator(".messages").get_by_text("has been updated").wait_for()
    publish(editor, "Schedule to publish", "scheduled")


def wait_until_it_is_live(reader, *paths):
    until = time.monotonic() + LIVE_WITHIN
    while not all(reader.request.get(path).status == 200 for path in paths):
        assert time.monotonic() < until, "the worker did not publish what was due"
        time.sleep(1)


def look_at_the_story(page, path, serious):
    """It shows the number, the picture and the map, and nothing hangs over the edge."""
    page.goto(path)
    main = page.locator("main")
    assert main.locator("a.fig, .fig a").count() >= 1
    assert main.locator("figure img, picture img").count() >= 1
    assert main.locator("svg").count() >= 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is wider than the screen"
    assert serious(page) == []


def test_a_story_goes_live_is_corrected_and_arrives_as_a_letter_in_both_languages(
    served, mailbox, new_page, serious, tmp_path
):
    reader = new_page("ar-SY", 390)
    subscribe(reader, mailbox, "ar", "omar@a.example")
    assert serious(reader) == []
    subscribe(new_page(), mailbox, "en", "rana@a.example")
    samira = new_page()
    sign_in(samira, "samira", served.person("samira", "editor"))
    for number in re.findall(r"page (\d+)", served.run("manage", "shell", "-c", DRAFT)):
        schedule(samira, number)
    wait_until_it_is_live(reader, "/en/well/", "/ar/well/")
    look_at_the_story(new_page(), "/en/well/", serious)
    look_at_the_story(reader, "/ar/well/", serious)

    edition = reader.request.get(f"/en/figures/{FIGURE}.json").json()["edition"]
    report = reader.request.get(f"/api/entities/{edition['entities'][0]['address']}").json()["reports"][0]
    correct_a_report(samira, report["address"], "at least 1234", WHY)
    correct_the_pages(samira, FIGURE, WHY, serious)
    until = time.monotonic() + SECONDS_OLD
    while WHY not in (after := text_of(reader, "/en/well/")) and time.monotonic() < until:
        time.sleep(0.5)
    assert WHY in after and "1,234" in after, after

    samira.goto("/desk/record/letters/")
    samira.get_by_role("button", name="Begin a letter").click()
    samira.fill("#id_en-subject", "A well, and who drank from it")
    samira.fill("#id_ar-subject", "بئر، ومن شرب منها")
    samira.get_by_role("listitem").filter(has_text="The well in the orchard").get_by_role(
        "button", name="Take in"
    ).click()
    samira.get_by_role("button", name="Leave out").wait_for()
    assert samira.input_value("#id_en-subject") == "A well, and who drank from it", "what was typed is kept"
    samira.frame_locator("iframe.desk-mail").first.get_by_text("The well in the orchard").first.wait_for()
    assert serious(samira) == []
    samira.get_by_role("button", name="Go on to issue it").click()
    samira.get_by_role("button", name="Issue the letter").click()
    samira.get_by_text("The letter is issued.").wait_for()

    for address, language, start in (("rana@a.example", "en", "left"), ("omar@a.example", "ar", "right")):
        mail = wait_for_mail(mailbox, address, "/well/")
        for width in (390, 800):
            page = new_page(width=width)
            page.set_content(part_of(mail, "html"))
            title = page.get_by_role(
                "link", name={"en": "The well in the orchard", "ar": "البئر في البستان"}[language]
            ).first
            assert page.evaluate("getComputedStyle(document.body).direction") == {"en": "ltr", "ar": "rtl"}[language]
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            side = title.evaluate(
                "each => { const a = each.getBoundingClientRect(), b = each.closest('td').getBoundingClientRect();"
                " return Math.abs(a.left - b.left) < Math.abs(b.right - a.right) ? 'left' : 'right' }"
            )
            assert side == start, "a line begins where its language begins"
            page.screenshot(path=tmp_path / f"{language}-{width}.png", full_page=True)
        leave = re.search(r"https?://\S+/letters/mine/\S+", part_of(mail, "plain"))[0]
    reader.goto(leave)
    assert serious(reader) == []
    reader.locator("button[value=leave]").click()
    assert reader.locator("h1").inner_text() == "انسحبتَ"
