"""Blinding keys, so that two organisations find those they both hold and learn nothing of the others. Pure.

Each hashes its keys onto the curve and multiplies them by a secret number of its own; each multiplies what the other sent once more. Multiplying
commutes, so that equal keys end as equal points; of any other key nobody sees more than a point that is not told from a random one
(decisional Diffie-Hellman). A guess can be tried only by sending it, so that it is counted and logged.

Sources: Meadows, A More Efficient Cryptographic Matchmaking Protocol (1986); Huberman, Franklin, Hogg, Enhancing Privacy and Trust in
Electronic Communities (1999). Bloom filters, which record linkage mostly uses (Schnell, Bachteler, Reiher 2009), were weighed and left: bits
that are set often give the names away (Niedermeyer, Steinmetzer, Kroll, Schnell 2014; Christen, Ranbaduge, Vatsalan, Schnell 2018), and whoever
shares their key tries all names at leisure. Curve and multiplication: RFC 7748 (X25519).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

PRIME = 2**255 - 19
A = 486662
"""Of the curve y² = x³ + Ax² + x over the integers modulo PRIME."""
POINT = 32
"""Bytes of a point: its coordinate x."""
SECRET = 32


class NoPoint(ValueError):
    """Bytes are no point that a partner can have sent."""


def make_secret() -> bytes:
    """Draw the secret number of one exchange; it is used for that one alone."""
    return X25519PrivateKey.generate().private_bytes_raw()


def hash_to_point(key: str, context: bytes) -> bytes:
    """Return the point that a key is hashed to. context: what belongs to one exchange, so that points of two exchanges are not compared.

    It tries numbers until one is the coordinate of a point of the curve itself: a point of its twist would tell one bit of the key.
    """
    for attempt in range(128):
        digest = hashlib.sha512(b"dalil blind" + len(context).to_bytes(2) + context + bytes([attempt]) + key.encode())
        x = int.from_bytes(digest.digest(), "little") % PRIME
        if x and _is_on_curve(x):
            return x.to_bytes(POINT, "little")
    raise NoPoint("no number of 128 is a point; that happens once in 2^128 keys")


def blind(points: Iterable[bytes], secret: bytes) -> Iterator[bytes]:
    """Multiply points by a secret number, in their order. Raises NoPoint for bytes that are none.

    >>> ours, theirs = make_secret(), make_secret()
    >>> point = hash_to_point("smr kld", b"")
    >>> list(blind(blind([point], ours), theirs)) == list(blind(blind([point], theirs), ours))
    True
    """
    own = X25519PrivateKey.from_private_bytes(secret)
    for point in points:
        if len(point) != POINT:
            raise NoPoint(f"a point has {POINT} bytes")
        try:
            yield own.exchange(X25519PublicKey.from_public_bytes(point))
        except ValueError as error:
            raise NoPoint("a point is one of the few whose multiples give the secret away") from error


def check_points(points: Iterable[bytes]) -> None:
    """Refuse points that are none of the curve, or stand twice. Raises NoPoint."""
    seen: set[bytes] = set()
    for point in points:
        x = int.from_bytes(point, "little")
        if len(point) != POINT or not 0 < x < PRIME or not _is_on_curve(x):
            raise NoPoint("what was sent is no point of the curve")
        if point in seen:
            raise NoPoint("a point stands twice; keys are sent as a set, so that how often each occurs is not seen")
        seen.add(point)


def _is_on_curve(x: int) -> bool:
    """Tell by Euler's criterion whether x³ + Ax² + x is a square."""
    return pow((x * x + A * x + 1) * x % PRIME, (PRIME - 1) // 2, PRIME) == 1
