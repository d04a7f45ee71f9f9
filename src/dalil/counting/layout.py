"""The columns in which a kind is laid out. In `entities` one row is one entity; in `by_source` it is one entity by what
one source states.

For every quantity: the five readings (an interval is two columns and its best number a third), the largest number stated, the
unit, and whether its statements conflict, contradict themselves, count something else in part, or give no lower end.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dalil.columns.manifest import Manifest
from dalil.counting.combine import Reading
from dalil.record.kind import Kind, coded_facets, quantities_of

ENTITIES, BY_SOURCE = "entities", "by_source"
"""The names of the two tables."""

VERSION = 9
"""Goes up when the meaning of a column changes; every projection is then laid out anew."""

BASE: tuple[tuple[str, pa.DataType], ...] = (
    ("founding", pa.int64()),
    ("address", pa.string()),
    ("reports", pa.list_(pa.int64())),
    ("addresses", pa.list_(pa.string())),
    ("n_reports", pa.int32()),
    ("n_origins", pa.int32()),
    ("grade", pa.string()),
    ("when_start", pa.date32()),
    ("when_end", pa.date32()),
    ("when_latest", pa.date32()),
    ("when_known", pa.int8()),
    ("place_path", pa.list_(pa.string())),
    ("place", pa.string()),
    ("country", pa.string()),
    ("governorate", pa.string()),
    ("district", pa.string()),
    ("origins", pa.list_(pa.string())),
    ("by_matcher", pa.bool_()),
)
"""What every row has. when_latest: the last day on which it can have begun. when_known: the finest period its first day is known
to, as an index of PERIODS. place_path: the finest certain place and everything that holds it, upward. country: several, joined by a
space, where no one place holds all that is said. by_matcher: its current reports would be several entities without the matcher's word."""

CREDIT: tuple[tuple[str, pa.DataType], ...] = (("source", pa.string()), ("role", pa.string()))

PERIODS = ("day", "week", "month", "year")

PLACE_LEVELS = ("country", "governorate", "district", "place")

SAID: tuple[tuple[str, pa.DataType], ...] = (
    ("reported_range_low", pa.int64()),
    ("reported_range_high", pa.int64()),
    ("reported_range_point", pa.int64()),
    ("stated", pa.int64()),
    ("floor_low", pa.int64()),
    ("agreed_low", pa.int64()),
    ("agreed_high", pa.int64()),
    ("agreed_point", pa.int64()),
    ("named_low", pa.int64()),
    ("conservative_low", pa.int64()),
    ("conflict", pa.bool_()),
    ("contradictory", pa.bool_()),
    ("other", pa.bool_()),
    ("at_most", pa.bool_()),
    ("unit", pa.string()),
)
"""The columns of one quantity; all null where nobody stated it."""


FLAGS = ("conflict", "contradictory", "other", "at_most")
"""The columns of a quantity that say something about its statements."""


def column(quantity: str, part: str) -> str:
    """Return the name of a quantity's column. Both parts are identifiers of our own, never a reader's words."""
    return f"{quantity}__{part}"


def facet_column(facet: str) -> str:
    """Return the column of a facet's codes, joined by a space: what is grouped by."""
    return f"{facet}__codes"


def within_column(facet: str) -> str:
    """Return the column of a facet's codes with all that stand above them: what is filtered by."""
    return f"{facet}__within"


def interval_columns(quantity: str, reading: Reading) -> tuple[str, str | None, str | None]:
    """Return the columns that hold the low, the high and the best number of a reading; None where that reading has none."""
    low = column(quantity, f"{reading}_low")
    match reading:
        case Reading.FLOOR | Reading.NAMED:
            return low, None, None
        case Reading.CONSERVATIVE:
            return low, low, low
    return low, column(quantity, f"{reading}_high"), column(quantity, f"{reading}_point")


@cache
def schema_of(kind: type[Kind], table: str = ENTITIES) -> pa.Schema:
    """Return the columns of one of the two tables of a kind, in order."""
    facets = [
        (name, kept)
        for field in coded_facets(kind)
        for name, kept in (
            (facet_column(field.name), pa.string()),
            (within_column(field.name), pa.list_(pa.string())),
        )
    ]
    said = [(column(quantity, part), kept) for quantity in quantities_of(kind) for part, kept in SAID]
    return pa.schema([*BASE, *(CREDIT if table == BY_SOURCE else ()), *facets, *said])


def facts_of(kind: type[Kind], tables: Mapping[str, pa.Table]) -> dict[str, Any]:
    """Return what a question needs to know of a kind's tables before it opens them, by quantity: `units`, `traits`;
    and `by_matcher`: whether any row is.

    units: those that the quantity is stated in. A trait is something that has to be reckoned with in adding up: `conflict`,
    `contradictory`, `other`, `at_most` where any row has it, `open:` and `pointless:` with a reading where a row has no upper end or no best number
    in it. What no file has needs no counting.
    """
    units: dict[str, set[str]] = {}
    traits: dict[str, set[str]] = {}
    for table in tables.values():
        for quantity in quantities_of(kind):
            stated = [unit for unit in pc.unique(table[column(quantity, "unit")]).to_pylist() if unit]
            if stated:
                units.setdefault(quantity, set()).update(stated)
                traits.setdefault(quantity, set()).update(_traits_of(table, quantity))
    by_matcher = any(pc.any(table["by_matcher"]).as_py() for table in tables.values())
    return {"by_matcher": by_matcher} | {
        name: {quantity: sorted(each) for quantity, each in sorted(by_quantity.items())}
        for name, by_quantity in (("units", units), ("traits", traits))
    }


def units_in(manifest: Manifest, kind: str, quantity: str) -> list[str]:
    """Return the units in which a quantity is stated anywhere in a projection."""
    return sorted({unit for facts in manifest.facts(kind) for unit in facts["units"].get(quantity, ())})


def traits_in(manifest: Manifest, kind: str, quantity: str) -> frozenset[str]:
    """Return what has to be reckoned with in adding a quantity up, anywhere in a projection; see `facts_of`."""
    return frozenset(trait for facts in manifest.facts(kind) for trait in facts["traits"].get(quantity, ()))


def has_matched(manifest: Manifest, kind: str) -> bool:
    """Tell whether any entity of a kind is held together by the matcher's word alone, anywhere in a projection."""
    return any(facts["by_matcher"] for facts in manifest.facts(kind))


def _traits_of(table: pa.Table, quantity: str) -> list[str]:
    traits = [flag for flag in FLAGS if pc.any(table[column(quantity, flag)]).as_py()]
    for reading in (Reading.REPORTED_RANGE, Reading.AGREED):
        low, high, point = (table[name].null_count for name in interval_columns(quantity, reading) if name)
        traits += [f"open:{reading}"] * (high > low) + [f"pointless:{reading}"] * (point > low)
    return traits
