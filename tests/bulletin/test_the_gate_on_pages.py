"""A page goes out by the same gate as the record."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.test import Client

from dalil.archive.protection import Level
from dalil.bulletin.models import FrontPage, StoryPage
from dalil.counting.figures import define_figure
from dalil.counting.question import Question
from dalil.gate import doors
from dalil.gate.examination import Asker
from dalil.record import actions


@pytest.fixture
def draft(db):
    def write(text: str, title: str = "A story") -> StoryPage:
        page = StoryPage(title=title, slug="a-story", dated="2019-05", body=[("text", text)], live=False)
        FrontPage.objects.get(locale__language_code="en").add_child(instance=page)
        return page

    return write


@pytest.fixture
def nurse(alice):
    legal = Group.objects.get(name="legal officer")
    return actions.name_source("the-nurse", actor=alice, en="Samir al-Qasim", level=Level.RESTRICTED, groups=[legal])


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("A story", "<p>We spoke to <b>Samir</b> al-Qasim.</p>"),
        ("A story", "<p>Samir</p><p>al-Qasim</p>"),
        ("A story", "<p>S<b>a</b>mir al&#45;Qasim</p>"),
        ("What Samir al-Qasim saw", "<p>The night.</p>"),
    ],
)
def test_a_page_that_names_a_restricted_source_does_not_go_out(draft, nurse, reader, title, text):
    with pytest.raises(ValidationError, match="hold a name that is protected"):
        draft(text, title).save_revision().publish()
    assert reader.get("/en/a-story/").status_code == 404


def test_a_page_waits_for_a_figure_with_small_cells_until_two_override_it(draft, enter, edith, alice):
    for each in (edith, alice):
        each.groups.add(Group.objects.get(name="editor"))
    enter({"when": "2019-05-01", "where": {"places": ["SY0702"]}, "detained": "3"}, origin="north-monitor")
    figure = define_figure("held", Question(measure="detained", by=("district",)), actor=edith, title_en="Held")
    page = draft('<p>Held: <embed embedtype="figure" slug="held"/>.</p>')
    with pytest.raises(ValidationError, match="fewer than 10 persons"):
        page.save_revision().publish()
    for each in (edith, alice):
        doors.publish_figure(figure, asker=Asker(each), override_because="the families ask for it")
    page.save_revision().publish()
    assert StoryPage.objects.get().live


def test_who_saves_a_draft_is_told_what_will_stop_it(draft, nurse, edith):
    from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

    edith.is_superuser = True
    edith.save()
    page = draft("<p>The night.</p>")
    page.save_revision()
    client = Client(headers={"host": "localhost"})
    client.force_login(edith)
    form = nested_form_data(
        {
            "title": "What Samir al-Qasim saw",
            "slug": "a-story",
            "dated": "2019-05",
            "kicker": "",
            "standfirst": "",
            "document": "",
            "body": streamfield([("text", rich_text("<p>The night.</p>"))]),
            "unknown": streamfield([]),
            "reports": streamfield([]),
            "corrections": streamfield([]),
            "about": streamfield([]),
            "byline": streamfield([]),
            "picture": "",
            "comments": inline_formset([]),
        }
    )
    saved = client.post(f"/desk/pages/{page.pk}/edit/", form, follow=True)
    assert "the-nurse" in saved.text
