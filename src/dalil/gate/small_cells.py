"""Small cells: lines of a published table that count so few people that a reader who knows the place knows who they are.

Only of tables about protected quantities, finer than governorate and month or by traits of persons; a strike that killed three is told as it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from dalil import vocabulary
from dalil.counting.answer import Answer
from dalil.counting.question import ENTITIES, REPORTS, Question, grouping_label
from dalil.gate.objections import Objection, Remedy
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.kind import coded_facets, kind_of
from dalil.values import Bilingual
from dalil.values.total import Total

HELD = frozenset({"detained", "missing", "disappeared", "abducted", "in_custody", "released"})
"""Quantities of people who are, or were, in somebody's hands."""

HELD_ACTS, SEXUAL = "LIBERTY", "SEXUAL_VIOLENCE"
"""Acts, with all below them, by which a table is about people who are in danger if they are recognised."""

COARSER = {"place": "governorate", "district": "governorate", "day": "month", "week": "month"}
"""Groupings that are too fine for small numbers, and what to group by instead."""

WIDE_PLACES = frozenset({"governorate", "country", "outside"})
"""Levels of places in which nobody is known by where they are."""

LEAST_HELD = 10
"""Persons in a line about detention or sexual violence, where the setting does not ask for more."""

PERSONAL = frozenset({"sexes", "age_bands", "source_connection", "involvement"})
"""Schemes of facets that are traits of persons."""


def smallest_cell(question: Question) -> int | None:
    """Return how many persons a line of this table counts at least; None where the table is not about protected quantities, or not so fine."""
    if not _too_fine(question) and not _is_narrow(question):
        return None
    acts = {above for code in question.facets.get("what", ()) for above in _with_broader(code)}
    if question.measure in HELD or acts & ({HELD_ACTS, SEXUAL} | HELD):
        return max(int(settings.DALIL_SMALLEST_CELL), LEAST_HELD)
    if kind_of(question.kind).needs_consent and question.measure in (ENTITIES, REPORTS):
        return int(settings.DALIL_SMALLEST_CELL)
    return None


def examine_cells(answer: Answer) -> Iterator[Objection]:
    """Object to a table with lines of one person up to the smallest number allowed. Nobody, and an unknown number, is no small cell."""
    question = answer.question
    least = smallest_cell(question)
    if least is None:
        return
    counts_entities = question.measure in (ENTITIES, REPORTS)
    totals = [line.total for line in answer.rows] if question.by else [answer.total]
    small = sum(is_small(each, least, entities=counts_entities) for each in totals)
    if small:
        yield Objection(
            "small_cells",
            "{lines} of its lines count fewer than {least} persons, who could be recognised",
            {"lines": small, "least": least},
            remedy_for(question),
        )


def is_small(total: Total, least: int, *, entities: bool = False) -> bool:
    """Tell whether a number of persons is one up to the smallest number allowed, by any of its readings.

    >>> is_small(Total(low=3, high=3), 5), is_small(Total(low=0, high=0), 5), is_small(Total(), 5), is_small(Total(low=3, high=80), 5)
    (True, False, False, True)
    """
    numbers = (total.entities,) if entities else (total.low, total.high, total.point)
    return any(number is not None and 0 < number < least for number in numbers)


def personal_facets(question: Question) -> frozenset[str]:
    """Return the facets of its kind that are traits of persons."""
    return frozenset(facet.name for facet in coded_facets(kind_of(question.kind)) if facet.scheme in PERSONAL)


def remedy_for(question: Question) -> Remedy:
    """Say how the question is asked more coarsely."""
    fine = _too_fine(question)
    coarse = tuple(dict.fromkeys(COARSER[each] for each in fine if each in COARSER))
    if not fine:
        return Remedy("pass_by_wider_question", "ask about the whole governorate and all persons")
    if not coarse:
        return Remedy("pass_without_grouping", "do not group it by {fine}", {"fine": _names(question, fine)})
    return Remedy(
        "pass_by_coarser_grouping",
        "group it by {coarse}, not by {fine}",
        {"coarse": _names(question, coarse), "fine": _names(question, fine)},
    )


def _too_fine(question: Question) -> tuple[str, ...]:
    personal = personal_facets(question)
    return tuple(each for each in question.by if each in COARSER or each in personal)


def _is_narrow(question: Question) -> bool:
    """Whether the question itself picks out one cell of such a table: a place below its governorate, a trait of persons."""
    levels = {gazetteer().get(code).level for code in question.places}
    return bool(personal_facets(question) & question.facets.keys() or levels - WIDE_PLACES)


def _with_broader(code: str) -> tuple[str, ...]:
    return (code, *vocabulary.broader("acts", code)) if vocabulary.is_code("acts", code) else (code,)


def _names(question: Question, groupings: tuple[str, ...]) -> tuple[Bilingual, ...]:
    kind = kind_of(question.kind)
    return tuple(
        Bilingual(en=grouping_label(kind, each, "en"), ar=grouping_label(kind, each, "ar")) for each in groupings
    )
