"""The codes of the field and what people call them: acts, weapons, targets, actors, provisions, places.

Everything here is data in `data/`, one file per scheme, read once when first asked for.
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
