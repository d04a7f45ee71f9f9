"""The identifiers met so far in one file, so that a row that bears the identifier of another is noticed."""

from __future__ import annotations

from collections.abc import Sequence

from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.intake.causes import Cause
from dalil.intake.models import Import
from dalil.intake.parsed_rows import ParsedRow, Result, RowError
from dalil.record.models import Report


class Identifiers:
    """Remembers each identifier of one file with the row that bore it first and what that row says."""

    def __init__(self) -> None:
        self._by_identifier: dict[str, tuple[int, int]] = {}

    def remember(self, document: Document) -> None:
        """Take up what an interrupted import has entered already."""
        there = Report.objects.visible_to(Viewer.steward()).filter(document=document).exclude(external_id="")
        for identifier, locator in there.values_list("external_id", "locator").iterator():
            number = locator.removeprefix("row ")
            if number.isdigit():
                self._by_identifier[identifier] = (int(number), 0)

    def sort_out(self, results: Sequence[Result], run: Import) -> tuple[list[ParsedRow], list[RowError]]:
        """What can be entered, and what is an error; the same identifier over other content within one file is one."""
        readings: list[ParsedRow] = []
        errors: list[RowError] = []
        for each in results:
            if isinstance(each, RowError):
                errors.append(each)
            if not isinstance(each, ParsedRow):
                continue
            ready = each.prepared
            if each.document is not None:  # a record's own reports name what they correct
                readings.append(each)
                continue
            says = hash((ready.content, ready.said, ready.attribution))
            first, before = (
                self._by_identifier.setdefault(ready.external_id, (each.row, says))
                if ready.external_id
                else (each.row, says)
            )
            if first == each.row:
                readings.append(each)
            elif before == says:
                run.flags["duplicate_row"] = run.flags.get("duplicate_row", 0) + 1
                readings.append(each)
            else:
                cause = Cause("row {row} of this file has the same identifier but says something else", row=first)
                errors.append(RowError(each.row, "external_id", ready.external_id, cause))
        return readings, errors
