"""A mail from the desk to one person: plain words, in their language."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from wagtail.users.models import UserProfile

from dalil.letters import LANGUAGE_CODES


def compose_mail(subject: str, body: str, address: str, in_language: str) -> EmailMultiAlternatives:
    """Write a mail that no machine answers. in_language: the code of the language of its words."""
    return EmailMultiAlternatives(
        subject=subject,
        body=body,
        from_email=settings.MAIL_BOUNCES or settings.MAIL_FROM,
        to=[address],
        headers={"From": settings.MAIL_FROM, "Content-Language": in_language, "X-Auto-Response-Suppress": "All"},
    )


def desk_address(name: str, *parts: str, **asked: str) -> str:
    """Return the whole address of a screen, as it stands in a mail. name: that of its route."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse(name, args=parts, query=asked)}"


def language_of(user: User) -> str:
    """Return the code of the language in which somebody reads the desk."""
    said = str(UserProfile.get_for_user(user).get_preferred_language()).partition("-")[0]
    return said if said in LANGUAGE_CODES else LANGUAGE_CODES[0]
