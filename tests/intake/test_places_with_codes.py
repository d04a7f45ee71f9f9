"""A code of a place is the area in which the names of its row are looked up; a name of somewhere else contradicts it."""

from __future__ import annotations

import pytest

from dalil.intake.formats import Unreadable
from dalil.intake.formats.table import TableReader
from dalil.intake.parsed_rows import Context, RowError
from dalil.kinds.incident import Incident
from dalil.vocabulary.gazetteer import load_shipped_gazetteer

COLUMNS = ("code", "country", "governorate", "district", "name", "lat", "lon")


def read(row: dict[str, str], constants: dict[str, object] | None = None) -> tuple[Incident, set[str]] | RowError:
    """What a row of these columns becomes: the incident and its flags, or why it fails."""
    columns = {"day": {"field": "when"}} | {each: {"field": "where", "part": each} for each in COLUMNS}
    mapping = {"kind": "incident", "origin": "x-monitor", "columns": columns, "constants": constants or {}}
    reader = TableReader(Context(sha256="0" * 64, level=0, known=load_shipped_gazetteer()), ("day", *COLUMNS), mapping)
    (result,) = reader.read(2, ["2019-04-26", *(row.get(each, "") for each in COLUMNS)])
    if isinstance(result, RowError):
        return result
    return Incident.model_validate_json(result.prepared.content), set(result.prepared.flags)


@pytest.mark.parametrize(
    "row",
    [
        {"code": "SY07", "governorate": "Aleppo", "name": "Azaz"},
        {"code": "SY07", "governorate": "حلب"},
        {"code": "SY07", "name": "Azaz"},
        {"code": "SY07", "name": "أعزاز"},
        {"code": "SY0705", "governorate": "Idlib", "name": "Saraqib"},
        {"code": "SY0705", "district": "Harim"},
        {"code": "C3916", "name": "Khan Sheikhoun"},
        {"code": "SY07", "country": "Lebanon"},
        {"code": "SY07", "name": "Azaz, Aleppo"},
    ],
)
def test_a_name_of_somewhere_else_than_the_code_makes_a_failed_row(row: dict[str, str]) -> None:
    error = read(row)
    assert isinstance(error, RowError)
    assert f"does not lie in {row['code']}" in error.cause and error.value in row.values()


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ({"code": "SY07", "governorate": "Idleb", "district": "Ariha"}, "SY0705"),
        ({"code": "SY07", "governorate": "Idlib", "name": "Saraqab"}, "C3916"),
        ({"code": "SY07", "governorate": "إدلب", "name": "سراقب"}, "C3916"),
        ({"code": "sy07", "name": "Saraqib"}, "C3916"),
        ({"code": "SY07 Idlib", "name": "Saraqib"}, "C3916"),
        ({"code": "C3916", "governorate": "Idlib", "name": "Saraqib"}, "C3916"),
        ({"code": "C3916", "country": "Syria", "governorate": "Idlib"}, "C3916"),
        ({"code": "C3916", "name": "Idlib"}, "C3916"),
        ({"code": "SY07", "governorate": "Idlib"}, "SY07"),
    ],
)
def test_a_finer_name_is_found_within_the_code_and_a_wider_one_changes_nothing(row: dict[str, str], place: str) -> None:
    incident, flags = read(row)
    assert (incident.where.places, flags) == ((place,), set())


@pytest.mark.parametrize(
    ("row", "place", "said"),
    [
        ({"code": "SY07", "district": "Ariha", "name": "Nowhereland"}, "SY0705", "Nowhereland"),
        ({"code": "SY07", "governorate": "Idlib", "district": "Nowhereland"}, "SY07", "Nowhereland, Idlib"),
        ({"code": "SY07", "name": "لا مكان"}, "SY07", "لا مكان"),
        ({"code": "SY99", "governorate": "Idlib", "name": "Saraqib"}, "C3916", "Saraqib"),
        ({"code": "SY99", "governorate": "Idlib"}, "SY07", "Idlib"),
    ],
)
def test_what_is_not_found_beside_a_code_stays_as_it_was_said_and_is_flagged(
    row: dict[str, str], place: str, said: str
) -> None:
    incident, flags = read(row)
    assert (incident.where.places, incident.where.name) == ((place,), said)
    assert flags == {"place_unresolved"}


def test_another_spelling_of_a_town_or_a_quarter_of_it_beside_its_code_is_no_doubt() -> None:
    incident, flags = read({"code": "C3916", "name": "Sarakeb, the northern quarter"})
    assert (incident.where.places, flags) == (("C3916",), set())


def test_a_point_outside_of_the_code_is_flagged_and_one_inside_finds_the_town() -> None:
    assert "point_outside_area" in read({"code": "SY07", "lat": "33.0", "lon": "36.2"})[1]
    incident, flags = read({"code": "SY07", "name": "Saraqib", "lat": "35.86", "lon": "36.80"})
    assert (incident.where.places, flags) == (("C3916",), set())


def test_a_constant_that_contradicts_itself_is_refused_before_any_row() -> None:
    with pytest.raises(Unreadable, match="does not lie in SY07"):
        read({}, {"where": {"code": "SY07", "name": "Azaz"}})
