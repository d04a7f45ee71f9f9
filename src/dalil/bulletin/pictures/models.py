"""Pictures of pages: what must be known of a picture before a page shows it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class Picture(AbstractImage):
    """A picture, with who made it, what it shows in each language, whether those whom it shows agreed, and the document it is made from.

    document: the address of a document of the record. The names of protected people stand in the sealed compartment, never here.
    """

    class People(models.TextChoices):
        NOBODY = "nobody", _("Nobody can be recognised")
        AGREED = "agreed", _("Those who can be recognised agreed that it is public")
        IN_OFFICE = "in-office", _("Officials, in what they did in office")
        NOT_AGREED = "not-agreed", _("Somebody can be recognised and has not agreed")

    alt_en = models.CharField(
        _("what it shows, in English"),
        max_length=500,
        blank=True,
        help_text=_("For those who do not see it. A page cannot be published while this is missing"),
    )
    alt_ar = models.CharField(
        _("what it shows, in Arabic"),
        max_length=500,
        blank=True,
        help_text=_("For those who do not see it. A page cannot be published while this is missing"),
    )
    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_(
            "Who made it and on what terms, as readers see it; “name withheld” where the maker must be protected"
        ),
    )
    people = models.CharField(
        _("people in it"),
        max_length=20,
        choices=People,
        blank=True,
        help_text=_("Write no name of a protected person here or in the title"),
    )
    document = models.CharField(
        _("document it is made from"),
        max_length=64,
        blank=True,
        help_text=_("The address of a document of the record; the page leads to it"),
    )

    admin_form_fields = (
        *("title", "file", "alt_en", "alt_ar", "credit", "people", "document", "collection", "tags"),
        *(name for name in Image.admin_form_fields if name.startswith("focal_point")),
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def alt(self, language: str) -> str:
        """Return what the picture shows, in a language; empty where nobody wrote it."""
        return str(getattr(self, f"alt_{language}", ""))

    @property
    def default_alt_text(self) -> str:
        """What Wagtail says of the picture to those who do not see it."""
        return self.alt(get_language() or "en") or str(self.title)


class PictureRendition(AbstractRendition):
    """A picture in one size and form."""

    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_of_a_picture_in_a_form"
            )
        ]
