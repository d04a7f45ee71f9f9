"""All public reports as lines, written once for each state of the public record and given out from the file.

The file is made by who first asks after a write that the public can see something of; who asks meanwhile waits for it. A hidden write
leaves it as it is. It lies beside the projections and can be thrown away like them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.timezone import localdate
from filelock import FileLock

from dalil.archive.protection import Viewer
from dalil.bulletin.http import public_writes
from dalil.exports.report_lines import report_lines
from dalil.record.log import Place, last_place, stands_in_log
from dalil.record.models import Report

PORTION = 1 << 16
PUBLIC = Viewer.public()


def public_lines() -> Iterator[bytes]:
    """Give the lines of all reports that the public sees, in the order in which they were entered, in portions of bytes."""
    return _portions(_prepared())


def _portions(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while portion := file.read(PORTION):
            yield portion


def _prepared() -> BinaryIO:
    """Open the file of the present state, made anew where something public was written since, or the day is another."""
    folder = Path(settings.DALIL_HOME) / "projections" / "public-lines"
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "lock"):
        place, lines, state = last_place(), folder / "reports.jsonl", folder / "state.json"
        if not (lines.exists() and _still_true(_read(state), place)):
            fresh = folder / ".fresh"
            with fresh.open("w", encoding="utf-8", newline="") as file:
                file.writelines(report_lines(Report.objects.visible_to(PUBLIC), PUBLIC))
            state.unlink(missing_ok=True)  # a file that is there without its state is made anew
            os.replace(fresh, lines)
        _note(state, place)
        return lines.open("rb")


def _still_true(state: dict[str, Any], now: Place) -> bool:
    """Whether the public sees the same as when the file was made: what consents keep back changes with the day."""
    if state.get("day") != localdate().isoformat():
        return False
    made = Place(state["number"], state["mark"])
    return made == now or (stands_in_log(made) and not public_writes.any_between(made.number, now.number))


def _read(state: Path) -> dict[str, Any]:
    """What the file was made from; empty where that is not known."""
    try:
        return dict(json.loads(state.read_text()))
    except (FileNotFoundError, ValueError):
        return {}


def _note(state: Path, place: Place) -> None:
    fresh = state.with_suffix(".fresh")
    fresh.write_text(json.dumps({"number": place.number, "mark": place.mark, "day": localdate().isoformat()}))
    os.replace(fresh, state)
