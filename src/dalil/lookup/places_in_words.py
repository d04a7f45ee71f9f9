"""From a cell that names a place in more than a name to its code: "Kafr Zita, Hama", "Idlib/Saraqib", «ريف حلب الغربي»."""

from __future__ import annotations

import re
from itertools import pairwise

from dalil.letters import fold
from dalil.lookup.match import Match, Reason
from dalil.lookup.place_lookup import PlaceLookup
from dalil.vocabulary.gazetteer import Level, Place

AREAS: tuple[Level, ...] = ("country", "governorate", "district", "subdistrict")
MOST_NAMES = 4
"""So many names of one place, each in the next, may stand in a cell."""

LONGEST = 200
"""Letters of the longest cell that names a place; a longer one is a text."""
_BETWEEN = re.compile(r"\s*[,،;؛/()\[\]]\s*")
_BETWEEN_OR_DASH = re.compile(r"\s*[,،;؛/()\[\]]\s*|\s+[-–—]\s+")
_CERTAIN = (Reason.CODE, Reason.NAME, Reason.NESTED)
_SIDES = "north|south|east|west|northern|southern|eastern|western|northeastern|northwestern|southeastern|southwestern|central"
_SIDES_IN_ARABIC = "شمالي|جنوبي|شرقي|غربي|اوسط"
_COUNTRYSIDE = re.compile(
    rf"(?P<ar>ريف (?:محافظه )?(?P<of_ar>.+?))(?: (?:ال)?(?:{_SIDES_IN_ARABIC}))*"
    rf"|(?:the )?(?:(?:{_SIDES}) )*(?:rural |countryside of |rif |reef )(?P<of_en>.+?)(?: (?:{_SIDES}))*"
    rf"|(?:the )?(?:(?:{_SIDES}) )*(?P<before>.+?)(?:s (?={_SIDES}))?(?: (?:{_SIDES}))* (?:countryside|country side|rural)"
)


def find_countryside(lookup: PlaceLookup, words: str, within: str | None = None) -> Match[Place]:
    """Find the governorate whose countryside words name; the reason is then INSIDE, for it is a part of the governorate.

    >>> from dalil.vocabulary.gazetteer import load_shipped_gazetteer
    >>> find_countryside(PlaceLookup(load_shipped_gazetteer()), "ريف حلب الغربي").found.code
    'SY02'
    """
    if len(words) > LONGEST:
        return Match()
    said = _COUNTRYSIDE.fullmatch(fold(words))
    if said is None:
        return Match()
    for name in (said["ar"], said["of_ar"] or said["of_en"] or said["before"]):  # «ريف دمشق» is a governorate itself
        if not name:
            continue
        match = lookup.find(name, within, "governorate")
        if match.found is not None and match.reason in _CERTAIN:
            return Match(match.found, (), Reason.INSIDE)
    return Match()


def find_in_parts(lookup: PlaceLookup, words: str, within: str | None = None) -> Match[Place]:
    """Find the place that words name with the areas around it, whichever comes first; nothing where they can be read in two ways.

    Where only one of the names is found, and it is an area, that area is found with the reason WIDER; a dash alone does not do for that,
    since "Homs - Damascus road" lies between.

    >>> from dalil.vocabulary.gazetteer import load_shipped_gazetteer
    >>> find_in_parts(PlaceLookup(load_shipped_gazetteer()), "إدلب - سراقب").found.code
    'C3916'
    """
    words = " ".join(words[: LONGEST + 1].split())
    if len(words) > LONGEST:
        return Match()
    names = [name for name in _BETWEEN_OR_DASH.split(words) if name]
    if not 2 <= len(names) <= MOST_NAMES:
        return Match()
    readings = [_down(lookup, order, within) for order in (names, names[::-1])]
    found = {place.code: place for place in readings if place is not None}
    if found:
        one, *more = found.values()
        return Match(None, (one, *more), Reason.HOMONYMS) if more else Match(one, (), Reason.NAME)
    if names != [name for name in _BETWEEN.split(words) if name]:
        return Match()
    matches = [lookup.find(name, within) for name in names]
    areas = [each.found for each in matches if each.found is not None and each.found.level in AREAS]
    known = [each for each in matches if each.candidates]
    return Match(areas[0], (), Reason.WIDER) if len(areas) == len(known) == 1 else Match()


def _down(lookup: PlaceLookup, names: list[str], within: str | None) -> Place | None:
    """The place of the last name, where each name lies in the one before it; None where one is not found for certain."""
    places: list[Place] = []
    for name in names:
        last = name is names[-1]
        match = lookup.find(name, places[-1].code if places else within)
        place = match.found
        if place is None or (not last and place.level not in AREAS) or (last and match.reason not in _CERTAIN):
            return None
        places.append(place)
    distinct = all(outer.code != inner.code for outer, inner in pairwise(places))
    return places[-1] if distinct else None
