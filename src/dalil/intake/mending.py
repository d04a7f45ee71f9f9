"""Mending single rows that failed: a person writes what cells should say, and that row alone is brought in.

What the file says stays: the failed row is kept as it stood, the mending beside it, with who wrote it and why, and the report that comes of
it is flagged. Where the same file comes again, or its failed rows are tried again, the mended cells are read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from dalil.archive.protection import Level
from dalil.intake.formats import formats
from dalil.intake.models import FailedRow, Import, RowMending
from dalil.intake.parsed_rows import UNSTORABLE
from dalil.intake.request import ImportRequest
from dalil.record import actions
from dalil.record.actions import Refused
from dalil.record.lengths import check_lengths
from dalil.record.models import Report
from dalil.record.report_facts import CELLS_MENDED


@dataclass(frozen=True)
class MendedCell:
    """A cell that a person mended. column: its name, or its number where it has none."""

    column: str
    before: str
    after: str


def is_mendable(run: Import) -> bool:
    """Whether rows of an import can be mended one by one: they have cells under named columns, and become reports."""
    return bool(run.header) and formats()[run.format].writes == "reports"


def cells_of(failed: FailedRow) -> list[str]:
    """The cells of a failed row as they are read: as wide as the header, with all that was mended."""
    raw = [str(cell) for cell in failed.raw]
    cells = raw + [""] * (len(failed.run.header) - len(raw))
    for mending in mendings_of_row(failed.run, failed.row):
        for at, cell in mending.cells.items():
            cells[int(at)] = cell
    return cells


def mend_row(failed: FailedRow, cells: Sequence[str], *, actor: User, reason: str) -> RowMending:
    """Keep what a person writes in the place of cells of a failed row.

    cells: all cells of the row as they should be. Raises Refused where the row cannot be mended or was taken in, where nothing differs, where
    no reason is given, and for a text that is too long or no text.
    """
    if not is_mendable(failed.run) or not isinstance(failed.raw, list):
        raise Refused("row_without_cells", "this row has no cells under named columns; mend it in the file")
    if failed.resolved_at:
        raise Refused("row_taken_in", "this row has been taken in already")
    before = cells_of(failed)
    if len(cells) != len(before):
        raise Refused("other_number_of_cells", "the row has {many} cells", {"many": len(before)})
    changed = {str(at): cell for at, (was, cell) in enumerate(zip(before, cells, strict=True)) if cell != was}
    if not changed:
        raise Refused("nothing_mended", "no cell differs from what stands there already")
    if not reason.strip():
        raise Refused("mended_without_reason", "say why: where the right value is known from")
    check_lengths(reason=reason, text=max(changed.values(), key=len))
    if any(UNSTORABLE.search(text) for text in (*changed.values(), reason)):
        raise Refused("mended_with_no_text", "the text holds a character that is not text (a null or half of a pair)")
    with actions.writing():
        return RowMending.objects.create(failed=failed, cells=changed, actor=actor, reason=reason.strip())


def request_for_row(failed: FailedRow, *, actor: User) -> ImportRequest:
    """The request that brought a failed row's file in, on behalf of whoever mends the row. The file itself is not read again."""
    run = failed.run
    return ImportRequest(
        path=Path(run.document.filename or run.document.title),
        format=formats()[run.format],
        actor=actor,
        mapping=run.mapping,
        source=run.source,
        level=Level(run.level),
        groups=tuple(run.groups.all()),
        processes=0,
    )


def mendings_of_row(run: Import, row: int) -> QuerySet[RowMending]:
    """What was mended in a row of an import's file, the first first; whichever run over it left the row."""
    return mendings_of_file(run.document.sha256, run.format).filter(failed__row=row)


def mendings_of_file(sha256: str, format_: str) -> QuerySet[RowMending]:
    """What was mended in the rows of a file, the first first."""
    return RowMending.objects.filter(failed__run__document__sha256=sha256, failed__run__format=format_).select_related(
        "failed__run", "actor"
    )


def mended_rows(sha256: str, format_: str) -> dict[int, dict[int, str]]:
    """The mended cells of a file's rows: by the number of the row, then by the place of the cell in it."""
    rows: dict[int, dict[int, str]] = {}
    for mending in mendings_of_file(sha256, format_):
        rows.setdefault(mending.failed.row, {}).update({int(at): cell for at, cell in mending.cells.items()})
    return rows


def with_mended_cells(raw: Any, mended: Mapping[int, str]) -> Any:
    """A row as it is read: with the mended cells in their places. A row that is no list of cells is left as it is.

    Cells at the end of the row that somebody emptied are no cells: a row may have had one too many.

    >>> with_mended_cells(["2018-09-06", "TBC"], {1: "5"}), with_mended_cells(["2018-09-06"], {1: "5"})
    (['2018-09-06', '5'], ['2018-09-06', '5'])
    """
    if not mended or not isinstance(raw, list):
        return raw
    width = max(len(raw), max(mended) + 1)
    cells = [mended.get(at, raw[at] if at < len(raw) else "") for at in range(width)]
    while cells and mended.get(len(cells) - 1) == "":
        cells.pop()
    return cells


def mended_cells(mending: RowMending) -> list[MendedCell]:
    """The cells of a mending with the names of their columns: what stood there before it, and what stands there since."""
    failed = mending.failed
    before = {at: str(cell) for at, cell in enumerate(failed.raw)}
    for earlier in mendings_of_row(failed.run, failed.row).filter(pk__lt=mending.pk):
        before.update({int(at): cell for at, cell in earlier.cells.items()})
    header = failed.run.header
    return [
        MendedCell(
            header[int(at)] if int(at) < len(header) and header[int(at)] else str(int(at) + 1),
            before.get(int(at), ""),
            cell,
        )
        for at, cell in mending.cells.items()
    ]


def mendings_behind(report: Report) -> list[RowMending]:
    """What was mended in the row that a report rests on; none where it says of no mending."""
    row = report.locator.removeprefix("row ")
    if CELLS_MENDED not in report.flags or not row.isdigit():
        return []
    found = RowMending.objects.filter(failed__run__document=report.document_id, failed__row=int(row))
    return list(found.select_related("failed__run__document", "actor"))
