"""Screening the people of the record against the lists, and keeping what is worth a look; what came in is screened, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing import get_context
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q

from dalil.archive.protection import Viewer
from dalil.kinds.listing import Listing
from dalil.record import actions
from dalil.record.actions.actors import matcher_actor
from dalil.record.actions.transaction import Refused, writing
from dalil.record.by_addresses import find_keys
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.kind import all_kinds, fields_of
from dalil.record.lengths import check_lengths
from dalil.record.log import Place, Subject, Verb, append_change, changes_since, last_place, stands_in_log
from dalil.record.models import Judgement, Report, Verdict
from dalil.sanctions.finding_returned import find_returned
from dalil.sanctions.listing_steps import OFF, claims_of, last_steps, steps_of, watched_lists
from dalil.sanctions.models import ScreenedUpTo, ScreeningCandidate, ScreeningVerdict
from dalil.sanctions.screening import Candidate, Key, ListedNames, ScreenedPerson, screen, screen_part
from dalil.values import PersonName, When
from dalil.values.base import KEPT

CHUNK = 500
LARGE = 20_000
"""From so many people on, several processes share the work, and look at the words of all people at once."""
PROCESSES = 2
_ENTERING = (Verb.ENTERED, Verb.SUPERSEDED, Verb.WITHDREW, Verb.RETRACTED)


@dataclass(frozen=True)
class ScreeningOutcome:
    """What a run came to: how many people and entries were compared, and how many pairs are worth a look."""

    people: int
    entries: int
    candidates: int


def screen_all() -> ScreeningOutcome:
    """Screen every person of the record against every list."""
    place = last_place()
    entries, steps = _listed(None)
    people = list(people_of(None))
    with writing():
        ScreeningCandidate.objects.exclude(report__kind=Listing.code).delete()
        kept = _keep(_compare(people, entries), steps)
        kept += _propose_returned(watched_lists(Viewer.steward()))
        _note(place)
    return ScreeningOutcome(len(people), len(entries), kept)


def screen_what_came_in() -> ScreeningOutcome:
    """Screen the people of new reports against all lists, and all people against the entries that a new version changed."""
    noted, place = ScreenedUpTo.objects.first(), last_place()
    if noted is None or not stands_in_log(Place(noted.number, noted.mark)):
        return screen_all()
    touched = _touched(noted.number, place.number)
    if not touched:
        _note(place)
        return ScreeningOutcome(0, 0, 0)
    fresh_people = list(people_of(touched))
    fresh_entries, fresh_steps = _listed(touched)
    kept = compared = 0
    with writing():
        for chunk in _chunks(sorted(touched)):
            ScreeningCandidate.objects.filter(report__in=chunk).delete()
        changed = list(_entries_of(touched))
        for code, number in changed:
            ScreeningCandidate.objects.filter(sanctions_list=code, entry=number).delete()
        if fresh_people:
            entries, steps = _listed(None)
            kept += _keep(_compare(fresh_people, entries), steps)
            compared = len(entries)
        if fresh_entries:
            known = {person.report for person in fresh_people}
            others = [person for person in people_of(None) if person.report not in known]
            kept += _keep(_compare(others, fresh_entries), fresh_steps)
        kept += _propose_returned({code for code, _ in changed})
        _note(place)
    return ScreeningOutcome(len(fresh_people), max(compared, len(fresh_entries)), kept)


def _propose_returned(lists: Iterable[str]) -> int:
    """Propose anew who may have come back to these lists under another number. Who counts and who shows is told where that is another than before."""
    kept = 0
    for code in sorted(lists):
        standing = ScreeningCandidate.objects.filter(sanctions_list=code, report__kind=Listing.code)
        pairs = standing.order_by("pk").values_list("report__address", "step__address")
        before = set(pairs)
        standing.delete()
        kept += _keep(*find_returned(code))
        if changed := sorted(before ^ set(pairs.all())):
            addresses = [address for pair in changed for address in pair]
            told = {"kind": Listing.code, "pairs": len(changed)}
            append_change(Verb.PROPOSED, Subject.REPORT, addresses, actor=matcher_actor(), **told)
    return kept


def people_of(reports: set[int] | None) -> Iterator[ScreenedPerson]:
    """Yield the people whom reports name, of all reports or of some; listings name whom they list, and are left out."""
    fields = {
        code: [field.name for field in fields_of(kind) if field.type is PersonName and not field.many]
        for code, kind in all_kinds().items()
        if code != Listing.code
    }
    rows = (
        Report.objects.visible_to(Viewer.steward())
        .filter(kind__in=[code for code, names in fields.items() if names])
        .uncorrected()
        .not_withdrawn()
        .order_by("pk")
    )
    some = [rows] if reports is None else [rows.filter(pk__in=chunk) for chunk in _chunks(sorted(reports))]
    for each in some:
        for pk, kind, content in each.values_list("pk", "kind", "content").iterator(chunk_size=2000):
            for field in fields[kind]:
                if content.get(field):
                    yield _person(pk, content, content[field]["said"])


def _person(pk: int, content: dict[str, Any], name: str) -> ScreenedPerson:
    born = When.model_validate(content["born"], context=KEPT) if content.get("born") else None
    known, places = gazetteer(), []
    for code in (content.get("origin") or {}).get("places", ()):
        if code in known:
            places += [known.get(code).en, known.get(code).ar]
    return ScreenedPerson(pk, name, born, tuple(filter(None, places)))


def _listed(reports: set[int] | None) -> tuple[dict[Key, Listing], dict[Key, int]]:
    """The persons who stand on the lists, or those of them whose last step is among some reports; with the report of that step."""
    steward, entries, steps = Viewer.steward(), dict[Key, Listing](), dict[Key, int]()
    for code in watched_lists(steward):
        standing = [
            step
            for step in last_steps(steps_of(code, steward)).values()
            if step.action != OFF and step.subject in ("person", "") and (reports is None or step.report in reports)
        ]
        for step, claim in claims_of(standing, steward):
            entries[code, step.entry], steps[code, step.entry] = claim, step.report
    return entries, steps


def _entries_of(reports: set[int]) -> Iterator[Key]:
    rows = Report.objects.visible_to(Viewer.steward()).filter(kind=Listing.code)
    for chunk in _chunks(sorted(reports)):
        for code, external_id in rows.filter(pk__in=chunk).values_list("content__sanctions_list", "external_id"):
            yield code, external_id.rpartition(":")[2]


def _compare(people: Sequence[ScreenedPerson], entries: dict[Key, Listing]) -> Iterator[Candidate]:
    if not people or not entries:
        return
    if len(people) < LARGE:
        yield from screen(people, ListedNames(entries))
        return
    parts = [people[start::PROCESSES] for start in range(PROCESSES)]
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        for found in pool.map(partial(screen_part, entries), parts):
            yield from found


def _keep(candidates: Iterable[Candidate], steps: dict[Key, int]) -> int:
    rows = [
        ScreeningCandidate(
            report_id=each.person.report,
            step_id=steps[each.entry],
            sanctions_list=each.entry[0],
            entry=each.entry[1],
            name=each.person.name[:500],
            listed_name=each.listed_name[:500],
            weight=each.weight,
            reasons=[asdict(reason) for reason in each.reasons],
        )
        for each in candidates
    ]
    ScreeningCandidate.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)
    return len(rows)


def _touched(after: int, until: int) -> set[int]:
    addresses: set[str] = set()
    for change in changes_since(after, until):
        if change.noun == Subject.REPORT and change.verb in _ENTERING:
            addresses.update(change.subjects)
    return set(find_keys(addresses).values())


def _note(place: Place) -> None:
    ScreenedUpTo.objects.update_or_create(pk=1, defaults={"number": place.number, "mark": place.mark})


def _chunks(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def judge_candidate(
    candidate: ScreeningCandidate, verdict: Verdict, *, actor: User, reason: str = ""
) -> ScreeningVerdict:
    """Say whether the person of a report is the one of an entry. Raises Refused where somebody judged these two already."""
    check_lengths(reason=reason)
    about = {"report": candidate.report, "sanctions_list": candidate.sanctions_list, "entry": candidate.entry}
    with writing():
        if ScreeningVerdict.objects.filter(**about).exists():
            raise Refused("screening_judged_already", "this has been judged already; take that judgement back first")
        judged = ScreeningVerdict.objects.create(**about, verdict=verdict, actor=actor, reason=reason)
        if (
            candidate.report.kind == Listing.code
        ):  # it was taken off and came back: both are one thing of the record, or two
            actions.judge(candidate.report, candidate.step, verdict, actor=actor, reason=reason)
        subjects = [candidate.report.address, candidate.step.address]
        append_change(Verb.JUDGED, Subject.REPORT, subjects, actor=actor, what="screening", verdict=str(verdict))
        return judged


def take_verdict_back(judged: ScreeningVerdict, *, actor: User) -> None:
    """Take a judgement of a screening back; it stays on the record. Raises Refused where that was done already."""
    with writing():
        if not judged.take_back(actor):
            raise Refused("already_taken_back", "this judgement has already been taken back")
        for each in _judgements_of_return(judged):
            actions.retract(each, actor=actor)
        append_change(Verb.RETRACTED, Subject.REPORT, [judged.report.address], actor=actor, what="screening")


def _judgements_of_return(judged: ScreeningVerdict) -> list[Judgement]:
    """What stands of the words of a person that an entry which was taken off is, or is not, the one that was judged."""
    if judged.report.kind != Listing.code:
        return []
    steps = [step.report for step in steps_of(judged.sanctions_list, Viewer.steward(), entry=judged.entry)]
    standing = Judgement.objects.filter(matcher="", actor=judged.actor, verdict=judged.verdict, retraction=None)
    gone = judged.report_id
    return list(standing.filter(Q(a=gone, b__in=steps) | Q(b=gone, a__in=steps)).select_related("a", "b"))
