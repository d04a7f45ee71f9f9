"""What is kept of pages beside their text: in which edition they show a figure, what they are about, the words they are found by."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from dalil.counting.models import FigureEdition


class SiteVersion(models.Model):
    """How often the public site's own content has changed, or something of the record was taken from the public.

    taken_away: the number in the log of the last change that took something from the public; nothing older is shown.
    """

    number = models.PositiveBigIntegerField(default=0)
    taken_away = models.PositiveBigIntegerField(default=0)


class FigureOnPage(models.Model):
    """The edition in which a published page shows a figure, from `at` on; the latest row of a page and a figure is in force.

    corrects: the row that it took the place of, where an editor published a correction. reason: why; readers see it.
    """

    page = models.ForeignKey(Page, models.CASCADE, related_name="figures_shown")
    edition = models.ForeignKey(FigureEdition, models.PROTECT, related_name="+")
    corrects = models.ForeignKey("self", models.CASCADE, related_name="corrected_by", null=True)
    at = models.DateTimeField(_("published"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    reason = models.TextField(_("reason for the correction"), blank=True)

    class Meta:
        verbose_name = _("figure on a page")
        verbose_name_plural = _("figures on pages")
        constraints = [models.UniqueConstraint(fields=["page", "edition"], name="a_page_shows_an_edition_once")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.edition_id}"


class PageSubject(models.Model):
    """Something that a published page is about: a code of the scheme `places`, of one of the vocabulary, or a theme by its translations' key.

    Worked out from the page when it is published; by it pages about the same find each other.
    """

    page = models.ForeignKey(Page, models.CASCADE, related_name="subjects")
    scheme = models.CharField(max_length=20)
    code = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("subject of a page")
        verbose_name_plural = _("subjects of pages")
        indexes = [models.Index(fields=["scheme", "code"])]
        constraints = [models.UniqueConstraint(fields=["page", "scheme", "code"], name="a_page_is_about_a_thing_once")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.scheme} {self.code}"


class PageWords(models.Model):
    """The words by which a page is found, in the form in which they are searched; worked out when it is published."""

    page = models.OneToOneField(Page, models.CASCADE, related_name="words", primary_key=True)
    search = models.TextField(editable=False)

    class Meta:
        verbose_name = _("words of a page")
        verbose_name_plural = _("words of pages")

    def __str__(self) -> str:
        return str(self.page_id)


class TakenDown(models.Model):
    """A published page that an editor took down. Its address says since when and why, in place of the page, until it is published again.

    title: as readers are told it; the editor may choose other words than the page's own where these are what had to go.
    """

    page = models.ForeignKey(Page, models.CASCADE, related_name="taken_down")
    title = models.CharField(_("title"), max_length=255)
    reason = models.TextField(_("why it was taken down"))
    at = models.DateTimeField(_("taken down"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("page that was taken down")
        verbose_name_plural = _("pages that were taken down")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.at:%Y-%m-%d}"


class SeenDifferences(models.Model):
    """What a page and its version in the other language were last said not to tell alike; who publishes after that has seen it."""

    page = models.OneToOneField(Page, models.CASCADE, related_name="seen_differences", primary_key=True)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("differences between versions of a page")
        verbose_name_plural = _("differences between versions of pages")

    def __str__(self) -> str:
        return str(self.page_id)
