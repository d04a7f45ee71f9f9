"""Every public page, feed, table, capsule and answer of the API that shows a figure gives the number and the doubts of one edition, as `ask` does."""

import csv
import io
import json
import re
from dataclasses import asdict
from html import unescape
from zipfile import ZipFile

import pytest
from addresses import public_addresses
from django.core.cache import caches
from django.test import Client

from dalil.archive.protection import Viewer
from dalil.bulletin.models import CardPage, FrontPage, NewsIndexPage, StoryPage, ThemePage
from dalil.counting.answer import ask
from dalil.counting.answer_words import say_answer
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import Question
from dalil.record import actions
from dalil.record.models import Verdict
from dalil.wording.doubts import list_doubts, say_doubts_briefly

FIGURE = '<embed embedtype="figure" slug="killed"/>'
QUESTION = {"measure": "killed", "places": ["SY07"], "facets": {"weapons": ["BARREL_BOMB"]}, "unit": "person"}
LINK = r'href="/(?P<language>en|ar)/figures/killed/(?:(?P<edition>\d+)/)?"'
INLINE = re.compile(
    rf'<a class="fig" {LINK}[^>]*><bdi>(?P<told>.*?)</bdi>(?: <small class="doubt">\(<bdi>(?P<doubts>.*?)</bdi>\)</small>)?'
)
TILE = re.compile(
    rf'<div class="tile"><a {LINK}>\s*<b><bdi>(?P<told>.*?)</bdi></b>\s*(?:<span class="doubt"><bdi>(?P<doubts>.*?)</bdi></span>)?'
)


class Expected:
    """What `ask` says of a figure at the moment of an edition, in words."""

    def __init__(self) -> None:
        self.question = Question.of(QUESTION)
        answer = ask(self.question, Viewer.public())
        self.total, self.doubts = answer.total, answer.doubts

    def number(self, language: str, *, alone: bool = False) -> str:
        return say_answer(self.total, self.question, language, with_noun=alone and language == "ar")

    def brief(self, language: str) -> str:
        return say_doubts_briefly(self.doubts, language)

    def long(self, language: str) -> list[str]:
        return list_doubts(self.doubts, language)


def put_on_pages(language):
    front = FrontPage.objects.get(locale__language_code=language)
    index = NewsIndexPage.objects.child_of(front).first()
    text = f"<p>There were {FIGURE} dead.</p>"
    pages = [
        (
            front,
            StoryPage(title="Story", slug="numbered", dated="2031-05", body=[("text", text), ("figure", "killed")]),
        ),
        (front, ThemePage(title="Theme", slug="numbered-theme", body=[("text", text)])),
        (index, CardPage(title="Card", slug="numbered-card", dated="2031-06", summary=text, body=[("text", text)])),
    ]
    for parent, page in pages:
        page.live = False
        parent.add_child(instance=page)
        page.save_revision().publish()


@pytest.fixture
def editions(loaded, enter, edith, bob):
    """Two editions of one figure; the pages were published with the first. Returns what `ask` said at each, and a report."""
    idlib = {"where": {"places": ["SY07"]}, "weapons": ["BARREL_BOMB"]}
    first = enter(idlib | {"when": "2019-05-01", "killed": "3"}, origin="north-monitor")
    second = enter(idlib | {"when": "2019-05-01", "killed": "7"}, origin="south-monitor")
    actions.judge(first, second, Verdict.SAME, actor=bob)
    enter(idlib | {"when": "2019-05-02", "killed": "40+"}, origin="north-monitor")
    enter(idlib | {"when": "2019-05-03"}, origin="north-monitor")
    enter(idlib | {"when": "2019-05-04", "killed": "1", "where": {"places": ["SY"]}}, origin="north-monitor")
    enter({"when": "2019-05-05", "killed": "2", "where": {"places": ["SY07"]}}, origin="north-monitor")
    figure = define_figure(
        "killed", Question.of(QUESTION), actor=edith, title_en="How many were killed?", title_ar="كم قُتل؟"
    )
    publish_edition(figure, actor=edith)
    told = {1: Expected()}
    for language in ("en", "ar"):
        put_on_pages(language)
    enter(idlib | {"when": "2019-05-06", "killed": "11"}, origin="north-monitor")
    publish_edition(figure, actor=edith, reason="A strike was reported late.")
    told[2] = Expected()
    enter(idlib | {"when": "2019-05-07"}, origin="north-monitor")
    return told, first


@pytest.mark.long
def test_number_and_doubts_are_those_of_one_edition_wherever_they_are_shown(editions):
    told, first = editions
    assert all(told[1].doubts.plain()[name] for name in ("perhaps", "unknown_facets")) and told[1].total.conflict
    client, seen = Client(headers={"host": "localhost"}), []
    caches["pages"].clear()
    for paths in public_addresses(report=first, figure="killed", word="Idlib").values():
        for path in paths:
            answer = client.get(path)
            if not answer.get("Content-Type", "").startswith("text/html") or answer.status_code != 200:
                continue
            html = answer.content.decode()
            for pattern in (INLINE, TILE):
                for found in pattern.finditer(html):
                    number = int(found["edition"] or 2)
                    language, alone = found["language"], pattern is TILE
                    expected = told[number]
                    assert unescape(found["told"]) == expected.number(language, alone=alone), path
                    assert unescape(found["doubts"] or "") == expected.brief(language), path
                    seen.append((path, number))
    of_figures = {f"/{language}/figures/" for language in ("en", "ar")}
    assert {number for path, number in seen if path not in of_figures} == {1}, (
        "pages keep the edition they were published with"
    )
    assert {(path, number) for path, number in seen if path in of_figures} == {(path, 2) for path in of_figures}, (
        "the list of figures leads to the latest edition of each"
    )
    crawled = {path for path, _ in seen}
    assert {f"/{language}/{slug}/" for language in ("en", "ar") for slug in ("numbered", "numbered-theme")} <= crawled
    assert {"/en/", "/ar/"} <= crawled and any("numbered-card" in path for path in crawled)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_of_a_figure_its_table_its_json_and_the_feed_say_the_same(editions, language):
    told, _first = editions
    client = Client(headers={"host": "localhost"})
    for number, path in (
        (2, f"/{language}/figures/killed/"),
        (1, f"/{language}/figures/killed/1/"),
        (2, f"/{language}/figures/killed/2/"),
    ):
        html = client.get(path).content.decode()
        header = html[html.index('<p class="answer">') :]
        assert unescape(re.search(r'class="answer"><bdi>(.*?)</bdi>', header)[1]) == told[number].number(
            language, alone=True
        )
        listed = re.search(r'<ul class="doubts"[^>]*>(.*?)</ul>', header, re.DOTALL)[1]
        assert [unescape(each) for each in re.findall(r"<bdi>(.*?)</bdi>", listed)] == told[number].long(language), path
    plain = client.get(f"/{language}/figures/killed.json").json()
    api = client.get("/api/figures/killed").json()
    assert plain["edition"] == api["edition"] and plain["edition"]["number"] == 2
    assert plain["doubts"][language] == plain["edition"]["doubts"][language] == told[2].long(language)
    assert (plain["published"]["low"], plain["published"]["high"]) == (told[2].total.low, told[2].total.high)
    assert plain["has_changed"] and plain["answer"]["doubts"] != plain["doubts"], (
        "what the record says now stands apart"
    )
    table = client.get(f"/{language}/figures/killed.csv").content.decode("utf-8-sig")
    total, now, *_reports = csv.DictReader(io.StringIO(table))
    assert (total["row"], now["row"]) == ("total", "now")
    assert int(total["low"]) == told[2].total.low and total[f"doubts_{language}"] == " ".join(told[2].long(language))
    assert [int(total[name]) for name in ("entities", "unknown", "conflict")] == [
        getattr(told[2].total, name) for name in ("entities", "unknown", "conflict")
    ]
    for number in (1, 2):
        capsule = ZipFile(io.BytesIO(client.get(f"/{language}/figures/killed/{number}.zip").content))
        kept = json.loads(capsule.read(f"killed-{number}/answer.json"))
        assert kept["doubts"][language] == told[number].long(language)
        assert kept["total"] == asdict(told[number].total)
        method = capsule.read(f"killed-{number}/METHOD.{language}.txt").decode()
        assert all(each in method for each in told[number].long(language))
    feed = unescape(client.get(f"/{language}/feed.xml").content.decode())
    assert f"{told[1].number(language)} ({told[1].brief(language)})" in feed
    corrections = unescape(client.get(f"/{language}/corrections.xml").content.decode())
    for number in (1, 2):
        assert f"{told[number].number(language, alone=True)} ({told[number].brief(language)})" in corrections


@pytest.mark.usefixtures("editions")
def test_an_answer_of_the_api_carries_its_doubts():
    asked = "measure=killed&place=SY07&facet=weapons:BARREL_BOMB&unit=person"
    client = Client(headers={"host": "localhost"})
    answer = client.get(f"/api/count?{asked}").json()
    now = Expected()
    assert answer["doubts"] == {language: now.long(language) for language in ("en", "ar")}
    rows = list(csv.DictReader(io.StringIO(client.get(f"/api/count.csv?{asked}").content.decode("utf-8-sig"))))
    assert [row["doubts_en"] for row in rows] == [" ".join(now.long("en"))]
