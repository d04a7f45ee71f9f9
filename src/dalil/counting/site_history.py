"""What the record holds of a site: the incidents that hit it, the shocks that befell it, who was held there, what was counted there.

All of it comes from named sites and the judgements of which site is meant (`matching.pointings`), for one viewer. Incidents are counted as
entities: ten reports of one strike are one hit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.matching.pointings import NamedSite, named_sites, pointing_to
from dalil.record.entities import Entity, entities_of
from dalil.record.gazetteer_in_use import gazetteer
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
    """

    target: str | None
    said: Count | None
    hits: int
    sites: int
    twice: int


@dataclass(frozen=True)
class SitesHit:
    """A tally of attacks beside the register of sites. nameless: named in these incidents, and not found in the register."""

    lines: tuple[SitesHitLine, ...]
    whole: SitesHitLine
    nameless: int


def sites_hit_beside(claim: object, viewer: Viewer) -> SitesHit | None:
    """Set a tally of attacks by kinds of targets beside the sites that incidents of its place and time hit, as a viewer may know them.

    None where the tally names no kind of target, or no incident of its place and time names a site. The rest of the tally, of no stated kind,
    is what its parts leave of it; it stands beside the sites that are of none of the kinds it names.
    """
    parts = [part for part in getattr(claim, "parts", ()) if part.target]
    if getattr(claim, "what", "") not in ("attacks", "sites", "strikes", "damaged") or not parts:
        return None
    hits, nameless = _hits_in(claim.where, claim.when, viewer)  # type: ignore[attr-defined]
    if not hits and not nameless:
        return None
    lines, left = [], dict(hits)
    for part in parts:
        codes = vocabulary.narrower("targets", part.target)
        those = {pair: targets for pair, targets in hits.items() if targets & codes}
        left = {pair: targets for pair, targets in left.items() if pair not in those}
        lines.append(_line(part.target, part.count, those))
    lines.append(_line(None, _rest(claim.count, [part.count for part in parts]), left))  # type: ignore[attr-defined]
    return SitesHit(tuple(lines), _line(None, claim.count, hits), nameless)  # type: ignore[attr-defined]


def _line(target: str | None, said: Count | None, hits: Iterable[tuple[str, str]]) -> SitesHitLine:
    times: dict[str, int] = {}
    for _, site in hits:
        times[site] = times.get(site, 0) + 1
    return SitesHitLine(target, said, sum(times.values()), len(times), sum(each >= TWICE for each in times.values()))


def _rest(whole: Count, parts: Sequence[Count]) -> Count | None:
    """What the parts leave of a whole, as a range; None where they may leave nothing. Of “at least 82” and 46 named: at least 36."""
    named_most = [part.high for part in parts]
    low = 0 if None in named_most else max(0, whole.low - sum(each or 0 for each in named_most))
    if whole.high is None:
        return Count.at_least(low, unit=whole.unit) if low else None
    high = max(0, whole.high - sum(part.low for part in parts))
    return Count.as_stated(low, None, high, unit=whole.unit) if high else None


def _hits_in(
    where: Where | None, when: When | None, viewer: Viewer
) -> tuple[dict[tuple[str, str], frozenset[str]], int]:
    """The pairs of an incident and a site that it hit, by their addresses, with the targets that the site is; and how many names lead to no site."""
    named = [each for each in named_sites(viewer, of_kind=INCIDENT) if _belongs(each.report, where, when)]
    incidents = {r.pk: e for e in entities_of({each.report.pk for each in named}, viewer) for r in e.reports}
    targets = {each.target.pk for each in named if each.target}
    sites = {r.pk: e for e in entities_of(targets, viewer) for r in e.reports}
    hits: dict[tuple[str, str], frozenset[str]] = {}
    nameless = set()
    for each in named:
        incident = incidents[each.report.pk]
        if each.target is None:
            nameless.add((incident.address, each.mention.site.name))
        else:
            site = sites[each.target.pk]
            hits[incident.address, site.address] = _targets_of(site)
    return hits, len(nameless)


def _targets_of(site: Entity) -> frozenset[str]:
    functions = {code for report in site.current for code in report.claim.codes("functions")}
    found = {str(vocabulary.term("site_functions", code).extra.get("target", "")) for code in functions}
    return frozenset(found - {""})


def _belongs(report: Report, where: Where | None, when: When | None) -> bool:
    there, then = report.claim.wheres(), report.claim.whens()
    known = gazetteer()
    if where and where.places:
        areas = frozenset().union(*(known.within(code) for code in where.places if code in known))
        if not (there and areas & set(there.places)):
            return False
    return not (when and then) or (when.start <= then.start and then.end <= when.end)
