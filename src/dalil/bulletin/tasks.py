"""What the bulletin has done later."""

from __future__ import annotations

from django.core.management import call_command
from django_tasks import task


@task(backend="jobs")
def publish_what_is_due() -> None:
    """Publish the pages whose moment has come, and take down those that expired. Done twice, it does nothing the second time."""
    call_command("publish_scheduled", verbosity=0)
