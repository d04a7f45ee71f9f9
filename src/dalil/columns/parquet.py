"""Tables as Parquet files: written under a name that is never used again, and read whole."""

from __future__ import annotations

import hashlib
import io
import uuid
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


def full_paths(folder: Path, files: list[str]) -> list[str]:
    """Return the full paths of files, as DuckDB takes them."""
    return [str(folder / file) for file in files]
