"""How prepared reports are compared with what stands in the record, and how they are written: in bulk, past the ORM.

`doors` writes with these functions, inside its own transaction; importers only compare and look up.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.db.models.expressions import RawSQL

from dalil.archive.protection import Viewer
from dalil.record.canonical import address_of, canonical
from dalil.record.models import LogEntry, Report, Supersession
from dalil.record.prepared import Prepared

LATER_VERSION = "a later version of the same entry says otherwise"
"""The reason of a correction that an import makes; a person gives reasons of their own."""

TOGETHER = 60
"""Rows that one statement writes on SQLite; it takes 999 values in every version.

Where a guard may refuse a statement, SQLite marks before it where it would go back to, and at each mark FTS5 writes out the words it
has gathered. Row by row, that takes as long as all the rest.
"""
CHUNK = 500  # values in one query; SQLite takes at most a few thousand variables

_COLUMNS = (
    "address",
    "digest",
    "kind",
    "content",
    "said",
    "language",
    "document_id",
    "locator",
    "attribution_id",
    "external_id",
    "flags",
    "entered_at",
    "entered_by_id",
    "search",
    "level",
)


@dataclass(frozen=True)
class Sorted:
    """What would come of entering rows: those that are new, and which reports they correct (old address, new address)."""

    new: tuple[Prepared, ...]
    corrections: tuple[tuple[str, str], ...]


def compare(rows: Sequence[Prepared], *, by_hand: bool = False) -> Sorted:
    """Tell the rows that are new from those the record has already.

    A row that stands there word for word is not new. One that carries the identifier of a report in force is new, and a
    correction of it, only if it says something else; the same holds for two rows of one batch. Where a person corrected the report in
    force by hand, a row that repeats what was corrected is not new: a file brought in again does not undo a correction. A row that names what it
    corrects does so where that report is there. by_hand: a person says what these rows correct, and their identifiers say nothing.
    """
    known = set(found((row.address for row in rows), "address"))
    fresh = {row.address: row for row in reversed(rows) if row.address not in known}
    standing = {
        identifier: (address, _what_it_says(kind, canonical(content), said, key))
        for identifier, address, kind, key, content, said in in_force(
            (row.external_id for row in fresh.values() if row.external_id and not by_hand),
            "address",
            "kind",
            "attribution__key",
            "content",
            "said",
        )
    }
    mended = _corrected_by_hand([address for address, _ in standing.values()])
    named = set(found((address for row in fresh.values() for address in row.corrects), "address"))
    new: list[Prepared] = []
    corrections: dict[str, str] = {}
    for row in reversed(fresh.values()):
        says = _what_it_says(row.kind, row.content, row.said, row.attribution)
        if row.external_id and not by_hand:
            before = standing.get(row.external_id)
            if before and (before[1] == says or says in mended.get(before[0], ())):
                continue
            if before:
                corrections[before[0]] = row.address
            standing[row.external_id] = (row.address, says)
        for old in row.corrects:
            if old in named or old in fresh:
                corrections.setdefault(old, row.address)
        new.append(row)
    return Sorted(tuple(new), tuple(corrections.items()))


def apart_from_unseen(row: Prepared, viewer: Viewer) -> Prepared:
    """The row under the first address at which nothing stands that the viewer may not see."""
    visible = Report.objects.visible_to(viewer)
    addresses = (address_of(row.digest, copy) for copy in itertools.count())
    free = (
        address
        for address in addresses
        if visible.filter(address=address).exists() or not Report.objects.filter(address=address).exists()
    )
    return row._replace(address=next(free))


def insert(
    rows: Sequence[Prepared],
    *,
    documents: Mapping[str, int],
    attributions: Mapping[str, int],
    actor: int,
    now: datetime,
) -> None:
    """Write new reports: many in one statement on SQLite, by COPY on PostgreSQL.

    documents: primary key by digest; attributions: primary key by key.
    """
    flags = {told: json.dumps(told) for told in {row.flags for row in rows}}
    stamp = connection.ops.adapt_datetimefield_value(now)
    values = (
        (
            row.address,
            row.digest,
            row.kind,
            row.content,
            row.said,
            row.language,
            documents[row.sha256],
            row.locator,
            attributions[row.attribution],
            row.external_id,
            flags[row.flags],
            stamp,
            actor,
            row.search,
            row.level,
        )
        for row in rows
    )
    columns = ", ".join(_COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY record_report ({columns}) FROM STDIN") as copy:
                for each in values:
                    copy.write_row(each)
        else:
            listed = list(values)
            for start in range(0, len(listed), TOGETHER):
                some = listed[start : start + TOGETHER]
                places = ", ".join([f"({', '.join(['%s'] * len(_COLUMNS))})"] * len(some))
                cursor.execute(
                    f"INSERT INTO record_report ({columns}) VALUES {places}",  # noqa: S608 - names of our own columns
                    [value for row in some for value in row],
                )


def correct(corrections: Sequence[tuple[str, str]], actor: User) -> int:
    """Let new reports take the place of old ones, by address. One that was corrected before keeps its first correction."""
    keys = keys_of(address for pair in corrections for address in pair)
    pairs = [(keys[old], keys[new]) for old, new in corrections]
    taken = {
        pk
        for start in range(0, len(pairs), CHUNK)
        for pk in Supersession.objects.filter(old__in=[old for old, _ in pairs[start : start + CHUNK]]).values_list(
            "old", flat=True
        )
    }
    pairs = [(old, new) for old, new in pairs if old not in taken]
    Supersession.objects.bulk_create(
        [Supersession(old_id=old, new_id=new, actor_id=actor.pk, reason=LATER_VERSION) for old, new in pairs],
        batch_size=CHUNK,
    )
    LogEntry.objects.bulk_create(
        [LogEntry(actor_id=actor.pk, verb="superseded", model="report", subjects=[old, new]) for old, new in pairs],
        batch_size=CHUNK,
    )
    return len(pairs)


def keys_of(addresses: Iterable[str]) -> dict[str, int]:
    """The primary keys of the reports with these addresses."""
    return dict(found(addresses, "address", "pk"))


def _corrected_by_hand(addresses: list[str]) -> dict[str, set[tuple[str, ...]]]:
    """For the reports with these addresses that correct others by a person's hand: what those others said."""
    said_before: dict[str, set[tuple[str, ...]]] = {}
    if addresses:
        corrections = Supersession.objects.filter(new__address__in=_list(addresses)).exclude(reason=LATER_VERSION)
        for address, kind, content, said, key in corrections.values_list(
            "new__address", "old__kind", "old__content", "old__said", "old__attribution__key"
        ):
            said_before.setdefault(address, set()).add(_what_it_says(kind, canonical(content), said, key))
    return said_before


def _what_it_says(*parts: str) -> tuple[str, ...]:
    return parts


def in_force(identifiers: Iterable[str], *fields: str) -> Iterator[Any]:
    """The reports in force with these identifiers at their source: the identifier, then the fields asked for."""
    listed = list(identifiers)
    if listed:
        yield from Report.objects.filter(external_id__in=_list(listed), superseded_by=None).values_list(
            "external_id", *fields
        )


def found(addresses: Iterable[str], *fields: str) -> Iterator[Any]:
    """The fields asked for of the reports with these addresses; of one field its bare values."""
    listed = list(dict.fromkeys(addresses))
    if listed:
        yield from Report.objects.filter(address__in=_list(listed)).values_list(*fields, flat=len(fields) == 1)


def _list(values: list[str]) -> RawSQL:
    """Thousands of values as one parameter: a query for each few hundred would cost more than the rows themselves."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::text[])", [values])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(values)])
