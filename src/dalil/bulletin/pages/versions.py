"""What two versions of a page do not tell alike: figures, numbers, dates and places, read from the words of both by the text engine.

Each version is written in its own language and by its own hand; what is checked is that they tell the same facts. A difference may be
right (one version leaves a date out), so it is shown, and an editor decides. Names of persons are compared as far as they are found
(`persons_in_text`): each that one version has is looked for in the other, in either script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as say
from django.utils.translation import gettext_noop
from wagtail.models import Page

from dalil.bulletin.pages.hindrances import figure_slugs
from dalil.bulletin.pages.own_words import own_words
from dalil.bulletin.pages.persons_in_text import missing_in, persons_in
from dalil.counting.models import Figure
from dalil.letters import fold, join_list, western_digits
from dalil.record.gazetteer_in_use import gazetteer
from dalil.text.counts import read_counts
from dalil.text.dates import read_dates
from dalil.values import When
from dalil.vocabulary.gazetteer import LEVELS, Gazetteer
from dalil.wording.times import say_when

LONGEST_NAME = 4
"""Words of the longest name of a place that is looked for."""
SHORTEST_NAMES = {"country": 3, "governorate": 3, "district": 5}
"""The levels of place that are looked for, with the letters of their shortest name. Names of smaller places are everyday words too often."""
HOME = "SY"
"""The country whose governorates and districts are looked for."""
EVERYDAY = frozenset(
    {
        *("الباب", "الثوره", "سلميه", "دوما", "التل", "الميادين", "السفيره", "المالكيه", "ازرع", "القصير", "المخرم"),
        "مالي",
        "قطر",
    }
)
"""Folded names of places that are everyday words as well: «الباب» is a door, «مظاهرة سلمية» a peaceful march, «دوماً» always. Such a word agrees with
a place that the other version names; where it names none, nothing is missing there for certain."""
SMALL = 4
"""Below it a number is compared where it stands in digits: nouns alone say one and two («طفلان»), and not in both languages."""


@dataclass(frozen=True)
class Told:
    """What a version tells: the slugs of its figures, its numbers and dates in their notation, and its places by code.

    perhaps: codes of places that it may name, by words that are everyday words as well. persons: the names that `persons_in` finds.
    """

    figures: frozenset[str]
    numbers: frozenset[str]
    dates: frozenset[str]
    places: frozenset[str]
    perhaps: frozenset[str] = frozenset()
    persons: tuple[str, ...] = ()


def differences(page: Page, other: Page, language: str) -> list[str]:
    """Say what only one of two versions of a page tells, in the language of the screen; a sentence for each kind of thing."""
    mine, theirs = read_version(page), read_version(other)
    if mine == theirs:
        return []
    here, there = page.locale.get_display_name(), other.locale.get_display_name()
    found = [
        *_say_persons(here, missing_in(mine.persons, own_words(other)), language),
        *_say_persons(there, missing_in(theirs.persons, own_words(page)), language),
    ]
    for name, heading in _HEADINGS.items():
        only_here = getattr(mine, name) - getattr(theirs, name) - theirs.perhaps
        only_there = getattr(theirs, name) - getattr(mine, name) - mine.perhaps
        for which, only in ((here, only_here), (there, only_there)):
            if only:
                what = join_list(tuple(_say(name, each, language) for each in sorted(only)), language)
                found.append(say(heading) % {"language": which, "what": what})
    return found


def read_version(page: Page) -> Told:
    """Read what the words of a page tell. Its figures are no words: they are said from the record, in both versions alike."""
    text = own_words(page)
    named = list(_places_in(text))
    certain = frozenset(code for code, everyday in named if not everyday)
    return Told(
        figures=frozenset(figure_slugs(page)),
        numbers=frozenset(_numbers_in(text)),
        dates=frozenset(mention.when.notation() for mention in read_dates(text)),
        places=certain,
        perhaps=frozenset(code for code, everyday in named if everyday) - certain,
        persons=persons_in(text),
    )


_HEADINGS = {
    "figures": gettext_noop("Figures in %(language)s alone: %(what)s"),
    "numbers": gettext_noop("Numbers in %(language)s alone: %(what)s"),
    "dates": gettext_noop("Dates in %(language)s alone: %(what)s"),
    "places": gettext_noop("Places in %(language)s alone: %(what)s"),
}


def _say_persons(version: str, names: Sequence[str], language: str) -> Iterator[str]:
    if names:
        yield say("Names of persons in %(language)s alone: %(what)s") % {
            "language": version,
            "what": join_list(names, language),
        }


def _say(name: str, each: str, language: str) -> str:
    if name == "figures":
        figure = Figure.objects.filter(slug=each).first()
        return figure.title.in_language(language) if figure else each
    if name == "dates":
        return say_when(When.parse(each), language)
    return gazetteer().get(each).label(language) if name == "places" else each


def numbers_and_places(text: str) -> frozenset[str]:
    """Read the counts and the larger places of a text in either script, by which two texts in different languages are compared."""
    return frozenset([*_numbers_in(text), *(code for code, everyday in _places_in(text) if not everyday)])


def _numbers_in(text: str) -> Iterator[str]:
    """The counts of a text as values, in whichever words: «مقتل طفلين» and "two children killed" are both 2."""
    for counted in read_counts(text):
        in_digits = any(each.isdecimal() for each in text[counted.start : counted.end])
        if in_digits or (counted.count.low or 0) >= SMALL:
            yield counted.count.notation()


def _places_in(text: str) -> Iterator[tuple[str, bool]]:
    """The codes of larger places that a text names, in either script, each with whether its name is an everyday word as well.

    An Arabic word is read with and without the letters joined to it.
    """
    words = _WORD.findall(fold(western_digits(text)))
    names = _names_of_places(gazetteer())
    for at in range(len(words)):
        for first in _bare(words[at]):
            for length in range(1, LONGEST_NAME + 1):
                name = " ".join((first, *words[at + 1 : at + length]))
                if code := names.get(name):
                    yield code, name in EVERYDAY


def _bare(word: str) -> tuple[str, ...]:
    return (word, word[1:]) if word[:1] in _JOINED else (word,)


@lru_cache(maxsize=2)
def _names_of_places(places: Gazetteer) -> dict[str, str]:
    """The code of each larger place by its names; where several have one name, that of the largest: Hama is the governorate."""
    found: dict[str, str] = {}
    for place in sorted(places.places, key=lambda each: LEVELS.index(each.level)):
        if place.level == "country" or (place.level in SHORTEST_NAMES and place.code.startswith(HOME)):
            for name in place.names():
                if len(key := " ".join(_WORD.findall(fold(name)))) >= SHORTEST_NAMES[place.level]:
                    found.setdefault(key, place.code)
    return found


_WORD = re.compile(r"[^\W\d_]+")
_JOINED = ("و", "ب", "ل", "ف")
