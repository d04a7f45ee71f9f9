"""Places for the gazetteer: OCHA COD-AB tables (csv), COD populated places (GeoJSON), Open-Syria lists (JSON).

Names are taken as they stand; a name cut in mid-letter or in the wrong language column is kept and flagged.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dalil.intake.cells import swapped
from dalil.intake.files.csv_file import open_csv
from dalil.intake.formats import Format, OpenedFile, Unreadable
from dalil.intake.parsed_rows import UNSTORABLE, BadCell, Context, ParsedPlace, RowError, decimal, is_broken
from dalil.letters import strip_marks
from dalil.lookup.place_lookup import PlaceLookup
from dalil.vocabulary.gazetteer import Level, Place

_LEVELS: tuple[Level, ...] = ("country", "governorate", "district", "subdistrict", "town", "neighbourhood")
_AREAS = {"districtId": "subdistrict", "governorateId": "district"}


class PlacesReader:
    """Reads the rows of any of the three shapes; each raw row is a mapping of its own names to values."""

    def __init__(self, context: Context, header: Sequence[str], mapping: dict[str, Any]) -> None:
        self._places = PlaceLookup(context.known)

    def read(self, row: int, raw: dict[str, Any]) -> Sequence[ParsedPlace | RowError]:
        """The place of a row, or the error it is."""
        try:
            return (self._place(row, raw),)
        except BadCell as error:
            return (RowError(row, error.field, error.value, error.cause),)

    def _place(self, row: int, raw: dict[str, Any]) -> ParsedPlace:
        entry, above = _open_syria(raw) if "name" in raw and "id" in raw else _cod(raw)
        flags = [("name", name, flag) for name in (entry.en, entry.ar) if (flag := _damage(name))]
        flags += [
            (f"{english} / {arabic}", f"{raw[english]} / {raw[arabic]}", "columns_swapped")
            for english, arabic in _pairs(raw)
            if swapped(str(raw[english] or ""), str(raw[arabic] or ""))
        ]
        if not (entry.en or entry.ar):
            raise BadCell("name", "", "the row names no place")
        for place in (entry, *above):
            for text, longest in (
                (place.code, 40),
                (place.en, 200),
                (place.ar, 200),
                *((each, 200) for each in place.aliases),
            ):
                if len(text) > longest or UNSTORABLE.search(text):
                    cause = f"this is no name or code of a place: longer than {longest} characters, or not text"
                    raise BadCell("name", text[:200], cause)
        parent = entry.parent
        if parent and parent in self._places.gazetteer and entry.lat is not None and entry.lon is not None:
            outside = self._places.lies_outside(parent, entry.lat, entry.lon)
            flags += [("point", f"{entry.lat}, {entry.lon}", "point_outside_area")] if outside else []
        return ParsedPlace(row, entry, tuple(above), tuple(flags))


def _cod(raw: Mapping[str, Any]) -> tuple[Place, list[Place]]:
    """A place of a COD-AB layer: its own columns, or its deepest level where it has no columns of its own; and those above it."""
    cell = {
        key.upper().replace("ADMIN", "ADM").replace("_COD", "_PCODE").replace("_PPCODE", "_PCODE"): _cell(raw[key])
        for key in raw
    }
    deepest = max((level for level in range(6) if cell.get(f"ADM{level}_PCODE")), default=-1)
    above = [
        Place(cell[f"ADM{level}_PCODE"], _LEVELS[level], _parent(cell, level), *_names(cell, f"ADM{level}"))
        for level in range(deepest + 1)
        if cell.get(f"ADM{level}_PCODE")
    ]
    if "PCODE" not in cell:
        if not above:
            raise BadCell("PCODE", "", "the row has no code of a place")
        own, above = above[-1], above[:-1]
        return own, above
    code = cell["PCODE"]
    if not code:
        raise BadCell("PCODE", "", "the row has no code of a place")
    if deepest < 0 or deepest + 1 >= len(_LEVELS):
        raise BadCell("PCODE", code, "the row does not say in which area the place lies")
    lat, lon = decimal("LATITUDE", cell.get("LATITUDE")), decimal("LONGITUDE", cell.get("LONGITUDE"))
    if (lat is None) != (lon is None) or (
        lat is not None and lon is not None and not (-90 <= lat <= 90 and -180 <= lon <= 180)
    ):
        raise BadCell("LATITUDE", f"{lat}, {lon}", "this is no point on the earth")
    en, ar = _names(cell, "NAME")
    other = tuple(
        dict.fromkeys(
            name for key in ("NAM_EN_REF", "NAM_AR_REF") if (name := cell.get(key, "")) and name not in (en, ar)
        )
    )
    return Place(code, _LEVELS[deepest + 1], cell[f"ADM{deepest}_PCODE"], en, ar, other, lat, lon), above


def _open_syria(raw: Mapping[str, Any]) -> tuple[Place, list[Place]]:
    """A governorate, district or sub-district of Open-Syria; by its OCHA code where it gives one, which nests by its digits."""
    for key in ("name", "centroid", "externalIds"):
        if not isinstance(raw.get(key) or {}, dict):
            raise BadCell(key, str(raw[key])[:200], f"{key} is not an object")
    if not isinstance(raw.get("aliases") or [], list):
        raise BadCell("aliases", str(raw["aliases"])[:200], "aliases is not a list")
    level: Level = "subdistrict" if "districtId" in raw else "district" if "governorateId" in raw else "governorate"
    code = str((raw.get("externalIds") or {}).get("ochaPcode") or raw["id"])
    coded = code != raw["id"]
    above = str(raw.get("districtId") or raw.get("governorateId") or "SY")
    name, point = raw["name"] or {}, raw.get("centroid") or {}
    aliases = tuple(
        dict.fromkeys(
            str(alias["value"]) for alias in raw.get("aliases") or () if isinstance(alias, dict) and alias.get("value")
        )
    )
    parent = code[:-2] if coded else above
    lat, lon = decimal("latitude", _cell(point.get("latitude"))), decimal("longitude", _cell(point.get("longitude")))
    return Place(code, level, parent, str(name.get("en") or ""), str(name.get("ar") or ""), aliases, lat, lon), []


def _parent(cell: Mapping[str, str], level: int) -> str | None:
    return next((cell[f"ADM{up}_PCODE"] for up in range(level - 1, -1, -1) if cell.get(f"ADM{up}_PCODE")), None)


def _names(cell: Mapping[str, str], stem: str) -> tuple[str, str]:
    return cell.get(f"{stem}_EN", ""), cell.get(f"{stem}_AR") or cell.get(f"{stem}_ARA", "")


def _pairs(raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for english in raw:
        for arabic in (english[:-2] + "AR", english[:-2] + "ARA"):
            if english.endswith("_EN") and arabic in raw:
                yield english, arabic


def _damage(name: str) -> str | None:
    """What is wrong with the letters of a name, as a flag."""
    if name.endswith("�"):
        return "name_truncated"
    return "encoding_broken" if is_broken(name) else None


def _cell(value: Any) -> str:
    return "" if value is None else strip_marks(str(value))


def _open(path: Path, mapping: dict[str, Any]) -> OpenedFile:
    if path.suffix.casefold() == ".csv":
        opened = open_csv(path)
        names = opened.header
        rows = opened.rows
        opened.rows = ((number, dict(zip(names, cells, strict=False))) for number, cells in rows)
        return opened
    text = path.read_bytes().decode("utf-8", "replace")
    notes = [f"the file has {text.count('�')} broken letters; they are shown as � and flagged"] if "�" in text else []
    try:
        content = json.loads(text, parse_constant=lambda name: None)
    except json.JSONDecodeError as error:
        raise Unreadable(f"{path.name} is not JSON: {error.msg} on line {error.lineno}") from error
    except RecursionError as error:
        raise Unreadable(f"{path.name} is nested deeper than any list of places is") from error
    except ValueError as error:  # Python reads no number of more than 4,300 digits
        raise Unreadable(f"{path.name} holds a number of thousands of digits, which is no place's") from error
    features = content.get("features", []) if isinstance(content, dict) else content
    if not isinstance(features, list):
        raise Unreadable(f"{path.name} holds no list of places (`features`, or a list as a whole)")
    rows_of = ((number, _row(each)) for number, each in enumerate(features, start=1))
    return OpenedFile((), rows_of, notes=notes)


def _row(feature: Any) -> dict[str, Any]:
    """The properties of a feature with the point of its geometry where the properties have none; an entry of a list as it is."""
    if not isinstance(feature, dict):
        return {}
    if feature.get("type") != "Feature":
        return feature
    properties, geometry = feature.get("properties"), feature.get("geometry")
    row = dict(properties) if isinstance(properties, dict) else {}
    point = geometry.get("coordinates") if isinstance(geometry, dict) else None
    while isinstance(point, list) and point and isinstance(point[0], list):
        point = point[0]
    if isinstance(point, list) and len(point) >= 2 and row.get("LATITUDE") is None:
        row["LONGITUDE"], row["LATITUDE"] = point[0], point[1]
    return row


def _recognises(path: Path, beginning: bytes) -> bool:
    text = beginning.decode("utf-8", "replace")
    if path.suffix.casefold() == ".csv":
        header = text.split("\n", 1)[0].upper()
        return "PCODE" in header and ("NAME_EN" in header or "ADM1_EN" in header)
    if path.suffix.casefold() not in {".json", ".geojson"}:
        return False
    return ('"Feature"' in text and '"PCODE"' in text) or (
        '"centroid"' in text and '"aliases"' in text and '"id"' in text
    )


FORMATS = (Format("places", "places (COD-AB, GeoJSON, Open-Syria)", _recognises, _open, PlacesReader, writes="places"),)
