"""What publishing a page does besides: the figures in its text are published with it, and the page keeps them as they are now."""

from __future__ import annotations

from typing import Any

from wagtail.signals import page_published

from dalil.bulletin.corrections.correcting import show_first
from dalil.bulletin.pages.hindrances import figure_slugs
from dalil.counting.figures import publish_edition
from dalil.counting.models import Figure
from dalil.record import actions


def publish_figures(instance: Any, revision: Any = None, **_: Any) -> None:
    """Signal handler: publish the first edition of each figure in a page that goes out, and let the page keep the edition it shows."""
    actor = getattr(revision, "user", None) or actions.system_actor()
    for figure in Figure.objects.filter(slug__in=figure_slugs(instance)):
        # the page did not go out before the gate let its figures through
        edition = figure.edition or publish_edition(figure, actor=actor)
        show_first(instance, edition, actor=actor)


def watch() -> None:
    """Do so from now on."""
    page_published.connect(publish_figures, dispatch_uid="dalil.bulletin.pages.publishing")
