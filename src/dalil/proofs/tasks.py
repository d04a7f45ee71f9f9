"""What the worker does for the ledger."""

from __future__ import annotations

from django_tasks import task

from dalil.proofs.signing import sign_checkpoint


@task(backend="jobs")
def sign_the_ledger() -> None:
    """Sign the ledger where something is new. A tree that does not continue what was signed before makes the task fail, and it says so."""
    sign_checkpoint()
