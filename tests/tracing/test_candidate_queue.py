"""One list of all candidates that wait: sealed, of two people, never a finding; it goes with an erasure and holds nothing that one may not read."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from dalil.archive.protection import Level
from dalil.record.actions import Refused
from dalil.record.sealed import compartment
from dalil.record.sealed.identities import make_identity, recipient_of
from dalil.record.sealed.persons import erase_person
from dalil.tracing import candidate_runs
from dalil.tracing.candidate_queue import PADDED_TO, find_queued, read_queue, shown_queue
from dalil.tracing.candidate_runs import begin_queue, work_on_queue, work_out_queue
from dalil.tracing.looks import CandidateStanding, LookVerdict, look_at_candidate, read_looks
from dalil.tracing.models import CandidateLook, CandidatePortion, CandidateQueue, SearchFinding
from dalil.tracing.requests import states_of, take_step

NAME, MOTHER = "سمير خالد القاسم", "زهرة الحلبي"


@pytest.fixture
def victim(enter):
    """A victim of the record in one line: `victim("Samir Khaled al-Qasim", mother="…")`."""

    def one(name, level=Level.PUBLIC, mother=MOTHER, groups=(), **content):
        return enter(
            {"who": {"said": name, "mother": mother}, "fate": "DIED_IN_DETENTION", **content},
            kind="victim",
            level=level,
            groups=groups,
        )

    return one


def perhaps(opened, made, candidate, actor, verdict=LookVerdict.PERHAPS):
    return look_at_candidate(opened, made, candidate, verdict, reason="canary: his brother knew him", actor=actor)


@pytest.mark.django_db
def test_candidates_of_all_requests_stand_in_one_list_the_likeliest_first(opened, tariq, ask, victim):
    sought, _ = ask(name={"said": NAME, "mother": MOTHER}, born="1985", asker="Rana")
    again, _ = ask(name={"said": "Samir Khaled al-Qasim", "mother": "Zahra al-Halabi"}, born="1985", asker="Huda")
    ask(name={"said": "Mona Abdulrahman Najjar"}, also_named=(), sex="female", asker="Omar")
    known = victim(NAME, born="1985")
    victim("Yusuf Darwish", mother="")
    assert read_queue(opened, actor=tariq) == [], "nothing is worked out by itself"
    work_out_queue(opened, actor=tariq)
    waiting = read_queue(opened, actor=tariq)
    pairs = [(each.queued.request, each.queued.candidate) for each in waiting]
    assert set(pairs) == {
        (sought.reference, known.address),
        (again.reference, known.address),
        (again.reference, sought.reference),
    }, "a pair of two requests stands once"
    weights = [each.queued.weight for each in waiting]
    assert weights == sorted(weights, reverse=True) and all(each.standing is CandidateStanding.NEW for each in waiting)
    kept = CandidatePortion.objects.get()
    assert known.address.encode() not in bytes(kept.sealed) and len(kept.sealed) == PADDED_TO + 28
    assert find_queued(opened, sought.reference, known.address).reasons
    assert not SearchFinding.objects.exists() and states_of(sought) == ["SUBMITTED"]


@pytest.mark.django_db
def test_two_people_look_and_only_then_an_open_request_goes_on(opened, tariq, layla, ask, victim):
    made, _ = ask(name={"said": NAME, "mother": MOTHER}, asker="Rana")
    known = victim(NAME)
    for state in ("VALIDATED", "OPEN"):
        take_step(opened, made, state, reason="called her", actor=tariq)
    assert perhaps(opened, made, known.address, tariq) is CandidateStanding.SECOND
    with pytest.raises(Refused, match="second person"):
        perhaps(opened, made, known.address, tariq)
    assert states_of(made)[-1] == "OPEN"
    assert perhaps(opened, made, known.address, layla, LookVerdict.OTHER) is CandidateStanding.OTHER
    assert perhaps(opened, made, known.address, layla) is CandidateStanding.SECOND, (
        "what was said before counts no more"
    )
    assert perhaps(opened, made, known.address, tariq) is CandidateStanding.AGREED
    assert states_of(made)[-1] == "CANDIDATE_FOUND" and not SearchFinding.objects.exists()
    work_out_queue(opened, actor=tariq)
    (only,) = read_queue(opened, actor=layla)
    assert only.standing is CandidateStanding.AGREED and [each.by for each in only.looks][:2] == ["tariq", "layla"]
    with pytest.raises(Refused, match="speaks for"):
        look_at_candidate(opened, made, known.address, LookVerdict.OTHER, reason=" ", actor=layla)
    assert CandidateLook.objects.count() == 4 == len(read_looks(opened, made, actor=tariq))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "his brother knew him" not in str(cursor.fetchall()), table


@pytest.mark.django_db
def test_what_one_may_not_read_and_what_is_not_searched_any_more_is_not_in_the_list(opened, tariq, layla, ask, victim):
    made, _ = ask(name={"said": NAME, "mother": MOTHER}, asker="Rana")
    known = victim(NAME, level=Level.RESTRICTED, groups=[Group.objects.create(name="the few")])
    tariq.is_superuser = True
    tariq.save()
    work_out_queue(opened, actor=tariq)
    assert [each.queued.candidate for each in read_queue(opened, actor=tariq)] == [known.address]
    assert read_queue(opened, actor=layla) == [], "she is not of the few who may read it"
    take_step(opened, made, "SUSPENDED", reason="it is dangerous for them", actor=tariq)
    assert read_queue(opened, actor=tariq) == []


@pytest.mark.django_db
def test_the_list_goes_with_an_erasure_with_a_change_of_keys_and_where_it_was_changed(
    opened, tariq, layla, ask, victim
):
    made, _ = ask(name={"said": NAME, "mother": MOTHER}, asker="Rana")
    other, _ = ask(name={"said": NAME, "mother": MOTHER}, asker="Huda")
    victim(NAME)
    work_out_queue(opened, actor=tariq)
    kept = CandidatePortion.objects.get()
    CandidatePortion.objects.update(sealed=bytes(kept.sealed)[:-1] + b"x")
    with pytest.raises(Refused, match="other means"):
        read_queue(opened, actor=tariq)
    CandidatePortion.objects.all().delete()
    with pytest.raises(Refused, match="other means"):
        read_queue(opened, actor=tariq)
    work_out_queue(opened, actor=tariq)
    erase_person(opened, made.person, actor=tariq, reason="the family asks for it")
    assert not CandidateQueue.objects.exists() and not CandidatePortion.objects.exists()
    work_out_queue(opened, actor=tariq)
    assert {each.queued.request for each in read_queue(opened, actor=tariq)} == {other.reference}
    holder = compartment.make_holder(layla, recipient=recipient_of(make_identity()))
    compartment.admit(opened, holder, actor=tariq)
    compartment.remove(opened, holder, actor=tariq, reason="she left")
    assert not CandidateQueue.objects.exists()


@pytest.fixture
def one_by_one(monkeypatch):
    """Portions of one request each."""
    monkeypatch.setattr(candidate_runs, "AT_ONCE", 1)


def stop_after(many):
    """Let the work go on for so many portions, as when its officer then closes the compartment."""
    left = iter(range(many))
    return lambda: next(left, None) is not None


@pytest.mark.django_db
def test_what_was_stopped_goes_on_where_it_was_and_the_earlier_list_stays_until_all_is_done(
    opened, tariq, layla, ask, victim, one_by_one
):
    made = [ask(name={"said": NAME, "mother": MOTHER}, asker=each)[0] for each in ("Rana", "Huda", "Omar")]
    known = victim(NAME)
    queue = begin_queue(opened, actor=tariq)
    assert not work_on_queue(opened, queue, actor=tariq, may_go_on=stop_after(2))
    queue.refresh_from_db()
    assert (queue.done, queue.requests, queue.finished_at) == (2, 3, None)
    assert {each.queued.request for each in read_queue(opened, actor=tariq)} == {each.reference for each in made[:2]}
    again = begin_queue(opened, actor=tariq)
    assert again == queue and work_on_queue(opened, again, actor=tariq)
    first = {(each.queued.request, each.queued.candidate) for each in read_queue(opened, actor=tariq)}
    assert {(each.reference, known.address) for each in made} < first
    assert (made[2].reference, made[0].reference) in first, "a later request beside one of an earlier portion"

    later, _ = ask(name={"said": NAME, "mother": MOTHER}, asker="Salma")
    begun = begin_queue(opened, actor=tariq)
    assert not work_on_queue(opened, begun, actor=tariq, may_go_on=stop_after(3))
    assert shown_queue(opened) == queue and CandidateQueue.objects.count() == 2
    hers = begin_queue(opened, actor=layla)
    assert hers != begun and hers.done == 0, "what one person may read says nothing of what another may"
    assert work_on_queue(opened, hers, actor=layla) and CandidateQueue.objects.get() == hers
    assert later.reference in {each.queued.request for each in read_queue(opened, actor=layla)}


@pytest.mark.django_db
def test_an_erasure_ends_the_work_that_is_under_way(opened, tariq, ask, victim, one_by_one):
    made = [ask(name={"said": NAME, "mother": MOTHER}, asker=each)[0] for each in ("Rana", "Huda")]
    victim(NAME)
    queue = begin_queue(opened, actor=tariq)

    def erased_meanwhile():
        if CandidatePortion.objects.exists():
            erase_person(opened, made[0].person, actor=tariq, reason="the family asks for it")
        return True

    assert not work_on_queue(opened, queue, actor=tariq, may_go_on=erased_meanwhile)
    assert not CandidateQueue.objects.exists() and not CandidatePortion.objects.exists()
    assert read_queue(opened, actor=tariq) == []


@pytest.mark.django_db
def test_unidentified_remains_stand_in_the_same_list_where_more_than_a_little_agrees(opened, tariq, ask, enter):
    made, _ = ask(
        name={"said": NAME, "mother": MOTHER},
        last_seen="2013-05",
        last_seen_place="Douma",
        sex="male",
        born="1985",
        marks="a silver ring with a blue stone",
    )
    there = {"where": {"places": ["SY0302"]}, "when": "2025-03-04", "sex": "male", "youngest": 24, "oldest": 30}
    here = enter({**there, "where": {"name": "Douma"}, "belongings": {"en": "a silver ring"}}, kind="remains")
    enter({"where": {"name": "Douma"}, "when": "2025-03-04", "sex": "male"}, kind="remains")
    assert work_out_queue(opened, actor=tariq).finished_at is None, "the row as it was begun"
    (only,) = read_queue(opened, actor=tariq)
    assert (only.queued.request, only.queued.candidate) == (made.reference, here.address) and only.queued.remains
    assert {each.about for each in only.queued.reasons} == {"place", "sex", "marks", "age"}
    assert shown_queue(opened).remains == 2
