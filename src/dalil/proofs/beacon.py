"""A value that nobody could know earlier, from a public beacon that the settings name: drand, the beacon of a university, a page of headlines."""

from __future__ import annotations

import logging

from django.conf import settings

from dalil.proofs.outside_services import NoAnswer, ask
from dalil.proofs.signing import LONGEST

logger = logging.getLogger(__name__)


def ask_beacon() -> str:
    """Return what the beacon says now, in one line with its address; empty where the settings name none, or it says nothing that can be kept.

    That it does not answer keeps nobody from signing: the checkpoint then has no such value, and the next one may.
    """
    if not settings.BEACON:
        return ""
    try:
        said = " ".join(ask(settings.BEACON, most=10_000).decode().split())
        value = f"{settings.BEACON} {said}"
        if not said or len(value) > LONGEST or not value.isprintable():
            raise NoAnswer(f"{settings.BEACON} says nothing that fits one line of {LONGEST} letters")
    except (NoAnswer, UnicodeDecodeError) as error:
        logger.warning("no value of the beacon stands in the checkpoint: %s", error)
        return ""
    return value
