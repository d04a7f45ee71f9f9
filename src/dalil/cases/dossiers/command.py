"""Who commanded what over time, and according to whom: from the roles that are reported, and from what else tells of a person on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dalil.archive.protection import Viewer
from dalil.cases.dossiers.keeping import find_chosen
from dalil.cases.dossiers.models import Dossier
from dalil.kinds.role import RoleHeld
from dalil.kinds.sighting import Sighting
from dalil.letters import fold
from dalil.record.credits import credited_sources
from dalil.record.models import Report, Source
from dalil.text.names import similarity
from dalil.values import Bilingual, When

COMMANDING = ("COMMANDS", "HEADS")
"""The functions of which a unit has one holder at a time, so that two of them at once contradict each other."""
SURELY_ALIKE = 0.8
"""From this likeness on (0 to 1, see docs/text.md), two names are not taken for two people who hold one command."""


@dataclass(frozen=True)
class RoleToldOf:
    """One report of a role. contradicts: other reports of the dossier that give the same command of the same unit at the same time to somebody else.

    sources: according to whom.
    """

    report: Report
    claim: RoleHeld
    sources: tuple[Source, ...]
    contradicts: tuple[Report, ...] = ()


@dataclass(frozen=True)
class UnitInTime:
    """A unit with the roles that are told of it, the earliest first; those without a time last."""

    name: Bilingual
    roles: tuple[RoleToldOf, ...]


@dataclass(frozen=True)
class CommandInTime:
    """What a dossier tells of command. units: in the order of their names. seen: sightings of persons in the dossier, the earliest first."""

    units: tuple[UnitInTime, ...]
    seen: tuple[Report, ...]


def read_command(dossier: Dossier, viewer: Viewer) -> CommandInTime:
    """Read who commanded what from the reports in a dossier that stand and that a viewer may see.

    Nothing is filled in: a time between two reports is told by neither, and stays open.
    """
    reports = find_chosen(dossier, viewer).reports
    standing = set(
        Report.objects.visible_to(viewer)
        .filter(pk__in=[each.pk for each in reports if each.kind in (RoleHeld.code, Sighting.code)])
        .standing_for(viewer)
        .values_list("pk", flat=True)
    )
    told = [each for each in reports if each.pk in standing]
    roles = [(each, each.claim) for each in told if isinstance(each.claim, RoleHeld)]
    units = (tuple(_in_time(each)) for each in _group_units(roles))
    seen = [each for each in told if isinstance(each.claim, Sighting) and each.claim.person is not None]
    return CommandInTime(
        tuple(
            sorted((UnitInTime(_fullest_name(each), each) for each in units), key=lambda each: _sorted_name(each.name))
        ),
        tuple(sorted(seen, key=_first_day)),
    )


def _in_time(roles: list[tuple[Report, RoleHeld]]) -> Iterator[RoleToldOf]:
    for report, claim in sorted(roles, key=lambda each: _first_day(each[0])):
        others = tuple(other for other, said in roles if _contradict(claim, said))
        yield RoleToldOf(report, claim, tuple(credited_sources(report)[0]), others)


def _contradict(one: RoleHeld, other: RoleHeld) -> bool:
    """Whether two reports give one command to two names at times that share a day. A handover within a vague span looks so too."""
    if one.function != other.function or one.function not in COMMANDING or _same_person(one, other):
        return False
    return one.when is not None and other.when is not None and _share_a_day(one.when, other.when)


def _share_a_day(one: When, other: When) -> bool:
    return one.start <= other.end and other.start <= one.end


def _same_person(one: RoleHeld, other: RoleHeld) -> bool:
    """Whether two names may well be of one person, also across scripts. Names that are less alike than that are shown side by side."""
    return similarity(one.who.said, other.who.said) >= SURELY_ALIKE


def _group_units(roles: Iterable[tuple[Report, RoleHeld]]) -> list[list[tuple[Report, RoleHeld]]]:
    """Group roles by unit. One unit: the same name in one of the languages; a name in both joins what is said in one alone."""
    group_of: dict[tuple[str, str], list[tuple[Report, RoleHeld]]] = {}
    for each in roles:
        unit = each[1].unit
        names = [(language, fold(name)) for language, name in (("en", unit.en), ("ar", unit.ar)) if name]
        known = {id(group_of[name]): group_of[name] for name in names if name in group_of}
        group = [one for other in known.values() for one in other] + [each]
        group_of |= {name: group for name, other in group_of.items() if id(other) in known} | dict.fromkeys(
            names, group
        )
    return list({id(group): group for group in group_of.values()}.values())


def _fullest_name(roles: tuple[RoleToldOf, ...]) -> Bilingual:
    """Return the name of a unit as the first report says it that names it in both languages; otherwise as the first says it."""
    names = [each.claim.unit for each in roles]
    return next((each for each in names if each.en and each.ar), names[0])


def _sorted_name(unit: Bilingual) -> str:
    return fold(unit.en or unit.ar)


def _first_day(report: Report) -> tuple[bool, str]:
    when = report.claim.whens()
    return (when is None, when.start.isoformat() if when else "")
