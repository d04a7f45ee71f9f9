"""Why a line of reports or a place became nothing is said in Arabic as well, from its template and its particulars."""

import json
import re

import pytest
from django.utils import translation

from dalil.intake.formats.jsonl import JsonlReader
from dalil.intake.formats.place_lists import PlacesReader
from dalil.intake.parsed_rows import Context
from dalil.vocabulary.gazetteer import load_shipped_gazetteer
from dalil.wording.refusals import say_kept

LINE = {
    "dalil": 1,
    "kind": "incident",
    "content": {"when": "2019-05-02"},
    "document": {"sha256": "ab" * 32},
}


def cause_in_arabic(reader, raw):
    """The cause of the one row, as the desk says it after it was kept as JSON."""
    (error,) = reader(Context(sha256="0" * 64, level=0, known=load_shipped_gazetteer()), (), {}).read(1, raw)
    kept = json.loads(json.dumps(error.cause.told))
    with translation.override("ar"):
        return say_kept(kept, str(error.cause))


@pytest.mark.parametrize(
    ("line", "particular"),
    [
        ("{", "JSON"),
        ("[" * 100_000, ""),
        ('{"dalil": 1, "dalil": 1}', "dalil"),
        ({**LINE, "dalil": 7}, "1"),
        ({**LINE, "kind": "rumour"}, "rumour"),
        ({**LINE, "content": {"killed": float("nan")}}, "NaN"),
        ({**LINE, "content": {"when": "2019", "colour": "red"}}, ""),
        ({**LINE, "content": [1]}, ""),
        ({**LINE, "content": {"when": "2019", "killed": [1]}}, ""),
        ({**LINE, "flags": ["odd"]}, "odd"),
        ({**LINE, "colour": "red"}, "colour"),
        ({**LINE, "said": 5}, "said"),
        ({**LINE, "digest": "0" * 64}, ""),
        ({**LINE, "document": {"sha256": "short"}}, "SHA-256"),
        ({**LINE, "attribution": {"origins": ["somebody"]}}, "code"),
        ({**LINE, "judged": [{"other": "x", "verdict": "perhaps"}]}, "same"),
        ({**LINE, "level": "restricted", "groups": ["tracers"]}, "tracers"),
    ],
)
def test_of_a_line(line, particular):
    said = cause_in_arabic(JsonlReader, line if isinstance(line, str) else json.dumps(line))
    assert re.search("[\u0600-\u06ff]{3}", said) and particular in said


@pytest.mark.parametrize(
    ("row", "particular"),
    [
        ({"ADM1_EN": "Idlib"}, "ADM1_PCODE"),
        ({"ADM1_PCODE": "SY07", "PCODE": "C9", "NAME_EN": "Valley", "LATITUDE": "95", "LONGITUDE": "36"}, ""),
        ({"shapeName": "Valley", "shapeGroup": "XYZ", "shapeType": "ADM1"}, "ADM0"),
        ({"shapeName": "Valley", "shapeType": "ADM9"}, "ADM3"),
        ({"id": "x", "name": "Valley"}, "name"),
        ({"geometry": {"type": "Polygon", "coordinates": []}}, ""),
    ],
)
def test_of_a_place(row, particular):
    said = cause_in_arabic(PlacesReader, row)
    assert re.search("[\u0600-\u06ff]{3}", said) and particular in said
