"""Suggestions for headers of real formats, taken as they stand: never a wrong field, and how much of what is useful they find."""

from __future__ import annotations

import pytest
import yaml
from real_headers import read_formats, uses_of, write_csv

from dalil.intake.suggestion import suggest

FORMATS = {
    f"{name} [{table}]": columns
    for table in ("real", "unseen")
    for name, columns in read_formats(f"{table}_headers.txt").items()
}


def uses_suggested(columns, folder):
    file = folder / "table.csv"
    write_csv(columns, file)
    return uses_of(yaml.safe_load(suggest(file)))


@pytest.mark.parametrize("name", FORMATS)
def test_no_column_of_a_real_format_gets_a_wrong_field(name, tmp_path):
    uses = uses_suggested(FORMATS[name], tmp_path)
    right = {column.name: column.right for column in FORMATS[name]}
    assert {
        column: wrong for column, found in uses.items() if (wrong := [use for use in found if use not in right[column]])
    } == {}


def test_most_useful_columns_are_found_and_the_docs_say_how_many(tmp_path, capsys):
    useful = found = 0
    for name, columns in FORMATS.items():
        uses = uses_suggested(columns, tmp_path)
        here = [column for column in columns if column.useful]
        got = [column for column in here if column.name in uses]
        with capsys.disabled():
            print(f"\n{name}: {len(got)} of {len(here)}", *(f"- {c.name}" for c in here if c not in got), end="")
        useful, found = useful + len(here), found + len(got)
    with capsys.disabled():
        print(f"\nuseful columns found: {found} of {useful}, {found / useful:.0%}, in {len(FORMATS)} formats")
    assert len(FORMATS) >= 25
    assert found / useful > 0.95
