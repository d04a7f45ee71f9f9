"""The place finder says which place of the gazetteer a name means, across scripts and spellings. It never guesses.

A name is compared with every name of every place as names of persons are, word by word and written together (Deirezzor, كفرنبل).
The context (a governorate, other places named beside it) chooses among places of one name. Where the context does not choose, all of
these places are given and none is decided.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from dalil.letters import fold, is_arabic
from dalil.text.names import NameIndex, NameRole, NameUnit, compare_spellings, read_name
from dalil.vocabulary.gazetteer import LEVELS, Gazetteer, Place, bare_name, load_shipped_gazetteer

SURE = 0.6
"""The least score at which a place is decided."""
CLEAR = 0.12
"""By how much the score of the best place must lead the next."""
WORTH_TELLING = 0.45
"""The least likeness of a candidate."""
_ELSEWHERE = 0.8
"""The share of its score that a place outside of the context keeps."""
_PARTS = re.compile(r"\s*[,،;؛/()]\s*|(?:\s+(?:in|near|من|في|قرب|بريف|ريف))+\s+", re.IGNORECASE)
_RURAL = re.compile(
    r"^(?:the\s+)?(?:(?:northern|southern|eastern|western)\s+)?(?:countryside|rural|outskirts)\s+(?:of\s+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class PlaceCandidate:
    """A place that may be meant.

    name: the one of its names that is most like what was said. likeness: how like it is, 0 to 1. score: likeness after the context.
    """

    place: Place
    name: str
    likeness: float
    score: float


@dataclass(frozen=True)
class PlaceResolution:
    """What the place finder makes of a name.

    decided: the place that is meant, where that is certain. candidates: the places that may be meant, the likeliest first.
    homonyms: the places that the name and the context cannot tell apart.
    """

    said: str
    decided: Place | None
    candidates: tuple[PlaceCandidate, ...]
    homonyms: tuple[Place, ...] = ()


class PlaceFinder:
    """A place finder holds the names of a gazetteer, ready to be found."""

    def __init__(self, places: Gazetteer) -> None:
        self._places = places
        self._index = NameIndex.build(
            (place.code, spelled) for place in places.places for name in place.names() for spelled in _spellings(name)
        )

    def resolve(
        self, said: str, context: Iterable[str] = (), within: str | None = None, most: int = 8
    ) -> PlaceResolution:
        """Find the places that a name may mean, and decide for one where that is certain.

        said: the name as the source writes it. What follows a comma or stands in brackets ("Saraqib, Idlib") is context.
        context: names or codes of places around it: its governorate, other places named beside it.
        within: the code of a place; only it and the places below it may be meant. most: how many candidates come back.
        Raises UnknownPlace where the gazetteer does not have `within`.

        >>> idlib = load_place_finder().resolve("Idleb Governorate").decided
        >>> idlib.level, idlib.en
        ('governorate', 'Idlib')
        >>> load_place_finder().resolve("Atlantis").decided is None
        True
        """
        named, *around = [part for part in _PARTS.split(_RURAL.sub("", said.strip())) if part] or [""]
        inside = self._places.within(within) if within is not None else None
        likeness = self._likenesses(named, inside)
        areas = self._areas([*context, *around])
        found = []
        for code, (like, name) in likeness.items():
            place = self._places.get(code)
            fits = not areas or any(
                code in self._places.within(area) or area in self._places.within(code) for area in areas
            )
            found.append(PlaceCandidate(place, name, round(like, 4), round(like if fits else like * _ELSEWHERE, 4)))
        found.sort(key=lambda c: (-c.score, LEVELS.index(c.place.level), c.place.code))
        decided, homonyms = self._decide(found)
        return PlaceResolution(said, decided, tuple(found[:most]), homonyms)

    def _likenesses(self, named: str, inside: frozenset[str] | None) -> dict[str, tuple[float, str]]:
        """Return for each place that may be meant its likeness, and the one of its names that is most like."""
        best: dict[str, tuple[float, str]] = {}
        exact = {place.code for place in self._places.find(named)} if named else set()
        exact |= {twin.code for code in exact for twin in self._places.find(self._places.get(code).ar)}
        for code in exact:
            best[code] = (
                1.0,
                next((n for n in self._places.get(code).names() if fold(n) == fold(named)), self._places.get(code).en),
            )
        for spelled in _spellings(named):
            for hit in self._index.search(spelled, 40):
                like = compare_place_names(spelled, hit.name)
                if exact and str(hit.key) not in exact:
                    like = min(like, 1 - CLEAR - 0.01) if not _same(spelled, hit.name) else like
                if like >= WORTH_TELLING and like > best.get(str(hit.key), (0.0, ""))[0]:
                    best[str(hit.key)] = (like, hit.name)
        return {code: found for code, found in best.items() if inside is None or code in inside}

    def _areas(self, context: Iterable[str]) -> list[str]:
        """Return the codes of the governorates that the context speaks of. A name that several governorates have says nothing."""
        areas = []
        for name in context:
            codes = [name] if name in self._places else [place.code for place in self._places.find(name)]
            if not codes and (near := self._likenesses(name, None)):
                top = max(like for like, _ in near.values())
                codes = [code for code, (like, _) in near.items() if like >= max(SURE, top - 0.02)]
            whole = self._places.lowest_common(codes) if codes else None
            if whole is None:
                continue
            area = self._places.at_level(whole, "governorate")
            if self._places.get(whole).level in ("district", "subdistrict") and len(codes) == 1:
                area = whole
            if area is not None:
                areas.append(area)
        return areas

    def _decide(self, found: list[PlaceCandidate]) -> tuple[Place | None, tuple[Place, ...]]:
        """Decide for the one place that is certain, or return the places that cannot be told apart."""
        if not found or found[0].score < SURE * (_ELSEWHERE if found[0].likeness == 1 else 1):
            return None, ()
        tied = [candidate.place for candidate in found if candidate.score > found[0].score - CLEAR]
        codes = [place.code for place in tied]
        whole = self._places.lowest_common(codes)
        if whole in codes:
            return self._places.get(str(whole)), ()
        return None, tuple(tied)


def compare_place_names(a: str, b: str) -> float:
    """Return how alike two names of places are, 0 to 1: word by word in any order, or written together.

    >>> compare_place_names("Kafr Nabl", "كفرنبل") > SURE > compare_place_names("Kafr Nabl", "Saraqib")
    True
    """
    first, second = read_name(a).units, read_name(b).units
    if not first or not second:
        return 0.0
    free = list(second)
    total = 0.0
    for unit in first:
        best = max(free, key=lambda other: compare_spellings(unit, other), default=None)
        if best is not None:
            total += compare_spellings(unit, best)
            free.remove(best)
    apart = 2 * total / (len(first) + len(second))
    return max(apart, compare_spellings(_together(first), _together(second))) if len(first) + len(second) > 2 else apart


def likeness_to_place(said: str, place: Place) -> float:
    """Return how like a name is to the most like of the names of a place, 0 to 1.

    said: without words such as “town” or «قرية». Each of its words must be in the name of the place: Tell Maraq is not Tell Sultan.
    A place that lies on the other side (eastern and western, upper and lower, big and little) is another place.

    >>> likeness_to_place("Kafr Nubl", Place("C", "town", None, "Kafranbel", "كفرنبل")) > WORTH_TELLING
    True
    >>> likeness_to_place("Baqras al-Tahtani", Place("C", "town", None, "Upper Baqras", "بقرص فوقاني"))
    0.0
    """
    names = [bare_name(name) for name in place.names() if name]
    sides, others = _sides([said]), _sides(names)
    if sides and others and not sides & others:
        return 0.0
    plain = _plain(said)
    return max((_likeness_of_every_word(plain, _plain(name)) for name in names), default=0.0)


def _likeness_of_every_word(said: str, name: str) -> float:
    """Return how like two names are; 0 where a word that was said is like none of the name, together or apart."""
    first, second = read_name(said).units, read_name(name).units
    if not first or not second:
        return 0.0
    if any(max(compare_spellings(unit, other) for other in second) < _SAME_WORD for unit in first):
        return compare_spellings(_together(first), _together(second))
    return compare_place_names(said, name)


_SAME_WORD = 0.2
"""The least likeness of two words that may be one."""

_SIDES = {
    fold(word): side
    for side, words in enumerate(
        (
            "upper fawqani fawqaniyah fawqa foqani فوقاني فوقانية فوقا",
            "lower tahtani tahtaniyah tahta تحتاني تحتانية تحتا",
            "eastern east sharqi sharqiyah sharqiyeh شرقي شرقية",
            "western west gharbi gharbiyah gharbiyeh غربي غربية",
            "northern north shamali shamaliyah شمالي شمالية",
            "southern south janubi janubiyah janoubi جنوبي جنوبية",
            "big great kabir kabira kabirah kabireh كبير كبيرة",
            "little small saghir saghira saghirah saghireh صغير صغيرة",
        )
    )
    for word in words.split()
}
"""Words that tell places of one name apart, with what they say."""


def _sides(names: Iterable[str]) -> set[int]:
    words = (word for name in names for word in fold(name).split())
    return {_SIDES[bare] for word in words if (bare := word.removeprefix("ال")) in _SIDES}


_WORDS = {
    variant: word
    for word, variants in (
        ("kafr", "kfar kufr kfr kafar kefr"),
        ("tell", "tel tal tall"),
        ("deir", "dayr dair deyr der"),
        ("ain", "ayn ein eyn"),
        ("beit", "bayt beyt bait"),
        ("jabal", "jebel jabel gabal djebel"),
        ("khirbet", "kherbet khirbat kherba khirba"),
    )
    for variant in variants.split()
}
"""Words that many names of places begin with: from each way to romanise one to a single way."""


def _plain(name: str) -> str:
    """Write the words that many names of places begin with in a single way."""
    return name if is_arabic(name) else " ".join(_WORDS.get(word, word) for word in fold(name).split())


def _together(units: tuple[NameUnit, ...]) -> NameUnit:
    """Write units together as one unit, with and without their articles."""
    forms = {"".join(unit.forms[0] for unit in units), "".join(unit.forms[-1] for unit in units)}
    return NameUnit(tuple(sorted(forms)), units[0].arabic, NameRole.GIVEN)


def _same(a: str, b: str) -> bool:
    """Return whether two names are the same but for spaces."""
    return fold(a).replace(" ", "") == fold(b).replace(" ", "")


def _spellings(name: str) -> list[str]:
    """Return a name as it is, and with its words written together."""
    plain = _plain(name)
    units = read_name(plain).units
    return [plain] if len(units) < 2 else [plain, *_together(units).forms]


@functools.cache
def load_place_finder() -> PlaceFinder:
    """Build the place finder of the shipped gazetteer, once.

    >>> load_place_finder().resolve("صوران", ["حماة"]).decided.en
    'Suran'
    """
    return PlaceFinder(load_shipped_gazetteer())
