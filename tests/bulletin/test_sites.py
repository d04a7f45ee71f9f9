"""A site on the public pages: what it was over which time; and the point of a field hospital nowhere."""

import re

import pytest
from addresses import public_addresses, text_of

from dalil.archive.protection import Level
from dalil.bulletin.static_copy.copying import copy_site
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import Question
from dalil.record import actions
from dalil.record.models import Verdict

CANARIES = ("35.64517", "36.67219", "canarymill")
EXACT = {"places": ["SY0702"], "name": "the canarymill", "lat": 35.64517, "lon": 36.67219, "precision": "exact"}
CAVE = {"called": {"en": "Cave hospital", "ar": "مشفى المغارة"}, "functions": ["FIELD_HOSPITAL"], "when": "2015..2019"}


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


def test_the_point_of_a_field_hospital_is_nowhere_in_public(enter, bob, edith, reader, tmp_path):
    exact = enter(
        CAVE | {"where": EXACT}, kind="site", origin="north-monitor", level=Level.INTERNAL, said="by the canarymill"
    )
    coarse = enter(CAVE | {"where": {"places": ["SY07"]}}, kind="site", origin="north-monitor", said="in Idlib")
    actions.judge(exact, coarse, Verdict.SAME, actor=bob)
    question = Question(kind="site", measure="entities", by=("functions",))
    publish_edition(define_figure("sites", question, actor=edith, title_en="How many?"), actor=edith)
    routes = public_addresses(report=coarse, figure="sites", word="cave")
    asked = ["/en/record/?kind=site", "/en/record/?kind=site&as=map", "/api/reports?kind=site", "/api/reports.jsonl?kind=site",
             "/api/count.geojson?kind=site&by=place", "/en/explore/?kind=site&measure=entities&as=map", "/api/entities?kind=site"]  # fmt: skip
    said = {path: text_of(reader.get(path)) for paths in routes.values() for path in [*paths, *asked]}
    assert any("Cave hospital" in text for text in said.values())
    assert [path for path, text in said.items() if any(each in text for each in CANARIES)] == []
    copy_site(tmp_path / "copy")
    files = [each for each in (tmp_path / "copy").rglob("*") if each.is_file()]
    assert [each.name for each in files if any(c.encode() in each.read_bytes() for c in CANARIES)] == []
