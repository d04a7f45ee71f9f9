"""The log of the record: one entry for each write, in the order of commit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User

from dalil.archive.protection import Protected
from dalil.record.models import LogEntry, Report


def append_entry(actor: User, verb: str, about: Any, subjects: Sequence[int] | None = None, **detail: Any) -> LogEntry:
    """Write down a change. `about` is the row that changed, or a model with the ids of its rows in `subjects`."""
    if subjects is None:
        subjects = [about.pk] if isinstance(about, (Protected, Report)) else []
    return LogEntry.objects.create(
        actor_id=actor.pk, verb=verb, model=about._meta.model_name, subjects=list(subjects), detail=detail
    )
