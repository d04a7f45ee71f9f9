"""What looks for the words of a family finds them wherever files hide them."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import sqlite3
import tarfile
import zipfile
from base64 import b64encode, urlsafe_b64encode
from urllib.parse import quote

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from layers_of_files import find_writings, list_layers

CANARY = "كناري القاسم"


def in_zip(data):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", data)
    return file.getvalue()


def in_tar(data):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        member = tarfile.TarInfo("a.txt")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return file.getvalue()


def in_zstd(data):
    file = pa.BufferOutputStream()
    with pa.output_stream(file, compression="zstd") as packed:
        packed.write(data)
    return file.getvalue().to_pybytes()


def in_parquet(data):
    file = io.BytesIO()
    pq.write_table(pa.table({"name": [data.decode()]}), file, compression="zstd", use_dictionary=False)
    return file.getvalue()


PLAIN = f"before {CANARY} after".encode()
HIDDEN = {
    "plain": PLAIN,
    "gzip": gzip.compress(PLAIN),
    "bzip2": bz2.compress(PLAIN),
    "xz": lzma.compress(PLAIN),
    "zstd": in_zstd(PLAIN),
    "zip": in_zip(PLAIN),
    "tar in gzip": gzip.compress(in_tar(PLAIN)),
    "zip in zip": in_zip(in_zip(PLAIN)),
    "parquet": in_parquet(PLAIN),
    "json": json.dumps(CANARY).encode(),
    "address": quote(CANARY).encode(),
    "hexadecimal": PLAIN.hex().encode(),
    "utf-16": PLAIN.decode().encode("utf-16"),
    **{f"base64 after {n}": b64encode(b"x" * n + PLAIN) for n in range(3)},
    "base64 of addresses": urlsafe_b64encode(PLAIN),
}


@pytest.mark.parametrize("how", HIDDEN)
def test_words_are_found_however_they_are_packed(tmp_path, how):
    (tmp_path / "file").write_bytes(HIDDEN[how])
    found = find_writings(list_layers(tmp_path), [CANARY, "Nobody Wrote This"])
    assert set(found) == {CANARY}


def test_words_are_found_in_names_of_files_and_in_rows_that_are_not_in_the_file_yet(tmp_path):
    (tmp_path / CANARY).mkdir()
    assert set(find_writings(list_layers(tmp_path), [CANARY])) == {CANARY}
    (tmp_path / CANARY).rmdir()
    database = sqlite3.connect(tmp_path / "home.sqlite3")
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("CREATE TABLE told (words)")
    database.execute("INSERT INTO told VALUES (?)", (CANARY,))
    database.commit()
    (found,) = find_writings(list_layers(tmp_path), [CANARY]).values()
    assert any("rows" in where for where in found)
    database.close()
