"""A site on the public pages: what it was over which time. Where it may not be said is tried in `test_kept_back_places`."""

import re

import pytest

from dalil.record import actions
from dalil.record.models import Verdict


def words(reader, path):
    html = re.sub(r"<svg.*?</svg>", " ", reader.get(path).content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


@pytest.fixture
def school(enter, bob):
    """A school that became a prison, by two sources; and a third that says otherwise of the same time."""
    told = [
        enter({"called": "al-Nour", "functions": ["SCHOOL"], "when": "2009..2013", "where": {"places": ["SY07"]}}, kind="site", origin="a"),
        enter({"called": "al-Nour", "functions": ["PRISON"], "when": "2014..2018"}, kind="site", origin="b"),
    ]  # fmt: skip
    actions.judge(*told, Verdict.SAME, actor=bob)
    return told


def test_what_a_site_was_at_two_times_is_no_contradiction(school, enter, bob, reader):
    seen = words(reader, f"/en/record/{school[0].address}/")
    assert "No report says how many" not in seen, "a site is no number that somebody could have told"
    assert "School (2009 – 2013)" in seen and "Prison (2014 – 2018)" in seen and "reports differ" not in seen
    third = enter({"called": "al-Nour", "functions": ["BARRACKS"], "when": "2016"}, kind="site", origin="c")
    actions.judge(school[0], third, Verdict.SAME, actor=bob)
    assert "reports differ What it is" in words(reader, f"/en/record/{school[0].address}/")
    assert "من دون ذكر الزمن" not in words(reader, f"/ar/record/{school[0].address}/")
