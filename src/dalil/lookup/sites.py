"""From the name of a site, as a report says it, to the site of the register that is meant.

Pure: the sites come as an argument. A name alone never says for certain which site is meant: every town has a school of that name. It is
certain where one site bears the name and lies where the report says, to the sub-district or within some kilometres.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from dalil import vocabulary
from dalil.letters import bare_word, fold
from dalil.lookup.match import Match, Reason
from dalil.text.skeleton import skeleton_of
from dalil.values import Where
from dalil.vocabulary.gazetteer import Gazetteer, Level, kilometres_between

NEAR_KM = 5.0
"""Two points of one site lie no further apart: the extent of a town."""
FINE: frozenset[Level] = frozenset({"town", "neighbourhood", "camp", "subdistrict"})
"""Levels of places in which a name of a site says which is meant; in a district or a governorate it does not."""
MOST_OFFERED = 12
"""So many sites are offered where it is not certain which is meant."""


@dataclass(frozen=True, slots=True)
class SiteEntry:
    """A site of the register as it is looked up. key: of the site, the same for all its reports. report: the key of the report that says this."""

    key: int
    report: int
    names: tuple[str, ...]
    where: Where | None = None


class SiteIndex:
    """Finds the sites that names mean. Several entries of one key are one site under several names and places."""

    def __init__(self, entries: Iterable[SiteEntry], gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._by_name: dict[str, list[SiteEntry]] = {}
        self._by_core: dict[str, list[SiteEntry]] = {}
        for entry in entries:
            for name in entry.names:
                self._by_name.setdefault(plain_name(name), []).append(entry)
                if core := core_of(name):
                    self._by_core.setdefault(core, []).append(entry)

    def find(self, name: str, where: Where | None = None) -> Match[SiteEntry]:
        """Find the site that a name means. where: the place that is told beside the name, where one is.

        Found is only a site that bears the name and lies there for certain (`Reason.NAME`). Else the alternatives are those that bear the name
        and may lie there (`Reason.HOMONYMS`, also where it is one alone), those that bear it and lie elsewhere, those whose names are spelled alike.
        """
        called = self._by_name.get(plain_name(name), [])
        there = {entry.key: entry for entry in called if self._lies_there(entry.where, where) is True}
        if len(there) == 1:
            others = _each_site(entry for entry in called if entry.key not in there)
            return Match(next(iter(there.values())), others, Reason.NAME)
        if there:
            return Match(None, _each_site(there.values()), Reason.HOMONYMS)
        perhaps = _each_site(entry for entry in called if self._lies_there(entry.where, where) is None)
        if perhaps:
            return Match(None, perhaps, Reason.HOMONYMS)
        if called:
            return Match(None, _each_site(called), Reason.ELSEWHERE)
        core = core_of(name)
        alike = self._by_core.get(core, []) if core else []
        alike = [entry for entry in alike if self._lies_there(entry.where, where) is not False]
        return Match(None, _each_site(alike), Reason.SPELLING if alike else Reason.NONE)

    def _lies_there(self, site: Where | None, said: Where | None) -> bool | None:
        """Whether a site lies where a report says: for certain, for certain not, or neither."""
        if site is None or said is None:
            return None
        if site.lat is not None and site.lon is not None and said.lat is not None and said.lon is not None:
            return kilometres_between(site.lat, site.lon, said.lat, said.lon) <= NEAR_KM
        ones, others = (self._known(each.places) for each in (site, said))
        if not ones or not others:
            return None
        known = self._gazetteer
        meeting = {
            lower
            for one in ones
            for other in others
            for lower, upper in ((one, other), (other, one))
            if upper in known.path(lower)
        }
        if not meeting:
            return False
        fine = all(any(known.get(code).level in FINE for code in codes) for codes in (ones, others))
        return True if fine else None

    def _known(self, codes: Iterable[str]) -> list[str]:
        return [code for code in codes if code in self._gazetteer]


def core_of(name: str) -> str:
    """Return the consonants of a name without the words that say what sort of site it is; alike across scripts. Empty where nothing is left.

    >>> core_of("al-Nour school"), core_of("مدرسة النور")
    ('nr', 'nr')
    """
    words = (bare_word(word) for word in fold(name).split())
    return " ".join(sorted(filter(None, (skeleton_of(word) for word in words if word not in words_of_sorts()))))


def plain_name(name: str) -> str:
    """Return a name as it is compared: folded, each word without its article."""
    return " ".join(bare_word(word) for word in fold(name).split())


def _each_site(entries: Iterable[SiteEntry]) -> tuple[SiteEntry, ...]:
    found: dict[int, SiteEntry] = {}
    for entry in entries:
        found.setdefault(entry.key, entry)
    return tuple(found.values())[:MOST_OFFERED]


@cache
def words_of_sorts() -> frozenset[str]:
    """Return the words that say what sort of site something is, folded and bare; they are left out of a core."""
    names = (name for term in vocabulary.terms("site_functions") for name in term.names())
    return frozenset(bare_word(word) for name in names for word in fold(name).split()) | {"the", "of", "al", "el", "in"}
