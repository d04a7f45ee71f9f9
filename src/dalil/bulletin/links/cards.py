"""A card made of a link: a draft that an editor writes on. It never publishes itself."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.html import format_html
from wagtail.models import Locale

from dalil.access.refused import Refused
from dalil.archive.fetching import fetch
from dalil.bulletin.links.feeds import keep, same_as
from dalil.bulletin.links.models import FeedItem
from dalil.bulletin.links.page_elsewhere import read_page
from dalil.bulletin.models import CardPage, NewsIndexPage, free_slug


def take_link(url: str) -> FeedItem:
    """Fetch the page at an address and keep what it says of itself; an address that is there already is not fetched again.

    Raises Refused where it is not fetched, or is no page.
    """
    there = FeedItem.objects.filter(same_as=same_as(url)).first()
    if there is not None:
        return there
    facts = read_page(fetch(url))
    item = keep(facts) or FeedItem.objects.filter(same_as=same_as(facts.url)).first()
    if item is None:
        raise Refused("no_title", "the page has no title")
    return item


@transaction.atomic
def make_card(item: FeedItem, actor: User) -> CardPage:
    """Make a draft of a card from an item, in the language of the item. Returns it; an item with a card returns that one.

    Raises Refused where the site has no news in that language, or where the person may not write there.
    """
    locked = FeedItem.objects.select_for_update().get(pk=item.pk)
    made: CardPage | None = CardPage.objects.filter(pk=locked.card_id).first()
    if made is not None:
        return made
    locale = Locale.objects.filter(language_code=locked.language or Locale.get_default().language_code).first()
    news = NewsIndexPage.objects.filter(locale=locale).first()
    if news is None:
        raise Refused("no_news_page", "there is no page of News & Views in this language")
    if not news.permissions_for_user(actor).can_add_subpage():
        raise Refused("may_not_write", "you may not write cards")
    card = CardPage(
        title=locked.title,
        summary=format_html("<p>{}</p>", locked.summary or locked.title),
        dated=locked.published,
        source_text=locked.site,
        more_url=locked.url,
        live=False,
        owner=actor,
    )
    card.slug = free_slug(locked.title, news) or f"link-{locked.pk}"
    news.add_child(instance=card)
    card.save_revision(user=actor, log_action=True)
    locked.state, locked.card = FeedItem.State.CARD, card
    locked.save(update_fields=["state", "card"])
    return card
