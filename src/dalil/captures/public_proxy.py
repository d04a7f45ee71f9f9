"""A proxy on loopback through which a browser reaches public machines and no other, whatever the page that it shows asks for.

Each name is looked up once, here, and the connection goes to an address that was found public then: a name that stands for another address a
moment later leads nowhere. How many connections and bytes there are is bounded, and each is noted.
"""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from select import select
from urllib.parse import urlsplit

from dalil.archive.fetching import NotFetched, find_public_address

MOST_BYTES = 100_000_000
"""Bytes that come through the proxy for one page."""
MOST_CONNECTIONS = 500
SILENCE = 15.0
"""Seconds without a byte after which a connection ends."""
LONGEST_HEAD = 65_536

_PORTS = {"http": 80, "ws": 80}


@dataclass
class PassedOn:
    """What went through the proxy. reached, refused: machines with their ports, each once, in the order in which they were asked for."""

    port: int
    reached: dict[str, None] = field(default_factory=dict)
    refused: dict[str, None] = field(default_factory=dict)
    connections: int = 0
    received: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def may_connect(self) -> bool:
        """Count one connection more. Returns whether it, and what came so far, is within what one page may have."""
        with self._lock:
            self.connections += 1
            return self.connections <= MOST_CONNECTIONS and self.received <= MOST_BYTES

    def count(self, received: int) -> bool:
        """Count bytes that came. Returns whether more may come."""
        with self._lock:
            self.received += received
            return self.received <= MOST_BYTES


@contextmanager
def serve_public_proxy() -> Iterator[PassedOn]:
    """Within it, a proxy listens on loopback at the port that it tells."""

    class Handler(_Passage):
        passed: PassedOn

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    Handler.passed = PassedOn(port=server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield Handler.passed
    finally:
        server.shutdown()
        server.server_close()


class _Passage(socketserver.BaseRequestHandler):
    """One connection of the browser: one request to one machine, after which it ends."""

    passed: PassedOn

    def handle(self) -> None:
        self.request.settimeout(SILENCE)
        with suppress(OSError, ValueError):  # the browser, or the machine, went away, or said what is no request
            head, rest = self._read_head()
            method, target, version = head[0].split(" ", 2)
            if method == "CONNECT":
                host, _, port = target.rpartition(":")
                machine = self._open(host.strip("[]"), int(port))
                if machine is not None:
                    self.request.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    self._pass_on(machine, rest)
                return
            parts = urlsplit(target)
            machine = (
                self._open(parts.hostname or "", parts.port or _PORTS[parts.scheme]) if parts.scheme in _PORTS else None
            )
            if machine is not None:
                path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                kept = [line for line in head[1:] if not line.lower().startswith(("proxy-", "connection:"))]
                lines = [f"{method} {path} {version}", *kept, "Connection: close", "", ""]
                self._pass_on(machine, "\r\n".join(lines).encode("latin-1") + rest)

    def _read_head(self) -> tuple[list[str], bytes]:
        read = b""
        while b"\r\n\r\n" not in read:
            piece = self.request.recv(65_536)
            if not piece or len(read) > LONGEST_HEAD:
                raise ValueError("this is no request")
            read += piece
        head, _, rest = read.partition(b"\r\n\r\n")
        return head.decode("latin-1").split("\r\n"), rest

    def _open(self, host: str, port: int) -> socket.socket | None:
        """Connect to a machine where it is public; else say so to the browser, and return None."""
        name = f"{host}:{port}"
        try:
            if not self.passed.may_connect():
                raise NotFetched("too_large", "the answer is larger than {most} bytes", {"most": MOST_BYTES})
            machine = socket.create_connection((find_public_address(host, port), port), timeout=SILENCE)
        except (NotFetched, OSError):
            self.passed.refused.setdefault(name)
            self.request.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return None
        self.passed.reached.setdefault(name)
        return machine

    def _pass_on(self, machine: socket.socket, first: bytes) -> None:
        """Send what the browser says to the machine and what the machine says to the browser, until one of them ends."""
        with machine:
            machine.sendall(first)
            other = {machine: self.request, self.request: machine}
            while True:
                ready = select([machine, self.request], [], [], SILENCE)[0]
                if not ready:
                    return
                for each in ready:
                    piece = each.recv(65_536)
                    if not piece or (each is machine and not self.passed.count(len(piece))):
                        return
                    other[each].sendall(piece)
