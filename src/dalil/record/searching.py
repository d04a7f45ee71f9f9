"""The folded words by which a report is found, in either script, on either database.

They are kept beside the report in one column and can be worked out again at any time; the query is folded by the same function.
A report is found by its own words, by the names of its codes in both languages, and by the places it lies in: the codes of these are
among its words, so that a query for “Idleb” finds what was told of a village of إدلب.
"""

from __future__ import annotations

from django.db.models import Q

from dalil.record.places import gazetteer
from dalil.text.folding import fold


def matching(query: str, field: str = "search") -> Q:
    """The condition that finds every row whose folded words hold all the words of a query, or lie in the place that it names."""
    words = fold(query).split()
    condition = Q()
    for word in words:
        condition &= Q(**{f"{field}__contains": word})
    for place in gazetteer().find(query) if words else ():
        condition |= Q(**{f"{field}__contains": f" {fold(place.code)} "})
    return condition
