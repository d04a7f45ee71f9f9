"""Remainders: few persons whom a table leaves out, and whom a reader counts by taking it from the wider table.

Of 43 who were held in a governorate, 40 in one district tell that 3 were held elsewhere. Statistical offices hide a second cell for that
(complementary suppression); here a table with a small cell is not published at all, and so neither is one that leaves a small cell over.
The same holds for two editions of one figure: of 40 held in the first and 43 in the next, three became known between.
Source: Hundepool et al., Statistical Disclosure Control (2012), section 4.1 on secondary suppression.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dalil.archive.protection import Viewer
from dalil.counting.answer import Answer, ask
from dalil.counting.models import FigureEdition
from dalil.counting.question import ENTITIES, GAP, REPORTS, Question
from dalil.gate.objections import Objection, Remedy
from dalil.gate.small_cells import WIDE_PLACES, is_small, personal_facets, remedy_for, smallest_cell
from dalil.record.gazetteer_in_use import gazetteer
from dalil.values import Bilingual
from dalil.values.total import Total


def examine_remainders(answer: Answer) -> Iterator[Objection]:
    """Object once for each wider question that, less this answer, counts one person up to the smallest number allowed."""
    question, least = answer.question, _least_of(answer.question)
    if least is None:
        return
    counts_entities = question.measure in (ENTITIES, REPORTS)
    for wider in widen(question.model_copy(update={"unit": answer.unit})):
        whole = ask(wider, Viewer.public())
        left = [_less(whole.total, answer.total)]
        if question.by:
            lines = {line.keys: line.total for line in answer.rows}
            left += [_less(line.total, lines[line.keys]) for line in whole.rows if line.keys in lines]
        if any(is_small(each, least, entities=counts_entities) for each in left):
            yield Objection(
                "small_remainder",
                "who takes it from “{wider}” is left with fewer than {least} persons, who could be recognised",
                {"wider": Bilingual(en=wider.in_words("en"), ar=wider.in_words("ar")), "least": least},
                remedy_for(question),
            )


def examine_difference(answer: Answer, before: FigureEdition | None) -> Iterator[Objection]:
    """Object where so few persons lie between the edition before and this answer, in all or in one line, that they could be recognised.

    An edition that asked another question is not compared: its numbers are of others.
    """
    question, least = answer.question, _least_of(answer.question)
    if least is None or before is None or before.question != question.plain():
        return
    earlier = {tuple(line["keys"][by] for by in question.by): Total(**line["total"]) for line in before.answer["rows"]}
    pairs = [(before.total, answer.total)]
    if question.by:
        nobody = Total(low=0, high=0, point=0)
        pairs = [(earlier.get(line.keys, nobody), line.total) for line in answer.rows]
    counts_entities = question.measure in (ENTITIES, REPORTS)
    if any(is_small(_apart(*pair), least, entities=counts_entities) for pair in pairs):
        yield Objection(
            "small_difference",
            "who compares it with edition {number} finds fewer than {least} persons between, who could be recognised",
            {"number": before.number, "least": least},
            Remedy("pass_by_waiting", "wait until more is known, or ask more coarsely"),
        )


def _least_of(question: Question) -> int | None:
    return None if question.measure == GAP else smallest_cell(question)


def widen(question: Question) -> Iterator[Question]:
    """Yield the questions that this one is a part of: without one trait of persons, and about the whole governorate."""
    plain = question.plain()
    for facet in sorted(personal_facets(question) & question.facets.keys()):
        yield Question.of(
            {**plain, "facets": {each: codes for each, codes in question.facets.items() if each != facet}}
        )
    places = gazetteer()
    if any(places.get(code).level not in WIDE_PLACES for code in question.places):
        whole = (places.at_level(code, "governorate") or code for code in question.places)
        yield Question.of({**plain, "places": tuple(dict.fromkeys(whole))})


def _less(whole: Total, part: Total) -> Total:
    """What is left of the whole without the part; unknown where one of the two is."""
    return _between(whole, part, lambda a, b: max(0, a - b))


def _apart(one: Total, other: Total) -> Total:
    """By how much two totals differ, up or down; unknown where one of the two is."""
    return _between(one, other, lambda a, b: abs(a - b))


def _between(one: Total, other: Total, of: Callable[[int, int], int]) -> Total:
    pairs = ((one.low, other.low), (one.high, other.high), (one.point, other.point))
    low, high, point = (None if a is None or b is None else of(a, b) for a, b in pairs)
    return Total(low=low, high=high, point=point, entities=of(one.entities, other.entities))
