"""A point that alice types and one in the cells of a table are read alike, however its degrees are written."""

from __future__ import annotations

import json

import pytest
from django import forms

from dalil.desk.inputs.nested import make_input
from dalil.desk.inputs.plain import UnreadableInput
from dalil.intake.formats.table import TableReader
from dalil.intake.parsed_rows import Context, RowError
from dalil.record.canonical import told
from dalil.record.kind import fields_of, kind_of
from dalil.vocabulary.gazetteer import load_shipped_gazetteer

INCIDENT = kind_of("incident")
COLUMNS = {
    "day": {"field": "when"},
    "lat": {"field": "where", "part": "lat"},
    "lon": {"field": "where", "part": "lon"},
}


def imported(lat: str, lon: str) -> object:
    """The point of a row; None where it was refused."""
    mapping = {"kind": "incident", "origin": "x-monitor", "columns": COLUMNS}
    reader = TableReader(
        Context(sha256="0" * 64, level=0, known=load_shipped_gazetteer()), ("day", "lat", "lon"), mapping
    )
    (result,) = reader.read(1, ["2019-04-26", lat, lon])
    if isinstance(result, RowError):
        return None
    where = json.loads(result.prepared.content)["where"]
    return where["lat"], where["lon"]


def typed(lat: str, lon: str) -> object:
    """The point of an input; None where it was refused."""
    described = next(each for each in fields_of(INCIDENT) if each.name == "where")
    asked = make_input(described, name="c-where", language="en")
    filled = type("Filled", (forms.Form,), asked.fields())({"c-where-lat": lat, "c-where-lon": lon})
    filled.full_clean()
    try:
        claim = INCIDENT.model_validate({"when": "2019-04-26", "where": asked.read(filled.cleaned_data)})
    except (UnreadableInput, ValueError):
        return None
    where = json.loads(told(claim)[0])["where"]
    return where["lat"], where["lon"]


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ("35.8641", "36.8125"),
        ("35,8641", "36,8125"),
        ("35,864", "36,812"),
        ("35.8641° N", "36.8125° E"),
        ("35° 51.846' N", "36° 48.75' E"),
        ("٣٥٫٨٦٤١", "٣٦٫٨١٢٥"),
        ("35.8641 شمال", "36.8125 شرق"),
        ("-35.5", "36.5"),
    ],
)
def test_a_point_is_read_alike_on_both_ways(lat: str, lon: str) -> None:
    assert typed(lat, lon) == imported(lat, lon) is not None


@pytest.mark.parametrize(
    ("lat", "lon"), [("36.8 E", "36.8"), ("35.8", "35.8, 36.8"), ("about 35", "36"), ("35", "36 N")]
)
def test_what_is_no_point_is_refused_on_both_ways(lat: str, lon: str) -> None:
    assert typed(lat, lon) is imported(lat, lon) is None
