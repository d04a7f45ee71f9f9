"""What sources say of the legal acts behind a list: side by side where they differ; and of the grounds on which entries were taken off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dalil.archive.protection import Viewer
from dalil.kinds.listing import Listing
from dalil.kinds.measure import Measure
from dalil.record.credits import with_credits
from dalil.record.entities import entities_of
from dalil.record.models import Report
from dalil.sanctions.compare_versions import fold_words
from dalil.values import Count

COUNTS = ("delisted_persons", "delisted_entities", "listed_persons", "listed_entities")
"""What sources count of an act: who was taken off, and who stands on the list after it."""


@dataclass(frozen=True)
class ActAccount:
    """What one report says of an act. report: with its sources read along."""

    report: Report
    claim: Measure


@dataclass(frozen=True)
class AccountOfAct:
    """An act with all that is said of it. number: as a source wrote it; accounts: each source's own.

    disputed: the counts in which the accounts differ, each with the accounts that state it.
    """

    number: str
    accounts: tuple[ActAccount, ...]
    disputed: Mapping[str, tuple[ActAccount, ...]]


def acts_between(sanctions_list: str, since: date, until: date, viewer: Viewer) -> list[AccountOfAct]:
    """Return the acts about a list that sources report of these days, the earliest first. An act without a day is left out."""
    reports = with_credits(
        Report.objects.visible_to(viewer)
        .filter(kind=Measure.code, content__sanctions_list=sanctions_list)
        .standing_for(viewer)
        .order_by("pk")
    )
    accounts = [ActAccount(report, claim) for report in reports if isinstance(claim := report.claim, Measure)]
    accounts = [
        each for each in accounts if each.claim.when and each.claim.when.start <= until and each.claim.when.end >= since
    ]
    return sorted(
        group_accounts(accounts, viewer),
        key=lambda act: min(each.claim.when.start for each in act.accounts if each.claim.when),
    )


def group_accounts(accounts: Sequence[ActAccount], viewer: Viewer) -> list[AccountOfAct]:
    """Put together the accounts that are of one act: they name it by one number, or were judged to be about one thing."""
    first_of: dict[int, int] = {}
    for entity in entities_of([each.report.pk for each in accounts], viewer):
        first_of |= {report.pk: entity.reports[0].pk for report in entity.reports}
    groups: defaultdict[object, list[ActAccount]] = defaultdict(list)
    by_number: dict[str, object] = {}
    for each in accounts:
        own: object = first_of.get(each.report.pk, each.report.pk)
        number = fold_words(each.claim.number)
        groups[by_number.setdefault(number, own) if number else own].append(each)
    return [_act(members) for members in groups.values()]


def _act(accounts: Sequence[ActAccount]) -> AccountOfAct:
    number = next((each.claim.number for each in accounts if each.claim.number), "")
    disputed = {}
    for name in COUNTS:
        stated = tuple(each for each in accounts if getattr(each.claim, name) is not None)
        if len({_size(getattr(each.claim, name)) for each in stated}) > 1:
            disputed[name] = stated
    return AccountOfAct(number, tuple(accounts), disputed)


def _size(count: Count) -> tuple[int, int | None]:
    return count.low, count.high


def grounds_of(sanctions_list: str, entries: Mapping[int, str], viewer: Viewer) -> dict[str, list[Report]]:
    """Return the reports that state why entries were taken off a list, by the number of the entry.

    entries: numbers by the primary key of a report of theirs. A source's report is of an entry where it names its number, or was judged to be
    about the same thing.
    """
    numbers = set(entries.values())
    stated = list(
        with_credits(
            Report.objects.visible_to(viewer)
            .filter(kind=Listing.code, content__sanctions_list=sanctions_list, content__ground__isnull=False)
            .standing_for(viewer)
            .order_by("pk")
        )
    )
    found: defaultdict[str, list[Report]] = defaultdict(list)
    for entity in entities_of([report.pk for report in stated], viewer):
        own = {entries[report.pk] for report in entity.reports if report.pk in entries}
        for report in stated:
            if report.pk in {each.pk for each in entity.reports}:
                named = report.content.get("entry", "")
                for number in own or ({named} & numbers):
                    found[number].append(report)
    return dict(found)


def names_of_sources(reports: Iterable[Report], language: str) -> list[str]:
    """Return the names of those who say what some reports say, each once."""
    names = (
        credit.source.name.in_language(language) for report in reports for credit in report.attribution.credits.all()
    )
    return list(dict.fromkeys(names))
