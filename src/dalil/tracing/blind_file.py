"""The file by which one step of a blind exchange goes to a partner: a ZIP whose parts are stored as they are, signed as a whole by our log.

`blind.json` says which exchange and step it is, from whom to whom, and names the digests of the other parts: `points` (what is sent), `answers`
(what the partner sent before, multiplied once more, in its order), `opened` (hits, sealed to the partner's compartment).
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import BinaryIO

from dalil.access.refused import Refused
from dalil.ledger.notes import Note, NotSigned, PrivateKey, PublicKey
from dalil.tracing.blinded_keys import POINT

VERSION = 1
MANIFEST, SIGNATURE = "blind.json", "signature"
PARTS = ("points", "answers", "opened")
OFFER, ANSWER, CLOSE, OPEN = 1, 2, 3, 4
MOST_POINTS = 1_000_000
LARGEST = MOST_POINTS * POINT
LARGEST_MANIFEST = 100_000


class BlindFileRefused(Refused):
    """A file of a blind exchange is refused as a whole, and nothing of it is kept."""


def refuse_form() -> BlindFileRefused:
    """Return the refusal of a file that is not whole, or no such file."""
    return BlindFileRefused(
        "blind_file_not_whole", "this is no whole file of a blind exchange: a part is missing, changed or too large"
    )


@dataclass(frozen=True)
class BlindStepFile:
    """One step. exchange: drawn by who began. step: OFFER, ANSWER, CLOSE or OPEN. people: how many stand behind the points.

    recipient_key: to which the partner seals what it opens. before: the digest of the manifest of the step before, of the partner.
    """

    exchange: str
    step: int
    sender: str
    recipient: str
    people: int = 0
    recipient_key: str = ""
    before: str = ""
    points: Sequence[bytes] = ()
    answers: Sequence[bytes] = ()
    opened: bytes = b""
    digest: str = ""

    def write(self, key: PrivateKey) -> tuple[bytes, str]:
        """Return the file, signed, and the digest of its manifest."""
        contents = {"points": b"".join(self.points), "answers": b"".join(self.answers), "opened": self.opened}
        told = {name: value for name, value in asdict(self).items() if name not in (*PARTS, "digest")}
        parts = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
        manifest = json.dumps({"version": VERSION, **told, "parts": parts}, sort_keys=True, indent=1).encode()
        text = _signed_text(manifest)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
            for name, content in {
                MANIFEST: manifest,
                SIGNATURE: str(Note(text, (key.sign(text),))).encode(),
                **contents,
            }.items():
                file.writestr(zipfile.ZipInfo(name), content)
        return out.getvalue(), hashlib.sha256(manifest).hexdigest()


def read_blind_file(stream: BinaryIO, key_of: Callable[[str], PublicKey]) -> BlindStepFile:
    """Read a file with every check of form and signature. key_of: returns the key of a sender by its name.

    Raises BlindFileRefused, and what `key_of` raises.
    """
    try:
        with zipfile.ZipFile(stream) as file:
            infos = {each.filename: each for each in file.infolist()}
            if set(infos) != {MANIFEST, SIGNATURE, *PARTS} or len(file.infolist()) != len(infos):
                raise refuse_form()
            for name, info in infos.items():
                if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1:
                    raise refuse_form()
                if info.file_size > (LARGEST if name in PARTS else LARGEST_MANIFEST):
                    raise refuse_form()
            read = {name: file.read(name) for name in infos}
    except (zipfile.BadZipFile, EOFError, ValueError, OSError) as error:
        raise refuse_form() from error
    try:
        told = json.loads(read[MANIFEST])
        if told.pop("version") != VERSION:
            raise refuse_form()
        digests = told.pop("parts")
        made = BlindStepFile(
            **told,
            points=_cut(read["points"]),
            answers=_cut(read["answers"]),
            opened=read["opened"],
            digest=hashlib.sha256(read[MANIFEST]).hexdigest(),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise refuse_form() from error
    texts = (made.exchange, made.sender, made.recipient, made.recipient_key, made.before)
    if not all(isinstance(each, str) for each in texts) or type(made.step) is not int or type(made.people) is not int:
        raise refuse_form()
    if len(made.exchange) != 32 or not set(made.exchange) <= set("0123456789abcdef"):
        raise refuse_form()
    _check_signature(read, key_of(made.sender), made.sender)
    if any(hashlib.sha256(read[name]).hexdigest() != digests.get(name) for name in PARTS):
        raise refuse_form()
    return made


def _check_signature(read: dict[str, bytes], key: PublicKey, sender: str) -> None:
    try:
        note = Note.read(read[SIGNATURE].decode())
        signed = note.text == _signed_text(read[MANIFEST]) and note.is_signed_by(key)
    except (NotSigned, UnicodeDecodeError, ValueError) as error:
        raise refuse_form() from error
    if not signed:
        raise BlindFileRefused(
            "blind_file_not_signed",
            "it is not signed by {partner}: it was changed, or made by somebody else",
            {"partner": sender},
        )


def _cut(content: bytes) -> tuple[bytes, ...]:
    if len(content) % POINT:
        raise refuse_form()
    return tuple(content[at : at + POINT] for at in range(0, len(content), POINT))


def _signed_text(manifest: bytes) -> str:
    return f"dalil blind exchange {VERSION}\n{hashlib.sha256(manifest).hexdigest()}\n"
