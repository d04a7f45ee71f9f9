"""Passphrases: how strong one must be, and those that are made for one time.

The strength is an estimate of how many guesses a guesser needs who knows words, names, dates and keyboards (zxcvbn; Wheeler, "zxcvbn:
Low-Budget Password Strength Estimation", USENIX Security 2016), and who also knows this organisation, this account and the places
of the record, in both alphabets and under either keyboard.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dalil.desk.sign_in.events import SignInEvent, report
from dalil.desk.sign_in.models import OneTimePassphrase
from dalil.desk.sign_in.sessions import end_sessions
from dalil.letters import fold
from dalil.vocabulary.gazetteer import load_shipped_places

LONGEST = 256  # letters; hashing takes any length, people and forms do not
LOOKED_AT = 100  # letters: the time of the estimate grows with the square of the length
ENOUGH = 1e10
"""Guesses that the passphrase as it is typed must withstand: what a thief of the database tries in months, not in an afternoon."""
ENOUGH_WITHOUT_SEPARATORS = 1e9
VALID_FOR = timedelta(hours=24)

_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvnm,./`"
_ARABIC_KEYS = "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظذ"
_TO_ARABIC = str.maketrans(_LATIN_KEYS, _ARABIC_KEYS)
_TO_LATIN = str.maketrans(_ARABIC_KEYS, _LATIN_KEYS)


class Length:
    """Refuses a passphrase that is too short, or longer than is taken."""

    def __init__(self, shortest: int = 12) -> None:
        self.shortest = shortest

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        if len(password) < self.shortest:
            raise ValidationError(
                _("Too short: at least %(shortest)s letters, better 15 or more.") % {"shortest": self.shortest},
                code="short",
            )
        if len(password) > LONGEST:
            raise ValidationError(
                _("Too long: at most %(longest)s letters are taken.") % {"longest": LONGEST}, code="long"
            )

    def get_help_text(self) -> str:
        """Say the rule in the reader's language."""
        return _("At least %(shortest)s letters, better 15 or more. Spaces and Arabic letters may be used.") % {
            "shortest": self.shortest
        }


class Guessable:
    """Refuses a passphrase that a guesser finds: places, names, years, words in a row, in either alphabet and keyboard."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        if is_guessable(password, user):
            raise ValidationError(
                _(
                    "This passphrase can be guessed: it is made of a place, a name, a year or other words that are tried first. "
                    "Take four or more words that have nothing to do with each other."
                ),
                code="guessable",
            )

    def get_help_text(self) -> str:
        """Say the rule in the reader's language."""
        return _("Four or more words that have nothing to do with each other. No place, no year, no name.")


class Breached:
    """Refuses a passphrase that stands in the organisation's own file of those that were found in breaches, where it has one.

    The file is that of `DALIL_BREACHED_PASSPHRASES`: one passphrase or its SHA-1 in hex in each line, with or without a count behind a
    colon, as such lists are given out. It is read line by line at each change of a passphrase, which is seldom; nothing is asked of
    another host.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError; OSError where the file that is named cannot be read, so that nothing passes unasked."""
        if settings.BREACHED_PASSPHRASES and is_breached(password, Path(settings.BREACHED_PASSPHRASES)):
            raise ValidationError(_("This passphrase stands in a list of stolen ones. Take another."), code="breached")

    def get_help_text(self) -> str:
        """Say the rule in the reader's language; nothing where there is no list."""
        return _("None that was found in a list of stolen ones.") if settings.BREACHED_PASSPHRASES else ""


def is_breached(passphrase: str, file: Path) -> bool:
    """Tell whether a passphrase, or its SHA-1, is a line of a file. Raises OSError."""
    plain = passphrase.encode()
    digest = (
        hashlib.sha1(plain, usedforsecurity=False).hexdigest().upper().encode()
    )  # as such lists write it; nothing is kept by it
    with file.open("rb") as lines:
        return any(line.rstrip(b"\r\n") == plain or line.partition(b":")[0].strip().upper() == digest for line in lines)


def is_guessable(passphrase: str, user: Any = None) -> bool:
    """Tell whether a guesser who knows the field finds this passphrase.

    >>> is_guessable("Damascus2011"), is_guessable("]lar2011"), is_guessable("copper window seven horses")
    (True, True, False)
    """
    from zxcvbn import zxcvbn  # holds lists of words, which few processes need

    known = [*_words_of(user), *_words_of_the_field()]
    for text, enough in _ways_to_read(passphrase[:LOOKED_AT]):
        if text and float(zxcvbn(text, user_inputs=known, max_length=LOOKED_AT)["guesses"]) < enough:
            return True
    return False


def _ways_to_read(passphrase: str) -> Iterator[tuple[str, float]]:
    """The passphrase as typed and folded, with either keyboard's letters, and without what separates its words."""
    lower = passphrase.lower()
    under_arabic = lower.replace("b", "لا").translate(_TO_ARABIC)
    under_latin = lower.replace("لا", "b").translate(_TO_LATIN)
    for text in dict.fromkeys((passphrase, fold(passphrase), fold(under_arabic)[:LOOKED_AT], under_latin)):
        yield text, ENOUGH
        yield "".join(letter for letter in text if letter.isalnum()), ENOUGH_WITHOUT_SEPARATORS


def _words_of(user: Any) -> list[str]:
    if user is None:
        return []
    said = (user.get_username(), user.email.partition("@")[0], user.first_name, user.last_name)
    return [fold(word) for word in said if word]


@cache
def _words_of_the_field() -> list[str]:
    """The organisation's own names, and the places of the shipped gazetteer, each folded, the widest places first."""
    names = [settings.WAGTAIL_SITE_NAME, "دليل", *(settings.SITE.hostname or "").split(".")]
    for place in load_shipped_places():
        names += place.names()
    words = [fold(name) for name in names if name]
    words += [word.removeprefix("ال") for word in words]
    return list(dict.fromkeys(word.replace(" ", "") for word in words if len(word) > 2))


def give_one_time_passphrase(account: User, *, actor: User | None = None) -> str:
    """Give an account a random passphrase that must be changed at the next sign-in, and end its sessions. Returns it; it is kept nowhere."""
    made = secrets.token_urlsafe(15)
    with transaction.atomic():
        account.set_password(made)
        account.save(update_fields=["password"])
        OneTimePassphrase.objects.update_or_create(user=account, defaults={"until": timezone.now() + VALID_FOR})
        report(SignInEvent.ONE_TIME_PASSPHRASE, account=account, actor=actor)
        end_sessions(account, actor=actor)
    return made
