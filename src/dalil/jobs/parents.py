"""Processes that do not outlive the one that began them. Knows no Django: the processes that help an import have none."""

from __future__ import annotations

import os
import signal
import threading
import time


def end_with_parent(parent: int) -> None:
    """End this process when the one that began it is gone, however that ended: nobody else would ever stop it. Returns at once.

    parent: the id of that process.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()
