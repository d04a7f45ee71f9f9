"""That a decision was taken back stands in columns of its own row, which its leaf does not hold. A remark seals it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from dalil.proofs.models import Remark


def note_taken_back(decision: Any, actor: User) -> None:
    """Let the ledger say that a decision was taken back; within the transaction that does so. decision: a row with `taken_back_at`."""
    if not hasattr(decision, "LEAF"):
        return
    remark = remark_of(decision.LEAF.noun, decision.pk, decision.taken_back_at)
    Remark.objects.create(what=Remark.What.TAKEN_BACK, actor=actor, detail=remark)


def remark_of(noun: str, key: int, at: datetime) -> dict[str, Any]:
    """Return the detail of the remark that a decision was taken back."""
    return {"noun": noun, "row": key, "at": at.isoformat()}
