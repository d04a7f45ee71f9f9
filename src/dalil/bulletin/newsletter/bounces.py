"""What mail servers send back: that a letter could not be delivered after all (RFC 3464), or that its reader called it spam (RFC 5965).

A message counts only where it returns a Message-ID of ours, which nobody else can make: so nobody takes another out with a forged one.
"""

from __future__ import annotations

import mailbox
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from dalil.bulletin.newsletter.addresses import read_token
from dalil.bulletin.newsletter.models import Delivery
from dalil.bulletin.newsletter.sending import note_failure


@dataclass
class BounceCount:
    """What came of messages that were brought in. unknown: those that are about no letter of ours, or tell nothing."""

    failed: int = 0
    for_now: int = 0
    complained: int = 0
    known: int = 0
    unknown: int = 0


@dataclass(frozen=True)
class Bounce:
    """What one message tells. delivery: its number. status: a code such as 5.1.1; empty for a complaint."""

    delivery: int
    status: str
    complaint: bool = False


def read_messages(path: Path) -> Iterator[bytes]:
    """Read the messages of a file (one message, or an mbox), or of a folder (a Maildir, or files of one message each)."""
    if path.is_dir() and (path / "cur").is_dir():
        yield from (each.as_bytes() for each in mailbox.Maildir(path, create=False))
    elif path.is_dir():
        yield from (each.read_bytes() for each in sorted(path.iterdir()) if each.is_file())
    elif path.read_bytes().startswith(b"From "):
        yield from (each.as_bytes() for each in mailbox.mbox(path, create=False))
    else:
        yield path.read_bytes()


def take_bounces(messages: Iterable[bytes], now: datetime) -> BounceCount:
    """Note what messages tell. One that is brought in twice changes nothing the second time."""
    count = BounceCount()
    for raw in messages:
        bounce = read_bounce(raw)
        delivery = Delivery.objects.filter(pk=bounce.delivery).select_related("subscriber").first() if bounce else None
        if bounce is None or delivery is None:
            count.unknown += 1
        elif delivery.state == Delivery.State.REFUSED:
            count.known += 1
        elif bounce.complaint:
            count.complained += 1
            _note(delivery, "complaint")
            if delivery.subscriber:
                delivery.subscriber.delete()  # they want no more, and said it as they could
        elif bounce.status.startswith("5"):
            count.failed += 1
            _note(delivery, bounce.status)
            if delivery.subscriber:
                of_the_address = bool(re.match(r"5\.(1\.|2\.[01]$)", bounce.status))
                note_failure(delivery.subscriber, now, for_good=of_the_address)
        else:
            count.for_now += 1
    return count


def read_bounce(raw: bytes) -> Bounce | None:
    """Read what a message tells of a letter; None where it returns no Message-ID of ours, or says neither failure nor complaint."""
    message = message_from_bytes(raw)
    parts = list(message.walk())
    delivery = next((found for part in parts if (found := _delivery_of(part)) is not None), None)
    if delivery is None:
        return None
    if any(part.get_content_type() == "message/feedback-report" for part in parts):
        return Bounce(delivery, "", complaint=True)
    for part in parts:
        if part.get("Action", "").strip().lower() in ("failed", "delayed") and (status := part.get("Status")):
            code = re.match(r"\s*([245]\.\d{1,3}\.\d{1,3})", str(status))
            if code:
                failed = str(part["Action"]).strip().lower() == "failed"
                return Bounce(delivery, code[1] if failed else "4.0.0")
    return None


def _delivery_of(part: Message) -> int | None:
    """The number of the delivery whose headers a part returns."""
    if part.get_content_type() == "text/rfc822-headers":
        body = part.get_payload(decode=True)
        returned = message_from_bytes(body) if isinstance(body, bytes) else None
        identifier = returned.get("Message-ID", "") if returned else ""
    else:
        identifier = part.get("Message-ID", "")
    found = re.search(r"<letter\.(\d+\.[0-9a-f]+)@", str(identifier))
    name = read_token("delivery", found[1]) if found else None
    return int(name) if name else None


def _note(delivery: Delivery, code: str) -> None:
    delivery.state, delivery.code = Delivery.State.REFUSED, code[:20]
    delivery.save(update_fields=["state", "code"])
