"""What is done in the background gives way to those who wait for an answer. Knows no Django: the processes that help an import have none."""

from __future__ import annotations

import os
import sys
import threading

BEHIND = 10
"""How far behind it stands (nice)."""

BEGIN_BEHIND = f"import os; os.nice({BEHIND});"
"""How a program in Python begins that gives way from its first step."""


def give_way() -> None:
    """Let this process, and those that it begins, work only while nobody waits for an answer. Asked twice, it is done once."""
    os.setpriority(os.PRIO_PROCESS, 0, max(BEHIND, os.getpriority(os.PRIO_PROCESS, 0)))


def give_way_in_this_thread() -> None:
    """The same for this thread alone, and those that it begins. Only Linux can do that."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BEHIND)
