"""What is done in the background does not lay out the columns beside the process that follows the log: it waits for that one."""

from __future__ import annotations

import fcntl

import pytest

from dalil.archive.protection import Viewer
from dalil.columns import following, projection
from dalil.record.log import last_place

STEWARD = Viewer.steward()


@pytest.fixture
def strike(enter, home):
    def one(killed):
        enter({"when": "2019-05-01", "where": {"places": ["SY07"]}, "killed": killed})
        return last_place()

    return one


@pytest.fixture
def somebody_follows(home, monkeypatch):
    """Another process holds the lock of the one that follows; what it does in each pause of who waits is in the list."""
    monkeypatch.setattr(following, "BELIEVED", 0)
    rounds = []
    monkeypatch.setattr(following.time, "sleep", lambda _: rounds.pop(0)() if rounds else None)
    projection.refresh(STEWARD)
    with (home / "projections" / "following.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield rounds


def test_it_waits_until_the_one_that_follows_has_come_so_far(strike, somebody_follows):
    before, place = projection.read_manifest(projection.folder_of("all")), strike("5")
    somebody_follows += [lambda: None, lambda: projection.refresh(STEWARD)]
    manifest = following.laid_out_to(place, STEWARD)
    assert somebody_follows == []
    assert manifest.sequence >= place.number > before.sequence


def test_what_was_written_after_its_place_is_not_waited_for(strike, somebody_follows):
    place = strike("5")
    laid_out = projection.refresh(STEWARD)
    strike("6")
    assert following.laid_out_to(place, STEWARD) == laid_out


def test_it_lays_out_itself_when_the_one_that_follows_does_not_get_there(strike, somebody_follows, monkeypatch):
    monkeypatch.setattr(following, "PATIENCE", 0)
    place = strike("5")
    assert following.laid_out_to(place, STEWARD).sequence >= place.number


def test_it_lays_out_itself_where_nobody_follows(strike):
    place = strike("5")
    assert following.laid_out_to(place, STEWARD).sequence >= place.number
