"""Addresses at rest, and the secrets in the links of mails. All of it hangs on one key of the home, `subscribers-key`.

The server has to send, so the key lies on the server, beside the database and not in it: whoever has only a copy of the database
reads no address, finds out of none whether it is in it, and takes nobody out. The sealed compartment promises more; this does not.
"""

from __future__ import annotations

import secrets
import unicodedata
from contextlib import suppress
from functools import cache
from pathlib import Path

from django.conf import settings

from dalil.home import read_key
from dalil.record.sealed.envelope import decrypt_text, derive_key, encrypt_text, tag_of

TAG_SIZE = 16
"""Bytes of a tag in a link: as many as nobody guesses."""

LONGEST = 254


def normal_form(address: str) -> str:
    """Return an address as it is compared: an address is one, however it is written.

    >>> normal_form(" Rana@Paper.Example ")
    'rana@paper.example'
    """
    local, _, domain = unicodedata.normalize("NFKC", address.strip()).rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode()
    return f"{local}@{domain}".lower()


def term_of(address: str) -> str:
    """Return the keyed digest by which an address is found."""
    return tag_of(_key("find"), normal_form(address)).hex()


def draw_reference() -> str:
    """Draw a name for a subscriber by lot."""
    return secrets.token_hex(16)


def seal_address(address: str, reference: str) -> bytes:
    """Encrypt the address of one subscriber."""
    return encrypt_text(_key("address"), address.strip(), place=("subscriber", reference))


def open_address(sealed: bytes | memoryview, reference: str) -> str:
    """Return the address of a subscriber. Raises NotAuthentic where it is another's, or was written with another key."""
    return decrypt_text(_key("address"), bytes(sealed), place=("subscriber", reference))


def make_token(purpose: str, name: str) -> str:
    """Make what a link or a header of a mail carries for one purpose, so that nobody but its reader can use it."""
    return f"{name}.{tag_of(_key('link'), purpose, name)[:TAG_SIZE].hex()}"


def read_token(purpose: str, token: str) -> str | None:
    """Return the name that a token carries; None for one that we did not make for this purpose."""
    name, _, tag = token.rpartition(".")
    try:
        given = bytes.fromhex(tag)
    except ValueError:
        return None
    if len(given) != TAG_SIZE or not secrets.compare_digest(given, tag_of(_key("link"), purpose, name)[:TAG_SIZE]):
        return None
    return name


def _key(purpose: str) -> bytes:
    return _derive(Path(settings.DALIL_HOME), purpose)


@cache
def _derive(home: Path, purpose: str) -> bytes:
    return derive_key(read_key(home, "subscribers-key"), f"letters: {purpose}")
