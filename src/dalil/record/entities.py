"""Which reports are about the same thing: reports + judgements -> entities.

An entity has no row. It is the set of reports that judgements and corrections hold together, *among the reports one viewer may
see*: a hidden report neither joins two public ones nor changes an address. Its address is that of its earliest report, so a
merge or a split leaves every old address leading somewhere, and nothing needs to be kept about redirects.

By which rule reports and judgements become groups is said in `grouping`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q

from dalil.archive.protection import Viewer
from dalil.record.grouping import Bearings, JudgementLink, group, group_by_persons
from dalil.record.kind import all_kinds
from dalil.record.lists import list_of
from dalil.record.models import Judgement, Report, Supersession, Verdict, Withdrawal
from dalil.record.sameness import CloseInTime, SameIdentifier
from dalil.record.ways import ways_in

CHUNK = 500  # ids in one query; SQLite takes at most a few thousand variables


@dataclass(frozen=True)
class Entity:
    """The thing that reports are about, as one viewer may know it.

    reports: every report of it the viewer may see, earliest first. current: those neither corrected nor withdrawn.
    viewer: as whom it was read.
    """

    address: str
    kind: str
    reports: tuple[Report, ...]
    current: tuple[Report, ...]
    viewer: Viewer


def bundle(ids: Iterable[int], viewer: Viewer) -> tuple[set[int], list[tuple[int, int]], list[JudgementLink]]:
    """Return everything that could be one entity with these reports, for this viewer: the reports, the corrections, the judgements."""
    reached: set[int] = set()
    frontier = set(_visible(ids, viewer))
    corrections: dict[tuple[int, int], None] = {}
    links: dict[int, JudgementLink] = {}
    while frontier:
        reached |= frontier
        neighbours: set[int] = set()
        for a, b in _corrections(frontier):
            corrections[a, b] = None
            neighbours |= {a, b}
        for link in _judgements(frontier):
            links[link.order] = link
            if link.same:
                neighbours |= {link.a, link.b}
        frontier = set(_visible(neighbours - reached, viewer))
    return (
        reached,
        [pair for pair in corrections if pair[0] in reached and pair[1] in reached],
        [link for link in links.values() if link.a in reached and link.b in reached],
    )


def entities_of(ids: Iterable[int], viewer: Viewer) -> list[Entity]:
    """Return the entities that hold at least one of these reports, as this viewer may know them."""
    asked, corrections = _members_of(ids, viewer)
    known = _read([each for members in asked for each in members], viewer)
    return [
        entity
        for members in asked
        if (entity := _assemble([known[each] for each in members if each in known], corrections, viewer))
    ]


def members_of(ids: Iterable[int], viewer: Viewer) -> list[tuple[int, ...]]:
    """Return the ids of the reports of each entity that `entities_of` returns, the earliest first, and read no report."""
    return [tuple(members) for members in _members_of(ids, viewer)[0]]


def _members_of(ids: Iterable[int], viewer: Viewer) -> tuple[list[Sequence[int]], list[tuple[int, int]]]:
    """The reports of each entity that holds one of these, and the corrections among them."""
    wanted = set(ids)
    reached, corrections, links = bundle(wanted, viewer)
    groups, _ = group(reached, corrections, links, bearings_for(links, corrections))
    return [members for members in groups if not wanted.isdisjoint(members)], corrections


def entity_at(address: str, viewer: Viewer) -> Entity | None:
    """Return the entity that an address leads to today, or None where the viewer may see no report of that address.

    Where reports were merged, the entity's own address may differ from the one asked for: send the reader on to it.
    """
    report = Report.objects.visible_to(viewer).filter(address=address).first()
    return entities_of([report.pk], viewer)[0] if report else None


def entities_then(groups: Sequence[Sequence[int]], at: datetime, viewer: Viewer) -> list[Entity | None]:
    """Return entities as they stood at a moment: each made of the reports that were then behind it, as far as the viewer may see them now.

    groups: the ids of the reports of each, the earliest first. What was corrected by none of them, and not withdrawn by then, was current.
    An entity of which the viewer may see no report any more is None.
    """
    wanted = [each for group_ in groups for each in group_]
    known = _read(wanted, viewer)
    corrected: dict[int, set[int]] = {}
    withdrawn: set[int] = set()
    for chunk in _chunks(wanted):
        for old, new in Supersession.objects.filter(old__in=chunk, at__lte=at).values_list("old_id", "new_id"):
            corrected.setdefault(old, set()).add(new)
        withdrawn.update(Withdrawal.objects.filter(report__in=chunk, at__lte=at).values_list("report_id", flat=True))
    entities: list[Entity | None] = []
    for ids in groups:
        reports = tuple(known[each] for each in ids if each in known)
        current = tuple(
            each for each in reports if each.pk not in withdrawn and corrected.get(each.pk, set()).isdisjoint(ids)
        )
        entities.append(Entity(reports[0].address, reports[0].kind, reports, current, viewer) if reports else None)
    return entities


def _read(ids: Sequence[int], viewer: Viewer) -> dict[int, Report]:
    found: dict[int, Report] = {}
    for chunk in _chunks(ids):
        found |= (
            Report.objects.visible_to(viewer)
            .select_related("document", "attribution")
            .prefetch_related("attribution__credits__source")
            .with_withdrawals()
            .in_bulk(chunk)
        )
    return found


def _assemble(reports: Sequence[Report], corrections: Sequence[tuple[int, int]], viewer: Viewer) -> Entity | None:
    if not reports:
        return None
    corrected = {old for old, _ in corrections}
    current = tuple(report for report in reports if report.pk not in corrected and not report.withdrawn_because)
    return Entity(
        address=reports[0].address, kind=reports[0].kind, reports=tuple(reports), current=current, viewer=viewer
    )


def bearings_for(links: Iterable[JudgementLink], corrections: Iterable[tuple[int, int]]) -> dict[int, Bearings]:
    """Return the bearings of the reports that matchers joined and of those in between; nothing is read where no matcher judged.

    What was corrected has none: the row that took its place speaks for it.
    """
    links = list(links)
    if all(link.by_person for link in links):
        return {}
    corrected = {old for old, _ in corrections}
    wanted = sorted({each for link in links for each in (link.a, link.b)} - corrected)
    return bearings_of(wanted)


def bearings_of(ids: Iterable[int]) -> dict[int, Bearings]:
    """Return the bearings of some reports: what keeps a matcher's word from joining them."""
    found: dict[int, Bearings] = {}
    for chunk in _chunks(sorted(ids)):
        rows = Report.objects.visible_to(Viewer.steward()).filter(pk__in=chunk)
        for pk, kind, content, *row in rows.values_list(
            "pk", "kind", "content", "external_id", "document_id", "locator"
        ):
            days, within = _days_of(kind, content)
            found[pk] = Bearings(
                list_of(*row),
                days,
                within,
                _identifiers_of(kind, content),
                _minute_of(kind, content),
                ways_in(kind, content),
            )
    return found


def _days_of(kind: str, content: Mapping[str, Any]) -> tuple[tuple[int, int] | None, int]:
    """The first and the last day of a report, counted from the beginning of the calendar, and how far apart its kind lets two of them be."""
    rules = all_kinds()[kind].same_when if kind in all_kinds() else ()
    rule = next((each for each in rules if isinstance(each, CloseInTime)), None)
    said = content.get(rule.field) if rule else None
    if rule is None or not said:
        return None, 0
    return (date.fromisoformat(said["start"]).toordinal(), date.fromisoformat(said["end"]).toordinal()), rule.days


def _minute_of(kind: str, content: Mapping[str, Any]) -> int | None:
    """The minute at which what a report tells of happened; None where it tells none."""
    rules = all_kinds()[kind].same_when if kind in all_kinds() else ()
    rule = next((each for each in rules if isinstance(each, CloseInTime)), None)
    said = content.get(rule.field) if rule else None
    if not said or not said.get("at"):
        return None
    at = time.fromisoformat(said["at"])
    day = date.fromisoformat(said["start"]).toordinal()
    return (day * 24 + at.hour) * 60 + at.minute


def _identifiers_of(kind: str, content: Mapping[str, Any]) -> dict[str, str]:
    """The identifiers that a report states of a person, by field: two that differ are two persons."""
    rules = all_kinds()[kind].same_when if kind in all_kinds() else ()
    fields = [rule.field for rule in rules if isinstance(rule, SameIdentifier)]
    return {field: str(content[field]) for field in fields if content.get(field)}


def _visible(ids: Iterable[int], viewer: Viewer) -> list[int]:
    return [
        pk
        for chunk in _chunks(sorted(ids))
        for pk in Report.objects.visible_to(viewer).filter(pk__in=chunk).values_list("pk", flat=True)
    ]


def _corrections(ids: Iterable[int]) -> list[tuple[int, int]]:
    return [
        pair
        for chunk in _chunks(sorted(ids))
        for pair in Supersession.objects.filter(Q(old__in=chunk) | Q(new__in=chunk)).values_list("old_id", "new_id")
    ]


def _judgements(ids: Iterable[int]) -> list[JudgementLink]:
    return [
        JudgementLink(a=a, b=b, same=verdict == Verdict.SAME, by_person=not matcher, order=pk, score=score or 0.0)
        for chunk in _chunks(sorted(ids))
        for pk, a, b, verdict, matcher, score in Judgement.objects.filter(
            Q(a__in=chunk) | Q(b__in=chunk), retraction=None
        ).values_list("pk", "a_id", "b_id", "verdict", "matcher", "score")
    ]


def _chunks(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def group_all(ids: Iterable[int]) -> tuple[Mapping[int, int], Mapping[int, int]]:
    """Group all reports of one viewer at once. Returns, for each report that is not alone in its entity, the first report of it;
    and the first of those that it would be together with if no matcher had judged (`group_by_persons`).

    What a full rebuild uses; by the same rule as `entities_of`.
    """
    visible = set(ids)
    corrections = [pair for pair in Supersession.objects.values_list("old_id", "new_id") if visible.issuperset(pair)]
    links = [
        JudgementLink(a=a, b=b, same=verdict == Verdict.SAME, by_person=not matcher, order=pk, score=score or 0.0)
        for pk, a, b, verdict, matcher, score in Judgement.objects.filter(retraction=None)
        .order_by("pk")
        .values_list("pk", "a_id", "b_id", "verdict", "matcher", "score")
        if a in visible and b in visible
    ]
    touched = {each for pair in corrections for each in pair} | {each for link in links for each in (link.a, link.b)}
    groups, _ = group(touched, corrections, links, bearings_for(links, corrections))
    first_of = {member: members[0] for members in groups for member in members if len(members) > 1}
    by_persons = group_by_persons(touched, corrections, links)
    return first_of, {member: by_persons[member] for member in first_of}
