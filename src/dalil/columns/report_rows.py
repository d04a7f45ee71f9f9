"""One row for each report: what it says, flattened, and the entity that it belongs to. What matching compares, and what is followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pyarrow as pa

from dalil.columns.compared_values import compared_columns
from dalil.columns.flat_reports import FlatReport
from dalil.columns.parquet import nulls
from dalil.columns.surroundings import Places
from dalil.record.kind import Kind, coded_facets, quantities_of

REPORTS = "reports"

BASE: tuple[tuple[str, pa.DataType], ...] = (
    ("founding", pa.int64()),
    ("report", pa.int64()),
    ("address", pa.string()),
    ("entity", pa.string()),
    ("current", pa.bool_()),
    ("when_start", pa.date32()),
    ("when_end", pa.date32()),
    ("places", pa.list_(pa.string())),
    ("lat", pa.float64()),
    ("lon", pa.float64()),
    ("where_precision", pa.string()),
    ("place_said", pa.string()),
    ("listed", pa.string()),
    ("origins", pa.list_(pa.string())),
    ("relays", pa.list_(pa.string())),
)
"""What every row has. entity: the address of the entity. current: neither corrected nor withdrawn, as far as this clearance sees.
lat to place_said: the place as the source said it. listed: the list that it is a row of."""

STATED: tuple[tuple[str, pa.DataType], ...] = (
    ("low", pa.int64()),
    ("high", pa.int64()),
    ("point", pa.int64()),
    ("shape", pa.string()),
    ("unit", pa.string()),
    ("status", pa.string()),
    ("sex", pa.string()),
    ("age", pa.string()),
)
"""The columns of one quantity; all null where the report does not state it."""

Row = tuple[int, str, FlatReport]
"""The founding report of the entity, the entity's address, and the report."""


@cache
def report_schema(kind: type[Kind]) -> pa.Schema:
    """Return the columns of the reports of a kind, in order."""
    facets = [(field.name, pa.list_(pa.string())) for field in coded_facets(kind)]
    stated = [(f"{quantity}__{part}", kept) for quantity in quantities_of(kind) for part, kept in STATED]
    compared = [(column.name, column.type) for column in compared_columns(kind)]
    return pa.schema([*BASE, *(pair for pair in facets if pair[0] not in dict(BASE)), *stated, *compared])


class ReportTables:
    """The table of reports."""

    names = (REPORTS,)
    version = 7

    def rows_of(self, members: Sequence[FlatReport], places: Places) -> tuple[list[Row]]:
        """Make a row for each report of an entity."""
        founding, address = members[0].id, members[0].address
        return ([(founding, address, each) for each in members],)

    def table_of(self, kind: type[Kind], name: str, rows: Sequence[Row]) -> pa.Table:
        """Return the reports of a kind as a table."""
        schema, reports = report_schema(kind), [report for _, _, report in rows]
        columns: dict[str, list[Any]] = {
            "founding": [founding for founding, _, _ in rows],
            "report": [each.id for each in reports],
            "address": [each.address for each in reports],
            "entity": [address for _, address, _ in rows],
            "current": [each.current for each in reports],
            "when_start": [each.when[0] if each.when else None for each in reports],
            "when_end": [each.when[1] if each.when else None for each in reports],
            "places": [each.places for each in reports],
            "lat": [each.spot.lat for each in reports],
            "lon": [each.spot.lon for each in reports],
            "where_precision": [each.spot.precision for each in reports],
            "place_said": [each.spot.name for each in reports],
            "listed": [each.listed for each in reports],
            "origins": [each.credited.origins for each in reports],
            "relays": [each.credited.relays for each in reports],
        }
        for index, field in enumerate(coded_facets(kind)):
            columns[field.name] = [each.facets[index] for each in reports]
        columns |= _stated_columns(reports)
        for index, column in enumerate(compared_columns(kind)):
            columns[column.name] = [each.compared[index] for each in reports]
        empty = len(rows)
        arrays = [
            pa.array(columns[field.name], field.type) if field.name in columns else nulls(empty, field.type)
            for field in schema
        ]
        return pa.Table.from_arrays(arrays, schema=schema)

    def facts_of(self, kind: type[Kind], tables: Mapping[str, pa.Table]) -> dict[str, Any]:
        """Return no facts: nothing needs to be known before the table is opened."""
        return {}


def _stated_columns(reports: Sequence[FlatReport]) -> dict[str, list[Any]]:
    """The columns of every quantity that one of the reports states."""
    columns: dict[str, list[Any]] = {}
    for index, each in enumerate(reports):
        for statement in each.statements:
            scope = statement.scope
            values = (
                statement.low, statement.high, statement.point, statement.shape,
                scope.unit, scope.status, scope.sex, scope.age,
            )  # fmt: skip
            for (part, _), value in zip(STATED, values, strict=True):
                name = f"{scope.quantity}__{part}"
                if name not in columns:
                    columns[name] = [None] * len(reports)
                columns[name][index] = value
    return columns
