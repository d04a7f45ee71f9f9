"""The pages of the law and of proceedings, the API and the CSV say the same: which provisions, which elements, what was judged, which steps."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from dalil.archive.protection import Level, Viewer
from dalil.cases.law import provisions
from dalil.cases.tagging.models import TagAnswer
from dalil.cases.tagging.tags_judged import judge_tag
from dalil.record import actions
from dalil.record.entities import entity_at
from dalil.record.models import Verdict

MARKET = {
    "what": "AIR_STRIKE",
    "targets": ["MARKET"],
    "when": "2019-05-05",
    "where": {"places": ["SY070501"]},
    "parties": [{"actor": "SYR_AF"}],
}
CODE = "RS-8-2-e-i"
CASE = {"docket": "7 X 12/19", "forum": "DE", "court": {"en": "Higher Regional Court"}}


@pytest.fixture
def reader() -> Client:
    return Client(headers={"host": "localhost"})


def lines_of(client: Client, path: str) -> list[dict[str, str]]:
    """The lines of a CSV file, by column."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def linked_in(client: Client, path: str, within: str) -> set[str]:
    """The addresses of the record that a section of a page links to."""
    page = client.get(path).content.decode()
    section = page.partition(f'<section class="section" aria-labelledby="{within}">')[2].partition(
        '<section class="section"'
    )[0]
    return set(re.findall(r"/record/([0-9a-z]{8,})/", section))


def test_every_provision_and_element_is_on_its_page_in_the_api_and_in_the_files(reader: Client) -> None:
    plain = {each["code"]: each for each in reader.get("/api/provisions?limit=500").json()["items"]}
    assert (
        list(plain)
        == [each.code for each in provisions()]
        == [each["code"] for each in lines_of(reader, "/api/provisions.csv")]
    )
    elements = lines_of(reader, "/api/elements.csv")
    for code, each in plain.items():
        rows = [row for row in elements if row["provision"] == code]
        assert [row["element"] for row in rows] == [element["code"] for element in each["elements"]]
        assert [row["words_ar"] for row in rows] == [element["words"]["ar"] for element in each["elements"]]
    for language in ("en", "ar"):
        page = reader.get(f"/{language}/law/{CODE}/").content.decode()
        assert all(element["words"][language] in page for element in plain[CODE]["elements"])
    asked_by = {each["code"]: each["provisions"] for each in reader.get("/api/elements?limit=500").json()["items"]}
    assert all(CODE in asked_by[element["code"]] for element in plain[CODE]["elements"])


def test_what_was_judged_under_a_provision(enter: Any, alice: Any, reader: Client) -> None:
    shown, hidden, refused = enter(MARKET), enter(MARKET | {"when": "2019-06-01"}, level=Level.INTERNAL), enter(MARKET)
    for report, answer in ((shown, "ACCEPTED"), (hidden, "ACCEPTED"), (refused, "REFUSED")):
        this = entity_at(report.address, Viewer.steward())
        assert this
        judge_tag(this, CODE, TagAnswer[answer], actor=alice, reason="looked at")
    plain = reader.get(f"/api/provisions/{CODE}").json()["entities"]
    rows = lines_of(reader, f"/api/provisions/{CODE}/entities.csv")
    assert [each["address"] for each in plain["items"]] == [row["address"] for row in rows] == [shown.address]
    assert plain["total"] == 1 and plain["items"][0]["accepted"] == [rows[0]["accepted"]] == [CODE]
    for language in ("en", "ar"):
        assert rows[0][f"title_{language}"] == plain["items"][0]["title"][language]
        page = reader.get(f"/{language}/law/{CODE}/").content.decode()
        assert shown.address in page and hidden.address not in page and refused.address not in page


@pytest.fixture
def steps(enter: Any, alice: Any) -> list[Any]:
    """A case of two steps, of which one is told twice, one of another State, a call, a step that members see, and a restricted one."""
    arrest = enter({"what": "ARREST", "when": "2019-02-12", **CASE}, kind="proceeding")
    again = enter({"what": "ARREST", "when": "2019-02-13", **CASE}, kind="proceeding", origin="south")
    actions.judge(arrest, again, Verdict.SAME, actor=alice, reason="one arrest")
    charges = [{"provision": "NAT-DE-7", "outcome": "CONVICTED", "how_many": "27"}]
    verdict = enter(
        {"what": "VERDICT", "when": "2021-03", "charges": charges, "sentence": {"en": "Nine years"}, **CASE},
        kind="proceeding",
    )
    other = enter({"what": "TRIAL", "when": "2020", "docket": "1", "forum": "FR"}, kind="proceeding")
    enter({"what": "CALL_FOR_COURT", "when": "2019-04", "court": {"en": "A tribunal"}}, kind="proceeding")
    inside = enter({"what": "RELEASE", "when": "2022", **CASE}, kind="proceeding", level=Level.INTERNAL)
    wardens = Group.objects.create(name="wardens")
    closed = enter(
        {"what": "APPEAL", "when": "2023", **CASE}, kind="proceeding", level=Level.RESTRICTED, groups=[wardens]
    )
    return [arrest, again, verdict, other, inside, closed]


def test_cases_and_their_steps(steps: list[Any], reader: Client) -> None:
    plain = reader.get("/api/proceedings").json()
    rows = lines_of(reader, "/api/proceedings.csv")
    told = [
        (case["address"], step["address"], each["address"])
        for case in plain["items"]
        for step in case["steps"]
        for each in step["reports"]
    ]
    assert told == [(row["case"], row["step"], row["report"]) for row in rows]
    assert {report for _, _, report in told} == {each.address for each in steps[:4]} and plain["total"] == 2
    (german, _) = plain["items"]
    assert (german["states"], german["dockets"], german["latest"]) == (["DE"], ["7 X 12/19"], ["VERDICT"])
    (verdict,) = [row for row in rows if row["what"] == "VERDICT"]
    assert (verdict["charges"], verdict["provisions"], verdict["first_day"]) == (
        "NAT-DE-7 27 CONVICTED",
        "NAT-DE-7",
        "2021-03-01",
    )
    for language in ("en", "ar"):
        assert linked_in(reader, f"/{language}/proceedings/", "cases") == {step for _, step, _ in told}
    for asked, many in (("state=FR", 1), ("state=DE&q=higher", 3), ("provision=NAT-DE-7", 3), ("q=lower", 0)):
        assert len(lines_of(reader, f"/api/proceedings.csv?{asked}")) == many
        items = reader.get(f"/api/proceedings?{asked}").json()["items"]
        assert sum(len(step["reports"]) for case in items for step in case["steps"]) == many
    under = reader.get("/api/provisions/NAT-DE-7").json()["proceedings"]
    assert under["items"] == [german] and linked_in(reader, "/en/law/NAT-DE-7/", "proceedings") >= {verdict["step"]}


def test_a_member_reads_more_in_the_api_and_the_file_stays_what_the_public_may_know(
    steps: list[Any], alice: Any
) -> None:
    member = Client(headers={"host": "localhost"})
    member.force_login(alice)
    latest = member.get("/api/proceedings").json()["items"][0]["latest"]
    assert latest == ["RELEASE"]
    assert "RELEASE" not in {row["what"] for row in lines_of(member, "/api/proceedings.csv")}
