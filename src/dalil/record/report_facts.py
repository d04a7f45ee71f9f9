"""What every report says beside its claim, declared once: a draft, a row of a file and a line of Dalil's own format all carry it."""

from __future__ import annotations

from dataclasses import dataclass

CELLS_MENDED = "cells_mended"
"""The flag of a report that rests on a row of which a person mended cells."""
DUPLICATE_ROW = "duplicate_row"
"""The flag of a report whose row stands in its file above it already."""


@dataclass(frozen=True, kw_only=True)
class ReportFacts:
    """What every report says beside its claim, its document and its sources.

    said: the exact words. language: of these words, as a tag of the web. locator: where they stand in the document. external_id: the
    identifier at the source, by which a later version is known. flags: codes of defects that were found.
    """

    said: str = ""
    language: str = ""
    locator: str = ""
    external_id: str = ""
    flags: tuple[str, ...] = ()
