"""Proposing which sightings came before which incidents, judging it, and what is known of that for an incident and in all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

from django.contrib.auth.models import User

from dalil.archive.protection import Viewer
from dalil.kinds.incident import Incident
from dalil.kinds.sighting import Sighting
from dalil.letters import fold
from dalil.record.actions.transaction import Refused, writing
from dalil.record.entities import Entity, entities_of, group_all
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.lengths import check_lengths
from dalil.record.log import Place, Subject, Verb, append_change, last_place, stands_in_log
from dalil.record.models import Report, Verdict
from dalil.spotting.flight_rule import AircraftSeen, Lead, StrikeTold, find_leads, lead_of
from dalil.spotting.models import WarnedUpTo, WarningCandidate, WarningVerdict
from dalil.spotting.told_places import aircraft_of, strike_of
from dalil.values import Bilingual

CHUNK = 500

_Told = TypeVar("_Told", AircraftSeen, StrikeTold)


@dataclass(frozen=True)
class JudgedWarning:
    """A sighting that a person judged to be of the aircraft of an incident, by the report of it that tells most.

    lead: None where the reports this viewer sees do not tell it.
    """

    sighting: Report
    lead: Lead | None


@dataclass(frozen=True)
class NetworkWarnings:
    """What one network of spotters told: sightings that say minute and place, those judged to be followed by a strike, and the minutes before it.

    network: as it may be called outside; None for sightings that name none. leads: of each such sighting the minutes before the strike, in order.
    """

    network: Bilingual | None
    sightings: int
    followed: int
    leads: tuple[int, ...]

    @property
    def median(self) -> float | None:
        """Return the minutes that half of these sightings came before their strikes; None where none did."""
        return median(self.leads) if self.leads else None


@dataclass(frozen=True)
class WarningSummary:
    """How many sightings and strikes there are that say minute and place, and how many of them were judged to belong together.

    Both are entities: ten reports of one strike are one. A judgement of a report holds for the entity, also where the report was corrected.
    leads: of each strike with a warning, the minutes of the longest one, in order. networks: the same by network, those with the most
    sightings first; a sighting that several networks tell counts for each.
    """

    sightings: int
    followed: int
    strikes: int
    warned: int
    leads: tuple[int, ...]
    networks: tuple[NetworkWarnings, ...] = ()

    @property
    def median(self) -> float | None:
        """Return the minutes that half of the warned strikes had and half had not; None where none was warned."""
        return median(self.leads) if self.leads else None


def propose_warnings() -> int:
    """Propose every pair that the rule holds for, anew, where the record changed since. Returns how many there are."""
    noted, place = WarnedUpTo.objects.first(), last_place()
    if noted and stands_in_log(Place(noted.number, noted.mark)) and noted.number == place.number:
        return WarningCandidate.objects.count()
    steward = Viewer.steward()
    pairs = find_leads(list(_seen(steward)), list(_strikes(steward)))
    rows = [WarningCandidate(sighting_id=a.key, incident_id=b.key, rank=lead.rank) for a, b, lead in pairs]
    with writing():
        WarningCandidate.objects.all().delete()
        WarningCandidate.objects.bulk_create(rows, batch_size=CHUNK)
        WarnedUpTo.objects.update_or_create(pk=1, defaults={"number": place.number, "mark": place.mark})
    return len(rows)


def judge_warning(
    sighting: Report, incident: Report, verdict: Verdict, *, actor: User, reason: str = ""
) -> WarningVerdict:
    """Say whether the aircraft of a sighting is the one of an incident.

    Raises Refused where the reports are of other kinds, and where somebody judged these two already.
    """
    check_lengths(reason=reason)
    if (sighting.kind, incident.kind) != (Sighting.code, Incident.code):
        raise Refused("no_warning", "a warning is a sighting and an incident; one of these is something else")
    with writing():
        if WarningVerdict.objects.filter(sighting=sighting, incident=incident).exists():
            raise Refused("warning_judged_already", "this has been judged already; take that judgement back first")
        judged = WarningVerdict.objects.create(
            sighting=sighting, incident=incident, verdict=verdict, actor=actor, reason=reason
        )
        subjects = [sighting.address, incident.address]
        append_change(Verb.JUDGED, Subject.REPORT, subjects, actor=actor, what="warning", verdict=str(verdict))
        return judged


def take_warning_back(judged: WarningVerdict, *, actor: User) -> None:
    """Take a judgement of a warning back; it stays on the record. Raises Refused where that was done already."""
    with writing():
        if not judged.take_back(actor):
            raise Refused("already_taken_back", "this judgement has already been taken back")
        append_change(Verb.RETRACTED, Subject.REPORT, [judged.incident.address], actor=actor, what="warning")


def warnings_of(incident: Entity, viewer: Viewer) -> list[JudgedWarning]:
    """Return the sightings that persons judged to be of the aircraft of an incident and that this viewer may see, the earliest first.

    What lies between is worked out from the reports this viewer may see, so that a place that is hidden moves no distance.
    """
    if incident.kind != Incident.code:
        return []
    judged = WarningVerdict.objects.filter(incident__in=[report.pk for report in incident.reports])
    verdicts = list(judged.order_by("pk").values_list("sighting_id", "verdict"))
    known = gazetteer()
    strikes = [strike for each in incident.current if (strike := strike_of(each.pk, each.claim, known))]
    found = []
    for entity in entities_of({sighting for sighting, _ in verdicts}, viewer):
        own = {report.pk for report in entity.reports}
        latest = [verdict for sighting, verdict in verdicts if sighting in own][-1]
        if latest == Verdict.SAME and entity.current:
            told = [(each, _lead([aircraft_of(each.pk, each.claim, known)], strikes)) for each in entity.current]
            found.append(JudgedWarning(*max(told, key=lambda each: each[1].rank if each[1] else 0)))
    return sorted(found, key=lambda each: (each.lead is None, -each.lead.minutes if each.lead else 0))


def summarise_warnings(viewer: Viewer) -> WarningSummary:
    """Count sightings and strikes that say minute and place, and those that persons judged to belong together, as this viewer may know it."""
    reports = Report.objects.visible_to(viewer).filter(kind__in=[Sighting.code, Incident.code])
    visible = set(reports.values_list("pk", flat=True))
    first_of, _ = group_all(visible)

    def entity_of(report: int) -> int:
        return first_of.get(report, report)

    networks: dict[int, Bilingual | None] = {}
    seen = _by_entity(_seen(viewer, networks), entity_of)
    strikes = _by_entity(_strikes(viewer), entity_of)
    latest: dict[tuple[int, int], str] = {}
    for a, b, verdict in WarningVerdict.objects.order_by("pk").values_list("sighting_id", "incident_id", "verdict"):
        if a in visible and b in visible:
            latest[entity_of(a), entity_of(b)] = verdict
    same = [pair for pair, verdict in latest.items() if verdict == Verdict.SAME]
    pairs = [(a, b) for a, b in same if a in seen and b in strikes]
    leads: dict[int, int] = {}
    before: dict[int, int] = {}
    for a, b in pairs:
        if lead := _lead(seen[a], strikes[b]):
            leads[b] = max(leads.get(b, 0), lead.minutes)
            before[a] = max(before.get(a, 0), lead.minutes)
    followed = {a for a, _ in pairs}
    return WarningSummary(
        sightings=len(seen),
        followed=len(followed),
        strikes=len(strikes),
        warned=len({b for _, b in pairs}),
        leads=tuple(sorted(leads.values())),
        networks=tuple(_by_network(seen, networks, followed, before)),
    )


def _by_network(
    seen: Mapping[int, Sequence[AircraftSeen]],
    networks: Mapping[int, Bilingual | None],
    followed: Collection[int],
    before: Mapping[int, int],
) -> list[NetworkWarnings]:
    """Count by network. seen: the reports of each sighting; networks: by report; before: of sightings that were followed, the minutes."""
    told: dict[str, tuple[Bilingual | None, set[int]]] = {}
    for entity, reports in seen.items():
        for report in reports:
            network = networks[report.key]
            key = fold(network.en or network.ar) if network else ""
            told.setdefault(key, (network, set()))[1].add(entity)
    counted = [
        NetworkWarnings(
            network, len(own), len(own & set(followed)), tuple(sorted(before[each] for each in own if each in before))
        )
        for network, own in told.values()
    ]
    return sorted(counted, key=lambda each: (each.network is None, -each.sightings))


def _by_entity(told: Iterator[_Told], entity_of: Callable[[int], int]) -> dict[int, list[_Told]]:
    found: dict[int, list[_Told]] = {}
    for each in told:
        found.setdefault(entity_of(each.key), []).append(each)
    return found


def _lead(seen: Sequence[AircraftSeen | None], strikes: Sequence[StrikeTold]) -> Lead | None:
    leads = [lead for each in seen if each for strike in strikes if (lead := lead_of(each, strike))]
    return max(leads, key=lambda lead: lead.rank, default=None)


def _seen(viewer: Viewer, networks: dict[int, Bilingual | None] | None = None) -> Iterator[AircraftSeen]:
    """The aircraft that were seen. networks: takes by report who told it, as they may be called outside."""
    known = gazetteer()
    for report in _with_clock(Sighting.code, viewer):
        if found := aircraft_of(report.pk, report.claim, known):
            if networks is not None:
                networks[report.pk] = report.claim.network  # type: ignore[attr-defined]
            yield found


def _strikes(viewer: Viewer) -> Iterator[StrikeTold]:
    known = gazetteer()
    for report in _with_clock(Incident.code, viewer):
        if found := strike_of(report.pk, report.claim, known):
            yield found


def _with_clock(kind: str, viewer: Viewer) -> Iterator[Report]:
    """The standing reports of a kind that tell a time of day; all others tell no minutes."""
    found = Report.objects.visible_to(viewer).filter(kind=kind, content__when__at__isnull=False)
    yield from found.standing_for(viewer).order_by("pk").iterator(chunk_size=CHUNK)
