"""The list of candidates at the desk: narrowed, paged, gone through; a second officer looks too, and nobody decides alone."""

from __future__ import annotations

import os

import pytest
from django.urls import reverse

from dalil.archive.protection import Level
from dalil.desk.tracing import candidate_work
from dalil.desk.work_folders import take_lock
from dalil.record.actions import Refused
from dalil.record.sealed.identities import make_identity, recipient_of
from dalil.record.sealed.models import KeyHolder
from dalil.tracing import candidate_queue, candidate_runs
from dalil.tracing.models import CandidateLook, CandidateQueue, SearchRequest

SAID = "Canary Qasim Halabi"


def desk(name, *args):
    return reverse(f"desk:{name}", args=args)


@pytest.fixture
def officers(as_, enter):
    """tariq's and layla's browsers, both with the compartment open; two requests, and a victim who may be the one of both."""
    tariqs, laylas, his, hers = as_("tariq"), as_("layla"), make_identity(), make_identity()
    tariqs.post(desk("sealed_set_up"), {"recipient": recipient_of(his)})
    tariqs.post(desk("sealed_open"), {"identity": his})
    laylas.post(desk("sealed_key"), {"recipient": recipient_of(hers)})
    tariqs.post(desk("sealed_admit", KeyHolder.objects.get(user__username="layla").pk))
    laylas.post(desk("sealed_open"), {"identity": hers})
    for asker, browser in (("Canary Rana", tariqs), ("Canary Huda", laylas)):
        asked = {"said": SAID, "mother": "Canary Zahra", "asker": asker, "asked_on": "2020-01-01", "purposes": []}
        assert browser.post(desk("tracing_enter"), asked).status_code == 200
    return tariqs, laylas, enter({"who": SAID, "fate": "DIED_IN_DETENTION"}, kind="victim", level=Level.PUBLIC)


def shown(browser, show=""):
    return [
        (each.reference, each.of_record) for each in browser.get(desk("tracing_queue"), {"show": show}).context["lines"]
    ]


@pytest.mark.parametrize("code", ["en", "ar"])
def test_the_list_is_worked_out_narrowed_and_gone_through_by_two(officers, as_, code, desk_in):
    tariqs, laylas, victim = officers
    desk_in(code)
    assert shown(tariqs) == [] and tariqs.get(desk("tracing_queue")).context["kept"] is None
    assert tariqs.post(desk("tracing_queue_work_out")).status_code == 302
    first, second = SearchRequest.objects.order_by("pk")
    assert sorted(shown(tariqs)) == sorted(
        [(first.reference, True), (second.reference, True), (second.reference, False)]
    )
    assert shown(tariqs, "mine") == [(first.reference, True)]
    page = tariqs.get(desk("tracing_queue")).content.decode()
    assert SAID in page and victim.address in page and "data-walk" in page and f'lang="{code}"' in page

    look = desk("tracing_look", first.reference, victim.address)
    beside = tariqs.get(look + "?show=new")
    assert "Canary Rana" in beside.content.decode()
    lines = [(each.reference, each.url.split("/")[-2]) for each in tariqs.get(desk("tracing_queue")).context["lines"]]
    at = lines.index((first.reference, victim.address))
    assert [beside.context["following"]] == (lines[at + 1 :] or [None])[:1]
    assert tariqs.post(look, {"verdict": "same", "reason": ""}).status_code == 422, "a reason is given"
    sent = {"verdict": "same", "reason": "canary the same mother", "following": f"{second.reference}/{victim.address}"}
    assert (
        tariqs.post(look + "?show=new", sent)
        .headers["Location"]
        .endswith(desk("tracing_look", second.reference, victim.address) + "?show=new")
    )
    assert tariqs.post(look + "?show=new", sent).status_code == 422, "nobody is two people"
    assert shown(tariqs, "second") == [] and shown(laylas, "second") == [(first.reference, True)]
    assert "canary the same mother" in laylas.get(look).content.decode()
    assert laylas.post(look, {"verdict": "same", "reason": "the scar"}).status_code == 302
    assert shown(laylas, "agreed") == [(first.reference, True)] and CandidateLook.objects.count() == 2
    assert (
        tariqs.post(
            desk("tracing_look", second.reference, first.reference), {"verdict": "different", "reason": "a brother"}
        ).status_code
        == 302
    )
    assert shown(tariqs, "other") == [(second.reference, False)] and shown(tariqs) == [(second.reference, True)]

    tariqs.post(desk("sealed_close"))
    for address in (desk("tracing_queue"), look, desk("tracing_candidates", first.reference)):
        assert tariqs.get(address).status_code == 302, "closed, there is no list"
    assert as_("salma").get(desk("tracing_queue")).status_code == 403
    for unknown in ("nobody", first.reference, "a" * 20):
        assert laylas.get(desk("tracing_look", first.reference, unknown)).status_code == 404


def test_a_list_of_many_is_paged(officers, enter):
    tariqs, _laylas, _victim = officers
    for number in range(30):
        asked = {"said": SAID, "asker": f"Canary {number}", "asked_on": "2020-01-01", "purposes": []}
        tariqs.post(desk("tracing_enter"), asked)
    tariqs.post(desk("tracing_queue_work_out"))
    page = tariqs.get(desk("tracing_queue")).context["page"]
    assert page.paginator.num_pages > 1 and len(page.object_list) == 25
    assert tariqs.get(desk("tracing_queue"), {"p": 2}).context["page"].number == 2


@pytest.mark.parametrize("code", ["en", "ar"])
def test_the_screen_says_how_far_it_is_and_closing_the_compartment_stops_the_work(
    officers, code, desk_in, monkeypatch, settings
):
    tariqs, _laylas, _victim = officers
    desk_in(code)
    monkeypatch.setattr(candidate_runs, "AT_ONCE", 1)
    going_on = candidate_work.openings.is_open
    left = iter([True])
    with monkeypatch.context() as closing:  # after one portion
        closing.setattr(candidate_work.openings, "is_open", lambda **whose: next(left, False) and going_on(**whose))
        tariqs.post(desk("tracing_queue_work_out"))
    page = tariqs.get(desk("tracing_queue"))
    begun = page.context["begun"]
    assert (begun.done, begun.requests) == (1, 2) and page.context["own"] and not page.context["at_work"]
    assert len(page.context["lines"]) == 1, "what was found so far"
    folder = take_lock(settings.DALIL_HOME / "candidates")
    held = tariqs.get(desk("tracing_queue"))
    assert held.context["at_work"] and desk("tracing_queue_work_out") not in held.content.decode()
    tariqs.post(desk("tracing_queue_work_out"))
    assert CandidateQueue.objects.get().done == 1, "somebody is at it"
    os.close(folder)
    tariqs.post(desk("tracing_queue_work_out"))
    page = tariqs.get(desk("tracing_queue"))
    assert page.context["begun"] is None and len(page.context["lines"]) == 3
    if code == "en":
        assert "Worked out for 2 requests" in page.content.decode()


def test_where_a_request_may_not_be_read_the_screen_says_why_it_stopped(officers, monkeypatch):
    tariqs, _laylas, _victim = officers

    def changed(*_of, **_whose):
        raise Refused("queue_changed", candidate_queue.CHANGED)

    monkeypatch.setattr(candidate_runs, "read_requests", changed)
    tariqs.post(desk("tracing_queue_work_out"))
    page = tariqs.get(desk("tracing_queue"))
    assert page.context["why"] and page.context["why"] in page.content.decode() and page.context["begun"].done == 0
