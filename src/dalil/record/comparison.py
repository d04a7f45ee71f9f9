"""How rows that are about to be entered are compared with what stands in the record."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dalil.archive.protection import Viewer
from dalil.record.by_addresses import as_subquery, find_in_force, find_reports
from dalil.record.canonical import canonical, draw_address
from dalil.record.models import Report, Supersession
from dalil.record.prepared import PreparedReport

LATER_VERSION = "a later version of the same entry says otherwise"
"""The reason of a correction that an import makes; a person gives reasons of their own."""

CORRECTED_ELSEWHERE = "it was corrected in the record that it comes from"
"""The reason of a correction that a line of another record states without a reason."""


@dataclass(frozen=True)
class Comparison:
    """What would come of entering rows: those that are new, and which reports they correct (old address, new address).

    corrections: by an identifier. stated: that a row states, with the reason, and that are not there yet.
    """

    new: tuple[PreparedReport, ...]
    corrections: tuple[tuple[str, str], ...]
    stated: tuple[tuple[str, str, str], ...] = ()


def compare_rows(
    rows: Sequence[PreparedReport],
    *,
    by_hand: bool = False,
    stated: Mapping[tuple[str, str], str | None] | None = None,
    apart: Sequence[tuple[int, int]] | None = None,
    ignored: Collection[str] = (),
) -> Comparison:
    """Compare rows with the record. Returns the rows that are new, and the corrections that they make.

    A row is not new in three cases. The record has it word for word. Or it has the identifier of a report in force and says the same.
    Or it says what a person has corrected in that report: a file that is brought in again does not undo a correction.
    A row that has the identifier of a report in force and says something else is new, and corrects that report. Rows of one batch are
    compared with one another in the same way.

    by_hand: a person says what these rows correct, so their identifiers say nothing.
    stated: the corrections that the rows state, old address and new, with the reasons; made where both reports are there, whichever of
    them came first. apart: ids of reports that come from where the rows do; identifiers say nothing among these and the rows. ignored:
    addresses of reports whose identifiers say nothing to the rows.
    """
    known = set(find_reports((row.address for row in rows), "address"))
    fresh = {row.address: row for row in reversed(rows) if row.address not in known}
    standing = {
        identifier: (address, _what_it_says(kind, canonical(content), said, key))
        for identifier, address, kind, key, content, said, pk in find_in_force(
            (row.external_id for row in fresh.values() if row.external_id and not by_hand),
            "address",
            "kind",
            "attribution__key",
            "content",
            "said",
            "pk",
        )
        if not _within(pk, apart) and address not in ignored
    }
    mended = _corrected_by_hand([address for address, _ in standing.values()])
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
            if apart is None:
                standing[row.external_id] = (row.address, says)
        new.append(row)
    there = known.union(row.address for row in new)
    pairs = stated or {(old, row.address): None for row in rows for old in row.corrects}
    return Comparison(tuple(new), tuple(corrections.items()), tuple(_lacking(pairs, there, set(corrections.items()))))


def _lacking(
    pairs: Mapping[tuple[str, str], str | None], there: set[str], made: set[tuple[str, str]]
) -> Iterator[tuple[str, str, str]]:
    """The corrections that can be made, since both reports are there, and that were not made yet."""
    if not pairs:
        return
    there = there.union(find_reports({address for pair in pairs for address in pair} - there, "address"))
    possible = {pair: why for pair, why in pairs.items() if there.issuperset(pair) and pair not in made}
    news = as_subquery([new for _, new in possible])
    done = set(Supersession.everything.filter(new__address__in=news).values_list("old__address", "new__address"))
    for (old, new), why in possible.items():
        if (old, new) not in done and old != new:
            yield old, new, CORRECTED_ELSEWHERE if why is None else why


def _within(pk: int, ranges: Sequence[tuple[int, int]] | None) -> bool:
    return any(first <= pk <= last for first, last in ranges or ())


def address_for(row: PreparedReport, viewer: Viewer) -> PreparedReport:
    """Return the row under the address of the report that says the very same, where the viewer sees one; else under a drawn one.

    A report that the viewer may not see changes nothing about it: neither the address nor whether there is a new one.
    """
    same = Report.objects.visible_to(viewer).filter(document__sha256=row.sha256, locator=row.locator, digest=row.digest)
    there = same.order_by("pk").values_list("address", flat=True).first()
    return row._replace(address=there or draw_address())


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
