"""The version of a page in the other language, beside the one that is written: its words, and what the two do not tell alike.

Weighed: wagtail-localize keeps each translation as segments of an original and makes the page from them. Here neither version is the
original, Arabic is written and not only translated, and each keeps its own blocks and figures; so both stay pages, and are shown together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import wraps
from html import escape, unescape
from typing import Any

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page
from wagtail.rich_text.rewriters import FIND_EMBED_TAG

from dalil.bulletin.figures.embeds import slugs_in
from dalil.bulletin.models import BulletinPage
from dalil.bulletin.pages.own_words import in_other_letters, own_parts
from dalil.bulletin.pages.versions import differences
from dalil.counting.models import FigureEdition
from dalil.desk.figures.presenters import say_edition
from dalil.letters import language_of


@dataclass(frozen=True)
class OtherVersion:
    """A version in another language; see desk/pages/other_version.html. differs: what the two do not tell alike, in sentences."""

    name: str
    code: str
    direction: str
    live: bool
    url: str
    paragraphs: tuple[str, ...]
    differs: tuple[str, ...]


class OtherVersionPanel(BaseSidePanel):
    """The panel at the side of the editor in which the other versions of the page are read."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Show the other language")
        icon_name = "globe"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["count"] = self.panel.count()
            return context

    name = "other-version"
    title = _("The other language")
    template_name = "desk/pages/other_version.html"
    order = 150

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        page = self.object
        versions = [present_version(page, other) for other in self._others()]
        return context | {"versions": versions, "untranslated": in_other_letters(page)}

    def count(self) -> int:
        """How much is to be looked at: parts that are not translated, and differences."""
        page, language = self.object, get_language() or "en"
        return len(in_other_letters(page)) + sum(len(differences(page, other, language)) for other in self._others())

    def _others(self) -> list[Page]:
        may_edit = self.request.user
        found = self.object.get_translations().select_related("locale").specific()
        drafts = [page for page in found if page.permissions_for_user(may_edit).can_edit()]
        return [page.get_latest_revision_as_object() for page in drafts]


def present_version(page: Page, other: Page) -> OtherVersion:
    """Present the version of a page in another language, as it was last written."""
    code = other.locale.language_code
    words = (" ".join(line.split()) for line in _with_figures(other, code).split("\n"))
    return OtherVersion(
        name=other.locale.get_display_name(),
        code=code,
        direction=language_of(code).direction,
        live=other.live,
        url=reverse("wagtailadmin_pages:edit", args=[other.pk]),
        paragraphs=tuple(filter(None, words)),
        differs=tuple(differences(page, other, get_language() or "en")),
    )


def _with_figures(page: Page, language: str) -> str:
    """The words of a page, and in brackets what each figure in them says: without its numbers a sentence would tell something else."""
    parts = own_parts(page)
    slugs = {slug for part in parts for slug in slugs_in(part)}
    editions = FigureEdition.objects.filter(figure__slug__in=slugs).select_related("figure").order_by("number")
    said = {each.figure.slug: say_edition(each, language) for each in editions}

    def name_figure(found: re.Match[str]) -> str:
        return f" [{escape(said.get(next(iter(slugs_in(found[0])), ''), '…'))}] "

    shown = (FIND_EMBED_TAG.sub(name_figure, part).replace("</p>", "\n").replace("<", " <") for part in parts)
    return unescape("\n".join(map(strip_tags, shown)))


def show_beside() -> None:
    """Have Wagtail's editor show the panel; there is no hook for it. Done once."""
    plain = EditView.get_side_panels

    @wraps(plain)
    def with_other_version(view: Any) -> MediaContainer:
        panels = list(plain(view))
        if isinstance(view.page, BulletinPage):
            panels.append(OtherVersionPanel(view.page, view.request))
        return MediaContainer(panels)

    EditView.get_side_panels = with_other_version
