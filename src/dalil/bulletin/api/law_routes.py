"""The law and the proceedings in the API: provisions, elements, what was judged under a provision, cases before courts.

The files (CSV) hold what the public may know, whoever asks, as the pages do; the JSON is answered to the viewer who asks.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router

from dalil import vocabulary
from dalil.access.models import Action
from dalil.archive.protection import Viewer
from dalil.bulletin.api.askers import answer_missing, counting_viewer_of, viewer_of
from dalil.bulletin.api.parameters import LIMIT, OFFSET, PROVISION_CODE, CaseFilters
from dalil.bulletin.http.rate_limits import give_out
from dalil.cases.case_list import list_cases, proceedings_under, read_all_cases
from dalil.cases.counting_rules import count_under
from dalil.cases.law import Provision, provision, provisions
from dalil.cases.plain_cases import case_lines, plain_case
from dalil.cases.plain_law import (
    element_lines,
    judged_lines,
    plain_elements,
    plain_judged,
    plain_modes_of,
    plain_provision,
    plain_rule_count,
    plain_steps_of,
    provision_lines,
)
from dalil.cases.tagging.tags_judged import accepted_under, entities_under
from dalil.exports.spreadsheet import csv_file
from dalil.record.reading import log_reading

router = Router()
PUBLIC = Viewer.public()
CSV = "text/csv; charset=utf-8"
MOST_CASES = 20
"""Cases that are told with a provision; `/proceedings` has all of them."""


@router.get("/provisions", summary="The provisions of the law, each with its elements in our own words")
def list_provisions(request: HttpRequest, limit: int = LIMIT, offset: int = OFFSET) -> Any:
    """Every provision, in the order of the data."""
    page = provisions()[offset : offset + limit]
    return {"total": len(provisions()), "items": [plain_provision(each) for each in page]}


@router.get("/provisions.csv", url_name="provisions-csv", summary="The provisions as CSV, a line for each")
def provisions_csv(request: HttpRequest) -> HttpResponse:
    """Every provision, with the codes of its elements."""
    return _as_file(csv_file(provision_lines(provisions())), "provisions")


@router.get("/elements", summary="What would have to be shown, and which provisions ask for it")
def list_elements(request: HttpRequest, limit: int = LIMIT, offset: int = OFFSET) -> Any:
    """Every element, with the kinds of document that would show it."""
    found = plain_elements()
    return {"total": len(found), "items": found[offset : offset + limit]}


@router.get(
    "/elements.csv", url_name="elements-csv", summary="The elements as CSV, a line for each element of each provision"
)
def elements_csv(request: HttpRequest) -> HttpResponse:
    """The elements of every provision, in their order."""
    return _as_file(csv_file(element_lines(provisions())), "elements")


@router.get(
    "/provisions/{code}",
    url_name="provision",
    summary="One provision: whom it binds, what the record holds under it, what is counted, the latest cases",
)
def one_provision(request: HttpRequest, code: str = PROVISION_CODE, limit: int = LIMIT, offset: int = OFFSET) -> Any:
    """One provision, with what a legal officer judged that it may concern, as far as you may know it."""
    this, viewer = _provision(code), viewer_of(request)
    judged, cases = entities_under(code, viewer), proceedings_under([code], viewer, MOST_CASES)
    page = judged[offset : offset + limit]
    log_reading(Action.LISTED, [*page, *(step for case in cases for step in case.steps)], viewer)
    accepted = accepted_under(code, page)
    return plain_provision(this) | {
        "treaty_steps": plain_steps_of(this.treaty.code),
        "modes": plain_modes_of(this),
        "below": sorted(vocabulary.narrower("provisions", code) - {code}),
        "counts": [plain_rule_count(each) for each in count_under([code], counting_viewer_of(request))],
        "entities": {
            "total": len(judged),
            "items": [plain_judged(each) | {"accepted": accepted[each.address]} for each in page],
        },
        "proceedings": {
            "total": len(cases.items) + cases.more,
            "unread": cases.unread,
            "items": [plain_case(each) for each in cases],
        },
    }


@router.get(
    "/provisions/{code}/entities.csv",
    url_name="judged-csv",
    summary="What was judged that a provision may concern, as CSV; as the public may know it",
)
def judged_csv(request: HttpRequest, code: str = PROVISION_CODE) -> HttpResponse:
    """All entities that the page of the provision counts."""
    this = _provision(code)
    return _as_file(csv_file(judged_lines(this.code, entities_under(this.code, PUBLIC))), f"judged-{this.code}")


@router.get("/proceedings", summary="Cases before courts, each with its steps and every telling of them")
def list_proceedings(
    request: HttpRequest, filters: Query[CaseFilters], limit: int = LIMIT, offset: int = OFFSET
) -> Any:
    """The cases you may see. `unread` says how many earlier reports were not divided into cases."""
    viewer = viewer_of(request)
    page = list_cases(viewer, limit, offset, filters.query())
    log_reading(Action.LISTED, [step for case in page for step in case.steps], viewer)
    return {"total": page.total, "unread": page.unread, "items": [plain_case(each) for each in page]}


@router.get(
    "/proceedings.csv",
    url_name="proceedings-csv",
    summary="The same cases as CSV, a line for each report of each step; as the public may know them",
)
def proceedings_csv(request: HttpRequest, filters: Query[CaseFilters]) -> HttpResponseBase:
    """All cases that the page of proceedings lists. Where earlier reports are in none of them, the header Dalil-Not-Read says how many."""
    cases, unread = read_all_cases(PUBLIC, filters.query())
    answer = give_out(request, lambda: csv_file(case_lines(cases)), "proceedings.csv", CSV)
    if unread:
        answer["Dalil-Not-Read"] = str(unread)
    return answer


def _provision(code: str) -> Provision:
    return provision(code) if vocabulary.is_code("provisions", code) else answer_missing()


def _as_file(content: Any, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}.csv"'
    return HttpResponse(content, content_type=CSV, headers={"Content-Disposition": disposition})
