"""What readers had does not vanish: a page that is taken down says so at its address, and one that moves leads on from the old one."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from dalil.bulletin.models import FrontPage, StoryPage
from dalil.bulletin.static_copy.copying import copy_site

WHY = "The witness asked for it."


@pytest.fixture
def desk(db):
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.create_superuser("nadia"))
    return client


def publish_story(language="en", title="The cave"):
    front = FrontPage.objects.get(locale__language_code=language)
    page = front.add_child(instance=StoryPage(title=title, slug="cave", dated="2019-05", live=False))
    page.save_revision().publish()
    return page


def words(answer):
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def unpublish(page):
    return reverse("wagtailadmin_pages:unpublish", args=[page.pk])


def test_a_page_is_taken_down_with_a_note_that_readers_see(desk, reader):
    page = publish_story()
    assert "What it was, as readers are told" in words(desk.get(unpublish(page)))
    desk.post(unpublish(page), {"note_title": page.title, "note": " "})
    assert reader.get("/en/cave/").status_code == 200, "without a note it stays"

    desk.post(unpublish(page), {"note_title": "A story of 2019", "note": WHY})
    gone = reader.get("/en/cave/")
    assert gone.status_code == 410
    said = words(gone)
    assert "This page was taken down" in said and "A story of 2019" in said and WHY in said and "The cave" not in said
    assert WHY in words(reader.get("/en/corrections/")) and WHY in reader.get("/en/corrections.xml").content.decode()
    assert WHY not in words(reader.get("/ar/corrections/")), "in the language of the page"
    assert "/en/cave/" not in reader.get("/sitemap.xml").content.decode()

    page.refresh_from_db()
    page.save_revision().publish()
    assert reader.get("/en/cave/").status_code == 200
    assert WHY in words(reader.get("/en/corrections/")), "what was said in the list stays there"


def test_the_arabic_page_says_so_in_arabic(desk, reader):
    page = publish_story("ar", "المغارة")
    desk.post(unpublish(page), {"note_title": page.title, "note": "طلب الشاهد ذلك."})
    said = words(reader.get("/ar/cave/"))
    assert "سُحبت هذه الصفحة" in said and "طلب الشاهد ذلك." in said


def test_what_is_kept_for_some_says_nothing_to_others_when_it_is_taken_down(desk, reader):
    page = publish_story()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    desk.post(unpublish(page), {"note_title": page.title, "note": WHY})
    assert WHY not in words(reader.get("/en/cave/", follow=True)) + words(reader.get("/en/corrections/"))


def test_what_readers_had_is_not_deleted(desk, reader):
    page = publish_story()
    desk.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    desk.post(f"/desk/bulk/wagtailcore/page/delete/?id={page.pk}")
    desk.post(f"/desk/bulk/wagtailcore/page/unpublish/?id={page.pk}")
    assert reader.get("/en/cave/").status_code == 200
    draft = FrontPage.objects.get(locale__language_code="en").add_child(
        instance=StoryPage(title="Draft", slug="draft", dated="2019", live=False)
    )
    desk.post(reverse("wagtailadmin_pages:delete", args=[draft.pk]))
    assert not Page.objects.filter(pk=draft.pk).exists()


@pytest.mark.long
def test_an_old_address_leads_on_in_the_copy_too(reader, tmp_path, django_capture_on_commit_callbacks):
    page = publish_story("ar", "المغارة")
    page.slug = "المغارة"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    page.refresh_from_db()
    led = reader.get("/ar/cave/")
    assert (led.status_code, led.url) == (301, page.get_url())
    copy = copy_site(tmp_path / "copy")
    assert (copy.folder / "ar/cave/index.html").is_file()
    assert "refresh" in (copy.folder / "ar/cave/index.html").read_text(encoding="utf-8")
