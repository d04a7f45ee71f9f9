"""A card made of a link: a draft that an editor writes on. It never publishes itself."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils.html import format_html
from wagtail.models import Locale

from dalil.access.refused import Refused
from dalil.archive.fetching import fetch
from dalil.bulletin.links.feeds import keep, same_as
from dalil.bulletin.links.models import LONGEST_ADDRESS, FeedItem
from dalil.bulletin.links.page_elsewhere import read_page
from dalil.bulletin.models import CardPage, NewsIndexPage
from dalil.bulletin.pages.page_forms import free_slug


def take_link(url: str) -> FeedItem:
    """Fetch the page at an address and keep what it says of itself; an address that is there already is not fetched again.

    Raises Refused where it is not fetched, or is no page.
    """
    there = FeedItem.objects.filter(same_as=same_as(url)).first()
    if there is not None:
        return there
    facts = read_page(fetch(url))
    item = keep(facts) or FeedItem.objects.filter(same_as=same_as(facts.url)).first()
    if item is None and facts.title:
        raise Refused(
            "address_too_long", "the page leads on to an address of more than {most} letters", {"most": LONGEST_ADDRESS}
        )
    if item is None:
        raise Refused("no_title", "the page has no title")
    return item


@transaction.atomic
def make_card(item: FeedItem, actor: User) -> CardPage:
    """Make a draft of a card from an item, in the language of the item. Returns it; an item with a card returns that one.

    Where an item that tells the same in another language has a card, the two become versions of one page. Raises Refused where the site has
    no news in that language, or where the person may not write there.
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
    if (version := _card_of_a_twin(locked, news)) is not None:
        card.translation_key = version.translation_key
    card.slug = free_slug(locked.title, news) or f"link-{locked.pk}"
    news.add_child(instance=card)
    card.save_revision(user=actor, log_action=True, clean=False)  # a page may not say its date; the editor writes it
    locked.state, locked.card = FeedItem.State.CARD, card
    locked.save(update_fields=["state", "card"])
    return card


def items_alike(item: FeedItem) -> list[FeedItem]:
    """Return the items that are proposed together with this one, itself first."""
    first = item.twin or item
    others = FeedItem.objects.filter(Q(pk=first.pk) | Q(twin=first)).exclude(pk=item.pk).order_by("pk")
    return [item, *others]


def _card_of_a_twin(item: FeedItem, news: NewsIndexPage) -> CardPage | None:
    """The card of an item that tells the same in another language, where no card in this language is a version of it yet."""
    cards = CardPage.objects.filter(pk__in=[each.card_id for each in items_alike(item)]).exclude(locale=news.locale)
    taken = CardPage.objects.filter(locale=news.locale).values("translation_key")
    found: CardPage | None = cards.exclude(translation_key__in=taken).first()
    return found
