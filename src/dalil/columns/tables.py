"""Which tables a projection has. This room brings one row for each report; rooms above register what else they lay out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Protocol

import pyarrow as pa

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.columns.flat_reports import FlatReport
from dalil.columns.surroundings import Places
from dalil.record.kind import Kind, all_kinds, fields_of
from dalil.vocabulary.borders import load_shipped_borders
from dalil.vocabulary.gazetteer import load_shipped_places

BUCKET = 50_000
"""How many report ids share a file, by the first report of the entity. Following the log rewrites a file whole, so this bounds its time and
memory."""

PORTION = 10_000
"""How many report ids are worked out together where everything is laid out anew: a part of a bucket, since what is said in plain values takes
ten times the memory that it takes in columns."""


class Tables(Protocol):
    """Tables that are laid out together, from the reports of one entity after the other.

    names: of the tables, each different from all others. version: goes up when the meaning of a column changes.
    Every table has the column `founding`, the id of the first report of the entity that a row belongs to.
    """

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def version(self) -> int: ...

    def rows_of(self, members: Sequence[FlatReport], places: Places) -> Sequence[Sequence[Any]]:
        """Make the rows of one entity: for each of the names a sequence of rows. members: its reports, earliest first."""

    def table_of(self, kind: type[Kind], name: str, rows: Sequence[Any]) -> pa.Table:
        """Return rows of one kind as the table of this name."""

    def facts_of(self, kind: type[Kind], tables: Mapping[str, pa.Table]) -> dict[str, Any]:
        """Return what readers of these tables want to know before they open a file; plain values, kept in the manifest."""


class Pairs(Protocol):
    """Pairs of reports that are laid out beside the tables of their entities. version: goes up when their meaning changes."""

    @property
    def version(self) -> int: ...

    def pairs_for(self, viewer: Viewer, touched: Collection[int] | None) -> Iterable[Pair]:
        """Yield the pairs of which a viewer may see both reports: those with one of some reports, all where None is given."""


Pair = tuple[str, int, int]
"""The kind of two reports, and their ids."""

_registered: list[Tables] = []
_pairs: list[Pairs] = []


def register(tables: Tables) -> None:
    """Lay these tables out in every projection from now on. Registered twice, they are laid out once."""
    if not any(type(each) is type(tables) for each in _registered):
        _registered.append(tables)
        fingerprint.cache_clear()


def registered_tables() -> tuple[Tables, ...]:
    """Return everything that is laid out."""
    return tuple(_registered)


def register_pairs(pairs: Pairs) -> None:
    """Lay these pairs out in every projection from now on; there is one such table, and the last that is registered fills it."""
    _pairs[:] = [pairs]
    fingerprint.cache_clear()


def registered_pairs() -> Pairs | None:
    """Return the pairs that are laid out."""
    return _pairs[0] if _pairs else None


@cache
def fingerprint() -> str:
    """Return a digest of all that the columns depend on besides the record: the tables, kinds, codes, shipped places and borders."""
    whole = {
        "bucket": BUCKET,
        "tables": [(each.names, each.version) for each in _registered],
        "pairs": [each.version for each in _pairs],
        "kinds": {
            code: [(field.name, field.type.__name__, field.scheme, field.many) for field in fields_of(kind)]
            + [kind.facets, repr(kind.same_when)]
            for code, kind in sorted(all_kinds().items())
        },
        "codes": [
            (term.scheme, term.code, term.parent)
            for scheme in vocabulary.schemes()
            for term in vocabulary.terms(scheme)
        ],
        "places": [(place.code, place.level, place.parent) for place in load_shipped_places()],
        "borders": sorted((code, border.text, border.whole) for code, border in load_shipped_borders().items()),
    }
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:16]
