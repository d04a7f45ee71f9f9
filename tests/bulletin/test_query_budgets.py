"""How often a public page may ask the database: reviewed numbers, so that a page that asks more is noticed where it begins to.

The numbers stand in `query_budgets.csv`, by route; a page is made anew for each measurement, with nothing kept.
"""

import csv
from pathlib import Path

import pytest
from addresses import LEFT_OUT, public_addresses, public_routes
from django.core.cache import cache, caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import Question

pytestmark = pytest.mark.long

BUDGETS = Path(__file__).with_name("query_budgets.csv")
FRONT_PAGE = 25
"""More than this the front page never asks, whatever the list says."""


def budgets():
    with BUDGETS.open(encoding="utf-8") as lines:
        return {line["route"]: int(line["queries"]) for line in csv.DictReader(lines)}


def queries_of(reader, path):
    """How many queries a page costs that nobody has in memory, in a process that has answered before, after the columns followed the log."""
    reader.get(path)
    caches["pages"].clear()
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        answer = reader.get(path)
        if answer.streaming:
            b"".join(answer.streaming_content)
    assert answer.status_code in (200, 404, 422), path
    return len(asked)


@pytest.fixture
def measured(loaded, enter, edith, reader, versions_of_a_list):
    """The most queries that any address of a route asks, by route; and those of the front pages."""
    reports = [
        enter({"when": f"2019-05-0{day}", "where": {"places": ["SY07"]}, "killed": f"{day}+"}, origin="north-monitor")
        for day in range(1, 8)
    ]
    figure = define_figure("killed", Question(measure="killed", by=("source",)), actor=edith, title_en="Killed?")
    publish_edition(figure, actor=edith)
    addresses = public_addresses(report=reports[0], figure="killed", word="Idlib")
    for path in ("/en/", "/ar/", "/en/record/"):
        reader.get(path)  # what a process reads once is not the page's
    asked = {route: max(queries_of(reader, path) for path in paths) for route, paths in addresses.items()}
    return asked, max(queries_of(reader, path) for path in ("/en/", "/ar/"))


def test_every_public_route_has_a_budget_or_a_reason_and_keeps_it(measured):
    asked, front_page = measured
    allowed = budgets()
    assert set(allowed) | set(LEFT_OUT) == set(public_routes())
    assert {route: number for route, number in asked.items() if number > allowed[route]} == {}
    assert front_page <= FRONT_PAGE


@pytest.mark.parametrize("many", [3, 60])
def test_a_figures_page_costs_as_many_queries_for_many_reports_as_for_few(enter, edith, reader, many):
    for number in range(many):
        day = f"2018-{1 + number % 12:02}-{1 + number % 28:02}"
        where = {"places": [("SY07", "SY02", "SY01")[number % 3]]}
        enter(
            {"what": "AIR_STRIKE", "when": day, "where": where, "killed": f"{number}+"}, origin=f"monitor-{number % 5}"
        )
    figure = define_figure("killed", Question(measure="killed"), actor=edith, title_en="How many were killed?")
    publish_edition(figure, actor=edith)
    assert queries_of(reader, "/en/figures/killed/") <= budgets()["en/figures/<slug:slug>/"]
