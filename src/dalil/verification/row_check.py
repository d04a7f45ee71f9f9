"""Comparing the record and the ledger, both ways: every row with its leaf, every leaf with its row, every decision with its remark."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from django.db.models import Model

from dalil.archive.models import Document
from dalil.archive.store import Tick
from dalil.proofs.models import Leaf, Remark, Salt
from dalil.proofs.sealed_levels import match_leaf
from dalil.proofs.sealing import AT_ONCE, fields_of_leaf, read_rows, sealed_models
from dalil.proofs.taken_back import remark_of
from dalil.record.log import Subject, Verb, changes_since
from dalil.record.models import Report, Source
from dalil.verification.faults import Finding, found

_NAMED: dict[str, tuple[Verb, type[Model], str]] = {
    Subject.REPORT: (Verb.ENTERED, Report, "address"),
    Subject.DOCUMENT: (Verb.RECEIVED, Document, "sha256"),
    Subject.SOURCE: (Verb.NAMED, Source, "code"),
}
"""The verb with which something comes into the record, its table, and the column by which the log names it."""


def check_rows(tick: Tick) -> Iterator[Finding]:
    """Compare every table that has leaves with its leaves."""
    destroyed = destroyed_salts()
    decided = levels_in_log()
    for model in sealed_models().values():
        yield from _check_table(model, destroyed, decided, tick)
        if hasattr(model, "taken_back_at"):
            yield from _check_taken_back(model)


def check_sample(many: int, tick: Tick) -> Iterator[Finding]:
    """Compare so many leaves, drawn at random, with their rows."""
    destroyed, decided = destroyed_salts(), levels_in_log()
    last = Leaf.objects.order_by("-number").values_list("number", flat=True).first() or 0
    numbers = random.SystemRandom().sample(range(last + 1), min(many, last + 1))
    for leaf in Leaf.objects.filter(number__in=sorted(numbers)):
        tick(1)
        model = sealed_models()[leaf.noun]
        row = next(read_rows(model, leaf.row_key - 1, leaf.row_key), None)
        salt = Salt.objects.filter(number=leaf.number).values_list("salt", flat=True).first()
        yield from _compare(model, row, (leaf.number, leaf.row_key, leaf.hash, salt), destroyed, decided)


def check_names_in_log() -> Iterator[Finding]:
    """Yield what came into the record by the log, and is not in it."""
    there = {noun: set(_names(model, column)) for noun, (_, model, column) in _NAMED.items()}
    for change in changes_since(0):
        verb, *_ = _NAMED.get(change.noun, (None,))
        if change.verb == verb:
            for name in change.subjects:
                if name not in there[change.noun]:
                    facts = {"noun": change.noun.value, "name": name, "change": change.number, "actor": change.actor}
                    yield found("named_in_log", day=f"{change.at:%Y-%m-%d}", **facts)


def destroyed_salts() -> set[int]:
    """Return the numbers of the leaves whose salts were destroyed on the record."""
    remarks = Remark.objects.filter(what=Remark.What.SALT_DESTROYED).values_list("detail", flat=True)
    return {number for detail in remarks for number in detail["leaves"]}


def levels_in_log() -> dict[tuple[str, str], int]:
    """Return the level that the last decision of the log gave each thing about which one was made."""
    return {
        (change.noun.value, name): int(change.detail["level"])
        for change in changes_since(0)
        if change.verb == Verb.PROTECTED and "level" in change.detail
        for name in change.subjects
    }


_Sealed = tuple[int, int, Any, Any]
"""A leaf: its number, the key of its row, its hash, its salt or None."""


def _check_table(
    model: type[Model], destroyed: set[int], decided: dict[tuple[str, str], int], tick: Tick
) -> Iterator[Finding]:
    rows, leaves = read_rows(model, 0), _leaves(model)
    row, leaf = next(rows, None), next(leaves, None)
    while row is not None or leaf is not None:
        if leaf is None or (row is not None and row[0] < leaf[1]):
            assert row is not None
            yield found("row_unsealed", noun=fields_of_leaf(model).noun, name=_name_of(model, row))
            row = next(rows, None)
            continue
        own = row if row is not None and row[0] == leaf[1] else None
        yield from _compare(model, own, leaf, destroyed, decided)
        if own is not None:
            row = next(rows, None)
        leaf = next(leaves, None)
        tick(1)


def _compare(
    model: type[Model], row: Any, leaf: _Sealed, destroyed: set[int], decided: dict[tuple[str, str], int]
) -> Iterator[Finding]:
    number, key, sealed, salt = leaf
    noun = fields_of_leaf(model).noun
    if row is None:
        if number not in destroyed:
            yield found("row_missing", noun=noun, leaf=number, row=key)
        return
    if salt is None:
        if number not in destroyed:
            yield found("salt_missing", leaf=number)
        return
    name = _name_of(model, row)
    as_sealed = match_leaf(model, row, bytes(salt), bytes(sealed))
    if as_sealed is None:
        yield found("row_changed", noun=noun, name=name, leaf=number)
    elif "level" in as_sealed:
        level = row[1 + list(fields_of_leaf(model).fields).index("level")]
        if level != decided.get((noun, name), as_sealed["level"]):
            yield found("level_changed", noun=noun, name=name, level=level)


def _leaves(model: type[Model]) -> Iterator[_Sealed]:
    """The leaves of a table in the order of its rows, each with its salt."""
    code, after = fields_of_leaf(model).code, 0
    while True:
        some = list(
            Leaf.objects.filter(noun=code, row_key__gt=after)
            .order_by("row_key")
            .values_list("number", "row_key", "hash")[:AT_ONCE]
        )
        if not some:
            return
        numbers = [number for number, *_ in some]
        salts: dict[int, Any] = {}
        for start in range(0, len(numbers), 500):
            salts |= dict(Salt.objects.filter(number__in=numbers[start : start + 500]).values_list("number", "salt"))
        yield from ((number, key, sealed, salts.get(number)) for number, key, sealed in some)
        after = some[-1][1]


def _check_taken_back(model: Any) -> Iterator[Finding]:
    """Yield the decisions of a table that are marked as taken back without a remark, or were and are no longer marked so."""
    declared = fields_of_leaf(model)
    remarks = Remark.objects.filter(what=Remark.What.TAKEN_BACK, detail__noun=declared.noun).values_list(
        "detail", flat=True
    )
    known = {detail["row"]: detail["at"] for detail in remarks}
    late = Remark.objects.filter(what=Remark.What.SEALED_LATE).values_list("at", flat=True).first()
    for key, at in model._base_manager.filter(taken_back_at__isnull=False).values_list("pk", "taken_back_at"):
        if known.pop(key, None) != remark_of(declared.noun, key, at)["at"] and not (late and at < late):
            yield found("taken_back_unsealed", noun=declared.noun, name=key)
    yield from (found("taken_back_unsealed", noun=declared.noun, name=key) for key in known)


def _name_of(model: type[Model], row: Any) -> str:
    """What the log and people call a row: its address, digest or code, where it has one, or else its key."""
    column = next((column for _, named, column in _NAMED.values() if named is model), None)
    if column is None:
        return str(row[0])
    return str(row[1 + list(fields_of_leaf(model).fields).index(column)])


def _names(model: Any, column: str) -> Iterator[str]:
    names: Iterator[str] = model._base_manager.values_list(column, flat=True).iterator()
    return names
