"""A bundle: one file (a ZIP whose parts are stored as they are), signed as a whole, that holds what one record gives to another.

`bundle.json` names every other part with its digest; `signature` is a note over the digest of `bundle.json`, signed by the key of the log of
the sender. A bundle is opened only as a whole: everything is checked before anything of it is used.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from dalil.archive.store_interface import CHUNK
from dalil.ledger.checkpoints import Checkpoint, NoCheckpoint, read_signed
from dalil.ledger.inclusion import InclusionProof, NoProof
from dalil.ledger.notes import Note, NotSigned, PrivateKey, PublicKey

VERSION, OLDEST = 3, 2
"""The form that is written, and the oldest that is still read; that one has no part `decisions.jsonl`."""
MANIFEST, SIGNATURE = "bundle.json", "signature"
LINES, PROOFS, CONSENTS, CHECKPOINT = "reports.jsonl", "proofs.jsonl", "consents.jsonl", "checkpoint"
CONSISTENCY, JUDGEMENTS, DECISIONS = "consistency.json", "judgements.jsonl", "decisions.jsonl"
"""That the ledger continues what it showed before; how reports that went before are judged today; what was decided of them since."""
NEEDED = frozenset({LINES, PROOFS, CONSENTS, CHECKPOINT, CONSISTENCY, JUDGEMENTS, DECISIONS})
DOCUMENTS = "documents/"
FIRST_LINE = "dalil bundle"

MOST_PARTS = 1_000_000
LARGEST_TEXT = 4 << 30
"""Bytes of a part that is read line by line."""
LARGEST_MANIFEST = 256 << 20


class BundleRefused(Exception):
    """A bundle is refused as a whole. Its sentence says why; nothing of it was taken in."""


@dataclass(frozen=True)
class BundleManifest:
    """What a bundle says of itself.

    version: of this form. sender, recipient: the names of their logs. number: its place among the bundles for the recipient; before: the
    digest of the manifest of the one before it. parts: size and SHA-256 of each, by name.
    """

    version: int
    sender: str
    recipient: str
    number: int
    before: str
    purpose: str
    made_at: str
    parts: Mapping[str, Mapping[str, Any]]

    def encode(self) -> bytes:
        return f"{json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)}\n".encode()

    @classmethod
    def decode(cls, data: bytes) -> BundleManifest:
        """Read a manifest. Raises BundleRefused."""
        try:
            told = json.loads(data)
            if type(told["version"]) is not int or not OLDEST <= told["version"] <= VERSION:
                raise BundleRefused(
                    f"the bundle has the form {told['version']!r}, and this program reads {OLDEST} to {VERSION}"
                )
            made = cls(**told)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise BundleRefused("its manifest cannot be read") from error
        numbers = type(made.number) is int and made.number > 0
        texts = (made.sender, made.recipient, made.before, made.purpose, made.made_at)
        parts = isinstance(made.parts, dict) and all(
            isinstance(each, dict) and type(each.get("size")) is int and isinstance(each.get("sha256"), str)
            for each in made.parts.values()
        )
        if not numbers or not parts or not all(isinstance(each, str) for each in texts):
            raise BundleRefused("its manifest cannot be read")
        return made


def sign_manifest(manifest: bytes, key: PrivateKey) -> bytes:
    """Return the signature over a manifest."""
    text = _signed_text(manifest, VERSION)
    return str(Note(text, (key.sign(text),))).encode()


def write_part(bundle: zipfile.ZipFile, name: str, chunks: Iterator[bytes]) -> dict[str, Any]:
    """Write a part into a bundle. Returns its size and its digest."""
    digest, size = hashlib.sha256(), 0
    with bundle.open(zipfile.ZipInfo(name), "w", force_zip64=True) as out:
        for chunk in chunks:
            out.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    return {"size": size, "sha256": digest.hexdigest()}


class OpenedBundle:
    """A bundle of which the signature and the names of the parts were checked. `unpack` checks and yields the rest."""

    def __init__(self, archive: zipfile.ZipFile, key_of: Callable[[str], PublicKey]) -> None:
        self._archive = archive
        _check_names(archive)
        self.raw = self._read_small(MANIFEST)
        self.manifest = BundleManifest.decode(self.raw)
        self.digest = hashlib.sha256(self.raw).hexdigest()
        self._key = key_of(self.manifest.sender)
        try:
            self.signature = self._read_small(SIGNATURE)
            note = Note.read(self.signature.decode())
            if note.text != _signed_text(self.raw, self.manifest.version) or not note.is_signed_by(self._key):
                raise BundleRefused(
                    f"it is not signed by {self.manifest.sender}: it was changed, or made by somebody else"
                )
        except (NotSigned, UnicodeDecodeError, ValueError) as error:
            raise BundleRefused(f"its signature cannot be read: {error}") from error
        named = {*self.manifest.parts, MANIFEST, SIGNATURE}
        if named != set(archive.namelist()):
            raise BundleRefused("its parts are not those that were signed: some are missing or were added")
        if missing := NEEDED - named - ({DECISIONS} if self.manifest.version == OLDEST else set()):
            raise BundleRefused(f"it has no part {', '.join(sorted(missing))}")

    def unpack(self, folder: Path) -> Checkpoint:
        """Write all parts into a folder, each checked against its digest, and check the proofs. Returns the checkpoint. Raises BundleRefused."""
        (folder / DOCUMENTS).mkdir()
        for name, told in self.manifest.parts.items():
            digest, size = hashlib.sha256(), 0
            try:
                with self._archive.open(name) as part, (folder / name).open("wb") as out:
                    while chunk := part.read(CHUNK):
                        digest.update(chunk)
                        size += len(chunk)
                        out.write(chunk)
            except (zipfile.BadZipFile, EOFError, ValueError) as error:
                raise BundleRefused(f"{name} cannot be read: {error}") from error
            if size != told["size"] or digest.hexdigest() != told["sha256"]:
                raise BundleRefused(f"{name} is not what was signed")
            if name.startswith(DOCUMENTS) and name != f"{DOCUMENTS}{digest.hexdigest()}":
                raise BundleRefused(f"{name} does not have the digest by which it is named")
        try:
            checkpoint, note = read_signed((folder / CHECKPOINT).read_text(encoding="utf-8"), self._key)
        except (NotSigned, NoCheckpoint, ValueError) as error:
            raise BundleRefused(f"its checkpoint: {error}") from error
        _check_proofs(folder, str(note), self._key)
        return checkpoint

    def receipt(self, folder: Path) -> dict[str, bytes]:
        """Return what shows later that the sender signed this: all parts but the documents, which the manifest names by their digests."""
        kept = {name: (folder / name).read_bytes() for name in self.manifest.parts if not name.startswith(DOCUMENTS)}
        return {MANIFEST: self.raw, SIGNATURE: self.signature, **kept}

    def _read_small(self, name: str) -> bytes:
        try:
            info = self._archive.getinfo(name)
            if info.file_size > LARGEST_MANIFEST:
                raise BundleRefused(f"{name} is too large")
            return self._archive.read(info)
        except KeyError as error:
            raise BundleRefused(f"it has no part {name}") from error
        except (zipfile.BadZipFile, EOFError, ValueError) as error:
            raise BundleRefused(f"{name} cannot be read: {error}") from error


@contextmanager
def open_bundle(stream: BinaryIO, key_of: Callable[[str], PublicKey]) -> Iterator[OpenedBundle]:
    """Open a bundle and check its signature. key_of: returns the key of a sender by its name. Raises BundleRefused, and what `key_of` raises."""
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, EOFError, ValueError, OSError) as error:
        raise BundleRefused("this is no bundle, or its end is missing") from error
    with archive:
        yield OpenedBundle(archive, key_of)


def _signed_text(manifest: bytes, version: int) -> str:
    return f"{FIRST_LINE} {version}\n{hashlib.sha256(manifest).hexdigest()}\n"


def _check_names(archive: zipfile.ZipFile) -> None:
    """Refuse parts that are packed, stand twice, have no business there, or lead out of the folder."""
    infos = archive.infolist()
    names = [each.filename for each in infos]
    if len(names) > MOST_PARTS or len(set(names)) != len(names):
        raise BundleRefused("a part stands in it twice, or there are too many")
    for each in infos:
        known = each.filename in {MANIFEST, SIGNATURE, *NEEDED}
        digest = each.filename.removeprefix(DOCUMENTS)
        named = each.filename.startswith(DOCUMENTS) and len(digest) == 64 and set(digest) <= set("0123456789abcdef")
        if not known and not named:
            raise BundleRefused(f"it holds a part that no bundle has: {each.filename[:80]!r}")
        if each.compress_type != zipfile.ZIP_STORED or each.flag_bits & 1 or (known and each.file_size > LARGEST_TEXT):
            raise BundleRefused(
                f"{each.filename} is packed, encrypted or too large; the parts of a bundle are stored as they are"
            )


def _check_proofs(folder: Path, note: str, key: PublicKey) -> None:
    """Check that the sender's ledger has each report as its line says. Raises BundleRefused."""
    proven: dict[str, str] = {}
    try:
        with (folder / PROOFS).open(encoding="utf-8") as lines:
            for line in lines:
                proof = InclusionProof.read(json.loads(line))
                if proof.note != note:
                    raise BundleRefused("a proof leads to another checkpoint than that of the bundle")
                proof.check(key)
                shown = {each.name: each.value for each in proof.leaf.fields}
                if proof.leaf.noun == "report":
                    proven[shown.get("address", "")] = shown.get("digest", "")
        with (folder / LINES).open(encoding="utf-8") as lines:
            for line in lines:
                told = json.loads(line)
                if not told.get("digest") or proven.get(told.get("address")) != told["digest"]:
                    raise BundleRefused(
                        f"report {str(told.get('address'))[:16]} is not proven by the ledger of the sender"
                    )
    except (NoProof, ValueError, AttributeError, RecursionError) as error:
        raise BundleRefused(f"its proofs do not hold: {error}") from error
