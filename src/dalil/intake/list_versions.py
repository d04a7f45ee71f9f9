"""The next version of a list whose rows bear identifiers: which rows of the versions before it no longer has.

The identifiers themselves say which row is which. What a version no longer has is named, and stays in the record: a name that was
dropped from a list of the dead may be of somebody who lives, or of somebody whom a later clerk left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dalil.archive.protection import Viewer
from dalil.intake.formats.table import TableReader
from dalil.intake.models import Import
from dalil.intake.parsed_rows import Context
from dalil.intake.request import ImportRequest
from dalil.record.models import Report

ALIKE = 0.5
"""From this share of the rows of the versions before on, a table is taken for the whole list, and not for what was added to it."""
LATEST = 200
"""Earlier imports that are looked at."""


def find_version_before(
    request: ImportRequest, context: Context, *, is_next: bool | None
) -> tuple[Import, list[str]] | None:
    """Find the list of which a table with identifiers is the next version. Returns the last import of it, and the addresses of the
    reports in force whose rows this version no longer has; those that an earlier version dropped already are not among them.

    is_next: what a person said; where nobody said, a table that has at least half of the rows is the next version.
    None where it follows no list, or where it may be only what was added to it.
    """
    before = _versions_before(request, context)
    if not before:
        return None
    standing = _rows_in_force(before, request)
    dropped_before = {address for run in before for address in run.gone}
    here = _identifiers_in(request, context)
    gone = [address for identifier, address in standing.items() if identifier not in here]
    if not is_next and (len(standing) - len(gone)) < ALIKE * len(standing):
        return None
    return before[0], [address for address in gone if address not in dropped_before]


def _versions_before(request: ImportRequest, context: Context) -> list[Import]:
    """The imports of other files of the same list, the latest first: of one kind and prefix; without a prefix, of one name or the same columns."""
    mine, columns = request.mapping.get("identifier", ""), set(request.mapping.get("columns", {}))
    tables = Import.objects.visible_to(Viewer.steward()).filter(format="table").exclude(document__sha256=context.sha256)
    return [
        run
        for run in tables.select_related("document").order_by("-pk")[:LATEST]
        if run.mapping.get("kind") == request.mapping.get("kind")
        and run.mapping.get("identifier", "") == mine
        and (mine or run.document.filename == request.path.name or set(run.mapping.get("columns", {})) == columns)
    ]


def _rows_in_force(before: Iterable[Import], request: ImportRequest) -> dict[str, str]:
    """The address of the report in force of each identifier that the versions before brought."""
    documents = {run.document_id for run in before}
    found = Report.objects.visible_to(Viewer.steward()).filter(document__in=documents, kind=request.mapping["kind"])
    rows = found.uncorrected().not_withdrawn().exclude(external_id="").exclude(external_id__startswith="file:")
    return dict(rows.values_list("external_id", "address").iterator())


def _identifiers_in(request: ImportRequest, context: Context) -> set[str]:
    """The identifiers of all rows of a table, also of those that cannot be taken in."""
    opened = request.format.open(request.path, request.mapping)
    reader = TableReader(context, opened.header, request.mapping)
    return {each for row, raw in opened.rows for each in _identifiers_of(reader, row, raw)}


def _identifiers_of(reader: TableReader, row: int, raw: Any) -> Iterator[str]:
    if isinstance(raw, list):
        yield from reader.identifiers_of(row, raw)
