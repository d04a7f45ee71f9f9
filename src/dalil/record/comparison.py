"""How rows that are about to be entered are compared with what stands in the record."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from dalil.archive.protection import Viewer
from dalil.record.canonical import address_of, canonical
from dalil.record.finding import as_subquery, find_in_force, find_reports
from dalil.record.models import Report, Supersession
from dalil.record.prepared import PreparedReport

LATER_VERSION = "a later version of the same entry says otherwise"
"""The reason of a correction that an import makes; a person gives reasons of their own."""


@dataclass(frozen=True)
class Comparison:
    """What would come of entering rows: those that are new, and which reports they correct (old address, new address)."""

    new: tuple[PreparedReport, ...]
    corrections: tuple[tuple[str, str], ...]


def compare_rows(rows: Sequence[PreparedReport], *, by_hand: bool = False) -> Comparison:
    """Tell the rows that are new from those the record has already.

    A row that stands there word for word is not new. One that carries the identifier of a report in force is new, and a
    correction of it, only if it says something else; the same holds for two rows of one batch. Where a person corrected the report in
    force by hand, a row that repeats what was corrected is not new: a file brought in again does not undo a correction. A row that names what it
    corrects does so where that report is there. by_hand: a person says what these rows correct, and their identifiers say nothing.
    """
    known = set(find_reports((row.address for row in rows), "address"))
    fresh = {row.address: row for row in reversed(rows) if row.address not in known}
    standing = {
        identifier: (address, _what_it_says(kind, canonical(content), said, key))
        for identifier, address, kind, key, content, said in find_in_force(
            (row.external_id for row in fresh.values() if row.external_id and not by_hand),
            "address",
            "kind",
            "attribution__key",
            "content",
            "said",
        )
    }
    mended = _corrected_by_hand([address for address, _ in standing.values()])
    named = set(find_reports((address for row in fresh.values() for address in row.corrects), "address"))
    new: list[PreparedReport] = []
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
    return Comparison(tuple(new), tuple(corrections.items()))


def readdress_unseen(row: PreparedReport, viewer: Viewer) -> PreparedReport:
    """The row under the first address at which nothing stands that the viewer may not see."""
    visible = Report.objects.visible_to(viewer)
    addresses = (address_of(row.digest, copy) for copy in itertools.count())
    free = (
        address
        for address in addresses
        if visible.filter(address=address).exists() or not Report.objects.filter(address=address).exists()
    )
    return row._replace(address=next(free))


def _corrected_by_hand(addresses: list[str]) -> dict[str, set[tuple[str, ...]]]:
    """For the reports with these addresses that correct others by a person's hand: what those others said."""
    said_before: dict[str, set[tuple[str, ...]]] = {}
    if addresses:
        corrections = Supersession.objects.filter(new__address__in=as_subquery(addresses)).exclude(reason=LATER_VERSION)
        for address, kind, content, said, key in corrections.values_list(
            "new__address", "old__kind", "old__content", "old__said", "old__attribution__key"
        ):
            said_before.setdefault(address, set()).add(_what_it_says(kind, canonical(content), said, key))
    return said_before


def _what_it_says(*parts: str) -> tuple[str, ...]:
    return parts
