"""Jobs come again and again: each turn is queued once, done once, and what failed says so."""

from datetime import UTC, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult
from some_tasks import fail, leave_a_trace

from dalil.jobs.models import Slot, Worker
from dalil.jobs.reaping import KEPT, MOST_WORKERS, SILENCE, beat, forget, reap
from dalil.jobs.schedule import jobs, last_turns, queue_due
from dalil.jobs.worker import do_what_waits

pytestmark = pytest.mark.django_db

NOON = datetime.now(UTC).replace(hour=12, minute=0, second=30, microsecond=0)


@pytest.fixture
def schedule(settings):
    settings.SCHEDULE = {
        "each minute": ("some_tasks.fail", timedelta(minutes=1), "fails"),
        "each hour": ("dalil.jobs.tasks.forget_what_was_done", timedelta(hours=1), "forgets"),
    }


def test_a_turn_is_queued_once_and_one_that_passed_is_left_out(schedule):
    assert queue_due(NOON) == ["each minute", "each hour"]
    assert queue_due(NOON + timedelta(seconds=20)) == []
    assert queue_due(NOON + timedelta(minutes=10)) == ["each minute"]
    assert DBTaskResult.objects.count() == Slot.objects.count() == 3


def test_of_two_workers_that_come_at_once_one_queues_the_turn(schedule, monkeypatch):
    queue_due(NOON)
    monkeypatch.setattr(
        type(Slot.objects), "filter", lambda *_, **__: Slot.objects.none()
    )  # both looked before either wrote
    assert queue_due(NOON) == []
    monkeypatch.undo()
    assert DBTaskResult.objects.count() == 2


def test_a_task_that_fails_says_so_and_the_next_one_is_done(schedule):
    queue_due(NOON)
    assert do_what_waits("first") == 2
    failed, done = (turn.result for turn in last_turns())
    assert (failed.status, done.status) == ("FAILED", "SUCCESSFUL")
    assert "the mast fell" in failed.traceback


def test_every_job_of_the_installation_can_be_done(home):
    queue_due(NOON)
    assert do_what_waits("first") == len(jobs())
    assert {turn.result.status for turn in last_turns()} == {"SUCCESSFUL"}


def taken_by(*workers):
    leave_a_trace.enqueue(7)
    task = DBTaskResult.objects.get()
    for worker in workers:
        task.claim(worker)
    return task


def test_what_a_dead_worker_left_is_done_by_another_and_what_a_living_one_does_is_not():
    taken_by("first")
    beat("first", NOON)
    assert reap(NOON + SILENCE / 2) == [] and do_what_waits("second") == 0
    assert len(reap(NOON + SILENCE * 2)) == 1
    assert do_what_waits("second") == 1
    assert DBTaskResult.objects.get().worker_ids == ["first", "second"]
    assert Slot.objects.filter(name="trace 7").count() == 1


def test_a_task_over_which_several_workers_died_is_given_up_and_says_why():
    taken_by(*map(str, range(MOST_WORKERS)))
    (task,) = reap(NOON)
    assert task.status == "FAILED" and "workers died over this task" in task.traceback
    assert do_what_waits("another") == 0


def test_what_was_done_long_ago_is_forgotten_and_what_waits_is_not(schedule):
    queue_due(NOON)
    do_what_waits("first")
    fail.enqueue()
    Worker.objects.create(id="first", seen=NOON)
    later = DBTaskResult.objects.finished().latest("finished_at").finished_at + KEPT * 2
    forget(later)
    assert DBTaskResult.objects.get().status == "READY"
    assert not Slot.objects.exists() and not Worker.objects.exists()
