"""Whether an aircraft that was seen may be the one that struck: minutes, kilometres along its heading, and how fast it can fly. Pure.

The rule: the strike came after the sighting, within 45 minutes; the aircraft can have flown that far in that time; and the strike lies
ahead of it, no further to the side of its heading than spotters err. Without a heading it lies within 40 km. A place that is
known to an area counts with its whole extent. A rule that holds is a reason to look, never a finding: a person judges.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dalil import vocabulary
from dalil.vocabulary.gazetteer import kilometres_between

LONGEST_MINUTES = 45
CLOCK_ERROR = 2.0
"""Minutes by which the clocks of a spotter and of those who tell of a strike may differ."""
SIDE_KM = 8.0
"""How far to the side of a heading a strike may lie, close by: an aircraft turns to its target."""
SIDE_SHARE = 0.3
"""By how much more of each kilometre ahead: headings are told to some fifteen degrees."""
BEHIND_KM = 5.0
WITHOUT_HEADING_KM = 40.0
FASTEST_KMH = 1100.0
"""Of an aircraft whose type does not say how fast it can fly."""


@dataclass(frozen=True)
class AircraftSeen:
    """An aircraft at a place and a time. km: how far about its point it may have been. heading: degrees from north, None where it is not told."""

    key: int
    what: str
    at: datetime
    lat: float
    lon: float
    km: float
    heading: int | None


@dataclass(frozen=True)
class StrikeTold:
    """A strike at a place and a time. km: how far about its point it may have been."""

    key: int
    at: datetime
    lat: float
    lon: float
    km: float


@dataclass(frozen=True)
class Lead:
    """What lies between a sighting and a strike.

    minutes: how long before the strike. km: from the strike to the sighting. bearing: in which direction from the strike the aircraft was seen.
    unsure_km: by how much the distance may be wrong, since places are areas. aside_km: how far the strike lies to the side of the
    heading; None without one. rank: 0 to 1, by which pairs are put in order, no probability.
    """

    minutes: int
    km: float
    bearing: float
    unsure_km: float
    aside_km: float | None
    rank: float


def lead_of(seen: AircraftSeen, strike: StrikeTold) -> Lead | None:
    """Return what lies between a sighting and a strike, where the rule holds; None where it does not.

    >>> at = datetime(2019, 5, 5, 9, 0)
    >>> seen = AircraftSeen(1, "WARPLANE", at, 35.13, 36.75, 2, 0)
    >>> ahead = lead_of(seen, StrikeTold(2, at + timedelta(minutes=9), 35.5, 36.75, 2))
    >>> ahead.minutes, round(ahead.km), round(ahead.bearing)
    (9, 41, 180)
    >>> lead_of(seen, StrikeTold(2, at + timedelta(minutes=9), 34.7, 36.75, 2)) is None
    True
    """
    minutes = (strike.at - seen.at).total_seconds() / 60
    if not 0 <= minutes <= LONGEST_MINUTES:
        return None
    unsure = seen.km + strike.km
    km = kilometres_between(seen.lat, seen.lon, strike.lat, strike.lon)
    if km - unsure > fastest_kmh(seen.what) * (minutes + CLOCK_ERROR) / 60:
        return None
    back = bearing_between(strike.lat, strike.lon, seen.lat, seen.lon)
    soon = math.exp(-minutes / LONGEST_MINUTES)
    if seen.heading is None:
        if km - unsure > WITHOUT_HEADING_KM:
            return None
        return Lead(round(minutes), km, back, unsure, None, 0.5 * soon * math.exp(-km / WITHOUT_HEADING_KM))
    angle = math.radians(bearing_between(seen.lat, seen.lon, strike.lat, strike.lon) - seen.heading)
    ahead, aside = km * math.cos(angle), abs(km * math.sin(angle))
    allowed = SIDE_KM + SIDE_SHARE * max(0.0, ahead)
    if ahead < -(BEHIND_KM + unsure) or aside - unsure > allowed:
        return None
    return Lead(round(minutes), km, back, unsure, aside, soon * math.exp(-0.5 * (aside / allowed) ** 2))


def find_leads(
    seen: Sequence[AircraftSeen], strikes: Sequence[StrikeTold]
) -> Iterator[tuple[AircraftSeen, StrikeTold, Lead]]:
    """Yield every pair for which the rule holds, in the order of the sightings. Looks at those alone that are near in time."""
    ordered = sorted(strikes, key=lambda strike: strike.at)
    first, window = 0, timedelta(minutes=LONGEST_MINUTES)
    for each in sorted(seen, key=lambda aircraft: aircraft.at):
        while first < len(ordered) and ordered[first].at < each.at:
            first += 1
        for strike in ordered[first:]:
            if strike.at - each.at > window:
                break
            if lead := lead_of(each, strike):
                yield each, strike, lead


def fastest_kmh(what: str) -> float:
    """Return how fast an aircraft of a type can fly, by the vocabulary; that of its head where it says nothing itself."""
    for code in (what, *vocabulary.broader("sightings", what)):
        if told := vocabulary.term("sightings", code).extra.get("fastest_kmh"):
            return float(told)
    return FASTEST_KMH


def bearing_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the direction in which one sets out from a point to another, in degrees from north (great circle).

    >>> round(bearing_between(35.0, 36.0, 35.0, 37.0))
    90
    """
    y, other_y, step = math.radians(lat), math.radians(other_lat), math.radians(other_lon - lon)
    east = math.sin(step) * math.cos(other_y)
    north = math.cos(y) * math.sin(other_y) - math.sin(y) * math.cos(other_y) * math.cos(step)
    return math.degrees(math.atan2(east, north)) % 360
