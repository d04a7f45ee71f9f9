"""The cases of the field about suggested mappings: small files with the right answer."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml

from dalil.intake.suggestion import suggest

CASES = Path(os.environ.get("DALIL_SHARED", Path(__file__).parents[3] / "shared")) / "cases"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not here")


def columns_suggested(case, file):
    return yaml.safe_load(suggest(CASES / case / file))["columns"]


@pytest.mark.parametrize(
    ("file", "left"),
    [
        ("english.csv", ["children injured", "civilians displaced"]),
        ("arabic.csv", ["الجرحى من الأطفال"]),
        ("minmax.csv", ["interview location", "internal notes", "تاريخ الميلاد"]),
    ],
)
def test_the_injured_are_not_suggested_as_killed(file, left):
    columns = columns_suggested("12-suggest-takes-injured-for-killed", file)
    assert {name: columns[name] for name in left} == {name: {"ignore": True} for name in left}
    if file == "minmax.csv":
        assert columns["killed_min"] == {"field": "killed", "part": "low"}
        assert columns["killed_max"] == {"field": "killed", "part": "high"}


def test_a_name_that_stands_twice_is_suggested_twice():
    columns = columns_suggested("19-two-columns-of-one-name", "input.csv")
    assert columns["place"] == {"field": "where"} and columns["place (2)"] == {"ignore": True}
