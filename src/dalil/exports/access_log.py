"""The log of access as a spreadsheet reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC

from django.db.models import QuerySet

from dalil.access.models import AccessEntry
from dalil.exports.spreadsheet import csv_line

COLUMNS = ("number", "at", "who", "session", "action", "things", "detail", "digest")


def access_log_csv_lines(entries: QuerySet[AccessEntry]) -> Iterator[str]:
    """Give the lines of entries as CSV, header first. Moments are in UTC; things are nouns with addresses, separated by spaces."""
    yield csv_line(COLUMNS)
    for entry in entries.iterator(chunk_size=1000):
        things = " ".join(f"{thing.noun}:{thing.address}" for thing in entry.things.all())
        detail = json.dumps(entry.detail, ensure_ascii=False, sort_keys=True) if entry.detail else ""
        at = entry.at.astimezone(UTC).isoformat()
        yield csv_line([entry.number, at, entry.who, entry.session, entry.action, things, detail, entry.digest])
