"""The level of a thing as it was when it was sealed: a later decision changes the column, and the log keeps the decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model

from dalil.ledger.commitments import make_leaf, plain_fields
from dalil.ledger.merkle import leaf_hash
from dalil.proofs.sealing import fields_of_leaf, read_rows

LEVELS = (0, 1, 2)
"""The levels that a thing may have had; `archive.protection.Level`, which lies above this room."""


def fields_as_sealed(model: type[Model], key: int, salt: bytes, sealed: bytes) -> dict[str, Any] | None:
    """Return the fields of a row as its leaf holds them; None where the row is not what was sealed, or is gone."""
    row = next(read_rows(model, key - 1, key), None)
    return None if row is None else match_leaf(model, row, salt, sealed)


def match_leaf(model: type[Model], row: Any, salt: bytes, sealed: bytes) -> dict[str, Any] | None:
    """Return the fields of a row, as `read_rows` gives it, with the level at which they make the leaf of this hash; None where none does."""
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
