"""What stands against making a thing public is on the screen before anything is decided."""

from __future__ import annotations

from dalil.archive.protection import Level
from dalil.counting.figures import define_figure
from dalil.counting.question import Question
from dalil.record.models import Report

HOSPITAL = {"when": "2019-05-01", "where": {"places": ["SY0702"]}, "targets": ["FIELD_HOSPITAL"]}


def test_an_editor_reads_the_objection_before_and_two_editors_override_it(as_, enter, staff):
    report = enter(HOSPITAL, level=Level.INTERNAL)
    address = f"/desk/record/reports/{report.address}/protect/"
    assert "place it at" in as_("edith").get(address).text
    assert "إدلب" in as_("edith", "ar").get(address).text
    assert as_("edith").post(address, {"level": "0"}).status_code == 422
    sent = {"level": "0", "reason": "closed since", "override": "on"}
    as_("edith").post(address, sent)
    report.refresh_from_db()
    assert report.level == Level.INTERNAL
    assert "edith" in as_("salma").get(address).context["overriders"]
    as_("salma").post(address, sent)
    report.refresh_from_db()
    assert report.level == Level.PUBLIC


def test_a_report_entered_as_public_asks_the_gate_too(as_, typed, staff):
    sent = {**typed, "level": "0", "c-where-place": "SY0702", "c-targets": "FIELD_HOSPITAL"}
    answer = as_("edith").post("/desk/record/reports/new/incident/", sent)
    assert answer.status_code == 422
    assert "place it at" in answer.text
    assert not Report.objects.exists()
    assert as_("edith").post("/desk/record/reports/new/incident/", {**sent, "level": "1"}).status_code == 302
    assert Report.objects.get().claim.targets == ("FIELD_HOSPITAL",)


def test_a_figure_shows_its_small_cells_before_it_is_published(as_, enter, staff):
    enter({"when": "2019-05-01", "where": {"places": ["SY0702"]}, "detained": "3"}, origin="north-monitor")
    figure = define_figure(
        "held", Question(measure="detained", by=("district",)), actor=staff["edith"], title_en="Held"
    )
    assert as_("edith").get("/desk/record/figures/held/").context["objections"]
    as_("edith").post("/desk/record/figures/held/publish/", {})
    assert figure.editions.count() == 0
    for name in ("edith", "salma"):
        as_(name).post("/desk/record/figures/held/publish/", {"override": "on", "because": "the families ask"})
    assert figure.editions.count() == 1
