"""Four eyes: what is restricted is seen by more people, or exported, when a second person confirms it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from dalil.access import proposals
from dalil.access.models import AccessEntry, Action, Proposal
from dalil.access.refused import Refused
from dalil.archive.protection import Level, Viewer
from dalil.exports.confirmed import confirm_export, propose_export, take_export
from dalil.exports.report_lines import report_lines
from dalil.record import actions
from dalil.record.log import last_number
from dalil.record.models import Report


@pytest.fixture
def circle(db):
    return Group.objects.create(name="circle")


def _in_circle(name, circle, role="legal officer"):
    person = User.objects.create(username=name)
    person.groups.add(circle, Group.objects.get(name=role))
    return User.objects.get(pk=person.pk)


@pytest.fixture
def layla(circle):
    return _in_circle("layla", circle)


@pytest.fixture
def tariq(circle):
    return _in_circle("tariq", circle, "tracing officer")


@pytest.fixture
def hidden(enter, circle):
    return enter({"when": "2019-05-01"}, origin="witness", level=Level.RESTRICTED, groups=[circle])


def restricted_things(report, circle, actor):
    yield report
    source = report.attribution.credits.get().source
    for thing in (source, report.document):
        actions.protect(thing, Level.RESTRICTED, actor=actor, groups=[circle])
        yield thing


@pytest.mark.parametrize("level", [Level.INTERNAL, Level.PUBLIC])
def test_no_restricted_thing_is_opened_by_one_person(hidden, circle, layla, level):
    for thing in restricted_things(hidden, circle, layla):
        before = last_number()
        proposal = actions.protect(thing, level, actor=layla, reason="it is known by now")
        assert proposal is not None and last_number() == before
        thing.refresh_from_db()
        assert thing.level == Level.RESTRICTED
        with pytest.raises(Refused):
            actions.confirm_widening(proposal, actor=layla)


def test_a_second_person_confirms_and_then_it_is_done_and_both_are_logged(hidden, layla, tariq):
    proposal = actions.protect(hidden, Level.INTERNAL, actor=layla, reason="it is known by now")
    actions.confirm_widening(proposal, actor=tariq)
    hidden.refresh_from_db()
    assert hidden.level == Level.INTERNAL
    told = AccessEntry.objects.filter(action__in=(Action.PROPOSED, Action.CONFIRMED, Action.WIDENED))
    assert list(told.order_by("number").values_list("action", "who")) == [
        ("proposed", "layla"),
        ("confirmed", "tariq"),
        ("widened", "tariq"),
    ]
    with pytest.raises(Refused):
        actions.confirm_widening(proposal, actor=tariq)


def test_who_proposed_does_not_confirm_whatever_their_rights(hidden, circle):
    nour = User.objects.create(username="nour", is_superuser=True)
    proposal = actions.protect(hidden, Level.PUBLIC, actor=nour, reason="r")
    with pytest.raises(Refused, match="who proposed does not confirm"):
        actions.confirm_widening(proposal, actor=nour)


def test_another_group_is_a_widening_too_and_fewer_groups_are_not(hidden, circle, layla):
    everybody = Group.objects.get(name="reader")
    assert actions.protect(hidden, Level.RESTRICTED, actor=layla, groups=[circle, everybody], reason="r")
    assert actions.protect(hidden, Level.RESTRICTED, actor=layla, groups=[everybody], reason="r")
    assert actions.protect(hidden, Level.RESTRICTED, actor=layla, groups=[circle]) is None


def test_an_older_copy_of_the_thing_does_not_pass_for_an_open_one(hidden, circle, layla):
    stale = Report.objects.get(pk=hidden.pk)
    stale.level = Level.INTERNAL
    assert actions.protect(stale, Level.PUBLIC, actor=layla, reason="r") is not None


def test_making_public_takes_who_may_publish_and_confirming_takes_who_sees_it(hidden, layla, tariq, alice):
    proposal = actions.protect(hidden, Level.PUBLIC, actor=layla, reason="r")
    with pytest.raises(Refused, match="permission to publish"):
        actions.confirm_widening(proposal, actor=tariq)
    stranger = User.objects.create(username="sami")
    stranger.groups.add(Group.objects.get(name="steward"))
    with pytest.raises(Refused, match="only who sees the thing"):
        actions.confirm_widening(proposal, actor=stranger)


def test_a_proposal_expires_and_holds_for_what_was_seen(hidden, circle, layla, tariq):
    proposal = actions.protect(hidden, Level.INTERNAL, actor=layla, reason="r")
    other = Group.objects.create(name="smaller")
    actions.protect(hidden, Level.RESTRICTED, actor=layla, groups=[circle])
    hidden.groups.add(other)
    with pytest.raises(Refused, match="protected otherwise since"):
        actions.confirm_widening(proposal, actor=tariq)
    hidden.groups.remove(other)
    Proposal.objects.filter(pk=proposal.pk)
    late = Proposal.objects.create(
        of=Proposal.Of.WIDENING, noun="report", address=hidden.address, asked=proposal.asked, reason="r",
        proposer=layla, expires_at=timezone.now() - timedelta(seconds=1),
    )  # fmt: skip
    with pytest.raises(Refused, match="has expired"):
        actions.confirm_widening(late, actor=tariq)


def test_a_correction_does_not_open_what_it_corrects(hidden, layla, document):
    draft = actions.Draft(
        claim=hidden.claim, document=document, attribution=hidden.attribution, said="better", level=Level.INTERNAL
    )
    with pytest.raises(Refused, match="and so is its correction"):
        actions.supersede(hidden, draft, actor=layla, reason="r")


def test_an_export_leaves_out_what_is_restricted_until_a_second_person_confirms_it(hidden, enter, layla, tariq):
    enter({"when": "2019-05-02"})
    viewer = Viewer.of(layla)
    reports = Report.objects.visible_to(viewer)
    assert hidden.address not in "".join(report_lines(reports, viewer))
    proposal = propose_export(reports, by=layla, reason="for the court", query="")
    assert hidden.address not in "".join(report_lines(reports, viewer, proposal)), "proposed is not confirmed"
    with pytest.raises(Refused):
        confirm_export(proposal, actor=layla)
    confirm_export(proposal, actor=tariq)
    with pytest.raises(Refused):
        take_export(proposal, reports, by=tariq)
    later = enter({"when": "2019-05-03"}, level=Level.RESTRICTED, groups=hidden.groups.all())
    given = "".join(report_lines(take_export(proposal, reports, by=layla), viewer, proposal))
    assert hidden.address in given and later.address not in given
    with pytest.raises(Refused):
        take_export(proposal, reports, by=layla)


def test_the_keeper_of_the_machine_has_no_other_door(hidden):
    viewer = Viewer.steward()
    assert hidden.address not in "".join(report_lines(Report.objects.visible_to(viewer), viewer))


def test_one_setting_says_whether_it_is_required(home, settings):
    assert proposals.is_required()
    (home / proposals.DEMO_PASSWORD).write_text("x")
    assert not proposals.is_required(), "in the demo"
    settings.FOUR_EYES = "on"
    assert proposals.is_required()
