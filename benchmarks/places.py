"""How many exactly placed rows of UCDP GED reach their town: the importer's rule, and the place finder by the name alone.

    DJANGO_SETTINGS_MODULE=dalil.settings python benchmarks/places.py

Rows with where_prec 1, with the shipped gazetteer and with the whole one (COD-AB and its populated places). “Near” is at most 5 km from the
row's own point; “far, flagged” carries `point_far_from_place`. The finder alone gets the name and the governorate, and no point.
The last line gives every row the names of twenty others: what is “near” there is taken by chance.
"""

from __future__ import annotations

import csv
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import django
from shared import shared_data

Row = tuple[str, ...]
CELLS = ("where_prec", "where_coordinates", "adm_1", "adm_2", "country", "latitude", "longitude")
FILES = (
    "cod_ab_2018_syr_admin1.csv",
    "cod_ab_2018_syr_admin2.csv",
    "cod_ab_2018_syr_admin3.csv",
    "cod_ab_populated_places_adm4.geojson",
    "cod_ab_2018_city_neighbourhoods.csv",
)


def main() -> None:
    """Print the table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dalil.settings")
    django.setup()
    from dalil.intake.formats.ged_places import where_of_row
    from dalil.lookup.place_lookup import PlaceLookup
    from dalil.text.place_finder import PlaceFinder
    from dalil.vocabulary.gazetteer import bare_name, load_shipped_gazetteer

    rows = exact_rows(shared_data() / "conflict" / "ucdp_ged_syria_201810_201903.csv")
    print(f"{len(rows)} rows with where_prec 1, {len(set(rows))} distinct")
    print(
        f"{'':44}{'town':>6} {'share':>6} {'near':>6} {'far, flagged':>13} {'far, silent':>12} {'ms a distinct row':>18}"
    )
    for title, known in (("shipped", load_shipped_gazetteer()), ("whole", whole_gazetteer(shared_data() / "places"))):
        lookup = PlaceLookup(known)
        print_line(f"{title}: name and point", rows, known, lambda row, lookup=lookup: where_of_row(lookup, *row))
        finder = PlaceFinder(known)

        def alone(row: Row, finder: PlaceFinder = finder) -> tuple[object, tuple[str, ...]]:
            from dalil.values import Where

            decided = finder.resolve(bare_name(row[1]), [row[2]]).decided
            return Where(places=(decided.code,) if decided else (), lat=float(row[5]), lon=float(row[6])), ()

        print_line(f"{title}: the finder by the name alone", rows, known, alone)
    chance = random.Random(3)
    names = sorted({row[1] for row in rows})
    strange = [
        (row[0], chance.choice([name for name in names if name != row[1]]), *row[2:])
        for row in sorted(set(rows))
        for _ in range(20)
    ]
    print_line("whole: names beside points of other rows", strange, known, lambda row: where_of_row(lookup, *row))


def exact_rows(file: Path) -> list[Row]:
    """The cells about places of the rows that say they know the place exactly."""
    with file.open(encoding="utf-8", newline="") as lines:
        return [tuple(row[cell] for cell in CELLS) for row in csv.DictReader(lines) if float(row["where_prec"]) == 1]


def whole_gazetteer(folder: Path) -> object:
    """The shipped gazetteer completed by the files of OCHA, as an import completes it."""
    from dalil.intake.formats.place_lists import FORMATS, PlacesReader
    from dalil.intake.parsed_rows import Context, ParsedPlace
    from dalil.intake.place_entries import placeable
    from dalil.record.gazetteer_in_use import enriched
    from dalil.vocabulary.gazetteer import Gazetteer, load_shipped_gazetteer

    known = load_shipped_gazetteer()
    for name in FILES:
        opened = FORMATS[0].open(folder / name, {})
        reader = PlacesReader(Context(sha256="0" * 64, level=0, known=known), opened.header, {})
        read = [each for number, raw in opened.rows for each in reader.read(number, raw)]
        entries, _ = placeable([each for each in read if isinstance(each, ParsedPlace)], known)
        places = {place.code: place for place in known.places}
        for entry in entries:
            places[entry.code] = enriched(places[entry.code], entry) if entry.code in places else entry
        known = Gazetteer(places.values(), known.borders)
    return known


def print_line(title: str, rows: Iterable[Row], known: object, placed_by: Callable[[Row], tuple]) -> None:
    """Place the rows and print how many reach a town, and how far from their point."""
    from dalil.vocabulary.gazetteer import kilometres_between

    found: Counter[str] = Counter()
    rows, answers = list(rows), {}
    begun = time.process_time()
    for row in set(rows):
        answers[row] = placed_by(row)
    spent = 1000 * (time.process_time() - begun) / len(answers)
    for row in rows:
        where, flags = answers[row]
        place = known.get(where.places[0]) if where.places else None
        if place is None or place.level not in ("town", "camp", "neighbourhood"):
            continue
        found["town"] += 1
        far = place.lat is not None and kilometres_between(place.lat, place.lon, where.lat, where.lon) > 5
        found["near" if not far else "flagged" if "point_far_from_place" in flags else "silent"] += 1
    share = found["town"] / len(rows)
    print(
        f"{title:44}{found['town']:6} {share:6.1%} {found['near']:6} {found['flagged']:13} {found['silent']:12} {spent:18.2f}"
    )


if __name__ == "__main__":
    main()
