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
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.client import HTTPException
from typing import Any, TypeVar
from urllib.parse import SplitResult, urljoin, urlsplit

import certifi
from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.util.ssl_match_hostname import CertificateError

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


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One request and its answer.

    url: what was asked; machine: at which IP address; at: when the answer began. sent, said: the headers of the request and of the answer, in their
    order. raw: the body as it came, without the marks of its portions; body: the same, unfolded. certificates: what the machine showed, as DER.
    """

    url: str
    at: datetime
    machine: str
    sent: tuple[tuple[str, str], ...]
    status: int
    reason: str
    said: tuple[tuple[str, str], ...]
    raw: bytes = field(repr=False)
    body: bytes = field(repr=False)
    certificates: tuple[bytes, ...] = field(default=(), repr=False)

    def header(self, name: str) -> str:
        """Return the first header of a name in the answer; empty without one."""
        return next((value for key, value in self.said if key.lower() == name), "")

    @property
    def media_type(self) -> str:
        """What the answer says that it is, as `text/html`; empty where it says nothing."""
        return self.header("content-type").partition(";")[0].strip().lower()


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


def find_public_address(host: str, port: int) -> str:
    """Look a name up once, and return the IP address to be asked. Raises NotFetched where it is unknown, or any of its addresses is not public."""
    try:
        found = {str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise NotFetched("unknown_host", "the name {host} is not known", {"host": host}) from error
    if not found or not all(map(is_public, found)):
        raise NotFetched("private_host", "{host} is not a public machine", {"host": host})
    return min(found, key=lambda each: (":" in each, each))


def fetch(
    url: str, *, headers: Mapping[str, str] | None = None, most: int = MOST, patience: float = PATIENCE
) -> Fetched:
    """Fetch what an address gives, following redirects.

    headers: beside our own, as `If-None-Match`. most: bytes of the body. patience: seconds for the whole. Raises NotFetched; an answer
    that is no success (404, 500, 304) is an answer.
    """

    def take(here: str, connection: HTTPConnection, sent: Mapping[str, str], answer: BaseHTTPResponse) -> Fetched:
        body = b"" if _leads_to(answer) else _read(answer, most)
        return Fetched(here, answer.status, {name.lower(): value for name, value in answer.headers.items()}, body)

    *passed, last = _follow(url, headers or {}, patience, take)
    return replace(last, redirects=tuple(each.url for each in passed))


def converse(
    url: str, *, headers: Mapping[str, str] | None = None, most: int = MOST, patience: float = PATIENCE
) -> list[Exchange]:
    """Fetch what an address gives, following redirects, and keep all that was said on the way: each request and each answer, the last at the end.

    headers: beside our own, or instead of them, as another `User-Agent`. most: bytes of a body, as it came and unfolded. Raises NotFetched.
    """

    def take(here: str, connection: HTTPConnection, sent: Mapping[str, str], answer: BaseHTTPResponse) -> Exchange:
        at, raw = datetime.now(UTC), _read(answer, most, unfold=False)
        said = tuple((name, value) for name, value in answer.headers.iteritems())
        return Exchange(
            url=here,
            at=at,
            machine=connection.host,
            sent=tuple(sent.items()),
            status=answer.status,
            reason=answer.reason or "",
            said=said,
            raw=raw,
            body=unfold(raw, answer.headers.get("content-encoding", ""), most),
            certificates=_certificates(connection),
        )

    return _follow(url, headers or {}, patience, take)


def unfold(raw: bytes, encoding: str, most: int) -> bytes:
    """Unfold a body that was sent compressed. encoding: as `Content-Encoding` says it. most: bytes that it may have then.

    Raises NotFetched where it is larger, cannot be unfolded, or is folded in a way that was not asked for.
    """
    for name in reversed([each.strip().lower() for each in encoding.split(",") if each.strip()]):
        if name == "identity":
            continue
        if name not in ("gzip", "x-gzip", "deflate"):
            raise NotFetched(
                "strangely_folded", "the answer is compressed in a way that is not read here: {name}", {"name": name}
            )
        raw = _unfold_once(raw, most)
    return raw


def _unfold_once(raw: bytes, most: int) -> bytes:
    out, rest = bytearray(), raw
    first = raw[:2]
    zlib_head = len(first) == 2 and first[0] & 15 == 8 and int.from_bytes(first, "big") % 31 == 0
    bits = 31 if first == b"\x1f\x8b" else 15 if zlib_head else -15
    try:
        while rest and not (bits == 31 and not rest.startswith(b"\x1f\x8b")):
            member = zlib.decompressobj(bits)
            out += member.decompress(rest, most + 1 - len(out))
            if len(out) > most:
                raise NotFetched("too_large", "the answer is larger than {most} bytes", {"most": most})
            if not member.eof:
                raise NotFetched("broken", "the answer broke off: {why}", {"why": "its compressed end is missing"})
            rest = member.unused_data if bits == 31 else b""
    except zlib.error as error:
        raise NotFetched("broken", "the answer broke off: {why}", {"why": str(error)}) from error
    return bytes(out)


_Taken = TypeVar("_Taken")


def _follow(
    url: str,
    headers: Mapping[str, str],
    patience: float,
    take: Callable[[str, HTTPConnection, Mapping[str, str], BaseHTTPResponse], _Taken],
) -> list[_Taken]:
    """Ask an address and those that it leads on to. Returns what was taken of each answer, the last at the end. Raises NotFetched.

    take: is given the address, the connection, the headers that were sent, and the answer, of which the body is still to be read.
    """
    until = time.monotonic() + patience
    passed: list[_Taken] = []
    while True:
        parts = check_address(url)
        with closing(_connect(parts, until)) as connection, _cut_off_at(until, connection):
            try:
                sent, answer = _ask(connection, parts, headers)
                leads_to = _leads_to(answer)
                passed.append(take(url, connection, sent, answer))
            except NotFetched as error:
                if error.type == "too_large" or time.monotonic() < until:
                    raise
                leads_to = None
            if time.monotonic() >= until:  # what was cut off may look like an answer that ended
                raise NotFetched(
                    "too_slow", "the answer did not arrive within {seconds} seconds", {"seconds": round(patience)}
                )
            if leads_to is None:
                return passed
        if len(passed) > REDIRECTS:
            raise NotFetched("too_many_redirects", "the address leads on more than {most} times", {"most": REDIRECTS})
        url = urljoin(url, leads_to)


def _leads_to(answer: BaseHTTPResponse) -> str | None:
    return answer.headers.get("location") if answer.status in (301, 302, 303, 307, 308) else None


def check_address(url: str) -> SplitResult:
    """Return the parts of an address that may be asked, its name written as the net writes it. Nothing is asked here. Raises NotFetched."""
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
    address = find_public_address(host, port)
    silence = max(0.1, min(SILENCE, until - time.monotonic()))
    checked: dict[str, Any] = {"server_hostname": host, "assert_hostname": host, "ca_certs": certifi.where()}
    connection = (
        HTTPConnection(address, port, timeout=silence)
        if parts.scheme == "http"
        else HTTPSConnection(address, port, timeout=silence, cert_reqs="CERT_REQUIRED", **checked)
    )
    try:
        connection.connect()
    except (HTTPError, OSError, CertificateError) as error:
        connection.close()
        facts = {"host": host, "why": _why(error)}
        if isinstance(error, ssl.SSLError | CertificateError):
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


def _ask(
    connection: HTTPConnection, parts: SplitResult, headers: Mapping[str, str]
) -> tuple[Mapping[str, str], BaseHTTPResponse]:
    host = parts.hostname or ""
    sent = {"Host": parts.netloc, "User-Agent": AGENT, "Accept-Encoding": "gzip, deflate", **headers}
    try:
        connection.request("GET", target_of(parts), headers=sent, preload_content=False)
        return sent, connection.getresponse()
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        raise NotFetched("no_answer", "{host} did not answer: {why}", {"host": host, "why": _why(error)}) from error


def target_of(parts: SplitResult) -> str:
    """Return what the first line of a request asks for."""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _read(answer: BaseHTTPResponse, most: int, *, unfold: bool = True) -> bytes:
    body = bytearray()
    try:
        for piece in answer.stream(65536, decode_content=unfold):
            body += piece
            if len(body) > most:
                raise NotFetched("too_large", "the answer is larger than {most} bytes", {"most": most})
    except (HTTPError, HTTPException, OSError) as error:
        raise NotFetched("broken", "the answer broke off: {why}", {"why": _why(error)}) from error
    return bytes(body)


def _certificates(connection: HTTPConnection) -> tuple[bytes, ...]:
    """The certificates that the machine showed, its own first, as DER; none where nothing was encrypted.

    Python says them in public from 3.13 on; before that its own object of the connection does, and where that is not so, the first alone.
    """
    sock = connection.sock
    if not isinstance(sock, ssl.SSLSocket):
        return ()
    if hasattr(sock, "get_unverified_chain"):
        return tuple(sock.get_unverified_chain())
    chain = getattr(getattr(sock, "_sslobj", None), "get_unverified_chain", None)
    if chain is not None and (shown := chain()):
        return tuple(ssl.PEM_cert_to_DER_cert(each.public_bytes()) for each in shown)
    own = sock.getpeercert(binary_form=True)
    return (own,) if own else ()


def _why(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    return str(reason) if isinstance(error, ssl.SSLError | CertificateError) else type(reason).__name__
