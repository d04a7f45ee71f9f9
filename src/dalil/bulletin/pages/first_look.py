"""What the front page shows before there is a story: what this site is, and what the record holds."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from dalil.bulletin.drawings.drawn import Drawing
from dalil.bulletin.drawings.incident_charts import draw_incidents
from dalil.bulletin.record.entity_presenters import EntityLine
from dalil.bulletin.record.record_list import RecordQuery
from dalil.bulletin.record.report_presenters import PUBLIC
from dalil.bulletin.record.views import ASKED, find_public_reports, list_entity_lines
from dalil.counting.question import Question
from dalil.counting.timelines import first_and_last
from dalil.record.kind import all_kinds
from dalil.record.search.queries import EVERYTHING
from dalil.wording.numbers import say_number

LATEST = 6


@dataclass(frozen=True)
class KindTotal:
    """How many entities of a kind the public record holds. told: the number in words."""

    label: str
    told: str
    url: str


@dataclass(frozen=True)
class FirstLook:
    """What the public record holds: how much of each kind, the incidents on a map and in time, the latest of everything.

    totals: empty where nothing is public yet.
    """

    totals: tuple[KindTotal, ...]
    drawings: tuple[Drawing, ...]
    latest: tuple[EntityLine, ...]
    record_url: str


def present_first_look(language: str) -> FirstLook:
    """Present what the public record holds, for a front page that has no story yet."""
    query = RecordQuery(dict.fromkeys(ASKED, ""), EVERYTHING, find_public_reports({}))
    listed = query.list_page(LATEST, 0)
    here = reverse("record")
    incidents = Question()
    return FirstLook(
        totals=tuple(
            KindTotal(
                kind.plural.in_language(language), say_number(listed.totals[code], language), f"{here}?kind={code}"
            )
            for code, kind in all_kinds().items()
            if listed.totals.get(code)
        ),
        drawings=draw_incidents(incidents, first_and_last(incidents, PUBLIC), PUBLIC, language)
        if listed.totals.get("incident")
        else (),
        latest=tuple(list_entity_lines(listed, language)),
        record_url=here,
    )
