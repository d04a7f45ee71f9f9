"""What of a table stands in the leaves of the ledger: said by its model, as `LEAF`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LeafFields:
    """What a leaf holds of a row.

    code: the number of the noun in the database; noun: its word in the leaf. Both never change. fields: the path of the column for each
    name of a field, as a query writes it (`document__sha256`); an account is its number, since it may be renamed.
    """

    code: int
    noun: str
    fields: Mapping[str, str]


def leaf_fields(code: int, noun: str, /, *names: str, **paths: str) -> LeafFields:
    """Say what a leaf holds of a row: columns by their own names, and others by the path that leads to them.

    >>> leaf_fields(6, "withdrawal", "at", "reason", report="report__address").fields
    {'at': 'at', 'reason': 'reason', 'report': 'report__address'}
    """
    return LeafFields(code, noun, {**{name: name for name in names}, **paths})
