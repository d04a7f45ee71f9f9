"""Pairs of reports beside the entities of a projection: those that wait for a judgement. Which these are, the room says that registers them.

They stand in one file for all kinds, since they are few. What is counted is joined with them when a question is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from pathlib import Path

import pyarrow as pa

from dalil.archive.protection import Viewer
from dalil.columns.manifest import PairFile
from dalil.columns.parquet import encode_table, read_table, write_file
from dalil.columns.tables import Pair, registered_pairs

MOST_FOLLOWED = 5_000
"""Of more reports than this, all pairs are read anew."""
_SCHEMA = pa.schema([("kind", pa.string()), ("a", pa.int64()), ("b", pa.int64())])


def lay_out_pairs(
    folder: Path, viewer: Viewer, before: PairFile | None, touched: Collection[int] | None
) -> PairFile | None:
    """Write the pairs that this viewer may see. Returns their file, that of before where they are the same; None where there is none.

    touched: the reports whose pairs may be others than before; None: those of all may.
    """
    pairs = registered_pairs()
    if pairs is None or (touched is not None and not touched):
        return before
    if touched is not None and len(touched) > MOST_FOLLOWED:
        touched = None
    kept = _read(folder, before) if touched is not None else []
    gone = set(touched or ())
    rows = {each for each in kept if gone.isdisjoint(each[1:])}
    rows.update(pairs.pairs_for(viewer, touched))
    if not rows:
        return None
    content, digest = encode_table(_table_of(sorted(rows)))
    if before is not None and before.digest == digest:
        return before
    return PairFile(write_file(folder, "pairs", content), digest, dict(Counter(kind for kind, _, _ in sorted(rows))))


def _read(folder: Path, before: PairFile | None) -> list[Pair]:
    if before is None:
        return []
    table = read_table(folder, before.file)
    return list(zip(*(table[name].to_pylist() for name in _SCHEMA.names), strict=True))


def _table_of(rows: list[Pair]) -> pa.Table:
    columns = zip(*rows, strict=True)
    return pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, _SCHEMA, strict=True)], schema=_SCHEMA
    )
