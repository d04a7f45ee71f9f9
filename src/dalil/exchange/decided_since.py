"""What was decided since about reports that a partner has: withdrawn, corrected, taken back, closed. Every later bundle says it.

One line of the part `decisions.jsonl` is one decision as it stands at the sender when the bundle is made:

    {"of": "withdrawal", "report": ADDRESS, "in_force": true, "reason": "…"}
    {"of": "correction", "report": ADDRESS, "by": ADDRESS, "in_force": false, "reason": ""}
    {"of": "closing", "document": SHA-256, "level": "internal", "groups": [], "at": "2024-03-01T10:00:00+00:00"}

in_force: false says that it was taken back. by: null where the correction did not go to the partner. A closing names a `report`, a
`document` or a `source`; a report is closed too where its document or one of its sources is. Only a stricter level is a closing.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import Q

from dalil.archive.models import Document
from dalil.archive.protection import Level, NobodyLeft, Viewer, together
from dalil.exchange.bundle_file import DECISIONS, BundleRefused
from dalil.exchange.models import Partner, SentBundle
from dalil.intake.formats.report_line import LEVELS
from dalil.intake.parsed_rows import UNSTORABLE
from dalil.record.by_addresses import as_subquery, keys_as_subquery
from dalil.record.comparison import LATER_VERSION
from dalil.record.lengths import TextTooLong, check_lengths
from dalil.record.log import Subject, Verb, changes_of
from dalil.record.models import Report, Source, Supersession, Withdrawal

NOUNS = ("report", "document", "source")

Thing = Report | Document | Source


class ToldWithdrawal(NamedTuple):
    """A report was withdrawn at the sender, or that was taken back."""

    report: str
    in_force: bool
    reason: str


class ToldCorrection(NamedTuple):
    """A report was corrected at the sender, or that was taken back. by: the report that took its place; None where that did not come."""

    report: str
    by: str | None
    in_force: bool
    reason: str


class ToldClosing(NamedTuple):
    """Fewer people see a thing at the sender than when it went. noun: one of `NOUNS`; name: its address, digest or code."""

    noun: str
    name: str
    level: Level
    groups: tuple[str, ...]
    at: datetime


class Decisions(NamedTuple):
    """What a bundle says of decisions."""

    withdrawals: tuple[ToldWithdrawal, ...] = ()
    corrections: tuple[ToldCorrection, ...] = ()
    closings: tuple[ToldClosing, ...] = ()


def first_sent(partner: Partner) -> dict[int, datetime]:
    """Return when each report that a partner has went to it first, by id."""
    sent: dict[int, datetime] = {}
    for ranges, at in SentBundle.objects.filter(partner=partner).order_by("-pk").values_list("reports", "at"):
        sent |= {pk: at for first, last in ranges for pk in range(first, last + 1)}
    return sent


def find_missing_corrections(partner: Partner, viewer: Viewer) -> set[int]:
    """Return the ids of the reports that correct what a partner has and did not go to it, as far as the viewer sees both."""
    has = set(first_sent(partner))
    missing: set[int] = set()
    corrected = _seen(has, viewer)
    while corrected:
        made = Supersession.objects.filter(old__in=keys_as_subquery(sorted(corrected))).values_list("new", flat=True)
        corrected = _seen(set(made) - has - missing, viewer)
        missing |= corrected
    return missing


def _seen(ids: Collection[int], viewer: Viewer) -> set[int]:
    seen = Report.objects.visible_to(viewer).filter(pk__in=keys_as_subquery(sorted(ids)))
    return set(seen.values_list("pk", flat=True))


def plain_decisions(
    partner: Partner, going: Collection[int], sight: Viewer, viewer: Viewer
) -> Iterator[dict[str, Any]]:
    """Yield what was decided since about reports that the partner has.

    going: the ids of what goes now. sight: who makes the bundle; the partner learns of each report that it has and that this person sees,
    also where it would not go any more. viewer: to whom the bundle is written; reasons are told of what this viewer sees.
    """
    sent = first_sent(partner)
    has = sorted(sent.keys() | set(going))
    if not sent:
        return  # what goes for the first time says all of it in its own line
    asked = Report.objects.visible_to(sight).filter(pk__in=keys_as_subquery(has))
    addresses = dict(asked.values_list("pk", "address"))
    open_to_reader = _seen(addresses, viewer)
    yield from _withdrawals(addresses, open_to_reader)
    yield from _corrections(addresses, open_to_reader, viewer)
    yield from _closings(sent, sight)


def _withdrawals(addresses: Mapping[int, str], open_to_reader: Collection[int]) -> Iterator[dict[str, Any]]:
    made = Withdrawal.everything.filter(report__in=keys_as_subquery(addresses)).order_by("pk")
    last: dict[int, str | None] = {}
    for pk, reason, taken_back in made.values_list("report", "reason", "taken_back_at"):
        last[pk] = None if taken_back else reason
    for pk, why in last.items():
        reason = why if why and pk in open_to_reader else ""
        yield {"of": "withdrawal", "report": addresses[pk], "in_force": why is not None, "reason": reason}


def _corrections(addresses: Mapping[int, str], open_to_reader: Set[int], viewer: Viewer) -> Iterator[dict[str, Any]]:
    made = Supersession.everything.filter(old__in=keys_as_subquery(addresses)).order_by("pk")
    last: dict[tuple[int, int | None], str | None] = {}
    for old, new, reason, taken_back in made.values_list("old", "new", "reason", "taken_back_at"):
        has_new = new in addresses
        if not taken_back:
            last[old, new if has_new else None] = reason
        elif has_new:
            last.setdefault((old, new), None)
    for (corrected, by), why in last.items():
        told = why and open_to_reader >= {corrected, by} and (viewer.member or why == LATER_VERSION)
        yield {
            "of": "correction",
            "report": addresses[corrected],
            "by": None if by is None else addresses[by],
            "in_force": why is not None,
            "reason": why if told else "",
        }


def _closings(sent: Mapping[int, datetime], sight: Viewer) -> Iterator[dict[str, Any]]:
    """Yield what became stricter since it went; of a report the strictest of its own level and those of what it rests on."""
    closed = _closed_since(min(sent.values()))
    if not closed:
        return
    named: dict[str, list[str]] = {noun: [name for of, name in closed if of == noun] for noun in NOUNS}
    concerned = (
        Q(address__in=as_subquery(named["report"]))
        | Q(document__sha256__in=as_subquery(named["document"]))
        | Q(attribution__credits__source__code__in=as_subquery(named["source"]))
    )
    ids = Report.objects.visible_to(sight).filter(concerned, pk__in=keys_as_subquery(sent)).values("pk")
    found = Report.objects.visible_to(sight).filter(pk__in=ids).order_by("pk").select_related("document", "attribution")
    behind: dict[tuple[str, str], dict[str, Any]] = {}
    for report in found.prefetch_related("groups", "document__groups", "attribution__credits__source__groups"):
        credited = [each.source for each in report.attribution.credits.all()]
        things: list[tuple[str, str, Thing]] = [
            ("report", report.address, report),
            ("document", report.document.sha256, report.document),
            *(("source", each.code, each) for each in credited),
        ]
        strict = [
            (noun, name, each)
            for noun, name, each in things
            if each.level > Level.PUBLIC and (noun, name) in closed and closed[noun, name] > sent[report.pk]
        ]
        if not strict:
            continue
        behind |= {(noun, name): _closing(noun, name, [each], closed[noun, name], sight) for noun, name, each in strict}
        at = max(closed[noun, name] for noun, name, _ in strict)
        yield _closing("report", report.address, [each for *_, each in strict], at, sight)
    yield from (each for (noun, _), each in behind.items() if noun != "report")


def _closed_since(since: datetime) -> dict[tuple[str, str], datetime]:
    """The moment at which each thing last got a stricter level, by its noun and its name."""
    closed: dict[tuple[str, str], datetime] = {}
    for change in changes_of(Verb.PROTECTED, since):
        if change.noun in (Subject.REPORT, Subject.DOCUMENT, Subject.SOURCE):
            before, level = change.detail.get("before"), change.detail.get("level")
            if isinstance(before, dict) and isinstance(level, int) and level > before.get("level", level):
                closed |= {(change.noun.value, name): change.at for name in change.subjects}
    return closed


def _closing(noun: str, name: str, things: Sequence[Thing], at: datetime, sight: Viewer) -> dict[str, Any]:
    try:
        level, groups = together([(each.level, each.groups.all()) for each in things])
    except NobodyLeft:
        level, groups = Level.RESTRICTED, []
    named = sorted(each.name for each in groups if sight.everything or each.pk in sight.groups)
    return {"of": "closing", noun: name, "level": LEVELS[level], "groups": named, "at": at.isoformat()}


def read_decisions(folder: Path) -> Decisions:
    """Read what a bundle says of decisions; nothing where it has an older form that says nothing of them. Raises BundleRefused."""
    file = folder / DECISIONS
    if not file.exists():
        return Decisions()
    withdrawals, corrections, closings = [], [], []
    try:
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                match json.loads(line):
                    case {
                        "of": "withdrawal",
                        "report": str(report),
                        "in_force": bool(so),
                        "reason": str(reason),
                        **rest,
                    }:
                        withdrawals.append(ToldWithdrawal(report, so, reason))
                    case {
                        "of": "correction",
                        "report": str(report),
                        "by": str() | None as new,
                        "in_force": bool(so),
                        "reason": str(reason),
                        **rest,
                    }:
                        corrections.append(ToldCorrection(report, new, so, reason))
                    case {"of": "closing", "level": str(level), "groups": [*groups], "at": str(at), **rest}:
                        reason = ""
                        closings.append(_read_closing(level, groups, at, rest))
                        rest = {}
                    case _:
                        raise ValueError("no decision")
                check_lengths(reason=reason)
                if rest or UNSTORABLE.search(reason):
                    raise ValueError("more than a decision")
    except (ValueError, KeyError, TypeError, RecursionError, TextTooLong) as error:
        raise BundleRefused("a decision in it cannot be read") from error
    return Decisions(tuple(withdrawals), tuple(corrections), tuple(closings))


def _read_closing(level: str, groups: Sequence[Any], at: str, named: dict[Any, Any]) -> ToldClosing:
    ((noun, name),) = named.items()
    when = datetime.fromisoformat(at)
    if (
        noun not in NOUNS
        or not isinstance(name, str)
        or when.tzinfo is None
        or not all(isinstance(each, str) for each in groups)
    ):
        raise ValueError("no closing")
    return ToldClosing(noun, name, Level(LEVELS.index(level)), tuple(groups), when)
