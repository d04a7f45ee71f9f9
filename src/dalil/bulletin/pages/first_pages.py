"""The first pages: every installation has a front page, News & Views and a page of links in each language from the start."""

from __future__ import annotations

from importlib.resources import files
from typing import Any
from uuid import uuid4

import yaml
from django.conf import settings
from django.utils.html import escape
from wagtail.models import Locale, Page, Site

NAMES = {
    "en": {
        "front": "Dalil",
        "news": "News & Views",
        "links": "Recommended links",
        "tagline": "The record and the newsroom of accountability",
    },
    "ar": {"front": "دليل", "news": "أخبار وآراء", "links": "روابط موصى بها", "tagline": "سجلّ المساءلة وغرفة أخبارها"},
}


def lay_first_pages(**_: Any) -> None:
    """Make the first pages where there are none, in place of Wagtail's own welcome page. What is there stays as it is."""
    from dalil.bulletin.models import FrontPage, LinksPage, NewsIndexPage

    if FrontPage.objects.exists():
        _lay_standing_pages()
        return
    root = Page.objects.filter(depth=1).first()
    if root is None:
        return
    Page.objects.filter(depth=2, content_type__model="page", slug="home").delete()
    root = Page.objects.get(pk=root.pk)
    first: dict[str, Page] = {}
    for code, _name in settings.LANGUAGES:
        locale, _made = Locale.objects.get_or_create(language_code=code)
        names = NAMES[code]
        front = FrontPage(title=names["front"], slug=f"front-{code}", tagline=names["tagline"], locale=locale)
        made = {"front": front}
        _same_as(first, made)
        root.add_child(instance=front)
        for kind, name in ((NewsIndexPage, "news"), (LinksPage, "links")):
            page = kind(title=names[name], slug=name, locale=locale, show_in_menus=True)
            made[name] = page
            _same_as(first, made)
            front.add_child(instance=page)
        first = first or made
    home = FrontPage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home, "site_name": "Dalil"}
    )
    _lay_standing_pages()


def _lay_standing_pages() -> None:
    """Make the standing pages where there are none at all. Those that only the organisation can write are drafts.

    In a record that protects a name which is also a word of ours, a page stays a draft too.
    """
    from dalil.bulletin.models import FrontPage, StandingPage
    from dalil.bulletin.pages.hindrances import asker_for, hindrances

    if StandingPage.objects.exists():
        return
    entries = yaml.safe_load(files("dalil.bulletin.pages").joinpath("standing_pages.yaml").read_text(encoding="utf-8"))
    keys = {entry["slug"]: uuid4() for entry in entries["pages"]}
    for front in FrontPage.objects.select_related("locale"):
        language = front.locale.language_code
        for entry in entries["pages"]:
            if language not in entry["title"] or front.get_children().filter(slug=entry["slug"]).exists():
                continue  # an address that somebody took for a page of another type stays theirs
            page = StandingPage(
                title=entry["title"][language],
                slug=entry["slug"],
                intro=entry["intro"][language],
                body=[("text", _as_rich_text(entry["body"][language]))],
                locale=front.locale,
                translation_key=keys[entry["slug"]],
                live=False,
            )
            front.add_child(instance=page)
            revision = page.save_revision()
            if entry["live"] and not list(hindrances(page, asker_for(None))):
                revision.publish()  # else it waits at the desk, which says why


def _as_rich_text(paragraphs: list[str]) -> str:
    """Paragraphs as rich text is stored; "## " begins a subheading."""
    return "".join(
        f"<h2>{escape(each[3:])}</h2>" if each.startswith("## ") else f"<p>{escape(each)}</p>" for each in paragraphs
    )


def _same_as(first: dict[str, Page], made: dict[str, Page]) -> None:
    """The newest page is the translation of the one of the same name that was made first."""
    name, page = list(made.items())[-1]
    if name in first:
        page.translation_key = first[name].translation_key
