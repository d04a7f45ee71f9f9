"""What the record says now of a published figure, where that is something else than the edition: said beside the edition, never mixed
into it, with the entities and the reports that made the difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as say

from dalil.bulletin.figures.presenters import say_published
from dalil.bulletin.record.report_presenters import PUBLIC, TitledLink
from dalil.counting.answer_words import say_answer
from dalil.counting.figures import EntityChange
from dalil.counting.models import FigureEdition
from dalil.counting.public_figures import PublicFigure
from dalil.letters import join_list
from dalil.record.credits import credited_sources, with_credits
from dalil.record.models import Report
from dalil.wording.changes import list_changed_parts, say_entity_change
from dalil.wording.claims import title_of
from dalil.wording.doubts import list_doubts
from dalil.wording.numbers import say_range
from dalil.wording.times import say_day

SHOWN = 20  # entities that made the difference


@dataclass(frozen=True)
class ChangedEntity:
    """An entity that is counted otherwise than in the edition: its number then and now, and the reports that are new behind it."""

    title: str
    url: str
    text: str
    reports: tuple[TitledLink, ...]


@dataclass(frozen=True)
class RecordNow:
    """What is said now. later: the latest edition, where that is another; it says the rest, on its own page.

    told is empty where the public can no longer be told. same: the number is the same, and what stands beside it is not.
    changed: how many entities made the difference, of which the first are listed.
    """

    published: str
    later: TitledLink | None = None
    told: str = ""
    same: bool = False
    doubts: tuple[str, ...] = ()
    what: str = ""
    date: str = ""
    entities: tuple[ChangedEntity, ...] = ()
    changed: int = 0


def say_record_now(this: PublicFigure, language: str) -> RecordNow | None:
    """Say what the record says now, or which later edition was published; None where both say what the edition says."""
    published = say_published(this, language)
    if later := _find_later_edition(this):
        return RecordNow(published, _link_edition(this, later, language))
    if not this.has_changed:
        return None
    if this.answer is None:
        return RecordNow(published)
    told = say_answer(this.total, this.answer.question, language)
    changes = this.compare().entities
    return RecordNow(
        published=published,
        told=told,
        same=told == published,
        doubts=tuple(list_doubts(this.answer.doubts, language)),
        what=list_changed_parts(this.changed_parts, language),
        date=say_day(localtime(this.answer.known_at).date(), language),
        entities=_present_changes(changes[:SHOWN], language),
        changed=len(changes),
    )


def _find_later_edition(this: PublicFigure) -> FigureEdition | None:
    latest: FigureEdition | None = this.figure.edition
    return latest if this.edition and latest and latest.number > this.edition.number else None


def _link_edition(this: PublicFigure, edition: FigureEdition, language: str) -> TitledLink:
    told = say_answer(edition.total, this.question, language)
    day = say_day(localtime(edition.at).date(), language)
    title = say("%(told)s, published on %(date)s") % {"told": told, "date": day}
    return TitledLink(title, reverse("figure", args=[this.figure.slug]))


def _present_changes(changes: tuple[EntityChange, ...], language: str) -> tuple[ChangedEntity, ...]:
    ids = {pk for each in changes for pk in each.new_reports}
    visible = with_credits(Report.objects.visible_to(PUBLIC))
    new = visible.in_bulk(ids)
    firsts = {report.address: report for report in visible.filter(address__in=[each.address for each in changes])}
    return tuple(
        ChangedEntity(
            title=title_of(firsts[each.address].claim, language) if each.address in firsts else say("no longer public"),
            url=reverse("entity", args=[each.address]) if each.address in firsts else "",
            text=say_entity_change(
                _say_number(each.then, language),
                _say_number(each.now, language),
                len(each.new_reports),
                each.gone_reports,
                language,
            ),
            reports=tuple(_link_report(new[pk], language) for pk in each.new_reports if pk in new),
        )
        for each in changes
    )


def _link_report(report: Report, language: str) -> TitledLink:
    names = [source.name.in_language(language) for source in credited_sources(report)[0]]
    who = join_list(names, language) or say("source unknown")
    return TitledLink(who, reverse("report", args=[report.address]))


def _say_number(number: tuple[Any, ...] | None, language: str) -> str:
    if number is None:
        return say("not counted")
    return say_range(number[0], number[1], language) if number[0] is not None else say("without a number")
