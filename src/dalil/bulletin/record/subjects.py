"""The pages of places, weapons, targets and actors: what the public record holds of each, from when to when, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.views.decorators.http import require_safe

from dalil import vocabulary
from dalil.bulletin.drawings.drawn import Drawing
from dalil.bulletin.drawings.incident_charts import draw_incidents
from dalil.bulletin.pages.story_lists import StoryLine, find_pages_about, present_lines
from dalil.bulletin.record.entity_presenters import EntityLine, present_entity_line
from dalil.bulletin.record.report_presenters import PUBLIC, TitledLink
from dalil.bulletin.record.subject_links import FACETS, url_of_place, url_of_term
from dalil.counting.answer import ask
from dalil.counting.question import ENTITIES, Question, facet_fields
from dalil.counting.timelines import FirstAndLast, first_and_last
from dalil.record.entities import entities_of
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.kind import PARTIES, PERPETRATORS
from dalil.values import When
from dalil.wording.doubts import list_doubts
from dalil.wording.gaps import say_first_in
from dalil.wording.times import say_when
from dalil.wording.totals import say_ends
from dalil.wording.where import say_level

LISTED = 10
MEASURES = (ENTITIES, "killed", "injured")


@dataclass(frozen=True)
class SubjectNumber:
    """One number of a subject, with what a reader must know beside it, a sentence each."""

    label: str
    told: str
    caveats: tuple[str, ...]


@dataclass(frozen=True)
class SubjectPage:
    """A place, a weapon, a target or an actor: its name, what it is, what holds it, and what the record holds of it.

    first, last, gap: in words; empty where nothing of it is dated, or only one thing is.
    """

    title: str
    kind: str
    within: tuple[TitledLink, ...]
    numbers: tuple[SubjectNumber, ...]
    first: str
    last: str
    gap: str
    drawings: tuple[Drawing, ...]
    entities: tuple[EntityLine, ...]
    more_url: str
    pages: tuple[StoryLine, ...]
    feed_url: str


@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """What the record holds of a place and of everything in it."""
    known, language = gazetteer(), get_language() or "en"
    if code not in known:
        raise Http404
    this = known.get(code)
    page = _present(
        {"places": (code,)},
        title=this.label(language),
        kind=say_level(this.level, language),
        within=tuple(
            TitledLink(known.get(above).label(language), url_of_place(above)) for above in known.path(code)[:-1]
        ),
        more_url=f"{reverse('record')}?place={code}",
        language=language,
        pages=present_lines(find_pages_about([("places", code)], language), request, language),
        feed_url=reverse("about-feed", args=["places", code]),
    )
    return render(request, "bulletin/record/subject.html", {"subject": page})


@require_safe
def term(request: HttpRequest, scheme: str, code: str) -> HttpResponse:
    """What the record holds of a weapon, a target or an actor, and of every kind of it."""
    language = get_language() or "en"
    if scheme not in FACETS or not vocabulary.is_code(scheme, code):
        raise Http404
    this, facet = vocabulary.term(scheme, code), FACETS[scheme]
    above: list[TitledLink] = []
    parent = this.parent
    while parent:
        above.insert(0, TitledLink(vocabulary.label(scheme, parent, language), url_of_term(scheme, parent)))
        parent = vocabulary.term(scheme, parent).parent
    page = _present(
        {"facets": {facet: (code,)}},
        title=this.label(language),
        kind=facet_fields(Question().kind_class)[facet].label.in_language(language),
        within=tuple(above),
        more_url="",
        language=language,
        pages=present_lines(find_pages_about([(scheme, code)], language), request, language),
        feed_url=reverse("about-feed", args=[scheme, code]),
    )
    return render(request, "bulletin/record/subject.html", {"subject": page})


def _present(
    asked: Mapping[str, Any],
    *,
    title: str,
    kind: str,
    within: tuple[TitledLink, ...],
    more_url: str,
    language: str,
    pages: tuple[StoryLine, ...],
    feed_url: str,
) -> SubjectPage:
    question = Question.of(asked)
    answer = ask(question, PUBLIC)
    moments = first_and_last(question, PUBLIC)
    found = answer.entities(LISTED)
    by_address = (
        {each.address: each for each in entities_of([each.reports[0] for each in found], PUBLIC)} if found else {}
    )
    return SubjectPage(
        title=title,
        kind=kind,
        within=within,
        numbers=_say_numbers(question, language),
        first=_say_moment(moments.first, language),
        last=_say_moment(moments.last, language),
        gap=_say_gap(moments, language),
        drawings=draw_incidents(question, moments, PUBLIC, language) if answer.total.entities else (),
        entities=tuple(
            present_entity_line(by_address[each.address], language) for each in found if each.address in by_address
        ),
        more_url=more_url,
        pages=pages,
        feed_url=feed_url,
    )


def _say_numbers(question: Question, language: str) -> tuple[SubjectNumber, ...]:
    """The incidents, and who was killed and injured in them; of an actor, apart from that, those of which it is said that it did them."""
    said = []
    for measure in MEASURES:
        said.append(_say_number(question.model_copy(update={"measure": measure}), language))
    if PARTIES in question.facets:
        by_whom = question.model_copy(update={"facets": {PERPETRATORS: question.facets[PARTIES]}})
        number = _say_number(by_whom, language)
        said.append(SubjectNumber(say("Of these, said to have been done by it"), number.told, number.caveats))
    return tuple(said)


def _say_number(question: Question, language: str) -> SubjectNumber:
    answer = ask(question, PUBLIC)
    label = (
        say("Incidents")
        if question.measure == ENTITIES
        else facet_fields(question.kind_class)[question.measure].label.in_language(language)
    )
    caveats = list_doubts(answer.doubts, language)
    return SubjectNumber(label, say_ends(answer.total, language), tuple(caveats))


def _say_moment(moment: Any, language: str) -> str:
    return say_when(When.span(moment.start, moment.end), language) if moment else ""


def _say_gap(moments: FirstAndLast, language: str) -> str:
    """How long nothing had been documented before the last time, where that is long enough to be seen."""
    return say_first_in(moments.gap, language) if moments.gap and moments.gap.months[1] >= 2 else ""
