"""A public page and the API say the same of the same thing, in the same language: title, grade, sources, numbers, corrections."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.counting.answer import ask
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import Question
from dalil.record import actions
from dalil.record.models import Verdict

LANGUAGES = ("en", "ar")


@pytest.fixture
def strike(enter: Any, alice: Any) -> tuple[Any, Any, Any]:
    """One strike by two monitors, of which the second corrected itself."""
    one = enter(
        {"what": "AIR_STRIKE", "when": "2019-05-02", "where": {"places": ["SY07"]}, "killed": "12+"}, origin="north"
    )
    other = enter(
        {"what": "AIR_STRIKE", "when": "2019-05-02", "where": {"places": ["SY07"]}, "killed": "14"}, origin="south"
    )
    actions.judge(one, other, Verdict.SAME, actor=alice, reason="one strike")
    draft = actions.Draft(
        claim=other.claim.model_copy(update={"killed": type(other.claim.killed).exactly(15)}),
        document=other.document,
        attribution=other.attribution,
        locator=other.locator,
        level=other.level,
    )
    return one, other, actions.supersede(other, draft, actor=alice, reason="counted again")


def text_of(client: Client, path: str) -> str:
    """The words of a page, as a reader sees them."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(html.unescape(strip_tags(re.sub(r"(?s)<style.*?</style>", "", answer.content.decode()))).split())


@pytest.fixture
def reader() -> Client:
    return Client(headers={"host": "localhost"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report(strike: Any, reader: Client, language: str) -> None:
    _, corrected, correction = strike
    for report in strike:
        plain = reader.get(f"/api/reports/{report.address}").json()
        page = text_of(reader, f"/{language}/reports/{report.address}/")
        assert plain["title"][language] in page
        assert plain["digest"] in page
        assert all(source["name"]["en"] in page for source in plain["origins"])
    assert reader.get(f"/api/reports/{corrected.address}").json()["corrected_by"] == correction.address
    corrected_page = reader.get(f"/{language}/reports/{corrected.address}/").content.decode()
    assert f"/{language}/reports/{correction.address}/" in corrected_page


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entity(strike: Any, reader: Client, language: str) -> None:
    address = strike[0].address
    plain = reader.get(f"/api/entities/{address}").json()
    page = text_of(reader, f"/{language}/record/{address}/")
    assert plain["title"][language] in page
    assert vocabulary.label("grades", plain["grade"], language) in page
    links = reader.get(f"/{language}/record/{address}/").content.decode()
    assert all(f"/{language}/reports/{report['address']}/" in links for report in plain["reports"])
    assert [report["address"] for report in plain["reports"]] == [report.address for report in strike]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_and_the_answer_behind_it(strike: Any, reader: Client, edith: Any, language: str) -> None:
    question = Question(measure="killed")
    figure = define_figure("killed", question, actor=edith, title_en="How many were killed?", title_ar="كم قُتل؟")
    publish_edition(figure, actor=edith)
    plain = reader.get("/api/figures/killed").json()
    page = text_of(reader, f"/{language}/figures/killed/")
    assert plain["told"][language] in page
    total = ask(question, Viewer.public()).total
    for numbers in (plain["now"], plain["published"], reader.get("/api/count?measure=killed").json()["total"]):
        assert (numbers["low"], numbers["high"], numbers["unknown"]) == (total.low, total.high, total.unknown)
    assert plain["has_changed"] is False


def test_the_list_and_the_search(strike: Any, reader: Client) -> None:
    listed = {item["address"] for item in reader.get("/api/reports?q=Idlib").json()["items"]}
    assert listed == {report.address for report in strike}
    page = reader.get("/en/record/?q=Idlib").content.decode()
    assert f"/en/record/{strike[0].address}/" in page
