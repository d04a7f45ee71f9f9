"""The step that every page can be submitted to, made when the database is migrated."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from dalil.bulletin.second_reading import SecondReading

NAME = "Second reading / القراءة الثانية"
"""Wagtail shows the name as it is kept, in whichever language the screen is."""
FIRST_NAME = "Second reading"
"""How it was called at first; who called it otherwise since keeps that."""
WAGTAIL_EXAMPLE = "Moderators approval"
"""The workflow that Wagtail makes as an example; its group is nobody here, so that what was submitted to it waited for ever."""


def lay_second_reading(roles: Iterable[str]) -> None:
    """Make the step that pages are submitted to, in place of Wagtail's example. What an organisation made of its own stays.

    roles: who reads and approves.
    """
    if SecondReading.objects.exists():
        for model in (SecondReading, Workflow):
            model.objects.filter(name=FIRST_NAME).update(name=NAME)
        return
    step = SecondReading.objects.create(name=NAME)
    step.groups.set(Group.objects.filter(name__in=roles))
    workflow = Workflow.objects.create(name=NAME)
    WorkflowTask.objects.create(workflow=workflow, task=step, sort_order=0)
    root, example = Page.get_first_root_node(), Workflow.objects.filter(name=WAGTAIL_EXAMPLE).first()
    assigned = WorkflowPage.objects.filter(page=root).first()
    if assigned is None:
        WorkflowPage.objects.create(page=root, workflow=workflow)
    elif assigned.workflow == example:
        assigned.workflow = workflow
        assigned.save()
    if example is not None:
        example.active = False
        example.save(update_fields=["active"])
