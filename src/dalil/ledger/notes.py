"""Signed notes as C2SP writes them: a text, and the lines of those who signed it, by Ed25519 keys that have names.

A cosigner signs the text together with the moment at which it saw it (C2SP tlog-cosignature). A key is written as one line of text: the
public one as `name+hash+key`, the private one as `PRIVATE+KEY+name+hash+key`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LOG, COSIGNER = 1, 4
"""What a key signs for: its own notes, or as a cosigner those of others. The byte that stands before the key."""

DASH = "— "


class NotSigned(ValueError):
    """A note is none, or is not signed by the key that was asked for."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key with its name."""

    name: str
    kind: int
    raw: bytes

    @property
    def number(self) -> bytes:
        """The four bytes by which a line of a note names the key."""
        return hashlib.sha256(f"{self.name}\n".encode() + bytes([self.kind]) + self.raw).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.number.hex()}+{base64.b64encode(bytes([self.kind]) + self.raw).decode()}"

    @classmethod
    def read(cls, line: str) -> PublicKey:
        """Read a key from its line. Raises ValueError where it is none."""
        name, number, raw = _parts(line.strip(), 3)
        key = cls(_name(name), raw[0], raw[1:])
        if key.kind not in (LOG, COSIGNER) or len(key.raw) != 32 or key.number.hex() != number:
            raise ValueError("this is no public key of a signed note: its parts do not belong together")
        return key


@dataclass(frozen=True, slots=True, repr=False)
class PrivateKey:
    """A private key with its name."""

    name: str
    kind: int
    raw: bytes

    @classmethod
    def make(cls, name: str, kind: int = LOG) -> PrivateKey:
        """Make a new key. Raises ValueError for a name with a space or a plus sign."""
        return cls(_name(name), kind, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def read(cls, line: str) -> PrivateKey:
        """Read a key from its line. Raises ValueError where it is none."""
        head, sep, rest = line.strip().partition("PRIVATE+KEY+")
        if head or not sep:
            raise ValueError("this is no private key of a signed note")
        name, number, raw = _parts(rest, 3)
        key = cls(_name(name), raw[0], raw[1:])
        if key.kind not in (LOG, COSIGNER) or len(key.raw) != 32 or key.public.number.hex() != number:
            raise ValueError("this is no private key of a signed note: its parts do not belong together")
        return key

    def __str__(self) -> str:
        number = self.public.number.hex()
        return f"PRIVATE+KEY+{self.name}+{number}+{base64.b64encode(bytes([self.kind]) + self.raw).decode()}"

    @property
    def public(self) -> PublicKey:
        raw = Ed25519PrivateKey.from_private_bytes(self.raw).public_key().public_bytes_raw()
        return PublicKey(self.name, self.kind, raw)

    def sign(self, text: str) -> str:
        """Return the line of a note by which this key signs its text."""
        return self._line(Ed25519PrivateKey.from_private_bytes(self.raw).sign(text.encode()))

    def cosign(self, text: str, at: int) -> str:
        """Return the line by which this key says that it saw the text at a moment, in seconds since 1970."""
        signed = Ed25519PrivateKey.from_private_bytes(self.raw).sign(_cosigned(text, at))
        return self._line(at.to_bytes(8, "big") + signed)

    def _line(self, signature: bytes) -> str:
        return f"{DASH}{self.name} {base64.b64encode(self.public.number + signature).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text and the lines under it. The text ends with a line break."""

    text: str
    lines: tuple[str, ...] = ()

    @classmethod
    def read(cls, note: str) -> Note:
        """Read a note. Raises NotSigned where it is none."""
        text, gap, signed = note.rpartition("\n\n")
        lines = tuple(f"{line}\n" for line in signed.splitlines())
        if not gap or not lines or not signed.endswith("\n") or not all(map(_is_line, lines)):
            raise NotSigned("this is no signed note: a text, an empty line, and lines of signatures")
        return cls(f"{text}\n", lines)

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(self.lines)}"

    def with_lines(self, lines: Iterable[str]) -> Note:
        """Return the note with further lines, each once."""
        return Note(self.text, tuple(dict.fromkeys((*self.lines, *lines))))

    def is_signed_by(self, key: PublicKey) -> bool:
        """Tell whether a key signed the text; False where no line is of this key. Raises NotSigned where its line is forged."""
        return self.signed_at(key) is not None

    def signed_at(self, key: PublicKey) -> int | None:
        """Return when a key signed: the moment of a cosigner, 0 for the key of a log; None where no line is of this key.

        Raises NotSigned where a line bears the name and the number of the key and was not made with it.
        """
        moments = [moment for line in self.lines if (moment := _check(line, key, self.text)) is not None]
        return max(moments, default=None)


def _check(line: str, key: PublicKey, text: str) -> int | None:
    name, _, encoded = line.removeprefix(DASH).strip().partition(" ")
    signature = base64.b64decode(encoded)
    if name != key.name or signature[:4] != key.number:
        return None
    signature, at, signed = signature[4:], 0, text.encode()
    if key.kind == COSIGNER:
        at, signature = int.from_bytes(signature[:8], "big"), signature[8:]
        signed = _cosigned(text, at)
    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(signature, signed)
    except InvalidSignature as error:
        raise NotSigned(f"the signature of {key.name} is not of this text") from error
    return at


def _cosigned(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _is_line(line: str) -> bool:
    name, _, encoded = line.removeprefix(DASH).strip().partition(" ")
    try:
        return line.startswith(DASH) and bool(name) and len(base64.b64decode(encoded, validate=True)) > 4
    except binascii.Error:
        return False


def _name(name: str) -> str:
    if not name or "+" in name or any(map(str.isspace, name)):
        raise ValueError(f"“{name}” cannot be the name of a key: it has no spaces and no plus signs")
    return name


def _parts(line: str, many: int) -> tuple[str, str, bytes]:
    parts = line.split("+", many - 1)
    try:
        name, number, encoded = parts
        raw = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error) as error:
        raise ValueError("this is no key of a signed note: name+hash+key") from error
    if not raw:
        raise ValueError("this is no key of a signed note: name+hash+key")
    return name, number, raw
