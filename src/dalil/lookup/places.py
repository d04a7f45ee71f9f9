"""From the name of a place to its code: one rule for every surface and both languages; docs/vocabulary.md gives its reasons.

Pure: the gazetteer comes as an argument, so that processes without a database look places up in the same way.
"""

from __future__ import annotations

import re
from functools import lru_cache

from dalil.letters import fold
from dalil.lookup.match import Match, Reason
from dalil.vocabulary.gazetteer import LEVELS, Gazetteer, Level, Place, same_label

_MEANT_FIRST: tuple[Level, ...] = ("country", "governorate", "town")
"""Of places that share a name and lie in each other, people mean one of these levels first; after them the largest."""

SETTLEMENTS: tuple[Level, ...] = ("town", "camp", "neighbourhood")
_DEPTH: dict[Level, int] = {
    "country": 0,
    "governorate": 1,
    "district": 2,
    "subdistrict": 3,
    "town": 4,
    "neighbourhood": 4,
    "camp": 4,
}
"""How deep a level lies; areas without borders have no depth."""

_IN_A_TOWN = re.compile(
    r"^(?:the )?(?:market|suburbs?) (?:of|in) (?:the )?(?:(?:town|city|village) of )?|\s(?:suburbs?|market)$"
    r"|^(?:ال)?(?:سوق|ضاحيه|ضواحي) (?:في )?(?:(?:مدينه|بلده|قريه) )?"
)
"""Words, folded, around the name of a town that a thing or a quarter belongs to."""
_TOWN_OF = re.compile(r"^(?:the )?(governorate|province|district|sub ?district|city|town|village) of (?:the )?")


def find_place(
    name: str,
    *,
    gazetteer: Gazetteer,
    within: str | None = None,
    level: Level | None = None,
    spelled_otherwise: bool = True,
) -> Match[Place]:
    """Find the place that people mean by a name or a code, and what else the name may mean.

    name: in either script, as a source writes it. A code may be followed by the name, as suggestions write it.
    within: only this place and those in it. level: only places of this level.
    spelled_otherwise: where nothing bears the name, the alternatives are places whose names may be spelled so.

    Of places of one name that lie in each other, the country or governorate is meant, else the town, else the largest.
    Places of one name that lie apart are never guessed. Words such as “Governorate”, «ناحية» or “market of” decide.
    Raises UnknownPlace for an unknown `within`.

    >>> from dalil.vocabulary.gazetteer import load_shipped_gazetteer
    >>> match = find_place("Idlib", gazetteer=load_shipped_gazetteer())
    >>> match.found.code, [place.code for place in match.alternatives]
    ('SY07', ['SY0700', 'SY070000', 'C3871'])
    >>> find_place("خان شيخون", gazetteer=load_shipped_gazetteer()).found.code
    'C3987'
    """
    inside = gazetteer.within(within) if within is not None else None
    if coded := _place_of_code(name, gazetteer):
        fits = (inside is None or coded.code in inside) and level in (None, coded.level)
        return Match(coded, (), Reason.CODE) if fits else Match(None, (coded,), Reason.ELSEWHERE)
    everywhere, said, inside_it = _bearers(name, gazetteer)
    fitting = [
        place for place in everywhere if (inside is None or place.code in inside) and level in (None, place.level)
    ]
    wider = False
    if said is not None and level is None:
        of_the_level = [place for place in fitting if _bears_whole(name, place)]
        of_the_level = of_the_level or [place for place in fitting if place.level == said]
        if not of_the_level and said == "town":
            of_the_level = [place for place in fitting if place.level in SETTLEMENTS]
        wider = not of_the_level
        fitting = of_the_level or [
            place for place in fitting if place.level in _DEPTH and _DEPTH[place.level] < _DEPTH[said]
        ]
    if fitting:
        match = _choose_among(name, fitting, gazetteer)
        if match.found and (wider or inside_it):
            return Match(match.found, match.alternatives, Reason.WIDER if wider else Reason.INSIDE)
        return match
    if everywhere:
        return Match(None, everywhere, Reason.ELSEWHERE)
    spelled = _spelled_so(name, gazetteer) if spelled_otherwise else []
    alike = [place for place in spelled if (inside is None or place.code in inside) and level in (None, place.level)]
    return Match(None, tuple(sorted(alike, key=_largest_first)), Reason.SPELLING if alike else Reason.NONE)


def suggest_places(typed: str, gazetteer: Gazetteer, most: int = 20) -> list[Place]:
    """List the places whose name begins with what is being typed, then those that hold it, then those spelled otherwise.

    What the name means as it stands comes first. typed: at least two letters of either script.
    """
    wanted = fold(typed)
    if len(wanted) < 2:
        return []
    meant = find_place(typed, gazetteer=gazetteer)
    ranked = {place.code: (0, at) for at, place in enumerate(meant.candidates) if meant.reason is not Reason.SPELLING}
    for place in gazetteer.places:
        names = [fold(name) for name in place.names() if name]
        if any(name.startswith(wanted) for name in names):
            ranked.setdefault(place.code, (1, 0))
        elif any(wanted in name for name in names):
            ranked.setdefault(place.code, (2, 0))
    for place in _spelled_so(typed, gazetteer):
        ranked.setdefault(place.code, (3, 0))
    order = {place.code: at for at, place in enumerate(gazetteer.places)}
    return [gazetteer.get(code) for code in sorted(ranked, key=lambda code: (ranked[code], order[code]))[:most]]


def bearers_of(name: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """List the places that bear a name, or whose market or suburb it is, the larger first; the words for a level choose nothing here."""
    return _bearers(name, gazetteer)[0]


def without_surroundings(name: str) -> str:
    """Fold a name and take off the words for a thing or a quarter that belongs to the town.

    >>> without_surroundings("Saqba suburb"), without_surroundings("سوق مدينة الباب")
    ('saqba', 'الباب')
    """
    return _IN_A_TOWN.sub("", fold(name)).strip()


def _spelled_so(name: str, gazetteer: Gazetteer) -> list[Place]:
    """The places whose names may be spelled so."""
    from dalil.text.place_spellings import find_places_spelled  # loads kernels, which most imports never need

    return [gazetteer.get(code) for code in find_places_spelled([name], gazetteer)]


def _place_of_code(words: str, gazetteer: Gazetteer) -> Place | None:
    for code in (words.strip(), *words.split(maxsplit=1)[:1]):
        for spelled in (code, code.upper()):
            if spelled in gazetteer:
                return gazetteer.get(spelled)
    return None


@lru_cache(maxsize=10_000)
def _bearers(name: str, gazetteer: Gazetteer) -> tuple[tuple[Place, ...], Level | None, bool]:
    """The places that bear a name, the larger ones first; the level that the words around it speak of; whether they name a thing in it.

    Two names of one place find the same places: what lies above or below a bearer and shares a label with it bears the name too,
    whichever spelling stood in the gazetteer. So does a district or governorate elsewhere that shares a label with it: “Qneitra” is the
    label of a village only, but in Arabic the governorate of Quneitra has that name.
    """
    turned = _TOWN_OF.sub("", fold(name))
    said: Level | None = gazetteer.level_said(name)
    if turned != fold(name):
        said = gazetteer.level_said(f"{turned} {fold(name).split(' of ')[0].removeprefix('the ')}")
    found = gazetteer.find(name) or gazetteer.find(turned)
    inside = not found and (bare := without_surroundings(name)) != fold(name)
    if inside:
        found, said = gazetteer.find(bare), "town"
    bearers = {place.code: place for place in found}
    asked = list(found)
    for place in asked:
        for twin in (*gazetteer.find(place.en), *gazetteer.find(place.ar)):
            wide = _rank_of(twin.level) < _rank_of("town")
            if twin.code not in bearers and (wide or _are_nested(place, twin, gazetteer)):
                bearers[twin.code] = twin
                asked += [twin] if wide else []  # the town of a district has its name too
    return tuple(sorted(bearers.values(), key=_largest_first)), said, inside


def _choose_among(name: str, places: list[Place], gazetteer: Gazetteer) -> Match[Place]:
    """Choose the place that people mean of several that bear a name: the first of the order of levels that all others lie in or around.

    Where some lie apart, those whose own label it is, in either language, are asked before those of which it is an alias; then what is
    known for the name.
    """
    if len(places) == 1:
        return Match(places[0], (), Reason.NAME)
    labelled = _sharing_a_label(places, [name])
    labelled = _sharing_a_label(places, [label for place in labelled for label in (place.en, place.ar)])
    for asked in (places, labelled):
        for place in sorted(asked, key=_meant_first):
            if all(_are_nested(place, other, gazetteer) for other in asked):
                named = place.level in ("district", "subdistrict") and place not in labelled and labelled
                if named and len(named) == 1 and named[0].level in SETTLEMENTS:
                    place = named[0]  # the area only borrows the name of a town in it
                return Match(place, tuple(other for other in places if other is not place), Reason.NESTED)
    if known := _known_for_the_name(places, gazetteer):
        return Match(known, tuple(other for other in places if other is not known), Reason.PRESUMED)
    return Match(None, tuple(places), Reason.HOMONYMS)


def _sharing_a_label(places: list[Place], names: list[str]) -> list[Place]:
    return [place for place in places if any(same_label(n, place.en) or same_label(n, place.ar) for n in names if n)]


def _known_for_the_name(places: list[Place], gazetteer: Gazetteer) -> Place | None:
    """The place that a district is named after, or a governorate, where all others of the name in the country are less than that.

    Afrin is a district and its town, and two villages far from it: a record that says “Afrin” and nothing else does not mean these.
    """
    if len({gazetteer.at_level(place.code, "country") for place in places}) != 1:
        return None
    groups: list[list[Place]] = []
    for place in places:
        joined = [group for group in groups if any(_are_nested(place, other, gazetteer) for other in group)]
        groups = [group for group in groups if group not in joined] + [
            [place, *(each for one in joined for each in one)]
        ]
    ranked = sorted(groups, key=_rank)
    best, following = _rank(ranked[0]), _rank(ranked[1])
    if best == following or best >= _rank_of("town"):
        return None
    first = sorted(ranked[0], key=_meant_first)
    return next((place for place in first if all(_are_nested(place, other, gazetteer) for other in first)), None)


def _rank(group: list[Place]) -> int:
    return min(_rank_of(place.level) for place in group)


def _rank_of(level: Level) -> int:
    """0 a country or governorate, 1 a district, 2 everything smaller: a sub-district is hardly better known than a village of its name."""
    return 0 if level in ("country", "governorate") else 1 if level == "district" else 2


def _bears_whole(name: str, place: Place) -> bool:
    folded = fold(name)
    return any(fold(each) == folded for each in place.names())


def _are_nested(place: Place, other: Place, gazetteer: Gazetteer) -> bool:
    return place.code in gazetteer.path(other.code) or other.code in gazetteer.path(place.code)


def _meant_first(place: Place) -> tuple[int, int, str]:
    first = _MEANT_FIRST.index(place.level) if place.level in _MEANT_FIRST else len(_MEANT_FIRST)
    return first, LEVELS.index(place.level), place.code


def _largest_first(place: Place) -> tuple[int, str]:
    return LEVELS.index(place.level), place.code
