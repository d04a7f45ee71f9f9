"""Sealing: a leaf for every new row of a table that has leaves, in the transaction that writes the row.

Rows of these tables are only ever added and writers take turns, so what is new of a table is what lies above the last row that has a
leaf. That holds for the rows of one action, for an import, and for a home that an earlier version wrote, which is sealed by the same
function.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice, pairwise
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import Model

from dalil.ledger.commitments import SALT, make_leaf, plain_fields
from dalil.ledger.leaf_fields import LeafFields
from dalil.ledger.merkle import FANOUT, fold, leaf_hash
from dalil.proofs.inserting import insert_rows
from dalil.proofs.kept_hashes import read_hashes
from dalil.proofs.models import Leaf, Remark, Salt, Subtree

AT_ONCE = 2_000
"""Rows that are sealed together."""

Row = Sequence[Any]


@cache
def sealed_models() -> dict[int, type[Model]]:
    """Return the models whose rows have leaves, by the code of their noun. Raises ImproperlyConfigured where two have one code."""
    models = sorted(
        (each for each in apps.get_models() if hasattr(each, "LEAF")), key=lambda each: fields_of_leaf(each).code
    )
    for one, other in pairwise(models):
        if fields_of_leaf(one).code == fields_of_leaf(other).code:  # the rows of one of them would never be sealed
            raise ImproperlyConfigured(f"{one.__name__} and {other.__name__} have one code in the ledger")
    return {fields_of_leaf(model).code: model for model in models}


def fields_of_leaf(model: type[Model]) -> LeafFields:
    """Return what a leaf holds of the rows of a model."""
    declared: LeafFields = model.LEAF  # type: ignore[attr-defined]
    return declared


def seal_new(most: int | None = None, tick: Callable[[int], None] = lambda done: None) -> int:
    """Write a leaf for every row that has none yet; within the transaction of the rows. Returns how many.

    most: stop after about so many; the rest is sealed by the next call. tick: is told how many were done since it was told last.
    """
    number, waiting = _read_marks()
    sealed = 0
    for code, above in waiting:
        rows = read_rows(sealed_models()[code], above)
        while batch := list(islice(rows, AT_ONCE)):
            _append(number + sealed, code, batch)
            sealed += len(batch)
            tick(len(batch))
            if most is not None and sealed >= most:
                return sealed
    return sealed


def count_unsealed() -> int:
    """Return how many rows have no leaf yet."""
    return sum(sealed_models()[code]._base_manager.filter(pk__gt=above).count() for code, above in _read_marks()[1])


def read_rows(model: type[Model], above: int, until: int | None = None) -> Iterator[Row]:
    """Yield the rows of a model above a primary key, in their order: the key, and what `leaf_of_row` takes."""
    rows = model._base_manager.filter(pk__gt=above)
    if until is not None:
        rows = rows.filter(pk__lte=until)
    return rows.order_by("pk").values_list("pk", *fields_of_leaf(model).fields.values()).iterator(chunk_size=AT_ONCE)


def read_rows_of(model: type[Model], keys: Sequence[int]) -> Iterator[Row]:
    """Yield the rows of a model that have one of these primary keys, as `read_rows` gives them; in no order. keys: some hundreds at the most."""
    rows = model._base_manager.filter(pk__in=keys).order_by()
    yield from rows.values_list("pk", *fields_of_leaf(model).fields.values())


def leaf_of_row(model: type[Model], row: Row, salt: bytes) -> bytes:
    """Return the text of the leaf of a row, as `read_rows` gives it."""
    declared = fields_of_leaf(model)
    return make_leaf(declared.noun, plain_fields(dict(zip(declared.fields, row[1:], strict=True))), salt)


def add_remark(what: Remark.What, *, actor: User | None = None, **detail: Any) -> None:
    """Let the ledger say something itself; within the transaction of what it says it about."""
    Remark.objects.create(what=what, actor=actor, detail=detail)


def destroy_salt(model: type[Model], keys: Iterable[int], *, actor: User, reason: str) -> int:
    """Destroy the salts of rows, so that nobody can ever show from the ledger what they said. Returns how many there were.

    The tree stands as it did. Within a transaction of `writing`.
    """
    numbers = dict(
        Leaf.objects.filter(noun=fields_of_leaf(model).code, row_key__in=list(keys)).values_list("number", "row_key")
    )
    there = Salt.objects.filter(number__in=numbers)
    destroyed = sorted(there.values_list("number", flat=True))
    there.delete()
    if destroyed:
        add_remark(Remark.What.SALT_DESTROYED, actor=actor, leaves=destroyed, reason=reason)
    return len(destroyed)


@cache
def _marks_statement(vendor: str) -> str:
    """Asks for the number of the last leaf, and for the last row with a leaf and the last row of each table."""
    asked = ["(SELECT number FROM proofs_leaf ORDER BY number DESC LIMIT 1)"]
    for code, model in sealed_models().items():
        table, key = model._meta.db_table, model._meta.pk.column
        asked.append(f"(SELECT row_key FROM proofs_leaf WHERE noun = {code:d} ORDER BY row_key DESC LIMIT 1)")  # noqa: S608
        asked.append(f'(SELECT max("{key}") FROM "{table}")')  # noqa: S608 (names of our own tables)
    return f"SELECT {', '.join(asked)}"


def _read_marks() -> tuple[int, list[tuple[int, int]]]:
    """The number of the next leaf; and the tables with rows that have none, each with the last row that has one."""
    with connection.cursor() as cursor:
        cursor.execute(_marks_statement(connection.vendor))
        last, *marks = cursor.fetchone()
    pairs = zip(sealed_models(), marks[::2], marks[1::2], strict=True)
    return (0 if last is None else last + 1), [
        (code, sealed or 0) for code, sealed, there in pairs if (there or 0) > (sealed or 0)
    ]


def _append(number: int, code: int, rows: Sequence[Row]) -> None:
    model = sealed_models()[code]
    drawn = os.urandom(SALT * len(rows))
    salts = [drawn[at : at + SALT] for at in range(0, len(drawn), SALT)]
    hashes = [leaf_hash(leaf_of_row(model, row, salt)) for row, salt in zip(rows, salts, strict=True)]
    leaves = ((number + at, code, row[0], hashes[at]) for at, row in enumerate(rows))
    insert_rows(Leaf._meta.db_table, ("number", "noun", "row_key", "hash"), leaves)
    insert_rows(Salt._meta.db_table, ("number", "salt"), ((number + at, salt) for at, salt in enumerate(salts)))
    _add_subtrees(0, number, hashes)


def _add_subtrees(level: int, start: int, new: list[bytes]) -> None:
    """Keep the hash over each subtree that new hashes of a level complete. start: the index of the first of them."""
    first, full = start // FANOUT, (start + len(new)) // FANOUT
    if full == first:
        return
    hashes = [*read_hashes(level, first * FANOUT, start), *new]
    over = [fold(hashes[at * FANOUT : (at + 1) * FANOUT]) for at in range(full - first)]
    rows = ((level + 1, first + at, each) for at, each in enumerate(over))
    insert_rows(Subtree._meta.db_table, ("level", "index", "hash"), rows)
    _add_subtrees(level + 1, first, over)
