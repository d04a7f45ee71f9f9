"""A page kept for some readers is nowhere on the pages of all: no list, feed, menu, figure, theme or translation tells of it."""

import pytest
from wagtail.models import PageViewRestriction

from dalil.bulletin.models import CardPage, FrontPage, StoryPage, ThemePage

LISTS = ["/en/", "/ar/", "/en/news/", "/ar/news/", "/en/feed.xml", "/ar/feed.xml", "/sitemap.xml"]


def keep(page):
    """Only those who know the word may read it."""
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="not for all")


def told(reader, *paths):
    return "".join(reader.get(path).content.decode() for path in paths)


@pytest.mark.parametrize(
    ("kind", "slug"), [(CardPage, "law-10"), (StoryPage, "idlib-offensive"), (ThemePage, "murder")]
)
def test_a_private_page_is_on_no_list(loaded, reader, kind, slug):
    page = kind.objects.get(locale__language_code="en", slug=slug)
    assert page.get_url() in told(reader, *LISTS)
    keep(page)
    html = told(reader, *LISTS)
    assert page.get_url() not in html
    assert f'lang="en" href="{page.get_url()}"' not in html
    assert page.title not in told(reader, "/en/", "/en/news/", "/en/feed.xml")


def test_a_private_section_takes_everything_below_it_along(loaded, reader):
    front = FrontPage.objects.get(locale__language_code="en")
    index = CardPage.objects.filter(locale__language_code="en").first().get_parent()
    cards = CardPage.objects.descendant_of(front)
    keep(index)
    html = told(reader, "/en/", "/en/feed.xml")
    assert [card.title for card in cards if card.get_url() in html] == []
    assert 'href="/en/news/"' not in html
    keep(front)
    assert reader.get("/en/feed.xml").status_code == 404


def test_a_private_translation_is_not_offered(loaded, reader):
    assert 'href="/ar/murder/" lang="ar"' in told(reader, "/en/murder/")
    keep(ThemePage.objects.get(locale__language_code="ar", slug="murder"))
    html = told(reader, "/en/murder/")
    assert "/ar/murder/" not in html and 'href="/ar/" lang="ar"' in html


def test_a_figure_does_not_name_the_private_page_it_is_used_in(loaded, reader):
    path = "/en/figures/civilians-killed/"
    story = StoryPage.objects.get(slug="idlib-offensive", locale__language_code="en")
    assert story.title in told(reader, path)
    keep(story)
    assert story.title not in told(reader, path)


def test_a_card_does_not_lead_on_to_a_private_page(loaded, reader):
    card = CardPage.objects.get(locale__language_code="en", slug="law-10")
    theme = ThemePage.objects.get(locale__language_code="en", slug="murder")
    card.more_page = theme
    card.save_revision().publish()
    keep(theme)
    html = told(reader, "/en/news/")
    assert theme.get_url() not in html and card.get_url() in html
