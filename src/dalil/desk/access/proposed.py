"""Telling that something waits for a second person."""

from __future__ import annotations

from django.contrib import messages
from django.utils.translation import gettext as _

from dalil.access.models import Proposal
from dalil.access.proposals import find_confirmers
from dalil.desk.screens import DeskRequest


def say_proposed(request: DeskRequest, proposal: Proposal) -> None:
    """Tell the person at the screen that what they asked for waits; and what to do where nobody else could confirm it."""
    messages.success(
        request,
        _("Nothing has changed yet: it waits as proposal %(number)s for a second person.") % {"number": proposal.pk},
    )
    if not find_confirmers(besides=proposal.proposer).exists():
        messages.warning(request, nobody_else())


def nobody_else() -> str:
    """Say what an installation does that has only one person who may confirm."""
    return _(
        "There is no second person here who may confirm it. Give a colleague the role of a steward, a legal officer or a tracing officer; "
        "whoever works alone sets DALIL_FOUR_EYES=off for the server, and answers for it."
    )
