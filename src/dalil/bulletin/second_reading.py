"""The second pair of eyes: a page that was submitted waits for somebody else of the newsroom; some kinds of page go out only so.

Wagtail's workflow does the rest: it shows what waits on the first screen of those who may approve, keeps their comments, and publishes what
they approve.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState


class SecondReading(AbstractGroupApprovalTask):
    """A step in which somebody of these groups reads what another has written. Nobody approves what they wrote or submitted themselves."""

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, Any, bool]]:
        """What this person may do with a page that waits: nothing with their own."""
        return [] if wrote(obj, user) else super().get_actions(obj, user)

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> models.QuerySet[TaskState]:
        """What waits for this person; what they submitted waits for others."""
        waiting: models.QuerySet[TaskState] = super().get_task_states_user_can_moderate(user, **kwargs)
        return waiting.exclude(workflow_state__requested_by=user)

    @classmethod
    def get_description(cls) -> Any:
        """What Wagtail says of such a step."""
        return _("Somebody else of these groups reads and approves")

    class Meta:
        verbose_name = _("second reading")
        verbose_name_plural = _("second readings")


class KindReadTwice(models.Model):
    """A kind of page that goes out only when somebody else than its writer approved it. kind: the name of its model, `storypage`."""

    kind = models.CharField(max_length=100, unique=True)

    class Meta:
        verbose_name = _("kind of page that a second person reads")
        verbose_name_plural = _("kinds of page that a second person reads")

    def __str__(self) -> str:
        return self.kind


def wrote(page: Page, user: User) -> bool:
    """Tell whether this person submitted the page, or wrote what would go out."""
    state, revision = page.current_workflow_state, page.get_latest_revision()
    return user.pk in (state and state.requested_by_id, revision and revision.user_id)


def lacks_second_reader(page: Page, writer: User | None, publisher: User | None) -> list[str]:
    """Say that somebody else has to read the page first, where its kind asks for that and its writer publishes it; else nothing.

    publisher: None where nobody publishes it now, as at a set time: whoever set the time was asked then.
    """
    if publisher is None or writer != publisher:
        return []
    if not KindReadTwice.objects.filter(kind=page._meta.model_name).exists():
        return []
    kind = page.get_verbose_name()
    return [
        say("A page of this kind (%(kind)s) goes out when somebody else has read it: submit it to a second reading.")
        % {"kind": kind}
    ]
