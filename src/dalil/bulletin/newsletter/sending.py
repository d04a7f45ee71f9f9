"""Sending letters: a batch each minute, each delivery marked as begun before it goes out, so that none goes out twice.

What a worker had begun when it was killed, and what a server broke off without an answer, stays marked “perhaps sent” and is not sent
again: a reader who misses a letter finds it on the site. What a server refused for now is tried again; what it refused for good is
noted. What a server answers after it took a letter comes back as a mail: `bounces`.
"""

from __future__ import annotations

import logging
import re
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from email.utils import parseaddr
from enum import Enum
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import override

from dalil.bulletin.newsletter.addresses import make_token, open_address
from dalil.bulletin.newsletter.entries import thaw
from dalil.bulletin.newsletter.issuing import editions_issued
from dalil.bulletin.newsletter.mail import Mail, compose_letter, compose_note, name_site, site_address
from dalil.bulletin.newsletter.mail_frame import MailLink
from dalil.bulletin.newsletter.models import Delivery, Letter, Subscriber
from dalil.bulletin.newsletter.subscribers import link_to_confirm, link_to_manage, write_what_is_kept
from dalil.record.sealed.envelope import NotAuthentic

MINUTE = timedelta(minutes=1)

WAITS = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=4))
"""After a refusal for now, so long until the next try; after the last of them the delivery is given up."""

MOST_FAILURES = 3
"""After so many letters in a row that could not be delivered an address counts as one that cannot be reached."""

MOST_BREAKS = 3
"""After so many connections that broke in one batch, or letters refused for what they say, the batch ends: the fault is not an address."""

OWED_AT_ONCE = 50
"""So many mails about subscriptions are sent in one go."""

logger = logging.getLogger(__name__)


class MailOutcome(Enum):
    """What came of one mail. FOR_GOOD: there is no such address. FOR_WHAT_IT_IS: the server takes no such mail from us."""

    SENT = "sent"
    FOR_NOW = "refused for now"
    FOR_GOOD = "refused for good"
    FOR_WHAT_IT_IS = "refused for what it is"
    NOT_BEGUN = "the server was not ready"
    UNKNOWN = "perhaps sent"


def send_batch(now: datetime | None = None) -> int:
    """Send what is due, as many mails as are left of this minute. Returns how many were tried.

    Mails about subscriptions come first: somebody waits for them. May be cut off anywhere, and run beside itself.
    """
    if not settings.MAIL_IS_SET:
        return 0
    now = now or timezone.now()
    left = settings.MAIL_EACH_MINUTE - Delivery.objects.filter(at__gt=now - MINUTE).count()
    tried = send_owed(left)
    with _durable():
        for letter in Letter.objects.filter(state=Letter.State.SENDING).order_by("issued_at"):
            if tried < left:
                tried += _send_letter(letter, left - tried, now)
    return tried


def send_owed(most: int = OWED_AT_ONCE) -> int:
    """Send the mails about subscriptions that are owed, each at most once for each time that somebody asked. Returns how many were tried."""
    if most <= 0 or not settings.MAIL_IS_SET or not Subscriber.objects.exclude(owed="").exists():
        return 0
    tried = 0
    with _durable(), mail_server() as send:
        for who in Subscriber.objects.exclude(owed="").order_by("asked_at")[:most]:
            try:
                message = _address(_compose_owed(who), who, "")
            except NotAuthentic:
                logger.error("the address of subscriber %s cannot be read with the key in subscribers-key", who.pk)
                Subscriber.objects.filter(pk=who.pk).update(owed="")
                continue
            with transaction.atomic(durable=not connection.in_atomic_block):
                if not Subscriber.objects.filter(pk=who.pk, owed=who.owed).update(owed=""):
                    continue
            tried += 1
            outcome, _code, _words = send(message)
            if outcome in (MailOutcome.NOT_BEGUN, MailOutcome.FOR_NOW) and timezone.now() - who.asked_at < timedelta(
                hours=4
            ):
                Subscriber.objects.filter(pk=who.pk, owed="").update(owed=who.owed)
            if outcome == MailOutcome.NOT_BEGUN:
                break
    return tried


def classify(code: int, words: str) -> MailOutcome:
    """Say what an answer of a mail server means (RFC 5321, and RFC 3463 for the codes with dots).

    >>> classify(550, "5.1.1 no such user").name, classify(451, "4.7.1 greylisted").name, classify(554, "5.7.1 spam").name
    ('FOR_GOOD', 'FOR_NOW', 'FOR_WHAT_IT_IS')
    """
    if 400 <= code < 500:
        return MailOutcome.FOR_NOW
    detail = re.match(r"\s*5\.(\d+)\.(\d+)", words)
    if detail:
        subject, which = detail.groups()
        of_the_address = subject == "1" or (subject == "2" and which in ("0", "1"))
        return (
            MailOutcome.FOR_GOOD
            if of_the_address
            else MailOutcome.FOR_NOW
            if subject == "2"
            else MailOutcome.FOR_WHAT_IT_IS
        )
    return MailOutcome.FOR_GOOD if code in (550, 551, 553) else MailOutcome.FOR_WHAT_IT_IS


def note_failure(subscriber: Subscriber, now: datetime, *, for_good: bool) -> None:
    """Note that a letter could not be delivered to somebody. Who cannot be reached is sent no more letters until they subscribe again."""
    subscriber.failures, subscriber.failed_at = subscriber.failures + 1, now
    if for_good or subscriber.failures >= MOST_FAILURES:
        subscriber.state = Subscriber.State.BOUNCED
    subscriber.save(update_fields=["failures", "failed_at", "state"])


def message_id(delivery: Delivery) -> str:
    """Return the Message-ID of a delivery. Nobody else can make one: by it a bounce is known to be about a letter of ours."""
    domain = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2] or "localhost"
    return f"<letter.{make_token('delivery', str(delivery.pk))}@{domain}>"


def _send_letter(letter: Letter, most: int, now: datetime) -> int:
    """Send a letter to as many as `most`; when nobody waits for it any more it is sent."""
    due = letter.deliveries.filter(state=Delivery.State.WAITING).filter(Q(not_before=None) | Q(not_before__lte=now))
    these = list(due.select_related("subscriber").order_by("pk")[:most])
    mails = {
        each.language: compose_letter(
            letter, each.language, each.subject, each.opening, thaw(each.entries, each.language)
        )
        for each in (editions_issued(letter) if these else ())
    }
    trouble = ""
    tried = breaks = 0
    with mail_server() as send:
        for delivery in these:
            who = delivery.subscriber
            if who is None or who.state != Subscriber.State.IN:
                _claim(delivery, Delivery.State.LEFT, now)
                continue
            try:
                message = _address(mails[delivery.language], who, message_id(delivery))
            except NotAuthentic:
                trouble = "an address cannot be read with the key in subscribers-key"
                _claim(delivery, Delivery.State.REFUSED, now)
                continue
            if not _claim(delivery, Delivery.State.BEGUN, now):
                continue  # another worker has it, or the letter was stopped
            tried += 1
            outcome, code, words = send(message)
            _settle(delivery, who, outcome, code, now)
            if outcome in (MailOutcome.NOT_BEGUN, MailOutcome.UNKNOWN, MailOutcome.FOR_WHAT_IT_IS):
                breaks, trouble = breaks + 1, f"{outcome.value} {code} {words}".strip()[:300]
                if breaks >= MOST_BREAKS or (outcome == MailOutcome.NOT_BEGUN and code != "421"):
                    break
            else:
                breaks = 0
    _finish(letter, trouble)
    return tried


def _claim(delivery: Delivery, state: Delivery.State, now: datetime) -> bool:
    """Take a delivery that waits, and write that on the disk before anything is sent. Returns whether it was still there to be taken."""
    with transaction.atomic(durable=not connection.in_atomic_block):
        waiting = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.WAITING)
        return bool(waiting.update(state=state, at=now, tries=F("tries") + 1))


def _settle(delivery: Delivery, who: Subscriber, outcome: MailOutcome, code: str, now: datetime) -> None:
    """Note what came of a delivery that was begun."""
    state, tries, later = Delivery.State.BEGUN, delivery.tries + 1, None
    match outcome:
        case MailOutcome.SENT:
            state = Delivery.State.SENT
            Subscriber.objects.filter(pk=who.pk).exclude(failures=0).update(failures=0, failed_at=None)
        case MailOutcome.NOT_BEGUN:
            state, tries = Delivery.State.WAITING, delivery.tries
        case MailOutcome.FOR_NOW if tries <= len(WAITS):
            state, later = Delivery.State.WAITING, now + WAITS[tries - 1]
        case MailOutcome.FOR_NOW | MailOutcome.FOR_GOOD:
            state = Delivery.State.REFUSED
            note_failure(who, now, for_good=outcome == MailOutcome.FOR_GOOD)
        case MailOutcome.FOR_WHAT_IT_IS:
            state = Delivery.State.REFUSED
    begun = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.BEGUN)
    begun.update(state=state, tries=tries, not_before=later, code=code[:20])


def _finish(letter: Letter, trouble: str) -> None:
    """Keep why the batch ended early; a letter for which nobody waits any more is sent."""
    sending = Letter.objects.filter(pk=letter.pk, state=Letter.State.SENDING)
    if letter.deliveries.filter(state=Delivery.State.WAITING).exists():
        sending.update(trouble=trouble)
    else:
        sending.update(trouble=trouble, state=Letter.State.SENT)


def _compose_owed(who: Subscriber) -> Mail:
    with override(who.language):
        site = {"site": name_site(who.language)}
        if who.owed == Subscriber.Owed.CONFIRM:
            words = say(
                "Somebody, probably you, asked for the letter of %(site)s at this address. Open this link within two days, "
                "and you get it. If it was not you, do nothing: no letter comes, and the address is removed."
            )
            act = MailLink(reverse("letters-confirm", args=[link_to_confirm(who)]), say("Yes, send me the letter"))
            return compose_note(who.language, say("The letter of %(site)s: confirm") % site, words % site, act=act)
        if who.owed == Subscriber.Owed.SUBSCRIBED:
            words = say(
                "Somebody asked for the letter of %(site)s at this address, which gets it already. There is nothing to do. "
                "Only you are told so."
            )
            return compose_note(who.language, say("The letter of %(site)s") % site, words % site, leave=True)
        words = say("This is all that is kept of you at %(site)s:") % site
        subject = say("What %(site)s keeps of you") % site
        return compose_note(who.language, subject, f"{words}\n\n{write_what_is_kept(who)}", leave=True)


def _address(mail: Mail, who: Subscriber, identifier: str) -> EmailMultiAlternatives:
    """Address a mail to one subscriber. identifier: the Message-ID of a letter; empty for a mail about the subscription itself."""
    token = link_to_manage(who)
    mine = mail.for_subscriber(token)
    with override(who.language):
        leave = f"{site_address()}{reverse('letters-mine', args=[token])}"
    domain = settings.SITE.hostname or "localhost"
    headers = {"From": settings.MAIL_FROM, "Content-Language": mine.language, "X-Auto-Response-Suppress": "All"}
    if identifier:
        headers |= {
            "Message-ID": identifier,
            "List-Id": f"<letter.{domain}>",
            "List-Unsubscribe": f"<{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Precedence": "bulk",
        }
    else:
        headers["Auto-Submitted"] = "auto-replied"
    message = EmailMultiAlternatives(
        subject=" ".join(mine.subject.split()),
        body=mine.text,
        from_email=settings.MAIL_BOUNCES or settings.MAIL_FROM,
        to=[open_address(who.sealed, who.reference)],
        headers=headers,
    )
    message.attach_alternative(mine.html, "text/html")
    return message


@contextmanager
def mail_server() -> Iterator[Callable[[EmailMultiAlternatives], tuple[MailOutcome, str, str]]]:
    """Give a function that sends one message and says what came of it; the connection is opened when it is needed, and anew when it broke."""
    server: Any = get_connection()

    def send(message: EmailMultiAlternatives) -> tuple[MailOutcome, str, str]:
        try:
            server.open()
        except (OSError, smtplib.SMTPException) as error:
            logger.warning("the mail server cannot be reached: %s", error)
            return MailOutcome.NOT_BEGUN, "", str(error)
        try:
            server.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            return _read_answer(server, code, words)
        except smtplib.SMTPSenderRefused as error:
            _close(server)
            return MailOutcome.NOT_BEGUN, str(error.smtp_code), _decode(error.smtp_error)
        except smtplib.SMTPDataError as error:
            return _read_answer(server, error.smtp_code, error.smtp_error)
        except smtplib.SMTPNotSupportedError as error:
            return MailOutcome.FOR_WHAT_IT_IS, "", str(error)
        except (OSError, smtplib.SMTPException) as error:
            _close(server)
            logger.warning("a mail was perhaps sent: %s", type(error).__name__)
            return MailOutcome.UNKNOWN, "", type(error).__name__
        return MailOutcome.SENT, "250", ""

    try:
        yield send
    finally:
        _close(server)


def _read_answer(server: Any, code: int, words: bytes | str) -> tuple[MailOutcome, str, str]:
    told = _decode(words)
    if code == 421:  # the server ends the connection
        _close(server)
    detail = re.match(r"\s*(\d\.\d+\.\d+)", told)
    return classify(code, told), f"{code} {detail[1]}" if detail else str(code), ""


def _close(server: Any) -> None:
    with suppress(OSError, smtplib.SMTPException):
        server.close()
    if hasattr(server, "connection"):
        server.connection = None


def _decode(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words


@contextmanager
def _durable() -> Iterator[None]:
    """Within it, SQLite writes what is marked to the disk itself before it goes on; a mark that a power cut takes back would be sent twice."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")
