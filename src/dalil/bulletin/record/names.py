"""The names: everybody of whose death the record may tell in public, each person once."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dalil.bulletin.pages.page_links import link_pages
from dalil.bulletin.record.report_presenters import PUBLIC
from dalil.counting.entity_list import Order, list_entities
from dalil.counting.question import Question
from dalil.record.entities import Entity, entities_of
from dalil.record.kind import Kind, fields_of
from dalil.values import PersonName
from dalil.values.doubts import Doubts
from dalil.values.total import Total
from dalil.wording.doubts import list_doubts
from dalil.wording.numbers import say_number
from dalil.wording.times import say_when
from dalil.wording.where import choose_script, say_where

ON_A_PAGE = 200
SCRIPT_OF = {"ar": "arab"}
"""The script of the readers of a language, where it is not Latin."""
LONGEST_NUMBER = 6
"""Digits of the number of a page; none is larger."""


@dataclass(frozen=True)
class PersonLine:
    """A person: how they are named, in the script of the reader first; what is known beside it. named: whether a name is known."""

    url: str
    names: tuple[str, ...]
    named: bool
    age: str
    when: str
    where: str


@require_safe
def names(request: HttpRequest) -> HttpResponse:
    """The dead whom the record may name, each once, the latest first; those whose names are not known stand among them."""
    language = get_language() or "en"
    question = Question.of({"kind": "victim", "facets": {"fate": ("KILLED",)}})
    number = request.GET.get("page", "")
    sound = number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER and int(number) > 0
    first = (int(number) - 1) * ON_A_PAGE if sound else 0
    listed = list_entities({"victim": question}, PUBLIC, order=Order.DATE, limit=ON_A_PAGE, offset=first)
    total = listed.totals.get("victim", 0)
    sheet = Paginator(range(total), ON_A_PAGE).get_page(number)
    if (sheet.number - 1) * ON_A_PAGE != first:
        first = (sheet.number - 1) * ON_A_PAGE
        listed = list_entities({"victim": question}, PUBLIC, order=Order.DATE, limit=ON_A_PAGE, offset=first)
    known = {entity.address: entity for entity in entities_of([each.report for each in listed.entities], PUBLIC)}
    persons = [_present(known[each.address], language) for each in listed.entities if each.address in known]
    doubts = Doubts(
        Total(entities=total),
        by_matcher=listed.by_matcher.get("victim", 0),
        waiting_pairs=listed.waiting_pairs.get("victim", 0),
    )
    context = {
        "persons": persons,
        "total": total,
        "doubts": list_doubts(doubts, language),
        "pages": link_pages(sheet, reverse("names"), {}),
    }
    return render(request, "bulletin/record/names.html", context)


def _present(entity: Entity, language: str) -> PersonLine:
    claims = [report.claim for report in entity.current]
    named = [name for claim in claims for name in _values(claim, PersonName)]
    own = SCRIPT_OF.get(language, "latn")
    said = dict.fromkeys(
        choose_script(name.said, language) for name in sorted(named, key=lambda name: name.script != own)
    )
    ages = sorted({age for claim in claims if (age := getattr(claim, "age", None)) is not None})
    days = {say_when(when, language): None for claim in claims if (when := claim.whens()) is not None}
    places = {say_where(where, language): None for claim in claims if (where := claim.wheres()) is not None}
    nameless = {words.in_language(language): None for claim in claims for words in claim.title_words().values()}
    return PersonLine(
        url=reverse("entity", args=[entity.address]),
        names=tuple(said or nameless),
        named=bool(said),
        age="–".join(say_number(age, language) for age in dict.fromkeys((ages[0], ages[-1]))) if ages else "",
        when=" / ".join(days),
        where=" / ".join(places),
    )


def _values(claim: Kind, of: type[PersonName]) -> list[PersonName]:
    values = [getattr(claim, field.name) for field in fields_of(type(claim)) if field.type is of]
    return [value for value in values if value is not None]
