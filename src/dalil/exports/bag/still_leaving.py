"""Whether what lies in a bag that was written a while ago may still leave: it is asked again before the bag is given out."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.exports.confirmed import viewer_of_export
from dalil.exports.leaving import AT_ONCE, ask_leave, why_files_stay
from dalil.record.models import Report


@dataclass(frozen=True)
class HeldInBag:
    """What a bag holds. reports: their addresses; files: the SHA-256 of the documents of which the file lies in it."""

    reports: tuple[str, ...]
    files: tuple[str, ...]


def read_held(packed: Path | IO[bytes]) -> HeldInBag:
    """Read from the ZIP of a bag which reports and which files lie in it."""
    reports: list[str] = []
    files: list[str] = []
    with zipfile.ZipFile(packed) as archive:
        for name in archive.namelist():
            within = PurePosixPath(name).parts[1:]  # below the folder of the bag
            if within == ("data", "reports.jsonl"):
                with archive.open(name) as lines:
                    reports += [json.loads(line)["address"] for line in lines]
            elif within[:2] in (("data", "originals"), ("data", "derived")):
                files.append(within[-1].partition(".")[0])
    return HeldInBag(tuple(reports), tuple(files))


def may_still_leave(held: HeldInBag, viewer: Viewer, *, purpose: str, recipient: str) -> bool:
    """Tell whether all that a bag holds may leave today, by the rules by which it was written.

    viewer: who takes it out. purpose, recipient: those for which it was written.
    """
    exporting = viewer_of_export(viewer)
    reports = all(_reports_leave(each, exporting, purpose, recipient) for each in _some(held.reports))
    return reports and all(_files_leave(each, exporting, purpose, recipient) for each in _some(held.files))


def _some(names: Sequence[str]) -> Iterator[set[str]]:
    """Names, so many at a time as one query asks for."""
    for start in range(0, len(names), AT_ONCE):
        yield {*names[start : start + AT_ONCE]}


def _reports_leave(addresses: set[str], exporting: Viewer, purpose: str, recipient: str) -> bool:
    seen = Report.objects.visible_to(exporting).filter(address__in=addresses)
    return (
        seen.count() >= len(addresses) and not ask_leave(seen, exporting, purpose=purpose, recipient=recipient).withheld
    )


def _files_leave(digests: set[str], exporting: Viewer, purpose: str, recipient: str) -> bool:
    seen = list(Document.objects.visible_to(exporting).filter(sha256__in=digests))
    why = why_files_stay(seen, exporting, purpose=purpose, recipient=recipient)
    return {each.sha256 for each in seen} == digests and not any(why.values())
