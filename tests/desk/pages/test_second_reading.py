"""What an editor submits waits for another: it stands on their first screen, and nobody approves what they wrote."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Workflow

from dalil.bulletin.models import FrontPage, KindReadTwice, StoryPage
from dalil.desk.pages.laying_workflow import lay_second_reading

TITLE = "The well of the valley"


@pytest.fixture
def nadia(db):
    """Another editor."""
    nadia = User.objects.create(username="nadia")
    nadia.groups.add(Group.objects.get(name="editor"))
    client = Client(headers={"host": "localhost"})
    client.force_login(nadia)
    return client


@pytest.fixture
def page(as_, staff):
    """A draft of edith's that she submitted."""
    as_("edith")
    front = FrontPage.objects.get(locale__language_code="en")
    draft = StoryPage(title=TITLE, slug="well", dated="2031-03", live=False, owner=staff["edith"])
    page = front.add_child(instance=draft)
    page.save_revision(user=staff["edith"])
    page.get_workflow().start(page, staff["edith"])
    return page


def decide(client, page, what="approve"):
    task_state = StoryPage.objects.get(pk=page.pk).current_workflow_task_state
    return client.post(f"/desk/pages/workflow/action/{page.pk}/{what}/{task_state.pk}/", {"comment": ""})


def test_what_is_submitted_waits_for_another_editor_and_goes_out_with_their_approval(as_, nadia, page):
    edith = as_("edith")
    waits = "Awaiting your review"
    assert waits in nadia.get("/desk/").content.decode()
    assert waits not in edith.get("/desk/").content.decode()
    decide(edith, page)
    page.refresh_from_db()
    assert not page.live, "nobody approves what they wrote"
    decide(nadia, page)
    page.refresh_from_db()
    assert page.live


def test_a_kind_that_is_read_twice_goes_out_only_so(as_, staff, nadia, page):
    salma, edith = as_("salma"), as_("edith")
    assert edith.get("/desk/record/second-reading/").status_code == 403
    salma.post("/desk/record/second-reading/", {"kinds": ["storypage"]})
    assert list(KindReadTwice.objects.values_list("kind", flat=True)) == ["storypage"]
    assert "checked" in salma.get("/desk/record/second-reading/").content.decode()
    with pytest.raises(ValidationError, match="somebody else has read it"):
        page.get_latest_revision().publish(user=staff["edith"])
    decide(nadia, page)
    page.refresh_from_db()
    assert page.live


def test_there_is_one_workflow_and_it_leads_to_the_editors(db):
    workflow = Workflow.objects.active().get()
    assert sorted(group.name for group in workflow.tasks.get().specific.groups.all()) == ["editor", "steward"]


def test_its_name_is_read_in_both_languages_and_one_of_its_own_stays(db):
    workflow = Workflow.objects.active().get()
    assert "Second reading" in workflow.name and "القراءة الثانية" in workflow.name
    Workflow.objects.update(name="Second reading")
    lay_second_reading(["editor"])
    workflow.refresh_from_db()
    assert "القراءة الثانية" in workflow.name, "as homes of earlier versions have it"
    Workflow.objects.update(name="Four eyes")
    lay_second_reading(["editor"])
    workflow.refresh_from_db()
    assert workflow.name == "Four eyes"
