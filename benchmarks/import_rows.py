"""Bringing rows in: `dalil import` of generated GED-shaped rows, beside plain SQLite and PostgreSQL COPY of the same rows.

    python benchmarks/import_rows.py [--rows 200000] [--postgresql postgresql://postgres@127.0.0.1/test]

The plain ways read the same csv and put its cells, unread, into one table without an index. `dalil import` validates every value, resolves
places, sources and actors, takes digests, folds search words, keeps the file, and writes with indexes, guards and a log.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

COLUMNS = """
id year active_year type_of_violence conflict_new_id conflict_name dyad_new_id dyad_name side_a_new_id side_a side_b_new_id gwnob
side_b number_of_sources source_article source_office source_date source_headline source_original where_prec where_coordinates adm_1
adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity date_prec date_start date_end deaths_a
deaths_b deaths_civilians deaths_unknown low best high
""".split()  # noqa: SIM905
PLACES = (
    ("Aleppo Governorate", "Afrin district", "Afrin town", 36.51, 36.86),
    ("Aleppo Governorate", "Al Bab district", "Al Bab town", 36.37, 37.51),
    ("Idlib Governorate", "Harim district", "Ad Dana town", 36.21, 36.77),
    ("Idlib Governorate", "Maarat al-Numaan district", "Maarat al-Numaan town", 35.64, 36.67),
    ("Hamah Governorate", "Muhradah district", "Muhradah town", 35.25, 36.57),
    ("Deir ez Zor Governorate", "Albu Kamal district", "Hajin town", 34.69, 40.83),
    ("Ar Raqqah Governorate", "Ar Raqqah district", "Ar Raqqah city", 35.95, 39.01),
    ("Daraa Governorate", "Izra district", "Izra town", 32.85, 36.25),
    ("", "", "Syria", 35.0, 38.0),
)
SIDES = (
    ("1.0", "Government of Syria", "Syrian insurgents"),
    ("2.0", "IS", "SDF"),
    ("3.0", "Government of Syria", "Civilians"),
)
OFFICES = ("SOHR", "Airwars", "SOHR;Airwars", "Reuters News", "SOHR;SOHR", "VDC", "Agence France Presse")
WORDS = "shelling on the town kills and injures several people while clashes go on near the front line and aircraft strike the road".split()  # noqa: SIM905


def made_rows(number: int, seed: int = 7) -> Iterator[list[str]]:
    """Rows shaped like the real data set: as many columns, as long texts, as many distinct places, dates and sources."""
    chance = random.Random(seed)
    for n in range(1, number + 1):
        kind, side_a, side_b = chance.choice(SIDES)
        adm_1, adm_2, place, lat, lon = chance.choice(PLACES)
        lat, lon = lat + chance.randint(-9, 9) / 300, lon + chance.randint(-9, 9) / 300
        start = date(2011, 3, 15) + timedelta(days=chance.randint(0, 4000))
        parts = [chance.randint(0, 6) for _ in range(4)] if kind != "3.0" else [0, 0, chance.randint(1, 9), 0]
        best = sum(parts)
        low, high = max(0, best - chance.randint(0, 2)), best + chance.choice((0, 0, 0, 1, 5))
        if n % 90 == 0:
            low = high + 1
        office = chance.choice(OFFICES)
        said = " ".join(chance.choices(WORDS, k=22)).capitalize() + f" ({n})"
        published = str(start + timedelta(days=chance.randint(0, 3)))
        yield [
            f"{n}.0", f"{start.year}.0", "1.0", kind, "299.0", f"{side_a} - {side_b}", "11973.0", f"{side_a} - {side_b}", "118.0", side_a,
            "6288.0", "", side_b, "1.0", f'"{office},{published},{said}"', office, published, said, office.replace(";", ", "),
            "6.0" if not adm_1 else chance.choice(("1.0", "2.0", "2.0", "4.0")), place, adm_1, adm_2, f"{lat:.6f}", f"{lon:.6f}",
            f"POINT ({lon:.6f} {lat:.6f})", "179722.0", "Syria", "652.0", "Middle East", chance.choice(("1.0", "1.0", "1.0", "2.0")), "1.0",
            str(start), str(start), *(f"{part}.0" for part in parts), f"{low}.0", f"{best}.0", f"{high}.0",
        ]  # fmt: skip


def plain_sqlite(file: Path, folder: Path) -> tuple[float, float]:
    """Seconds on the clock, and of processor time, of csv.reader and executemany into one table of text, in one transaction, as Dalil sets SQLite."""
    start, worked = time.perf_counter(), time.process_time()
    database = sqlite3.connect(folder / "plain.sqlite3")
    database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;")
    database.execute(f"CREATE TABLE event ({', '.join(f'{name} TEXT' for name in COLUMNS)})")
    with file.open(encoding="utf-8", newline="") as lines, database:
        rows = csv.reader(lines)
        next(rows)
        database.executemany(f"INSERT INTO event VALUES ({', '.join('?' * len(COLUMNS))})", rows)
    database.close()
    return time.perf_counter() - start, time.process_time() - worked


def plain_copy(file: Path, url: str) -> float | None:
    """Seconds of PostgreSQL's COPY FROM of the same file into one table of text; None, with a message, without a server."""
    import psycopg

    try:
        connection = psycopg.connect(url, connect_timeout=3)
    except psycopg.OperationalError as error:
        print(f"PostgreSQL is left out: {str(error).strip().splitlines()[0]}")
        return None
    start = time.perf_counter()
    with connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE event ({', '.join(f'{name} text' for name in COLUMNS)})")
        with file.open("rb") as data, cursor.copy("COPY event FROM STDIN (FORMAT csv, HEADER true)") as copy:
            while chunk := data.read(1 << 20):
                copy.write(chunk)
    return time.perf_counter() - start


def through_dalil(file: Path, home: Path, rows: int) -> tuple[float, float]:
    """Seconds on the clock, and of processor time of all processes, of the whole command `dalil import` into an empty record on SQLite."""
    environment = {**os.environ, "DALIL_HOME": str(home)}
    environment.pop("DALIL_DATABASE_URL", None)
    dalil = str(Path(sys.executable).with_name("dalil"))
    subprocess.run([dalil, "manage", "migrate", "--verbosity", "0"], env=environment, check=True)
    start, worked = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [dalil, "import", str(file), "--level", "public"], env=environment, capture_output=True, text=True
    )
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(done.stderr + done.stdout)
    if f"new reports {rows:,}" not in " ".join(done.stdout.split()):
        raise SystemExit(f"not every row became a report:\n{done.stdout}")
    return seconds, after.ru_utime + after.ru_stime - worked.ru_utime - worked.ru_stime


def main() -> None:
    """Run all three and print rows a second and ratios."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=200_000)
    options.add_argument("--postgresql", default="postgresql://postgres@127.0.0.1:5432/test")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="dalil-benchmark-") as name:
        folder = Path(name)
        file = folder / "ged.csv"
        with file.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.writer(lines)
            writer.writerow(COLUMNS)
            writer.writerows(made_rows(asked.rows))
        print(f"{asked.rows:,} rows, {file.stat().st_size / 1e6:.0f} MB")
        plain, plain_work = plain_sqlite(file, folder)
        copy = plain_copy(file, asked.postgresql)
        ours, our_work = through_dalil(file, folder / "home", asked.rows)
    for title, seconds in (("sqlite3 executemany", plain), ("PostgreSQL COPY", copy), ("dalil import", ours)):
        if seconds is not None:
            ratio = f"   dalil takes {ours / seconds:.1f} times as long" if seconds != ours else ""
            print(f"{title:22}{seconds:8.2f} s {asked.rows / seconds:12,.0f} rows/s{ratio}")
    print(
        f"processor time: sqlite3 {plain_work:.2f} s, dalil {our_work:.2f} s in all its processes, {our_work / plain_work:.1f} times as much"
    )


if __name__ == "__main__":
    main()
