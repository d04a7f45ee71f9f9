"""Other reports that tell the same of somebody whom a family seeks: they are kept from the public with the one behind the finding.

A finding covers one report. Another source, a later import or a correction may say the same of the same person; published, it would reach the
family before the person who tells them. So what is judged the same, and what names the same person and contradicts nothing, is covered by the
same consent: when the finding is proposed, when such a report comes in, and when two are judged the same. What is public already stays so.

A name that many bear says too little alone: it would keep strangers from the public, and tell whoever enters one that somebody of it is sought.
It holds a report only where one more fact agrees. The days and places of two reports of one person differ where one tells of the arrest and
one of the death; so they speak against a common name, and not against a rare one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User

from dalil.archive.protection import Viewer
from dalil.record.entities import entities_of
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.models import Report
from dalil.record.sealed.consents import cover
from dalil.record.sealed.models import ConsentCover
from dalil.record.sealed.persons import SOUGHT
from dalil.values import When
from dalil.values.base import KEPT

KIND = "victim"
SAME_NAME = 0.95
"""How alike two whole names are that are written in two scripts or two spellings, as `text.names` has it; a name that lacks a part is below."""
SAME_MOTHER = 0.5
RARE_NAME = 16.0
"""Bits that the parts of a name must have together to be enough alone: one of 65,000 people bears it, as in `tracing.match_keys`."""


def list_alike(report: Report) -> list[Report]:
    """List the reports that tell the same as this one and that the public cannot read; this one first.

    It reads the names of all victims who are not public: about a second for 20,000.
    """
    others = [each for entity in entities_of([report.pk], Viewer.steward()) for each in entity.reports]
    keys = [each.pk for each in (report, *others)]
    if report.kind == KIND:
        not_public = Report.objects.exclude(pk__in=_public()).filter(kind=KIND).values_list("pk", "content")
        among = not_public.iterator(chunk_size=2000)
        keys += [other for other, _sought in _find_alike([(report.pk, report.content)], among)]
    found = Report.objects.filter(pk__in=keys).exclude(pk__in=_public())
    return sorted(found, key=lambda each: (each.pk != report.pk, each.pk))


def cover_alike(first: int, last: int, *, actor: User) -> None:
    """Cover those of new reports that tell what a finding tells, also those that come in as public; within the transaction that enters them.

    first, last: their primary keys.
    """
    held = _covers()
    if not held:
        return
    known = [(each.report.pk, each.report.content) for each in held if each.report and each.report.kind == KIND]
    fresh = Report.objects.filter(kind=KIND, pk__range=(first, last))
    of_known: dict[int, list[int]] = defaultdict(list)
    for pk, other in _find_alike(known, fresh.values_list("pk", "content").iterator(chunk_size=2000)):
        of_known[other].append(pk)
    for each in held:
        if alike := of_known.get(each.report_id or 0):
            cover(each.consent, Report.objects.filter(pk__in=alike), actor=actor)


def cover_judged(one: Report, other: Report, *, actor: User) -> None:
    """Cover what was judged to be about the same as a report behind a finding; within the transaction of the judgement."""
    held = {each.report_id: each for each in _covers()}
    if not held:
        return
    same = [each for entity in entities_of([one.pk, other.pk], Viewer.steward()) for each in entity.reports]
    if behind := [held[each.pk] for each in same if each.pk in held]:
        hidden = Report.objects.filter(pk__in=[each.pk for each in same]).exclude(pk__in=_public())
        for each in behind:
            cover(each.consent, hidden, actor=actor)


def cover_all_judged(pairs: Sequence[tuple[Report, Report]], *, actor: User) -> None:
    """Cover what many judgements brought together, as `cover_judged` does; one query where no family seeks anybody."""
    if _covers():
        for one, other in pairs:
            cover_judged(one, other, actor=actor)


def _covers() -> list[ConsentCover]:
    """What is kept from the public for families."""
    covers = ConsentCover.objects.filter(consent__person__role=SOUGHT, report__isnull=False, taken_back_at=None)
    return list(covers.select_related("consent", "report"))


def _public() -> Any:
    return Report.objects.visible_to(Viewer.public()).values("pk")


def _find_alike(
    sought: Iterable[tuple[int, Mapping[str, Any]]], among: Iterable[tuple[int, Mapping[str, Any]]]
) -> Iterator[tuple[int, int]]:
    """Yield who bears the name of one who is sought and contradicts nothing that is told of them, and the one: by their keys.

    Each name is keyed once; only those who share a key are compared.
    """
    from dalil.text.names import keys_of_names  # its kernels are loaded only where somebody is sought

    contents = {number: content for number, content in sought if _names(content)}
    bearing: dict[str, list[int]] = defaultdict(list)
    for number, content in contents.items():
        for key in keys_of_names(_names(content)):
            bearing[key].append(number)
    if not bearing:
        return
    for other, content in among:
        near = {number for key in keys_of_names(_names(content)) for number in bearing.get(key, ())}
        for number in sorted(near):
            if _is_same(contents[number], content):
                yield other, number


def _is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    from dalil.text.names import similarity

    alike = [(a, b) for a in _names(one) for b in _names(other) if similarity(a, b) >= SAME_NAME]
    if not alike:
        return False
    is_rare = any(min(_rarity(a), _rarity(b)) >= RARE_NAME for a, b in alike)
    person = [_same_mother(one, other), _overlap(one, other, "born")]
    event = [_overlap(one, other, "when"), _same_place(one, other)]
    if False in person:
        return False
    return is_rare or True in person or (True in event and False not in event)


def _same_mother(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool | None:
    """Tell whether two mothers' names are one; None where one is not told, as below."""
    from dalil.text.names import similarity

    mothers = [(each.get("who") or {}).get("mother", "") for each in (one, other)]
    return similarity(*mothers) >= SAME_MOTHER if all(mothers) else None


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any], name: str) -> bool | None:
    times = [When.model_validate(each[name], context=KEPT) for each in (one, other) if each.get(name)]
    return times[0].overlaps(times[1]) if len(times) == 2 else None


def _same_place(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool | None:
    """Tell whether a place of the one holds a place of the other, or is it."""
    known = gazetteer()
    places = [[code for code in (each.get("where") or {}).get("places", ()) if code in known] for each in (one, other)]
    if not all(places):
        return None
    return any(a in known.path(b) or b in known.path(a) for a in places[0] for b in places[1])


def _rarity(name: str) -> float:
    from dalil.text.names import rarity_of, read_name

    return sum(map(rarity_of, read_name(name).units))


def _names(content: Mapping[str, Any]) -> list[str]:
    return [content[name]["said"] for name in ("who", "also_named") if content.get(name)]
