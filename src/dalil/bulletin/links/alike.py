"""Items that seem to tell the same: a story in two outlets, or in two languages. They are proposed together; an editor decides.

In one language most words of the titles are the same. Across languages words do not help: the two name the same places and give the same
numbers, two things at least.
"""

from __future__ import annotations

from datetime import timedelta

from dalil.bulletin.links.models import FeedItem
from dalil.bulletin.pages.versions import numbers_and_places
from dalil.letters import fold_words
from dalil.values import When

NEAR = timedelta(days=3)
"""Two stories of one event are published within so many days."""
AS_MANY = 0.5
"""The share of the words of both titles that two stories in one language have in common."""
FACTS = 2
"""So many places and numbers at least two stories in different languages have in common."""
LOOKED_AT = 400
"""The latest items that a new one is compared with."""


def find_twin(item: FeedItem) -> FeedItem | None:
    """Find the earlier item that seems to tell the same as this one, the likeliest; None where there is none."""
    earlier = FeedItem.objects.exclude(pk=item.pk).exclude(state=FeedItem.State.LEFT).order_by("-pk")[:LOOKED_AT]
    likely = [(likeness(item, other), -other.pk, other) for other in earlier if _near(item, other)]
    best = max(likely, default=None, key=lambda each: each[:2])
    return best[2] if best and best[0] >= 1 else None


def likeness(one: FeedItem, other: FeedItem) -> float:
    """Weigh how much two items tell the same; from 1 on they are proposed together."""
    if one.language == other.language:
        mine, theirs = (frozenset(fold_words(each.title)) for each in (one, other))
        return len(mine & theirs) / (AS_MANY * len(mine | theirs)) if mine | theirs else 0.0
    mine, theirs = (numbers_and_places(f"{each.title}. {each.summary}") for each in (one, other))
    return len(mine & theirs) / max(FACTS, (len(mine) + len(theirs)) / 2 - 1)


def _near(one: FeedItem, other: FeedItem) -> bool:
    """Whether both were published within a few days; one without an exact day may be near any."""
    days = [When.parse(each.published).start for each in (one, other) if len(each.published) == len("2019-04-13")]
    return len(days) < 2 or abs(days[0] - days[1]) <= NEAR
