"""Draws `borders.csv` and `disputed_lines.csv` of `vocabulary/data` from a cut-out of Natural Earth around Syria (1:10m, public domain).

    python tools/draw_borders.py natural_earth_syria.geojson > src/dalil/vocabulary/data/borders.csv
    python tools/draw_borders.py natural_earth_syria.geojson disputed > src/dalil/vocabulary/data/disputed_lines.csv

The cut-out ends at 33° and 45° east, 30.5° and 39° north: what reaches its edge is drawn in part. The governorates of Syria are taken one
by one. The zone of UNDOF goes to Quneitra. The Golan, which Natural Earth draws with Israel and marks with the line that Syria claims,
is drawn from that line as the area that it is in the gazetteer.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from pathlib import Path

from dalil.vocabulary.borders import write_lines, write_rings

GOVERNORATES = {
    "Damascus": "SY01",
    "Aleppo": "SY02",
    "Rif Dimashq": "SY03",
    "Homs (Hims)": "SY04",
    "Hamah": "SY05",
    "Lattakia": "SY06",
    "Idlib": "SY07",
    "Hasaka (Al Haksa)": "SY08",
    "Dayr Az Zawr": "SY09",
    "Tartus": "SY10",
    "Ar Raqqah": "SY11",
    "Dar`a": "SY12",
    "As Suwayda'": "SY13",
    "Quneitra": "SY14",
    "UNDOF": "SY14",
}
COUNTRIES = {
    "CYP": "CY",
    "EGY": "EG",
    "IRQ": "IQ",
    "ISR": "IL",
    "JOR": "JO",
    "LBN": "LB",
    "PSE": "PS",
    "SYR": "SY",
    "TUR": "TR",
}
CLAIMS = {
    "Lebanese claim": ("claim-LB", "claimed by Lebanon", "حدود يطالب بها لبنان"),
    "Syrian claim": ("claim-SY", "claimed by Syria", "حدود تطالب بها سوريا"),
}
EDGES = (33.0, 30.5, 45.0, 39.0)

Point = list[float]


def rings_of(geometry: dict) -> list[list[Point]]:
    """The rings of a polygon or of several."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def golan(claim: list[list[Point]], israel: list[Point]) -> list[Point]:
    """The ring between the claimed line in the west and the border that is drawn in the east."""
    line = [*claim[2], *claim[1][1:], *claim[0][1:], *claim[3][1:], *claim[4][1:]]
    first, last = (min(range(len(israel)), key=lambda at: math.dist(israel[at], end)) for end in (line[-1], line[0]))
    forward = [israel[(first + step) % len(israel)] for step in range((last - first) % len(israel) + 1)]
    backward = [israel[(first - step) % len(israel)] for step in range((first - last) % len(israel) + 1)]
    east = max(forward, backward, key=lambda ring: max(lon for lon, _ in ring))
    return [*line, *east]


def main(source: Path) -> None:
    """Write the table to the standard output."""
    features = json.loads(source.read_text("utf-8"))["features"]
    drawn: dict[str, list[list[Point]]] = {}
    for feature in features:
        told = feature["properties"]
        code = (GOVERNORATES if told["layer"] == "admin1" else COUNTRIES).get(told.get("iso") or told["name"])
        if code and feature["geometry"]["type"] != "MultiLineString":
            drawn.setdefault(code, []).extend(rings_of(feature["geometry"]))
    claims = [each["geometry"]["coordinates"] for each in features if each["properties"].get("name") == "Syrian claim"]
    drawn["SY14-GOLAN"] = [golan(claims[0], drawn["IL"][0][:-1])]
    drawn["IL"] += drawn["SY14-GOLAN"]  # a ring inside of a ring is a hole
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("code", "whole", "rings"))
    for code, rings in sorted(drawn.items()):
        points = [point for ring in rings for point in ring]
        cut = any(lon in (EDGES[0], EDGES[2]) or lat in (EDGES[1], EDGES[3]) for lon, lat in points)
        writer.writerow((code, "no" if cut else "yes", write_rings(rings)))


def write_disputed(source: Path) -> None:
    """Write the table of disputed lines to the standard output."""
    drawn: dict[tuple[str, str, str], list[list[Point]]] = {}
    for feature in json.loads(source.read_text("utf-8"))["features"]:
        if feature["properties"]["layer"] == "disputed":
            drawn.setdefault(CLAIMS[feature["properties"]["name"]], []).extend(feature["geometry"]["coordinates"])
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("code", "en", "ar", "lines"))
    for (code, en, ar), lines in sorted(drawn.items()):
        writer.writerow((code, en, ar, write_lines(lines)))


if __name__ == "__main__":
    (write_disputed if sys.argv[2:] == ["disputed"] else main)(Path(sys.argv[1]))
