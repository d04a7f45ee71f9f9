"""A page of many reports asks the database no more often than a page of few."""

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import Question

MOST = 40


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
    caches["pages"].clear()
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert reader.get("/en/figures/killed/").status_code == 200
    assert len(queries) <= MOST, [each["sql"] for each in queries.captured_queries]
