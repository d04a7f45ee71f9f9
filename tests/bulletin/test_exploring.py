"""A reader puts a question by choosing: the address is the question, every number leads on, and nothing that was typed is passed over."""

import re
from html import unescape

import pytest
from django.test import RequestFactory
from django.urls import reverse

from dalil.archive.protection import Viewer
from dalil.bulletin.http.rate_limits import _cost_of
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.counting.question_parameters import write_question
from dalil.values.total import Total

PUBLIC = Viewer.public()


@pytest.fixture
def record(enter):
    """Strikes in two governorates, one of an unknown place; one with two weapons, and one with an open number."""
    for day, place, weapons, killed, origin in (
        ("2019-05-01", "SY07", ["BARREL_BOMB"], "5", "north-monitor"),
        ("2019-05-09", "SY07", ["BARREL_BOMB", "MORTAR"], "3", "field-daily"),
        ("2019-06-02", "SY02", ["MORTAR"], "7+", "field-daily"),
    ):
        content = {
            "what": "AIR_STRIKE",
            "when": day,
            "where": {"places": [place]},
            "weapons": weapons,
            "killed": killed,
        }
        enter(content, origin=origin)
    enter({"when": "2019-06-20", "killed": "2"}, origin="north-monitor")


def seen(answer):
    return unescape(" ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split()))


def links(answer):
    return [unescape(each) for each in re.findall(r'href="(/en/explore/\?[^"]+)"', answer.content.decode())]


def test_what_is_typed_becomes_one_address_that_can_be_passed_on(record, reader):
    typed = "/en/explore/?kind=incident&measure=killed&place=SY07&since=May+2019&facet=&grade=&by=&as=table"
    answer = reader.get(typed)
    assert answer.status_code == 302
    assert answer.url == "/en/explore/?kind=incident&measure=killed&place=SY07&since=2019-05-01"
    assert reader.get(answer.url).status_code == 200
    assert "killed" in seen(reader.get(answer.url)).lower()
    assert 'class="answer"><bdi>8 people' in reader.get(answer.url).content.decode()


def test_the_form_alone_counts_nothing_and_refuses_nothing(record, reader):
    html = reader.get("/en/explore/").content.decode()
    assert 'class="answer"' not in html
    assert 'role="alert"' not in html


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("since=last+week", "since", "last week"),
        ("place=Atlantis", "place", "Atlantis"),
        ("according_to=nobody", "according_to", "nobody"),
        ("facet=weapons:CATAPULT", "weapons", "CATAPULT"),
        ("measure=trees", "measure", "trees"),
        ("by=colour", "by", "colour"),
        ("grade=certain", "grade", "certain"),
        ("as=song", "as", "song"),
        ("reading=optimistic", "reading", "optimistic"),
    ],
)
def test_what_is_not_understood_is_said_beside_its_field(record, reader, query, field, words):
    html = reader.get(f"/en/explore/?{query}").content.decode()
    beside = re.search(rf'id="ask-{field}(?:-0)?-wrong"[^>]*>(.*?)</div>', html, re.DOTALL)
    assert beside, field
    assert words in beside[1]
    assert 'class="answer"' not in html


@pytest.mark.parametrize("query", ["colour=red", "facet=BARREL_BOMB", "kind=rumour", "facet=moods:GLAD"])
def test_what_belongs_to_no_field_is_said_above(record, reader, query):
    html = reader.get(f"/en/explore/?{query}").content.decode()
    assert 'class="box warn section" role="alert"' in html
    assert 'class="answer"' not in html


def test_a_cell_of_two_groupings_leads_to_what_it_counts(record, reader):
    answer = reader.get("/en/explore/?kind=incident&measure=killed&by=governorate&by=month")
    cells = [each for each in links(answer) if "place=SY07" in each and "since=2019-05-01" in each]
    assert cells == ["/en/explore/?kind=incident&measure=killed&place=SY07&since=2019-05-01&until=2019-05-31&as=list"]
    assert "8 people" in seen(reader.get(cells[0]))


def test_all_links_of_an_answer_can_be_opened_as_they_are(record, reader):
    for way in ("", "&by=weapons", "&by=weapons&by=source", "&as=map", "&as=series", "&as=list"):
        answer = reader.get(f"/en/explore/?kind=incident&measure=killed{way}")
        assert answer.status_code == 200
        for each in set(links(answer)):
            assert reader.get(each).status_code == 200, each


def test_the_doubts_stand_beside_the_number(record, reader):
    words = seen(reader.get("/en/explore/?kind=incident&measure=killed&facet=weapons:MORTAR"))
    assert "1 has no upper end." in words
    assert "may belong" in words


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("way", "lines"), [("map", 2), ("series", 4)])
def test_a_drawing_has_its_numbers_in_a_table_that_leads_on(record, reader, language, way, lines):
    html = reader.get(f"/{language}/explore/?kind=incident&measure=killed&as={way}").content.decode()
    assert "<svg" in html
    assert len(re.findall(r'<td class="n"><a href="[^"]*as=list"', html)) == lines


def test_the_list_holds_what_is_counted(record, reader):
    html = reader.get("/en/explore/?kind=incident&measure=entities&facet=weapons:BARREL_BOMB&as=list").content.decode()
    assert html.count('<article class="report"') == 2


@pytest.mark.parametrize(
    "question",
    [
        {},
        {"measure": "killed", "places": ["SY07"], "since": "2019-05", "by": ["weapons", "month"], "reading": "agreed"},
        {"facets": {"weapons": ["AIR", "MORTAR"], "targets": ["SCHOOL"]}, "grades": ["reported"]},
    ],
)
def test_pages_and_api_read_the_same_address_alike(record, reader, question):
    question = Question.of(question)
    answer = reader.get(f"/api/count?{write_question(question)}").json()
    assert Question.of(answer["question"]) == question
    assert Total(**answer["total"]) == ask(question, PUBLIC).total
    assert reader.get(f"/en/explore/?{write_question(question)}").status_code == 200


def test_a_name_that_may_be_several_places_is_said(record, reader):
    words = seen(reader.get("/en/explore/?kind=incident&measure=entities&place=Idlib"))
    assert "SY07" in words


@pytest.mark.parametrize("more", ["page=x%20y", "page=2&facet=weapons%3AAIR", "as=list&page=%D9%A2", "place=%C3%A9"])
def test_no_address_leads_round_in_circles(record, reader, more):
    answer = reader.get(f"/en/explore/?kind=incident&measure=entities&{more}", follow=True)
    assert answer.status_code == 200
    assert len(answer.redirect_chain) <= 1


def test_a_question_costs_the_address_that_asks_it():
    assert _cost_of(RequestFactory().get("/en/explore/?measure=killed")) == 1
    assert _cost_of(RequestFactory().get("/en/explore/")) == 0
    assert _cost_of(RequestFactory().get("/en/figures/killed/1.zip")) == 20


def entry_of(answer, part="id"):
    return re.search(rf"<entry>.*?<{part}>(.*?)</{part}>", answer.content.decode(), re.DOTALL)[1]


def test_whoever_subscribes_is_told_when_the_answer_changes_and_at_no_other_write(record, enter, reader):
    from dalil.archive.protection import Level

    html = reader.get("/en/explore/?kind=incident&measure=killed").content.decode()
    (address,) = {unescape(each) for each in re.findall(r'href="(/en/explore\.xml\?[^"]+)"', html)}
    first = reader.get(address)
    assert "17" in entry_of(first, "title")
    assert "is not zero" in first.content.decode(), "the method"
    enter({"when": "2019-05-02", "killed": "100"}, origin="north-monitor", level=Level.INTERNAL)
    assert entry_of(reader.get(address)) == entry_of(first)
    enter({"when": "2019-05-02", "killed": "1"}, origin="north-monitor")
    assert entry_of(reader.get(address)) != entry_of(first)
    assert reader.get("/en/explore.xml?measure=trees").status_code == 422


def test_an_analyst_keeps_a_question_that_was_explored_as_a_draft(record, bob, reader, client):
    from django.contrib.auth.models import Permission

    from dalil.counting.models import Figure

    bob.user_permissions.add(*Permission.objects.filter(codename__in=("count", "access_admin")))
    html = reader.get("/en/explore/?kind=incident&measure=killed&place=SY07&by=month").content.decode()
    (keep,) = (unescape(each) for each in re.findall(r'href="(/desk/[^"]*keep/\?[^"]+)"', html))
    client.force_login(bob)
    form = client.get(keep, follow=True)
    question = unescape(re.search(r'name="question" value="([^"]+)"', form.content.decode())[1])
    kept = client.post(
        reverse("desk:make_figure"),
        {"question": question, "slug": "killed-in-idlib", "title_en": "Killed", "unit": "person"},
    )
    assert kept.status_code == 302, kept.content.decode()
    (figure,) = Figure.objects.all()
    assert Question.of(figure.question).by == ("month",)
    assert figure.edition is None, "no reader sees it"
    assert client.get(f"{reverse('desk:keep_question')}?measure=trees").url == reverse("desk:count")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("May 2019, beside June 2019", "8 9 or more at most 1 fewer")),
        ("ar", ("أيار 2019", "الفرق")),
    ],
)
def test_two_periods_stand_beside_each_other_with_their_difference_and_their_doubts(record, reader, language, words):
    asked = "kind=incident&measure=killed&since=2019-05-01&until=2019-05-31&than_since=2019-06-01&than_until=2019-06-30"
    answer = reader.get(f"/{language}/explore/?{asked}")
    assert answer.status_code == 200
    html = seen(answer).translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))
    for each in words:
        assert each in html
    grouped = asked.replace("&than_since", "&by=governorate&than_since")
    by_place = seen(reader.get(f"/en/explore/?{grouped}"))
    assert "Idlib 8 – cannot be told Aleppo – 7 or more cannot be told" in by_place, "what is not there is not nought"


def test_typed_periods_become_one_address_and_what_cannot_be_read_is_said_beside_its_field(record, reader):
    typed = "/en/explore/?kind=incident&measure=killed&since=May+2019&until=May+2019&than_since=June+2019&than_until="
    answer = reader.get(typed)
    assert answer.status_code == 302
    assert answer.url == (
        "/en/explore/?kind=incident&measure=killed&since=2019-05-01&until=2019-05-31&than_since=2019-06-01"
    )
    assert "Two periods beside each other" in seen(reader.get(answer.url))
    for wrong in ("than_since=yesterday-ish", "than_since=2019-02-01&than_until=2019-01-01"):
        html = reader.get(f"/en/explore/?kind=incident&measure=killed&{wrong}").content.decode()
        assert re.search(r'id="ask-than_(since|until)-wrong"', html), wrong
    assert "belongs to no period" in seen(reader.get("/en/explore/?kind=incident&measure=gap&than_since=2019-01-01"))
