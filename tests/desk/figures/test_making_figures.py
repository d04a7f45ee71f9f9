"""edith makes figures of what was counted, publishes them, and is told when the record says otherwise."""

import json
import re

import pytest
from django.contrib.auth.models import Group, User

from dalil.archive.protection import Level
from dalil.bulletin.figures import figure_choices
from dalil.counting.models import Figure
from dalil.desk.figures import rich_text
from dalil.record import actions

COUNT = "/desk/record/count/"


def make(client, **changed):
    question = json.dumps({"kind": "incident", "measure": "killed"})
    return client.post(
        f"{COUNT}figure/", {"question": question, "slug": "killed-in-may", "title_en": "Killed in May", **changed}
    )


def test_edith_makes_a_figure_publishes_it_and_is_told_when_the_record_says_otherwise(as_, two_days, enter):
    edith = as_("edith")
    make(edith)
    assert "not published yet" in edith.get("/desk/record/figures/").content.decode()
    edith.post("/desk/record/figures/killed-in-may/publish/")
    enter({"when": "2019-05-09", "killed": "2"}, origin="north-monitor")
    text = edith.get("/desk/record/figures/").content.decode()
    assert "published at least 87 (unknown of 1 of 3), the record now says at least 89 (unknown of 1 of 4)" in text
    edith.post("/desk/record/figures/killed-in-may/publish/", {"reason": ""})
    assert Figure.objects.get().editions.count() == 1
    edith.post("/desk/record/figures/killed-in-may/publish/", {"reason": "two more were found"})
    assert Figure.objects.get().edition.reason == "two more were found"
    assert "the record now says" not in edith.get("/desk/record/figures/").content.decode()


def test_a_figure_needs_a_free_address_a_title_and_a_question_that_can_be_asked(as_, two_days):
    edith = as_("edith")
    make(edith)
    assert set(make(edith).context["form"].errors) == {"slug"}
    assert set(make(edith, slug="b", title_en="").context["form"].errors) == {"title_en"}
    broken = json.dumps({"kind": "incident", "measure": "votes"})
    assert set(make(edith, slug="c", question=broken).context["form"].errors) == {"question"}
    assert set(make(edith, slug="d", question="[1]").context["form"].errors) == {"question"}


def test_the_figure_survives_the_way_through_the_editor(as_, two_days, rf):
    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

    make(as_("edith"))
    stored = '<p data-block-key="a1">In May <embed embedtype="figure" slug="killed-in-may"/> people were killed.</p>'
    converter = ContentstateConverter(features=["bold", rich_text.FEATURE])
    shown = json.loads(converter.from_database_format(stored))
    assert shown["blocks"][0]["text"] == "In May at least 87 people were killed."
    assert shown["entityMap"]["0"]["data"] == {"slug": "killed-in-may", "title": "Killed in May", "says": "at least 87"}
    assert converter.to_database_format(json.dumps(shown)) == stored


def test_a_figure_that_is_gone_is_named_in_the_editor_and_kept(db):
    assert rich_text.describe_figure("gone")["says"] == "[gone]"


def test_figures_are_found_for_the_editor_by_their_title_in_either_language(as_, two_days):
    make(as_("edith"), title_ar="القتلى في أيار")
    for words in ("killed", "أيار", "ايار", ""):
        found = as_("edith").get("/desk/record/suggest/figures/", {"q": words}).json()["figures"]
        assert [(each["slug"], each["says"]) for each in found] == [("killed-in-may", "at least 87")]


SEVEN_FAMILIES = {"low": 7, "high": 7, "point": 7, "shape": "exact", "unit": "family"}


def test_a_figure_of_a_number_told_in_several_units_says_which_it_counts(as_, enter):
    day = {"when": "2019-05-01", "displaced": "40"}
    enter(day, origin="north-monitor")
    enter({"when": "2019-05-02", "displaced": SEVEN_FAMILIES}, origin="north-monitor")
    edith, question = as_("edith"), json.dumps({"kind": "incident", "measure": "displaced"})
    asked = edith.get(COUNT, {"kind": "incident", "measure": "displaced", "ask": "1"}).context["making"]
    assert [unit for unit, _label in asked.fields["unit"].choices] == ["family", "person"]
    assert asked["unit"].value() == "person"
    assert set(make(edith, question=question).context["form"].errors) == {"unit"}
    make(edith, question=question, unit="family")
    assert Figure.objects.get().question["unit"] == "family"
    assert "7 families" in edith.get("/desk/record/figures/").content.decode()


def test_a_figure_keeps_the_only_unit_its_number_is_told_in(as_, enter):
    enter({"when": "2019-05-02", "displaced": SEVEN_FAMILIES}, origin="north-monitor")
    edith = as_("edith")
    make(edith, question=json.dumps({"kind": "incident", "measure": "displaced"}))
    enter({"when": "2019-05-03", "displaced": "40"}, origin="north-monitor")
    assert "7 families" in edith.get("/desk/record/figures/").content.decode()


@pytest.mark.parametrize("published", [False, True])
def test_a_figure_whose_question_cannot_be_asked_any_more_is_shown_with_what_was_published(as_, two_days, published):
    edith = as_("edith")
    make(edith)
    if published:
        edith.post("/desk/record/figures/killed-in-may/publish/")
    Figure.objects.update(question={"kind": "incident", "measure": "votes"})
    assert "cannot be asked any more" in edith.get("/desk/record/figures/").content.decode()
    text = edith.get("/desk/record/figures/killed-in-may/").content.decode()
    assert "cannot be asked any more" in text
    assert ("at least 87" in text) is published
    again = edith.post("/desk/record/figures/killed-in-may/publish/", {"reason": "why not"}, follow=True)
    assert "cannot be asked any more" in again.content.decode()
    assert Figure.objects.get().editions.count() == published


def test_a_figure_about_what_is_protected_is_there_for_those_alone_who_may_see_that(as_, two_days, enter, alice):
    circle = Group.objects.create(name="circle")
    enter({"when": "2019-05-03", "killed": "3"}, origin="quiet-witness")
    quiet = actions.name_source("quiet-witness", actor=alice)
    actions.protect(quiet, Level.RESTRICTED, actor=alice, groups=[circle])
    edith, bob = as_("edith"), as_("bob")
    User.objects.get(username="edith").groups.add(circle)
    question = json.dumps({"kind": "incident", "measure": "killed", "according_to": "quiet-witness"})
    make(edith, question=question, slug="what-the-quiet-witness-saw", title_en="What the quiet witness saw")

    figure = Figure.objects.get()
    assert "witness" not in figure.slug, "its address tells nothing"
    places = ["/desk/record/figures/", "/desk/record/suggest/figures/?q=quiet", f"/desk/record/figures/{figure.slug}/"]
    for place in places:
        assert "What the quiet witness saw" in edith.get(place).content.decode()
        told = bob.get(place).content.decode()
        assert "quiet" not in told.replace("q=quiet", "") and figure.slug not in told.replace(place, "")
    assert bob.get(places[-1]).status_code == 404
    assert bob.post(f"{places[-1]}publish/", {"reason": "to see"}).status_code in (403, 404)
    assert (figure.slug, str(figure)) not in figure_choices(), "no page shows it"
    assert rich_text.describe_figure(figure.slug)["says"] == f"[{figure.slug}]"


def first_screen(client):
    html = " ".join(client.get("/desk/").content.decode().split())
    part = re.search(r'id="desk-changed">.*?</section>', html)
    return re.sub(r"<[^>]*>", "", part[0]) if part else ""


def test_who_keeps_a_question_is_told_on_the_first_screen_that_its_answer_is_another_until_they_look(
    as_, two_days, enter
):
    bob = as_("bob")
    make(bob)
    assert first_screen(bob) == ""
    enter({"when": "2019-05-09", "killed": "2"}, origin="north-monitor")
    assert "Killed in May: at least 87, now at least 89" in first_screen(bob)
    assert "Killed in May" in first_screen(bob), "it stays until bob has looked"
    assert "Tell me when the public answer changes" in bob.get("/desk/record/figures/killed-in-may/").content.decode()
    assert first_screen(bob) == ""
    assert first_screen(as_("edith")) == "", "edith keeps no question"


def test_what_changes_nothing_of_the_answer_is_not_told_and_a_new_doubt_is(as_, two_days, enter):
    bob = as_("bob")
    make(bob)
    enter({"what": "killed", "count": "5"}, kind="tally", origin="field-daily")
    assert first_screen(bob) == ""
    enter({"when": "2019-05-11"}, origin="north-monitor")  # a strike of which nobody says how many it killed
    assert "at least 87 (its lines or its doubts are others)" in first_screen(bob)


def test_a_kept_question_tells_nothing_of_what_its_keeper_may_not_see(as_, two_days, enter, staff):
    bob = as_("bob")
    make(bob)
    enter({"when": "2019-05-04", "killed": "1000"}, level=Level.RESTRICTED, groups=[staff["layla"].groups.get()])
    assert first_screen(bob) == ""


def test_who_lost_a_right_is_not_told_the_number_they_saw_with_it(as_, two_days, enter, staff):
    enter({"when": "2019-05-04", "killed": "1000"}, level=Level.RESTRICTED, groups=[staff["layla"].groups.get()])
    layla = as_("layla")
    make(layla)
    staff["layla"].groups.set([Group.objects.get(name="analyst")])
    enter({"when": "2019-05-09", "killed": "2"}, origin="north-monitor")
    assert "1,0" not in layla.get("/desk/").content.decode()
