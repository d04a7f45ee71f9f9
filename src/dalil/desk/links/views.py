"""Looking through links: an address is pasted, feeds bring others; each becomes a card's draft or is left, and comes back if need be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from dalil.access.refused import Refused
from dalil.bulletin.links.cards import make_card, take_link
from dalil.bulletin.links.dead_links import cards_that_lead_to, find_dead_links
from dalil.bulletin.links.models import LONGEST_ADDRESS, CheckedLink, Feed, FeedItem
from dalil.bulletin.links.page_copies import find_copies
from dalil.bulletin.links.tasks import keep_copy_of_page
from dalil.bulletin.models import CardPage
from dalil.captures.models import Capture
from dalil.desk.lists import PER_PAGE, show_list, take_page
from dalil.desk.screens import DeskRequest, can, may, screen, viewer_of
from dalil.wording.refusals import refusal, say_kept


@dataclass(frozen=True)
class DeadLink:
    """An address to which cards lead and where nothing is any more. kept: the public page of a kept copy; empty where there is none."""

    url: str
    since: datetime
    why: str
    cards: list[CardPage]
    kept: str


@dataclass(frozen=True)
class ShownItem:
    """An item in the list. copy: what was kept of its page, or why nothing was; None where nobody tried."""

    item: FeedItem
    copy: Capture | None
    why: str


class LinkForm(forms.Form):
    """An address that somebody found."""

    url = forms.URLField(
        label=gettext_lazy("Address of a page"),
        max_length=LONGEST_ADDRESS,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )


@may("publish")
def links(request: DeskRequest) -> HttpResponse:
    """What feeds and people point to and nobody has decided on; an address that is pasted is read at once."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            item = take_link(form.cleaned_data["url"])
        except Refused as error:
            form.add_error("url", refusal(error))
        else:
            return redirect(_address_of(item))
    state = request.GET.get("state")
    shown = state if state in FeedItem.State.values else FeedItem.State.NEW
    page = take_page(request, FeedItem.objects.filter(state=shown).select_related("feed", "card", "twin"))
    return screen(
        request,
        "desk/links/links.html",
        _("News from elsewhere"),
        icon="link",
        form=form,
        states=FeedItem.State.choices,
        shown=shown,
        page=page,
        items=_with_copies(request, list(page)),
        failing=[(feed, say_kept(feed.told, feed.why)) for feed in Feed.objects.exclude(why="").order_by("url")],
        feeds=Feed.objects.count(),
        dead=_list_dead(),
        status=422 if form.errors else 200,
    )


def _address_of(item: FeedItem) -> str:
    """Where an item stands on the screen: one that was pasted before may be among those that were left, or further down."""
    before = FeedItem.objects.filter(state=item.state, pk__gt=item.pk).count() // PER_PAGE
    where = {
        **({"state": item.state} if item.state != FeedItem.State.NEW else {}),
        **({"p": before + 1} if before else {}),
    }
    return f"{reverse('desk:links')}{'?' if where else ''}{urlencode(where)}#item-{item.pk}"


def _with_copies(request: DeskRequest, items: list[FeedItem]) -> list[ShownItem]:
    copies = find_copies([item.url for item in items], viewer_of(request))
    show_list(request, [copy.document for copy in copies.values() if copy.document])
    return [
        ShownItem(item, copy := copies.get(item.url), say_kept(copy.told, copy.why) if copy and copy.why else "")
        for item in items
    ]


def _list_dead() -> list[DeadLink]:
    dead = CheckedLink.objects.filter(dead_since__isnull=False).order_by("-dead_since")
    urls = [link.url for link in dead]
    kept, cards = find_dead_links(urls), cards_that_lead_to(urls)
    return [
        DeadLink(link.url, link.dead_since, say_kept(link.told, link.why), cards.get(link.url, []), kept[link.url])
        for link in dead
        if link.dead_since
    ]


@may("publish")
@require_POST
def decide_link(request: DeskRequest, item: int, decision: str) -> HttpResponse:
    """Make a card of an item, leave it, or take it back among the new ones."""
    chosen = get_object_or_404(FeedItem, pk=item)
    if decision in ("card", "cards"):
        try:
            card = make_card(chosen, request.user)
            _keep_copy(request, chosen)
            if decision == "cards" and chosen.twin is not None:
                make_card(chosen.twin, request.user)
                _keep_copy(request, chosen.twin)
        except Refused as error:
            messages.error(request, refusal(error))
            return redirect("desk:links")
        messages.success(
            request, _("A draft was made. Read it, write it in your words, and publish it when it is right.")
        )
        return redirect("wagtailadmin_pages:edit", card.pk)
    chosen.state = FeedItem.State.LEFT if decision == "leave" else FeedItem.State.NEW
    chosen.save(update_fields=["state"])
    return redirect("desk:links")


def _keep_copy(request: DeskRequest, item: FeedItem) -> None:
    """Have the page captured later, where the person may bring documents in: the page may be slow, and the card does not wait for it."""
    if can(request, "enter"):
        keep_copy_of_page.enqueue(item.url, request.user.pk)
