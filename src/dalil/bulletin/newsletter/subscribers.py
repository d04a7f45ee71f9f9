"""Who gets the letter: asking, confirming, leaving. An address that leaves is erased at once, with all that is known of it.

Nobody can find out whether an address is subscribed: whoever asks gets one answer, and what is different is said in a mail to the address.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q

from dalil.access import log
from dalil.access.models import Action
from dalil.access.refused import Refused
from dalil.bulletin.newsletter.addresses import (
    LONGEST,
    draw_reference,
    make_token,
    open_address,
    read_token,
    seal_address,
    term_of,
)
from dalil.bulletin.newsletter.models import Delivery, Subscriber
from dalil.exports.spreadsheet import csv_line
from dalil.letters import language_of

WAIT = timedelta(minutes=10)
"""After a mail about a subscription went to an address, so long nobody has another one sent there; the wait doubles each time."""

LONGEST_WAIT = timedelta(days=1)

CONFIRM_WITHIN = timedelta(days=2)
"""For so long a link that confirms works. What is not confirmed by then is removed."""

KEPT_UNREACHABLE = timedelta(days=90)
"""For so long an address is kept that cannot be reached, so that a steward sees it."""

MOST_ASKED = 300
"""So many requests are taken in an hour, from everybody together: the server sends no flood of mails to people who never asked."""

CONFIRM, MANAGE = "confirm", "manage"
"""What the tokens in links are for."""


class TooMany(Refused):
    """More requests than are taken in an hour."""


@dataclass(frozen=True)
class KeptOfSubscriber:
    """All that is kept of one subscriber, in the form in which it is exported."""

    address: str
    language: str
    state: str
    asked: str
    confirmed: str
    letters: tuple[str, ...]


def is_address(text: str) -> bool:
    """Tell whether a text is an address of mail."""
    try:
        validate_email(text.strip())
    except ValidationError:
        return False
    return len(text.strip()) <= LONGEST


def ask(address: str, language: str, now: datetime) -> None:
    """Ask for the letter at an address: a mail with a link goes there, whatever is known of the address. Raises Refused, and TooMany.

    To one that is subscribed goes a mail that says so. While the wait after the last mail is not over, none goes there.
    """
    if not is_address(address):
        raise Refused("no_address", "this is no address of mail; write it like name@example.org")
    if Subscriber.objects.filter(asked_at__gt=now - timedelta(hours=1)).count() >= MOST_ASKED:
        raise TooMany("too_many_ask", "very many people subscribe just now; try again in an hour")
    reference = draw_reference()
    facts = {"reference": reference, "sealed": seal_address(address, reference), "asked_at": now}
    try:
        with transaction.atomic():
            found, made = Subscriber.objects.select_for_update().get_or_create(
                term=term_of(address), defaults={**facts, "language": language_of(language).code}
            )
            if not made and now < found.asked_at + min(WAIT * 2 ** min(found.asks, 10), LONGEST_WAIT):
                return
            found.asked_at, found.asks = now, found.asks + (not made)
            is_in = found.state == Subscriber.State.IN
            found.owed = Subscriber.Owed.SUBSCRIBED if is_in else Subscriber.Owed.CONFIRM
            if not is_in:
                found.language = language_of(language).code
            found.save()
    except IntegrityError:  # somebody asked for the same address at the same moment: one mail is enough
        return


def confirm(token: str, now: datetime) -> Subscriber | None:
    """Subscribe who opened the link of the mail. Returns them; None where the link is not ours, or is too old."""
    found = _by_token(CONFIRM, token)
    if found is None or (found.state != Subscriber.State.IN and now > found.asked_at + CONFIRM_WITHIN):
        return None
    if found.state != Subscriber.State.IN:
        found.state, found.confirmed_at, found.asks, found.owed = Subscriber.State.IN, now, 0, ""
        found.failures, found.failed_at = 0, None
        found.save()
    return found


def find_by_link(token: str) -> Subscriber | None:
    """Find the subscriber whose mails carry this link; None where it is not ours, or where they left."""
    return _by_token(MANAGE, token)


def leave(token: str) -> bool:
    """Take a subscriber out by the link of a mail, and erase them. Returns whether the link is ours; it stays so after they left."""
    reference = read_token(MANAGE, token)
    if reference is None:
        return False
    Subscriber.objects.filter(reference=reference).delete()
    return True


def choose_language(subscriber: Subscriber, language: str) -> None:
    """Send somebody the letter in another language from now on."""
    subscriber.language = language_of(language).code
    subscriber.save(update_fields=["language"])


def ask_what_is_kept(subscriber: Subscriber, now: datetime) -> bool:
    """Have a mail sent to a subscriber that says all that is kept of them. Returns whether it will be: once in `WAIT`."""
    due = Subscriber.objects.filter(pk=subscriber.pk, asked_at__lt=now - WAIT)
    return bool(due.update(owed=Subscriber.Owed.KEPT, asked_at=now))


def link_to_confirm(subscriber: Subscriber) -> str:
    """Return what the link that confirms carries."""
    return make_token(CONFIRM, subscriber.reference)


def link_to_manage(subscriber: Subscriber) -> str:
    """Return what the links carry by which a subscriber leaves, or changes something."""
    return make_token(MANAGE, subscriber.reference)


def find_by_address(address: str) -> Subscriber | None:
    """Find who has this address, for a steward."""
    log.write(Action.SUBSCRIBERS, what="looked up")
    found: Subscriber | None = Subscriber.objects.filter(term=term_of(address)).first()
    return found


def erase(subscriber: Subscriber) -> None:
    """Erase somebody, for a steward: they asked for it in another way than by the link."""
    log.write(Action.SUBSCRIBERS, what="erased")
    subscriber.delete()


def say_what_is_kept(subscriber: Subscriber) -> KeptOfSubscriber:
    """Say all that is kept of one subscriber."""
    sent = Delivery.objects.filter(subscriber=subscriber, letter__number__isnull=False).select_related("letter")
    return KeptOfSubscriber(
        address=open_address(subscriber.sealed, subscriber.reference),
        language=subscriber.language,
        state=subscriber.state,
        asked=subscriber.asked_at.isoformat(timespec="seconds"),
        confirmed=subscriber.confirmed_at.isoformat(timespec="seconds") if subscriber.confirmed_at else "",
        letters=tuple(f"{each.letter.number}: {each.state}" for each in sent.order_by("letter__number")),
    )


def write_what_is_kept(subscriber: Subscriber) -> str:
    """Write all that is kept of one subscriber as JSON."""
    return json.dumps(asdict(say_what_is_kept(subscriber)), ensure_ascii=False, indent=2)


def export_lines() -> Iterator[str]:
    """Export every subscriber as lines of CSV: address, language, state, since when. It is noted in the log of access."""
    log.write(Action.SUBSCRIBERS, what="exported")
    yield csv_line(["address", "language", "state", "confirmed"])
    for each in Subscriber.objects.order_by("pk").iterator(chunk_size=500):
        kept = say_what_is_kept(each)
        yield csv_line([kept.address, kept.language, kept.state, kept.confirmed])


def forget(now: datetime) -> int:
    """Remove who never confirmed, and who could not be reached for long. Returns how many."""
    never = Q(state=Subscriber.State.ASKED, asked_at__lt=now - CONFIRM_WITHIN)
    lost = Q(state=Subscriber.State.BOUNCED, failed_at__lt=now - KEPT_UNREACHABLE)
    return Subscriber.objects.filter(never | lost).delete()[1].get("newsletter.Subscriber", 0)


def count_subscribers() -> dict[str, dict[str, int]]:
    """Count who is subscribed, who cannot be reached and who has not confirmed: by state and language."""
    counts = {state: dict.fromkeys((code for code, _ in settings.LANGUAGES), 0) for state in Subscriber.State.values}
    for state, language in Subscriber.objects.order_by().values_list("state", "language"):
        counts[state][language] = counts[state].get(language, 0) + 1
    return counts


def _by_token(purpose: str, token: str) -> Subscriber | None:
    reference = read_token(purpose, token)
    found: Subscriber | None = Subscriber.objects.filter(reference=reference).first() if reference else None
    return found
