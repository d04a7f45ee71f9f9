"""bob counts, edith makes figures of it and publishes them, and is told when the record says otherwise."""

import csv
import io
import json

import pytest

from dalil.archive.protection import Level
from dalil.counting.models import Figure
from dalil.desk.figures import rich_text

COUNT = "/desk/record/count/"
KILLED = {"kind": "incident", "measure": "killed", "ask": "1"}


@pytest.fixture
def two_days(enter):
    enter({"when": "2019-05-01", "killed": "82+", "where": {"places": ["SY07"]}}, origin="north-monitor")
    enter({"when": "2019-05-02", "killed": "5", "where": {"places": ["SY02"]}}, origin="field-daily")
    enter({"when": "2019-05-03", "where": {"places": ["SY02"]}}, origin="field-daily")


def test_an_open_end_stays_open_and_unknown_is_said_and_not_added(as_, two_days):
    text = as_("bob").get(COUNT, KILLED).content.decode()
    assert "at least 87" in text
    assert "1 has no upper end." in text
    assert "Of 1 the number is unknown; it is not taken as zero." in text


def test_the_same_in_arabic(as_, two_days):
    text = as_("bob", "ar").get(COUNT, KILLED).content.decode()
    assert "ما لا يقل عن ٨٧" in text
    assert "واحدة منها بلا حد أعلى" in text


def test_grouped_filtered_and_downloaded(as_, two_days):
    asked = {**KILLED, "places": "Aleppo Governorate", "since": "٢٠١٩-٠٥", "by1": "governorate"}
    assert "at least" not in as_("bob").get(COUNT, asked).content.decode()
    rows = list(csv.DictReader(io.StringIO(as_("bob").get(COUNT, {**asked, "as": "csv"}).content.decode("utf-8-sig"))))
    assert (rows[0]["governorate"], rows[0]["low"], rows[0]["high"], rows[0]["unknown"]) == ("SY02", "5", "5", "1")
    plain = json.loads(as_("bob").get(COUNT, {**asked, "as": "json"}).content)
    assert plain["total"]["low"] == 5


def test_a_place_or_source_that_is_not_there_is_refused_beside_its_box(as_, two_days):
    errors = (
        as_("bob").get(COUNT, {**KILLED, "places": "Nowhereville", "according_to": "nobody"}).context["form"].errors
    )
    assert set(errors) == {"places", "according_to"}
    assert "since" in as_("bob").get(COUNT, {**KILLED, "since": "last week"}).context["form"].errors


def test_what_bob_may_not_see_is_not_counted_for_bob(as_, two_days, enter, staff):
    enter({"when": "2019-05-04", "killed": "1000"}, level=Level.RESTRICTED, groups=[staff["layla"].groups.get()])
    assert "at least 87" in as_("bob").get(COUNT, KILLED).content.decode()
    assert "at least 1,087" in as_("layla").get(COUNT, KILLED).content.decode()


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
    assert "published at least 87, the record now says at least 89" in text
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
    assert rich_text.shown("gone")["says"] == "[gone]"


def test_figures_are_found_for_the_editor_by_their_title_in_either_language(as_, two_days):
    make(as_("edith"), title_ar="القتلى في أيار")
    for words in ("killed", "أيار", "ايار", ""):
        found = as_("edith").get("/desk/record/suggest/figures/", {"q": words}).json()["figures"]
        assert [(each["slug"], each["says"]) for each in found] == [("killed-in-may", "at least 87")]


def test_failed_rows_of_an_import_are_shown_and_handed_out(as_, document, alice):
    from dalil.intake.models import FailedRow, Import

    run = Import.objects.create(document=document, format="ged", actor=alice, failed=1)
    FailedRow.objects.create(run=run, row=7, field="best", value="=cmd", cause="not a number", raw=["x", "=cmd"])
    assert "not a number" in as_("bob").get(f"/desk/record/imports/{run.pk}/").content.decode()
    rows = list(
        csv.reader(io.StringIO(as_("bob").get(f"/desk/record/imports/{run.pk}/failed.csv").content.decode("utf-8-sig")))
    )
    assert rows[1] == ["7", "best", "'=cmd", "not a number", "x", "'=cmd"]


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
