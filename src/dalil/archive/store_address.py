"""The address of a store of objects, and the key with which it is asked. Pure: the settings read it before Django is there.

The key comes from the environment or from a file, and never stands in the address, which is shown and logged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

ID, SECRET, SESSION = "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"
KEY_FILE = "DALIL_ARCHIVE_KEY"
FORM = "s3://BUCKET/FOLDER?endpoint=https://HOST&region=REGION"


@dataclass(frozen=True)
class StoreAddress:
    """Where objects are kept: a bucket, the folder in it, the address of the server (empty: that of Amazon in the region)."""

    bucket: str
    folder: str = ""
    endpoint: str = ""
    region: str = "us-east-1"

    def __str__(self) -> str:
        return f"s3://{self.bucket}{'/' if self.folder else ''}{self.folder} at {self.endpoint or self.region}"


@dataclass(frozen=True)
class StoreKey:
    """The key with which a store is asked; what of it is secret is shown in no text."""

    id: str
    secret: str = field(repr=False)
    session: str = field(default="", repr=False)


def is_store_address(text: str) -> bool:
    """Tell whether a text is meant as the address of a store of objects, and not as a folder.

    >>> is_store_address("s3://documents/2026"), is_store_address("/mnt/backups")
    (True, False)
    """
    return text.startswith("s3:")


def read_store_address(text: str) -> StoreAddress:
    """Read the address of a store of objects.

    >>> str(read_store_address("s3://documents/dalil?endpoint=https://objects.example.org&region=eu-1"))
    's3://documents/dalil at https://objects.example.org'

    Raises ValueError, with a sentence that does not repeat what may be secret.
    """
    parts = urlsplit(text)
    told = dict(parse_qsl(parts.query))
    if "@" in parts.netloc:
        raise ValueError(
            f"an address of a store holds no key, because it is shown and logged: set {ID} and {SECRET}, or {KEY_FILE}"
        )
    if parts.scheme != "s3" or not parts.netloc or parts.fragment or set(told) - {"endpoint", "region"}:
        raise ValueError(f"this is no address of a store of objects: {FORM}")
    endpoint = told.get("endpoint", "").rstrip("/")
    if endpoint:
        _refuse_endpoint(endpoint)
    elif "region" not in told:
        raise ValueError(f"the address of a store names its server or its region: {FORM}")
    return StoreAddress(parts.netloc, unquote(parts.path).strip("/"), endpoint, told.get("region", "us-east-1"))


def read_store_key(environment: Mapping[str, str]) -> StoreKey:
    """Read the key of the store from the environment, or from the file that the environment names.

    The file has lines as `AWS_ACCESS_KEY_ID=…`. Raises ValueError where there is no whole key, and OSError where the file cannot be read.
    """
    told: dict[str, str] = {name: environment.get(name, "") for name in (ID, SECRET, SESSION)}
    if file := environment.get(KEY_FILE):
        lines = (line.partition("=") for line in Path(file).read_text(encoding="utf-8").splitlines())
        told |= {name.strip(): value.strip() for name, _, value in lines if name.strip() in told}
    if not told[ID] or not told[SECRET]:
        raise ValueError(
            f"the key of the store is not given: set {ID} and {SECRET}, or {KEY_FILE} to a file with these two lines"
        )
    return StoreKey(told[ID], told[SECRET], told[SESSION])


def _refuse_endpoint(endpoint: str) -> None:
    """Refuse the address of a server that is none, that holds a password, or to which documents would travel for all to read."""
    server = urlsplit(endpoint)
    if "@" in server.netloc:
        raise ValueError(f"an address of a store holds no key: set {ID} and {SECRET}, or {KEY_FILE}")
    if server.scheme not in ("http", "https") or not server.hostname or server.path or server.query:
        raise ValueError(f"the endpoint of the store is no address of a server: {FORM}")
    if server.scheme == "http" and not _is_this_machine(server.hostname):
        raise ValueError(f"the endpoint {endpoint} is not encrypted; only a store on this machine may be asked so")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
