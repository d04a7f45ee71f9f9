"""Opening what age locked under a passphrase, on a machine of any speed.

At locking, age chooses the work of scrypt by the speed of the machine; at opening, its libraries measure again and refuse more than sixteen
times what the machine seems to do in a second. A machine that was busy at that moment would lock an officer out, so the few steps
are done here, with the work that the file names. Source: https://age-encryption.org/v1, sections “The scrypt recipient type” and “Payload”.
"""

from __future__ import annotations

import hmac
import re
from base64 import b64decode
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MOST_WORK = 22
"""Log2 of the work that is done for a file: 4 GB of memory, sixteen times what a fast machine of today chooses."""

CHUNK = 65_536 + 16
"""Bytes of one sealed piece of the payload; an identity is far shorter than one."""

_B64 = rb"([A-Za-z0-9+/]{%d})"
_FILE = re.compile(
    rb"(age-encryption\.org/v1\n-> scrypt "
    + _B64 % 22
    + rb" ([1-9]\d?)\n"
    + _B64 % 43
    + rb"\n---) "
    + _B64 % 43
    + rb"\n(.{16})(.+)",
    re.DOTALL,
)
_FIRST_AND_LAST = bytes(11) + b"\x01"


class NotOpened(Exception):
    """The passphrase is another one, or this is no such file, or it was changed, or it asks for more work than any machine chooses."""


def open_under_passphrase(locked: bytes, passphrase: str) -> bytes:
    """Return what was locked under a passphrase, of one piece. Raises NotOpened."""
    parts = _FILE.fullmatch(locked)
    if parts is None or int(parts[3]) > MOST_WORK or len(parts[7]) > CHUNK:
        raise NotOpened
    header, salt, work, wrapped, mac, nonce, sealed = parts.groups()
    scrypt = Scrypt(salt=b"age-encryption.org/v1/scrypt" + _decoded(salt), length=32, n=1 << int(work), r=8, p=1)
    try:
        file_key = ChaCha20Poly1305(scrypt.derive(passphrase.encode())).decrypt(bytes(12), _decoded(wrapped), None)
        if not hmac.compare_digest(_decoded(mac), hmac.digest(_derived(file_key, b"header"), header, sha256)):
            raise NotOpened
        return ChaCha20Poly1305(_derived(file_key, b"payload", nonce)).decrypt(_FIRST_AND_LAST, sealed, None)
    except InvalidTag as error:
        raise NotOpened from error


def _derived(file_key: bytes, info: bytes, salt: bytes | None = None) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=salt, info=info).derive(file_key)


def _decoded(text: bytes) -> bytes:
    return b64decode(text + b"=" * (-len(text) % 4))
