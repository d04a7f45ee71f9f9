"""The identifiers met so far in one file, so that a row that bears the identifier of another, or says what another says, is noticed."""

from __future__ import annotations

from collections.abc import Sequence

from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.intake.causes import Cause, shorten
from dalil.intake.models import Import
from dalil.intake.notes import add_note
from dalil.intake.parsed_rows import ParsedRow, Result, RowError
from dalil.record.canonical import canonical
from dalil.record.models import Report
from dalil.record.prepared import PreparedReport
from dalil.record.report_facts import DUPLICATE_ROW

SHOWN = 10
"""Pairs of rows that the note of an import names."""
OF_THE_FILE = "file:"
"""How the identifier of a row begins that bears none of its own."""


class Identifiers:
    """Remembers each identifier of one file with the row that bore it first and what that row says."""

    def __init__(self) -> None:
        self._by_identifier: dict[str, tuple[int, int | None]] = {}
        self._by_words: dict[tuple[int, str], int] = {}
        self._alike: list[tuple[int, int]] = []
        self._document: Document | None = None

    def remember(self, document: Document) -> None:
        """Take up what was entered from this file before: by an import that was interrupted, or whose failed rows are tried again."""
        self._document = document
        there = Report.objects.visible_to(Viewer.steward()).filter(document=document).exclude(external_id="")
        facts = ("external_id", "locator", "content", "said", "attribution__key")
        for identifier, locator, content, said, attribution in there.values_list(*facts).order_by("pk").iterator():
            number = locator.removeprefix("row ")
            if not number.isdigit():
                continue
            self._by_identifier[identifier] = (int(number), None)
            if identifier.startswith(OF_THE_FILE):
                self._by_words.setdefault(
                    (hash((canonical(content), said, attribution)), _label_of(identifier)), int(number)
                )

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
                readings.append(self._flagged(each, says, run) if ready.external_id.startswith(OF_THE_FILE) else each)
            elif before == says or (before is None and self._says_the_same(ready)):
                run.flags[DUPLICATE_ROW] = run.flags.get(DUPLICATE_ROW, 0) + 1
                readings.append(each)
            else:
                cause = Cause("row {row} of this file has the same identifier but says something else", row=first)
                errors.append(RowError(each.row, "external_id", ready.external_id, cause))
        return readings, errors

    def note_alike(self, run: Import) -> None:
        """Say in the summary which rows without identifiers say word for word what a row above them says."""
        if self._alike:
            rows = [Cause("row {row} as row {first}", row=row, first=first) for row, first in self._alike]
            add_note(
                run,
                Cause(
                    "rows that say the same, and bear no identifier: {rows}; each is counted, so where one is a repetition withdraw it",
                    rows=shorten(rows, SHOWN),
                ),
            )

    def _flagged(self, each: ParsedRow, says: int, run: Import) -> ParsedRow:
        """The row, flagged where a row above it that bears no identifier either says the same."""
        ready = each.prepared
        first = self._by_words.setdefault((says, _label_of(ready.external_id)), each.row)
        if first == each.row:
            return each
        self._alike.append((each.row, first))
        run.flags[DUPLICATE_ROW] = run.flags.get(DUPLICATE_ROW, 0) + 1
        return each._replace(prepared=ready._replace(flags=(*ready.flags, DUPLICATE_ROW)))

    def _says_the_same(self, ready: PreparedReport) -> bool:
        """Whether a report that this file brought before bears the identifier of a row and says the same."""
        there = Report.objects.visible_to(Viewer.steward()).filter(
            document=self._document, external_id=ready.external_id, said=ready.said, attribution__key=ready.attribution
        )
        return any(canonical(content) == ready.content for content in there.values_list("content", flat=True))


def _label_of(identifier: str) -> str:
    """The part of a row that an identifier made of file and row is of: one row may give several reports that say the same."""
    return identifier.removeprefix(OF_THE_FILE).split(":", 2)[-1]
