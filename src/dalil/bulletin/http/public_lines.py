"""All public reports as lines, written once for each state of the public record and given out from the file.

The file is made by who first asks after a write that the public can see something of; who asks meanwhile waits for it. Lines that did not
change are taken over from the file before: new reports come after them, and those that were corrected, judged or withdrawn are written
anew in their places. A hidden write leaves the file as it is. It lies beside the projections and can be thrown away like them.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db.models import Max
from filelock import FileLock

from dalil.archive.protection import Viewer
from dalil.bulletin.http import public_writes
from dalil.bulletin.http.public_state import public_state
from dalil.exports.report_lines import report_lines
from dalil.record.by_addresses import as_subquery
from dalil.record.log import Place, Subject, Verb, changes_since, last_place, stands_in_log
from dalil.record.models import Report

PORTION = 1 << 16
MOST_REWRITTEN = 2_000
"""Lines that are written anew in their places; of more, all are."""
PUBLIC = Viewer.public()


@dataclass(frozen=True)
class FileState:
    """What the file was made from: the state of what the public sees, the place in the log, and the last report there was then."""

    record: int
    taken_away: int
    day: int
    number: int
    mark: str
    last: int

    @property
    def place(self) -> Place:
        return Place(self.number, self.mark)


def public_lines() -> Iterator[bytes]:
    """Give the lines of all reports that the public sees, in the order in which they were entered, in portions of bytes."""
    return _portions(_prepared())


def _portions(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while portion := file.read(PORTION):
            yield portion


def _prepared() -> BinaryIO:
    """Open the file of the present state, brought up to date where something public was written since, or the day is another."""
    folder = Path(settings.DALIL_HOME) / "projections" / "public-lines"
    folder.mkdir(parents=True, exist_ok=True)
    lines, noted = folder / "reports.jsonl", folder / "state.json"
    with FileLock(folder / "lock"):
        now = public_state()
        present = (now.record.number, now.taken_away, now.firm[1])
        before = _read(noted) if lines.exists() else None
        if before is None or (before.record, before.taken_away, before.day) != present:
            place, last = last_place(), _last_report()
            fresh = folder / ".fresh"
            if not (before and before.day == present[2] and _brought_up_to_date(lines, fresh, before, place, last)):
                with fresh.open("w", encoding="utf-8", newline="") as file:
                    file.writelines(report_lines(Report.objects.visible_to(PUBLIC).filter(pk__lte=last), PUBLIC))
            noted.unlink(missing_ok=True)  # a file that is there without its state is made anew
            os.replace(fresh, lines)
            _note(noted, FileState(*present, place.number, place.mark, last))
        return lines.open("rb")


def _brought_up_to_date(lines: Path, fresh: Path, before: FileState, place: Place, last: int) -> bool:
    """Write the file anew from the one before; False where that cannot be done line by line."""
    touched = _touched(before.place, place)
    if touched is None or len(touched) > MOST_REWRITTEN:
        return False
    visible = Report.objects.visible_to(PUBLIC)
    there = visible.filter(pk__lte=before.last)
    anew: dict[bytes, bytes] = {}
    if touched:
        rewritten = there.filter(address__in=as_subquery(sorted(touched)))
        anew = {_address_of(line): line for line in map(str.encode, report_lines(rewritten, PUBLIC, after=there))}
    with lines.open("rb") as old, fresh.open("wb") as new:
        if anew:
            for line in old:
                other = anew.pop(_address_of(line), None)
                if other is not None and b'"sources":' in line:  # what it tells of sources would be lost
                    return False
                new.write(other or line)
        else:
            shutil.copyfileobj(old, new, 1 << 20)
        entered = visible.filter(pk__gt=before.last, pk__lte=last)
        new.writelines(map(str.encode, report_lines(entered, PUBLIC, after=there)))
    return not anew


_IN_NO_LINE = frozenset(
    {
        *(Verb.RECEIVED, Verb.NAMED, Verb.PLACED, Verb.PEOPLED),
        *(Verb.DEFINED, Verb.PUBLISHED, Verb.OVERRODE, Verb.PROPOSED),
    }
)
"""Changes of which no line tells."""


def _touched(before: Place, now: Place) -> set[str] | None:
    """The addresses of reports that changes between two places are about, new ones left out; None where lines change in other ways."""
    if not stands_in_log(before):
        return None
    touched: set[str] = set()
    for change in changes_since(before.number, now.number):
        match change.verb, change.noun:
            case ((Verb.SUPERSEDED | Verb.JUDGED | Verb.RETRACTED | Verb.WITHDREW), Subject.REPORT):
                touched.update(change.subjects)
            case Verb.PROTECTED, _:
                if public_writes.any_between(change.number - 1, change.number):
                    return None
            case ((Verb.ENTERED | Verb.OVERRODE), Subject.REPORT):
                pass  # what is new comes after the rest
            case _, Subject.DOSSIER:
                pass
            case _ if change.verb in _IN_NO_LINE:
                pass
            case _:
                return None
    return touched


def _address_of(line: bytes) -> bytes:
    """The address in a line, which begins with it: its fields are in the order of their names."""
    start = len(b'{"address":"')
    return line[start : line.index(b'"', start)]


def _last_report() -> int:
    newest: int | None = Report.objects.visible_to(Viewer.steward()).aggregate(last=Max("pk"))["last"]
    return newest or 0


def _read(noted: Path) -> FileState | None:
    """What the file was made from; None where that is not known."""
    try:
        return FileState(**json.loads(noted.read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _note(noted: Path, state: FileState) -> None:
    fresh = noted.with_suffix(".fresh")
    fresh.write_text(json.dumps(asdict(state)))
    os.replace(fresh, noted)
