"""The identifiers met so far in one file, so that a row that bears the identifier of another is noticed."""

from __future__ import annotations

from collections.abc import Sequence

from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.intake.causes import Cause
from dalil.intake.models import Import
from dalil.intake.parsed_rows import ParsedRow, Result, RowError
from dalil.record.canonical import canonical
from dalil.record.models import Report
from dalil.record.prepared import PreparedReport


class Identifiers:
    """Remembers each identifier of one file with the row that bore it first and what that row says."""

    def __init__(self) -> None:
        self._by_identifier: dict[str, tuple[int, int | None]] = {}
        self._document: Document | None = None

    def remember(self, document: Document) -> None:
        """Take up what was entered from this file before: by an import that was interrupted, or whose failed rows are tried again."""
        self._document = document
        there = Report.objects.visible_to(Viewer.steward()).filter(document=document).exclude(external_id="")
        for identifier, locator in there.values_list("external_id", "locator").iterator():
            number = locator.removeprefix("row ")
            if number.isdigit():
                self._by_identifier[identifier] = (int(number), None)

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
            elif before == says or (before is None and self._says_the_same(ready)):
                run.flags["duplicate_row"] = run.flags.get("duplicate_row", 0) + 1
                readings.append(each)
            else:
                cause = Cause("row {row} of this file has the same identifier but says something else", row=first)
                errors.append(RowError(each.row, "external_id", ready.external_id, cause))
        return readings, errors

    def _says_the_same(self, ready: PreparedReport) -> bool:
        """Whether a report that this file brought before bears the identifier of a row and says the same."""
        there = Report.objects.visible_to(Viewer.steward()).filter(
            document=self._document, external_id=ready.external_id, said=ready.said, attribution__key=ready.attribution
        )
        return any(canonical(content) == ready.content for content in there.values_list("content", flat=True))
