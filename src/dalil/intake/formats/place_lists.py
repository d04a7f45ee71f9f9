"""Places for the gazetteer: OCHA COD-AB (csv, xlsx, GeoJSON with borders or points), geoBoundaries (GeoJSON), Open-Syria lists (JSON).

Names are taken as they stand; a name cut in mid-letter or in the wrong language column is kept and flagged. Names in a third language
become aliases.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from dalil.intake.causes import Cause
from dalil.intake.cells import swapped
from dalil.intake.files.columns import RowShape
from dalil.intake.files.csv_file import open_csv
from dalil.intake.files.json_object import RepeatedKey, read_object
from dalil.intake.files.xlsx_file import headers_of_sheets, open_xlsx
from dalil.intake.formats import WORKBOOKS, Format, OpenedFile, Unreadable
from dalil.intake.formats.place_shapes import border_of_shape, point_of_shape
from dalil.intake.parsed_rows import UNSTORABLE, BadCell, Context, ParsedPlace, RowError, decimal
from dalil.letters import is_broken, strip_marks
from dalil.lookup.match import Reason
from dalil.lookup.place_lookup import PlaceLookup
from dalil.vocabulary.gazetteer import Level, Place

_LEVELS: tuple[Level, ...] = ("country", "governorate", "district", "subdistrict", "town", "neighbourhood")
_AREA_COLUMN = re.compile(r"ADM(?:IN)?(\d)_?(.*)")
_WHAT = {
    re.compile(pattern): what
    for pattern, what in (
        ("P{0,2}CODE?", "PCODE"),
        ("NAME_?EN|EN|NAME", "EN"),
        ("NAME_?ARA?|ARA?", "AR"),
        ("(?:NAME|REF_?NAME|ALT_?NAME)\\d?(?:_?[A-Z]{2,3})?|(?:REF|ALT)\\d?(?:_?[A-Z]{2,3})?|(?!ID)[A-Z]{2}", "OTHER"),
    )
}
"""What a column of an area says, by what follows its level: OCHA has named them in several ways (admin1Name_en, ADM1_EN, adm1_name)."""


class PlacesReader:
    """Reads the rows of any of the three shapes; each raw row is a mapping of its own names to values."""

    def __init__(self, context: Context, header: Sequence[str], mapping: dict[str, Any]) -> None:
        self._places = PlaceLookup(context.known)
        self._header, self._shape = header, RowShape(header)

    def read(self, row: int, raw: dict[str, Any] | list[str] | str) -> Sequence[ParsedPlace | RowError]:
        """The place of a row, or the error it is."""
        if not isinstance(raw, dict):
            if refused := self._shape.refuse(row, raw):
                return (refused,)
            raw = dict(zip(self._header, raw, strict=False))
        try:
            return (self._place(row, raw),)
        except BadCell as error:
            return (RowError(row, error.field, error.value, error.cause),)

    def _place(self, row: int, raw: dict[str, Any]) -> ParsedPlace:
        border, inner = border_of_shape(raw.get("geometry"))
        above: list[Place] = []
        if "shapeName" in raw:
            entry = self._geo_boundary(raw)
        elif "name" in raw and "id" in raw:
            entry = _open_syria(raw)
        else:
            entry, above = _cod(raw)
        if inner and entry.lat is None:
            entry = replace(entry, lat=inner[0], lon=inner[1])
        flags = [("name", name, flag) for name in (entry.en, entry.ar) if (flag := _damage(name))]
        flags += [
            (f"{english} / {arabic}", f"{raw[english]} / {raw[arabic]}", "columns_swapped")
            for english, arabic in _pairs(raw)
            if swapped(str(raw[english] or ""), str(raw[arabic] or ""))
        ]
        if not (entry.en or entry.ar):
            raise BadCell("name", "", Cause("the row names no place"))
        for place in (entry, *above):
            for text, longest in (
                (place.code, 40),
                (place.en, 200),
                (place.ar, 200),
                *((each, 200) for each in place.aliases),
            ):
                if len(text) > longest or UNSTORABLE.search(text):
                    cause = Cause(
                        "this is no name or code of a place: longer than {n} characters, or not text", n=longest
                    )
                    raise BadCell("name", text[:200], cause)
        parent = entry.parent
        if parent and parent in self._places.gazetteer and entry.lat is not None and entry.lon is not None:
            outside = self._places.lies_outside(parent, entry.lat, entry.lon)
            flags += [("point", f"{entry.lat}, {entry.lon}", "point_outside_area")] if outside else []
        return ParsedPlace(row, entry, tuple(above), tuple(flags), border)

    def _geo_boundary(self, raw: Mapping[str, Any]) -> Place:
        """An area of geoBoundaries. It has no code of OCHA, so it is the area of the gazetteer with its name, or of the first level a new one.

        Raises BadCell where the area cannot be placed for certain.
        """
        name, group, iso = (_cell(raw.get(key)) for key in ("shapeName", "shapeGroup", "shapeISO"))
        depth = _cell(raw.get("shapeType")).upper().removeprefix("ADM")
        if depth not in ("0", "1", "2", "3"):
            raise BadCell("shapeType", depth, Cause("the level of the area is none of ADM0, ADM1, ADM2 and ADM3"))
        level = _LEVELS[int(depth)]
        if level == "country":
            known = self._places.find(name, level="country").found or self._places.find(group, level="country").found
            aliases = tuple(each for each in (group,) if each)
            return replace(known, aliases=aliases) if known else Place(group, level, None, name, "", ())
        short = iso.split("-")[0]
        country = short if short in self._places.gazetteer else None
        found = self._places.find(group, level="country").found
        country = country or (found.code if found else None)
        if country is None:
            raise BadCell(
                "shapeGroup", group, Cause("the country is not in the gazetteer; import its border (ADM0) first")
            )
        match = self._places.find(name, country, level)
        if match.found is not None:
            return match.found
        if level == "governorate" and match.reason is not Reason.HOMONYMS:
            return Place(iso or _cell(raw.get("shapeID")), level, country, name, "")
        cause = Cause("no area of this level has this name alone; import the areas of OCHA, which have codes, instead")
        raise BadCell("shapeName", name, cause)


def _cod(raw: Mapping[str, Any]) -> tuple[Place, list[Place]]:
    """A place of a COD-AB layer: its own columns, or its deepest level where it has no columns of its own; and those above it."""
    own: dict[str, str] = {}
    areas: dict[int, dict[str, str]] = {}
    others: dict[int, list[str]] = {}
    for key in raw:
        if (column := area_column(key)) is None:
            own[key.upper()] = _cell(raw[key])
        elif column[1] == "OTHER":
            others.setdefault(column[0], []).append(_cell(raw[key]))
        elif text := _cell(raw[key]):
            areas.setdefault(column[0], {})[column[1]] = text
    for level, area in areas.items():
        if "PCODE" not in area:
            text = next(iter(area.values()))
            cause = Cause(
                "“{cell}” has no code ({column}), by which it would be known",
                cell=text[:80],
                column=f"ADM{level}_PCODE",
            )
            raise BadCell(f"ADM{level}", text[:200], cause)
    coded = sorted(level for level, area in areas.items() if "PCODE" in area and level < len(_LEVELS))
    above: list[Place] = []
    for level in coded:
        area = areas[level]
        en, ar, aliases = _named(area.get("EN", ""), area.get("AR", ""), others.get(level, ()))
        above.append(Place(area["PCODE"], _LEVELS[level], above[-1].code if above else None, en, ar, aliases))
    if "PCODE" not in own:
        if name := own.get("NAME_EN") or own.get("NAME_AR") or own.get("NAME_ARA"):
            raise BadCell(
                "PCODE",
                "",
                Cause("“{cell}” has no code ({column}), by which it would be known", cell=name[:80], column="PCODE"),
            )
        if not above:
            raise BadCell("PCODE", "", Cause("the row has no code of a place"))
        return above[-1], above[:-1]
    code = own["PCODE"]
    if not code:
        raise BadCell("PCODE", "", Cause("the row has no code of a place"))
    if not coded or coded[-1] + 1 >= len(_LEVELS):
        raise BadCell("PCODE", code, Cause("the row does not say in which area the place lies"))
    lat, lon = decimal("LATITUDE", own.get("LATITUDE")), decimal("LONGITUDE", own.get("LONGITUDE"))
    if (lat is None) != (lon is None) or (
        lat is not None and lon is not None and not (-90 <= lat <= 90 and -180 <= lon <= 180)
    ):
        raise BadCell("LATITUDE", f"{lat}, {lon}", Cause("this is no point on the earth"))
    further = [text for key, text in own.items() if re.fullmatch(r"NAM_\w\w_REF|NAME_(?!EN|ARA?$)[A-Z]{2}", key)]
    en, ar, aliases = _named(own.get("NAME_EN", ""), own.get("NAME_AR") or own.get("NAME_ARA", ""), further)
    return Place(code, _LEVELS[coded[-1] + 1], above[-1].code, en, ar, aliases, lat, lon), above


_OF_PLACES = re.compile(
    r"(?:PREV_)?PCODE|NAME?(?:_.*)?|LAT.*|LON.*|[XY]|CENTER_.*|AREA.*|SHAPE.*|DATE|VALID.*|UPDATE.*|LANG\d?|OBJECTID|FID|ID|GLOBALID"
    r"|VERSION|ISO.*|CAPIT_LVL|ADM(?:IN)?\d.*|"
)
"""The columns of a list of places. A table that has others as well, such as a day or a number of killed, is about something else."""


def area_column(key: str) -> tuple[int, str] | None:
    """The level of the area that a column speaks of, and what it says of it: PCODE, EN, AR or OTHER, a name in another language."""
    if not (found := _AREA_COLUMN.fullmatch(key.strip().upper())):
        return None
    what = next((what for pattern, what in _WHAT.items() if pattern.fullmatch(found[2])), None)
    return (int(found[1]), what) if what else None


def _named(en: str, ar: str, others: Iterable[str]) -> tuple[str, str, tuple[str, ...]]:
    """The two labels and the other names; where there is no label, the first of the others is the one of both."""
    names = [name for name in dict.fromkeys(others) if name and name not in (en, ar)]
    if not (en or ar) and names:
        en = names.pop(0)
    return en, ar, tuple(names)


def _open_syria(raw: Mapping[str, Any]) -> Place:
    """A governorate, district or sub-district of Open-Syria; by its OCHA code where it gives one, which nests by its digits."""
    for key in ("name", "centroid", "externalIds"):
        if not isinstance(raw.get(key) or {}, dict):
            raise BadCell(key, str(raw[key])[:200], Cause("{key} is not an object", key=key))
    if not isinstance(raw.get("aliases") or [], list):
        raise BadCell("aliases", str(raw["aliases"])[:200], Cause("{key} is not a list", key="aliases"))
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
    return Place(code, level, parent, str(name.get("en") or ""), str(name.get("ar") or ""), aliases, lat, lon)


def _pairs(raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The columns of English and Arabic names that belong together."""
    arabic = {}
    for key in raw:
        column = area_column(key)
        if column and column[1] == "AR":
            arabic[column[0]] = key
        elif key.upper() in ("NAME_AR", "NAME_ARA"):
            arabic[-1] = key
    for key in raw:
        column = area_column(key)
        level = column[0] if column and column[1] == "EN" else -1 if key.upper() == "NAME_EN" else None
        if level in arabic:
            yield key, arabic[level]


def _damage(name: str) -> str | None:
    """What is wrong with the letters of a name, as a flag."""
    if name.endswith("�"):
        return "name_truncated"
    return "encoding_broken" if is_broken(name) else None


def _cell(value: Any) -> str:
    return "" if value is None else strip_marks(str(value))


def _open(path: Path, mapping: dict[str, Any]) -> OpenedFile:
    if path.suffix.casefold() in WORKBOOKS or path.suffix.casefold() == ".csv":
        return _open_workbook(path) if path.suffix.casefold() in WORKBOOKS else open_csv(path)
    text = path.read_bytes().decode("utf-8", "replace")
    notes: list[str] = (
        [Cause("the file has {n} broken letters; they are shown as � and flagged", n=text.count("�"))]
        if "�" in text
        else []
    )
    try:
        content = json.loads(text, parse_constant=lambda name: None, object_pairs_hook=read_object)
    except json.JSONDecodeError as error:
        raise Unreadable(
            Cause("{file} is not JSON: {error} on line {line}", file=path.name, error=error.msg, line=error.lineno)
        ) from error
    except RecursionError as error:
        raise Unreadable(Cause("{file} is nested deeper than any list of places is", file=path.name)) from error
    except RepeatedKey as error:
        raise Unreadable(Cause("{file}: {error}", file=path.name, error=error)) from error
    except ValueError as error:  # Python reads no number of more than 4,300 digits
        raise Unreadable(
            Cause("{file} holds a number of thousands of digits, which is no place's", file=path.name)
        ) from error
    features = content.get("features", []) if isinstance(content, dict) else content
    if not isinstance(features, list):
        raise Unreadable(Cause("{file} holds no list of places (`features`, or a list as a whole)", file=path.name))
    rows_of = ((number, _row(each)) for number, each in enumerate(features, start=1))
    return OpenedFile((), rows_of, notes=notes)


def _row(feature: Any) -> dict[str, Any]:
    """The properties of a feature with its geometry, and the point of it where the properties have none; an entry of a list as it is."""
    if not isinstance(feature, dict):
        return {}
    if feature.get("type") != "Feature":
        return feature
    properties, geometry = feature.get("properties"), feature.get("geometry")
    row = dict(properties) if isinstance(properties, dict) else {}
    row["geometry"] = geometry
    point = point_of_shape(geometry)
    if point and row.get("LATITUDE") is None:
        row["LATITUDE"], row["LONGITUDE"] = point
    return row


def _open_workbook(path: Path) -> OpenedFile:
    """The sheet of a workbook that goes deepest; the areas above stand in its rows."""
    depths = {sheet: _depth(header) for sheet, header in headers_of_sheets(path)}
    sheet = max(depths, key=lambda each: depths[each])
    return open_xlsx(path, sheet, 1)


def _depth(header: Iterable[str]) -> int:
    """The deepest level whose code a header has, one more where it has a code of its own; -1 where it is no list of places."""
    if not all(_OF_PLACES.fullmatch(key.strip().upper()) for key in header):
        return -1
    columns = {column for key in header if (column := area_column(key))}
    coded = [level for level, what in columns if what == "PCODE"]
    named = any(what in ("EN", "AR", "OTHER") for _, what in columns)
    own = any(key.strip().upper() == "PCODE" for key in header)
    return max(coded) + own if coded and named else -1


def _recognises(path: Path, beginning: bytes) -> bool:
    ending = path.suffix.casefold()
    if ending in WORKBOOKS:
        try:
            return any(_depth(header) >= 0 for _, header in headers_of_sheets(path))
        except Unreadable:
            return False
    text = beginning.decode("utf-8-sig", "replace")
    if ending == ".csv":
        line = text.split("\n", 1)[0].strip()
        return any(_depth(next(csv.reader([line], delimiter=mark), [])) >= 0 for mark in ",;\t")
    if ending not in {".json", ".geojson"}:
        return False
    is_area = re.search(r'"(?:PCODE|shapeGroup|adm(?:in)?\d_?p?code)"', text, re.IGNORECASE)
    return ('"Feature"' in text and bool(is_area)) or ('"centroid"' in text and '"aliases"' in text and '"id"' in text)


FORMATS = (
    Format(
        "places",
        "places and borders (COD-AB, geoBoundaries, Open-Syria)",
        _recognises,
        _open,
        PlacesReader,
        writes="places",
    ),
)
