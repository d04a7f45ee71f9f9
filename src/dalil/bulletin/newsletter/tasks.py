"""What is done with letters by itself."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from dalil.bulletin.newsletter.sending import send_batch, send_owed
from dalil.bulletin.newsletter.subscribers import forget


@task(backend="jobs")
def send_what_waits() -> None:
    """Send the next batch, and remove who never confirmed. Cut off anywhere, the next turn goes on; nothing is sent twice."""
    send_batch()
    forget(timezone.now())


@task(backend="jobs")
def send_owed_mails() -> None:
    """Send the mails about subscriptions that somebody waits for. It carries no address: a task is kept for a month, and can be read."""
    send_owed()
