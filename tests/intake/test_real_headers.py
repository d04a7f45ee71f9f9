"""Suggestions for headers of real formats, taken as they stand: never a wrong field, and how much of what is useful they find."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from real_headers import read_formats, uses_of, write_csv

from dalil.intake.suggestion import suggest

FORMATS = {
    f"{name} [{table}]": columns
    for table in ("real", "unseen", "told")
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


@pytest.mark.parametrize("table", ["real", "unseen", "told"])
def test_the_docs_say_how_many_useful_columns_are_found(table, tmp_path, capsys):
    useful = found = 0
    formats = {name: columns for name, columns in FORMATS.items() if name.endswith(f"[{table}]")}
    for name, columns in formats.items():
        uses = uses_suggested(columns, tmp_path)
        here = [column.name for column in columns if column.useful]
        missing = [column for column in here if column not in uses]
        useful, found = useful + len(here), found + len(here) - len(missing)
        with capsys.disabled():
            print(
                f"\n{name}: {len(here) - len(missing)} of {len(here)}", *(f"- {column}" for column in missing), end=""
            )
    with capsys.disabled():
        print(f"\n{table}: {found} of {useful} useful columns found ({found / useful:.0%}), in {len(formats)} formats")
    docs = (Path(__file__).parents[2] / "docs" / "importing.md").read_text(encoding="utf-8")
    assert f"0 wrong, {found} of {useful} found" in docs


@pytest.mark.parametrize(
    ("header", "cell", "use"),
    [
        ("IDP families", "20", {"field": "displaced", "about": {"unit": "family"}}),
        ("عدد العائلات النازحة", "20", {"field": "displaced", "about": {"unit": "family"}}),
        ("Affected households (min)", "20", {"field": "affected", "part": "low", "about": {"unit": "family"}}),
        ("Perpetrator", "Syrian Army", {"field": "parties", "about": {"involvement": "direct"}}),
        ("Suspected perpetrator", "Syrian Army", {"field": "parties", "about": {"involvement": "suspected"}}),
        ("الجهة المشتبه بها", "الجيش السوري", {"field": "parties", "about": {"involvement": "suspected"}}),
        ("publication date", "13/09/2018", {"said_on": True, "format": "d/m/y"}),
        ("تاريخ النشر", "5 أيلول 2018", {"said_on": True}),
        ("report date", "2018-09-05", {"ignore": True}),
        ("published", "yes", {"ignore": True}),
        ("Families killed", "2", {"ignore": True}),
    ],
)
def test_what_a_header_says_beside_the_field_comes_along(header, cell, use, tmp_path):
    """When the source said it, whether families are counted, in which part somebody is named; where it is not sure it is a remark."""
    file = tmp_path / "table.csv"
    file.write_text(
        f"ref,event date,killed,{header}\nA-1,2018-09-04,3,{cell}\nA-7,2018-09-13,4,{cell}\n", encoding="utf-8"
    )
    found = yaml.safe_load(suggest(file))["columns"][header]
    assert {key: value for key, value in found.items() if key != "values"} == use
