"""Signatures over whole files, in the two forms that everybody has a program for: OpenSSL's, and that of ssh-keygen (SSHSIG).

The key is that of a log (`notes`), so that whoever has its public line can make both public files of it.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from dalil.ledger.notes import PrivateKey, PublicKey

_KIND = b"ssh-ed25519"
_LINE = 70
"""Letters in a line of the armour, as ssh-keygen writes it."""


def sign_file(key: PrivateKey, data: bytes) -> bytes:
    """Return the 64 bytes of a signature over the content of a file: `openssl pkeyutl -verify -pubin -rawin` checks it."""
    return Ed25519PrivateKey.from_private_bytes(key.raw).sign(data)


def public_pem(key: PublicKey) -> bytes:
    """Return a public key as OpenSSL reads it."""
    public = Ed25519PublicKey.from_public_bytes(key.raw)
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def ssh_signature(key: PrivateKey, data: bytes, namespace: str) -> str:
    """Return a signature over the content of a file as `ssh-keygen -Y verify` reads it (OpenSSH, PROTOCOL.sshsig).

    namespace: what the signature is for; one for another purpose does not pass as this.
    """
    head = (namespace.encode(), b"", b"sha512")
    signed = b"SSHSIG" + b"".join(map(_string, (*head, hashlib.sha512(data).digest())))
    signature = _string(_KIND) + _string(sign_file(key, signed))
    parts = (_ssh_key(key.public), *head, signature)
    whole = b"SSHSIG" + (1).to_bytes(4, "big") + b"".join(map(_string, parts))
    encoded = base64.b64encode(whole).decode()
    lines = [encoded[at : at + _LINE] for at in range(0, len(encoded), _LINE)]
    return "\n".join(["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""])


def allowed_signer(key: PublicKey, namespace: str) -> str:
    """Return the line of the file of allowed signers by which ssh-keygen knows a key, for signatures of one namespace."""
    encoded = base64.b64encode(_ssh_key(key)).decode()
    return f'{key.name} namespaces="{namespace}" {_KIND.decode()} {encoded}\n'


def _ssh_key(key: PublicKey) -> bytes:
    return _string(_KIND) + _string(key.raw)


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data
