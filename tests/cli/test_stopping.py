"""Who stops the server waits no longer than is said, also where its worker is in the middle of a long job."""

import subprocess
import sys

from dalil.cli import serving

BUSY = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('busy', flush=True); time.sleep(600)"
WILLING = "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit(7)); print('busy', flush=True); time.sleep(600)"


def test_a_worker_that_does_not_come_to_an_end_is_ended(monkeypatch):
    monkeypatch.setattr(serving, "STOPPING", 0.2)
    with begun(BUSY) as worker:
        serving._end(worker)
        assert worker.wait() == -9


def test_a_worker_that_can_finish_finishes():
    with begun(WILLING) as worker:
        serving._end(worker)
        assert worker.wait() == 7


def begun(program):
    worker = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    worker.stdout.readline()
    return worker
