"""A question as the parameters of an address: pages, the desk and the API write the same ones, so that an address can be passed on.

`facet` is a facet and a code of it, “weapons:BARREL_BOMB”; `facet`, `place`, `grade` and `by` may be given several times.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dalil import vocabulary
from dalil.counting.grading import Grade
from dalil.counting.layout import PERIODS, PLACE_LEVELS
from dalil.counting.question import Question
from dalil.counting.series import period_of
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.kind import coded_facets

ALONE = ("kind", "measure", "since", "until", "according_to", "reading", "unit", "entity")
"""The parameters that are given once."""
SEVERAL = {"facet": "facets", "place": "places", "grade": "grades", "by": "by"}
"""Those that may be given several times, with the part of the question each stands for."""


def write_question(question: Question, **more: str) -> str:
    """Write a question as the query of an address, the same for the same question. more: what stands behind it; what is empty is left out."""
    plain = question.plain()
    pairs: list[tuple[str, str]] = [("kind", question.kind), ("measure", question.measure)]
    pairs += [("facet", f"{facet}:{code}") for facet, codes in question.facets.items() for code in codes]
    pairs += [("place", code) for code in question.places]
    pairs += [(name, str(plain[name])) for name in ("since", "until", "according_to") if plain.get(name)]
    pairs += [("grade", str(grade)) for grade in plain.get("grades", ())]
    pairs += [(name, str(plain[name])) for name in ("reading", "unit", "entity") if plain.get(name)]
    pairs += [("by", by) for by in question.by]
    return urlencode([*pairs, *((name, value) for name, value in more.items() if value)], safe=":")


def narrow(question: Question, keys: Mapping[str, str | None]) -> Question | None:
    """Narrow a question to some keys of its answer, by grouping; None where no question asks for just these.

    Nothing asks for what is not known or not stated, nor for two codes of one facet at once. A code stands for everything below it.
    """
    changed: dict[str, Any] = {"by": tuple(by for by in question.by if by not in keys)}
    for by, key in keys.items():
        part = _part_of(question, by, key) if key is not None else None
        if part is None or changed.keys() & part.keys() & {"places", "since"}:
            return None
        if "facets" in part and "facets" in changed:
            part = {"facets": {**changed["facets"], **part["facets"]}}
        changed |= part
    return question.model_copy(update=changed)


def _part_of(question: Question, by: str, key: str) -> dict[str, Any] | None:
    """What narrows one part of a question to a key; None where nothing does."""
    if by in PERIODS:
        first, last = period_of(key, by)
        return {"since": max(first, question.since or date.min), "until": min(last, question.until or date.max)}
    if by in PLACE_LEVELS:
        return _place_part(question, key)
    if by == "source":
        return {"according_to": key}
    if by == "grade":
        return {"grades": (Grade(key),)}
    scheme = next(field.scheme or "" for field in coded_facets(question.kind_class) if field.name == by)
    asked = question.facets.get(by, ())
    inside = not asked or any(key in vocabulary.narrower(scheme, code) for code in asked)
    return {"facets": {**question.facets, by: (key,)}} if inside else None


def _place_part(question: Question, key: str) -> dict[str, Any] | None:
    known = gazetteer()
    if key not in known:
        return None
    if not question.places or any(place in known.path(key) for place in question.places):
        return {"places": (key,)}
    finer = tuple(place for place in question.places if key in known.path(place))
    return {"places": finer} if finer else None
