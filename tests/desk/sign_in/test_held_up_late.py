"""Who guesses is refused a second late, so that a program that guesses as fast as it is refused leaves the processor to readers."""

import threading

import pytest
from django.http import HttpResponse

from dalil.desk.sign_in import held_up as refusing


@pytest.fixture
def waited(monkeypatch):
    """How long each refusal was told to wait; nobody waits in a test."""
    told = []
    monkeypatch.setattr(refusing.time, "sleep", told.append)
    monkeypatch.setattr(refusing, "render", lambda *of, status: HttpResponse(status=status))
    return told


def test_a_refusal_comes_late_while_there_is_a_place_to_wait_in(rf, waited, monkeypatch):
    monkeypatch.setattr(refusing, "_PLACES", threading.Semaphore(1))
    assert refusing.held_up(rf.get("/desk/login/"), 30).status_code == 429
    assert waited == [refusing.PAUSE]
    with refusing._PLACES:
        assert refusing.held_up(rf.get("/desk/login/"), 30).headers["Retry-After"] == "30"
    assert waited == [refusing.PAUSE], "a place that is taken makes nobody wait for it"


def test_without_a_server_of_ours_nobody_waits(rf, waited):
    refusing.held_up(rf.get("/desk/login/"), 30)
    assert waited == []
