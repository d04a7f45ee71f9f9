"""The folded words by which a report is found, in either script, on either database.

They are kept beside the report in one column and can be worked out again at any time; the query is folded by the same function.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from dalil.record.kind import Kind
from dalil.text.folding import fold


def search_text(telling: Kind, said: str) -> str:
    """Every word of a report that somebody may look for, folded."""
    return fold(" ".join([said, *_texts(telling.model_dump(exclude_defaults=True))]))


def matching(query: str, field: str = "search") -> Q:
    """The condition that finds every row whose folded words contain all the words of a query."""
    condition = Q()
    for word in fold(query).split():
        condition &= Q(**{f"{field}__contains": word})
    return condition


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, (list, tuple)):
        return [text for each in value for text in _texts(each)]
    return []
