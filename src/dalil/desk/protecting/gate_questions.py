"""Asking the gate from a screen of the desk."""

from __future__ import annotations

from dalil.desk.screens import DeskRequest
from dalil.desk.sealed.session import find_opened, session_of
from dalil.gate.examination import Asker


def asker_of(request: DeskRequest) -> Asker:
    """Return who asks the gate: the person at the screen, with the sealed compartment where this session has it open."""
    return Asker(request.user, find_opened(request), session_of(request))
