"""Asking the gate from a screen of the desk."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dalil.desk.screens import DeskRequest
from dalil.desk.sealed.session import find_opened, session_of
from dalil.gate.examination import Asker

SECOND_NEEDED = _(
    "Your decision to override is noted. A second person has to decide the same before it becomes public."
)


def asker_of(request: DeskRequest) -> Asker:
    """Return who asks the gate: the person at the screen, with the sealed compartment where this session has it open."""
    return Asker(request.user, find_opened(request), session_of(request))
