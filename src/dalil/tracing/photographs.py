"""Photographs of somebody who is sought: sealed like all that the family says, made small, and without what the file tells beside what it shows.

Each is a version of the sealed field `search_photograph`; taking one away is a version too. Erasing the request erases them.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from dalil.archive.file_metadata.pictures import MOST_PIXELS, Undecodable, make_small
from dalil.record.actions.transaction import Refused, writing
from dalil.record.sealed.open_compartment import OpenCompartment
from dalil.record.sealed.persons import ReadField, change_person, read_versions
from dalil.tracing.models import SearchRequest

FIELD = "search_photograph"
MOST = 4
"""So many photographs stand with a request at one time; another is added once one is taken away."""
LARGEST = 10_000_000
"""Bytes of a file that is looked at."""
LONGEST_SIDE, MOST_BYTES = 1200, 240_000
"""Pixels and bytes of what is sealed: enough to know a face by."""


@dataclass(frozen=True)
class Photograph:
    """One photograph. number: of its version. jpeg: its bytes in base64. by: who added it."""

    number: int
    jpeg: str
    at: datetime
    by: str


def prepare_photograph(data: bytes) -> str:
    """Return a photograph as it is sealed: small, upright, without place, device or day, in base64. Raises Refused for what is no picture."""
    if len(data) > LARGEST:
        raise Refused(
            "photograph_too_large",
            "this file has more than {most} MB; take a smaller photograph",
            {"most": LARGEST // 1_000_000},
        )
    try:
        small = make_small(data, longest_side=LONGEST_SIDE, most_bytes=MOST_BYTES)
    except Undecodable as error:
        raise Refused(
            "no_photograph",
            "this file is no photograph that can be read, or it has more than {most} million pixels",
            {"most": MOST_PIXELS // 1_000_000},
        ) from error
    return b64encode(small).decode()


def add_photograph(opened: OpenCompartment, request: SearchRequest, prepared: str, *, actor: User) -> None:
    """Seal a photograph with a request. prepared: as `prepare_photograph` returns it.

    Raises Refused where the request has MOST already, or this one, and where it was erased.
    """
    with writing():
        versions = _versions(opened, request, actor)
        standing = _standing(versions)
        if any(each.jpeg == prepared for each in standing):
            raise Refused("photograph_there", "this photograph stands with the request already")
        if len(standing) >= MOST:
            raise Refused(
                "photographs_enough",
                "{most} photographs stand with this request; take one away before you add another",
                {"most": MOST},
            )
        _write(opened, request, {"photograph": prepared}, len(versions), actor)


def take_away_photograph(opened: OpenCompartment, request: SearchRequest, number: int, *, actor: User) -> None:
    """Show a photograph no more. It stays sealed, as earlier words do, until the request is erased. Raises Refused where it is not there."""
    with writing():
        versions = _versions(opened, request, actor)
        if number not in [each.number for each in _standing(versions)]:
            raise Refused("photograph_gone", "this photograph does not stand with the request, or not any more")
        _write(opened, request, {"takes_away": number}, len(versions), actor)


def read_photographs(
    opened: OpenCompartment, request: SearchRequest, *, actor: User, session: str = ""
) -> Sequence[Photograph]:
    """Return the photographs that stand with a request, the latest first. It is logged where there are any. Raises Refused where it was erased."""
    if not request.person.versions.filter(field=FIELD).exists():
        return []
    return _standing(read_versions(opened, request.person, FIELD, actor=actor, session=session))


def _versions(opened: OpenCompartment, request: SearchRequest, actor: User) -> Sequence[ReadField]:
    return read_versions(opened, request.person, FIELD, actor=actor)


def _write(opened: OpenCompartment, request: SearchRequest, said: dict[str, object], seen: int, actor: User) -> None:
    change_person(opened, request.person, {FIELD: json.dumps(said)}, actor=actor, seen={FIELD: seen})


def _standing(versions: Iterable[ReadField]) -> list[Photograph]:
    read = [(each, json.loads(each.text)) for each in versions]
    gone = {said["takes_away"] for _each, said in read if "takes_away" in said}
    return [
        Photograph(each.version, said["photograph"], each.at, each.by)
        for each, said in read
        if "photograph" in said and each.version not in gone
    ]
