"""The gazetteer is a hierarchy of places with codes, names in both scripts and aliases, and finds them.

A place lies in its parent, and so on up to its country: what happened in a village happened in its governorate. A vague place
(an area such as northern Hama) lies in the smallest unit that surely holds all of it. It counts there, and not below.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal, get_args

from dalil.letters import fold, language_of
from dalil.vocabulary.borders import Border, load_shipped_borders
from dalil.vocabulary.terms import read_rows, split_list

Level = Literal["country", "governorate", "district", "subdistrict", "town", "neighbourhood", "camp", "area", "outside"]
LEVELS: tuple[Level, ...] = get_args(Level)

EARTH_RADIUS_KM = 6371.0088
KM_PER_DEGREE_OF_LATITUDE = 111.0

_SAYS_LEVEL: dict[Level | None, str] = {
    "governorate": "governorate governorates governate province muhafazat muhafazah محافظة",
    "district": "district mintaqat mintaqah منطقة قضاء",
    "subdistrict": "subdistrict nahiya nahiyah nahiyat ناحية",
    "town": "town village city مدينة بلدة قرية",
    "neighbourhood": "neighbourhood neighborhood quarter حي",
    None: "markaz مركز",
}
_DESIGNATIONS = {fold(word): level for level, words in _SAYS_LEVEL.items() for word in words.split()}
"""Words that say what kind of place is named, folded, with the level they speak of."""

_LATIN_ARTICLES = frozenset(fold("al el ul ad ed an en ar er as es ash esh at et ath eth az ez the").split())
_ARABIC_ARTICLE = re.compile(r"\bال(?=\w{2})")


class UnknownPlace(LookupError):
    """The gazetteer has no place with this code."""

    type = "unknown_place"
    template = "there is no place with the code “{code}” in the gazetteer"

    def __init__(self, code: str) -> None:
        self.code = code
        self.particulars = {"code": code}
        super().__init__(self.template.format(code=code))

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.code,)


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the gazetteer. lat, lon: WGS 84 degrees of a point that stands for it, or None where there is none."""

    code: str
    level: Level
    parent: str | None
    en: str
    ar: str
    aliases: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None

    def label(self, language: str) -> str:
        """Return its name in a language: in Arabic for "ar" and "ar-…", in English for every other language.

        >>> load_shipped_gazetteer().get("SY").label("en")
        'Syria'
        """
        name: str = getattr(self, language_of(language).code)
        return name

    def names(self) -> tuple[str, ...]:
        """Return every name that it goes by, the two labels first.

        >>> load_shipped_gazetteer().get("SY").names()[:2]
        ('Syria', 'سوريا')
        """
        return (self.en, self.ar, *self.aliases)


def _without_designations(name: str) -> tuple[str, Level | None]:
    """Take off a folded name the words that only say what kind of place it is; the level that they name comes back too."""
    words = name.replace("sub district", "subdistrict").split()
    said: list[Level | None] = []
    while len(words) > 1 and words[-1] in _DESIGNATIONS:
        said.append(_DESIGNATIONS[words.pop()])
    while len(words) > 1 and words[0] in _DESIGNATIONS:
        said.append(_DESIGNATIONS[words.pop(0)])
    return " ".join(words), next((level for level in said if level), None)


def name_key(name: str) -> str:
    """Return what two spellings of the name of a place share: the folded name without designations, articles and spaces.

    >>> name_key("Tall Abyad Town") == name_key("Tallabyad"), name_key("الرقة")
    (True, 'رقه')
    """
    return _without_articles(_without_designations(fold(name))[0])


def bare_name(name: str) -> str:
    """Return a name, folded, without the words that only say what kind of place it is.

    >>> bare_name("Tall Abyad Town"), bare_name("قرية تل أبيض")
    ('tall abyad', 'تل ابيض')
    """
    return _without_designations(fold(name))[0]


def same_label(name: str, label: str) -> bool:
    """Say whether a name is a label word by word, its words for a level too; articles, spaces and “Markaz” do not matter.

    >>> same_label("Hawash", "Al-Hawash"), same_label("Shahba", "Al-Shahba canton")
    (True, False)
    """
    first, second = (
        _without_articles(" ".join(word for word in fold(each).split() if _DESIGNATIONS.get(word, "") is not None))
        for each in (name, label)
    )
    return first == second


def _without_articles(folded: str) -> str:
    words = _ARABIC_ARTICLE.sub("", folded).split()
    return "".join(w for w in words if w not in _LATIN_ARTICLES) or "".join(words)


class Gazetteer:
    """A closed set of places: every parent is among them, and no place lies in itself.

    borders: the outlines of those of its places that have one, by code.
    Raises ValueError, naming the place, where that does not hold or where a code stands twice.
    """

    def __init__(self, places: Iterable[Place], borders: Mapping[str, Border] | None = None) -> None:
        self._by_code: dict[str, Place] = {}
        for place in places:
            if place.code in self._by_code:
                raise ValueError(f"the place code {place.code} stands twice in the gazetteer")
            self._by_code[place.code] = place
        self._children: dict[str, list[str]] = {}
        self._within: dict[str, frozenset[str]] = {}
        for place in self._by_code.values():
            if place.parent is not None:
                if place.parent not in self._by_code:
                    raise ValueError(f"{place.code} ({place.en}) lies in {place.parent}, which is not in the gazetteer")
                self._children.setdefault(place.parent, []).append(place.code)
        reached = {code for top in self._by_code.values() if top.parent is None for code in self._below(top.code)}
        if circular := self._by_code.keys() - reached:
            raise ValueError(f"these places lie in each other in a circle: {', '.join(sorted(circular))}")
        self.borders = {code: border for code, border in (borders or {}).items() if code in self._by_code}

    @property
    def places(self) -> tuple[Place, ...]:
        """Return all places, in the order in which they were given."""
        return tuple(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def get(self, code: str) -> Place:
        """Return the place of a code. Raises UnknownPlace.

        >>> load_shipped_gazetteer().get("SY07").en
        'Idlib'
        """
        try:
            return self._by_code[code]
        except KeyError:
            raise UnknownPlace(code) from None

    def path(self, code: str) -> tuple[str, ...]:
        """Return the codes from the country down to the place itself. Raises UnknownPlace.

        >>> load_shipped_gazetteer().path("SY07")
        ('SY', 'SY07')
        """
        upward = []
        step: str | None = code
        while step is not None:
            upward.append(step)
            step = self.get(step).parent
        return tuple(reversed(upward))

    def within(self, code: str) -> frozenset[str]:
        """Return a code and the codes of all places below it. Raises UnknownPlace.

        >>> "SY07" in load_shipped_gazetteer().within("SY")
        True
        """
        if code not in self._within:
            self.get(code)
            self._within[code] = frozenset(self._below(code))
        return self._within[code]

    def _below(self, code: str) -> list[str]:
        found = [code]
        for place in found:
            found.extend(self._children.get(place, ()))
        return found

    def at_level(self, code: str, level: Level) -> str | None:
        """Return the code of the place of a level that a code is or lies in; None where there is none. Raises UnknownPlace.

        >>> load_shipped_gazetteer().at_level("SY07", "country")
        'SY'
        """
        return next((above for above in self.path(code) if self.get(above).level == level), None)

    def lowest_common(self, codes: Iterable[str]) -> str | None:
        """Return the code of the smallest place that holds all of some places; None where there is none (two countries, no code).

        Raises UnknownPlace.

        >>> load_shipped_gazetteer().lowest_common(["SY07", "SY05"])
        'SY'
        """
        common: str | None = None
        for steps in zip(*(self.path(code) for code in codes), strict=False):
            if len(set(steps)) > 1:
                break
            common = steps[0]
        return common

    @cached_property
    def _by_key(self) -> dict[str, tuple[str, ...]]:
        keys: dict[str, dict[str, None]] = {}
        for place in self._by_code.values():
            for name in place.names():
                keys.setdefault(name_key(name), {})[place.code] = None
        return {key: tuple(codes) for key, codes in keys.items()}

    def find(self, name: str, within: str | None = None, level: Level | None = None) -> tuple[Place, ...]:
        """Find all places that have a name or alias, in either script: every homonym, the larger units first, none guessed.

        name: as a source writes it. Articles, spaces and words such as “Governorate” or «ناحية» do not matter. But such a word
            chooses among homonyms where one of that level has the name: “Idlib Governorate” is not the town.
        within: the code of a place; only it and the places below it are found. level: only places of this level are found.
        Raises UnknownPlace where the gazetteer does not have `within`.

        >>> [place.code for place in load_shipped_gazetteer().find("إدلب", level="governorate")]
        ['SY07']
        """
        folded = fold(name)
        key = name_key(name)
        found = [self._by_code[code] for code in self._by_key.get(key, ())] if key else []
        if within is not None:
            inside = self.within(within)
            found = [place for place in found if place.code in inside]
        if level is not None:
            found = [place for place in found if place.level == level]
        _, said_level = _without_designations(folded)
        if said_level is not None:
            meant = [p for p in found if p.level == said_level or any(fold(n) == folded for n in p.names())]
            found = meant or found
        return tuple(sorted(found, key=lambda place: (LEVELS.index(place.level), place.code)))

    @staticmethod
    def level_said(name: str) -> Level | None:
        """Find the level that the words before and after a name speak of: “Idlib Governorate” of a governorate, «ناحية حارم» of a sub-district."""
        return _without_designations(fold(name))[1]

    def area_at(self, lat: float, lon: float) -> Place | None:
        """Find the smallest area with a border that a point lies in for certain; None where there is none.

        Where coarse borders leave it open on which side of them the point lies, the area around both is the answer.

        >>> load_shipped_gazetteer().area_at(35.93, 36.63).code, load_shipped_gazetteer().area_at(50.45, 30.52)
        ('SY07', None)
        """
        possible = [code for code, border in self.borders.items() if border.may_hold(lat, lon)]
        for code in sorted(possible, key=lambda code: (-len(self.path(code)), code)):
            border = self.borders[code]
            rivals = (other for other in possible if other not in self.path(code) and code not in self.path(other))
            if border.surrounds(lat, lon) and not (border.coarse_km and any(rivals)):
                return self._by_code[code]
        return None

    def drawn_area(self, code: str) -> str | None:
        """Return the code of the smallest area with a border that a place is or lies in; None where there is none. Raises UnknownPlace.

        >>> load_shipped_gazetteer().drawn_area("SY07")
        'SY07'
        """
        return next((step for step in reversed(self.path(code)) if step in self.borders), None)

    def is_outside_all_borders(self, lat: float, lon: float) -> bool:
        """Say whether a point lies for certain in no area whose border is known."""
        return not any(border.may_hold(lat, lon) for border in self.borders.values())

    def is_drawn_whole(self, code: str) -> bool:
        """Say whether the border of a place, or of a place around it, is known as a whole. Raises UnknownPlace."""
        return any(step in self.borders and self.borders[step].whole for step in self.path(code))

    @cached_property
    def _by_latitude(self) -> dict[Level, tuple[list[float], list[tuple[float, float, str]]]]:
        points: dict[Level, list[tuple[float, float, str]]] = {}
        for place in self._by_code.values():
            if place.lat is not None and place.lon is not None:
                points.setdefault(place.level, []).append((place.lat, place.lon, place.code))
        return {level: ([p[0] for p in sorted(on)], sorted(on)) for level, on in points.items()}

    def near(self, lat: float, lon: float, levels: Iterable[Level], km: float) -> list[tuple[float, Place]]:
        """List the places of some levels whose points are within so many kilometres (great circle), with the distance, the nearest first.

        >>> load_shipped_gazetteer().near(0.0, 0.0, ["town"], km=50)
        []
        """
        reach = km / KM_PER_DEGREE_OF_LATITUDE + 0.01
        found = []
        for level in levels:
            latitudes, points = self._by_latitude.get(level, ([], []))
            for y, x, code in points[bisect_left(latitudes, lat - reach) : bisect_right(latitudes, lat + reach)]:
                if (distance := kilometres_between(lat, lon, y, x)) <= km:
                    found.append((distance, self._by_code[code]))
        return sorted(found, key=lambda entry: (entry[0], entry[1].code))

    def nearest(self, lat: float, lon: float, level: Level, km: float) -> Place | None:
        """Return the place of a level whose point is nearest; None where none is within so many kilometres (great circle).

        >>> load_shipped_gazetteer().nearest(0.0, 0.0, "town", km=50) is None
        True
        """
        return next((place for _, place in self.near(lat, lon, (level,), km)), None)


def kilometres_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance between two points given in degrees (haversine, mean earth radius).

    >>> round(kilometres_between(36.0, 37.0, 37.0, 37.0), 1)
    111.2
    """
    y, other_y = math.radians(lat), math.radians(other_lat)
    half_y, half_x = (other_y - y) / 2, math.radians(other_lon - lon) / 2
    square = math.sin(half_y) ** 2 + math.cos(y) * math.cos(other_y) * math.sin(half_x) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(square)))


@cache
def load_shipped_places() -> tuple[Place, ...]:
    """Load the places that come with Dalil, once: Syria down to its sub-districts and best-known towns, and its neighbours.

    >>> [place.en for place in load_shipped_places() if place.code == "SY07"]
    ['Idlib']
    """
    return tuple(
        Place(
            code=row["code"],
            level=_level(row["level"], row["code"]),
            parent=row["parent"] or None,
            en=row["en"],
            ar=row["ar"],
            aliases=split_list(row["aliases"]),
            lat=float(row["lat"]) if row["lat"] else None,
            lon=float(row["lon"]) if row["lon"] else None,
        )
        for row in read_rows("places")
    )


def _level(name: str, code: str) -> Level:
    """Return a name as a level. Raises ValueError, naming the code of the place, where it is none."""
    for level in LEVELS:
        if level == name:
            return level
    raise ValueError(f"{code}: “{name}” is not a level of place; the levels are {', '.join(LEVELS)}")


@cache
def load_shipped_gazetteer() -> Gazetteer:
    """Make the gazetteer of the shipped places, once.

    >>> "SY" in load_shipped_gazetteer()
    True
    """
    return Gazetteer(load_shipped_places(), load_shipped_borders())
