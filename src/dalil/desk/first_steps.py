"""What a new installation still needs before readers come, for those who publish: shown on the first screen until it is done."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from dalil.archive.protection import Viewer
from dalil.bulletin.models import CardPage, FrontPage, StandingPage, StoryPage
from dalil.bulletin.pages.first_pages import NAMES
from dalil.record.models import Report


@dataclass(frozen=True)
class FirstStep:
    """One thing to do, and where it is done."""

    words: str
    url: str


def list_first_steps() -> list[FirstStep]:
    """List what is still to be done: the site's name, the standing pages, the first public report, the first story or card."""
    steps = []
    for front in FrontPage.objects.select_related("locale"):
        language = front.locale.language_code
        if front.tagline == NAMES.get(language, {}).get("tagline"):
            name = {"language": front.locale.get_display_name()}
            steps.append(
                FirstStep(_("Give the site your name and a line on what it is (%(language)s)") % name, _edit(front))
            )
    for page in StandingPage.objects.filter(live=False).order_by("path"):
        steps.append(FirstStep(_("Write and publish: %(page)s") % {"page": page.title}, _edit(page)))
    if not Report.objects.visible_to(Viewer.public()).exists():
        steps.append(FirstStep(_("Enter a report, or bring in a file, and make it public"), reverse("desk:reports")))
    if not (StoryPage.objects.live().exists() or CardPage.objects.live().exists()):
        steps.append(FirstStep(_("Publish a first story or card"), reverse("wagtailadmin_explore_root")))
    return steps


def _edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
