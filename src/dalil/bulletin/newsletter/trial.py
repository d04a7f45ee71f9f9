"""A letter sent to oneself, before it goes to everybody: the mail as it is, marked as a trial, to one address."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext as say
from django.utils.translation import override

from dalil.access.refused import Refused
from dalil.bulletin.newsletter.mail import Mail
from dalil.bulletin.newsletter.sending import MailOutcome, mail_server
from dalil.bulletin.newsletter.subscribers import is_address

MOST_IN_AN_HOUR = 10
"""So many trials one person sends in an hour: a trial is no way round the list of subscribers."""

NOBODYS = "trial"
"""Stands in the links of a trial where a subscriber's token would: whoever opens one is told that the link is nobody's."""


def send_trial(mail: Mail, address: str, *, actor: User) -> None:
    """Send a letter to one address, at once. Raises Refused, with what the mail server said."""
    if not settings.MAIL_IS_SET:
        raise Refused("no_mail_from_here", "no mail is sent from here; DALIL_MAIL says through which server")
    if not is_address(address):
        raise Refused("no_address_for_trial", "this is no address of mail; write it like name@example.org")
    sent = f"trials-{actor.pk}"
    cache.add(sent, 0, 3600)
    if cache.incr(sent) > MOST_IN_AN_HOUR:
        raise Refused(
            "too_many_trials", "you sent {most} trials within an hour; wait a little", {"most": MOST_IN_AN_HOUR}
        )
    own = mail.for_subscriber(NOBODYS)
    with override(own.language):
        subject = say("Trial: %(subject)s") % {"subject": own.subject}
    message = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=own.text,
        from_email=settings.MAIL_BOUNCES or settings.MAIL_FROM,
        to=[address.strip()],
        headers={"From": settings.MAIL_FROM, "Content-Language": own.language, "X-Auto-Response-Suppress": "All"},
    )
    message.attach_alternative(own.html, "text/html")
    with mail_server() as send:
        outcome, code, words = send(message)
    if outcome != MailOutcome.SENT:
        said = f"{code} {words}".strip() or str(outcome.value)
        raise Refused("trial_not_sent", "the trial was not sent; the mail server says: {said}", {"said": said[:300]})
