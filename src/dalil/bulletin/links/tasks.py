"""What is done with links by itself."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils import timezone
from django_tasks import task

from dalil.bulletin.links.dead_links import check_links
from dalil.bulletin.links.feeds import follow, is_due
from dalil.bulletin.links.models import Feed
from dalil.bulletin.links.page_copies import keep_copy
from dalil.captures.repeating import repeat_due


@task(backend="jobs")
def follow_feeds() -> None:
    """Ask every feed that is due. Cut off anywhere, the next turn goes on: an item is kept once."""
    now = timezone.now()
    for feed in Feed.objects.order_by("looked"):
        if is_due(feed, now):
            follow(feed, now)


@task(backend="jobs")
def look_at_watched_pages() -> None:
    """Capture the watched pages that are due; what was edited or deleted is proposed to the editors."""
    repeat_due(timezone.now())


@task(backend="jobs")
def look_for_dead_links() -> None:
    """Look at the pages to which cards lead, those that are due."""
    check_links(timezone.now())


@task(backend="jobs")
def keep_copy_of_page(url: str, account: int) -> str:
    """Capture the page of which a card was made, for the account that made it. Done again, it keeps no second copy. Returns why it could not be."""
    made = keep_copy(url, User.objects.get(pk=account))
    return made.why if made else ""
