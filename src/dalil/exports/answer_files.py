"""An answer as a file for other programs: a workbook, a Parquet table, a map. Each has the numbers, the doubts and the method in words."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dalil.counting.answer import Answer
from dalil.counting.layout import PLACE_LEVELS
from dalil.counting.question import Fault, Unanswerable
from dalil.exports.answers import NUMBERS, describe_method, plain_answer, table_head, table_lines
from dalil.exports.archives import pack_files
from dalil.letters import LANGUAGE_CODES
from dalil.record.gazetteer_in_use import gazetteer
from dalil.vocabulary.borders import Border, Ring, write_rings
from dalil.vocabulary.gazetteer import Gazetteer
from dalil.wording.doubts import list_doubts

TEXTS = frozenset({"unit"})
WHOLE_NUMBERS = frozenset(NUMBERS) - TEXTS | {
    "perhaps",
    "by_matcher",
    "waiting_pairs",
    "people_low",
    "people_high",
    "people_year",
}
FRACTIONS = frozenset({"per_100000_low", "per_100000_high"})
PROPERTIES, WRITTEN_AT = "docProps/core.xml", re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
"""Where a workbook says when it was written. The same answer is to be the same file, so it bears the moment of the answer."""
ABOUT = ("question", "doubts", "method")


def write_workbook(answer: Answer) -> bytes:
    """Write an answer as XLSX: a sheet of its lines, and one that says in each language what must be known beside them.

    Every text is written as a text, so that none becomes a formula.
    """
    import openpyxl  # slow to import, and few readers ask for a workbook

    book = openpyxl.Workbook(write_only=True)
    _write_sheet(book, "Answer", [table_head(answer), *table_lines(answer)])
    _write_sheet(book, "About", [[name, *words] for name, words in _say_about(answer)])
    file = io.BytesIO()
    book.save(file)
    with zipfile.ZipFile(file) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    moment = answer.known_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    content[PROPERTIES] = WRITTEN_AT.sub(rb"\g<1>" + moment, content[PROPERTIES])
    return pack_files(content, answer.known_at)


def _write_sheet(book: Any, title: str, lines: Iterable[list[Any]]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    sheet = book.create_sheet(title)
    for line in lines:
        cells = []
        for value in line:
            cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)


def _say_about(answer: Answer) -> list[tuple[str, list[str]]]:
    question = answer.question
    return [
        ("", list(LANGUAGE_CODES)),
        ("question", [question.in_words(language) for language in LANGUAGE_CODES]),
        ("doubts", [" ".join(list_doubts(answer.doubts, language)) for language in LANGUAGE_CODES]),
        ("method", [describe_method(question, language) for language in LANGUAGE_CODES]),
        ("known_at", [answer.known_at.isoformat()]),
    ]


def write_parquet(answer: Answer) -> bytes:
    """Write an answer as Parquet: the columns of the CSV, numbers as numbers; the whole answer as JSON stands in the metadata under “dalil”."""
    names, lines = table_head(answer), list(table_lines(answer))
    first = 3 * len(answer.question.by)  # before it stand the names of the lines
    fields = [pa.field(name, _type_of(name) if at >= first else pa.string()) for at, name in enumerate(names)]
    columns = list(zip(*lines, strict=True)) or [()] * len(names)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, fields, strict=True)]
    about = {name: value for name, value in plain_answer(answer).items() if name != "rows"}
    schema = pa.schema(fields, {b"dalil": json.dumps(about, ensure_ascii=False).encode()})
    file = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), file, compression="zstd")
    return file.getvalue()


def _type_of(name: str) -> pa.DataType:
    return pa.int64() if name in WHOLE_NUMBERS else pa.float64() if name in FRACTIONS else pa.string()


def write_geojson(answer: Answer) -> bytes:
    """Write an answer that is grouped by places as GeoJSON (RFC 7946), a feature for each line.

    A place whose border is known is its area. Of any other the geometry is a point that stands for it, and `geometry_is` says so: it is no
    location of what was counted. What lies in no known place has no geometry. Doubts and method stand beside the features.
    Raises Unanswerable where the answer is not grouped by places.
    """
    known, head = gazetteer(), table_head(answer)
    level = next((by for by in answer.question.by if by in PLACE_LEVELS), None)
    if level is None:
        fault = Fault(
            "not_by_place", "a map needs an answer that is grouped by country, governorate, district or place", {}, "by"
        )
        raise Unanswerable(fault)
    features = []
    for line in table_lines(answer):
        cells = dict(zip(head, line, strict=True))
        geometry, what = _geometry_of(cells[level], known)
        own = {
            name: value for name, value in cells.items() if name.rpartition("_")[0] not in ABOUT and name != "known_at"
        }
        features.append({"type": "Feature", "geometry": geometry, "properties": {**own, "geometry_is": what}})
    about = {name: value for name, value in plain_answer(answer).items() if name != "rows"}
    whole = {"type": "FeatureCollection", "features": features, "dalil": about}
    return json.dumps(whole, ensure_ascii=False).encode()


def _geometry_of(code: str | None, known: Gazetteer) -> tuple[dict[str, Any] | None, str]:
    """The area of a place, or a point that stands for it, or nothing; and which of these it is."""
    if code is None or code not in known:
        return None, "unknown"
    if code in known.borders:
        what = "area" if known.borders[code].whole else "a part of the area"
        return {"type": "MultiPolygon", "coordinates": _polygons(known.borders[code].rings)}, what
    place = known.get(code)
    if place.lat is None or place.lon is None:
        return None, "unknown"
    return {"type": "Point", "coordinates": [place.lon, place.lat]}, "a point that stands for the place"


def _polygons(rings: Sequence[Ring]) -> list[list[list[tuple[float, float]]]]:
    """Put rings together as polygons: what lies in an odd number of others is a hole of the smallest of them."""
    around = {ring: [other for other in rings if other is not ring and _surrounds(other, ring[0])] for ring in rings}
    holes = {ring: min(others, key=lambda each: abs(_area(each))) for ring, others in around.items() if len(others) % 2}
    return [
        [_closed(ring, 1), *(_closed(hole, -1) for hole, outer in holes.items() if outer is ring)]
        for ring in rings
        if ring not in holes
    ]


def _surrounds(ring: Ring, point: tuple[float, float]) -> bool:
    lon, lat = point
    return Border(write_rings([ring])).surrounds(lat, lon)


def _closed(ring: Ring, turn: int) -> list[tuple[float, float]]:
    """A ring that ends where it begins, and turns against the clock (1) or with it (-1), as RFC 7946 wants of outlines and of holes."""
    points = list(ring) if _area(ring) * turn > 0 else list(reversed(ring))
    return [*points, points[0]]


def _area(ring: Ring) -> float:
    """Twice the area in square degrees; negative where the ring turns with the clock."""
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in zip(ring, (*ring[1:], ring[0]), strict=True))
