"""While edith types a headline of News & Views, the address of its page is made from it, in the letters of the headline."""

import pytest
from playwright.sync_api import expect
from test_editors_way import sign_in

pytestmark = pytest.mark.browser


def test_a_headline_makes_the_address_while_it_is_typed(served, new_page):
    page = new_page()
    sign_in(page, "mira", served.person("mira", "editor"))
    number = served.run("manage", "shell", "-v0", "-c", NUMBER).strip().splitlines()[-1]
    for headline, slug in HEADLINES:
        page.goto(f"/desk/pages/add/bulletin/cardpage/{number}/")
        page.locator("#id_title").press_sequentially(headline)
        page.locator("#id_title").blur()
        expect(page.locator("#id_slug")).to_have_value(slug)


HEADLINES = [
    ("Air strike on Idlib city", "air-strike-on-idlib-city"),
    ("غارة على مدينة إدلب", "غارة-على-مدينة-إدلب"),
]
NUMBER = (
    "from dalil.bulletin.models import NewsIndexPage; print(NewsIndexPage.objects.get(locale__language_code='en').pk)"
)
