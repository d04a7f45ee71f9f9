"""Suggestions for exports of forms: groups and points of Kobo, GeoJSON, ActivityInfo; lists of shocks to camps and logs of spotters."""

from __future__ import annotations

import json

import pytest
import yaml

from dalil.intake.suggestion import suggest


@pytest.fixture
def suggested(tmp_path):
    """What is suggested for a table: its kind, and what each column is taken for. Reads the whole text of the mapping too."""

    def of(text, name="table.csv"):
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        written = suggest(file)
        mapping = yaml.safe_load(written)
        return mapping["kind"], mapping["columns"], written

    return of


FLOODS = """start,_uuid,shock/shock_type,shock/date_of_event,location/governorate,location/camp_name,_gps_latitude,_gps_longitude,\
damage/tents_damaged,damage/families_affected,enumerator/name,_validation_status
2019-01-08T10:00:00+02:00,u1,flood,2019-01-07,Idleb,Camp Amal,36.1,36.7,12,40,A. One,Approved
2019-01-15T11:00:00+02:00,u2,fire,2019-01-14,Aleppo,Camp Nour,36.3,36.8,7,22,B. Two,Not approved
"""


def test_a_form_about_floods_in_camps_is_a_list_of_shocks(suggested):
    kind, columns, written = suggested(FLOODS)
    assert kind == "shock"
    assert columns["shock/shock_type"] == {"field": "what", "values": {"flood": "FLOOD", "fire": "FIRE"}}
    assert columns["location/camp_name"] == {"field": "camps"}
    assert columns["damage/tents_damaged"] == {"field": "tents_damaged"}
    assert columns["damage/families_affected"] == {"field": "families"}
    assert columns["_uuid"] == {"external_id": True}
    ignored = ("start", "_gps_latitude", "_gps_longitude", "enumerator/name", "_validation_status")
    assert [columns[name] for name in ignored] == [{"ignore": True}] * len(ignored)
    assert "it may be where the form was filled in" in written and "A. One" not in written


def test_an_arabic_list_of_shocks_is_known_by_its_columns(suggested):
    kind, columns, _ = suggested(
        "التاريخ,نوع الكارثة,المحافظة,اسم المخيم,عدد العائلات المتضررة,عدد الخيام المدمرة\n"
        "2019-01-07,سيول,إدلب,مخيم الأمل,40,3\n2019-01-14,حريق,حلب,مخيم النور,20,9\n"
    )
    assert kind == "shock" and columns["نوع الكارثة"]["values"] == {"سيول": "FLOOD", "حريق": "FIRE"}
    assert columns["عدد العائلات المتضررة"] == {"field": "families"}
    assert columns["عدد الخيام المدمرة"] == {"field": "tents_destroyed"}


@pytest.mark.parametrize(
    ("header", "cells", "field"),
    [
        ("aircraft,over,direction,how observed", ("helicopter,Saraqib,NE,seen", "drone,Idleb,360,heard"), "direction"),
        ("نوع الطائرة,فوق,الاتجاه,طريقة الرصد", ("مروحية,سراقب,شمال شرق,شوهد", "طائرة حربية,إدلب,جنوب,سمع"), "الاتجاه"),
    ],
)
def test_a_log_of_spotters_is_one_of_sightings(suggested, header, cells, field):
    kind, columns, _ = suggested(
        f"date,time,{header},observer\n2019-05-01,14:05,{cells[0]},abu\n2019-05-13,09:10,{cells[1]},abu\n"
    )
    assert kind == "sighting"
    assert columns[field] == {"field": "heading"} and columns["observer"] == {"ignore": True}
    assert columns["time"] == {"field": "when", "part": "time"}


def test_where_something_went_to_is_no_heading(suggested):
    kind, columns, written = suggested(
        "date,aircraft,over,direction\n2019-05-01,helicopter,Saraqib,to Idlib\n2019-05-13,drone,Idleb,NE\n"
    )
    assert kind == "sighting" and columns["direction"] == {"ignore": True}
    assert "where it went to is no heading" in written


def test_what_tells_of_weapons_or_of_the_killed_stays_a_list_of_incidents(suggested):
    kind, _, _ = suggested(
        "date,type,weapon,place,killed\n2019-05-01,helicopter,barrel bomb,Saraqib,3\n2019-05-13,drone,rocket,Idleb,1\n"
    )
    assert kind == "incident"


def test_the_point_of_an_incident_is_taken_and_that_of_a_form_is_asked(suggested):
    _, columns, written = suggested(
        "event_date,_location_of_incident_latitude,_location_of_incident_longitude,killed\n2019-05-01,35.8,36.8,3\n2019-05-13,35.9,36.7,1\n"
    )
    assert columns["_location_of_incident_latitude"] == {"field": "where", "part": "lat"}
    assert columns["_location_of_incident_longitude"] == {"field": "where", "part": "lon"}
    _, columns, written = suggested(
        "event_date,_gps_latitude,_gps_longitude,killed\n2019-05-01,35.8,36.8,3\n2019-05-13,35.9,36.7,1\n"
    )
    assert columns["_gps_latitude"] == {"ignore": True}
    assert 'perhaps {field: "where", part: "lat"}: it may be where the form was filled in' in written


@pytest.mark.parametrize("sign", ["99", "999"])
def test_a_sign_for_unknown_among_small_numbers_is_asked_and_a_large_number_is_not(suggested, sign):
    rows = (
        f"event_date,place,killed,injured\n2019-05-01,Saraqib,3,80\n2019-05-13,Idleb,{sign},99\n2019-05-14,Idleb,1,60\n"
    )
    _, columns, written = suggested(rows)
    assert columns["killed"] == {"ignore": True} and columns["injured"] == {"field": "injured"}
    assert f'perhaps {{field: "killed", values: {{"{sign}": null}}}}' in written


def test_a_form_whose_answers_are_checked_keeps_that_out_of_the_reports(suggested):
    """That an answer was not approved says nothing of what happened, and is no grade of it."""
    _, columns, _ = suggested(
        "event_date,place,killed,_validation_status\n2019-05-01,Saraqib,3,Approved\n2019-05-13,Idleb,1,Not approved\n"
    )
    assert columns["_validation_status"] == {"ignore": True}


def feature(point, **properties):
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": point}, "properties": properties}


def test_geojson_is_read_by_its_properties_and_its_points(suggested):
    strikes = [
        feature(
            [36.8, 35.86], id="e1", event_date="2019-05-01", event_type="Air strike", killed=3, source="North Monitor"
        ),
        feature(
            [36.6, 35.9], id="e2", event_date="2019-05-13", event_type="Shelling", killed=1, source="North Monitor"
        ),
    ]
    kind, columns, _ = suggested(json.dumps({"type": "FeatureCollection", "features": strikes}), "strikes.geojson")
    assert kind == "incident"
    assert columns["geometry.lat"] == {"field": "where", "part": "lat"}
    assert columns["properties.event_date"] == {"field": "when"} and columns["properties.killed"] == {"field": "killed"}
    assert columns["properties.source"] == {"origin": True} and columns["properties.id"] == {"external_id": True}
    assert columns["geometry.type"] == columns["type"] == {"ignore": True}


def test_a_register_in_geojson_is_one_of_sites_and_a_list_in_it_one_of_persons(suggested):
    camps = [
        feature([36.8, 35.8], name="Camp Amal", type="camp", capacity=300),
        feature([36.6, 35.9], name="Camp Nour", type="camp", capacity=90),
    ]
    kind, columns, _ = suggested(json.dumps({"type": "FeatureCollection", "features": camps}), "camps.geojson")
    assert kind == "site" and columns["properties.name"] == {"field": "called"}
    persons = [
        feature([36.8, 35.8], full_name="Samir Tester", age=31, sex="male"),
        feature([36.6, 35.9], full_name="Huda Tester", age=28, sex="female"),
    ]
    kind, columns, _ = suggested(json.dumps({"type": "FeatureCollection", "features": persons}), "list.geojson")
    assert kind == "victim" and columns["properties.full_name"] == {"field": "who"}


def test_an_export_of_activityinfo_is_read_by_its_reference_fields(suggested):
    kind, columns, _ = suggested(
        "@id,@lastEditTime,Partner.Name,Governorate.Name,District.Name,Community.Name,Date of incident,Type of incident,Number of killed\n"
        "a1,2019-05-02 10:00,Org A,Idleb,Ariha,Saraqib,2019-05-01,Shelling,3\na2,2019-05-14 10:00,Org B,Idleb,Ariha,Ariha,2019-05-13,Air strike,1\n"
    )
    assert kind == "incident"
    assert columns["@id"] == {"external_id": True}
    assert columns["@lastEditTime"] == columns["Partner.Name"] == {"ignore": True}
    assert columns["Governorate.Name"] == {"field": "where", "part": "governorate"}
    assert columns["Community.Name"] == {"field": "where"} and columns["Number of killed"] == {"field": "killed"}
    _, columns, _ = suggested(
        "Record ID,Last edited,Location Governorate Name,Location Name,Date,Incident type,Injured - Total\n"
        "a1,2019-05-02 10:00,Idleb,Saraqib,2019-05-01,Shelling,3\na2,2019-05-14 10:00,Idleb,Ariha,2019-05-13,Air strike,1\n"
    )
    assert columns["Location Governorate Name"] == {"field": "where", "part": "governorate"}
    assert columns["Injured - Total"] == {"field": "injured"}
