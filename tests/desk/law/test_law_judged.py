"""A legal officer accepts and refuses provisions, says the kind of conflict, and takes it back; the public reads what was accepted."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from dalil.archive.protection import Level, Viewer
from dalil.cases.law import Conflict
from dalil.cases.tagging.models import TagAnswer, TagVerdict
from dalil.cases.tagging.tags_judged import entities_under, judge_conflict, judge_tag, law_of, take_law_back
from dalil.record import actions
from dalil.record.actions import Refused
from dalil.record.entities import entity_at
from dalil.record.kind import kind_of
from dalil.record.log import last_change
from dalil.record.models import Verdict

HOSPITAL = {
    "what": "AIR_STRIKE",
    "targets": ["HOSPITAL"],
    "when": "2019-05-05",
    "where": {"places": ["SY070501"]},
    "parties": [{"actor": "SYR_AF"}],
}
PUBLIC, STEWARD = Viewer.public(), Viewer.steward()


@pytest.fixture
def strike(enter):
    return enter(HOSPITAL)


def entity_of(report, viewer=STEWARD):
    return entity_at(report.address, viewer)


def under(code, viewer=PUBLIC):
    return [each.address for each in entities_under(code, viewer)]


def test_a_provision_is_accepted_shown_and_taken_back(strike, alice):
    assert under("RS-8-2-e-iv") == []
    verdict = judge_tag(entity_of(strike), "RS-8-2-e-iv", TagAnswer.ACCEPTED, actor=alice)
    assert verdict.rules == ["HOSPITAL_HIT", "targets:HOSPITAL"]
    change = last_change()
    assert change and change.subjects == (strike.address,) and change.detail["provision"] == "RS-8-2-e-iv"
    assert under("RS-8-2-e-iv") == [strike.address]
    with pytest.raises(Refused, match="judged already"):
        judge_tag(entity_of(strike), "RS-8-2-e-iv", TagAnswer.REFUSED, actor=alice)
    take_law_back(verdict, actor=alice)
    assert under("RS-8-2-e-iv") == [] and TagVerdict.everything.count() == 1


def test_no_article_of_a_conflict_between_states_is_taken_for_one_with_groups(strike, alice):
    law = law_of(entity_of(strike))
    assert law and law.conflict is Conflict.NON_INTERNATIONAL and law.declared
    assert not [tag for tag in law.waiting if tag.provision.conflicts == {Conflict.INTERNATIONAL}]
    with pytest.raises(Refused, match="does not apply"):
        judge_tag(entity_of(strike), "RS-8-2-b-ix", TagAnswer.ACCEPTED, actor=alice, reason="r")


def test_where_an_officer_says_the_conflict_anew_what_does_not_fit_is_not_shown(strike, alice):
    judge_tag(entity_of(strike), "RS-8-2-e-iv", TagAnswer.ACCEPTED, actor=alice)
    with pytest.raises(Refused, match="from what"):
        judge_conflict(entity_of(strike), Conflict.INTERNATIONAL, actor=alice, reason=" ")
    said = judge_conflict(entity_of(strike), Conflict.INTERNATIONAL, actor=alice, reason="two States fought here")
    assert under("RS-8-2-e-iv") == []
    offered = {tag.provision.code for tag in law_of(entity_of(strike)).waiting}
    assert "RS-8-2-b-ix" in offered and "RS-8-2-e-ii" not in offered
    take_law_back(said, actor=alice)
    assert under("RS-8-2-e-iv") == [strike.address]


def test_a_judgement_holds_for_the_entity_and_a_hidden_report_adds_nothing(strike, enter, alice):
    hidden = enter(HOSPITAL | {"killed": "3"}, level=Level.INTERNAL, origin="south-monitor")
    judge_tag(entity_of(hidden), "IHL-R28", TagAnswer.ACCEPTED, actor=alice)
    assert under("IHL-R28") == [] and under("IHL-R28", STEWARD) == [hidden.address]
    actions.judge(strike, hidden, Verdict.SAME, actor=alice, reason="r")
    assert under("IHL-R28") == [] and under("IHL-R28", STEWARD) == [strike.address]


@pytest.fixture
def gassed(enter, alice, wardens):
    """A public report of an attack, and one restricted to the wardens that says chlorine, judged to be of one thing."""
    told = enter(HOSPITAL)
    hidden = enter(HOSPITAL | {"weapons": ["CHLORINE"]}, level=Level.RESTRICTED, groups=[wardens])
    actions.judge(told, hidden, Verdict.SAME, actor=alice, reason="r")
    return told, hidden


@pytest.fixture
def wardens(db):
    return Group.objects.create(name="wardens")


INSIDE = Viewer(member=True)


def test_what_only_a_hidden_report_says_is_accepted_for_those_who_see_it(gassed, alice):
    told, hidden = gassed
    verdict = judge_tag(entity_of(told), "IHL-R74", TagAnswer.ACCEPTED, actor=alice)
    assert verdict.report == hidden and under("IHL-R74", STEWARD) == [told.address]
    assert under("IHL-R74") == under("IHL-R74", INSIDE) == []
    law = law_of(entity_of(told, INSIDE))
    assert law and "IHL-R74" not in str([law.accepted, law.refused, law.lapsed, law.waiting])
    TagVerdict.objects.create(report=told, provision="IHL-R74", answer="accepted", rules=["GAS_USED"], actor=alice)
    assert under("IHL-R74") == under("IHL-R74", INSIDE) == [] and not law_of(entity_of(told, INSIDE)).lapsed
    judge_tag(entity_of(told), "RS-8-2-e-iv", TagAnswer.ACCEPTED, actor=alice)
    assert under("RS-8-2-e-iv") == [told.address]


def test_what_an_officer_names_or_says_of_the_conflict_is_as_protected_as_what_it_may_rest_on(gassed, alice):
    told, hidden = gassed
    judge_tag(
        entity_of(told), "IHL-R34", TagAnswer.ACCEPTED, actor=alice, reason="the hidden report names a journalist"
    )
    assert under("IHL-R34") == under("IHL-R34", INSIDE) == [] and under("IHL-R34", STEWARD) == [told.address]
    said = judge_conflict(entity_of(told), Conflict.INTERNATIONAL, actor=alice, reason="the hidden report says so")
    assert said.report == hidden
    assert law_of(entity_of(told, INSIDE)).said is None and law_of(entity_of(told)).said == said


def test_where_a_correction_takes_away_what_a_rule_saw_the_judgement_lapses(strike, enter, alice):
    verdict = judge_tag(entity_of(strike), "RS-8-2-e-iv", TagAnswer.ACCEPTED, actor=alice)
    claim = kind_of("incident").model_validate(HOSPITAL | {"targets": []})
    draft = actions.Draft(claim=claim, document=strike.document, attribution=strike.attribution, level=Level.PUBLIC)
    new = actions.supersede(strike, draft, actor=alice, reason="r")
    assert under("RS-8-2-e-iv") == [] and law_of(entity_of(new)).lapsed == (verdict,)


def test_a_provision_that_no_rule_proposes_needs_a_reason(strike, alice):
    with pytest.raises(Refused, match="say why"):
        judge_tag(entity_of(strike), "IHL-R34", TagAnswer.ACCEPTED, actor=alice)
    judge_tag(entity_of(strike), "IHL-R34", TagAnswer.ACCEPTED, actor=alice, reason="a journalist was in the ward")
    assert under("IHL-R34") == [strike.address]


def test_an_officer_judges_at_the_desk_and_readers_see_it(strike, as_, client):
    layla, bob = as_("layla"), as_("bob")
    assert f"/{strike.address}/" in layla.get(reverse("desk:law")).content.decode()
    address = reverse("desk:law_of", args=[strike.address])
    shown = layla.get(address).content.decode()
    assert "A hospital or another place of the sick and wounded was attacked" in shown and "8(2)(e)(iv)" in shown
    assert "8(2)(b)(ix)" not in shown
    to = reverse("desk:judge_law", args=[strike.address])
    assert bob.post(to, {"provision": "RS-8-2-e-iv", "answer": "accepted"}).status_code == 403
    layla.post(to, {"provision": "RS-8-2-e-iv", "answer": "perhaps"})
    assert not TagVerdict.objects.exists()
    layla.post(to, {"provision": "RS-8-2-e-iv", "answer": "accepted", "reason": "the note of the officer"})
    for language, said in (("en", "What would have to be shown"), ("ar", "ما ينبغي إثباته")):
        page = client.get(f"/{language}/law/RS-8-2-e-iv/", headers={"host": "localhost"}).content.decode()
        assert said in page and strike.address in page
        assert "the note of the officer" not in page
    layla.post(reverse("desk:say_conflict", args=[strike.address]), {"conflict": "IAC", "reason": "r"})
    assert "8(2)(b)(ix)" in layla.get(address).content.decode()
    layla.post(reverse("desk:undo_law", args=[TagVerdict.objects.get().pk]))
    assert not TagVerdict.objects.exists()


@pytest.mark.parametrize(
    ("weapon", "day", "said", "said_in_arabic"),
    [
        ("CHLORINE", "2013-08-21", "Syria had not joined this treaty by that day", "لم تكن سوريا قد انضمت"),
        ("CHLORINE", "2017-04-04", "Syria had joined this treaty by that day", "كانت سوريا قد انضمت"),
        ("CLUSTER", "2017-04-04", "No step of Syria in this treaty is known here", "لا نعلم خطوة من سوريا"),
    ],
)
def test_each_proposal_says_whether_the_state_is_known_to_be_bound(weapon, day, said, said_in_arabic, enter, as_):
    report = enter(HOSPITAL | {"weapons": [weapon], "when": day})
    address = reverse("desk:law_of", args=[report.address])
    assert said in as_("layla").get(address).content.decode()
    assert said_in_arabic in as_("layla", "ar").get(address).content.decode()
