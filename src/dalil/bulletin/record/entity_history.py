"""What happened to the reports of an entity: when they were entered, corrected, withdrawn, and judged to be about one thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as say
from django.utils.translation import ngettext

from dalil.record.entities import Entity
from dalil.record.models import Judgement, Supersession, Verdict, Withdrawal
from dalil.wording.numbers import say_number
from dalil.wording.range_ends import name_teller
from dalil.wording.times import say_day


@dataclass(frozen=True)
class HistoryLine:
    """One thing that was done to reports of an entity on a day. url: of the report that it is about; empty for several."""

    date: str
    datetime: str
    text: str
    url: str


def present_history(this: Entity, language: str) -> tuple[HistoryLine, ...]:
    """Present what was done to the reports of an entity that its viewer may see, the earliest first.

    Who did it is not for the public, and neither are the notes of a judgement. The reason of a withdrawal is: it stands at the report.
    """
    lines = [*_list_entered(this, language), *_list_corrected(this, language), *_list_judged(this, language)]
    return tuple(
        HistoryLine(say_day(day, language), day.isoformat(), text, url)
        for day, text, url in sorted(lines, key=lambda line: line[0])
    )


def _list_entered(this: Entity, language: str) -> Iterator[tuple[date, str, str]]:
    """List the days on which reports were entered; a single report of a day is named and linked."""
    days: dict[date, list[int]] = {}
    for at, report in enumerate(this.reports):
        days.setdefault(localtime(report.entered_at).date(), []).append(at)
    for day, entered in days.items():
        if len(entered) == 1:
            report = this.reports[entered[0]]
            named = say("A report was entered: %(source)s.") % {"source": name_teller(report, language)}
            yield day, named, reverse("report", args=[report.address])
        else:
            yield day, _count_of("entered", len(entered), language), ""


def _list_corrected(this: Entity, language: str) -> Iterator[tuple[date, str, str]]:
    reports = {each.pk: each for each in this.reports}
    for each in Supersession.objects.filter(old__in=reports, new__in=reports).order_by("pk"):
        old, new = reports[each.old_id], reports[each.new_id]
        text = say("The report of %(source)s was corrected.") % {"source": name_teller(old, language)}
        yield localtime(each.at).date(), text, reverse("report", args=[new.address])
    withdrawn = [pk for pk, each in reports.items() if each.withdrawn_because]
    for taken in Withdrawal.objects.filter(report__in=withdrawn).order_by("pk") if withdrawn else ():
        old = reports[taken.report_id]
        said = {"source": name_teller(old, language), "reason": taken.reason}
        text = say("The report of %(source)s was withdrawn: %(reason)s") % said
        yield localtime(taken.at).date(), text, reverse("report", args=[old.address])


def _list_judged(this: Entity, language: str) -> Iterator[tuple[date, str, str]]:
    ids = [each.pk for each in this.reports]
    if len(ids) < 2:
        return
    same = Judgement.objects.filter(a__in=ids, b__in=ids, verdict=Verdict.SAME, retraction=None).order_by("pk")
    judged = Counter((localtime(at).date(), bool(matcher)) for at, matcher in same.values_list("at", "matcher"))
    for (day, by_matcher), times in judged.items():
        yield day, _count_of("model" if by_matcher else "person", times, language), ""


def _count_of(what: str, times: int, language: str) -> str:
    """Say how often something was done on one day: “entered”, or judged by a “model” or a “person”."""
    counted = {
        "entered": ngettext("%(n)s report was entered.", "%(n)s reports were entered.", times),
        "model": ngettext(
            "A matching model judged %(n)s pair of these reports to be about the same thing.",
            "A matching model judged %(n)s pairs of these reports to be about the same thing.",
            times,
        ),
        "person": ngettext(
            "A person judged %(n)s pair of these reports to be about the same thing.",
            "A person judged %(n)s pairs of these reports to be about the same thing.",
            times,
        ),
    }
    return counted[what] % {"n": say_number(times, language)}
