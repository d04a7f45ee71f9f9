"""Making an import request from what a person says of a file: one way for the command line and the desk."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, User

from dalil.archive.protection import Level, Viewer
from dalil.intake.file_protection import level_of
from dalil.intake.formats import Format, formats, recognise
from dalil.intake.request import ImportRequest
from dalil.lookup.match import Reason
from dalil.lookup.sources import find_source
from dalil.lookup.sources_in_record import name_sources
from dalil.record.actions import Refused


def make_request(
    path: Path,
    *,
    actor: User,
    format: str = "",
    mapping: dict[str, Any] | None = None,
    level: Level | None = None,
    groups: Iterable[str] = (),
    source: str = "",
    corrections: bool = False,
    edition: bool | None = None,
    may_judge: bool = True,
) -> ImportRequest:
    """Make the request to import a file.

    format: its code; found out unless given, and a table where there is a mapping. mapping: as `read_mapping` gives it. level: as the
    mapping says unless given, else public for a file that is kept as public, else internal. groups: names. source: the code of whoever
    handed us the file, as `find_giver` finds it. may_judge: see `ImportRequest`. Raises Refused, and Unreadable for a file of no known format.
    """
    mapping = mapping or {}
    chosen = choose_format(path, format, has_mapping=bool(mapping))
    if level is None:
        said = mapping.get("level")
        level = Level[said.upper()] if said else level_of(path)
    return ImportRequest(
        path=path,
        format=chosen,
        actor=actor,
        mapping=mapping,
        source=source,
        level=level,
        groups=_find_groups(groups, level, chosen),
        corrections=corrections,
        edition=edition,
        may_judge=may_judge,
    )


def choose_format(path: Path, code: str = "", *, has_mapping: bool = False) -> Format:
    """The format of a file: the one that is named, a table where there is a mapping, else found out. Raises Refused and Unreadable."""
    if code and code not in formats():
        raise Refused(
            "no_such_format",
            "there is no format “{code}”; there are {formats}",
            {"code": code, "formats": ", ".join(formats())},
        )
    return formats()[code] if code else formats()["table"] if has_mapping else recognise(path)


def find_giver(name: str, viewer: Viewer) -> str:
    """The code of the source that handed us a file, among those that a viewer may see. A slip of the pen makes none. Raises Refused."""
    match = find_source(name, name_sources(viewer, with_well_known=True))
    if match.reason is Reason.HOMONYMS:
        raise Refused(
            "name_of_several_sources",
            "“{name}” is the name of several sources; give the code: {codes}",
            {"name": name, "codes": ", ".join(match.alternatives)},
        )
    if match.found is None:
        if not match.alternatives:
            raise Refused("no_such_source_to_give", "there is no source “{name}”.", {"name": name})
        raise Refused(
            "no_such_source_but_alike",
            "there is no source “{name}”; did you mean {codes}?",
            {"name": name, "codes": " or ".join(match.alternatives)},
        )
    return match.found


def _find_groups(names: Iterable[str], level: Level, format_: Format) -> tuple[Group, ...]:
    wanted = set(names)
    found = tuple(Group.objects.filter(name__in=wanted))
    if missing := wanted - {group.name for group in found}:
        raise Refused("no_such_group", "there is no group {names}", {"names": ", ".join(sorted(missing))})
    if (level == Level.RESTRICTED and not found) or (level != Level.RESTRICTED and found and not format_.has_levels):
        raise Refused(
            "groups_without_restriction",
            "--level restricted and --group go together: a restriction names who may still see it",
        )
    return found
