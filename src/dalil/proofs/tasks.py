"""What the worker does for the ledger."""

from __future__ import annotations

from django_tasks import task

from dalil.proofs.beacon import ask_beacon
from dalil.proofs.signing import is_something_new, sign_checkpoint
from dalil.proofs.timestamps import stamp_where_due


@task(backend="jobs")
def sign_the_ledger() -> None:
    """Sign the ledger where something is new, and let those stamp it whose turn it is.

    A tree that does not continue what was signed before makes the task fail, and it says so.
    """
    sign_checkpoint(ask_beacon() if is_something_new() else "")
    stamp_where_due()
