"""Telling that something waits for a second person."""

from __future__ import annotations

from django.contrib import messages
from django.utils.translation import gettext as _

from dalil.access.models import Proposal
from dalil.access.proposals import RIGHT_TO_PUBLISH, find_confirmers, right_to_confirm
from dalil.desk.screens import DeskRequest


def say_proposed(request: DeskRequest, proposal: Proposal) -> None:
    """Tell the person at the screen that what they asked for waits; and what to do where nobody else could confirm it."""
    messages.success(
        request,
        _("Nothing has changed yet: it waits as proposal %(number)s for a second person.") % {"number": proposal.pk},
    )
    right = right_to_confirm(proposal)
    if not find_confirmers(besides=proposal.proposer, right=right).exists():
        messages.warning(request, nobody_else_publishes() if right == RIGHT_TO_PUBLISH else nobody_else())


def nobody_else() -> str:
    """Say what an installation does that has only one person who may confirm."""
    return _(
        "There is no second person here who may confirm it. Give a colleague the role of a steward, a legal officer or a tracing officer; "
        "whoever works alone sets DALIL_FOUR_EYES=off for the server, and answers for it."
    )


def nobody_else_publishes() -> str:
    """Say what an installation does that has only one person who may publish."""
    return _("There is no second person here who may publish. Give a colleague the role of an editor or a steward.")
