"""On what the grade of an entity rests: who says so, who only passes it on, who found or accepted it."""

from __future__ import annotations

from dataclasses import dataclass

from dalil.counting.combine import are_several
from dalil.counting.entity_readings import flatten_reports
from dalil.counting.entity_rows import alike_among, grade_reports
from dalil.counting.grading import ACCEPTING, Grade, is_finding
from dalil.record.credits import credited_sources
from dalil.record.entities import Entity
from dalil.record.models import Source
from dalil.record.source_identity import read_identities


@dataclass(frozen=True)
class GradeGrounds:
    """The grade of an entity and its grounds, from the reports that still stand.

    origins: who says so, each once; sources that are one stand as the first of them. several: at least two of them are certain to be two.
    relays: who passes it on and is no origin. found_by: the courts and UN bodies among the origins that say so first hand.
    accepted: an actor accepts or claims it, by what a report tells of its answer. nameless: how many reports have no known origin.
    """

    grade: Grade
    origins: tuple[Source, ...]
    several: bool
    relays: tuple[Source, ...]
    found_by: tuple[Source, ...]
    accepted: bool
    nameless: int


def find_grade_grounds(entity: Entity) -> GradeGrounds | None:
    """Find on what the grade of an entity rests. Returns None where all its reports were withdrawn."""
    if not entity.current:
        return None
    flat, identities = flatten_reports(entity), read_identities(entity.viewer)
    origins: dict[str, Source] = {}
    relays: dict[str, Source] = {}
    found: dict[str, Source] = {}
    for report in entity.current:
        first, through = credited_sources(report)
        for each in first:
            (code,) = identities.under_one_name([each.code])
            origins.setdefault(code, each)
            if is_finding(each.type, relayed=bool(through)):
                found.setdefault(code, each)
        for each in through:
            (code,) = identities.under_one_name([each.code])
            relays.setdefault(code, each)
    return GradeGrounds(
        grade=grade_reports(flat),
        origins=tuple(origins.values()),
        several=are_several(origins, alike_among(flat)),
        relays=tuple(each for code, each in relays.items() if code not in origins),
        found_by=tuple(found.values()),
        accepted=any(not ACCEPTING.isdisjoint(each.answers) for each in flat),
        nameless=sum(not each.credited.origins for each in flat),
    )
