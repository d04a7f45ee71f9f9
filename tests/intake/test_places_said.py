"""A place of a table is the finest that is certain; what was not found stays as it was said, and every doubt is flagged."""

from __future__ import annotations

import pytest

from dalil.intake.formats import Unreadable
from dalil.intake.formats.table import TableReader
from dalil.intake.parsed_rows import Context, RowError
from dalil.kinds.incident import Incident
from dalil.vocabulary.gazetteer import load_shipped_gazetteer

COLUMNS = ("country", "governorate", "district", "name", "lat", "lon")


def read(row: dict[str, str], constants: dict[str, object] | None = None):
    """What a row of these columns becomes: its place, and its flags about places."""
    columns = {"day": {"field": "when"}} | {each: {"field": "where", "part": each} for each in COLUMNS}
    mapping = {"kind": "incident", "origin": "x-monitor", "columns": columns, "constants": constants or {}}
    reader = TableReader(Context(sha256="0" * 64, level=0, known=load_shipped_gazetteer()), ("day", *COLUMNS), mapping)
    (result,) = reader.read(2, ["2019-04-26", *(row.get(each, "") for each in COLUMNS)])
    assert not isinstance(result, RowError), result
    where = Incident.model_validate_json(result.prepared.content).where
    return where, set(result.prepared.flags)


@pytest.mark.parametrize(
    ("row", "places", "name"),
    [
        ({"country": "Atlantis", "governorate": "Poseidonia", "name": "Upper Wadi"}, (), "Upper Wadi, Poseidonia, Atlantis"),
        ({"country": "Syria", "governorate": "Idlb", "name": "Harim"}, ("SY",), "Harim, Idlb"),
        ({"country": "سوريا", "governorate": "محافظة البحر", "name": "حارم"}, ("SY",), "حارم, محافظة البحر"),
        ({"governorate": "Idlib", "district": "Nowhere", "name": "Saraqib"}, ("C3916",), "Saraqib, Nowhere"),
        ({"governorate": "إدلب", "district": "لا مكان", "name": "سراقب"}, ("C3916",), "سراقب, لا مكان"),
        ({"governorate": "Idlib", "name": "Nowhere"}, ("SY07",), "Nowhere"),
    ],
)  # fmt: skip
def test_a_part_that_is_not_found_is_kept_as_it_was_said_and_flagged(row, places, name) -> None:
    where, flags = read(row)
    assert (where.places, where.name) == (places, name)
    assert flags == {"place_unresolved"}


@pytest.mark.parametrize("row", [{"governorate": "Idlib", "name": "Saraqib"}, {"governorate": "إدلب", "name": "سراقب"}])
def test_a_place_that_is_found_needs_no_flag_and_its_area_is_not_repeated(row) -> None:
    where, flags = read(row)
    assert (where.places, where.name, flags) == (("C3916",), row["name"], set())


@pytest.mark.parametrize(
    ("row", "place", "flag"),
    [
        ({"name": "market of Khan Sheikhoun"}, "C3987", "place_around"),
        ({"name": "سوق خان شيخون"}, "C3987", "place_around"),
        ({"name": "ضاحية سراقب"}, "C3916", "place_around"),
        ({"name": "Sarakeb", "lat": "35.86", "lon": "36.80"}, "C3916", "place_by_likeness"),
        ({"name": "سراكب", "lat": "35.86", "lon": "36.80"}, "C3916", "place_by_likeness"),
        ({"name": "Saraqib", "lat": "35.95", "lon": "36.80"}, "C3916", "point_far_from_place"),
        ({"name": "سراقب", "lat": "35.95", "lon": "36.80"}, "C3916", "point_far_from_place"),
        ({"governorate": "Idlib", "lat": "33.0", "lon": "36.2"}, "SY07", "point_outside_area"),
        ({"lat": "35.93", "lon": "36.63"}, "SY07", "place_from_point"),
        ({"lat": "٣٥٫٩٣", "lon": "٣٦٫٦٣"}, "SY07", "place_from_point"),
    ],
)  # fmt: skip
def test_a_place_that_was_worked_out_is_flagged(row, place, flag) -> None:
    where, flags = read(row)
    assert where.places == (place,)
    assert flag in flags


def test_a_point_chooses_among_places_of_one_name() -> None:
    for name in ("Suran", "صوران"):
        where, flags = read({"name": name, "lat": "35.29", "lon": "36.74"})
        assert (where.places, flags) == (("C3026",), set())
        assert read({"name": name})[1] == {"place_ambiguous"}


def test_a_point_outside_of_every_border_has_no_place() -> None:
    where, flags = read({"lat": "50.45", "lon": "30.52"})
    assert (where.places, where.lat, flags) == ((), 50.45, {"point_outside_borders"})
    where, flags = read({"country": "Ukraine", "name": "Kharkiv", "lat": "49.99", "lon": "36.23"})
    assert (where.places, where.name) == ((), "Kharkiv, Ukraine")
    assert flags == {"place_unresolved", "point_outside_borders"}


@pytest.mark.parametrize(
    ("constant", "places", "name", "flags"),
    [
        ("Saraqib", ("C3916",), "Saraqib", set()),
        ("سراقب", ("C3916",), "سراقب", set()),
        ({"governorate": "Idlib", "name": "Nowhere"}, ("SY07",), "Nowhere", {"place_unresolved"}),
        ({"places": ["SY07"], "name": "in the north"}, ("SY07",), "in the north", set()),
        ("Suran", (), "Suran", {"place_ambiguous"}),
    ],
)
def test_a_constant_place_is_looked_up_as_a_cell_is(constant, places, name, flags) -> None:
    where, wrong = read({}, {"where": constant})
    assert (where.places, where.name, wrong) == (places, name, flags)


def test_a_column_goes_before_the_constant_and_brings_its_own_flags() -> None:
    where, flags = read({"name": "Idlib"}, {"where": "Suran"})
    assert (where.places, flags) == (("SY07",), set())


@pytest.mark.parametrize("within", ["SY07", "Idlib", "إدلب"])
def test_the_area_of_a_column_is_a_code_or_a_name_and_holds_whichever_column_comes_first(within) -> None:
    columns = {"lat": {"field": "where", "part": "lat"}, "lon": {"field": "where", "part": "lon"}}
    mapping = {
        "kind": "incident",
        "constants": {"when": "2019"},
        "columns": columns | {"place": {"field": "where", "within": within}},
    }
    context = Context(sha256="0" * 64, level=0, known=load_shipped_gazetteer())
    (result,) = TableReader(context, ("lat", "lon", "place"), mapping).read(2, ["35.9", "36.6", "Saraqib"])
    assert not isinstance(result, RowError)
    (result,) = TableReader(context, ("lat", "lon", "place"), mapping).read(2, ["35.9", "36.6", "Afrin"])
    assert "place_unresolved" in result.prepared.flags, "Afrin does not lie there"


def test_an_area_that_is_none_is_refused_before_any_row() -> None:
    mapping = {
        "kind": "incident",
        "constants": {"when": "2019"},
        "columns": {"place": {"field": "where", "within": "SY99"}},
    }
    with pytest.raises(Unreadable, match="no place is called “SY99”"):
        TableReader(Context(sha256="0" * 64, level=0, known=load_shipped_gazetteer()), ("place",), mapping)


def test_a_constant_that_is_no_point_is_refused_before_any_row() -> None:
    with pytest.raises(Unreadable, match="where: lat"):
        read({}, {"where": {"lat": "north", "lon": "36"}})
