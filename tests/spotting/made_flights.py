"""Flights that are made up, with what is true of them: who took off whence, what spotters told of it, where and when bombs fell."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dalil.spotting.flight_rule import AircraftSeen, StrikeTold, bearing_between
from dalil.vocabulary.gazetteer import kilometres_between

BASES = [(35.12, 36.71), (35.40, 35.95), (34.49, 36.91), (34.52, 37.63), (33.92, 36.87), (35.19, 37.58)]
"""Points that flights begin at, made up near the middle of the country."""
TARGETS = ((35.3, 36.9), (36.2, 37.2))
"""The south-western and the north-eastern corner of where bombs fall."""
KMH = {"WARPLANE": 600.0, "HELICOPTER": 180.0}


@dataclass(frozen=True)
class MadeFlights:
    """What spotters and monitors told. true: pairs of keys of a sighting and of a strike of one flight."""

    seen: list[AircraftSeen]
    strikes: list[StrikeTold]
    true: set[tuple[int, int]]


def make_flights(days: int, in_a_day: int, seed: int = 7) -> MadeFlights:
    """Make flights up: a third of them strike nothing; as many strikes again come from the ground, and nobody saw anything before.

    Spotters err by some fifteen degrees, two minutes and three kilometres; a fifth of them tell no heading.
    """
    lot, seen, strikes, true = random.Random(seed), [], [], set()
    keys = iter(range(10**9))
    for day in range(days):
        for _ in range(in_a_day):
            start = datetime(2019, 5, 1, tzinfo=UTC) + timedelta(days=day, minutes=lot.randrange(24 * 60))
            what = lot.choices(list(KMH), (3, 1))[0]
            base = lot.choice(BASES)
            target = _somewhere(lot)
            km = kilometres_between(*base, *target)
            arrival = start + timedelta(hours=km / KMH[what], minutes=lot.uniform(0, 6))
            strike = next(keys)
            if struck := lot.random() < 2 / 3:
                strikes.append(_strike(lot, strike, arrival, target))
            for _ in range(lot.choice((0, 1, 1, 2, 3))):
                sighting = _sighting(lot, next(keys), what, start, base, target, km)
                seen.append(sighting)
                if struck and sighting.at <= strikes[-1].at:
                    true.add((sighting.key, strike))
            if lot.random() < 0.5:
                at = start + timedelta(minutes=lot.uniform(-60, 60))
                strikes.append(_strike(lot, next(keys), at, _somewhere(lot)))
    return MadeFlights(seen, strikes, true)


def _somewhere(lot: random.Random) -> tuple[float, float]:
    (south, west), (north, east) = TARGETS
    return lot.uniform(south, north), lot.uniform(west, east)


def _strike(lot: random.Random, key: int, at: datetime, point: tuple[float, float]) -> StrikeTold:
    return StrikeTold(key, _minute(at + timedelta(minutes=lot.gauss(0, 2))), *_off(lot, point, 1.5), 2.0)


def _sighting(
    lot: random.Random,
    key: int,
    what: str,
    start: datetime,
    base: tuple[float, float],
    target: tuple[float, float],
    km: float,
) -> AircraftSeen:
    share = lot.uniform(0.02, 0.9)
    there = tuple(a + (b - a) * share for a, b in zip(base, target, strict=True))
    at = _minute(start + timedelta(hours=km * share / KMH[what], minutes=lot.gauss(0, 2)))
    course = round(bearing_between(*base, *target) + lot.gauss(0, 15)) % 360
    heading = None if lot.random() < 0.2 else course
    return AircraftSeen(key, what, at, *_off(lot, there, 3.0), 2.0, heading)


def _off(lot: random.Random, point: tuple[float, ...], km: float) -> tuple[float, float]:
    lat, lon = point
    return lat + lot.gauss(0, km) / 111.2, lon + lot.gauss(0, km) / (111.2 * math.cos(math.radians(lat)))


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
