"""What was judged under a provision costs as many queries for many entities as for few, and so do the laws of many entities."""

from __future__ import annotations

import pytest

from dalil.archive.protection import Viewer
from dalil.cases.tagging.models import TagAnswer
from dalil.cases.tagging.tags_judged import accepted_under, entities_under, judge_tag
from dalil.record.entities import entity_at

PUBLIC = Viewer.public()
SCHOOL = {
    "what": "AIR_STRIKE",
    "targets": ["SCHOOL"],
    "where": {"places": ["SY070501"]},
    "parties": [{"actor": "SYR_AF"}],
}


@pytest.mark.parametrize("many", [2, 12])
def test_many_entities_cost_no_more_queries_than_few(many, enter, alice, django_assert_max_num_queries):
    for day in range(1, many + 1):
        this = entity_at(enter(SCHOOL | {"when": f"2019-05-{day:02}"}).address, PUBLIC)
        judge_tag(this, "RS-8-2-e-iv", TagAnswer.ACCEPTED, actor=alice)
    with django_assert_max_num_queries(13):
        found = entities_under("RS-8-2-e-iv", PUBLIC)
        accepted = accepted_under("RS-8-2-e-iv", found)
    assert len(found) == many and set(accepted.values()) == {("RS-8-2-e-iv",)}
