"""What this room keeps beside the tasks themselves, which django-tasks keeps: begun slots of the schedule, and the workers seen."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import models


class Slot(models.Model):
    """One turn of a job of the schedule, and the task that was queued for it. The key keeps two workers from queueing it twice."""

    name = models.CharField(max_length=64)
    begins: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    task: models.UUIDField[UUID, UUID] = models.UUIDField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["name", "begins"], name="jobs_slot_once")]


class Worker(models.Model):
    """A process that does tasks, and when it was last seen alive."""

    id = models.CharField(primary_key=True, max_length=64)
    seen: models.DateTimeField[datetime, datetime] = models.DateTimeField(db_index=True)
