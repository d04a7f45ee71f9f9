"""No page is reached by the sitemap alone, every type of page goes out with its required fields, and the front page is light."""

import gzip
import io
import re

import pytest
from django.core.files.base import ContentFile
from PIL import Image as Pixels

from dalil.bulletin.models import CardPage, FrontPage, NewsIndexPage, StandingPage, StoryPage, ThemePage
from dalil.bulletin.pictures.models import Picture
from dalil.bulletin.static_copy.file_paths import addresses_in, file_of
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import Question


@pytest.fixture
def front(db):
    return FrontPage.objects.get(locale__language_code="en")


def crawled(reader, first=("/en/", "/ar/")):
    """Every address that is reached from the front pages by links, the pages of the record left out."""
    reached, waiting = set(first), list(first)
    while waiting:
        answer = reader.get(waiting.pop(), follow=True)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        for address in addresses_in(answer.content.decode()):
            if (
                address not in reached
                and file_of(address)
                and not re.search(r"/(record|places|terms|api|explore|law)/.", address)
            ):
                reached.add(address)
                waiting.append(address)
    return reached


@pytest.mark.long
def test_no_page_is_reached_by_the_sitemap_alone(reader, front, enter, edith):
    enter({"when": "2019-05-02", "killed": "3+"}, origin="north-monitor")
    publish_edition(define_figure("killed", Question(measure="killed"), actor=edith, title_en="Killed?"), actor=edith)
    news = NewsIndexPage.objects.child_of(front).get()
    pages = [front.add_child(instance=StoryPage(title=f"Story {n}", slug=f"s{n}", dated="2019")) for n in range(22)]
    pages += [
        news.add_child(instance=CardPage(title=f"Card {n}", slug=f"c{n}", dated="2019", summary="<p>x</p>"))
        for n in range(26)
    ]
    pages.append(front.add_child(instance=ThemePage(title="Sieges", slug="sieges")))
    pages.append(front.add_child(instance=StandingPage(title="Who pays", slug="who-pays")))
    for page in pages:
        page.save_revision().publish()
    listed = {
        re.sub(r"^https?://[^/]+", "", each)
        for each in re.findall(r"<loc>(.*?)</loc>", reader.get("/sitemap.xml").content.decode())
    }
    assert {"/en/s0/", "/en/news/c25/", "/en/figures/killed/", "/en/who-pays/", "/en/sieges/"} <= listed
    assert listed - crawled(reader) == set()


def test_the_front_page_is_light_with_pictures_and_without(reader, front):
    file = io.BytesIO()
    Pixels.effect_noise((1800, 1200), 40).convert("RGB").save(file, "JPEG")
    said = {"alt_en": "Tents", "alt_ar": "خيام", "credit": "The desk", "people": "nobody"}
    picture = Picture.objects.create(title="Tents", file=ContentFile(file.getvalue(), "t.jpg"), **said)
    text = [("text", f"<p>{'Words of a story. ' * 60}</p>" * 4)]
    front.add_child(
        instance=StoryPage(title="The cave", slug="cave", dated="2020", picture=picture, body=text)
    ).save_revision().publish()
    news = NewsIndexPage.objects.child_of(front).get()
    for n in range(12):
        card = CardPage(
            title=f"Card {n}",
            slug=f"c{n}",
            dated="2019",
            summary=f"<p>{'A line. ' * 30}</p>",
            picture=picture if n < 3 else None,
        )
        news.add_child(instance=card).save_revision().publish()
    html = reader.get("/en/").content
    assert len(gzip.compress(html)) < 20_000 and len(html) < 60_000
    assert html.count(b'fetchpriority="high"') == 1, "what is seen first"
    assert html.count(b'fetchpriority="low"') == 2, (
        "the first pictures of cards are there where the page is printed or kept whole"
    )
    assert html.count(b'loading="lazy"') == 1
