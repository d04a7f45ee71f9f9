"""The letter at the desk: taken together, put in order, looked at in both languages, issued after a fresh sign-in, stopped; and subscribers."""

import re

import pytest
from django.utils import timezone

from dalil.access.models import AccessEntry
from dalil.bulletin.models import FrontPage, StoryPage
from dalil.bulletin.newsletter import subscribers
from dalil.bulletin.newsletter.models import Delivery, Letter, LetterItem, Subscriber

DESK = "/desk/record/letters/"


@pytest.fixture
def stories(db):
    made = []
    for number in (1, 2, 3):
        front = FrontPage.objects.get(locale__language_code="en")
        story = StoryPage(title=f"Story {number}", slug=f"s{number}", dated="2019", locale=front.locale)
        front.add_child(instance=story).save_revision().publish()
        made.append(StoryPage.objects.get(slug=f"s{number}"))
    return made


def words(act="", **said):
    return {"en-subject": "News", "en-opening": "", "ar-subject": "", "ar-opening": "", "act": act, **said}


def order():
    titles = {page.translation_key: page.title for page in StoryPage.objects.all()}
    return [titles[item.key] for item in LetterItem.objects.order_by("position")]


def begin(client, *stories):
    path = client.post(f"{DESK}new/").url
    for story in stories:
        assert client.post(path, words(f"take:{story.translation_key}")).status_code == 302
    return path


def test_a_letter_is_put_together_in_order_and_keeps_what_was_typed(as_, stories):
    edith = as_("edith", "ar")
    path = begin(edith, *stories)
    assert order() == ["Story 1", "Story 2", "Story 3"]
    third = stories[2].translation_key
    edith.post(path, words(f"up:{third}", **{"en-opening": "Three things."}))
    edith.post(path, words(f"down:{third}", **{"en-opening": "Three things."}))
    edith.post(path, words(f"up:{third}", **{"en-opening": "Three things."}))
    edith.post(path, words(f"leave:{stories[0].translation_key}", **{"en-opening": "Three things."}))
    assert order() == ["Story 3", "Story 2"]
    page = edith.get(path).content.decode()
    assert "Three things." in page and 'value="News"' in page
    assert page.index("Story 3") < page.index("Story 2") < page.index("Story 1"), "what was left out is offered again"
    assert "غير متوفرة باللغة العربية" in page


def test_it_is_looked_at_as_mail_in_each_language_and_runs_nothing(as_, stories):
    edith = as_("edith")
    path = begin(edith, stories[0])
    shown = edith.get(f"{path}preview/en/html/")
    assert "Story 1" in shown.content.decode() and "sandbox" in shown["Content-Security-Policy"]
    assert "Story 1" in edith.get(f"{path}preview/en/text/").content.decode()
    assert 'dir="rtl"' in edith.get(f"{path}preview/ar/html/").content.decode()
    assert edith.get(f"{path}preview/fr/html/").status_code == 404


def test_issuing_is_asked_once_more_and_sends_to_who_subscribes(as_, stories, settings):
    subscribers.ask("rana@a.example", "en", timezone.now())
    subscribers.confirm(subscribers.link_to_confirm(Subscriber.objects.get()), timezone.now())
    edith = as_("edith")
    path = begin(edith, stories[0])
    assert edith.post(path, words("issue")).url == f"{path}issue/"
    assert "No mail server is named" in edith.get(f"{path}issue/").content.decode()
    edith.post(f"{path}issue/")
    assert (Letter.objects.get().state, Delivery.objects.get().state) == ("sending", "waiting")
    page = edith.get(path).content.decode()
    assert "/en/letters/1/" in page and "Stop sending it" in page
    edith.post(f"{path}stop/")
    assert Delivery.objects.get().state == "left"
    assert edith.post(path, words("give-up")).status_code == 200 and Letter.objects.count() == 1
    assert list(AccessEntry.objects.filter(action="letter").values_list("who", flat=True)) == ["edith", "edith"]


def test_a_draft_that_something_stands_against_is_not_issued(as_, stories):
    edith = as_("edith")
    path = begin(edith, stories[0])
    edith.post(path, words("", **{"en-subject": ""}))
    assert "Write the subject in English." in edith.get(f"{path}issue/").content.decode()
    edith.post(f"{path}issue/")
    assert Letter.objects.get().state == "draft"


def test_a_draft_is_deleted_and_another_person_sees_drafts_too(as_, stories):
    path = begin(as_("edith"), stories[0])
    assert as_("salma").get(path).status_code == 200
    as_("salma").post(path, words("give-up"))
    assert not Letter.objects.exists()


def test_a_steward_looks_up_exports_and_erases_and_an_editor_only_counts(as_):
    subscribers.ask("rana@a.example", "ar", timezone.now())
    found = Subscriber.objects.get()
    edith, salma = as_("edith"), as_("salma")
    assert "rana" not in edith.get(f"{DESK}subscribers/").content.decode()
    assert edith.post(f"{DESK}subscribers/", {"address": "rana@a.example"}).status_code == 403
    assert edith.get(f"{DESK}subscribers.csv").status_code == 403
    assert edith.post(f"{DESK}subscribers/{found.pk}/erase/").status_code == 403
    shown = salma.post(f"{DESK}subscribers/", {"address": "RANA@a.example"}).content.decode()
    assert re.search(r"address.{0,12}: .{0,6}rana@a\.example", shown)
    lines = b"".join(salma.get(f"{DESK}subscribers.csv").streaming_content).decode()
    assert '"rana@a.example","ar","asked"' in lines
    salma.post(f"{DESK}subscribers/{found.pk}/erase/")
    assert not Subscriber.objects.exists()
    told = AccessEntry.objects.filter(action="subscribers").order_by("number")
    assert [entry.detail["what"] for entry in told] == ["looked up", "exported", "erased"]
    assert "rana" not in repr(list(told.values()))
