"""The cases of places give the answers that are right."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from dalil.intake.formats.place_lists import FORMATS
from dalil.intake.formats.table import TableReader
from dalil.intake.formats.table_file import open_table
from dalil.intake.mapping import load_mapping
from dalil.intake.parsed_rows import Context, ParsedPlace, ParsedRow
from dalil.vocabulary.gazetteer import load_shipped_gazetteer

CASES = Path(os.environ.get("DALIL_SHARED", Path(__file__).parents[3] / "shared")) / "cases"
CONTEXT = Context(sha256="0" * 64, level=0, known=load_shipped_gazetteer())


def folder_of(case: str) -> Path:
    folder = next(CASES.glob(f"{case}-*"), None)
    if folder is None:
        pytest.skip(f"the cases are not here ({CASES})")
    return folder


@pytest.mark.parametrize(("file", "codes"), [("ukraine.csv", ["UA", "UA63"]), ("yemen.csv", ["YE", "YE22", "YE2202"])])
def test_case_21_the_header_of_ocha(file: str, codes: list[str]) -> None:
    (places,) = FORMATS
    path = folder_of("21") / file
    assert places.recognises(path, path.read_bytes())
    opened = places.open(path, {})
    assert places.reader is not None
    reader = places.reader(CONTEXT, opened.header, {})
    (read,) = [each for number, row in opened.rows for each in reader.read(number, row)]
    assert isinstance(read, ParsedPlace)
    assert [place.code for place in (*read.above, read.entry)] == codes


def test_case_25_names_that_are_not_found_are_kept() -> None:
    folder = folder_of("25")
    mapping = load_mapping(folder / "mapping.yaml")
    opened = open_table(folder / "input.csv", mapping)
    reader = TableReader(CONTEXT, opened.header, mapping)
    rows = [each for number, row in opened.rows for each in reader.read(number, row)]
    assert all(isinstance(each, ParsedRow) and "place_unresolved" in each.prepared.flags for each in rows)
    names = [json.loads(each.prepared.content)["where"]["name"] for each in rows]
    assert names == ["Jabal Razih, Sadah, Yemen", "Harim, Idlb"]
