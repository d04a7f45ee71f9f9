"""Which sighting may have come before which strike, by minutes, kilometres and heading."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from made_flights import make_flights

from dalil.kinds.incident import Incident
from dalil.kinds.sighting import Sighting
from dalil.spotting.flight_rule import LONGEST_MINUTES, AircraftSeen, StrikeTold, fastest_kmh, find_leads, lead_of
from dalil.spotting.told_places import aircraft_of, may_be_from_the_air, strike_of
from dalil.vocabulary.gazetteer import kilometres_between, load_shipped_gazetteer

AT = datetime(2019, 5, 5, 9, tzinfo=UTC)
SEEN = AircraftSeen(1, "WARPLANE", AT, 35.1, 36.5, 2, 45)
degrees = st.floats(-1, 1)


def strike(lat: float, lon: float, minutes: float = 9, km: float = 2) -> StrikeTold:
    return StrikeTold(2, AT + timedelta(minutes=minutes), lat, lon, km)


def test_nine_minutes_before_and_forty_kilometres_to_the_south_west():
    lead = lead_of(SEEN, strike(35.36, 36.81))
    assert (lead.minutes, round(lead.km), round(lead.bearing / 45)) == (9, 40, 5)


def test_what_was_behind_beside_too_far_too_late_or_before_is_no_warning():
    assert lead_of(SEEN, strike(34.8, 36.2)) is None, "behind"
    assert lead_of(SEEN, strike(34.9, 36.8)) is None, "to the side"
    assert lead_of(SEEN, strike(36.5, 38.2)) is None, "221 km in nine minutes"
    assert lead_of(SEEN, strike(35.36, 36.81, LONGEST_MINUTES + 1)) is None
    assert lead_of(SEEN, strike(35.36, 36.81, -1)) is None


def test_a_helicopter_is_slower_than_a_warplane():
    there = strike(35.7, 37.23)
    assert lead_of(SEEN, there) is not None
    assert lead_of(AircraftSeen(1, "HELICOPTER", AT, 35.1, 36.5, 2, 45), there) is None
    assert fastest_kmh("HELICOPTER") < fastest_kmh("WARPLANE") == fastest_kmh("AIRCRAFT")


def test_without_a_heading_only_what_is_near_counts_and_ranks_lower():
    blind = AircraftSeen(1, "WARPLANE", AT, 35.1, 36.5, 2, None)
    near, far = strike(35.2, 36.6), strike(35.6, 37.1)
    assert lead_of(blind, far) is None and lead_of(SEEN, far) is not None
    assert lead_of(blind, near).rank < lead_of(SEEN, near).rank and lead_of(blind, near).aside_km is None


@given(degrees, degrees, st.integers(0, 60))
def test_a_warning_is_never_late_and_never_faster_than_it_can_fly(north: float, east: float, minutes: int):
    told = strike(35.1 + north, 36.5 + east, minutes)
    lead = lead_of(SEEN, told)
    if lead:
        assert 0 <= lead.minutes <= LONGEST_MINUTES and 0 < lead.rank <= 1
        assert kilometres_between(SEEN.lat, SEEN.lon, told.lat, told.lon) - 4 <= 1100 * (minutes + 2) / 60


@given(degrees, degrees, st.floats(0, 20))
def test_a_vaguer_place_never_makes_a_warning_impossible(north: float, east: float, more: float):
    if lead_of(SEEN, strike(35.1 + north, 36.5 + east)):
        assert lead_of(SEEN, strike(35.1 + north, 36.5 + east, km=2 + more))


def test_looking_in_order_of_time_finds_what_looking_at_every_pair_finds():
    flights = make_flights(3, 12)
    every = {(a.key, b.key) for a in flights.seen for b in flights.strikes if lead_of(a, b)}
    assert {(a.key, b.key) for a, b, _ in find_leads(flights.seen, flights.strikes)} == every


def test_the_rule_finds_most_of_what_is_true_of_made_up_flights():
    flights = make_flights(40, 6)
    found = {(a.key, b.key) for a, b, _ in find_leads(flights.seen, flights.strikes)}
    assert len(found & flights.true) / len(flights.true) > 0.75
    assert len(found & flights.true) / len(found) > 0.6


def test_what_says_no_minute_or_no_close_place_is_left_out():
    known = load_shipped_gazetteer()
    told = {"what": "WARPLANE", "when": "2019-05-05T12:00", "where": {"lat": 35.1, "lon": 36.5}, "heading": 45}
    seen = aircraft_of(1, Sighting.model_validate(told), known)
    assert (seen.at.hour, seen.heading, seen.km) == (9, 45, 5.0), "noon by the clocks of the place"
    for other in (
        {"when": "2019-05-05"},
        {"where": {"places": ["SY07"]}},
        {"what": "CONVOY"},
        {"where": {"name": "x"}},
    ):
        assert aircraft_of(1, Sighting.model_validate(told | other), known) is None
    vague = {"where": {"lat": 35.1, "lon": 36.5, "precision": "governorate"}}
    assert aircraft_of(1, Sighting.model_validate(told | vague), known) is None
    raid = {"when": "2019-05-05T09:09:00Z", "where": {"lat": 35.3, "lon": 36.8}, "weapons": ["BARREL_BOMB"]}
    assert strike_of(2, Incident.model_validate(raid), known).at.minute == 9


def test_a_strike_from_the_ground_is_none_from_the_air():
    for said, air in (
        ({"what": "AIR_STRIKE"}, True),
        ({}, True),
        ({"weapons": ["BARREL_BOMB"]}, True),
        ({"what": "SHELLING"}, False),
        ({"what": "DISPLACEMENT"}, False),
    ):
        assert may_be_from_the_air(Incident.model_validate({"when": "2019", **said})) is air, said
