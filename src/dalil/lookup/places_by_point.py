"""From the name of a place and its point to its code, and from a point alone to the area that it lies in.

A name alone never decides between places that lie apart, nor for another spelling. A point beside it does both: few places are near a
point, and it is certain enough which of them has the name. What a point decided is marked, so that a person can look again.
"""

from __future__ import annotations

import re
from dataclasses import replace

from dalil.lookup.match import Match, Reason
from dalil.lookup.places import SETTLEMENTS, bearers_of, find_place, without_surroundings
from dalil.values import WherePrecision
from dalil.vocabulary.gazetteer import Gazetteer, Level, Place, bare_name, kilometres_between

NEAR_KM = 5.0
"""How far the point of a place may lie from the point that a source gives for it: a town has some extent, and gazetteers differ."""
LEAST_LIKENESS = 0.25
"""The least likeness of a name to that of a place which lies at the very point."""
MORE_EACH_KM = 0.06
"""By how much more the name must be like for each kilometre between. Of 819 names of GED beside points of other rows, none was taken."""
CLEAR = 0.12
"""By how much the likest must lead the next."""

ABROAD = "XO"
"""The code of what lies in no area whose border is known."""

DEEPEST: dict[WherePrecision, Level] = {
    WherePrecision.NEAR: "district",
    WherePrecision.DISTRICT: "district",
    WherePrecision.GOVERNORATE: "governorate",
    WherePrecision.VAGUE: "governorate",
    WherePrecision.COUNTRY: "country",
}
"""The smallest area that a place or a point of a precision may stand for; no limit where it is not here."""

_OTHER_NAME = re.compile("[/()]")
MOST_NAMES = 5
"""So many names of one place may be divided by these signs; a longer row of them is no name."""


def find_settlement_at(
    name: str, lat: float, lon: float, *, gazetteer: Gazetteer, within: str | None = None
) -> Match[Place]:
    """Find the town, quarter or camp that a name and its point mean together.

    name: as a source writes it; of “Jalbul/Jatbu” either may be its name. within: the area that the source states.

    The place that bears the name near the point is meant, also in another district than the stated one (reason ELSEWHERE), for districts
    are drawn differently; else the one near the point whose name is like it (ALIKE); else the only one in the area that bears the name,
    far from the point (FAR). A place outside of the stated governorate is never found.
    Raises UnknownPlace for an unknown `within`.

    >>> from dalil.vocabulary.gazetteer import load_shipped_gazetteer
    >>> match = find_settlement_at("Sarakeb town", 35.86, 36.80, gazetteer=load_shipped_gazetteer())
    >>> match.found.en, match.reason
    ('Saraqib', <Reason.ALIKE: 'alike'>)
    """
    inside = gazetteer.within(within) if within is not None else None
    around = gazetteer.within(gazetteer.at_level(within, "governorate") or within) if within is not None else None
    near = [
        place for _, place in gazetteer.near(lat, lon, SETTLEMENTS, NEAR_KM) if around is None or place.code in around
    ]
    names = [each.strip() for each in _OTHER_NAME.split(name, MOST_NAMES) if each.strip()]
    bearing = {place.code: place for each in names for place in bearers_of(each, gazetteer)}
    bearing = {code: place for code, place in bearing.items() if place.level in SETTLEMENTS}
    here = [place for place in near if place.code in bearing]
    if within_area := [place for place in here if inside is None or place.code in inside]:
        return Match(within_area[0], tuple(within_area[1:]), Reason.NAME)
    if here:
        return Match(here[0], tuple(here[1:]), Reason.ELSEWHERE)
    if alike := _alike(names, lat, lon, near):
        return Match(alike, (), Reason.ALIKE)
    in_area = [place for place in bearing.values() if inside is not None and place.code in inside]
    if len(in_area) == 1:
        return Match(in_area[0], (), Reason.NAME if in_area[0].lat is None else Reason.FAR)
    others = tuple(in_area or bearing.values())
    return Match(None, others, Reason.HOMONYMS if in_area else Reason.ELSEWHERE if others else Reason.NONE)


def find_place_at(
    name: str, lat: float, lon: float, *, gazetteer: Gazetteer, within: str | None = None
) -> Match[Place]:
    """Find what a name means, as `find_place` does, and let its point decide where the name alone does not.

    What the name means stands, unless that is a town far from the point: then another near the point may be meant.
    Raises UnknownPlace for an unknown `within`.

    >>> from dalil.vocabulary.gazetteer import load_shipped_gazetteer
    >>> known = load_shipped_gazetteer()
    >>> find_place("Suran", gazetteer=known).found, find_place_at("Suran", 35.29, 36.74, gazetteer=known).found.code
    (None, 'C3026')
    """
    match = find_place(name, gazetteer=gazetteer, within=within, spelled_otherwise=False)
    if match.found is not None and not _is_far(match.found, lat, lon):
        border = gazetteer.borders.get(match.found.code)
        confirmed = match.found.level in SETTLEMENTS or (border is not None and border.surrounds(lat, lon))
        if match.reason is not Reason.PRESUMED or confirmed:
            return match if match.reason is not Reason.PRESUMED else replace(match, reason=Reason.NAME)
    settled = find_settlement_at(name, lat, lon, gazetteer=gazetteer, within=within)
    if settled.found is not None and settled.reason is not Reason.FAR:
        return settled
    if match.found is not None:
        return Match(match.found, match.alternatives, Reason.FAR)
    around = [each for each in match.alternatives if each.code in gazetteer.borders]
    here = [each for each in around if gazetteer.borders[each.code].surrounds(lat, lon)]
    if match.reason is Reason.HOMONYMS and len(here) == 1 and len(around) == len(match.alternatives):
        return Match(here[0], tuple(each for each in around if each is not here[0]), Reason.NAME)
    return match


def area_of_point(
    lat: float, lon: float, *, gazetteer: Gazetteer, precision: WherePrecision | None = None
) -> Place | None:
    """Find the smallest area that a point lies in for certain, no smaller than its precision allows; None where there is none.

    >>> from dalil.vocabulary.gazetteer import load_shipped_gazetteer
    >>> area_of_point(35.93, 36.63, gazetteer=load_shipped_gazetteer()).en
    'Idlib'
    """
    area = None if precision is WherePrecision.OUTSIDE else gazetteer.area_at(lat, lon)
    if area is None or precision not in DEEPEST:
        return area
    coarser = gazetteer.at_level(area.code, DEEPEST[precision])
    return gazetteer.get(coarser) if coarser else area


def _is_far(place: Place, lat: float, lon: float) -> bool:
    if place.level not in SETTLEMENTS or place.lat is None or place.lon is None:
        return False
    return kilometres_between(place.lat, place.lon, lat, lon) > NEAR_KM


def _alike(names: list[str], lat: float, lon: float, near: list[Place]) -> Place | None:
    """The one of the near places whose name is like one of the names, and clearly more so than the others."""
    if not names or not near:
        return None
    from dalil.text.place_finder import likeness_to_place  # loads kernels, which most imports never need

    bare = [bare_name(without_surroundings(name)) for name in names]
    likenesses = sorted(
        (
            (max(likeness_to_place(name, place) for name in bare), -far, place.code)
            for place in near
            for far in [kilometres_between(place.lat or 0.0, place.lon or 0.0, lat, lon)]
        ),
        reverse=True,
    )
    like, distance, code = likenesses[0]
    clear = len(likenesses) == 1 or like - likenesses[1][0] >= CLEAR
    if not clear or like < LEAST_LIKENESS - MORE_EACH_KM * distance:
        return None
    return next(place for place in near if place.code == code)
