"""A figure is published with the page it stands in; when the record says something else, readers are told."""

import csv
import io
import json
from contextlib import contextmanager

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from dalil.archive.protection import Level
from dalil.bulletin.models import CardPage, FrontPage, StoryPage
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.models import Figure, FigureEdition
from dalil.counting.question import Question
from dalil.record import actions
from dalil.record.immutability import lay_triggers

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
    story_now = reader.get("/en/a-story/").content.decode()
    assert "<bdi>at least 7</bdi>" in story_now and "at least 12" not in story_now
    assert 'href="/en/figures/killed/1/"' in story_now, "the number leads to the edition that says so"
    first = reader.get("/en/figures/killed/1/").content.decode()
    assert "at least 7" in first and "Edition 1" in first
    assert reader.get("/en/figures/killed/2/").status_code == 200
    assert reader.get("/en/figures/killed/3/").status_code == 404


def test_the_page_of_a_figure_shows_one_state_whole_and_beside_it_what_the_record_says_now(
    killed, enter, edith, reader
):
    publish_edition(killed, actor=edith)
    enter({"when": "2019-05-03", "killed": "5"}, origin="south-monitor")
    html = reader.get("/en/figures/killed/").content.decode()
    now, edition = html.index("This figure has changed"), html.index("The readings")
    readings = html[edition : html.index("The reports behind it")]
    assert "at least 7" in readings and "12" not in readings
    behind = html[html.index("The reports behind it") : html.index("Take it with you")]
    assert "2 May 2019" in behind and "3 May 2019" not in behind
    made_the_difference = html[now:edition]
    assert "not counted then, 5 now" in made_the_difference and "South-Monitor" in made_the_difference
    publish_edition(killed, actor=edith, reason="A third monitor reported on 3 May.")
    first, second = (reader.get(f"/en/figures/killed/{number}/").content.decode() for number in (1, 2))
    assert (
        "A later edition was published" in first and "3 May 2019" not in first[first.index("The reports behind it") :]
    )
    assert "This figure has changed" not in second, "the reason of an edition is no news of the record"
    editions = second[second.index(">Editions<") :]
    assert (
        editions.index("at least 12")
        < editions.index("A third monitor reported on 3 May.")
        < editions.index("at least 7")
    )


def test_an_edition_of_an_earlier_version_says_what_it_did_not_keep(killed, enter, edith, reader):
    with without_immutability():
        FigureEdition.objects.filter(pk=publish_edition(killed, actor=edith).pk).update(contents=None)
    same = reader.get("/en/figures/killed/").content.decode()
    assert "The readings" in same and "2 May 2019" in same, "the record says the same, so it is known what was counted"
    enter({"when": "2019-05-03", "killed": "5"}, origin="south-monitor")
    moved_on = reader.get("/en/figures/killed/").content.decode()
    assert "at least 7" in moved_on and "An earlier version of Dalil published this edition." in moved_on
    assert "The readings" not in moved_on
    table = reader.get("/en/figures/killed.csv").content.decode("utf-8-sig")
    assert [row["row"] for row in csv.DictReader(io.StringIO(table))] == ["total", "now"]


@contextmanager
def without_immutability():
    """A row of an edition as an earlier version left it: the triggers that hold it are set aside for a moment."""
    table, name = FigureEdition._meta.db_table, f"{FigureEdition._meta.db_table}_no_update"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{name}"' + (f' ON "{table}"' if connection.vendor == "postgresql" else ""))
        yield
    lay_triggers()


def test_an_unknown_number_is_never_shown_as_zero(enter, edith, reader):
    enter({"when": "2019-05-01"})
    figure = define_figure("killed", Question(measure="killed"), actor=edith, title_en="How many were killed?")
    publish_edition(figure, actor=edith)
    html = reader.get("/en/figures/killed/").content.decode()
    assert '<p class="answer"><bdi>unknown</bdi>' in html
    assert "<bdi>0</bdi>" not in html


def test_a_figure_that_names_a_hidden_source_says_no_more_than_was_published(killed, enter, edith, alice, reader):
    source = actions.name_source("north-monitor", actor=alice)
    figure = define_figure(
        "killed",
        Question(measure="killed", according_to="north-monitor"),
        actor=edith,
        title_en="How many were killed?",
    )
    publish_edition(figure, actor=edith)
    actions.protect(source, Level.INTERNAL, actor=alice)
    for path in ("/en/figures/killed/", "/en/figures/killed.json", "/en/figures/killed.csv", "/api/figures"):
        answer = reader.get(path)
        assert answer.status_code == 200
        assert "North-Monitor" not in answer.content.decode()


def test_a_page_that_names_a_figure_which_does_not_exist_does_not_go_out(db, reader):
    with pytest.raises(ValidationError, match="the figure “killed”, which does not exist"):
        story()
    assert reader.get("/en/a-story/").status_code == 404


def test_a_question_whose_answer_names_a_missing_figure_does_not_go_out(loaded):
    page = CardPage.objects.filter(locale__language_code="en", form=CardPage.Form.QUESTIONS).get()
    page.body = [("question", {"question": "How many?", "answer": IN_TEXT.replace("killed", "no-such-figure")})]
    with pytest.raises(ValidationError, match="“no-such-figure”"):
        page.save_revision().publish()


def test_the_editors_form_keeps_a_draft_with_a_missing_figure_and_refuses_to_publish_it(db, edith):
    edith.is_superuser = True
    edith.save()
    front = FrontPage.objects.get(locale__language_code="en")
    client = Client(headers={"host": "localhost"})
    client.force_login(edith)
    address = f"/desk/pages/add/bulletin/storypage/{front.pk}/"
    draftail = {"blocks": [{"key": "a", "text": "x", "type": "unstyled", "depth": 0, "inlineStyleRanges": []}]}
    draftail["blocks"][0] |= {
        "text": " ",
        "entityRanges": [{"offset": 0, "length": 1, "key": 0}],
    }
    draftail["entityMap"] = {"0": {"type": "FIGURE", "mutability": "IMMUTABLE", "data": {"slug": "not-there"}}}
    form = nested_form_data(
        {
            "title": "A story",
            "slug": "a-story",
            "dated": "2019-05",
            "kicker": "",
            "standfirst": "",
            "document": "",
            "body": streamfield([("text", json.dumps(draftail))]),
            "unknown": streamfield([]),
            "reports": streamfield([]),
            "corrections": streamfield([]),
            "about": streamfield([]),
            "byline": streamfield([]),
            "picture": "",
            "comments": inline_formset([]),
        }
    )
    refused = client.post(address, form | {"action-publish": "1"})
    assert refused.status_code == 200
    assert "the figure “not-there”, which does not exist" in refused.content.decode()
    assert not StoryPage.objects.exists()
    assert client.post(address, form).status_code == 302
    assert StoryPage.objects.get().live is False


def test_a_text_whose_figure_is_gone_since_says_so_in_the_readers_language(killed, reader):
    story()
    story("ar")
    Figure.objects.filter(slug="killed").update(slug="other")
    caches["pages"].clear()
    assert "[a figure that is missing]" in reader.get("/en/a-story/").content.decode()
    assert "[رقم غير متوفر]" in reader.get("/ar/a-story/").content.decode()


def test_a_page_that_waits_for_a_figure_about_a_hidden_source_does_not_go_out(killed, enter, edith, alice):
    enter({"when": "2019-05-04", "killed": "2"}, origin="quiet-monitor")
    actions.protect(actions.name_source("quiet-monitor", actor=alice), Level.INTERNAL, actor=alice)
    define_figure("killed", Question(measure="killed", according_to="quiet-monitor"), actor=edith, title_en="Killed")
    with pytest.raises(ValidationError, match=r"killed.*cannot be published.*quiet-monitor"):
        story()


def test_a_page_can_be_corrected_although_a_source_of_its_figure_was_protected_since(enter, edith, alice, reader):
    enter({"when": "2019-05-01", "killed": "3"}, origin="north-monitor")
    define_figure("killed", Question(measure="killed", according_to="north-monitor"), actor=edith, title_en="Killed")
    page = story()
    actions.protect(actions.name_source("north-monitor", actor=alice), Level.INTERNAL, actor=alice)
    page.title = "A story, corrected"
    page.save_revision().publish()
    assert "A story, corrected" in reader.get("/en/a-story/").content.decode()


def test_a_figure_of_a_kind_that_was_taken_away_breaks_no_page(killed, reader):
    story()
    Figure.objects.filter(slug="killed").update(question={"kind": "gone", "measure": "killed"})
    caches["pages"].clear()
    for path, status in (("/en/a-story/", 200), ("/api/figures", 200), ("/en/figures/killed/", 404)):
        assert reader.get(path).status_code == status
    assert reader.get("/api/figures/killed").status_code == 404


def test_the_csv_opens_in_a_spreadsheet_and_runs_nothing_there(enter, edith, alice, reader):
    actions.name_source("cmd-monitor", actor=alice, en="=Cmd-Monitor", level=Level.PUBLIC)
    enter({"when": "2019-05-01", "killed": "3"}, origin="cmd-monitor")
    figure = define_figure("killed", Question(measure="killed", by=("source",)), actor=edith, title_en="By whom?")
    publish_edition(figure, actor=edith)
    answer = reader.get("/en/figures/killed.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="killed.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["row"] for row in rows] == ["total", "part", "report"]
    assert rows[1]["label_en"] == rows[2]["said_by"] == "'=Cmd-Monitor"
    assert not any(cell.startswith("=") for row in rows for cell in row.values())


def test_the_csv_of_a_figure_holds_its_parts_and_who_said_it(loaded, reader):
    text = reader.get("/en/figures/vital-centres-attacked.csv").content.decode("utf-8-sig")
    total, *parts, report = csv.DictReader(io.StringIO(text))
    assert (total["low"], total["high"], total["open"], total["unit"]) == ("82", "", "yes", "attack")
    assert {part["label_en"]: (part["low"], part["partial"]) for part in parts}["schools"] == ("19", "yes")
    assert (report["said_by"], report["origins"], report["words_are"]) == ("", "unknown", "our note")
    assert len(report["document_sha256"]) == 64 and report["place"] == "Idlib"


def test_a_gap_is_said_in_months_as_worked_out_and_keeps_what_the_page_said(loaded, reader):
    for language, told, days, kept in (
        ("en", "27 to 31 months", "846 to 972 days", "almost two years"),
        ("ar", "٢٧ إلى ٣١ شهراً", "٨٤٦ إلى ٩٧٢ يوماً", "نحو عامين"),
    ):
        html = reader.get(f"/{language}/figures/barrel-bombs-gap/").content.decode()
        assert f'<p class="answer"><bdi>{told}</bdi>' in html and days in html and kept in html
        assert "reported range" not in html


def test_a_note_of_our_own_is_never_shown_as_a_quotation_and_is_read_in_the_readers_language(loaded, reader):
    html = reader.get("/ar/figures/schools-attacked/").content.decode()
    assert "بعبارة مذكرتنا" in html and "<blockquote" not in html
    assert "تذكر الحملة أن مراكز مدنية حيوية" in html and "السطر ٤" in html and "مذكرة: حملة توعية" in html
    assert "رواية واحدة مصدرها الأصلي غير معروف" in html


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
