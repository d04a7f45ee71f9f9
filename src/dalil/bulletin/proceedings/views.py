"""The public page of proceedings: cases, calls for a court, and who is counted in custody, by custodian and nationality."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dalil import vocabulary
from dalil.bulletin.http.public_state import kept_for_state
from dalil.bulletin.record.case_timeline import CaseLine, CutList, present_case
from dalil.bulletin.record.entity_presenters import EntityLine, present_entity_line
from dalil.bulletin.record.report_presenters import PUBLIC
from dalil.cases.proceedings import list_calls, list_cases, list_custody
from dalil.kinds.tally import Tally
from dalil.letters import join_list
from dalil.record.credits import credited_sources
from dalil.record.entities import Entity
from dalil.wording.counts import say_count
from dalil.wording.times import say_when

MOST = 50


@dataclass(frozen=True)
class CustodyLine:
    """What one source counted of people in custody. by: who holds them; who: of which nationality; each may be empty where it is not said."""

    by: str
    who: str
    count: str
    when: str
    source: str
    url: str


@dataclass(frozen=True)
class ProceedingsPage:
    """What the public record holds of proceedings, and how much each list leaves out."""

    cases: tuple[CaseLine, ...]
    cases_cut: CutList
    calls: tuple[EntityLine, ...]
    calls_cut: CutList
    custody: tuple[CustodyLine, ...]
    custody_cut: CutList


@require_safe
def proceedings(request: HttpRequest) -> HttpResponse:
    """Every case with its steps, the calls for a court, and the counts of people in custody."""
    language = get_language() or "en"
    page = kept_for_state(request, ("proceedings", language), lambda: present_proceedings(language))
    return render(request, "bulletin/proceedings/proceedings.html", {"page": page})


def present_proceedings(language: str) -> ProceedingsPage:
    """Present what the public may know of proceedings."""
    cases, calls, custody = list_cases(PUBLIC, MOST), list_calls(PUBLIC, MOST), list_custody(PUBLIC, MOST)
    return ProceedingsPage(
        cases=tuple(present_case(each, language) for each in cases),
        cases_cut=CutList.of(cases),
        calls=tuple(present_entity_line(each, language) for each in calls),
        calls_cut=CutList.of(calls),
        custody=tuple(line for each in custody for line in _custody(each, language)),
        custody_cut=CutList.of(custody),
    )


def _custody(tally: Entity, language: str) -> list[CustodyLine]:
    lines = []
    for report in tally.current:
        claim = report.claim
        if not isinstance(claim, Tally):
            continue
        holders = [
            vocabulary.label("actors", party.actor, language) if party.actor else party.name for party in claim.parties
        ]
        sources = [source.name.in_language(language) for source in credited_sources(report)[0]]
        lines.append(
            CustodyLine(
                by=join_list(holders, language),
                who=vocabulary.label("held_nationalities", claim.nationality, language) if claim.nationality else "",
                count=say_count(claim.count, language),
                when=say_when(claim.when, language) if claim.when else "",
                source=join_list(sources, language),
                url=reverse("report", args=[report.address]),
            )
        )
    return lines
