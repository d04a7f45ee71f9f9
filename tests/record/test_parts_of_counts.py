"""A part that is larger than its whole is kept as it was said, and says so wherever it came from and wherever it is read."""

import csv
import io
import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from dalil.archive.protection import Viewer
from dalil.counting.answer import ask
from dalil.counting.combine import Reading
from dalil.counting.question import Question
from dalil.exports.report_lines import report_lines
from dalil.kinds.incident import Incident
from dalil.record.actions import judge
from dalil.record.kind import kind_of
from dalil.record.models import Report, Verdict
from dalil.values import Count

FLAG = "parts_above_whole"


@pytest.mark.parametrize(
    "said",
    [
        {"killed": 3, "killed_children": 11},
        {"killed": "<=5", "killed_women": "6+"},
        {"killed": "~10", "killed_civilians": 9, "killed_combatants": 8},
        {"killed": {"low": 3, "high": 3, "point": 3, "shape": "exact", "status": "civilian"}, "killed_children": 11},
        {"casualties": 12, "killed": 5, "injured": 9},
        {"killed": 0, "killed_children": "3+"},
    ],
)
def test_a_part_larger_than_the_whole_is_seen(said):
    assert Incident(when="2019-05-01", **said).has_parts_above_whole()


@pytest.mark.parametrize(
    "said",
    [
        {"killed": 11, "killed_children": 11},
        {"killed": "3+", "killed_children": 11},
        {"killed_children": 11},
        {"killed": 10, "killed_children": 6, "killed_women": 6},  # girls may be told among both
        {"killed": {"low": 3, "high": 3, "shape": "exact", "unit": "family"}, "killed_children": 11},
        {"killed": {"low": 3, "high": 3, "shape": "exact", "status": "civilian"}, "killed_combatants": 4},
        {"killed": {"low": 3, "high": 3, "shape": "exact", "sex": "female"}, "killed_children": 4},
        {"killed": 3, "killed_children": "<=11"},
        {"casualties": 14, "killed": 5, "injured": 9},
    ],
)
def test_what_may_be_true_together_is_not_flagged(said):
    assert not Incident(when="2019-05-01", **said).has_parts_above_whole()


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_parts_that_exclude_each_other_are_added_up(killed, civilians, combatants):
    said = {"killed": Count.exactly(killed), "killed_civilians": civilians, "killed_combatants": combatants}
    assert Incident(when="2019-05-01", **said).has_parts_above_whole() == (civilians + combatants > killed)


@pytest.mark.parametrize("kind", ["incident", "tally"])
def test_the_doubt_travels_with_the_number_to_every_place(kind, enter, tmp_path):
    """11 children of 3 killed: the number is answered as it was said, and each answer says that its source contradicts itself."""
    content, measure = {
        "incident": ({"when": "2019-05-01", "killed": 3, "killed_children": 11}, "killed"),
        "tally": ({"what": "killed", "count": 3, "parts": [{"what": "Children", "count": 11}]}, "count"),
    }[kind]
    report = enter(content, kind=kind, origin="north-monitor")
    asked = {"kind": kind, "measure": measure}
    total = ask(Question.of(asked), Viewer.public()).total
    assert (total.low, total.contradictory) == (3, 1)
    public = Client(headers={"host": "localhost"})
    assert public.get("/api/count", asked).json()["total"]["contradictory"] == 1
    (line,) = csv.DictReader(io.StringIO(public.get("/api/count.csv", asked).content.decode("utf-8-sig")))
    assert line["contradictory"] == "1"
    assert public.get(f"/api/reports/{report.address}").json()["flags"] == [FLAG]
    lines = tmp_path / "reports.jsonl"
    lines.write_text("".join(report_lines(Report.objects.all(), Viewer.public())), encoding="utf-8")
    assert json.loads(lines.read_text("utf-8"))["flags"] == [FLAG]


def test_a_number_beside_a_larger_part_has_no_say_in_what_is_agreed(enter, alice):
    first = enter({"when": "2019-05-01", "killed": 3, "killed_children": 11}, origin="north-monitor")
    other = enter({"when": "2019-05-01", "killed": 12}, origin="south-monitor")
    judge(first, other, Verdict.SAME, actor=alice)
    agreed = ask(Question(measure="killed", reading=Reading.AGREED), Viewer.public()).total
    assert (agreed.low, agreed.high, agreed.contradictory) == (12, 12, 1)


def test_a_kind_cannot_name_a_part_that_it_does_not_have():
    with pytest.raises(TypeError, match="killed_elders"):
        type("Wrong", (kind_of("incident"),), {"code": "wrong", "part_counts": {"killed": (("killed_elders",),)}})


def test_the_flag_is_on_the_report_its_page_and_its_line(enter, as_public_page):
    report = enter({"when": "2019-05-01", "killed": 3, "killed_children": 11})
    assert list(report.flags) == [FLAG]
    assert "a part is larger than the whole" in as_public_page(report, "en")
    assert "جزء أكبر من الكل" in as_public_page(report, "ar")


def test_a_table_that_says_so_is_taken_in_and_flagged(tmp_path, run_table):
    run = run_table("day,killed,children\n2019-05-01,3,11\n2019-05-02,12,11\n", {
        "killed": {"field": "killed"}, "children": {"field": "killed_children"},
    })  # fmt: skip
    assert (run.new, run.failed, run.flags[FLAG]) == (2, 0, 1)
    first, second = Report.objects.visible_to(Viewer.steward()).order_by("pk")
    assert FLAG in first.flags and FLAG not in second.flags


@pytest.fixture
def as_public_page():
    def page(report, language):
        with translation.override(language):
            address = reverse("report", args=[report.address])
        return Client(headers={"host": "localhost"}).get(address).content.decode()

    return page


@pytest.fixture
def run_table(alice, tmp_path):
    from dalil.archive.protection import Level
    from dalil.intake import runs
    from dalil.intake.formats import formats
    from dalil.intake.request import ImportRequest

    def run(text, columns):
        file = tmp_path / "table.csv"
        file.write_text(text, encoding="utf-8")
        mapping = {"kind": "incident", "origin": "north-monitor", "columns": {"day": {"field": "when"}} | columns}
        return runs.run_import(
            ImportRequest(
                path=file, format=formats()["table"], actor=alice, mapping=mapping, level=Level.PUBLIC, processes=0
            )
        )

    return run
