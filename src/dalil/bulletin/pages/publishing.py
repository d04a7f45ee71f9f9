"""What publishing a page does besides: the figures in its text are published with it, so that a later change can be seen."""

from __future__ import annotations

from typing import Any

from wagtail.signals import page_published

from dalil.bulletin.pages.hindrances import figure_slugs
from dalil.counting.figures import publish_edition
from dalil.counting.models import Figure
from dalil.record import actions


def publish_figures(instance: Any, revision: Any = None, **_: Any) -> None:
    """Signal handler: publish the first edition of each figure in a page that goes out."""
    waiting = Figure.objects.filter(slug__in=figure_slugs(instance), editions=None)
    actor = getattr(revision, "user", None) or actions.system_actor()
    for figure in waiting:
        publish_edition(figure, actor=actor)  # the page did not go out before the gate let its figures through


def watch() -> None:
    """Do so from now on."""
    page_published.connect(publish_figures, dispatch_uid="dalil.bulletin.pages.publishing")
