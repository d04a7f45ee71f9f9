"""The pages of the bulletin: the front page, stories, News & Views, themes and links.

Each language has its own tree. What a page says is written here; a figure in its text stays as it was published with it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, PageChooserPanel, TitleFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from dalil.bulletin.blocks import LINE, Correction, Facet, Law, LinkGroup, ReportBlock, body_blocks
from dalil.bulletin.links.models import LONGEST_ADDRESS
from dalil.bulletin.page_facts import FigureOnPage as FigureOnPage  # here Django looks for models
from dalil.bulletin.page_facts import PageSubject as PageSubject
from dalil.bulletin.page_facts import PageWords as PageWords
from dalil.bulletin.page_facts import SeenDifferences as SeenDifferences
from dalil.bulletin.page_facts import SiteVersion as SiteVersion
from dalil.bulletin.page_facts import TakenDown as TakenDown
from dalil.bulletin.pages.colours import check_accent_on_dark, check_accent_on_light
from dalil.bulletin.pages.contexts import context_of
from dalil.bulletin.pages.hindrances import asker_for, hindrances
from dalil.bulletin.pages.page_forms import BulletinForm, CardForm, StandingForm, StoryForm, says_something
from dalil.bulletin.pages.story_blocks import byline_blocks, subject_blocks
from dalil.bulletin.pictures.models import Picture
from dalil.bulletin.second_reading import KindReadTwice as KindReadTwice
from dalil.bulletin.second_reading import SecondReading as SecondReading
from dalil.bulletin.second_reading import lacks_second_reader
from dalil.text.dates import read_date
from dalil.values import When
from dalil.wording.refusals import refusal


def check_date(text: str) -> None:
    """Refuse what is not a date of any precision, as people type them in either language ("2019-05", "14 May 2019", «أيار ٢٠١٩»)."""
    try:
        read_date(text).refuse_impossible_years()
    except ValueError as error:
        raise ValidationError(refusal(error)) from error


COLOUR = _("Such as #0b4f5c; empty for the colour of the program")
DATES = _("As finely as it is known, in either language: 14 May 2019, May 2019, 2019, 2019-05-14")


class BulletinPage(Page):
    """What all public pages have in common."""

    base_form_class = BulletinForm

    class Meta:
        abstract = True

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision. Raises ValidationError where its text names a figure that readers cannot be shown, or somebody protected."""
        publisher = kwargs.get("user")
        sentences = lacks_second_reader(self, revision.user, publisher)
        if sentences := [*sentences, *hindrances(revision.as_object(), asker_for(publisher or revision.user))]:
            raise ValidationError(sentences)
        return super().publish(revision, *args, **kwargs)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Lead to this page, or below it; also where it was taken down, so that its address can say so (bulletin/wagtail_hooks.py).

        Where it is kept for some, nobody is told more than that nothing is there.
        """
        if not path_components and not self.live and self.taken_down.exists():
            if self.get_view_restrictions().exists():
                raise Http404
            return RouteResult(self)
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | context_of(self, request)


class Dated(BulletinPage):
    """A text with a date, as finely as it is known, and the corrections made to it since."""

    dated = models.CharField(
        _("date"),
        max_length=30,
        validators=[check_date],
        help_text=_("As finely as it is known: 2019-05-14, 2019-05 or 2019"),
    )
    body = StreamField(body_blocks(), verbose_name=_("text"), blank=True)
    reports = StreamField(
        [("report", ReportBlock())], verbose_name=_("reports of the record shown with it"), blank=True
    )
    corrections = StreamField([("correction", Correction())], verbose_name=_("corrections"), blank=True)
    picture = models.ForeignKey(
        Picture,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture at its head"),
    )
    byline = StreamField(byline_blocks(), verbose_name=_("who wrote it"), blank=True)
    about = StreamField(
        subject_blocks(),
        verbose_name=_("what it is about"),
        blank=True,
        help_text=_("Leads readers to other pages about the same, and from the pages of places and terms to this one"),
    )

    def clean(self) -> None:
        """Keep the date in the short form by which pages are put in order, however it was typed."""
        super().clean()
        try:
            check_date(self.dated)
        except ValidationError:
            return  # its field says so
        self.dated = read_date(self.dated).notation()

    class Meta:
        abstract = True

    @property
    def when(self) -> When:
        """The date as a value."""
        return When.parse(self.dated)


class FrontPage(BulletinPage):
    """The front page of one language: a lead story, News & Views, the readers' questions, the themes, the links."""

    tagline = models.CharField(_("what this site is, in one line"), max_length=200, blank=True)
    notice = models.TextField(_("notice above every page"), blank=True)
    lead = models.ForeignKey(
        "bulletin.StoryPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead story"),
        help_text=_("Without one, the latest story leads"),
    )

    template = "bulletin/pages/front_page.html"
    parent_page_types = ["wagtailcore.Page"]
    mark = models.ForeignKey(
        Picture,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("mark of the organisation"),
        help_text=_("Stands beside the name at the top of every page; a square"),
    )
    accent = models.CharField(
        _("colour on white"), max_length=7, blank=True, validators=[check_accent_on_light], help_text=COLOUR
    )
    accent_dark = models.CharField(
        _("colour on black, for readers at night"),
        max_length=7,
        blank=True,
        validators=[check_accent_on_dark],
        help_text=COLOUR,
    )
    subpage_types = [
        *("bulletin.StoryPage", "bulletin.NewsIndexPage", "bulletin.ThemePage"),
        *("bulletin.StandingPage", "bulletin.LinksPage"),
    ]
    content_panels = [
        *Page.content_panels,
        FieldPanel("tagline"),
        PageChooserPanel("lead"),
        FieldPanel("notice"),
        FieldPanel("mark"),
        FieldPanel("accent"),
        FieldPanel("accent_dark"),
    ]

    class Meta:
        verbose_name = _("front page")


class StoryPage(Dated):
    """A story, with its figures in the running text."""

    kicker = models.CharField(_("line above the headline"), max_length=120, blank=True)
    standfirst = models.TextField(_("standfirst"), blank=True)
    series = models.CharField(
        _("series"),
        max_length=120,
        blank=True,
        help_text=_("Stories that have the same name of a series here are listed on each of them"),
    )
    unknown = StreamField(
        [("line", blocks.TextBlock(label=_("Line")))], verbose_name=_("what is not known"), blank=True
    )
    document = models.CharField(_("document it rests on"), max_length=64, blank=True)

    base_form_class = StoryForm
    template = "bulletin/pages/story_page.html"
    parent_page_types = ["bulletin.FrontPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("kicker"),
        FieldPanel("standfirst"),
        FieldPanel("dated", help_text=DATES),
        FieldPanel("byline"),
        FieldPanel("picture"),
        FieldPanel("body"),
        FieldPanel("unknown"),
        FieldPanel("about"),
        FieldPanel("series"),
        FieldPanel("document"),
        FieldPanel("reports"),
        FieldPanel("corrections"),
    ]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")


class NewsIndexPage(BulletinPage):
    """All of News & Views."""

    template = "bulletin/pages/card_index.html"
    parent_page_types = ["bulletin.FrontPage"]
    subpage_types = ["bulletin.CardPage"]

    class Meta:
        verbose_name = _("News & Views")


class CardPage(Dated):
    """A card of News & Views: a headline (the page's title), a summary, who says it, and where to read on.

    A card without a headline or a summary in words cannot be published.
    """

    class Form(models.TextChoices):
        REPORT = "report", _("News report")
        ANALYSIS = "analysis", _("Analysis")
        TESTIMONY = "testimony", _("Testimony")
        QUESTIONS = "questions", _("Questions and answers")
        CAMPAIGN = "campaign", _("Campaign")
        PICTURES = "pictures", _("Pictures")
        VIDEO = "video", _("Video")
        VIEW = "view", _("View")

    summary = RichTextField(_("summary"), features=list(LINE))
    form = models.CharField(_("form"), max_length=20, choices=Form, default=Form.REPORT)
    source_text = models.CharField(_("source, in words"), max_length=200, blank=True)
    source_code = models.CharField(_("source of the record"), max_length=80, blank=True)
    more_page = models.ForeignKey(
        "wagtailcore.Page",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("learn more: a page"),
    )
    more_url = models.URLField(_("learn more: an address elsewhere"), max_length=LONGEST_ADDRESS, blank=True)

    base_form_class = CardForm
    template = "bulletin/pages/card_page.html"
    parent_page_types = ["bulletin.NewsIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        TitleFieldPanel("title", heading=_("Headline"), placeholder=False),
        FieldPanel("summary"),
        FieldPanel("dated", help_text=DATES),
        FieldPanel("form"),
        FieldPanel("source_text"),
        FieldPanel("source_code"),
        FieldPanel("picture"),
        FieldPanel("body"),
        FieldPanel("about"),
        FieldPanel("byline"),
        FieldPanel("reports"),
        PageChooserPanel("more_page"),
        FieldPanel("more_url"),
        FieldPanel("corrections"),
    ]

    class Meta:
        verbose_name = _("card of News & Views")
        verbose_name_plural = _("cards of News & Views")

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        if "summary" not in (exclude or ()) and not says_something(self.summary):
            raise ValidationError({"summary": say("A card needs a summary in words.")})
        super().clean_fields(exclude)

    def clean(self) -> None:
        super().clean()
        wrong = {}
        if not self.title.strip():
            wrong["title"] = say("A card needs a headline.")
        if self.more_page_id and self.more_url:
            wrong["more_url"] = say("“Learn more” leads to one place: a page, or an address elsewhere.")
        if wrong:
            raise ValidationError(wrong)


class ThemePage(BulletinPage):
    """A standing page on one crime: its law, and what the record holds on it."""

    standfirst = models.TextField(_("standfirst"), blank=True)
    body = StreamField(body_blocks(), verbose_name=_("text"), blank=True)
    law = StreamField([("provision", Law())], verbose_name=_("law"), blank=True)
    asks = StreamField(
        [("facet", Facet())],
        verbose_name=_("what it asks of the record"),
        blank=True,
        help_text=_("Incidents that meet every condition are listed and counted on the page"),
    )
    reports = StreamField(
        [("report", ReportBlock())], verbose_name=_("reports of the record shown with it"), blank=True
    )

    template = "bulletin/pages/theme_page.html"
    parent_page_types = ["bulletin.FrontPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("standfirst"),
        FieldPanel("body"),
        FieldPanel("law"),
        FieldPanel("asks"),
        FieldPanel("reports"),
    ]

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class StandingPage(BulletinPage):
    """A page that stands at the foot of every other: about, how we count, contact, privacy, the terms of the data."""

    intro = models.TextField(_("introduction"), blank=True)
    body = StreamField(body_blocks(), verbose_name=_("text"), blank=True)
    public_key = models.TextField(
        _("public key"), blank=True, help_text=_("For readers who write to you in confidence: an OpenPGP or age key")
    )

    base_form_class = StandingForm
    template = "bulletin/pages/standing.html"
    parent_page_types = ["bulletin.FrontPage"]
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body"), FieldPanel("public_key")]

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")


class LinksPage(BulletinPage):
    """Organisations and institutions worth following."""

    intro = models.TextField(_("introduction"), blank=True)
    groups = StreamField([("group", LinkGroup())], verbose_name=_("links"), blank=True)

    template = "bulletin/pages/links_page.html"
    parent_page_types = ["bulletin.FrontPage"]
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("groups")]

    class Meta:
        verbose_name = _("recommended links")
