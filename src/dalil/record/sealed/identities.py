"""The keys of people: age identities (X25519), and what is wrapped to them. age: https://age-encryption.org/v1.

An identity is the secret; its recipient is public. A person's identity is kept here only under their passphrase (age's scrypt, which costs a
guesser as much as it costs us at each opening), or it is not kept here at all.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyrage
from pyrage import passphrase as under_passphrase
from pyrage import x25519

from dalil.record.actions.transaction import Refused
from dalil.record.sealed.age_passphrase import NotOpened, open_under_passphrase

GUESSES = 12
"""A passphrase stands at least 10^12 guesses: at a third of a second each, which scrypt costs, a thousand machines guess for ten years."""

READ_BY_METER = 72
"""Letters of a passphrase that its meter reads; it takes no longer ones."""


def make_identity() -> str:
    """Return a new identity, as age writes it."""
    return str(x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """Return the recipient of an identity. Raises Refused where the text is no identity."""
    return str(_read_identity(identity).to_public())


def read_recipient(recipient: str) -> str:
    """Return a recipient in its one spelling. Raises Refused where the text is none."""
    try:
        return str(x25519.Recipient.from_str(recipient.strip()))
    except pyrage.RecipientError as error:
        raise Refused("not_a_recipient", "this is no recipient of age; one begins with age1") from error


def check_passphrase(passphrase: str, *known: str) -> None:
    """Refuse a passphrase that can be guessed. known: words that a guesser would try first, as the name of the account."""
    from zxcvbn import zxcvbn  # holds lists of words, which few processes need

    judged = zxcvbn(passphrase[:READ_BY_METER], user_inputs=[*known, "dalil"]) if passphrase else {"guesses_log10": 0}
    if float(judged["guesses_log10"]) < GUESSES:
        raise Refused(
            "weak_passphrase",
            "this passphrase can be guessed; take five or more words that do not belong together, and use it nowhere else",
        )


def lock_identity(identity: str, passphrase: str) -> bytes:
    """Encrypt an identity under a passphrase. It takes about a second."""
    locked: bytes = under_passphrase.encrypt(identity.encode(), passphrase)
    return locked


def unlock_identity(locked: bytes | memoryview, passphrase: str) -> str:
    """Return the identity that was locked under this passphrase. Raises Refused for another passphrase.

    It takes as long as it took to lock, on a machine that is as fast: a second or so.
    """
    try:
        return open_under_passphrase(bytes(locked), passphrase).decode()
    except NotOpened as error:
        raise Refused("wrong_passphrase", "this passphrase does not open your key") from error


def wrap(content: bytes, recipients: Iterable[str]) -> bytes:
    """Encrypt a key to each of these recipients; any of them opens it."""
    wrapped: bytes = pyrage.encrypt(content, [x25519.Recipient.from_str(each) for each in recipients])
    return wrapped


def unwrap(wrapped: bytes | memoryview, identity: str) -> bytes:
    """Return the key that was wrapped to this identity. Raises Refused where it was not, or was changed since."""
    try:
        content: bytes = pyrage.decrypt(bytes(wrapped), [_read_identity(identity)])
    except pyrage.DecryptError as error:
        raise Refused(
            "key_does_not_open", "this key does not open what is sealed: it was sealed to others, or changed"
        ) from error
    return content


def _read_identity(identity: str) -> x25519.Identity:
    """Read an identity out of what a person pasted: age's own file has comments above it."""
    lines = [line.strip() for line in identity.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    try:
        return x25519.Identity.from_str(lines[0] if len(lines) == 1 else "")
    except pyrage.IdentityError as error:
        raise Refused("not_an_identity", "this is no identity of age; one begins with AGE-SECRET-KEY-1") from error
