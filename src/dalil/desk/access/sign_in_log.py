"""What the sign-in tells of second factors and ended sessions goes into the log of access; the rest of it comes by Django's own signals."""

from __future__ import annotations

from typing import Any

from dalil.access import log
from dalil.access.models import Action
from dalil.desk.sign_in.events import SignInEvent, happened

LOGGED = {
    SignInEvent.FACTOR_ADDED: Action.FACTOR_ADDED,
    SignInEvent.FACTOR_REMOVED: Action.FACTOR_REMOVED,
    SignInEvent.FACTORS_TAKEN_OFF: Action.FACTOR_REMOVED,
    SignInEvent.FACTOR_REFUSED: Action.SIGN_IN_FAILED,
    SignInEvent.SESSIONS_ENDED: Action.ACCOUNT_CHANGED,
}


def follow() -> None:
    """Begin to listen."""
    happened.connect(note, dispatch_uid="dalil.desk.access.sign_in_log")


def note(event: SignInEvent, account: Any, actor: Any, **_: Any) -> None:
    """Write an entry: by who did it, about whose account it is."""
    if (action := LOGGED.get(event)) is None or account is None:
        return
    here = log.person_here()
    by = log.Person.here(actor) if actor is not None else here if here.account else log.Person.of(account)
    log.write(action, by=by, **log.describe_account(account), event=str(event))
