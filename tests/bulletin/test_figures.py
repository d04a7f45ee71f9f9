"""A figure is published with the page it stands in; when the record says something else, readers are told."""

import csv
import io

import pytest

from dalil.archive.protection import Level
from dalil.bulletin.models import FrontPage, StoryPage
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.models import Figure
from dalil.counting.question import Question
from dalil.record import doors

IN_TEXT = '<p>Monitors count <embed embedtype="figure" slug="killed"/> dead.</p>'


@pytest.fixture
def killed(enter, edith):
    """Two incidents, and the figure that adds them up."""
    enter({"when": "2019-05-01", "killed": "3"}, origin="north-monitor")
    enter({"when": "2019-05-02", "killed": "4+"}, origin="north-monitor")
    return define_figure(
        "killed", Question(measure="killed"), actor=edith, title_en="How many were killed?", title_ar="كم قُتل؟"
    )


def story(language="en"):
    page = StoryPage(title="A story", slug="a-story", dated="2019-05", body=[("text", IN_TEXT), ("figure", "killed")])
    page.live = False
    FrontPage.objects.get(locale__language_code=language).add_child(instance=page)
    page.save_revision().publish()
    return page


def test_a_figure_is_published_with_the_page_it_stands_in(killed, reader):
    assert reader.get("/en/figures/killed/").status_code == 404, "a figure that nobody published is not there"
    story()
    assert Figure.objects.get(slug="killed").edition.number == 1
    html = reader.get("/en/a-story/").content.decode()
    assert '<a class="fig" href="/en/figures/killed/"' in html
    assert "<bdi>at least 7</bdi>" in html and "7 or more" in html and "reported range" in html
    assert 'class="tile"' in html
    assert reader.get("/en/figures/killed/").status_code == 200


def test_a_published_page_keeps_its_number_and_the_figure_says_what_changed(killed, enter, edith, reader):
    story()
    enter({"when": "2019-05-03", "killed": "5"}, origin="south-monitor")
    assert "<bdi>at least 7</bdi>" in reader.get("/en/a-story/").content.decode()
    html = reader.get("/en/figures/killed/").content.decode()
    assert "This figure has changed" in html
    assert "Published as <bdi>at least 7</bdi>" in html and "<bdi>at least 12</bdi>" in html
    publish_edition(killed, actor=edith, reason="A third monitor reported on 3 May.")
    assert "<bdi>at least 12</bdi>" in reader.get("/en/a-story/").content.decode()
    first = reader.get("/en/figures/killed/1/").content.decode()
    assert "at least 7" in first and "Edition 1" in first
    assert reader.get("/en/figures/killed/2/").status_code == 200
    assert reader.get("/en/figures/killed/3/").status_code == 404


def test_an_unknown_number_is_never_shown_as_zero(enter, edith, reader):
    enter({"when": "2019-05-01"})
    figure = define_figure("killed", Question(measure="killed"), actor=edith, title_en="How many were killed?")
    publish_edition(figure, actor=edith)
    html = reader.get("/en/figures/killed/").content.decode()
    assert '<p class="answer"><bdi>unknown</bdi>' in html
    assert "<bdi>0</bdi>" not in html


def test_a_figure_that_names_a_hidden_source_says_no_more_than_was_published(killed, enter, edith, alice, reader):
    source = doors.name_source("north-monitor", actor=alice)
    figure = define_figure(
        "killed",
        Question(measure="killed", according_to="north-monitor"),
        actor=edith,
        title_en="How many were killed?",
    )
    publish_edition(figure, actor=edith)
    doors.protect(source, Level.INTERNAL, actor=alice)
    for path in ("/en/figures/killed/", "/en/figures/killed.json", "/en/figures/killed.csv", "/api/figures"):
        answer = reader.get(path)
        assert answer.status_code == 200
        assert "North-Monitor" not in answer.content.decode()


def test_a_text_with_a_figure_that_is_gone_says_so(db, reader):
    story()
    assert "a figure that is missing" in reader.get("/en/a-story/").content.decode()


def test_the_csv_opens_in_a_spreadsheet_and_runs_nothing_there(enter, edith, reader):
    enter({"when": "2019-05-01", "killed": "3"}, origin="=cmd-monitor")
    figure = define_figure("killed", Question(measure="killed", by=("source",)), actor=edith, title_en="By whom?")
    publish_edition(figure, actor=edith)
    answer = reader.get("/en/figures/killed.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="killed.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["source", "source_en", "source_ar"]
    assert rows[1][1] == "'=Cmd-Monitor" and not any(cell.startswith("=") for row in rows for cell in row)
    assert rows[-1][0] == "total"


def test_the_json_gives_the_answer_its_question_and_its_editions(loaded, reader):
    plain = reader.get("/en/figures/vital-centres-attacked.json").json()
    assert (plain["now"]["low"], plain["now"]["high"]) == (82, None)
    assert plain["told"] == {"en": "at least 82", "ar": "ما لا يقل عن ٨٢"}
    assert [each["number"] for each in plain["editions"]] == [1]
    assert plain["answer"]["reading"] == "reported_range"
    assert len(plain["entities"]) == 1


@pytest.mark.parametrize(
    ("slug", "low", "high"),
    [
        ("civilians-killed", 81, None),
        ("strikes-per-day", 100, None),
        ("vital-centres-attacked", 82, None),
        ("disappeared-isis", 7500, 8500),
        ("families-flooded", 11001, None),
        ("schools-attacked", 19, 19),
        ("barrel-bombs-gap", 846, 972),
    ],
)
def test_the_figures_of_the_example_are_intervals(loaded, reader, slug, low, high):
    plain = reader.get(f"/api/figures/{slug}").json()
    assert (plain["now"]["low"], plain["now"]["high"]) == (low, high)
    if slug in ("strikes-per-day", "disappeared-isis"):
        assert plain["now"]["point"] is None, "a vague or approximate number is not a point"
    if slug == "families-flooded":
        assert plain["now"]["unit"] == "family"
