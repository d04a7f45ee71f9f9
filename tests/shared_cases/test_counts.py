"""The cases of the field about counts give the answers that are right, in the importer and in the desk's box."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from dalil.intake.formats.table import TableReader
from dalil.intake.formats.table_file import open_table
from dalil.intake.mapping import load_mapping
from dalil.intake.parsed_rows import Context, RowError
from dalil.text.counts import read_count, read_counts
from dalil.values import Count
from dalil.vocabulary.gazetteer import load_shipped_gazetteer

CASES = Path(os.environ.get("DALIL_SHARED", Path(__file__).parents[3] / "shared")) / "cases"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not here")
FAILED = "failed"


def killed_in(case: str) -> dict[str, tuple[int, int | None, str] | str]:
    """The killed of each row of a case: lowest, highest and unit, or that the row failed."""
    folder = CASES / case
    mapping = load_mapping(folder / "mapping.yaml")
    opened = open_table(folder / "input.csv", mapping)
    reader = TableReader(Context(sha256="0" * 64, level=0, known=load_shipped_gazetteer()), opened.header, mapping)
    found: dict[str, tuple[int, int | None, str] | str] = {}
    for number, row in opened.rows:
        (result,) = reader.read(number, row)
        if isinstance(result, RowError):
            found[row[0]] = FAILED
        else:
            count = Count.model_validate(json.loads(result.prepared.content)["killed"])
            found[row[0]] = (count.low, count.high, count.unit)
    return found


def test_words_around_a_number_are_read_or_the_row_fails():
    about, at_least = (15, 25, "person"), (20, None, "person")
    assert killed_in("08-words-around-a-number") == {
        "A1": (2000, 2000, "person"),
        "A2": (10_000, None, "person"),
        "A3": (2_000_000_000, 2_000_000_000, "person"),
        **dict.fromkeys(("A4", "A5", "A6", "A7"), about),
        "A8": at_least,
        "A9": (0, 20, "person"),
        **dict.fromkeys(("A10", "A11", "A12"), at_least),
        "A13": FAILED,
        "A14": FAILED,
    }


def test_five_of_one_family_are_five_people():
    five = (5, 5, "person")
    assert killed_in("10-five-of-one-family") == {"A1": five, "A2": five, "A3": five, "A4": (20, 20, "person")}
    for text, people in (
        ("استشهاد سبعة من عائلة واحدة في إدلب", 7),
        ("killing 5 of the same family", 5),
        ("إصابة 12 من عائلتين", 12),
    ):
        (found,) = read_counts(text)
        assert (found.count.low, found.count.unit) == (people, "person")


def test_what_is_typed_in_the_box_is_read_as_in_a_cell():
    typed = (CASES / "11-desk-count-box" / "typed.txt").read_text("utf-8").split("\n")
    understood = {}
    for line in filter(None, typed):
        try:
            count = read_count(line, "killed")
        except ValueError:
            continue
        understood[line] = (count.low, count.high, count.unit)
    assert understood == {"2k": (2000, 2000, "person"), "خمسة من عائلة واحدة": (5, 5, "person")}
