"""The chain of custody of a document: what was done with it, by whom, when by the clocks of the place, with which program, on which machine.

Each event has a leaf in the ledger. That a restricted document was looked at stands in the log of access, whose state every checkpoint seals.
"""

from __future__ import annotations

import socket
from functools import cache
from importlib.metadata import version
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from dalil.archive.models import CustodyEvent, Document


def note_custody(
    document: Document, what: CustodyEvent.What, *, actor: User | None, tool: str = "", **detail: Any
) -> None:
    """Write what was done with a document; within the transaction that does it.

    tool: the program and its version, where it was another than Dalil. detail: digests, an address, a reason; what is empty is left out.
    """
    now = timezone.now()
    CustodyEvent.objects.create(
        document=document,
        what=what,
        at=now,
        offset=_minutes_from_utc(),
        actor=actor,
        tool=tool or own_tool(),
        host=socket.gethostname()[:200],
        detail={name: value for name, value in detail.items() if value not in ("", None)},
    )


@cache
def own_tool() -> str:
    """Return this program and its version."""
    return f"dalil {version('dalil')}"


def _minutes_from_utc() -> int:
    """By how many minutes the clocks of this machine's place are before those of UTC."""
    offset = timezone.now().astimezone().utcoffset()
    return 0 if offset is None else int(offset.total_seconds() // 60)
