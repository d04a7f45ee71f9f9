"""What is asked of the importer: which file, in which format, read how, on whose behalf, and who may see what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, User

from dalil.archive.protection import Level
from dalil.intake.formats import Format


@dataclass(frozen=True)
class ImportRequest:
    """A file to be imported, and how.

    mapping: what its columns mean, where the format needs one. source: the code of whoever handed us the file. groups: who may see what
    comes of it, where the level restricts it. processes: how many help with reading; as many as suit the file, unless given.
    corrections: rows that bear the identifier of a report about another day and another place are corrections of it all the same.
    may_judge: whether the judgements and the further names of sources that come along with Dalil's own reports are taken in.
    edition: whether it is the next edition of a table that was brought in before; None where nobody said.
    beside_others: people work at the same time, so that portions are small enough that nobody waits long for the lock.
    side_by_side: what was not brought in by the same source stays as it is: rows neither correct nor withdraw it, and stand beside it.
    """

    path: Path
    format: Format
    actor: User
    mapping: dict[str, Any] = field(default_factory=dict)
    source: str = ""
    level: Level = Level.INTERNAL
    groups: tuple[Group, ...] = ()
    processes: int | None = None
    corrections: bool = False
    may_judge: bool = True
    edition: bool | None = None
    beside_others: bool = False
    side_by_side: bool = False
