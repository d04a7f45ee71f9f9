"""What became of somebody takes two people, a basis and a document; the family is told before anybody; nothing is public without its consent."""

from __future__ import annotations

import itertools

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from dalil.archive.protection import Level, Viewer
from dalil.record import actions
from dalil.record.actions import Refused
from dalil.record.models import Report
from dalil.record.sealed.consents import change_consent, give_consent
from dalil.tracing import requests
from dalil.tracing.findings import (
    FindingContent,
    TellingContent,
    confirm_finding,
    propose_finding,
    read_finding,
    reject_finding,
    tell_family,
)
from dalil.tracing.models import SearchFinding, Telling
from dalil.tracing.receipts import find_standing
from dalil.values.consent import ConsentTerms

CANARY = "canary basis: the scar and the mother's name"
TOLD = {"finding": 1, "who": "canary sister, by Tariq", "how": "at her home", "support": "a doctor came along"}


@pytest.fixture
def verified(opened, tariq, ask):
    """A request under verification, and the code of its receipt."""
    made, code = ask()
    for state in ("VALIDATED", "OPEN", "CANDIDATE_FOUND", "UNDER_VERIFICATION"):
        requests.take_step(opened, made, state, reason="r", actor=tariq)
    return made, code


@pytest.fixture
def certificate(enter):
    """A report of a certificate, which the public cannot read yet."""
    who = {"said": "Qasim Halabi", "mother": "Zahra Nur"}
    return enter({"who": who, "fate": "DIED_IN_DETENTION"}, kind="victim", level=Level.INTERNAL)


@pytest.fixture
def propose(opened, tariq, verified, certificate, document):
    def one(**content):
        plain = {
            "state": "FATE_DEAD_BODY_NOT_FOUND",
            "basis": CANARY,
            "document": document.address,
            "shown_by": "CERTIFICATE",
        }
        said = FindingContent.model_validate({**plain, "report": certificate.address, **content})
        return propose_finding(opened, verified[0], said, actor=tariq)

    return one


def is_public(report):
    return Report.objects.visible_to(Viewer.public()).filter(pk=report.pk).exists()


def publish(report, by):
    for thing in (report.document, report):
        actions.protect(thing, level=Level.PUBLIC, actor=by)


@pytest.mark.django_db
def test_a_finding_needs_a_basis_a_document_and_verification(opened, tariq, ask, propose, document):
    for said, why in (
        ({"basis": " "}, "how it is known"),
        ({"document": ""}, "rests on a document"),
        ({"document": document.address[:3]}, "rests on a document"),
        ({"state": "OPEN"}, "became of somebody"),
        ({"report": "nothing"}, "no report"),
    ):
        with pytest.raises(Refused, match=why):
            propose(**said)
    other, _code = ask()
    content = FindingContent(state="LOCATED_DETAINED", basis="b", document=document.address, shown_by="TESTIMONY")
    with pytest.raises(Refused, match="under verification"):
        propose_finding(opened, other, content, actor=tariq)
    assert not SearchFinding.objects.exists()
    propose()
    with pytest.raises(Refused, match="waits for a second person"):
        propose()


@pytest.mark.django_db
def test_who_proposed_decides_nothing_not_even_past_the_functions(opened, tariq, layla, propose, verified):
    finding = propose()
    for decide in (
        lambda: confirm_finding(opened, finding, actor=tariq),
        lambda: reject_finding(opened, finding, reason="r", actor=tariq),
    ):
        with pytest.raises(Refused, match="a second person"):
            decide()
    with pytest.raises(IntegrityError), transaction.atomic():
        SearchFinding.objects.filter(pk=finding.pk).update(decision="confirmed", decided_by=tariq)
    assert requests.states_of(verified[0])[-1] == "UNDER_VERIFICATION"
    confirm_finding(opened, finding, actor=layla)
    assert requests.states_of(verified[0])[-1] == "FATE_DEAD_BODY_NOT_FOUND"
    assert read_finding(opened, finding, actor=layla).basis == CANARY
    with pytest.raises(Refused, match="decided already"):
        reject_finding(opened, finding, reason="r", actor=layla)


@pytest.mark.django_db
def test_a_rejected_finding_leaves_the_search_open_and_frees_the_report(
    opened, tariq, layla, propose, verified, certificate, alice
):
    finding = propose()
    with pytest.raises(Refused, match="say why"):
        reject_finding(opened, finding, reason=" ", actor=layla)
    publish(certificate, alice)
    assert not is_public(certificate)
    reject_finding(opened, finding, reason="another mother", actor=layla)
    assert requests.states_of(verified[0])[-1] == "OPEN"
    assert requests.read_steps(opened, verified[0], actor=layla)[0].reason == "another mother"
    assert is_public(certificate), "it is no business of this family's"


@pytest.mark.django_db
def test_telling_is_of_what_two_found_and_says_who_how_and_what_support(opened, tariq, layla, propose, verified):
    finding, code = propose(), verified[1]
    with pytest.raises(Refused, match="not confirmed"):
        tell_family(opened, finding, TellingContent(**TOLD, on_day=localdate()), actor=tariq)
    assert find_standing(code).state == "searched"
    confirm_finding(opened, finding, actor=layla)
    assert find_standing(code).state == "answer", "a person tells what it is, no page"
    for part in ("who", "how", "support"):
        with pytest.raises(Refused, match="what support"):
            tell_family(opened, finding, TellingContent(**{**TOLD, part: " "}, on_day=localdate()), actor=tariq)
    tell_family(opened, finding, TellingContent(**TOLD, on_day=localdate()), actor=tariq)
    assert Telling.objects.count() == 1 and find_standing(code).state == "told"


PUBLICATION = ConsentTerms(purposes=("publication",), identity="named", giver="next_of_kin")


@pytest.mark.django_db
def test_no_order_of_acts_makes_a_fate_public_before_the_family_knows_and_consents(
    opened, tariq, layla, alice, propose, verified, certificate
):
    """Every order of confirming, telling, consenting and publishing: public only where all four were done, in an order that is allowed."""
    finding = propose()

    def consent():
        change_consent(finding.consent, PUBLICATION, on_day=localdate(), actor=tariq, reason="asked after the telling")

    acts = {
        "confirm": lambda: confirm_finding(opened, finding, actor=layla),
        "tell": lambda: tell_family(opened, finding, TellingContent(**TOLD, on_day=localdate()), actor=tariq),
        "consent": consent,
        "another": lambda: give_consent(verified[0].person, PUBLICATION, on_day=localdate(), actor=tariq),
        "publish": lambda: publish(certificate, alice),
    }
    shown = []
    for order in itertools.permutations(acts):
        done = []
        with transaction.atomic():
            for name in order:
                finding.refresh_from_db()
                try:
                    with transaction.atomic():
                        acts[name]()
                except Refused:
                    continue
                done.append(name)
                certificate.refresh_from_db()
                if is_public(certificate):
                    assert {"confirm", "tell", "consent", "publish"} <= set(done), done
                    assert done.index("confirm") < done.index("tell") < done.index("consent")
                    shown.append(order)
            transaction.set_rollback(True)
    assert shown, "there is a way, when all is done in its order"


@pytest.mark.django_db
def test_another_report_of_the_same_is_not_public_before_the_family_knows(
    opened, tariq, bob, propose, certificate, enter, verified
):
    """Whoever says it, whenever it comes in, and by whatever way it is known to be the same."""
    facts = {"kind": "victim", "level": Level.INTERNAL}
    before = enter({"who": "قاسم حلبي", "fate": "KILLED"}, origin="north-monitor", **facts)
    judged_before = enter({"who": "Q. H.", "fate": "KILLED"}, origin="north-monitor", **facts)
    actions.judge(certificate, judged_before, "same", actor=bob)
    open_before = enter({"who": "Qasim Halabi", "fate": "DETAINED"}, kind="victim", level=Level.PUBLIC)
    others = [
        enter({"who": "Qasim Said", "fate": "KILLED"}, **facts),
        enter({"who": {"said": "Qasim Halabi", "mother": "Rana Omar"}, "fate": "KILLED"}, **facts),
    ]
    finding = propose()
    after = enter(
        {"who": "Qasim al-Halabi", "fate": "KILLED"}, kind="victim", level=Level.PUBLIC, origin="south-monitor"
    )
    judged_after = enter({"who": "Abu Salim", "fate": "KILLED"}, **facts)
    actions.judge(judged_after, before, "same", actor=bob)
    held = [certificate, before, judged_before, after, judged_after]
    for each in (*held, *others):
        publish(each, bob)
    assert not any(map(is_public, held))
    assert is_public(open_before), "what was public before is not ours to hide"
    assert all(map(is_public, others)), "somebody of another name or another mother is somebody else"
    confirm_finding(opened, finding, actor=bob)
    assert not any(map(is_public, held)), "two people know it, and the family does not"
    tell_family(opened, finding, TellingContent(**TOLD, on_day=localdate()), actor=bob)
    assert not any(map(is_public, held)), "told, and not consented"
    change_consent(finding.consent, PUBLICATION, on_day=localdate(), actor=bob, reason="r")
    assert all(map(is_public, held))


@pytest.mark.django_db
def test_a_rejected_finding_frees_what_tells_the_same(opened, tariq, bob, propose, certificate, enter):
    finding = propose()
    after = enter({"who": "Qasim Halabi", "fate": "KILLED"}, kind="victim", level=Level.PUBLIC, origin="south-monitor")
    publish(certificate, bob)
    assert not is_public(after)
    reject_finding(opened, finding, reason="another Qasim", actor=bob)
    assert is_public(after) and is_public(certificate)


@pytest.mark.django_db
def test_a_common_name_alone_holds_no_stranger_and_one_more_fact_does(opened, tariq, propose, enter, document):
    """Somebody of a name that thousands bear is kept from the public only where mother, birth, or time and place say the same too."""
    known = {"who": {"said": "محمد أحمد", "mother": "Zahra Nur"}, "born": "1985", "fate": "DIED_IN_DETENTION"}
    sought = enter({**known, "when": "2014-05-01"}, kind="victim", level=Level.INTERNAL)
    propose(report=sought.address)

    def comes(level=Level.PUBLIC, **facts):
        return enter(
            {"who": "Mohammad Ahmad", "fate": "KILLED", **facts}, kind="victim", level=level, origin="south-monitor"
        )

    strangers = [
        comes(),
        comes(when="2018"),
        comes(born="1960", when="2014-05-01"),
        comes(who={"said": "محمد أحمد", "mother": "Rana Omar"}, when="2014-05-01"),
    ]
    held = [
        comes(born="1985"),
        comes(when="2014-05-01"),
        comes(who={"said": "محمد أحمد", "mother": "Zahra Nur"}, when="2018"),
    ]
    assert [is_public(each) for each in strangers] == [True] * len(strangers)
    assert [is_public(each) for each in held] == [False] * len(held)


def test_known_names_are_keyed_once_however_many_reports_come(monkeypatch):
    from dalil.record.sealed.held_alike import _find_alike
    from dalil.text import names

    asked = []
    keys_of_names = names.keys_of_names
    monkeypatch.setattr(names, "keys_of_names", lambda said: asked.append(said) or keys_of_names(said))
    known = [(number, {"who": {"said": "Qasim Halabi"}}) for number in range(3)]
    fresh = [(number, {"who": {"said": "قاسم حلبي"}}) for number in range(10, 20)]
    assert set(_find_alike(known, fresh)) == {(new, old) for new, _ in fresh for old, _ in known}
    assert len(asked) == len(known) + len(fresh)
