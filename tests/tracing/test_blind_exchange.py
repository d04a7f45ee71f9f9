"""Two organisations find those they both know and learn nothing of the others; what was hit is opened by both, with consent, and logged."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field

import pytest
from django.contrib.auth.models import Group
from django.utils.timezone import localdate

from dalil.archive.protection import Level, Viewer
from dalil.exchange.partners import add_partner
from dalil.ledger.notes import PrivateKey
from dalil.proofs.models import Leaf
from dalil.proofs.signing import public_key
from dalil.record import actions
from dalil.record.actions import Refused
from dalil.record.models import Report
from dalil.record.sealed.consents import cover, give_consent, withdraw_consent
from dalil.record.sealed.identities import make_identity, recipient_of, unwrap, wrap
from dalil.record.sealed.models import Disclosure, Submission
from dalil.tracing import blind_exchanges as exchanges
from dalil.tracing import requests
from dalil.tracing.blind_file import ANSWER, CLOSE, OFFER, OPEN, BlindFileRefused, BlindStepFile, read_blind_file
from dalil.tracing.blind_offered import NOT_LOOKED_FOR, list_offered, tell_item
from dalil.tracing.blinded_keys import blind, hash_to_point, make_secret
from dalil.tracing.candidates import ComparedPerson
from dalil.tracing.lifecycle import FATES
from dalil.tracing.match_keys import keys_of_person
from dalil.tracing.models import BlindExchange, BlindHit, BlindOpening, BlindStep
from dalil.values.consent import ConsentTerms

OURS = "كناري سمير خالد القاسم"
SPELT = "Kanari Samir Khaled al-Qasim"


@dataclass
class North:
    """The partner: an own small way through the protocol."""

    people: dict[str, ComparedPerson]
    key: PrivateKey = field(default_factory=lambda: PrivateKey.make("north.example/ledger"))
    identity: str = field(default_factory=make_identity)
    secret: bytes = field(default_factory=make_secret)

    def points(self, exchange):
        whose = {}
        for name, person in self.people.items():
            for key in keys_of_person(person):
                whose.setdefault(hash_to_point(key, bytes.fromhex(exchange)), set()).add(name)
        return dict(sorted(zip(blind(whose, self.secret), whose.values(), strict=True)))

    def write(self, step, exchange, **facts):
        facts = {"people": len(self.people), "recipient_key": recipient_of(self.identity), **facts}
        made = BlindStepFile(exchange, step, self.key.name, public_key().name, **facts)
        return io.BytesIO(made.write(self.key)[0])

    def read(self, file):
        return read_blind_file(io.BytesIO(file), lambda _name: public_key())

    def answer(self, file):
        offer = self.read(file)
        answers = list(blind(offer.points, self.secret))
        points = list(self.points(offer.exchange))
        return self.write(ANSWER, offer.exchange, before=offer.digest, points=points, answers=answers)

    def hits(self, exchange, ours_twice, theirs_twice):
        ours = dict(zip(theirs_twice, self.points(exchange).values(), strict=True))
        return set().union(*(ours[point] for point in ours.keys() & set(ours_twice)))


@pytest.fixture
def north():
    return North(
        {
            "shared": ComparedPerson("n1", (SPELT,), "Zahra Halabi"),
            "another": ComparedPerson("n2", ("Faris Rustum Tarabishi",), "Widad Kurdi"),
            "listed": ComparedPerson("n3", ("نادر عدنان المرعشلي",)),
        }
    )


@pytest.fixture
def partner(db, north):
    return add_partner(str(north.key.public))


@pytest.fixture
def families(ask, enter):
    """A family that consents, one that does not, and a victim of the record; and one who is restricted."""
    consenting = ask(("tracing",), name={"said": OURS, "mother": "زهرة حلبي"}, also_named=[])[0]
    silent = ask((), name={"said": "Faris Rustum Tarabishi", "mother": "Widad Kurdi"}, also_named=[])[0]
    victim = enter({"who": "Nader Adnan al-Maraashli", "fate": "DETAINED"}, kind="victim", level=Level.INTERNAL)
    return consenting, silent, victim


def hits_of(exchange):
    return {each.item for each in BlindHit.objects.filter(exchange=exchange)}


@pytest.mark.django_db
def test_who_begins_and_who_answers_both_know_whom_both_hold_and_nobody_else(opened, tariq, north, partner, families):
    consenting, silent, victim = families
    begun = exchanges.begin_exchange(opened, partner, actor=tariq)
    offer = north.read(begun.file)
    assert offer.points == tuple(sorted(set(offer.points))), "each key once, in an order that says nothing"
    answered = exchanges.receive_step(opened, north.answer(begun.file), actor=tariq)
    expected = {f"request:{consenting.reference}", f"report:{victim.address}"}
    assert hits_of(begun.exchange) == expected, "the family that does not consent is not looked for"
    closing = north.read(answered.file)
    ours_twice = blind(offer.points, north.secret)
    assert north.hits(offer.exchange, ours_twice, closing.answers) == {"shared", "listed"}
    for file in (begun.file, answered.file):
        assert b"Kanari" not in file and "كناري".encode() not in file and silent.reference.encode() not in file
    begun.exchange.refresh_from_db()
    assert bytes(begun.exchange.kept) == b"", "the secret number is gone"
    with pytest.raises(BlindFileRefused, match="not the next step"):
        exchanges.receive_step(opened, north.answer(begun.file), actor=tariq)


@pytest.mark.django_db
def test_a_partner_begins_and_we_answer(opened, tariq, north, partner, families):
    identity = "ab" * 16
    points = list(north.points(identity))
    answered = exchanges.receive_step(opened, north.write(OFFER, identity, points=points), actor=tariq)
    ours = north.read(answered.file)
    assert not BlindHit.objects.exists(), "we know nothing yet"
    theirs = north.hits(identity, blind(ours.points, north.secret), ours.answers)
    assert theirs == {"shared", "listed"}
    closing = north.write(CLOSE, identity, before=ours.digest, answers=list(blind(ours.points, north.secret)))
    exchanges.receive_step(opened, closing, actor=tariq)
    assert hits_of(answered.exchange) == {f"request:{families[0].reference}", f"report:{families[2].address}"}
    assert [(each.step, each.sent, each.people) for each in BlindStep.objects.all()] == [
        (OFFER, False, 3),
        (ANSWER, True, 2),
        (CLOSE, False, 3),
    ]


@pytest.mark.django_db
def test_a_hit_is_opened_by_both_with_consent_and_it_is_logged_who_learned_what(
    opened, tariq, north, partner, families
):
    begun = exchanges.begin_exchange(opened, partner, actor=tariq)
    exchanges.receive_step(opened, north.answer(begun.file), actor=tariq)
    hit = BlindHit.objects.get(item=f"request:{families[0].reference}")
    person = {"is": "report", "reference": "n1", "names": ["Canary of the north"], "mother": "Zahra Halabi"}
    told = json.dumps([{"ours": hit.theirs, "theirs": hit.ours[:1], "person": person}])
    exchange, sealed = begun.exchange.identity, wrap(told.encode(), [opened.recipient])
    exchanges.receive_step(opened, north.write(OPEN, exchange, opened=sealed), actor=tariq)
    with pytest.raises(Refused, match="told it too"):
        exchanges.read_opened(opened, hit, actor=tariq)
    sent = north.read(exchanges.open_hits(opened, begun.exchange, [hit], actor=tariq).file)
    assert OURS.encode() not in sent.opened
    (shown,) = json.loads(unwrap(sent.opened, north.identity))
    assert shown["person"]["names"][0] == OURS and set(shown["theirs"]) == set(hit.theirs)
    assert "asker" not in str(shown) and "Rana" not in str(shown), "of who asks nothing is told"
    (read,) = exchanges.read_opened(opened, hit, actor=tariq)
    assert read["names"] == "Canary of the north"
    assert [each.sent for each in BlindOpening.objects.all()] == [False, True]
    assert Leaf.objects.filter(noun__in=(60, 62, 63)).count() >= 4
    (kept,) = Submission.objects.all()
    assert b"Canary of the north" not in bytes(kept.sealed)
    with pytest.raises(Refused, match="already"):
        exchanges.open_hits(opened, begun.exchange, [hit], actor=tariq)


@pytest.mark.django_db
def test_a_consent_that_was_withdrawn_opens_no_hit(opened, tariq, north, partner, families):
    begun = exchanges.begin_exchange(opened, partner, actor=tariq)
    exchanges.receive_step(opened, north.answer(begun.file), actor=tariq)
    withdraw_consent(families[0].person.consents.get(), on_day=localdate(), actor=tariq)
    for hit in BlindHit.objects.filter(item__startswith="request"):
        with pytest.raises(Refused, match="does not consent"):
            exchanges.open_hits(opened, begun.exchange, [hit], actor=tariq)
    assert not BlindOpening.objects.exists() and not BlindStep.objects.filter(step=OPEN).exists()


@pytest.mark.django_db
def test_a_report_that_its_document_or_source_restricts_stays_here(opened, tariq, alice, partner, families, enter):
    victim, circle = families[2], Group.objects.create(name="a circle")
    alice.groups.add(circle)
    assert f"report:{victim.address}" in dict(list_offered(opened, partner.name, actor=alice))
    told = tell_item(opened, f"report:{victim.address}", partner.name, actor=alice)
    assert told["names"] == ["Nader Adnan al-Maraashli"]
    assert not Disclosure.objects.exists(), "no consent covers it"
    consent = give_consent(families[0].person, ConsentTerms(purposes=("tracing",)), on_day=localdate(), actor=alice)
    cover(consent, [victim], actor=alice)
    tell_item(opened, f"report:{victim.address}", partner.name, actor=alice)
    (left,) = Disclosure.objects.all()
    assert (left.recipient, left.purpose, list(left.reports.all())) == (partner.name, "tracing", [victim])
    of_source = enter(
        {"who": "Nader Adnan al-Maraashli", "fate": "DETAINED"}, kind="victim", level=Level.INTERNAL, origin="a-witness"
    )
    source = of_source.attribution.credits.get().source
    for thing, stays in ((source, of_source), (victim.document, victim)):
        assert f"report:{stays.address}" in dict(list_offered(opened, partner.name, actor=alice))
        actions.protect(thing, level=Level.RESTRICTED, groups=[circle], actor=alice)
        stays = Report.objects.get(pk=stays.pk)
        assert Report.objects.visible_to(Viewer.of(alice)).filter(pk=stays.pk).exists(), "who asks may read it"
        assert f"report:{stays.address}" not in dict(list_offered(opened, partner.name, actor=alice))
        with pytest.raises(Refused, match="may not be told"):
            tell_item(opened, f"report:{stays.address}", partner.name, actor=alice)


@pytest.mark.django_db
def test_a_report_that_was_corrected_since_is_refused_in_words(opened, tariq, alice, partner, families):
    victim = families[2]
    actions.withdraw(victim, actor=alice, reason="a mistake of ours")
    with pytest.raises(Refused, match="may not be told"):
        tell_item(opened, f"report:{victim.address}", partner.name, actor=alice)


@pytest.mark.django_db
def test_nobody_is_looked_for_who_was_found_or_whom_another_body_looks_for(opened, tariq, partner, families):
    assert FATES | {"REMAINS_RETURNED", "REFERRED"} <= NOT_LOOKED_FOR
    item = f"request:{families[0].reference}"
    assert item in dict(list_offered(opened, partner.name, actor=tariq))
    requests.take_step(opened, families[0], "REFERRED", reason="r", actor=tariq, body="ICRC")
    assert item not in dict(list_offered(opened, partner.name, actor=tariq))
    with pytest.raises(Refused, match="does not go on"):
        tell_item(opened, item, partner.name, actor=tariq)


@pytest.mark.django_db
def test_a_partner_that_sends_our_points_back_as_its_own_is_believed_nothing_and_cannot_try_again(
    opened, tariq, north, partner, families
):
    identity = "ef" * 16
    keys = [f"invented {number}" for number in range(200)]
    points = sorted(blind([hash_to_point(key, bytes.fromhex(identity)) for key in keys], north.secret))
    offer = north.write(OFFER, identity, people=100, points=points)
    ours = north.read(exchanges.receive_step(opened, offer, actor=tariq).file)
    assert len(ours.points) > 20 and len(set(ours.points)) == len(ours.points)
    forged = list(ours.answers[: len(ours.points)])
    with pytest.raises(BlindFileRefused, match="stand for nobody"):
        exchanges.receive_step(opened, north.write(CLOSE, identity, before=ours.digest, answers=forged), actor=tariq)
    assert not BlindHit.objects.exists() and BlindStep.objects.filter(step=CLOSE, sent=False).count() == 1
    honest = list(blind(ours.points, north.secret))
    with pytest.raises(BlindFileRefused, match="not the next step"):
        exchanges.receive_step(opened, north.write(CLOSE, identity, before=ours.digest, answers=honest), actor=tariq)


@pytest.mark.django_db
def test_what_is_told_before_its_hit_is_known_is_refused_and_can_come_again(opened, tariq, north, partner, families):
    identity = "ad" * 16
    points = list(north.points(identity))
    ours = north.read(exchanges.receive_step(opened, north.write(OFFER, identity, points=points), actor=tariq).file)
    person = {"is": "report", "reference": "n1", "names": ["Canary of the north"]}

    def tell(numbers):
        told = wrap(json.dumps([{"ours": [0], "theirs": numbers, "person": person}]).encode(), [opened.recipient])
        return exchanges.receive_step(opened, north.write(OPEN, identity, opened=told), actor=tariq)

    with pytest.raises(BlindFileRefused, match="not known here"):
        tell([0])
    answers = list(blind(ours.points, north.secret))
    exchanges.receive_step(opened, north.write(CLOSE, identity, before=ours.digest, answers=answers), actor=tariq)
    hit = BlindHit.objects.first()
    for numbers in ([], [len(answers)], [hit.ours[0], len(answers)]):
        with pytest.raises(BlindFileRefused, match="not known here"):
            tell(numbers)
    assert not BlindOpening.objects.exists() and not Submission.objects.exists()
    tell(hit.ours[:1])
    assert hit.openings.filter(sent=False).count() == 1


@pytest.mark.django_db
def test_what_is_forged_repeated_or_too_much_is_refused_and_nothing_is_kept(opened, tariq, north, partner, families):
    identity = "cd" * 16
    points = list(north.points(identity))
    stranger = North({}, key=PrivateKey.make(north.key.name))
    twist = next(number for number in range(2, 99) if not _is_of_the_curve(number)).to_bytes(32, "little")
    for file, why in (
        (stranger.write(OFFER, identity, people=3, points=points), "not signed by"),
        (north.write(OFFER, identity, points=[*points, points[0]]), "stand twice"),
        (north.write(OFFER, identity, points=[*points, twist]), "points that are none"),
        (north.write(OFFER, identity, points=[b"\x01" + bytes(31)]), "points that are none"),
        (north.write(OFFER, identity, people=1, points=points * 30), "more than the people"),
        (north.write(OFFER, "../etc", points=points), "no whole file"),
        (north.write(9, identity, points=points), "no whole file"),
        (io.BytesIO(north.write(OFFER, identity, points=points).getvalue()[:-40]), "no whole file"),
    ):
        with pytest.raises(BlindFileRefused, match=why):
            exchanges.receive_step(opened, file, actor=tariq)
    whole = north.write(OFFER, identity, points=points).getvalue()
    changed = whole.replace(points[1], points[0])
    with pytest.raises(BlindFileRefused, match="no whole file"):
        exchanges.receive_step(opened, io.BytesIO(changed), actor=tariq)
    assert not BlindExchange.objects.exists() and not BlindStep.objects.exists()
    exchanges.receive_step(opened, io.BytesIO(whole), actor=tariq)
    with pytest.raises(BlindFileRefused, match="not the next step"):
        exchanges.receive_step(opened, io.BytesIO(whole), actor=tariq)


def _is_of_the_curve(x):
    from dalil.tracing.blinded_keys import _is_on_curve

    return _is_on_curve(x)
