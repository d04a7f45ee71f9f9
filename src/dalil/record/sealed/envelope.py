"""The cryptography of one field, and of the keys derived from the secret of the compartment. No database, no file.

AES-256-GCM (NIST SP 800-38D) with a nonce of 96 bits drawn for each field version. The associated data are table, row, field and version, so that
a ciphertext that is put into another place is refused. HKDF (RFC 5869) and HMAC with SHA-256.
"""

from __future__ import annotations

import hmac
import os
import re
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from dalil.letters import fold, western_digits

KEY_SIZE = 32
NONCE_SIZE = 12
PADDED_TO = 64
"""A text is filled up to a multiple of so many bytes, so that its length does not tell a short name from a long one."""

NATIONAL_DIGITS = 9
"""A telephone number is the same with and without its country, so only its last digits are compared."""


class NotAuthentic(Exception):
    """A ciphertext was changed, stands in another place than it was written for, or belongs to another key."""


def make_key() -> bytes:
    """Return a new random key."""
    return os.urandom(KEY_SIZE)


def encrypt_text(key: bytes, text: str, *, place: tuple[str, ...]) -> bytes:
    """Encrypt a text for one place: table, row, field and version. Returns nonce and ciphertext in one."""
    padded = text.encode() + b"\x01"
    return encrypt_bytes(key, padded + b"\x00" * (-len(padded) % PADDED_TO), place=place)


def decrypt_text(key: bytes, sealed: bytes, *, place: tuple[str, ...]) -> str:
    """Return the text that was encrypted for this place. Raises NotAuthentic."""
    return decrypt_bytes(key, sealed, place=place).rstrip(b"\x00")[:-1].decode()


def encrypt_bytes(key: bytes, content: bytes, *, place: tuple[str, ...]) -> bytes:
    """Encrypt bytes for one place. Returns nonce and ciphertext in one."""
    nonce = os.urandom(NONCE_SIZE)
    return nonce + AESGCM(key).encrypt(nonce, content, _associated(place))


def decrypt_bytes(key: bytes, sealed: bytes, *, place: tuple[str, ...]) -> bytes:
    """Return the bytes that were encrypted for this place. Raises NotAuthentic."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_SIZE], sealed[NONCE_SIZE:], _associated(place))
    except (InvalidTag, ValueError) as error:
        raise NotAuthentic from error


def derive_key(secret: str, purpose: str) -> bytes:
    """Derive a key for one purpose from the secret of the compartment."""
    return HKDF(hashes.SHA256(), KEY_SIZE, salt=None, info=f"dalil sealed: {purpose}".encode()).derive(secret.encode())


def tag_of(key: bytes, *parts: str | bytes) -> bytes:
    """Return the HMAC over these parts, each with its length before it, so that no two sequences of parts have one tag."""
    told = hmac.new(key, digestmod=sha256)
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        told.update(len(content).to_bytes(8, "big") + content)
    return told.digest()


def has_tag(tag: bytes, key: bytes, *parts: str | bytes) -> bool:
    """Tell whether this is the tag of these parts; in a time that tells nothing of it."""
    return hmac.compare_digest(tag, tag_of(key, *parts))


def name_term(key: bytes, name: str) -> str:
    """Return what a name is found by without being read: the keyed digest of its folded letters; empty where it has none."""
    folded = fold(name)
    return tag_of(key, "name", folded).hex() if folded else ""


def phone_term(key: bytes, phone: str) -> str:
    """Return what a telephone number is found by: the keyed digest of its last digits, in either script; empty where it has none."""
    digits = re.sub(r"[^0-9]", "", western_digits(phone))[-NATIONAL_DIGITS:]
    return tag_of(key, "phone", digits).hex() if digits else ""


def _associated(place: tuple[str, ...]) -> bytes:
    return b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in place)
