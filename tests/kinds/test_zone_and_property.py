"""A redevelopment zone and the properties in it: what may be said of them, and what of it may be public."""

from __future__ import annotations

import pytest
from django.urls import reverse
from pydantic import ValidationError

from dalil.archive.protection import Level
from dalil.gate.person_profiles import examine_person
from dalil.record.actions import Refused
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.kind import kind_of
from dalil.record.models import Report
from dalil.values.outline import read_outline
from dalil.wording.claims import title_of

ZONE, PROPERTY = kind_of("zone"), kind_of("property")
SQUARE = '{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[[36.2,33.4],[36.3,33.4],[36.3,33.5],[36.2,33.4]]]}}'
LIST = {
    "kind": "property",
    "identifier": "deeds:",
    "language": "ar",
    "origin": "north-monitor",
    "columns": {
        "id": {"external_id": True},
        "type": {"field": "what"},
        "state": {"field": "status"},
        "place": {"field": "where"},
        "address": {"field": "address"},
        "zone": {"field": "zone"},
        "papers": {"field": "papers", "split": ";"},
        "filed": {"field": "filed"},
        "holder is": {"field": "holder_is"},
    },
}
ROWS = """id,type,state,place,address,zone,papers,filed,holder is
1,شقة,مدمر,Douma,Street of the mill 4,12/2018,طابو أخضر;حصر إرث,لا,متوفى
2,flat,damaged,Douma,Street of the mill 6,12/2018,,,
"""


def test_a_zone_says_every_day_on_which_owners_were_called_once():
    zone = ZONE.model_validate(
        {
            "title_of": "Gardens",
            "announced": "2019-03-10",
            "announcements": [
                {"medium": "NEWSPAPER", "when": "2019-03-10"},
                {"medium": "NOTICE_BOARD", "when": "2019-03-14"},
                {"medium": "WEB_PAGE"},
            ],
            "outline": SQUARE,
        }
    )
    assert [each.notation() for each in zone.calls()] == ["2019-03-10", "2019-03-14"]
    assert read_outline(zone.outline)[0][0] == (36.2, 33.4)
    assert title_of(zone, "en") == "Gardens"


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("a line on a map", "not_geojson"),
        ("[" * 100_000, "not_geojson"),
        ('{"type": "Point", "coordinates": [36, 33]}', "not_an_area"),
        ('{"type": "Polygon", "coordinates": [[[36, 33], [37, 33], [37, 34], [36, 34]]]}', "open_ring"),
        ('{"type": "Polygon", "coordinates": [[[36, 133], [37, 33], [37, 34], [36, 133]]]}', "nowhere_on_earth"),
        (
            f'{{"type": "Polygon", "coordinates": [[[{"9" * 400}, 33], [37, 33], [37, 34], [36, 33]]]}}',
            "nowhere_on_earth",
        ),
        ('{"type": "Polygon", "coordinates": [[["36", 33], [37, 33], [37, 34], ["36", 33]]]}', "broken_point"),
        ('{"type": "Polygon", "coordinates": []}', "broken_outline"),
    ],
)
def test_what_are_no_borders_is_refused_with_a_sentence(text, refused):
    with pytest.raises(ValueError) as error:
        read_outline(text)
    assert error.value.type == refused


def test_more_owners_away_than_owners_contradict_each_other():
    zone = ZONE.model_validate({"title_of": "Gardens", "owners": 10, "owners_away": 12})
    assert zone.counts_that_contradict(vars(zone)) == {"owners", "owners_away"}
    assert ZONE.model_validate({"title_of": "Gardens", "homes": 900}).homes.unit == "home"


def test_silence_of_a_property_stays_silence_for_the_clock():
    bare = PROPERTY.model_validate({"what": "HOME"}).filing_facts()
    assert (bare.filed, bare.registered, bare.minor, bare.dead) == (None, None, None, None)
    told = PROPERTY.model_validate({"what": "HOME", "filed": "IS_NOT", "on_register": "IS_SO", "holder_is": "MINOR"})
    assert (told.filing_facts().filed, told.filing_facts().registered, told.filing_facts().dead) == (False, True, False)


def test_only_what_points_to_nobody_may_be_public_of_a_property(db):
    public = {"what": "HOUSE", "status": "DESTROYED", "where": {"places": ["SY0301"]}, "zone": "12/2018"}
    assert list(examine_person(PROPERTY.model_validate(public), gazetteer())) == []
    full = public | {"address": "Street of the mill 4", "parcel": "1207", "obstacles": ["WANTED"], "filed": "IS_NOT"}
    found = list(examine_person(PROPERTY.model_validate(full), gazetteer()))
    assert sorted(each.particulars["field"].en for each in found) == [
        "A claim was filed",
        "Address, as said",
        "Number of the parcel",
        "What keeps the holder from filing",
    ]
    exact = PROPERTY.model_validate(public | {"where": {"name": "Douma", "lat": 33.57, "lon": 36.4}})
    assert [each.type for each in examine_person(exact, gazetteer())] == ["person_placed_too_exactly"]


def test_a_list_of_properties_comes_in_as_internal_in_both_languages(tmp_path, run_import, alice):
    path = tmp_path / "deeds.csv"
    path.write_text(ROWS, encoding="utf-8")
    with pytest.raises(Refused):
        run_import(path, LIST, level=Level.PUBLIC)
    run = run_import(path, LIST, level=Level.INTERNAL)
    assert (run.new, run.failed) == (2, 0)
    first, second = (report.claim for report in Report.objects.order_by("pk"))
    assert (first.what, first.status, first.papers) == ("APARTMENT", "DESTROYED", ("DOC_TITLE", "DOC_HEIRS"))
    assert (first.filed, first.holder_is) == ("IS_NOT", "DEAD")
    assert (second.what, second.status, second.filed, second.papers) == ("APARTMENT", "DAMAGED", None, ())


def test_what_is_no_yes_and_no_no_is_refused():
    with pytest.raises(ValidationError):
        PROPERTY.model_validate({"what": "HOME", "filed": "PERHAPS"})


def test_the_page_of_a_zone_draws_its_borders_and_does_not_print_them(enter, client):
    report = enter({"title_of": "Gardens", "outline": SQUARE, "where": {"places": ["SY01"]}}, kind="zone")
    page = client.get(reverse("entity", args=[report.address]), headers={"host": "localhost"}).content.decode()
    assert "borders as a report gives them" in page and "GeoJSON, points: 3" in page
    assert "coordinates" not in page
