"""How well sightings are linked with the strikes that followed: made-up flights with known truth, beside "same hour, same governorate".

python benchmarks/warnings_before_strikes.py            # 60 days, 6 and 40 flights a day
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "spotting"))

from made_flights import MadeFlights, make_flights

from dalil.spotting.flight_rule import find_leads
from dalil.vocabulary.gazetteer import load_shipped_gazetteer

DAYS = 60
Pair = tuple[int, int]


def main() -> None:
    for in_a_day in (6, 40):
        flights = make_flights(DAYS, in_a_day)
        begun = time.perf_counter()
        leads = [(lead.rank, seen.key, strike.key) for seen, strike, lead in find_leads(flights.seen, flights.strikes)]
        took = time.perf_counter() - begun
        print(
            f"{in_a_day} flights a day: {len(flights.seen)} sightings, {len(flights.strikes)} strikes, {len(flights.true)} true pairs"
        )
        tell("the rule", {(a, b) for _, a, b in leads}, flights.true)
        tell("the rule, the best strike of each sighting", best(leads), flights.true)
        tell("same hour, same governorate", same_hour(flights), flights.true)
        print(f"  {took:.2f} s")


def best(leads: Iterable[tuple[float, int, int]]) -> set[Pair]:
    """The strike of the highest rank for each sighting."""
    chosen: dict[int, tuple[float, int]] = {}
    for rank, seen, strike in leads:
        chosen[seen] = max(chosen.get(seen, (0.0, -1)), (rank, strike))
    return {(seen, strike) for seen, (_, strike) in chosen.items()}


def same_hour(flights: MadeFlights) -> set[Pair]:
    """What a spreadsheet does: a strike after the sighting, within an hour, in the governorate where the aircraft was seen."""
    known = load_shipped_gazetteer()

    def governorate(lat: float, lon: float) -> str | None:
        area = known.area_at(lat, lon)
        return known.at_level(area.code, "governorate") if area else None

    strikes = [(each, governorate(each.lat, each.lon)) for each in flights.strikes]
    found = set()
    for seen in flights.seen:
        where = governorate(seen.lat, seen.lon)
        for strike, there in strikes:
            if where and where == there and 0 <= (strike.at - seen.at).total_seconds() <= 3600:
                found.add((seen.key, strike.key))
    return found


def tell(name: str, found: set[Pair], true: set[Pair]) -> None:
    """Print precision and recall."""
    right = len(found & true)
    precision = right / len(found) if found else float("nan")
    print(f"  {name:45} precision {precision:.3f}  recall {right / len(true):.3f}  ({len(found)} pairs)")


if __name__ == "__main__":
    main()
