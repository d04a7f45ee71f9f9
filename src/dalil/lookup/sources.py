"""From the name of a source to its code, for files, questions and forms alike.

Pure: the names of the record's sources come as an argument (`sources_in_record.name_sources`).

Well-known monitors and newsrooms have fixed codes (`data/well_known_sources.csv`, with the spellings under which they appear), so that a relay
is not taken for a second origin; a source the record knows already keeps its code; any other gets one made from its name.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from django.utils.text import slugify

from dalil.letters import fold, is_arabic
from dalil.lookup.match import Match, Reason, match_homonyms

MOST_OFFERED = 12
"""How many sources are offered where words are a part of their names."""

_UNKNOWN = frozenset(
    map(
        fold,
        ("unknown", "not stated", "not specified", "n/a", "na", "none", "-", "?", "غير معروف", "مجهول", "غير محدد"),
    )
)
_SEPARATORS = re.compile(r"\s*[;,،؛/|]\s*(?![^()]*\))")
"""What stands between the names of sources; not inside brackets."""


SourceCodes = Mapping[str, tuple[str, ...]]
"""The codes of sources by each folded name under which they are known; several where sources share a name."""


@dataclass(frozen=True, slots=True)
class SourceName:
    """A source as a row names it: its code, and the names, type and protection it gets where the record does not know it yet.

    level, groups: no weaker than these, by number and by names; see `Context`.
    """

    code: str
    en: str = ""
    ar: str = ""
    type: str = ""
    level: int = 0
    groups: tuple[str, ...] = ()


class UnclearSource(ValueError):
    """Several sources are called so. name: what was said; codes: those of the sources."""

    def __init__(self, name: str, codes: tuple[str, ...]) -> None:
        self.name, self.codes = name, codes
        super().__init__(f"“{name}” is the name of several sources; give the code: {', '.join(codes)}")


@cache
def well_known() -> Mapping[str, SourceName]:
    """Return the sources with fixed codes, by every folded name under which they appear."""
    with files("dalil.lookup").joinpath("data", "well_known_sources.csv").open(encoding="utf-8") as lines:
        named: dict[str, SourceName] = {}
        for row in csv.DictReader(lines):
            source = SourceName(row["code"], row["en"], row["ar"], row["type"])
            for name in (row["code"], row["en"], row["ar"], *row["aliases"].split(";")):
                if key := fold(name):
                    named.setdefault(key, source)
        return named


def find_source(words: str, known: SourceCodes) -> Match[str]:
    """Find the code of the source that words mean: its code, or one of its names in either language. known: see `name_sources`.

    Where nobody is called so, the alternatives are those whose names hold the words, else those whose names are most like them.

    >>> known = {"nm": ("nm",), "north monitor": ("nm",), "south monitor": ("sm",)}
    >>> find_source("North Monitor", known).found, find_source("monitor", known).alternatives
    ('nm', ('nm', 'sm'))
    """
    wanted = fold(words)
    called = known.get(wanted, ()) or known.get(wanted.removeprefix("the "), ())
    if words in called:
        return Match(words, (), Reason.CODE)
    if called:
        return match_homonyms(tuple(called))
    parts = wanted.split()
    holding = [code for name, codes in known.items() for code in codes if parts and all(part in name for part in parts)]
    if holding:
        return Match(None, tuple(dict.fromkeys(holding))[:MOST_OFFERED], Reason.PART)
    alike = [code for name in get_close_matches(wanted, known, n=3, cutoff=0.75) for code in known[name]]
    return Match(None, tuple(dict.fromkeys(alike)), Reason.SPELLING if alike else Reason.NONE)


class SourceLookup:
    """Finds the sources that the cells of one import name. known: the codes of the record's sources by folded name (`name_sources`)."""

    def __init__(self, known: SourceCodes) -> None:
        self._known = known
        self._one: dict[str, SourceName | None] = {}
        self._many: dict[str, tuple[SourceName, ...]] = {}

    def find(self, name: str) -> SourceName | None:
        """Find the source of a name, or make one of it where nobody is called so; None where the name says that nobody is known.

        Raises UnclearSource where several sources are called so.
        """
        if name not in self._one:
            self._one[name] = self._find_or_make(name)
        return self._one[name]

    def find_all(self, cell: str) -> tuple[SourceName, ...]:
        """Find the sources of a cell that may hold several, each once, in their order. Raises UnclearSource."""
        if cell not in self._many:
            whole = self._find(cell)
            parts = [whole] if whole else [self.find(part) for part in _SEPARATORS.split(cell)]
            self._many[cell] = tuple(dict.fromkeys(source for source in parts if source))
        return self._many[cell]

    def _find(self, name: str) -> SourceName | None:
        key = fold(name)
        if known := well_known().get(key) or well_known().get(key.removeprefix("the ")):
            return known
        match = find_source(name, self._known)
        if match.reason is Reason.HOMONYMS:
            raise UnclearSource(name, match.alternatives)
        return SourceName(match.found) if match.found else None

    def _find_or_make(self, name: str) -> SourceName | None:
        plain = name.strip().strip('"“”').strip()
        if fold(plain) in _UNKNOWN or not fold(plain):
            return None
        bare = re.sub(r"\s*\([^()]*\)?\s*$", "", plain).strip()
        if known := self._find(plain) or (self._find(bare) if bare else None):
            return known
        spelled = bare or plain
        code, short = code_for(spelled), spelled[:300]
        return SourceName(code, ar=short) if is_arabic(spelled) else SourceName(code, en=short)


def code_for(name: str) -> str:
    """Make a code from a name; a long one is cut and kept apart from others by four letters of its digest.

    >>> code_for("North Monitor")
    'north-monitor'
    """
    code = slugify(name, allow_unicode=True)
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    if not code:
        return f"source-{digest[:8]}"
    return code if len(code) <= 60 else f"{code[:55].rstrip('-')}-{digest[:4]}"
