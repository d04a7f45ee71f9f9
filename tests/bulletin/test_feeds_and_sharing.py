"""What leaves the site for elsewhere: feeds of stories, cards, corrections, places, terms and themes, and what other sites show of a link."""

import io
import json
import re
from itertools import product
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from PIL import Image as Pixels
from wagtail.models import Page

from dalil.bulletin.models import CardPage, FrontPage, NewsIndexPage, StoryPage, ThemePage
from dalil.bulletin.pictures.models import Picture
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import Question
from dalil.drawing.share_cards import draw_share_card, wrap

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def written(db):
    """A story and a card about Idlib and about a theme, in English."""
    front = FrontPage.objects.get(locale__language_code="en")
    theme = front.add_child(instance=ThemePage(title="Sieges", slug="sieges"))
    about = [("place", "SY07"), ("theme", theme), ("weapon", "BARREL_BOMB")]
    file = io.BytesIO()
    Pixels.new("RGB", (1400, 900), "#9a3324").save(file, "PNG")
    said = {"alt_en": "Tents", "alt_ar": "خيام", "credit": "The desk", "people": "nobody"}
    picture = Picture.objects.create(title="Tents", file=ContentFile(file.getvalue(), "t.png"), **said)
    facts = {"dated": "2019-05-14", "about": about, "live": False}
    story = front.add_child(
        instance=StoryPage(title="The cave", slug="cave", standfirst="Below.", picture=picture, **facts)
    )
    news = NewsIndexPage.objects.child_of(front).get()
    card = news.add_child(instance=CardPage(title="Rain", slug="rain", summary="<p>Tents &amp; rain.</p>", **facts))
    for page in (theme, story, card):
        page.save_revision().publish()
    return theme, story, card


def entries_of(reader, address):
    answer = reader.get(address)
    assert answer.status_code == 200, address
    if address.endswith(".json"):
        told = json.loads(answer.content)
        assert told["version"] == "https://jsonfeed.org/version/1.1" and told["feed_url"].endswith(address)
        assert all(item["id"] and item["url"].startswith("http") for item in told["items"])
        return [item["title"] for item in told["items"]]
    return [entry.findtext(f"{ATOM}title") for entry in ElementTree.fromstring(answer.content).iter(f"{ATOM}entry")]


@pytest.mark.parametrize("form", ["xml", "json"])
def test_stories_cards_places_terms_and_themes_have_feeds(reader, written, form):
    theme, _story, _card = written
    assert entries_of(reader, f"/en/stories.{form}") == ["The cave"]
    assert entries_of(reader, f"/en/feed.{form}") == ["Rain"]
    for about in ("places/SY07", "weapons/BARREL_BOMB", f"themes/{theme.translation_key}"):
        assert set(entries_of(reader, f"/en/about/{about}/feed.{form}")) == {"The cave", "Rain"}
    assert entries_of(reader, f"/en/about/places/SY02/feed.{form}") == []
    assert reader.get(f"/en/about/places/NOWHERE/feed.{form}").status_code == 404
    assert entries_of(reader, f"/ar/stories.{form}") == []


def test_corrections_have_a_feed_in_both_forms(reader, written):
    _, story, _ = written
    story.corrections = [("correction", {"date": "2019-06-01", "text": "It was two tents."})]
    story.save_revision().publish()
    assert entries_of(reader, "/en/corrections.json") == entries_of(reader, "/en/corrections.xml") == ["The cave"]


FEEDS = (
    *("feed", "stories", "corrections", "letters", "about/places/SY07/feed", "sanctions/un_sc/feed"),
    "explore",
)


def test_every_feed_says_who_speaks_in_it_in_its_language(reader, written, versions_of_a_list, subtests):
    for feed, language in product(FEEDS, ("en", "ar")):
        with subtests.test(feed=feed, language=language):
            answer = reader.get(f"/{language}/{feed}.xml")
            assert answer.status_code == 200
            tree = ElementTree.fromstring(answer.content)
            speaks = FrontPage.objects.get(locale__language_code=language).title
            assert tree.findtext(f"{ATOM}author/{ATOM}name") == speaks
            told = reader.get(f"/{language}/{feed}.json")
            if told.status_code == 200:
                (author,) = told.json()["authors"]
                assert author["name"] == speaks


def test_a_page_leads_to_the_feed_of_what_it_is_about(reader, written):
    theme, _, _ = written
    assert "/en/about/places/SY07/feed.xml" in reader.get("/en/places/SY07/").content.decode()
    assert f"/en/about/themes/{theme.translation_key}/feed.xml" in reader.get(theme.url).content.decode()


def test_other_sites_show_a_story_with_its_picture(reader, written):
    _, story, card = written
    html = reader.get(story.url).content.decode()
    assert '<meta property="og:title" content="The cave">' in html and 'content="Below."' in html
    address = re.search(r'og:image" content="http://[^/]+([^"]+)"', html)[1]
    shown = reader.get(address)
    assert shown["Content-Type"] == "image/jpeg"
    assert f"/en/share/{card.pk}.png" in reader.get(card.url).content.decode(), "a card without a picture is drawn one"
    assert Pixels.open(io.BytesIO(b"".join(shown.streaming_content))).size == (1200, 630)


@pytest.mark.parametrize("code", ["en", "ar"])
def test_other_sites_show_a_figure_as_a_picture_that_we_draw(reader, enter, edith, code):
    enter({"when": "2019-05-02", "killed": "82+"}, origin="north-monitor")
    publish_edition(
        define_figure("killed", Question(measure="killed"), actor=edith, title_en="How many were killed?"), actor=edith
    )
    assert f"/{code}/figures/killed/share.png" in reader.get(f"/{code}/figures/killed/").content.decode()
    answer = reader.get(f"/{code}/figures/killed/share.png")
    assert answer["Content-Type"] == "image/png" and Pixels.open(io.BytesIO(answer.content)).size == (1200, 630)
    assert reader.get(f"/{code}/figures/nothing/share.png").status_code == 404


def test_the_letters_of_a_share_picture_are_drawn_in_both_scripts_and_stay_within_it():
    plain = Pixels.open(io.BytesIO(draw_share_card("", "", [], "", rtl=False))).convert("L")
    for words, rtl in (("How many were killed?", False), ("كم عدد القتلى؟", True)):
        drawn = Pixels.open(io.BytesIO(draw_share_card(words, "82 – ٨٢", [words] * 30, "Dalil دليل", rtl=rtl))).convert(
            "L"
        )
        assert sum(drawn.histogram()[:128]) > sum(plain.histogram()[:128]) + 4000
        assert drawn.crop((0, 20, 60, 630)).getextrema() == drawn.crop((1140, 20, 1200, 630)).getextrema() == (255, 255)
    assert " ".join(wrap("one two three " * 30, 40)) == ("one two three " * 30).strip()


def test_the_sitemap_holds_the_lists_too(reader, written):
    sitemap = reader.get("/sitemap.xml").content.decode()
    for path in ("/en/stories/", "/ar/stories/", "/en/cave/", "/en/record/", "/ar/corrections/"):
        assert f"{path}</loc>" in sitemap, path


def shared_picture(reader, path):
    html = reader.get(path).content.decode()
    (address,) = re.findall(r'<meta property="og:image" content="http://localhost([^"]+)">', html)
    return address


def test_every_type_of_page_is_shared_with_a_picture_in_its_language(loaded, reader, enter):
    strike = enter({"what": "AIR_STRIKE", "when": "2019-05-01", "killed": "5+", "where": {"places": ["SY07"]}})
    for language in ("en", "ar"):
        fronts = FrontPage.objects.get(locale__language_code=language)
        pages = [fronts, *Page.objects.descendant_of(fronts).live().specific()]
        one_of_each = {type(page): page for page in pages}
        assert len(one_of_each) >= 6
        paths = [*(page.get_url() for page in one_of_each.values()), f"/{language}/record/{strike.address}/"]
        seen = {}
        for path in paths:
            answer = reader.get(shared_picture(reader, path))
            assert answer.status_code == 200, path
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            picture = Pixels.open(io.BytesIO(content))
            assert picture.size == (1200, 630), path
            seen[path] = content
        assert len(set(seen.values())) == len(paths), "each shows what its own page is"


def test_no_picture_is_drawn_of_what_nobody_may_see(loaded, reader, enter):
    hidden = enter({"when": "2019-05-01", "killed": "5"}, level=1)
    page = Page.objects.get(slug="murder", locale__language_code="en")
    assert reader.get(f"/en/share/{page.pk}.png").status_code == 200
    assert reader.get(f"/ar/share/{page.pk}.png").status_code == 404
    page.unpublish()
    assert reader.get(f"/en/share/{page.pk}.png").status_code == 404
    assert reader.get("/en/share/1.png").status_code == 404, "the root of the tree is no page"
    assert reader.get(f"/en/record/{hidden.address}/share.png").status_code == 404
