"""Which sites of the register are meant where reports name sites: judged by persons, and by the matcher where that is certain.

A report keeps the words of its source. What they mean is a judgement that can be taken back; a person's goes before the matcher's, and what a
person took back the matcher does not say again. Both reports must be visible to a viewer for a pointing to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from dalil.archive.protection import Viewer
from dalil.letters import fold
from dalil.lookup.match import Match
from dalil.lookup.sites import SiteEntry, SiteIndex
from dalil.matching.models import Followed, Pointing
from dalil.matching.site_names import SITE, follow_site_names, reports_named
from dalil.record.actions.actors import matcher_actor
from dalil.record.actions.transaction import Refused, writing
from dalil.record.by_addresses import as_subquery, find_keys
from dalil.record.entities import Entity, entities_of
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.kind import Kind
from dalil.record.lengths import check_lengths
from dalil.record.log import Place, Subject, Verb, append_change, changes_since, last_place, stands_in_log
from dalil.record.mentions import Mention, kinds_with_mentions, mentions_in
from dalil.record.models import Report, Supersession, Verdict
from dalil.record.place_floors import list_told_beside

BY_ENTRY, BY_NAME = "entry-1", "name-and-place-1"
"""The rules of the matcher: the source gives the address of the entry; one site bears the name and lies where the report says."""
FOLLOWED = "pointing"
"""The name under which it is kept how far the judgements follow the log; no kind has it."""
_BRINGING = (Verb.ENTERED, Verb.SUPERSEDED, Verb.WITHDREW, Verb.RETRACTED)
CHUNK = 500


@dataclass(frozen=True)
class NamedSite:
    """A site as a report names it, with what is judged of it, where something is. by_matcher: nobody but the matcher says so."""

    report: Report
    mention: Mention
    target: Report | None = None
    by_matcher: bool = False


def point(
    report: Report,
    mention_name: str,
    target: Report,
    verdict: Verdict,
    *,
    actor: User,
    field: str = "",
    reason: str = "",
    matcher: str = "",
) -> Pointing:
    """Say that a site which a report names is the one that another report tells of, or is not.

    field: in which it is named, where it is named in several. Raises Refused where the report does not name it so, and where the target is no site.
    """
    check_lengths(reason=reason)
    if target.kind != SITE:
        raise Refused("no_site_pointed_to", "only a site of the register can be meant by the name of a site")
    if target.pk == report.pk:
        raise Refused("points_to_itself", "a site is not a part of itself")
    named = [
        each
        for each in mentions_in(report.claim)
        if fold(each.site.name) == fold(mention_name) and field in ("", each.field)
    ]
    if not named:
        raise Refused("site_not_named", "the report does not name “{name}”", {"name": mention_name})
    with writing():
        pointing = Pointing.objects.create(
            report=report, field=named[0].field, name=named[0].site.name, target=target, verdict=verdict,
            matcher=matcher, actor=actor, reason=reason,
        )  # fmt: skip
        append_change(
            Verb.JUDGED, Subject.REPORT, [report.address, target.address], actor=actor, what="pointing",
            verdict=str(verdict), matcher=matcher,
        )  # fmt: skip
        return pointing


def take_pointing_back(pointing: Pointing, *, actor: User) -> None:
    """Take a judgement of a named site back; it stays on the record. Raises Refused where that was done already."""
    with writing():
        if not pointing.take_back(actor):
            raise Refused("already_taken_back", "this judgement has already been taken back")
        subjects = [pointing.report.address, pointing.target.address]
        append_change(Verb.RETRACTED, Subject.REPORT, subjects, actor=actor, what="pointing", verdict=pointing.verdict)


def follow_mentions() -> int:
    """Let the matcher judge the named sites that nobody judged yet, where that is certain. Returns how many judgements it made.

    Looks at the reports that came in since the last time; at all of them where the register grew. What a person judged, or took back, is left alone.
    """
    last = last_place()
    touched = _touched(last)
    if touched is not None and not touched:
        return 0
    made = _judge_certain(named_sites(Viewer.steward(), touched))
    Followed.objects.update_or_create(
        kind=FOLLOWED, defaults={"number": last.number, "mark": last.mark, "model": BY_NAME}
    )
    return made


def _touched(last: Place) -> set[int] | None:
    """The reports that came in or changed since the last time; None where all are looked at."""
    followed = Followed.objects.filter(kind=FOLLOWED, model=BY_NAME).first()
    if followed is None or not stands_in_log(Place(followed.number, followed.mark)):
        return None
    addresses: set[str] = set()
    for change in changes_since(followed.number, last.number):
        if change.noun == Subject.REPORT and change.verb in _BRINGING:
            addresses.update(change.subjects)
        elif change.verb == Verb.PLACED:
            return None
    grew = Report.objects.visible_to(Viewer.steward()).filter(kind=SITE, address__in=as_subquery(sorted(addresses)))
    return None if addresses and grew.exists() else set(find_keys(addresses).values())


def _judge_certain(named: Iterable[NamedSite]) -> int:
    waiting = [each for each in named if each.target is None]
    if not waiting:
        return 0
    index = site_index(Viewer.steward(), (each.mention.site.name for each in waiting))
    made, actor = 0, matcher_actor()
    judged = set(Pointing.everything.values_list("report_id", "name"))
    for each in waiting:
        if (each.report.pk, each.mention.site.name) in judged:
            continue
        target, rule = _certain(each, index)
        if target is not None and target.pk != each.report.pk:
            point(
                each.report, each.mention.site.name, target, Verdict.SAME,
                actor=actor, field=each.mention.field, matcher=rule,
            )  # fmt: skip
            made += 1
    return made


def _certain(named: NamedSite, index: SiteIndex) -> tuple[Report | None, str]:
    sites = Report.objects.visible_to(Viewer.steward()).filter(kind=SITE)
    if entry := named.mention.site.entry:
        return sites.filter(address=entry).first(), BY_ENTRY
    found = find_meant(named, index).found
    return (sites.filter(pk=found.report).first() if found else None), BY_NAME


def find_meant(named: NamedSite, index: SiteIndex) -> Match[SiteEntry]:
    """Find the sites of the register that a named site may be: by its name, and by the place that its report tells."""
    return index.find(named.mention.site.name, named.report.claim.wheres())


def site_index(viewer: Viewer, names: Iterable[str] | None = None) -> SiteIndex:
    """Return the sites that a viewer may see, as they are looked up: reports that are judged to be about one site are one.

    names: those that will be looked for; then only the sites are read that bear one of them, or one spelled alike (`site_names.py`), and what is
    found for them is the same.
    """
    sites = Report.objects.visible_to(viewer).filter(kind=SITE).standing_for(viewer)
    if names is not None:
        follow_site_names()
        sites = sites.filter(pk__in=reports_named(names))
    entries = []
    for entity in entities_of(list(sites.values_list("pk", flat=True)), viewer):
        for report in entity.current:
            claim = report.claim
            entries.append(SiteEntry(entity.reports[0].pk, report.pk, claim.names(), claim.wheres()))  # type: ignore[attr-defined]
    return SiteIndex(entries, gazetteer())


def named_sites(viewer: Viewer, reports: Iterable[int] | None = None, *, of_kind: str = "") -> Iterator[NamedSite]:
    """Yield the sites that standing reports name, each with what is judged of it.

    reports: of these alone; of all unless given. of_kind: of this kind alone.
    """
    of_kinds = Q()
    for kind, fields in kinds_with_mentions().items():
        if of_kind and kind != of_kind:
            continue
        named = Q()
        for field in fields:
            named |= Q(content__has_key=field)
        of_kinds |= Q(kind=kind) & named
    found = Report.objects.visible_to(viewer).filter(of_kinds).standing_for(viewer).order_by("pk")
    if reports is not None:
        found = found.filter(pk__in=list(reports))
    found = found.select_related("document", "attribution")
    batch: list[Report] = []
    for report in found.iterator(chunk_size=CHUNK):
        batch.append(report)
        if len(batch) == CHUNK:
            yield from _with_judgements(batch, viewer)
            batch = []
    yield from _with_judgements(batch, viewer)


def sites_meant(report: Report, viewer: Viewer) -> list[Entity]:
    """Return the sites that a report names, by the judgements in force, whether or not the report stands; as a viewer may know them."""
    targets = {each.target.pk for each in _with_judgements([report], viewer) if each.target}
    return entities_of(targets, viewer)


def _with_judgements(reports: Sequence[Report], viewer: Viewer) -> Iterator[NamedSite]:
    before = _corrected_by([each.pk for each in reports])
    wanted = {pk for report in reports for pk in (report.pk, *before.get(report.pk, ()))}
    of: dict[tuple[int, str], Pointing] = {}
    for each in effective_pointings(Pointing.objects.filter(report__in=wanted), viewer):
        of.setdefault((each.report_id, fold(each.name)), each)
    for report in reports:
        for mention in mentions_in(report.claim):
            name = fold(mention.site.name)
            said = (of.get((pk, name)) for pk in (report.pk, *before.get(report.pk, ())))
            found = next(filter(None, said), None)
            yield NamedSite(report, mention, found.target if found else None, bool(found and found.matcher))


def _corrected_by(ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Of each report that took the place of others, those, the latest first: what was judged of them holds for it while it names the site."""
    found: dict[int, tuple[int, ...]] = {}
    frontier = {pk: pk for pk in ids}
    while frontier:
        pairs = Supersession.objects.filter(new__in=list(frontier)).values_list("new_id", "old_id")
        onward: dict[int, int] = {}
        for new, old in pairs:
            of = frontier[new]
            if old not in found.get(of, ()):
                found[of] = (*found.get(of, ()), old)
                onward[old] = of
        frontier = onward
    return found


def effective_pointings(pointings: QuerySet[Pointing], viewer: Viewer) -> list[Pointing]:
    """Return of some judgements those by which a site is meant, as far as a viewer sees both reports: of each name and target the latest word of a
    person, else that of the matcher. What a person said of one target leaves no other word of the matcher about the same name."""
    rows: list[Pointing] = list(
        pointings.filter(
            report__in=Report.objects.visible_to(viewer).values("pk"),
            target__in=Report.objects.visible_to(viewer).values("pk"),
        )
        .select_related("target", "report")
        .order_by("pk")
    )
    latest: dict[tuple[int, str, int], Pointing] = {}
    for each in rows:
        key = (each.report_id, fold(each.name), each.target_id)
        standing = latest.get(key)
        if standing is None or not each.matcher or standing.matcher:
            latest[key] = each
    by_person = {
        (each.report_id, fold(each.name))
        for each in latest.values()
        if not each.matcher and each.verdict == Verdict.SAME
    }
    return [
        each
        for each in latest.values()
        if each.verdict == Verdict.SAME and not (each.matcher and (each.report_id, fold(each.name)) in by_person)
    ]


def pointing_to(site: Entity) -> list[NamedSite]:
    """List what points to a site, as its viewer may know it: standing reports that name it, each once for each field."""
    pointings = effective_pointings(Pointing.objects.filter(target__in=[each.pk for each in site.reports]), site.viewer)
    wanted = {each.report_id for each in pointings}
    wanted |= _corrections_of(wanted)
    ours = {report.pk for report in site.reports}
    return [each for each in named_sites(site.viewer, wanted) if each.target is not None and each.target.pk in ours]


def _corrections_of(ids: set[int]) -> set[int]:
    """The reports that took the place of these, and of those, by however many steps."""
    found, frontier = set(ids), set(ids)
    while frontier:
        frontier = set(Supersession.objects.filter(old__in=frontier).values_list("new_id", flat=True)) - found
        found |= frontier
    return found - ids


def tells_too_much(claim: Kind, site: Entity) -> bool:
    """Tell whether a claim that is led to a site says more exactly where it is than the functions of the site allow."""
    return bool(list_told_beside([claim], (report.claim for report in site.reports), gazetteer()))
