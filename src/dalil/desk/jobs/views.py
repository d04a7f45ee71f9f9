"""What is done by itself, for those who keep the site."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from dalil.access import accounts
from dalil.desk.screens import DeskRequest, may, refused, screen
from dalil.jobs.models import Worker
from dalil.jobs.reaping import SILENCE
from dalil.jobs.schedule import last_turns

LATEST = 50
"""How many of the latest failures are shown."""


@may("see")
def jobs(request: DeskRequest) -> HttpResponse:
    """The jobs of the schedule with their last turn, the latest failures, and how much waits."""
    if not accounts.keeps_accounts(request.user):
        return refused(request)
    tasks = DBTaskResult.objects.filter(~Q(status="SUCCESSFUL"))
    return screen(
        request,
        "desk/jobs/jobs.html",
        _("Jobs"),
        icon="cogs",
        turns=list(last_turns()),
        failed=list(tasks.failed().order_by("-finished_at")[:LATEST]),
        waiting=tasks.ready().count(),
        running=list(tasks.running()),
        workers=Worker.objects.filter(seen__gte=timezone.now() - SILENCE).count(),
    )
