"""The parameters of the API, each with what it means: the API checks what is asked by them, and the page for people lists them.

The descriptions are English; `locale/` has their Arabic.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Schema
from ninja.signature import ViewSignature
from pydantic import Field

from dalil import vocabulary
from dalil.cases.case_list import CaseOrder, CaseQuery
from dalil.counting.combine import Reading
from dalil.counting.grading import Grade
from dalil.counting.question import Fault, Question, Unanswerable

MOST = 500
"""How many things a page of an answer holds at the most."""

Address = Annotated[str, Field(max_length=64, pattern=r"^[0-9a-z-]*$")]
Words = Annotated[str, Field(max_length=200, description="words to search for, in Arabic or English")]

LIMIT = Query(100, ge=1, le=MOST, description="how many at the most")
OFFSET = Query(0, ge=0, le=10_000_000, description="how many to pass over")
AFTER = Query(
    "",
    max_length=64,
    pattern=r"^[0-9a-z-]*$",
    description="the address of the last report of the page before; “next” of the answer gives it",
)
WORDS = Query("", max_length=200, description="words to search for, in Arabic or English")
PLACE_NAME = Query("", max_length=200, description="the name of a place in either script, or its code")
WITHIN = Query("", max_length=40, description="the code of a place: only what lies in it")
LEVEL = Query(None, description="the level of a place: only what has it")
ADDRESS = Path(description="the address of the thing, as a list or a page gives it")
SLUG = Path(description="the name of the figure, as its page has it in its address")
PROVISION_CODE = Path(description="the code of a provision of the law")
KIND_CODE = Path(description="the code of a kind of report")
"""The parameters that are given one by one, each with its default and its bounds."""


class ReportFilters(Schema):
    """Which reports: words (Arabic or English), kind, place with everything in it, source, document."""

    q: Words = ""
    kind: Annotated[str, Field(max_length=40, description="the code of a kind of report")] = ""
    place: Annotated[str, Field(max_length=40, description="the code of a place, with everything in it")] = ""
    source: Annotated[str, Field(max_length=80, description="the code of a source")] = ""
    document: Annotated[Address, Field(description="the address of a document")] = ""


class CaseFilters(Schema):
    """Which cases: the State of the court, words, a provision; and in which order."""

    state: Annotated[str, Field(max_length=10, description="the code of the State or body of the court")] = ""
    q: Annotated[str, Field(max_length=200, description="words of the court, the case or its number")] = ""
    provision: Annotated[
        str, Field(max_length=40, description="the code of a provision of the law, with what is below it")
    ] = ""
    order: CaseOrder = Field(CaseOrder.LATEST, description="the order: by the latest step, or by the first one")

    def query(self) -> CaseQuery:
        """The query that these parameters ask. Raises Unanswerable for a code that is none."""
        for field, scheme in (("state", "forums"), ("provision", "provisions")):
            if (code := getattr(self, field)) and not vocabulary.is_code(scheme, code):
                told = {"code": code, "scheme": scheme}
                raise Unanswerable(Fault("unknown_code", "“{code}” is not a code of {scheme}", told, field))
        wanted = vocabulary.narrower("provisions", self.provision) if self.provision else ()
        return CaseQuery(self.state, self.q, frozenset(wanted), self.order)


class QuestionParameters(Schema):
    """A question: what is counted, under which conditions, grouped by what."""

    kind: str = Field("incident", description="the code of a kind of report")
    measure: str = Field(
        "entities", description="what is counted: entities, reports, gap, or a number of the kind such as killed"
    )
    facet: list[str] = Field(default_factory=list, description="a facet and a code of it, such as weapons:BARREL_BOMB")
    place: list[str] = Field(default_factory=list, description="the code of a place, with everything in it")
    since: str | None = Field(None, description="the first day, such as 2019-05-01")
    until: str | None = Field(None, description="the last day")
    according_to: str | None = Field(None, description="the code of a source: only what it says")
    grade: list[Grade] = Field(default_factory=list, description="how well it is established")
    reading: Reading = Field(Reading.REPORTED_RANGE, description="how the numbers of several reports are read")
    unit: str | None = Field(None, description="the unit that is counted, such as person or family")
    by: list[str] = Field(
        default_factory=list, description="what the answer is grouped by: month, governorate, source, a facet"
    )
    entity: str | None = Field(None, description="the address of one entity: only it")

    def question(self) -> Question:
        """The question these parameters ask. Raises Unanswerable."""
        facets: dict[str, list[str]] = {}
        for each in self.facet:
            name, colon, code = each.partition(":")
            if not colon:
                raise Unanswerable(
                    Fault(
                        "facet_without_code",
                        "“{words}” is not a facet and a code, such as weapons:BARREL_BOMB",
                        {"words": each},
                        "facet",
                    )
                )
            facets.setdefault(name, []).append(code)
        return Question.of(
            {
                **self.model_dump(exclude={"facet", "place", "grade"}, exclude_none=True),
                "facets": facets,
                "places": self.place,
                "grades": self.grade,
            }
        )


def refuse_unknown_parameters(view: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse what an address asks beyond the parameters of its view: a condition that is passed over would answer another question.

    The view raises Unanswerable then, and where what can be said once is said twice.
    """
    asked = [each for each in ViewSignature("", view).models if each.__ninja_param_source__ == "query"]
    known = {name for each in asked for name in each.__ninja_flatten_map__}
    several = {name for each in asked for name in each.__ninja_collection_fields__}

    @wraps(view)
    def checked(request: HttpRequest, *given: Any, **named: Any) -> Any:
        faults = [_unknown(name, known) for name in request.GET if name not in known]
        for name, values in request.GET.lists():
            if name in known - several and len(set(values)) > 1:
                faults.append(
                    Fault(
                        "parameter_twice",
                        "“{name}” is said once, and not {count} times",
                        {"name": name, "count": len(values)},
                        name,
                    )
                )
        if faults:
            raise Unanswerable(*faults)
        return view(request, *given, **named)

    return checked


def _unknown(name: str, known: set[str]) -> Fault:
    if not known:
        return Fault("no_parameters", "“{name}” is no parameter here; there are none", {"name": name[:40]}, name[:40])
    template = "“{name}” is no parameter here; there are {known}"
    return Fault("unknown_parameter", template, {"name": name[:40], "known": tuple(sorted(known))}, name[:40])
