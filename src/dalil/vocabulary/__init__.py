"""The vocabulary holds the codes of the field and what people call them: acts, weapons, targets, actors, provisions, places.

All of it is data: `data/` has one file per scheme, which is read once when it is first asked for.
"""

from dalil.vocabulary.terms import (
    Term,
    UnknownCode,
    UnknownScheme,
    broader,
    find,
    is_code,
    label,
    narrower,
    schemes,
    term,
    terms,
)

__all__ = [
    "Term",
    "UnknownCode",
    "UnknownScheme",
    "broader",
    "find",
    "is_code",
    "label",
    "narrower",
    "schemes",
    "term",
    "terms",
]
