"""The box by which readers subscribe, on the front page and on those of the letter."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse


@dataclass(frozen=True)
class SubscribeBox:
    """The box by which readers subscribe; see bulletin/newsletter/subscribe_box.html. problem: what was wrong with what was typed."""

    url: str
    address: str
    problem: str


def present_box(address: str = "", problem: str = "") -> SubscribeBox | None:
    """Present the box by which readers subscribe; None where no mail is sent from here."""
    return SubscribeBox(reverse("letters-subscribe"), address, problem) if settings.MAIL_IS_SET else None
