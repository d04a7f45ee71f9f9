"""Tables as Parquet files: written under a name that is never used again, and read whole.

Most columns of most tables hold nothing: every quantity has its own, and few are stated. They take no memory here: a table is worked on
without them (`held`), and has them again when it is written (`whole`), all of one type as one array.
"""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def encode_table(table: pa.Table) -> tuple[bytes, str]:
    """Encode a table as the bytes of a Parquet file, with their digest: the same for the same rows in the same order."""
    buffer = io.BytesIO()
    pq.write_table(table.combine_chunks(), buffer, compression="zstd", row_group_size=50_000)
    content = buffer.getvalue()
    return content, hashlib.sha256(content).hexdigest()[:32]


def write_file(folder: Path, name: str, content: bytes) -> str:
    """Write a new file beside the others. Returns its name, which no other file has or will have."""
    file = f"{name}-{uuid.uuid4().hex[:12]}.parquet"
    (folder / file).write_bytes(content)
    return file


def read_table(folder: Path, file: str) -> pa.Table:
    """Read all rows of one file."""
    return pq.read_table(folder / file)


def read_held(folder: Path, file: str) -> pa.Table:
    """Read all rows of one file, without the columns of which it is written there that they hold nothing."""
    with pq.ParquetFile(folder / file) as opened:
        facts = opened.metadata
        groups = [facts.row_group(index) for index in range(facts.num_row_groups)]
        empty = {
            facts.schema.column(index).path
            for index in range(facts.num_columns)
            if groups and all(_holds_nothing(group.column(index)) for group in groups)
        }
        return opened.read([name for name in opened.schema_arrow.names if name not in empty])


@lru_cache(maxsize=32)
def nulls(rows: int, of: pa.DataType) -> pa.Array:
    """Return a column that holds nothing: for the same rows and type the same array, since nobody writes to it."""
    return pa.nulls(rows, of)


def held(table: pa.Table) -> pa.Table:
    """Return a table without the columns that hold nothing."""
    return table.select([name for name in table.column_names if table[name].null_count < table.num_rows])


def joined(tables: Iterable[pa.Table], schema: pa.Schema) -> pa.Table:
    """Put tables with columns of a schema one after the other. What one of them lacks holds nothing in its rows."""
    typed = [each.cast(pa.schema([schema.field(name) for name in each.column_names])) for each in tables]
    return pa.concat_tables(typed, promote_options="default")


def whole(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return a table with all columns of a schema, in its order; those that it lacks hold nothing."""
    there = set(table.column_names)
    columns = [
        table[field.name].combine_chunks() if field.name in there else nulls(table.num_rows, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def full_paths(folder: Path, files: list[str]) -> list[str]:
    """Return the full paths of files, as DuckDB takes them."""
    return [str(folder / file) for file in files]


def _holds_nothing(column: pq.ColumnChunkMetaData) -> bool:
    """Tell it of a plain column; of one of lists the file does not tell nothing from an empty list."""
    told = column.statistics
    return "." not in column.path_in_schema and told is not None and told.null_count == column.num_values
