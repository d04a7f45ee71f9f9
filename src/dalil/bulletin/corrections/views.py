"""Every correction that was published, as a page and as a feed."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.views.decorators.http import require_safe
from wagtail.models import Page

from dalil.bulletin.corrections.listing import list_corrections, say_taken_down
from dalil.bulletin.pages.feeds import FeedEntry, write_feed
from dalil.bulletin.pages.frame import frame_page
from dalil.bulletin.pages.page_links import link_pages
from dalil.bulletin.pages.readable import front_of
from dalil.bulletin.pages.registering import language_of, translations

ON_A_PAGE = 50
IN_THE_FEED = 50


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """All corrections, the latest first."""
    sheet = Paginator(list_corrections(get_language() or "en"), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"corrections": list(sheet), "pages": link_pages(sheet, reverse("corrections"), {})}
    return render(request, "bulletin/corrections/corrections.html", context)


def taken_down(page: Page, request: HttpRequest) -> HttpResponse:
    """Answer for a page that an editor took down: that it is gone (410), since when and why."""
    row = page.taken_down.select_related("page").latest("at")
    language = language_of(page)
    context = frame_page(request, translations(page, request)) | {"gone": say_taken_down(row, language)}
    return render(request, "bulletin/corrections/taken_down.html", context, status=410)


@require_safe
def corrections_feed(request: HttpRequest, form: str = "xml") -> HttpResponse:
    """The latest corrections in one language as a feed: what was, what is, and why. form: xml or json."""
    language = get_language() or "en"
    front = front_of(language)
    entries = []
    for each in list_corrections(language)[:IN_THE_FEED]:
        said = [each.text]
        if each.taken_down:
            said.insert(0, say("This page was taken down."))
        if each.number:
            change = {"question": each.number.question, "was": each.number.was, "now": each.number.now}
            said.insert(0, say("“%(question)s” was %(was)s; it is %(now)s.") % change)
        at = datetime.combine(each.day, time(), UTC)
        entries.append(
            FeedEntry(
                title=each.title,
                url=request.build_absolute_uri(each.url),
                text=" ".join(filter(None, said)),
                published=at,
                updated=at,
                key=f"tag:dalil,2026:correction/{each.key}",
            )
        )
    title = f"{front.title}: {say('Corrections')}" if front else say("Corrections")
    return write_feed(request, title, reverse("corrections"), entries, form)
