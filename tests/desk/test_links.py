"""An editor pastes an address and has a card's draft; what is left can be taken back; nobody else comes in."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from page_sites import Site, serve_pages
from wagtail.models import Locale

from dalil.archive import fetching
from dalil.archive.fetching import Fetched, NotFetched, is_public
from dalil.archive.protection import Level
from dalil.bulletin.links import cards, feeds
from dalil.bulletin.links.feeds import keep
from dalil.bulletin.links.models import Feed, FeedItem
from dalil.bulletin.links.page_elsewhere import LinkFacts
from dalil.bulletin.links.tasks import keep_copy_of_page
from dalil.bulletin.models import CardPage
from dalil.captures.models import Capture
from dalil.jobs.worker import do_what_waits

PAGE = """<html><head><title>خروج مشفى عن الخدمة</title><meta name="description" content="خرج مشفى ميداني عن الخدمة <b>أمس</b>.">
<meta property="og:site_name" content="جريدة الوادي"><meta property="article:published_time" content="2019-04-13"></head>
<body><article><p>خرج المشفى الميداني في البلدة عن الخدمة بعد قصف استمر ساعة كاملة، وفق ما قاله عاملون فيه.</p></article></body></html>"""
URL = "https://valley-paper.example/a"
LINKS = "/desk/record/links/"


@pytest.fixture
def web(monkeypatch):
    """One page elsewhere; every other address is refused as a private machine is."""

    def fetch(url):
        if url != URL:
            raise NotFetched("private_host", "{host} is not a public machine", {"host": "127.0.0.1"})
        return Fetched(url, 200, {"content-type": "text/html"}, PAGE.encode())

    monkeypatch.setattr(cards, "fetch", fetch)


def test_a_pasted_address_becomes_a_draft_in_its_own_language(as_, web):
    client = as_("edith")
    assert client.post("/desk/record/links/", {"url": URL}).status_code == 302
    item = FeedItem.objects.get()
    assert "جريدة الوادي" in client.get("/desk/record/links/").content.decode()
    answer = client.post(f"/desk/record/links/{item.pk}/card/")
    card = CardPage.objects.get()
    assert answer.url == f"/desk/pages/{card.pk}/edit/"
    assert (card.title, card.dated, card.source_text, card.more_url) == (
        "خروج مشفى عن الخدمة",
        "2019-04-13",
        "جريدة الوادي",
        URL,
    )
    assert card.locale == Locale.objects.get(language_code="ar") and not card.live
    assert "<b>" not in card.summary
    client.post(f"/desk/record/links/{item.pk}/card/")
    assert CardPage.objects.count() == 1, "twice makes one"


def test_a_page_that_does_not_say_its_date_becomes_a_draft_that_waits_for_one(as_):
    client = as_("edith")
    keep(facts("https://hill.example/undated", "A road was closed", "en", "It is open again.", published=""))
    answer = client.post(f"{LINKS}{FeedItem.objects.get().pk}/card/")
    card = CardPage.objects.get()
    assert answer.url == f"/desk/pages/{card.pk}/edit/" and (card.dated, card.live) == ("", False)
    assert client.get(answer.url).status_code == 200
    with pytest.raises(ValidationError, match="dated"):
        card.get_latest_revision().publish()


def test_a_long_address_with_arabic_words_in_it_is_kept_whole(as_):
    address = "https://hill.example/" + "%D8%AE%D8%A8%D8%B2-" * 30
    keep(facts(address, "Bread", "en", "It came."))
    as_("edith").post(f"{LINKS}{FeedItem.objects.get().pk}/card/")
    assert CardPage.objects.get().more_url == address


def test_what_cannot_be_read_is_said_beside_the_address(as_, web):
    client = as_("edith")
    answer = client.post("/desk/record/links/", {"url": "http://127.0.0.1/secret"})
    assert answer.status_code == 422 and "is not a public machine" in answer.content.decode()
    assert not FeedItem.objects.exists()


def test_an_item_is_left_and_taken_back(as_, web):
    client = as_("edith")
    client.post("/desk/record/links/", {"url": URL})
    item = FeedItem.objects.get()
    client.post(f"/desk/record/links/{item.pk}/leave/")
    assert item.title not in client.get("/desk/record/links/").content.decode()
    assert item.title in client.get("/desk/record/links/?state=left").content.decode()
    client.post(f"/desk/record/links/{item.pk}/back/")
    assert item.title in client.get("/desk/record/links/").content.decode()


def test_an_address_that_was_left_before_is_found_where_it_lies(as_, web):
    client = as_("edith")
    assert client.post(LINKS, {"url": URL}).url == f"{LINKS}#item-{FeedItem.objects.get().pk}"
    item = FeedItem.objects.get()
    client.post(f"{LINKS}{item.pk}/leave/")
    again = client.post(LINKS, {"url": f"{URL}?utm_source=letter"}).url
    assert (
        again == f"{LINKS}?state=left#item-{item.pk}" and f'id="item-{item.pk}"' in client.get(again).content.decode()
    )
    client.post(f"{LINKS}{item.pk}/back/")
    for number in range(50):
        keep(facts(f"https://hill.example/{number}", f"Line {number}", "en", ""))
    further = client.post(LINKS, {"url": URL}).url
    assert further == f"{LINKS}?p=2#item-{item.pk}" and f'id="item-{item.pk}"' in client.get(further).content.decode()


def test_the_page_of_a_card_is_kept_as_it_was_and_once(as_, staff, monkeypatch):
    monkeypatch.setattr(fetching, "is_public", lambda address: address == "127.0.0.1" or is_public(address))
    client = as_("edith")
    with serve_pages(type("OfTheValley", (Site,), {})) as site:
        client.post(LINKS, {"url": f"{site}/front"})
        item = FeedItem.objects.get()
        client.post(f"{LINKS}{item.pk}/card/")
        assert not Capture.objects.exists(), "the card does not wait for it"
        do_what_waits("first")
        keep_copy_of_page.enqueue(item.url, staff["edith"].pk)
        do_what_waits("second")
    copy = Capture.objects.get()
    assert (copy.url, copy.actor.username, copy.document.level) == (item.url, "edith", Level.INTERNAL)
    assert f"/desk/record/documents/{copy.document.address}/" in client.get(f"{LINKS}?state=card").content.decode()


def test_a_page_that_could_not_be_kept_says_why_in_the_language_of_the_screen(as_, web):
    client = as_("edith", "ar")
    keep(facts("http://10.0.0.7/a", "Behind a wall", "en", ""))
    client.post(f"{LINKS}{FeedItem.objects.get().pk}/card/")
    do_what_waits("first")
    shown = client.get(f"{LINKS}?state=card").content.decode()
    assert "تعذّر حفظ نسخة منها" in shown and "is not a public machine" not in shown


def test_an_editor_is_led_to_the_picture_of_a_page_and_to_no_script(as_):
    keep(facts("https://hill.example/a", "With a picture", "en", "", picture="https://hill.example/a.jpg"))
    keep(facts("https://hill.example/b", "With a script", "en", "", picture="javascript:alert(1)"))
    shown = as_("edith").get(LINKS).content.decode()
    assert 'href="https://hill.example/a.jpg"' in shown and "<img" not in shown.split("<article", 1)[1]
    assert "javascript:alert" not in shown


def test_items_that_tell_the_same_are_proposed_together_and_become_versions_of_one(as_):
    one = facts(
        "https://valley.example/a", "At least 12 civilians killed in Idlib", "en", "Thirty were injured in Aleppo."
    )
    outlet = facts("https://hill.example/b", "At least 12 civilians killed in Idlib town", "en", "")
    arabic = facts("https://wadi.example/c", "مقتل ما لا يقل عن 12 مدنياً في إدلب", "ar", "وأصيب ثلاثون في حلب.")
    other = facts("https://wadi.example/d", "محاكمة في برلين", "ar", "بدأت المحاكمة.")
    first, second, third, fourth = (keep(each) for each in (one, outlet, arabic, other))
    assert (second.twin, fourth.twin) == (first, None)
    assert third.twin in (first, second)

    edith = as_("edith")
    assert "Seems to tell the same as" in edith.get("/desk/record/links/").content.decode()
    edith.post(f"/desk/record/links/{third.pk}/cards/")
    cards = CardPage.objects.select_related("locale")
    assert sorted(card.locale.language_code for card in cards) == ["ar", "en"]
    assert len({card.translation_key for card in cards}) == 1


def test_why_a_feed_failed_is_said_in_the_language_of_the_screen(as_, monkeypatch):
    def refuse(url, headers):
        raise NotFetched("private_host", "{host} is not a public machine", {"host": "127.0.0.1"})

    monkeypatch.setattr(feeds, "fetch", refuse)
    feeds.follow(Feed.objects.create(url="http://127.0.0.1/feed"), timezone.now())
    assert "127.0.0.1 is not a public machine" in as_("edith").get("/desk/record/links/").content.decode()
    assert "127.0.0.1 is not a public machine" not in as_("edith", "ar").get("/desk/record/links/").content.decode()


def facts(url, title, language, summary, **more):
    told = {"site": "x", "published": "2031-03-04", "language": language, **more}
    return LinkFacts(url=url, title=title, summary=summary, **told)
