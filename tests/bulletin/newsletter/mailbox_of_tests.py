"""A mail server that keeps what it takes, and reading what it took."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from typing import Any

from aiosmtpd.controller import Controller

SITE = "https://record.example"


class Mailbox:
    """Keeps what was sent. answers: what is said to an address in place of taking it; `after_data`: only once the mail is there."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, Any]] = []
        self.raw: list[bytes] = []
        self.answers: dict[str, str] = {}
        self.after_data: dict[str, str] = {}

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        for address in envelope.rcpt_tos:
            if address in self.after_data:
                return self.after_data[address]
            self.raw.append(envelope.content)
            self.taken.append((address, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 taken"

    def to(self, address: str) -> list[Any]:
        """The mails that an address got."""
        return [message for to, message in self.taken if to == address]


def part_of(message: Any, kind: str) -> str:
    """The HTML or the plain text of a mail."""
    return str(message.get_body((kind,)).get_content())


def link_in(message: Any, part: str) -> str:
    """The path of the first link of the plain text that has this part in it."""
    found = re.search(rf"{re.escape(SITE)}(\S*{part}\S*)", part_of(message, "plain"))
    assert found, part_of(message, "plain")
    return found[1]


@contextmanager
def serve_mail(box: Any) -> Iterator[int]:
    """Serve a mailbox on loopback. Gives the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield port
    finally:
        server.stop()
