"""When and where a report says that an aircraft was, or that a strike was, as the rule takes it; None where it does not say so closely enough."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dalil import vocabulary
from dalil.kinds.incident import Incident
from dalil.kinds.sighting import Sighting
from dalil.matching.compared import EXTENT
from dalil.record.kind import Kind
from dalil.spotting.flight_rule import AircraftSeen, StrikeTold
from dalil.values import When, Where, WherePrecision
from dalil.vocabulary.gazetteer import Gazetteer

WIDEST_KM = 30.0
"""A place that is known no closer than to so many kilometres tells nothing of a heading or of minutes."""
_SAID_KM = {WherePrecision.EXACT: 1.0, WherePrecision.NEAR: 10.0, WherePrecision.DISTRICT: 20.0}
_LOCAL = ZoneInfo("Asia/Damascus")
"""A time of day is that of the place, unless the source names a zone."""


class TimedPoint(NamedTuple):
    """A moment and a point, with how far about it the thing may have been."""

    at: datetime
    lat: float
    lon: float
    km: float


def aircraft_of(key: int, claim: Kind, known: Gazetteer) -> AircraftSeen | None:
    """Return the aircraft that a report tells of; None for other sightings, and where time or place are not told closely enough."""
    if not isinstance(claim, Sighting) or claim.what not in vocabulary.narrower("sightings", "AIRCRAFT"):
        return None
    point = _point_of(claim.when, claim.where, known)
    return AircraftSeen(key, claim.what, *point, claim.heading) if point else None


def strike_of(key: int, claim: Kind, known: Gazetteer) -> StrikeTold | None:
    """Return the strike that a report tells of; None where it was certainly none from the air, or is not told closely enough."""
    if not isinstance(claim, Incident) or not may_be_from_the_air(claim):
        return None
    point = _point_of(claim.when, claim.where, known)
    return StrikeTold(key, *point) if point else None


def may_be_from_the_air(claim: Incident) -> bool:
    """Tell whether an incident may have been a strike from the air: it says so, or it says neither what it was nor with what.

    >>> may_be_from_the_air(Incident.model_validate({"when": "2019", "what": "SHELLING"}))
    False
    """
    if claim.what in vocabulary.narrower("acts", "AIR_STRIKE"):
        return True
    deliveries = {vocabulary.term("weapons", code).extra.get("delivery", "any") for code in claim.weapons}
    if deliveries:
        return bool(deliveries & {"air", "air_or_ground", "any"})
    return claim.what in (None, "ATTACK", "DOUBLE_TAP", *vocabulary.broader("acts", "AIR_STRIKE"))


def clock_of(when: When) -> datetime | None:
    """Return the moment that a time names, by UTC; None where it names no time of day.

    >>> str(clock_of(When.parse("2019-05-05T09:00"))), str(clock_of(When.parse("2019-05-05T06:00:00Z")))
    ('2019-05-05 06:00:00+00:00', '2019-05-05 06:00:00+00:00')
    """
    if when.at is None:
        return None
    moment = datetime.combine(when.start, when.at)
    if when.zone:
        hours, _, minutes = when.zone.removeprefix("UTC").partition(":")
        sign = -1 if hours.startswith("-") else 1
        offset = int(hours or 0) * 60 + sign * int(minutes or 0)
        return datetime.fromtimestamp(moment.replace(tzinfo=UTC).timestamp() - offset * 60, UTC)
    return moment.replace(tzinfo=_LOCAL).astimezone(UTC)


def _point_of(when: When | None, where: Where | None, known: Gazetteer) -> TimedPoint | None:
    at = clock_of(when) if when else None
    place = place_of(where, known) if where else None
    return TimedPoint(at, *place) if at and place else None


def place_of(where: Where, known: Gazetteer) -> tuple[float, float, float] | None:
    """Return a point, and how far about it something may have been; None where the place is too wide, or not known."""
    if where.lat is not None and where.lon is not None:
        km = _SAID_KM.get(where.precision) if where.precision else 5.0
        return (where.lat, where.lon, km) if km is not None and km <= WIDEST_KM else None
    if len(where.places) != 1 or where.places[0] not in known:
        return None
    place = known.get(where.places[0])
    km = EXTENT[place.level]
    if km is None or place.lat is None or place.lon is None:
        return None
    km = max(km, _SAID_KM.get(where.precision, 0.0)) if where.precision else km
    return (place.lat, place.lon, km) if km <= WIDEST_KM else None
