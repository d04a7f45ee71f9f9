"""Fetching a page from the web: the one way by which Dalil asks other machines, with every limit that this needs.

An address is given by a person or by a page, so it may lead anywhere. Only public machines are asked: the name is looked up once, every
address that it stands for is checked, and the connection goes to one of these and nowhere else (a name that is looked up twice may
answer otherwise the second time). A redirect is an address like the first. Size, time and redirects are bounded, and what is sent
compressed is counted as it unfolds.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

import certifi
from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from dalil.access.refused import Refused

MOST = 5_000_000
"""Bytes of an answer, unfolded."""

PATIENCE = 30.0
"""Seconds for the whole: looking up, connecting, redirects, reading."""

SILENCE = 10.0
"""Seconds without a byte."""

REDIRECTS = 5

AGENT = "Dalil (record of documented events)"
"""Who we say that we are."""

_PORTS = {"http": 80, "https": 443}
_TRANSLATING = [ipaddress.ip_network(each) for each in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]
"""Nets whose addresses stand for an address of IPv4 that may be anybody's."""


class NotFetched(Refused):
    """Why an address was not fetched."""


@dataclass(frozen=True)
class Fetched:
    """An answer: the address that gave it, after redirects; its status; its headers by small letters; its body, unfolded."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    redirects: tuple[str, ...] = ()

    @property
    def media_type(self) -> str:
        """What the answer says that it is, as `text/html`; empty where it says nothing."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def is_public(address: str) -> bool:
    """Whether a machine at this IP address belongs to the public net, so that it may be asked.

    >>> is_public("8.8.8.8"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1")
    (True, False, False)
    """
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in net for net in _TRANSLATING):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def fetch(
    url: str, *, headers: Mapping[str, str] | None = None, most: int = MOST, patience: float = PATIENCE
) -> Fetched:
    """Fetch what an address gives, following redirects.

    headers: beside our own, as `If-None-Match`. most: bytes of the body. patience: seconds for the whole. Raises NotFetched; an answer
    that is no success (404, 500, 304) is an answer.
    """
    until = time.monotonic() + patience
    passed: list[str] = []
    while True:
        parts = _checked(url)
        with closing(_connect(parts, until)) as connection, _cut_off_at(until, connection):
            try:
                answer = _ask(connection, parts, dict(headers or {}))
                leads_to = answer.headers.get("location") if answer.status in (301, 302, 303, 307, 308) else None
                body = _read(answer, most) if leads_to is None else b""
            except NotFetched as error:
                if error.type == "too_large" or time.monotonic() < until:
                    raise
            if time.monotonic() >= until:  # what was cut off may look like an answer that ended
                raise NotFetched(
                    "too_slow", "the answer did not arrive within {seconds} seconds", {"seconds": round(patience)}
                )
            if leads_to is None:
                kept = {name.lower(): value for name, value in answer.headers.items()}
                return Fetched(url, answer.status, kept, body, tuple(passed))
        passed.append(url)
        if len(passed) > REDIRECTS:
            raise NotFetched("too_many_redirects", "the address leads on more than {most} times", {"most": REDIRECTS})
        url = urljoin(url, leads_to)


def _checked(url: str) -> SplitResult:
    """The parts of an address that may be asked, its name written as the net writes it. Raises NotFetched."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
        ascii_host = (host or "").encode("idna").decode() if not (host or "").isascii() else host
    except ValueError as error:
        raise NotFetched("not_an_address", "this is no address of the web") from error
    if parts.scheme not in _PORTS:
        if not parts.scheme:
            raise NotFetched("not_an_address", "this is no address of the web")
        raise NotFetched("other_scheme", "only addresses that begin with http or https are fetched")
    if not ascii_host or any(letter.isspace() for letter in ascii_host):
        raise NotFetched("not_an_address", "this is no address of the web")
    if parts.username or parts.password:
        raise NotFetched("with_password", "an address with a name or a password in it is not fetched")
    shown = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    return parts._replace(netloc=shown if port in (None, _PORTS[parts.scheme]) else f"{shown}:{port}", fragment="")


def _connect(parts: SplitResult, until: float) -> HTTPConnection:
    """Connect to one of the addresses that the name was found to stand for. Raises NotFetched."""
    host = parts.hostname or ""
    port = parts.port or _PORTS[parts.scheme]
    try:
        found = {str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise NotFetched("unknown_host", "the name {host} is not known", {"host": host}) from error
    if not found or not all(map(is_public, found)):
        raise NotFetched("private_host", "{host} is not a public machine", {"host": host})
    address = min(found, key=lambda each: (":" in each, each))
    silence = max(0.1, min(SILENCE, until - time.monotonic()))
    checked: dict[str, Any] = {"server_hostname": host, "assert_hostname": host, "ca_certs": certifi.where()}
    connection = (
        HTTPConnection(address, port, timeout=silence)
        if parts.scheme == "http"
        else HTTPSConnection(address, port, timeout=silence, cert_reqs="CERT_REQUIRED", **checked)
    )
    try:
        connection.connect()
    except (HTTPError, OSError) as error:
        connection.close()
        facts = {"host": host, "why": _why(error)}
        if isinstance(error, ssl.SSLError):
            raise NotFetched("bad_certificate", "{host} shows a certificate that is not valid: {why}", facts) from error
        raise NotFetched("no_answer", "{host} did not answer: {why}", facts) from error
    return connection


@contextmanager
def _cut_off_at(until: float, connection: HTTPConnection) -> Iterator[None]:
    """Within it, the connection ends at this moment whatever it does: bytes that drip keep every single wait short."""
    sock = connection.sock

    def cut_off() -> None:
        with suppress(OSError):  # it may be over by itself
            sock.shutdown(socket.SHUT_RDWR)

    clock = threading.Timer(max(0.0, until - time.monotonic()), cut_off)
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()


def _ask(connection: HTTPConnection, parts: SplitResult, headers: dict[str, str]) -> BaseHTTPResponse:
    host = parts.hostname or ""
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sent = {"Host": parts.netloc, "User-Agent": AGENT, "Accept-Encoding": "gzip, deflate", **headers}
    try:
        connection.request("GET", target, headers=sent, preload_content=False)
        return connection.getresponse()
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        raise NotFetched("no_answer", "{host} did not answer: {why}", {"host": host, "why": _why(error)}) from error


def _read(answer: BaseHTTPResponse, most: int) -> bytes:
    body = bytearray()
    try:
        for piece in answer.stream(65536, decode_content=True):
            body += piece
            if len(body) > most:
                raise NotFetched("too_large", "the answer is larger than {most} bytes", {"most": most})
    except (HTTPError, HTTPException, OSError) as error:
        raise NotFetched("broken", "the answer broke off: {why}", {"why": _why(error)}) from error
    return bytes(body)


def _why(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    return str(reason) if isinstance(error, ssl.SSLError) else type(reason).__name__
