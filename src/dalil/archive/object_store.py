"""The store as objects of a bucket that speaks S3, asked through obstore.

An object is there as a whole or not at all. A small one is created by one request that the server refuses where the name is taken; a larger
one is sent in parts, after a look whether it is there: two who send it at once send the same bytes. Each request carries a SHA-256, so that
a server which locks objects takes it, and refuses what changed on the way.

obstore's threads do not outlive a fork: `store` makes a store for each process.
"""

from __future__ import annotations

import errno
import io
import re
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import obstore
from django.utils import timezone
from obstore.exceptions import AlreadyExistsError, BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from dalil.archive.folder_store import DIGEST, HALF
from dalil.archive.store_address import StoreAddress, StoreKey
from dalil.archive.store_interface import StoredFile, StoreUnreachable

WHOLE = 8 << 20
"""Bytes up to which an object is sent in one request, and that a request reads at the most."""
MOST_PARTS = 9_000
COPIED_AT_ONCE = 5 << 30
"""Bytes up to which a server copies an object by itself."""
AT_ONCE = 16
SEEN_FOR = 10.0
"""Seconds for which a bucket that answered is taken to be there."""

_DOCUMENTS, _ASIDE, _DAMAGED, _WANTED = "documents", "swept", "damaged", "wanted"
_CODE = re.compile(r"<Code>(\w+)</Code>")


class ObjectStore:
    """Documents as objects of a bucket."""

    def __init__(self, address: StoreAddress, key: StoreKey, arriving: Path) -> None:
        self._address, self._arriving, self._seen = address, arriving, 0.0
        more: dict[str, Any] = {"endpoint": address.endpoint} if address.endpoint else {}
        if key.session:
            more["session_token"] = key.session
        self._objects = S3Store(
            address.bucket,
            prefix=address.folder or None,
            region=address.region,
            access_key_id=key.id,
            secret_access_key=key.secret,
            checksum_algorithm="SHA256",
            client_options={
                "allow_http": address.endpoint.startswith("http:"),
                "timeout": "120s",
                "connect_timeout": "5s",
            },
            retry_config={"max_retries": 4, "retry_timeout": timedelta(seconds=60)},
            **more,
        )

    @property
    def where(self) -> str:
        return str(self._address)

    @property
    def arriving(self) -> Path:
        self._arriving.mkdir(parents=True, exist_ok=True)
        return self._arriving

    def take(self, file: Path, sha256: str) -> None:
        with self._asking():
            try:
                if not self._is_wanted_there(sha256):
                    self._send(file, _name(sha256), create=True)
            except AlreadyExistsError:  # another sent it meanwhile
                if not self._is_wanted_there(sha256):
                    self._send(file, _name(sha256), create=True)
        file.unlink()

    def put_back(self, file: Path, sha256: str) -> None:
        name = _name(sha256)
        with self._asking():
            if self._facts(name):
                self._copy(name, f"{_DAMAGED}/{sha256}-{timezone.now():%Y%m%dT%H%M%S}")
            self._send(file, name, create=False)
        file.unlink()

    def find_missing(self, digests: Collection[str]) -> set[str]:
        with self._asking(), ThreadPoolExecutor(AT_ONCE) as threads:
            there = threads.map(lambda sha256: self._facts(_name(sha256)), digests)
            return {sha256 for sha256, facts in zip(digests, there, strict=True) if not facts}

    def open(self, sha256: str) -> io.BufferedReader:
        with self._asking():
            facts = self._facts(_name(sha256))
        if facts is None:
            raise FileNotFoundError(errno.ENOENT, "there is no such object in the store", _name(sha256))
        return io.BufferedReader(_Ranges(self._read, facts), WHOLE)

    def fetch(self, sha256: str) -> io.BufferedReader:
        local = tempfile.TemporaryFile(dir=self.arriving)  # noqa: SIM115 (it has no name: nothing is left of it)
        try:
            with self.open(sha256) as stream:
                while chunk := stream.read(WHOLE):
                    local.write(chunk)
            local.seek(0)
        except BaseException:
            local.close()
            raise
        return cast(io.BufferedReader, local)  # it reads as one, and writes besides

    def list(self) -> Iterator[StoredFile]:
        return (each for each in self._list(_DOCUMENTS) if DIGEST.fullmatch(each.name))

    def copy_aside(self, sha256: str) -> None:
        with self._asking():
            self._copy(_name(sha256), f"{_ASIDE}/{sha256}")

    def put_aside(self, sha256: str, *, before: float, now: float) -> bool:
        name, aside = _name(sha256), f"{_ASIDE}/{sha256}"
        with self._asking():
            facts, copied = self._facts(name), self._facts(aside)
            if not facts or _changed(facts) >= before or self._was_wanted(sha256, before):
                return False
            if not copied or copied["size"] != facts["size"]:
                return False
            obstore.delete(self._objects, name)
            if self._was_wanted(sha256, before):  # whoever wants it, saw it there a moment ago
                self._copy(aside, name)
                return False
            return True

    def list_aside(self) -> Iterator[StoredFile]:
        return self._list(_ASIDE)

    def remove_old(self, *, half: float, aside: float) -> int:
        gone = [f"{_ASIDE}/{each.name}" for each in self._list(_ASIDE) if each.changed < aside]
        marks = [f"{_WANTED}/{each.name}" for each in self._list(_WANTED) if each.changed < half]
        left = [each for each in self.arriving.glob(f"{HALF}*") if each.stat().st_mtime < half]
        with self._asking():
            for name in (*gone, *marks):
                obstore.delete(self._objects, name)
        for file in left:
            file.unlink(missing_ok=True)
        return len(gone) + len(left)

    def _is_wanted_there(self, sha256: str) -> bool:
        """Whether an object is there, and stays: a mark beside it says from when on it is wanted, since its own date cannot be changed."""
        if not self._facts(_name(sha256)):
            return False
        obstore.put(self._objects, f"{_WANTED}/{sha256}", b"", use_multipart=False)
        return bool(self._facts(_name(sha256)))

    def _was_wanted(self, sha256: str, since: float) -> bool:
        mark = self._facts(f"{_WANTED}/{sha256}")
        return mark is not None and _changed(mark) >= since

    def _send(self, file: Path, name: str, *, create: bool) -> None:
        size = file.stat().st_size
        if size <= WHOLE:
            obstore.put(
                self._objects, name, file.read_bytes(), mode="create" if create else "overwrite", use_multipart=False
            )
        else:
            part = max(WHOLE, -(-size // MOST_PARTS))
            with file.open("rb") as stream:
                obstore.put(self._objects, name, stream, use_multipart=True, chunk_size=part, max_concurrency=4)
        facts = self._facts(name)
        if facts is None or facts["size"] != size:
            raise StoreUnreachable(
                "store_not_whole", "the store {where} acknowledged a file and does not show it whole", self._facts_of()
            )

    def _copy(self, name: str, to: str) -> None:
        facts = self._facts(name)
        if facts is None:
            raise FileNotFoundError(errno.ENOENT, "there is no such object in the store", name)
        if facts["size"] <= COPIED_AT_ONCE:
            obstore.copy(self._objects, name, to)
        else:
            part = max(WHOLE, -(-facts["size"] // MOST_PARTS))
            stream = io.BufferedReader(_Ranges(self._read, facts), WHOLE)
            obstore.put(self._objects, to, stream, use_multipart=True, chunk_size=part, max_concurrency=4)

    def _facts(self, name: str) -> Any:
        """What the store says of an object; None where it is not there, and the bucket is."""
        try:
            facts = obstore.head(self._objects, name)
        except FileNotFoundError:
            if (
                time.monotonic() - self._seen > SEEN_FOR
            ):  # an answer without a body does not say whether the bucket is missing
                next(iter(obstore.list(self._objects, f"{_WANTED}/", chunk_size=1)), None)
            facts = None
        self._seen = time.monotonic()
        return facts

    def _read(self, name: str, start: int, length: int, tag: str | None) -> bytes:
        """Read a part of an object; that of another object, which took its place meanwhile, is refused."""
        with self._asking():
            options: Any = {"range": (start, start + length)} | ({"if_match": tag} if tag else {})
            return bytes(obstore.get(self._objects, name, options=options).bytes())

    def _list(self, folder: str) -> Iterator[StoredFile]:
        with self._asking():
            for batch in obstore.list(self._objects, f"{folder}/"):
                for each in batch:
                    yield StoredFile(each["path"].rpartition("/")[2], each["size"], _changed(each))

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Within it, what goes wrong with the store is said in a sentence."""
        try:
            yield
        except (BaseError, FileNotFoundError) as error:
            told = str(error)
            code = next(iter(_CODE.findall(told)), "")
            if code == "NoSuchBucket":
                raise StoreUnreachable(
                    "store_without_bucket", "there is no bucket {bucket} in the store {where}", self._facts_of()
                ) from error
            if isinstance(error, FileNotFoundError):
                raise
            if isinstance(error, PermissionDeniedError | UnauthenticatedError) or "403 Forbidden" in told:
                raise StoreUnreachable(
                    "store_refuses",
                    "the store {where} refuses what was asked with this key: {why}",
                    self._facts_of(code or "403"),
                ) from error
            raise StoreUnreachable(
                "store_unreachable", "the store {where} does not answer: {why}", self._facts_of(code or _why(told))
            ) from error

    def _facts_of(self, why: str = "") -> dict[str, str]:
        return {"where": self.where, "bucket": self._address.bucket, "why": why}


class _Ranges(io.RawIOBase):
    """An object as a file: each read asks for the bytes that are wanted."""

    def __init__(self, read: Callable[[str, int, int, str | None], bytes], facts: Any) -> None:
        self._read, self._facts, self._at = read, facts, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._facts["size"]}[whence])
        return self._at

    def readinto(self, buffer: Any) -> int:
        length = min(len(buffer), self._facts["size"] - self._at)
        if length <= 0:
            return 0
        chunk = self._read(self._facts["path"], self._at, length, self._facts["e_tag"])
        buffer[: len(chunk)] = chunk
        self._at += len(chunk)
        return len(chunk)


def _name(sha256: str) -> str:
    return f"{_DOCUMENTS}/{sha256[:2]}/{sha256}"


def _changed(facts: Any) -> float:
    return float(facts["last_modified"].timestamp())


def _why(told: str) -> str:
    """The last reason that an error gives in its first paragraph."""
    return told.partition("\n\n")[0].rpartition(" - ")[2].strip()[:200]
