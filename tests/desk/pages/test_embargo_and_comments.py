"""A story waits for its moment, approved by another editor, and nobody outside knows of it; what editors say to each other stays among them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
from forms_of_pages import form_of
from wagtail.models import Comment
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from dalil.bulletin.models import FrontPage, KindReadTwice, StoryPage
from dalil.bulletin.tasks import publish_what_is_due
from dalil.jobs.worker import do_what_waits

TITLE, CANARY = "The well of the valley", "canary remark of an editor"
PUBLIC = ("/en/", "/en/stories/", "/en/stories.xml", "/en/search/?q=well", "/sitemap.xml")


@pytest.fixture
def nadia(db):
    """Another editor."""
    nadia = User.objects.create(username="nadia")
    nadia.groups.add(Group.objects.get(name="editor"))
    client = Client()
    client.force_login(nadia)
    return client


@pytest.fixture
def add():
    """The address at which a story is begun."""
    front = FrontPage.objects.get(locale__language_code="en")
    return f"/desk/pages/add/bulletin/storypage/{front.pk}/"


def outside():
    reader = Client(headers={"host": "localhost"})
    return "".join(reader.get(path).content.decode() for path in PUBLIC)


def work():
    publish_what_is_due.enqueue()
    do_what_waits("worker")


def embargoed(**sent):
    moment = timezone.localtime(timezone.now() + timedelta(hours=2))
    return form_of(StoryPage, "en", go_live_at=moment.strftime("%Y-%m-%d %H:%M"), **sent)


def test_a_story_under_embargo_is_nowhere_before_its_moment_and_everywhere_after(as_, add, monkeypatch):
    assert as_("edith").post(add, embargoed()).status_code == 302
    story = StoryPage.objects.get()
    assert not story.live and story.scheduled_revision is not None
    work()
    assert TITLE not in outside() and Client().get(story.get_url()).status_code == 404
    assert TITLE not in as_("rana").get("/desk/").content.decode()
    later = timezone.now() + timedelta(hours=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    work()
    story.refresh_from_db()
    assert story.live and outside().count(TITLE) >= 4


def test_what_needs_a_second_reader_waits_for_both_the_reader_and_the_moment(as_, staff, nadia, add, monkeypatch):
    KindReadTwice.objects.create(kind="storypage")
    edith = as_("edith")
    refused = edith.post(add, embargoed())
    assert refused.status_code == 200 and not StoryPage.objects.exists(), "she cannot publish it alone, not even later"
    sent = {name: value for name, value in embargoed().items() if name != "action-publish"} | {"action-submit": "1"}
    assert edith.post(add, sent).status_code == 302
    story = StoryPage.objects.get()
    state = story.current_workflow_task_state
    nadia.post(f"/desk/pages/workflow/action/{story.pk}/approve/{state.pk}/", {"comment": ""})
    work()
    story.refresh_from_db()
    assert not story.live and TITLE not in outside(), "approved, and still under embargo"
    later = timezone.now() + timedelta(hours=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    work()
    story.refresh_from_db()
    assert story.live


def test_what_editors_remark_on_a_draft_is_read_by_editors_and_by_nobody_else(as_, staff, nadia, add):
    draft = form_of(StoryPage, "en")
    del draft["action-publish"]
    assert as_("edith").post(add, draft).status_code == 302
    story = StoryPage.objects.get()
    remark = {"text": CANARY, "contentpath": "kicker", "position": "", "id": "", "resolved": "", "DELETE": ""}
    said = form_of(
        StoryPage, "en", slug=story.slug, comments=inline_formset([{**remark, "replies": inline_formset([])}])
    )
    assert nadia.post(f"/desk/pages/{story.pk}/edit/", said | nested_form_data({})).status_code == 302
    assert Comment.objects.get().user.username == "nadia"
    story.refresh_from_db()
    assert story.live
    assert CANARY in as_("edith").get(f"/desk/pages/{story.pk}/edit/").content.decode()
    for name in ("alice", "rana", "bob"):
        assert as_(name).get(f"/desk/pages/{story.pk}/edit/").status_code in (302, 403, 404)
    assert CANARY not in outside() + Client().get(story.get_url()).content.decode()
