"""A story is published, a letter made of it at the desk, and received by two readers, who see it in their own direction of writing."""

import re
import time

import pytest
from mailbox_of_tests import part_of
from test_editors_way import sign_in

pytestmark = pytest.mark.browser

PUBLISH = """
from dalil.bulletin.models import FrontPage, StoryPage
key = None
for code, title in (("en", "The well in the orchard"), ("ar", "البئر في البستان")):
    front = FrontPage.objects.get(locale__language_code=code)
    body = [("text", '<p>They say <embed embedtype="figure" slug="civilians-killed"/>.</p>')]
    page = StoryPage(title=title, slug="well", standfirst=title, dated="2031", body=body, locale=front.locale)
    key = page.translation_key = key or page.translation_key
    front.add_child(instance=page)
    page.save_revision().publish()
"""


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


def test_a_story_becomes_a_letter_that_arrives_in_both_languages(served, mailbox, new_page, serious, tmp_path):
    reader = new_page("ar-SY", 390)
    subscribe(reader, mailbox, "ar", "omar@a.example")
    assert serious(reader) == []
    subscribe(new_page(), mailbox, "en", "rana@a.example")
    served.run("manage", "shell", "-c", PUBLISH)

    samira = new_page()
    sign_in(samira, "samira", served.person("samira", "editor"))
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
