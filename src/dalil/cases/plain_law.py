"""The law as plain values, for the API and for CSV: provisions, elements, and what was judged under a provision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dalil.cases.counting_rules import RuleCount
from dalil.cases.law import Conflict, Element, Provision, elements, provisions, treaty_steps
from dalil.cases.tagging.tags_judged import accepted_under
from dalil.counting.entity_words import title_of_entity
from dalil.exports.answers import plain_answer
from dalil.exports.spreadsheet import csv_line
from dalil.letters import LANGUAGE_CODES
from dalil.record.entities import Entity

PROVISION_COLUMNS = (
    *("code", "name_en", "name_ar", "instrument_en", "instrument_ar", "article", "treaty", "binds", "crime"),
    *("applies_to", "since", "elements", "elements_source"),
)
ELEMENT_COLUMNS = ("provision", "number", "element", "words_en", "words_ar", "shown_by")
JUDGED_COLUMNS = ("provision", "accepted", "address", "kind", "title_en", "title_ar", "reports")
"""The columns of each table. Codes of one cell are separated by spaces."""


def plain_provision(this: Provision) -> dict[str, Any]:
    """Give a provision as the API lists it: codes, names in both languages, and the elements in order."""
    return {
        "code": this.code,
        "name": this.name.model_dump(),
        "instrument": this.instrument.model_dump(),
        "article": this.article,
        "treaty": this.treaty.code,
        "binds": this.treaty.binds,
        "crime": this.crime,
        "applies_to": _conflicts(this),
        "since": this.since.isoformat() if this.since else None,
        "elements": [plain_element(each) for each in this.elements],
        "elements_source": this.source,
    }


def plain_element(this: Element) -> dict[str, Any]:
    """Give an element: what would have to be shown, in our own words, and the kinds of document that would show it."""
    return {"code": this.code, "words": this.words.model_dump(), "shown_by": list(this.shown_by)}


def plain_elements() -> list[dict[str, Any]]:
    """Give every element, with the provisions that ask for it."""
    asked_by: dict[str, list[str]] = {}
    for each in provisions():
        for element in each.elements:
            asked_by.setdefault(element.code, []).append(each.code)
    return [plain_element(each) | {"provisions": asked_by.get(code, [])} for code, each in elements().items()]


def plain_steps_of(treaty: str) -> list[dict[str, Any]]:
    """Give what States did with a treaty, as far as the data know; `checked` is null where nobody compared the day with what the depositary says."""
    return [
        {
            "state": step.party,
            "step": step.step,
            "day": step.day.isoformat(),
            "checked": step.checked.isoformat() if step.checked else None,
            "read_in": step.read_in.model_dump() if step.read_in else None,
        }
        for step in treaty_steps()
        if step.treaty == treaty
    ]


def plain_modes_of(this: Provision) -> list[dict[str, Any]]:
    """Give the ways in which a person answers for a provision."""
    return [
        {
            "code": mode.code,
            "name": mode.name.model_dump(),
            "article": mode.article,
            "elements": [plain_element(each) for each in mode.elements],
        }
        for mode in this.modes
    ]


def plain_judged(this: Entity) -> dict[str, Any]:
    """Give an entity that a provision was judged to concern; the officer's words stay inside."""
    return {
        "address": this.address,
        "kind": this.kind,
        "title": {language: title_of_entity(this, language) for language in LANGUAGE_CODES},
        "reports": len(this.reports),
    }


def plain_rule_count(counted: RuleCount) -> dict[str, Any]:
    """Give what a declared rule counts, with its text. `answer` is null where it counts nothing; of a rule with a least number, `certain` are
    the things that reach it and `perhaps` those of which that is not known."""
    plain: dict[str, Any] = {
        "code": counted.rule.code,
        "label": counted.rule.label.model_dump(),
        "text": counted.rule.text.model_dump(),
        "answer": plain_answer(counted.answer) if counted.answer else None,
    }
    if counted.many is not None:
        plain |= {"certain": counted.many, "perhaps": counted.perhaps}
    return plain


def provision_lines(these: Iterable[Provision]) -> Iterator[str]:
    """Give provisions as CSV, a line for each, header first."""
    yield csv_line(PROVISION_COLUMNS)
    for each in these:
        yield csv_line(
            [
                each.code,
                *_both(each.name),
                *_both(each.instrument),
                each.article,
                each.treaty.code,
                each.treaty.binds,
                each.crime,
                " ".join(_conflicts(each)),
                each.since.isoformat() if each.since else None,
                " ".join(element.code for element in each.elements),
                each.source,
            ]
        )


def element_lines(these: Iterable[Provision]) -> Iterator[str]:
    """Give the elements of provisions as CSV, a line for each element of each, in order, header first."""
    yield csv_line(ELEMENT_COLUMNS)
    for each in these:
        for number, element in enumerate(each.elements, 1):
            words, shown_by = _both(element.words), " ".join(element.shown_by)
            yield csv_line([each.code, number, element.code, *words, shown_by])


def judged_lines(code: str, entities: Iterable[Entity]) -> Iterator[str]:
    """Give what was judged under a provision as CSV, a line for each entity, header first. accepted: the provision itself, or those below it."""
    yield csv_line(JUDGED_COLUMNS)
    listed = list(entities)
    accepted = accepted_under(code, listed)
    for each in listed:
        titles = [title_of_entity(each, language) for language in LANGUAGE_CODES]
        yield csv_line([code, " ".join(accepted[each.address]), each.address, each.kind, *titles, len(each.reports)])


def _conflicts(this: Provision) -> list[str]:
    return [each.value for each in Conflict if each in this.conflicts]


def _both(said: Any) -> tuple[str, ...]:
    return tuple(said.in_language(language) for language in LANGUAGE_CODES)
