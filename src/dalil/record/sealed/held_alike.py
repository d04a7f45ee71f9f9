"""Other reports that tell the same of somebody whom a family seeks: they are kept from the public with the one behind the finding.

A finding covers one report. Another source, a later import or a correction may say the same of the same person; published, it would reach the
family before the person who tells them. So what is judged the same, and what names the same person and contradicts nothing, is covered by the
same consent: when the finding is proposed, when such a report comes in, and when two are judged the same. What is public already stays so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User

from dalil.archive.protection import Viewer
from dalil.record.entities import entities_of
from dalil.record.models import Report
from dalil.record.sealed.consents import cover
from dalil.record.sealed.models import ConsentCover
from dalil.record.sealed.persons import SOUGHT
from dalil.values import When
from dalil.values.when import KEPT

KIND = "victim"
SAME_NAME = 0.95
"""How alike two whole names are that are written in two scripts or two spellings, as `text.names` has it; a name that lacks a part is below."""
SAME_MOTHER = 0.5


def list_alike(report: Report) -> list[Report]:
    """List the reports that tell the same as this one and that the public cannot read; this one first.

    It reads the names of all victims who are not public: about a second for 20,000.
    """
    others = [each for entity in entities_of([report.pk], Viewer.steward()) for each in entity.reports]
    keys = [each.pk for each in (report, *others)]
    if report.kind == KIND:
        not_public = Report.objects.exclude(pk__in=_public()).filter(kind=KIND).values_list("pk", "content")
        keys += _find_alike([(report.pk, report.content)], not_public.iterator(chunk_size=2000))
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
    for pk, content in fresh.values_list("pk", "content").iterator(chunk_size=2000):
        for other in _find_alike([(pk, content)], known):
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


def _covers() -> Sequence[ConsentCover]:
    """What is kept from the public for families."""
    covers = ConsentCover.objects.filter(consent__person__role=SOUGHT, report__isnull=False, taken_back_at=None)
    return list(covers.select_related("consent", "report"))


def _public() -> Any:
    return Report.objects.visible_to(Viewer.public()).values("pk")


def _find_alike(
    sought: Sequence[tuple[int, Mapping[str, Any]]], among: Sequence[tuple[int, Mapping[str, Any]]] | Any
) -> Iterator[int]:
    """Yield the keys of those who bear the name of one who is sought and contradict nothing that is told of them."""
    from dalil.text.names import keys_of_names  # its kernels are loaded only where somebody is sought

    keyed = [(content, set(keys_of_names(_names(content)))) for _, content in sought if _names(content)]
    for key, content in among:
        if (names := _names(content)) and keyed:
            own = set(keys_of_names(names))
            if any(own & keys and _is_same(one, content) for one, keys in keyed):
                yield key


def _is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    from dalil.text.names import similarity

    if max(similarity(a, b) for a in _names(one) for b in _names(other)) < SAME_NAME:
        return False
    mothers = [(each.get("who") or {}).get("mother", "") for each in (one, other)]
    if all(mothers) and similarity(*mothers) < SAME_MOTHER:
        return False
    births = [each.get("born") for each in (one, other)]
    if all(births):
        first, second = (When.model_validate(each, context=KEPT) for each in births)
        return first.overlaps(second)
    return True


def _names(content: Mapping[str, Any]) -> list[str]:
    return [content[name]["said"] for name in ("who", "also_named") if content.get(name)]
