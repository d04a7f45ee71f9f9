"""A page keeps the numbers it was published with until an editor publishes a correction; then it says what was, what is, since when and why."""

import re
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from dalil.bulletin.corrections.correcting import correct_page
from dalil.bulletin.models import FigureOnPage, FrontPage, StoryPage
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import Question
from dalil.gate.examination import Asker
from dalil.record import actions

IN_TEXT = '<p>Monitors count <embed embedtype="figure" slug="killed"/> dead.</p>'
WHY = "The monitor counted two bodies twice."


@pytest.fixture
def killed(enter, edith):
    """A figure over one incident, with 7 to 9 killed."""
    figure = define_figure(
        "killed", Question(measure="killed"), actor=edith, title_en="How many were killed?", title_ar="كم قُتل؟"
    )
    return figure, enter({"when": "2019-05-01", "killed": "7-9"}, origin="north-monitor")


@pytest.fixture
def desk(db):
    """An editor at the desk, who may publish pages too."""
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.create_superuser("nadia"))
    return client


def publish_story(language="en"):
    page = StoryPage(title=f"A story ({language})", slug="a-story", dated="2019-05", body=[("text", IN_TEXT)])
    page.live = False
    FrontPage.objects.get(locale__language_code=language).add_child(instance=page)
    page.save_revision().publish()
    return page


def words(client, path):
    """The words of a page, without its markup and without the time at which somebody looks at it."""
    words = " ".join(re.sub(r"<[^>]*>", " ", client.get(path).content.decode()).split())
    return re.sub(r"The record as of .*?\d\d:\d\d", "", words)


def test_a_correction_from_the_report_to_the_reader(killed, enter, alice, desk, reader):
    _figure, first = killed
    pages = [publish_story(language) for language in ("en", "ar")]
    before = words(reader, "/en/a-story/")
    assert "Monitors count 7–9" in before
    assert "Published pages that rest on a number" not in words(desk, "/desk/")

    actions.withdraw(first, actor=alice, reason="counted twice")
    enter({"when": "2019-05-01", "killed": "5-7"}, origin="north-monitor")
    assert words(reader, "/en/a-story/") == before, "nobody has decided to correct the page"
    warned = words(desk, "/desk/")
    assert "A story (en) , How many were killed? : published 7–9, the record now says 5–7" in warned
    assert reverse("desk:figure", args=["killed"]) in desk.get("/desk/").content.decode()

    desk.post(reverse("desk:publish_figure", args=["killed"]), {"reason": WHY})
    assert words(reader, "/en/a-story/") == before, "a new edition changes no published text by itself"
    assert "See why, and correct the page" in words(desk, "/desk/")

    chosen = [str(page.pk) for page in pages]
    desk.post(reverse("desk:correct_pages", args=["killed"]), {"reason": WHY, "pages": chosen})
    assert "Published pages that rest on a number" not in words(desk, "/desk/")
    english, arabic = words(reader, "/en/a-story/"), words(reader, "/ar/a-story/")
    assert "Monitors count 5–7" in english
    assert f"It was 7–9 It is 5–7 Why {WHY}" in english
    assert "كان ٧ إلى ٩ أشخاص أصبح ٥ إلى ٧ أشخاص" in arabic and WHY in arabic
    for language, title in (("en", "A story (en)"), ("ar", "A story (ar)")):
        listed = words(reader, f"/{language}/corrections/")
        assert title in listed and WHY in listed
        feed = reader.get(f"/{language}/corrections.xml")
        assert feed["Content-Type"].startswith("application/atom+xml")
        assert feed.content.decode().count("<entry>") == 2, "the page, and the figure"
    assert "7–9" in words(reader, "/en/figures/killed/1/"), "the old edition can still be cited"


def test_publishing_the_edition_corrects_the_pages_that_the_editor_leaves_ticked(killed, enter, desk, reader):
    page = publish_story()
    enter({"when": "2019-05-02", "killed": "1"}, origin="north-monitor")
    form = desk.get(reverse("desk:figure", args=["killed"])).content.decode()
    assert re.search(rf'name="pages" value="{page.pk}"[^>]*checked', form)
    desk.post(reverse("desk:publish_figure", args=["killed"]), {"reason": WHY, "pages": [str(page.pk)]})
    assert "It was 7–9 It is 8–10" in words(reader, "/en/a-story/")


def test_a_page_that_is_published_again_for_a_letter_keeps_its_number(killed, enter, edith, reader):
    figure, _first = killed
    page = publish_story()
    enter({"when": "2019-05-02", "killed": "1"}, origin="north-monitor")
    publish_edition(figure, actor=edith, reason=WHY)
    page.standfirst = "A letter was wrong."
    page.save_revision().publish()
    assert "Monitors count 7–9" in words(reader, "/en/a-story/")


def test_the_reason_of_one_edition_is_not_told_as_the_reason_of_the_next(killed, enter, edith, reader):
    figure, _first = killed
    publish_edition(figure, actor=edith)
    enter({"when": "2019-05-02", "killed": "1"}, origin="north-monitor")
    publish_edition(figure, actor=edith, reason=WHY)
    enter({"when": "2019-05-03", "killed": "20"}, origin="north-monitor")
    html = reader.get("/en/figures/killed/").content.decode()
    news = html[html.index("This figure has changed") : html.index("The readings")]
    assert "at least" not in news and "28–30" in news and WHY not in news


def test_a_correction_without_a_reason_or_without_a_later_edition_is_refused(killed, enter, edith):
    figure, _first = killed
    page = publish_story()
    with pytest.raises(actions.Refused, match="shows no earlier edition"):
        correct_page(page, figure, asker=Asker(edith), reason=WHY)
    enter({"when": "2019-05-02", "killed": "1"}, origin="north-monitor")
    publish_edition(figure, actor=edith, reason=WHY)
    with pytest.raises(actions.Refused, match="say why the page is corrected"):
        correct_page(page, figure, asker=Asker(edith), reason=" ")
    assert correct_page(page, figure, asker=Asker(edith), reason=WHY).corrects.edition.number == 1


def test_pages_of_a_home_of_an_earlier_version_go_on_showing_what_they_show(killed, enter, edith, reader):
    figure, _first = killed
    publish_story()
    enter({"when": "2019-05-02", "killed": "1"}, origin="north-monitor")
    publish_edition(figure, actor=edith, reason=WHY)
    FigureOnPage.objects.all().delete()  # as an earlier version left it: every page shows the latest edition
    assert "Monitors count 8–10" in words(reader, "/en/a-story/")
    import_module("dalil.bulletin.migrations.0004_figures_on_pages").keep_what_is_shown(apps, None)
    enter({"when": "2019-05-03", "killed": "1"}, origin="north-monitor")
    publish_edition(figure, actor=edith, reason=WHY)
    assert "Monitors count 8–10" in words(reader, "/en/a-story/")


def test_a_figure_on_a_corrected_report_is_said_in_the_words_of_the_report_that_corrects_it(
    killed, alice, edith, reader
):
    figure, first = killed
    publish_edition(figure, actor=edith)
    claim = type(first.claim).model_validate({"when": "2019-05-01", "killed": "~5"})
    draft = actions.Draft(claim=claim, attribution=first.attribution, document=first.document, level=first.level)
    actions.supersede(first, draft, actor=alice, reason=WHY)
    publish_edition(figure, actor=edith, reason=WHY)
    assert '<p class="answer"><bdi>about 5</bdi>' in reader.get("/en/figures/killed/").content.decode()
    assert '<p class="answer"><bdi>7–9</bdi>' in reader.get("/en/figures/killed/1/").content.decode()
