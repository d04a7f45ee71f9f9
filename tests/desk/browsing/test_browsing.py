"""Looking for things, in either script, among what one may see."""

import re

import pytest
from django.test import Client

from dalil.archive.protection import Level
from dalil.bulletin.pages.first_pages import lay_first_pages
from dalil.record import actions
from dalil.record.kind import kind_of
from dalil.values.base import KEPT

REPORTS = "/desk/record/reports/"


def found(client, **asked):
    return {report.pk for report in client.get(REPORTS, asked).context["page"]}


@pytest.fixture
def three(enter):
    idlib = enter(
        {"when": "2019-05-01", "killed": "5", "where": {"places": ["SY0703"], "name": "حارم"}},
        origin="north-monitor",
        flags=("source_before_event",),
    )
    aleppo = enter(
        {"when": "2018-09", "where": {"places": ["SY02"], "name": "حلب"}, "weapons": ["AIR"]}, level=Level.INTERNAL
    )
    tally = enter(
        {"what": "killed", "count": "82+"}, kind="tally", origin="field-daily", said="At least 82 were killed"
    )
    return idlib, aleppo, tally


def test_a_place_is_found_in_either_script_with_what_lies_in_it(as_, three):
    idlib, _aleppo, _tally = three
    for name in ("Idleb", "إدلب", "ادلب", "Harim", "حارم"):
        assert found(as_("rana"), q=name) == {idlib.pk}, name


def test_words_beside_a_place_narrow_the_search(as_, three):
    assert found(as_("rana"), q="Idleb حارم") == {three[0].pk}
    assert found(as_("rana"), q="Idleb chlorine") == set()


@pytest.mark.parametrize(
    ("asked", "which"),
    [
        ({"kind": "tally"}, [2]),
        ({"level": "1"}, [1]),
        ({"flag": "source_before_event"}, [0]),
        ({"source": "north-monitor"}, [0]),
        ({"since": "2019"}, [0]),
        ({"until": "2018"}, [1]),
        ({"since": "٢٠١٩-٠٤", "until": "2019-05"}, [0]),
        ({}, [0, 1, 2]),
    ],
)
def test_filters(as_, three, asked, which):
    assert found(as_("rana"), **asked) == {three[at].pk for at in which}


def test_a_date_that_is_none_is_refused_in_words(as_, three):
    answer = as_("rana").get(REPORTS, {"since": "last week"})
    assert "2019-04-26" in answer.content.decode() and not answer.context["page"].object_list


def test_a_hidden_report_changes_no_list_no_count_and_no_suggestion(as_, three, enter, staff):
    before = {
        url: as_("rana").get(url).content for url in ("/desk/record/entities/", REPORTS, "/desk/record/documents/")
    }
    enter(
        {"when": "2019-05-01", "killed": "5", "where": {"places": ["SY0703"], "name": "canaryville"}},
        level=Level.RESTRICTED,
        groups=[staff["layla"].groups.get()],
    )
    for url, content in before.items():
        now = as_("rana").get(url).content
        assert b"canaryville" not in now
        assert now.count(b"<tr") == content.count(b"<tr")
    assert found(as_("rana"), q="canaryville") == set()
    assert len(found(as_("layla"), q="canaryville")) == 1


def test_a_report_opens_to_its_words_its_document_and_its_origin(as_, three):
    text = as_("rana").get(f"{REPORTS}{three[2].address}/").content.decode()
    for said in ("at least 82", "At least 82 were killed", "Field-Daily", "Bulletin", three[2].digest):
        assert said in text
    assert "origin unknown" in as_("rana").get(f"{REPORTS}{three[1].address}/").content.decode()


def test_the_defects_of_a_report_are_explained(as_, three):
    text = as_("rana", "ar").get(f"{REPORTS}{three[0].address}/").content.decode()
    assert "تاريخ المصدر سابق" in text


def test_sources_and_documents_are_found_in_either_script(as_, document, north):
    assert "north-monitor" in as_("rana").get("/desk/record/sources/?q=شمال").content.decode()
    assert "Bulletin" in as_("rana").get("/desk/record/documents/?q=bulletin").content.decode()


def test_places_are_suggested_while_one_types(as_):
    lines = as_("rana").get("/desk/record/suggest/places/?q=إدل").json()["lines"]
    assert any(line.startswith("SY07 ") for line in lines)


def test_other_spellings_come_last_under_a_heading_of_their_own(as_, enter):
    arabic = enter({"when": "2019-05-01", "killed": "5"}, said="قُتل محمد الأحمد")
    latin = enter({"when": "2018-05-01", "killed": "3"}, said="Mohamed Alahmad was killed")
    for language, heading in (("en", "Similar spellings"), ("ar", "رسم مشابه")):
        for page in (REPORTS, "/desk/record/entities/"):
            text = as_("rana", language).get(page, {"q": "Mohamed al-Ahmad"}).content.decode()
            assert text.index(latin.address) < text.index(heading) < text.index(arabic.address), (page, language)
            text = as_("rana", language).get(page, {"q": "محمد الأحمد"}).content.decode()
            assert text.index(arabic.address) < text.index(heading) < text.index(latin.address), (page, language)
            exact = as_("rana", language).get(page, {"q": "«محمد الأحمد»"}).content.decode()
            assert heading not in exact and latin.address not in exact


def test_a_place_in_another_spelling_is_suggested_and_never_taken(as_, typed):
    lines = as_("rana").get("/desk/record/suggest/places/", {"q": "Kafranbl"}).json()["lines"]
    assert any("Kafr Nabl" in line for line in lines)
    answer = as_("alice").post(f"{REPORTS}new/incident/", {**typed, "c-where-place": "Kafranbl"}).content.decode()
    assert "Which “Kafranbl”?" in answer and "Kafr Nabl" in answer
    answer = (
        as_("bob")
        .get("/desk/record/count/", {"kind": "incident", "measure": "killed", "ask": "1", "places": "Kafranbl"})
        .content.decode()
    )
    assert "may be one of these; choose" in answer and "Kafr Nabl" in answer


@pytest.fixture
def kept(document, alice):
    """A report as an earlier Dalil took it in: `kept(content)`, with whatever was not refused then."""

    def one(content):
        claim = kind_of("incident").model_validate(content, context=KEPT)
        draft = actions.Draft(
            claim=claim,
            document=document,
            attribution=actions.credit_sources(),
            locator=str(content),
            level=Level.PUBLIC,
        )
        return actions.enter_report(draft, actor=alice)

    return one


@pytest.mark.parametrize(
    ("when", "place"),
    [
        *((when, "SY07") for when in ("2011..9999", "9999", "9999-12-31", "0001-01", "0001-01-01")),
        ("2019-05-02", "XX_9"),
    ],
)
def test_a_report_kept_from_before_takes_no_list_down(as_, enter, kept, when, place):
    enter({"when": "2019-05-01", "killed": "1", "where": {"places": ["SY07"]}})
    lay_first_pages()
    address = kept({"when": when, "where": {"places": [place]}, "killed": 5}).address
    desk = [
        "reports/",
        f"reports/{address}/",
        f"reports/{address}/correct/",
        "entities/",
        f"entities/{address}/",
        "judge/",
    ]
    desk += [f"count/?kind=incident&ask=1&by1={by}" for by in ("day", "week", "month", "year")]
    public = [
        "/en/record/",
        "/ar/record/",
        f"/en/record/{address}/",
        f"/ar/reports/{address}/",
        "/api/reports",
        "/api/reports.jsonl",
    ]
    public += [f"/api/count?by={by}" for by in ("day", "week", "month", "year")]
    public += ["/api/count?measure=gap", "/api/entities", f"/api/entities/{address}"]
    layla, nobody = as_("layla"), Client()
    assert [path for path in desk if layla.get(f"/desk/record/{path}").status_code != 200] == []
    assert [path for path in public if nobody.get(path).status_code != 200] == []


def map_of(client, **asked):
    html = client.get("/desk/record/entities/", {"as": "map", **asked}).content.decode()
    figure = re.search(r'<figure class="drawn">.*?</figure>', html, re.DOTALL)
    rows = re.findall(
        r'<th scope="row"><bdi>(.*?)</bdi></th><td class="n"><bdi>(.*?)</bdi></td>', figure[0] if figure else ""
    )
    return dict(rows)


def test_the_map_of_entities_follows_the_filters_and_who_looks(as_, three, enter, staff):
    everything = map_of(as_("bob"))
    assert everything["Harim"] == "1" and everything["Aleppo"] == "1"
    assert map_of(as_("bob"), q="حارم") == {"Harim": "1"}
    assert map_of(as_("bob"), kind="tally").keys() == {"not known so exactly"}
    enter(
        {"when": "2019-05-04", "where": {"places": ["SY13"]}},
        level=Level.RESTRICTED,
        groups=[staff["layla"].groups.get()],
    )
    assert map_of(as_("bob")) == everything
    assert map_of(as_("layla")) != everything
    html = as_("bob").get("/desk/record/entities/", {"q": "حارم"}).content.decode()
    assert "as=map" in html and 'class="drawn"' not in html
