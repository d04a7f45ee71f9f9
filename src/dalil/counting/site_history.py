"""What the record holds of a site: the incidents that hit it, the shocks that befell it, who was held there, what was counted there.

All of it comes from named sites and the judgements of which site is meant (`matching.pointings`), for one viewer. Incidents are counted as
entities: ten reports of one strike are one hit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.matching.pointings import NamedSite, named_sites, pointing_to, tells_too_much
from dalil.record.entities import Entity, entities_of
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.kind import Kind
from dalil.record.models import Report
from dalil.values import Count, When, Where
from dalil.values.gap import Gap, Moment

INCIDENT, SHOCK, VICTIM, TALLY = "incident", "shock", "victim", "tally"
TWICE = 2


@dataclass(frozen=True)
class LinkedEntity:
    """An entity whose reports name the site. when: by its latest standing report. by_matcher: nobody but the matcher says that this site is meant."""

    entity: Entity
    when: When | None
    by_matcher: bool


@dataclass(frozen=True)
class SiteHistory:
    """What points to a site, by kind. first, last: of the incidents with a known time; gap: before the last of them."""

    of_kind: dict[str, tuple[LinkedEntity, ...]] = field(default_factory=dict)
    first: Moment | None = None
    last: Moment | None = None
    gap: Gap | None = None

    def of(self, kind: str) -> tuple[LinkedEntity, ...]:
        """Return what of one kind points to the site, the earliest first; what has no time comes last."""
        return self.of_kind.get(kind, ())


def history_of(site: Entity) -> SiteHistory:
    """Work out what happened to a site, as its viewer may know it."""
    linked = _as_entities(pointing_to(site), site.viewer)
    of_kind: dict[str, tuple[LinkedEntity, ...]] = {}
    for each in sorted(linked, key=lambda one: (one.when is None, one.when.start if one.when else None)):
        of_kind[each.entity.kind] = (*of_kind.get(each.entity.kind, ()), each)
    hits = [Moment(e.entity.address, e.when.start, e.when.end) for e in of_kind.get(INCIDENT, ()) if e.when]
    if not hits:
        return SiteHistory(of_kind)
    last = max(hits, key=lambda one: (one.start, one.end))
    others = [each for each in hits if each is not last]
    gap = Gap(max(others, key=lambda one: one.end), last, max(each.start for each in others)) if others else None
    return SiteHistory(of_kind, min(hits, key=lambda one: (one.start, one.end)), last, gap)


def _as_entities(named: Iterable[NamedSite], viewer: Viewer) -> list[LinkedEntity]:
    by_report: dict[int, bool] = {}
    for each in named:
        by_report[each.report.pk] = by_report.get(each.report.pk, True) and each.by_matcher
    found = []
    for entity in entities_of(by_report, viewer):
        saying = [by_report[report.pk] for report in entity.current if report.pk in by_report]
        if saying:
            found.append(LinkedEntity(entity, entity.current[-1].claim.whens(), all(saying)))
    return found


@dataclass(frozen=True)
class SitesHitLine:
    """One line of a tally beside the register. target: a code of `targets`; None for what the tally gives no kind. said: what the tally counts.

    hits: incidents and sites that belong together, each pair once. sites: how many different ones. twice: how many of these were hit twice or more.
    All three are None where the tally does not say which incidents it is about.
    """

    target: str | None
    said: Count | None
    hits: int | None
    sites: int | None
    twice: int | None


@dataclass(frozen=True)
class SitesHit:
    """A tally of attacks beside the register of sites.

    nameless: named in these incidents, and not found in the register. overlap: whether a pair of an incident and a site stands in several lines.
    """

    lines: tuple[SitesHitLine, ...]
    whole: SitesHitLine
    nameless: int
    overlap: bool = False


def sites_hit_beside(claim: object, viewer: Viewer) -> SitesHit | None:
    """Set a tally of attacks by kinds of targets beside the sites that incidents of its place and time hit, as a viewer may know them.

    None where the tally names no kind of target, or no incident of its place and time names a site. The rest of the tally, of no stated kind,
    is what its parts leave of it; it stands beside the sites that are of none of the kinds it names. A tally without a time or without a place
    of the gazetteer has unknown numbers beside it.
    """
    parts = [part for part in getattr(claim, "parts", ()) if part.target]
    if getattr(claim, "what", "") not in ("attacks", "sites", "strikes", "damaged") or not parts:
        return None
    codes = [vocabulary.narrower("targets", part.target) for part in parts]
    apart = [part.count for part, own in zip(parts, codes, strict=True) if not any(own < others for others in codes)]
    rest = _rest(claim.count, [part.count for part in parts], apart)  # type: ignore[attr-defined]
    areas, when = _areas_of(claim.where), claim.when  # type: ignore[attr-defined]
    if not areas or not when:
        if next(named_sites(viewer, of_kind=INCIDENT), None) is None:
            return None
        unknown = [_line(part.target, part.count, None) for part in parts]
        return SitesHit((*unknown, _line(None, rest, None)), _line(None, claim.count, None), 0)  # type: ignore[attr-defined]
    hits, nameless = _hits_in(claim, areas, when, viewer)  # type: ignore[arg-type]
    if not hits and not nameless:
        return None
    found = [[pair for pair, targets in hits.items() if targets & own] for own in codes]
    lines = [_line(part.target, part.count, those) for part, those in zip(parts, found, strict=True)]
    listed = [pair for those in found for pair in those]
    lines.append(_line(None, rest, hits.keys() - set(listed)))
    overlap = len(set(listed)) < len(listed)
    return SitesHit(tuple(lines), _line(None, claim.count, hits), nameless, overlap)  # type: ignore[attr-defined]


def _line(target: str | None, said: Count | None, hits: Iterable[tuple[str, str]] | None) -> SitesHitLine:
    if hits is None:
        return SitesHitLine(target, said, None, None, None)
    times: dict[str, int] = {}
    for _, site in hits:
        times[site] = times.get(site, 0) + 1
    return SitesHitLine(target, said, sum(times.values()), len(times), sum(each >= TWICE for each in times.values()))


def _rest(whole: Count, parts: Sequence[Count], apart: Sequence[Count]) -> Count | None:
    """What the parts leave of a whole, as a range; None where they may leave nothing. Of “at least 82” and 46 named: at least 36.

    apart: the parts that are of no kind of another part; whether the others are counted in these as well, a tally does not say.
    """
    named_most = [part.high for part in parts]
    low = 0 if None in named_most else max(0, whole.low - sum(each or 0 for each in named_most))
    if whole.high is None:
        return Count.at_least(low, unit=whole.unit) if low else None
    high = max(0, whole.high - sum(part.low for part in apart))
    return Count.as_stated(low, None, high, unit=whole.unit) if high else None


def _hits_in(
    tally: Kind, areas: frozenset[str], when: When, viewer: Viewer
) -> tuple[dict[tuple[str, str], frozenset[str]], int]:
    """The pairs of an incident and a site that it hit, by their addresses, with the targets that the site is; and how many names lead to no site.

    A site that may not be said to be in the area of the tally counts among the latter.
    """
    named = [each for each in named_sites(viewer, of_kind=INCIDENT) if _belongs(each.report, areas, when)]
    incidents = {r.pk: e for e in entities_of({each.report.pk for each in named}, viewer) for r in e.reports}
    targets = {each.target.pk for each in named if each.target}
    sites = {r.pk: e for e in entities_of(targets, viewer) for r in e.reports}
    hits: dict[tuple[str, str], frozenset[str]] = {}
    nameless = set()
    for each in named:
        incident = incidents[each.report.pk]
        if each.target is None or tells_too_much(tally, sites[each.target.pk]):
            nameless.add((incident.address, each.mention.site.name))
        else:
            site = sites[each.target.pk]
            hits[incident.address, site.address] = _targets_of(site)
    return hits, len(nameless)


def _targets_of(site: Entity) -> frozenset[str]:
    functions = {code for report in site.current for code in report.claim.codes("functions")}
    found = {str(vocabulary.term("site_functions", code).extra.get("target", "")) for code in functions}
    return frozenset(found - {""})


def _areas_of(where: Where | None) -> frozenset[str]:
    """The codes of what lies in the places of a tally; none where it has no place, or one that is not known by its code."""
    known = gazetteer()
    if where is None or not all(code in known for code in where.places):
        return frozenset()
    return frozenset().union(*(known.within(code) for code in where.places))


def _belongs(report: Report, areas: frozenset[str], when: When) -> bool:
    """Whether an incident lies for certain in the place and the time of a tally."""
    there, then = report.claim.wheres(), report.claim.whens()
    if there is None or then is None or areas.isdisjoint(there.places):
        return False
    return when.start <= then.start and then.end <= when.end
