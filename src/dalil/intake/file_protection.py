"""The protection of a file that is brought in, and of the file as it may be kept already."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.contrib.auth.models import Group

from dalil.archive.file_metadata import LARGEST, what_it_tells
from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.intake.formats import OpenedFile
from dalil.intake.request import ImportRequest
from dalil.letters import LANGUAGE_CODES
from dalil.record import actions
from dalil.record.kind import kind_of
from dalil.values import Bilingual
from dalil.wording.file_metadata import say_particulars

PACKED = (b"PK", b"%PDF")
"""How files begin that hold more than lines of text."""


def level_of(path: Path) -> Level:
    """The level to bring a file in at where nobody names one: public if this very file is kept as public, else internal."""
    kept = _kept(digest_of(path))
    return Level.PUBLIC if kept is not None and kept.level == Level.PUBLIC else Level.INTERNAL


def check_telling(path: Path, level: Level, *, accepted: bool = False) -> None:
    """Refuse to bring a file in as public that tells more than it shows, until a person has read what it tells.

    accepted: somebody has. A file that is kept as public is not asked about again. Raises Refused (`file_tells_more`) with what it tells.
    """
    if accepted or level != Level.PUBLIC or level_of(path) == Level.PUBLIC:
        return
    with path.open("rb") as file:
        head = file.read(LARGEST + 1)
    if len(head) > LARGEST and not head.startswith(PACKED) and b"\x00" not in head:
        return  # lines of text, however many, are what they show
    told = what_it_tells(head, "text/plain")
    if told:
        said = {language: " · ".join(say_particulars(told, language)) for language in LANGUAGE_CODES}
        raise actions.Refused(
            "file_tells_more",
            "the file tells more than it shows, and would be public with it: {what}",
            {"what": Bilingual(**said)},
        )


def protection_of(request: ImportRequest, opened: OpenedFile) -> tuple[Level, tuple[Group, ...]]:
    """The protection that an imported file gets: as strict as the import asks for, and as the strictest thing that the file tells of."""
    strictest, circle = opened.strictest
    level = Level(max(request.level, strictest))
    if level != Level.RESTRICTED:
        return level, ()
    return level, tuple(group for group in request.groups if circle is None or group.name in circle)


def readers_of(level: int, groups: Iterable[Group]) -> Viewer:
    """Return who sees the least of all who may read of an import, by the protection of its file."""
    circles = [group.pk for group in groups] if level == Level.RESTRICTED else []
    return Viewer(member=True, groups=frozenset(circles if len(circles) == 1 else ()))


def checked_digest(request: ImportRequest, opened: OpenedFile) -> str:
    """The digest of the file. Raises actions.Refused where the protection asked for would not hold."""
    if request.format.writes != "reports" and request.level == Level.RESTRICTED:
        raise actions.Refused(
            "places_are_public",
            "places are public; whoever reads the site sees them, so leave out --level restricted and --group",
        )
    if request.level == Level.PUBLIC and request.mapping.get("kind") and kind_of(request.mapping["kind"]).of_persons:
        raise actions.Refused(
            "persons_come_in_internal",
            "a list of persons is brought in as internal; what of each may be public is decided afterwards, by its profile",
        )
    sha256 = digest_of(request.path)
    kept = _kept(sha256)
    if kept is None:
        return sha256
    level, groups = protection_of(request, opened)
    others = set(kept.groups.all()) - set(groups) if level == kept.level == Level.RESTRICTED else set()
    if kept.level < level or others:
        to = "".join(f' --group "{group.name}"' for group in groups)
        asked = level.name.lower()
        raise actions.Refused(
            "kept_at_another_level",
            "{file} is kept already and is {kept}, so that {asked} would not hold; first `dalil protect document {address} --level "
            "{asked}{groups}`, or import with the level it has",
            {
                "file": request.path.name,
                "kept": f"{Level(kept.level).name.lower()}{' to other groups' if others else ''}",
                "asked": asked,
                "address": kept.address,
                "groups": to,
            },
        )
    return sha256


def digest_of(path: Path) -> str:
    """The SHA-256 of a file in hex."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _kept(sha256: str) -> Document | None:
    return Document.objects.visible_to(Viewer.steward()).filter(sha256=sha256).first()
