"""The level of a thing as it was when it was sealed: a later decision changes the column, and the log keeps the decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model

from dalil.ledger.commitments import make_leaf, plain_fields
from dalil.ledger.merkle import leaf_hash
from dalil.proofs.sealing import fields_of_leaf

LEVELS = (0, 1, 2)
"""The levels that a thing may have had; `archive.protection.Level`, which lies above this room."""


def match_leaf(model: type[Model], row: Any, salt: bytes, sealed: bytes) -> dict[str, Any] | None:
    """Return the fields of a row, as `read_rows` gives it, with the level at which they make the leaf of this hash.

    row: None where it is gone. Returns None for that, and where the row at no level makes the leaf.
    """
    if row is None:
        return None
    declared = fields_of_leaf(model)
    fields = dict(zip(declared.fields, row[1:], strict=True))
    for each in _with_each_level(fields):
        if leaf_hash(make_leaf(declared.noun, plain_fields(each), salt)) == sealed:
            return each
    return None


def _with_each_level(fields: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield dict(fields)
    if "level" in fields:
        yield from ({**fields, "level": level} for level in LEVELS if level != fields["level"])
