"""What matching compares of a report besides its time, place, codes and counts: names and their keys, the mother, numbers, identifiers.

Which of these a kind has follows from its `same_when`. They are read from the stored content, as all of a flat report is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

import pyarrow as pa

from dalil.lookup.sites import core_of, plain_name
from dalil.record.kind import Kind
from dalil.record.sameness import CloseNumbers, LikeMothers, LikeNames, LikeSiteNames, SameIdentifier


class ComparedColumn(NamedTuple):
    """A column of what is compared: its name, its type, and how its value is read from the content of a report."""

    name: str
    type: pa.DataType
    read: Callable[[Mapping[str, Any]], Any]


@cache
def compared_columns(kind: type[Kind]) -> tuple[ComparedColumn, ...]:
    """Return the columns that a kind has because it compares them.

    named: every name of the person; name_keys: what these must share with others (`text.names.keys_of_names`); mother: her name as it was said;
    site_names, site_cores: every name of the site, folded, and without the words that say what sort of site it is; FIELD__number and
    FIELD__identifier: the value of a field.
    """
    columns: list[ComparedColumn] = []
    for rule in kind.same_when:
        if isinstance(rule, LikeNames):
            names = _names_in((rule.field, *rule.also))
            columns.append(ComparedColumn("named", pa.list_(pa.string()), names))
            columns.append(ComparedColumn("name_keys", pa.list_(pa.string()), _keys_of(names)))
        elif isinstance(rule, LikeSiteNames):
            sites = _site_names_in((rule.field, *rule.also))
            columns.append(ComparedColumn("site_names", pa.list_(pa.string()), _each_of(sites, plain_name)))
            columns.append(ComparedColumn("site_cores", pa.list_(pa.string()), _each_of(sites, core_of)))
        elif isinstance(rule, LikeMothers):
            columns.append(ComparedColumn("mother", pa.string(), _part_of(rule.field, "mother")))
        elif isinstance(rule, CloseNumbers):
            columns.append(ComparedColumn(f"{rule.field}__number", pa.int64(), _value_of(rule.field)))
        elif isinstance(rule, SameIdentifier):
            columns.append(ComparedColumn(f"{rule.field}__identifier", pa.string(), _value_of(rule.field)))
    return tuple(columns)


def _value_of(field: str) -> Callable[[Mapping[str, Any]], Any]:
    return lambda content: content.get(field)


def _part_of(field: str, part: str) -> Callable[[Mapping[str, Any]], Any]:
    return lambda content: (content.get(field) or {}).get(part) or None


def _names_in(fields: tuple[str, ...]) -> Callable[[Mapping[str, Any]], list[str]]:
    return lambda content: [name["said"] for field in fields if (name := content.get(field))]


def _site_names_in(fields: tuple[str, ...]) -> Callable[[Mapping[str, Any]], list[str]]:
    """The names in fields of which each holds a name in both languages or a list of names."""

    def read(content: Mapping[str, Any]) -> list[str]:
        told = [content.get(field) or () for field in fields]
        return [name for each in told for name in (each.values() if isinstance(each, Mapping) else each) if name]

    return read


def _each_of(
    names: Callable[[Mapping[str, Any]], list[str]], form: Callable[[str], str]
) -> Callable[[Mapping[str, Any]], list[str]]:
    return lambda content: sorted({form(name) for name in names(content)} - {""})


def _keys_of(names: Callable[[Mapping[str, Any]], list[str]]) -> Callable[[Mapping[str, Any]], list[str]]:
    def read(content: Mapping[str, Any]) -> list[str]:
        said = names(content)
        if not said:
            return []
        from dalil.text.names import (
            keys_of_names,  # here, because it loads the compiled kernels: half a second that few need
        )

        return keys_of_names(said)

    return read
