"""The public page of proceedings: cases, calls for a court, and who is counted in custody, by custodian and nationality."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.views.decorators.http import require_safe

from dalil import vocabulary
from dalil.bulletin.http.public_state import kept_for_state
from dalil.bulletin.pages.page_links import PageLinks, link_pages, write_query
from dalil.bulletin.record.case_timeline import CaseLine, CutList, present_case
from dalil.bulletin.record.entity_presenters import EntityLine, present_entity_line
from dalil.bulletin.record.report_presenters import PUBLIC
from dalil.cases.case_list import CaseOrder, CasePage, CaseQuery, find_cases, list_cases, read_page
from dalil.cases.proceedings import list_calls, list_custody
from dalil.kinds.tally import Tally
from dalil.letters import join_list
from dalil.record.credits import credited_sources
from dalil.record.entities import Entity
from dalil.wording.counts import say_count
from dalil.wording.times import say_when

MOST = 50
LONGEST = 200
"""Letters of a condition; a longer one is cut."""


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
class CaseChoice:
    """A State, or an order, that can be chosen in the form."""

    code: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class CaseForm:
    """What was asked of the list of cases. csv_url: of the same cases as a file, a line for each step."""

    words: str
    states: tuple[CaseChoice, ...]
    orders: tuple[CaseChoice, ...]
    narrowed: bool
    csv_url: str


@dataclass(frozen=True)
class ListedCases:
    """The cases of one page of the list. total: of all pages. unread: how many reports of steps were not looked through."""

    cases: tuple[CaseLine, ...]
    total: int
    unread: CutList


@dataclass(frozen=True)
class BesideCases:
    """What stands beside the cases: calls for a court, and people in custody; and how much each list leaves out."""

    calls: tuple[EntityLine, ...]
    calls_cut: CutList
    custody: tuple[CustodyLine, ...]
    custody_cut: CutList


@dataclass(frozen=True)
class ProceedingsPage:
    """What the public record holds of proceedings."""

    form: CaseForm
    listed: ListedCases
    pages: PageLinks
    beside: BesideCases


@require_safe
def proceedings(request: HttpRequest) -> HttpResponse:
    """The cases with their steps, by State, words and order, page by page; the calls for a court; the counts of people in custody."""
    language = get_language() or "en"
    asked = {name: request.GET.get(name, "").strip()[:LONGEST] for name in ("q", "state", "order")}
    order = CaseOrder(asked["order"]) if asked["order"] in list(CaseOrder) else CaseOrder.LATEST
    known = not asked["state"] or vocabulary.is_code("forums", asked["state"])
    query = CaseQuery(asked["state"] if known else "", asked["q"], order=order)
    number = request.GET.get("page", "")
    first = int(number) if number.isdecimal() and 0 < len(number) < 7 and int(number) else 1
    listed = _list_page(request, query, first, language) if known else ListedCases((), 0, CutList(0, 0))
    sheet = Paginator(range(listed.total), MOST).get_page(first)
    if sheet.number != first and listed.total:  # a page beyond the last shows the last
        listed = _list_page(request, query, sheet.number, language)
    page = ProceedingsPage(
        form=_present_form(query, asked["state"], language),
        listed=listed,
        pages=link_pages(sheet, reverse("proceedings"), asked),
        beside=kept_for_state(request, ("beside cases", language), lambda: present_beside(language)),
    )
    return render(request, "bulletin/proceedings/proceedings.html", {"page": page})


def _present_page(page: CasePage, language: str) -> ListedCases:
    """Present one page of the cases that the public may know of."""
    return ListedCases(tuple(present_case(each, language) for each in page), page.total, CutList(0, page.unread))


def present_beside(language: str) -> BesideCases:
    """Present the calls for a court and the counts of people in custody, as the public may know them."""
    calls, custody = list_calls(PUBLIC, MOST), list_custody(PUBLIC, MOST)
    return BesideCases(
        calls=tuple(present_entity_line(each, language) for each in calls),
        calls_cut=CutList.of(calls),
        custody=tuple(line for each in custody for line in _custody(each, language)),
        custody_cut=CutList.of(custody),
    )


def _list_page(request: HttpRequest, query: CaseQuery, number: int, language: str) -> ListedCases:
    """Present a page of the list. Where no words are asked for, it and what all pages rest on are kept as long as the public sees the same."""
    if query.words:
        return _present_page(list_cases(PUBLIC, MOST, (number - 1) * MOST, query), language)
    named = ("cases", query.state, query.order)

    def present() -> ListedCases:
        found = kept_for_state(request, named, lambda: find_cases(PUBLIC, query))
        return _present_page(read_page(found, PUBLIC, MOST, (number - 1) * MOST), language)

    return kept_for_state(request, (*named, number, language), present)


def _present_form(query: CaseQuery, state: str, language: str) -> CaseForm:
    states = [CaseChoice(each.code, each.label(language), each.code == state) for each in vocabulary.terms("forums")]
    orders = {CaseOrder.LATEST: say("Latest step first"), CaseOrder.FIRST: say("Oldest case first")}
    asked = write_query({"q": query.words, "state": state, "order": query.order})
    return CaseForm(
        words=query.words,
        states=(CaseChoice("", say("any"), not state), *states),
        orders=tuple(CaseChoice(code, label, code == query.order) for code, label in orders.items()),
        narrowed=bool(query.words or state),
        csv_url=f"{reverse('api:proceedings-csv')}?{asked}",
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
