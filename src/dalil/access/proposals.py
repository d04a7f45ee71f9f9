"""Four eyes: what one person proposes and a second has to confirm.

Here are the rules that hold for every proposal. What it is about, who may see that, and doing it, is known to the record
(`record/actions/protection.py`) and to the exports (`exports/confirmed.py`).
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.db.models import Q, QuerySet
from django.utils import timezone

from dalil.access import log
from dalil.access.accounts import is_travelling
from dalil.access.models import Action, Proposal
from dalil.access.refused import Refused

WAITS_FOR = timedelta(days=7)
"""How long a proposal waits, and a confirmed export may still be taken."""

RIGHT = "desk.protect"
"""The permission that a second person has, who confirms what is about a restricted thing."""

RIGHT_TO_PUBLISH = "desk.publish"
"""The permission that a second person has, who confirms that a thing becomes public over the gate, where it is not restricted."""

DEMO_PASSWORD = "demo-password"  # noqa: S105 - the name of a file
"""The file that `dalil demo` leaves in its home, by which a home is known as that of the demo."""


def is_required() -> bool:
    """Tell whether a second person confirms here: as DALIL_FOUR_EYES says; where it says nothing, outside the demo."""
    if settings.FOUR_EYES:
        return bool(settings.FOUR_EYES == "on")
    return not (Path(settings.DALIL_HOME) / DEMO_PASSWORD).exists()


def right_to_confirm(proposal: Proposal) -> str:
    """Return the permission that it takes to confirm or decline a proposal of somebody else's."""
    over_the_gate_alone = proposal.of == Proposal.Of.PUBLISHING and not proposal.asked.get("restricted")
    return RIGHT_TO_PUBLISH if over_the_gate_alone else RIGHT


def find_confirmers(besides: User | None = None, right: str = RIGHT) -> QuerySet[User]:
    """Return the accounts in use that have the right to confirm, without one of them."""
    app, codename = right.split(".")
    named = Permission.objects.filter(content_type__app_label=app, codename=codename)
    may = Q(is_superuser=True) | Q(groups__permissions__in=named) | Q(user_permissions__in=named)
    found = User.objects.filter(may, is_active=True).distinct()
    return found.exclude(pk=besides.pk) if besides is not None else found


def propose(of: Proposal.Of, *, by: User, reason: str, noun: str = "", address: str = "", **asked: Any) -> Proposal:
    """Lay something before a second person. Returns the proposal. What waits already for the same stays one.

    Raises Refused without a reason.
    """
    if not reason.strip():
        raise Refused("proposed_without_reason", "say why: a second person reads it and decides")
    same = waiting().filter(of=of, noun=noun, address=address, asked=asked, proposer=by)
    if known := same.first():
        return known
    proposal = Proposal.objects.create(
        of=of,
        noun=noun,
        address=address,
        asked=asked,
        reason=reason,
        proposer=by,
        expires_at=timezone.now() + WAITS_FOR,
    )
    _note(Action.PROPOSED, proposal, by)
    return proposal


def waiting() -> QuerySet[Proposal]:
    """Return the proposals that nobody has decided and that have not expired."""
    return Proposal.objects.filter(verdict="", expires_at__gt=timezone.now())


def decide(proposal: Proposal, verdict: Proposal.Verdict, *, by: User) -> None:
    """Decide a proposal, within the transaction that does what it asks for.

    Raises Refused for the person who proposed, for who has no right to, for who travels, and where it is decided or has expired.
    """
    if by.pk == proposal.proposer_id and verdict == Proposal.Verdict.CONFIRMED:
        raise Refused("own_proposal", "who proposed does not confirm; a second person does")
    right = right_to_confirm(proposal)
    if by.pk != proposal.proposer_id and (is_travelling(by) or not (by.is_active and by.has_perm(right))):
        if right == RIGHT_TO_PUBLISH:
            raise Refused("no_right_to_decide", "only a person who may publish confirms or declines this proposal")
        raise Refused("no_right_to_confirm", "only who decides about protection confirms a proposal")
    decided = waiting().filter(pk=proposal.pk)
    if not decided.update(verdict=verdict, decided_by=by, decided_at=timezone.now()):
        raise Refused("proposal_is_over", "this proposal is decided already, or has expired")
    proposal.refresh_from_db()
    _note(Action.CONFIRMED if verdict == Proposal.Verdict.CONFIRMED else Action.DECLINED, proposal, by)


def use(proposal: Proposal, *, by: User) -> None:
    """Take what was confirmed, once. Raises Refused for anybody but the proposer, and where it is not confirmed, was taken or has expired."""
    confirmed = Proposal.objects.filter(
        pk=proposal.pk,
        proposer=by,
        verdict=Proposal.Verdict.CONFIRMED,
        used_at=None,
        expires_at__gt=timezone.now(),
    )
    if not confirmed.update(used_at=timezone.now()):
        raise Refused("nothing_confirmed", "this export is not confirmed, was taken already, or has expired")
    proposal.refresh_from_db()


def _note(action: Action, proposal: Proposal, by: User) -> None:
    things = [(proposal.noun, proposal.address)] if proposal.noun else []
    log.write(action, things, by=log.Person.here(by), proposal=proposal.pk, what=str(proposal.of))
