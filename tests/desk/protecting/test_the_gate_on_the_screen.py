"""What stands against making a thing public is on the screen before anything is decided."""

from __future__ import annotations

from django.contrib.auth.models import Group

from dalil.access.models import Proposal
from dalil.archive.protection import Level
from dalil.counting.figures import define_figure
from dalil.counting.question import Question
from dalil.record.actions import name_source
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
    assert [each.proposer.username for each in as_("salma").get(address).context["waiting"]] == ["edith"]
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


def _proposals_seen_by(browser):
    return browser.get("/desk/record/access/proposals/").context["rows"]


def test_what_one_overrides_waits_in_the_one_queue_with_the_gates_reasons(as_, enter, staff):
    """edith may publish and decides no restriction; salma confirms on the screen of proposals, with a reason of her own."""
    report = enter(HOSPITAL, level=Level.INTERNAL)
    address = f"/desk/record/reports/{report.address}/protect/"
    as_("edith").post(address, {"level": "0", "reason": "closed since", "override": "on"})
    (own,) = _proposals_seen_by(as_("edith"))
    assert (own.may_confirm, own.objections) == (False, ())
    assert not _proposals_seen_by(as_("tariq"))[0].may_confirm, "who may not publish decides nothing here"
    (row,) = _proposals_seen_by(as_("salma"))
    assert "place it at" in row.objections[0]
    assert "إدلب" in _proposals_seen_by(as_("salma", "ar"))[0].objections[0]
    decide = f"/desk/record/access/proposals/{row.proposal.pk}/"
    as_("salma").post(decide, {"verdict": "confirmed"})
    report.refresh_from_db()
    assert report.level == Level.INTERNAL, "without a reason nothing is decided"
    as_("salma").post(decide, {"verdict": "confirmed", "reason": "everybody knows the place"})
    report.refresh_from_db()
    assert report.level == Level.PUBLIC
    assert _proposals_seen_by(as_("salma")) == []


def test_a_restricted_report_over_the_gate_is_one_proposal_and_takes_both_rights(as_, enter, staff):
    """Two queues asked for four decisions of it; one proposal carries the widening and the gate's reasons."""
    circle = Group.objects.create(name="circle")
    staff["samir"].groups.add(staff["salma"].groups.get())
    for name in ("edith", "salma", "samir", "layla"):
        staff[name].groups.add(circle)
    report = enter(HOSPITAL, level=Level.RESTRICTED, groups=[circle])
    sent = {"level": "0", "reason": "closed since", "override": "on"}
    as_("salma").post(f"/desk/record/reports/{report.address}/protect/", sent)
    (proposal,) = Proposal.objects.all()
    assert (proposal.of, proposal.asked["restricted"]) == (Proposal.Of.PUBLISHING, True)
    decide = f"/desk/record/access/proposals/{proposal.pk}/"
    for name in ("layla", "edith"):  # one may not publish, the other decides no restriction
        assert as_(name).post(decide, {"verdict": "confirmed", "reason": "yes"}).status_code == 403
    report.refresh_from_db()
    assert report.level == Level.RESTRICTED
    as_("samir").post(decide, {"verdict": "confirmed", "reason": "yes"})
    report.refresh_from_db()
    assert report.level == Level.PUBLIC


def test_what_comes_up_after_the_proposal_is_not_confirmed_with_it(as_, enter, staff):
    circle = Group.objects.create(name="circle")
    staff["samir"].groups.add(staff["salma"].groups.get())
    for name in ("salma", "samir"):
        staff[name].groups.add(circle)
    report = enter({"when": "2019-05-01"}, said="The nurse of the cave.", level=Level.RESTRICTED, groups=[circle])
    as_("salma").post(f"/desk/record/reports/{report.address}/protect/", {"level": "0", "reason": "known"})
    name_source("the-nurse", actor=staff["layla"], en="nurse of the cave", level=Level.RESTRICTED, groups=[circle])
    decide = f"/desk/record/access/proposals/{Proposal.objects.get().pk}/"
    said = as_("samir").post(decide, {"verdict": "confirmed", "reason": "yes"}, follow=True)
    assert "propose it anew" in said.text
    report.refresh_from_db()
    assert report.level == Level.RESTRICTED


def test_what_was_declined_may_be_proposed_again(as_, enter, staff):
    report = enter(HOSPITAL, level=Level.INTERNAL)
    sent = {"level": "0", "reason": "closed since", "override": "on"}
    address = f"/desk/record/reports/{report.address}/protect/"
    as_("edith").post(address, sent)
    as_("salma").post(f"/desk/record/access/proposals/{Proposal.objects.get().pk}/", {"verdict": "declined"})
    assert as_("salma").post(address, sent).status_code == 302
    report.refresh_from_db()
    assert report.level == Level.INTERNAL, "a word that was declined is not the first of two"
    as_("edith").post(address, sent)
    report.refresh_from_db()
    assert report.level == Level.PUBLIC
