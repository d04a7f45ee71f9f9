"""A new installation: its front page says what it is, its standing pages are there, its desk says what is still to be done."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from telling_files import telling_picture

from dalil.bulletin.models import FrontPage, PageWords, StandingPage, StoryPage
from dalil.bulletin.pages.colours import check_accent_on_dark, check_accent_on_light
from dalil.bulletin.pages.first_pages import lay_first_pages
from dalil.bulletin.pages.page_search import note_words_of_all
from dalil.bulletin.pictures.models import Picture


def text_of(reader, url):
    answer = reader.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


@pytest.mark.parametrize(
    ("code", "says", "counted"),
    [("en", "This is a record of what sources report", "Incidents"), ("ar", "هذا سجلّ لما تنقله المصادر", "حوادث")],
)
def test_the_first_front_page_says_what_it_is_and_what_the_record_holds(reader, enter, code, says, counted):
    empty = text_of(reader, f"/{code}/")
    assert says in empty and "<svg" not in empty.partition("<main")[2]
    enter(
        {"what": "AIR_STRIKE", "when": "2019-05-02", "where": {"places": ["SY07"]}, "killed": "3+"},
        origin="north-monitor",
    )
    html = text_of(reader, f"/{code}/")
    assert "?kind=incident" in html and "<svg" in html.partition("<main")[2]


def test_the_first_look_goes_when_there_is_a_story(reader, enter):
    enter({"when": "2019-05-02", "killed": "3+"}, origin="north-monitor")
    front = FrontPage.objects.get(locale__language_code="en")
    front.add_child(instance=StoryPage(title="The cave", slug="cave", dated="2020")).save_revision().publish()
    assert "This is a record of what sources report" not in text_of(reader, "/en/")


@pytest.mark.parametrize("code", ["en", "ar"])
def test_what_is_true_of_every_installation_is_published_and_the_rest_waits(reader, code):
    live = set(StandingPage.objects.live().filter(locale__language_code=code).values_list("slug", flat=True))
    assert live == {"method", "privacy"}
    for slug in live:
        assert f'href="/{code}/{slug}/"' in text_of(reader, f"/{code}/")
        assert text_of(reader, f"/{code}/{slug}/")
    assert reader.get(f"/{code}/about/").status_code == 404
    lay_first_pages()
    assert StandingPage.objects.count() == 10


def test_the_desk_lists_what_is_still_to_be_done_and_stops_when_it_is(client, edith, enter):
    edith.groups.add(Group.objects.get(name="editor"))
    client.force_login(edith)
    assert "Before readers come" in (html := client.get("/desk/").content.decode())
    assert "Write and publish: About us" in html and "Publish a first story or card" in html
    for page in StandingPage.objects.filter(live=False):
        page.save_revision().publish()
    for front in FrontPage.objects.all():
        front.tagline = "The record of the north"
        front.save_revision().publish()
    enter({"when": "2019-05-02", "killed": "3+"}, origin="north-monitor")
    FrontPage.objects.first().add_child(instance=StoryPage(title="The cave", slug="cave", dated="2020"))
    assert "Before readers come" not in client.get("/desk/").content.decode()


def test_readers_of_a_contact_page_get_its_public_key(reader):
    page = StandingPage.objects.get(slug="contact", locale__language_code="en")
    page.public_key = "-----BEGIN PGP PUBLIC KEY BLOCK-----"
    page.save_revision().publish()
    assert "-----BEGIN PGP PUBLIC KEY BLOCK-----" in text_of(reader, "/en/contact/")


def test_an_organisation_has_its_mark_and_its_colours(reader):
    front = FrontPage.objects.get(locale__language_code="en")
    said = {"alt_en": "Our mark", "alt_ar": "شعارنا", "credit": "The desk", "people": "nobody"}
    front.mark = Picture.objects.create(title="Mark", file=ContentFile(telling_picture("PNG"), "mark.png"), **said)
    front.accent = "#7a1f2b"
    front.save_revision().publish()
    html = text_of(reader, "/en/record/")
    assert "/en/look.css" in html and '<img src="/media/images/' in html.partition("</header>")[0]
    assert "#7a1f2b" in text_of(reader, "/en/look.css") and "look.css" not in text_of(reader, "/ar/record/")


@pytest.mark.parametrize(
    ("check", "colour"),
    [(check_accent_on_light, "#ffee88"), (check_accent_on_dark, "#222222"), (check_accent_on_light, "red")],
)
def test_a_colour_in_which_nobody_could_read_is_refused(check, colour):
    with pytest.raises(ValidationError):
        check(colour)


def test_one_box_finds_stories_cards_and_the_record_in_any_spelling(reader, enter):
    front = FrontPage.objects.get(locale__language_code="en")
    story = front.add_child(
        instance=StoryPage(title="Mohamed of Khan Shaykhun", slug="mohamed", dated="2020", standfirst="He kept a list.")
    )
    story.save_revision().publish()
    enter(
        {"when": "2019-05-02", "where": {"places": ["SY07"], "name": "Khan Shaykhun"}, "killed": "3"},
        origin="north-monitor",
        said="Muhammad saw it.",
    )
    for words in ("Mohamed", "محمد", "muhammad"):
        html = text_of(reader, f"/en/search/?q={words}")
        assert story.url in html and "He kept a list." in html and "/en/record/" in html.partition('id="record"')[2], (
            words
        )
    assert story.url not in text_of(reader, "/ar/search/?q=محمد")
    assert "No page has these words." in text_of(reader, "/en/search/?q=nowhere")
    story.refresh_from_db()
    story.unpublish()
    assert story.url not in text_of(reader, "/en/search/?q=Mohamed")


def test_a_draft_is_found_by_nobody_and_pages_of_earlier_versions_are_found_too(reader):
    front = FrontPage.objects.get(locale__language_code="en")
    story = front.add_child(instance=StoryPage(title="The cave", slug="cave", dated="2020"))
    story.save_revision().publish()
    story.title = "The quarry"
    story.save_revision()
    assert story.url not in text_of(reader, "/en/search/?q=quarry")
    PageWords.objects.all().delete()
    assert story.url not in text_of(reader, "/en/search/?q=cave")
    note_words_of_all()
    assert story.url in text_of(reader, "/en/search/?q=cave&page=1")


def test_the_header_leads_to_the_search_and_to_the_same_page_in_the_other_language(reader):
    head = text_of(reader, "/en/method/").partition("</header>")[0]
    assert f'action="{reverse("search").replace("/ar/", "/en/")}"' in head and 'href="/ar/method/"' in head
    assert 'href="/en/stories/" aria-current="page"' in text_of(reader, "/en/stories/").partition("</header>")[0]
