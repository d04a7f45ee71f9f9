"""How reports are found by many addresses or identifiers at once: thousands of them in one query."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from dalil.record.models import Report


def find_reports(addresses: Iterable[str], *fields: str) -> Iterator[Any]:
    """Yield these fields of the reports that have one of these addresses; the bare values where one field is asked for."""
    listed = list(dict.fromkeys(addresses))
    if listed:
        yield from Report.objects.filter(address__in=as_subquery(listed)).values_list(*fields, flat=len(fields) == 1)


def find_keys(addresses: Iterable[str]) -> dict[str, int]:
    """Return the primary keys of the reports that have one of these addresses, by address."""
    return dict(find_reports(addresses, "address", "pk"))


def find_in_force(identifiers: Iterable[str], *fields: str) -> Iterator[Any]:
    """Yield the reports that have one of these identifiers at their source and are not corrected: the identifier, then these fields."""
    listed = list(identifiers)
    if listed:
        in_force = Report.objects.filter(external_id__in=as_subquery(listed)).uncorrected()
        yield from in_force.values_list("external_id", *fields)


def as_subquery(values: Sequence[str]) -> RawSQL:
    """Turn many texts into a subquery with one parameter, for a filter of the form `…__in`.

    A query for each few hundred of them would cost more than the rows themselves, and SQLite takes only so many parameters.
    """
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::text[])", [list(values)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(values))])


def keys_as_subquery(keys: Iterable[int]) -> RawSQL:
    """Turn many primary keys into a subquery with one parameter, as `as_subquery` does with texts."""
    listed = list(keys)
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [listed])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(listed)])
