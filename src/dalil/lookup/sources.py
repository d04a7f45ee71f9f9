"""From the name of a source to its code, for files, questions and forms alike.

Pure: the names of the record's sources come as an argument (`sources_in_record.name_sources`).

One cell is one source, unless every part of it is a source that is known by that name. Well-known monitors and newsrooms have fixed codes
(`data/well_known_sources.csv`, with the spellings under which they appear), so that a relay is not taken for a second origin; a source the
record knows already keeps its code; any other gets one made from its name.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from django.utils.text import slugify

from dalil.letters import fold, is_arabic
from dalil.lookup.links_of_sources import LINK, account_of_handle, teller_of_link
from dalil.lookup.match import Match, Reason, match_homonyms
from dalil.lookup.names_of_nobody import is_error, names_nobody
from dalil.lookup.words_beside_sources import known_name_in, without_words_beside
from dalil.values.doubted_names import without_doubt

MOST_OFFERED = 12
"""How many sources are offered where words are a part of their names."""

_SEPARATORS = ";,،؛/|\n"
"""What may stand between the names of sources; not inside brackets."""
_DATE = re.compile(r"(?<![\w./-])\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?![\w/-])")

SourceCodes = Mapping[str, tuple[str, ...]]
"""The codes of sources by each folded name under which they are known; several where sources share a name."""


@dataclass(frozen=True, slots=True)
class SourceName:
    """A source as a row names it: its code, and the names, type and protection it gets where the record does not know it yet.

    level, groups: no weaker than these, by number and by names; see `Context`. by_person: a person named it where the row comes from.
    """

    code: str
    en: str = ""
    ar: str = ""
    type: str = ""
    level: int = 0
    groups: tuple[str, ...] = ()
    by_person: bool = False


class UnclearSource(ValueError):
    """Several sources are called so. name: what was said; codes: those of the sources."""

    def __init__(self, name: str, codes: tuple[str, ...]) -> None:
        self.name, self.codes = name, codes
        super().__init__(f"“{name}” is the name of several sources; give the code: {', '.join(codes)}")


@cache
def _well_known_rows() -> tuple[Mapping[str, str], ...]:
    with files("dalil.lookup").joinpath("data", "well_known_sources.csv").open(encoding="utf-8") as lines:
        return tuple(csv.DictReader(lines))


@cache
def well_known() -> Mapping[str, SourceName]:
    """Return the sources with fixed codes, by every folded name under which they appear; their sites and accounts are names too."""
    named: dict[str, SourceName] = {}
    for row in _well_known_rows():
        source = SourceName(row["code"], row["en"], row["ar"], row["type"])
        for name in (row["code"], row["en"], row["ar"], *row["aliases"].split(";"), *row["sites"].split(";")):
            if key := fold(name):
                named.setdefault(key, source)
    return named


@cache
def names_of_well_known() -> Mapping[str, tuple[str, ...]]:
    """Return every spelling of the well-known sources by code, with the short forms that may mean another source too («المرصد»).

    A short form of the last kind finds no source (`well_known`): it says only that a source called so may be this one.
    """
    listed = ("aliases", "sites", "may_mean")
    return {
        row["code"]: tuple(
            dict.fromkeys(
                name
                for names in (row["code"], row["en"], row["ar"], *(row[column] for column in listed))
                for name in names.split(";")
                if fold(name)
            )
        )
        for row in _well_known_rows()
    }


@cache
def _sites() -> frozenset[str]:
    """The sites of the well-known sources, and their accounts ("twitter.com/hrw")."""
    return frozenset(site for row in _well_known_rows() for site in row["sites"].split(";") if site)


@cache
def _handles() -> Mapping[str, str]:
    """From an account of a well-known source to the site that it is one of; an account of several is none."""
    return {site.partition("/")[2]: site for site in sorted(_sites()) if "/" in site}


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
    """Finds the sources that the cells of one import name.

    known: the codes of the record's sources by folded name (`name_sources`). named_by_people: the folded names of those that persons gave,
    not files. What one file holds must never change how another is read; so a cell is divided by these, and by the well-known ones, alone.
    """

    def __init__(self, known: SourceCodes, named_by_people: Collection[str] = ()) -> None:
        self._known, self._named_by_people = known, named_by_people
        self._cells: dict[str, tuple[SourceName, ...]] = {}

    def find(self, cell: str) -> SourceName | None:
        """Find the one source that a cell names, or make one of it where nobody is called so; None where it names nobody.

        Raises UnclearSource where several sources are called so.
        """
        if fold(cell) in self._named_by_people and (known := self._find(cell)):
            return known
        name = source_named(cell)
        if not name:
            return None
        bare = _without_remark(name)
        within = known_name_in(name, self._is_known_as_it_stands) or self._only_name_in(name)
        for each in filter(None, (within, name, bare)):
            if known := self._find(each):
                return known
        spelled = bare or name
        code = code_for(spelled)
        return SourceName(code, ar=spelled) if is_arabic(spelled) else SourceName(code, en=spelled)

    def find_all(self, cell: str) -> tuple[SourceName, ...]:
        """Find the sources of a cell, each once, in their order. Raises UnclearSource.

        It names several only where each part between commas, semicolons or strokes is a source that is known by that name, or where it
        holds nothing but links.
        """
        if cell not in self._cells:
            sources = map(self.find, self._divide(cell))
            self._cells[cell] = tuple(dict.fromkeys(source for source in sources if source))
        return self._cells[cell]

    def _divide(self, cell: str) -> list[str]:
        beside = LINK.sub(" ", cell)
        if not any(letter.isalpha() for letter in beside):
            return [link[0] for link in LINK.finditer(cell)] or [cell]
        parts = _split_outside_brackets(beside.strip())
        named = [part for part in parts if source_named(part)]
        several = len(parts) > 1 and bool(named) and not self._is_known(beside) and all(map(self._is_known, named))
        return named if several else [cell]

    def _only_name_in(self, name: str) -> str:
        """The one part between commas that is a known source, where all other parts name nobody ("SOHR, N/A"); empty where none is."""
        parts = re.split(r"\s*[,،;؛|]\s*", name)
        named = [part for part in parts if source_named(part)]
        return named[0] if len(parts) > 1 and len(named) == 1 and self._is_known_as_it_stands(named[0]) else ""

    def _is_known(self, name: str) -> bool:
        """Whether a part of a cell names a source that is known by that name, whatever stands beside it of which none is made."""
        named = source_named(name)
        if any(map(self._is_known_as_it_stands, filter(None, (name, named, _without_remark(named))))):
            return True
        return bool(known_name_in(named, self._is_known_as_it_stands))

    def _is_known_as_it_stands(self, name: str) -> bool:
        key = fold(name)
        return bool(key) and (_well_known(key) is not None or key in self._named_by_people)

    def _find(self, name: str) -> SourceName | None:
        if known := _well_known(fold(name)):
            return known
        match = find_source(name, self._known)
        if match.reason is Reason.HOMONYMS:
            raise UnclearSource(name, match.alternatives)
        return SourceName(match.found) if match.found else None


def source_named(cell: str) -> str:
    """Return the name of the source that a cell names; empty where it names nobody: words for unknown, an error of a spreadsheet, no letter.

    A date beside the name is none of it, nor are words by which it is relayed ("according to"), nor the platform where it was posted. A
    link stands for its host, or for the account on a host that many share. Where a name stands beside a link, the name counts.

    >>> source_named("Field interview, 03/12/2018"), source_named("https://www.example.org/news/1"), source_named("#N/A")
    ('Field interview', 'example.org', '')
    >>> source_named("according to North Monitor, 29 Dec"), source_named("Jan 2018"), source_named("https://youtu.be/abc")
    ('North Monitor', '', '')
    """
    if is_error(cell):
        return ""
    cell = without_doubt(cell)
    name = _strip(_DATE.sub(" ", LINK.sub(" ", cell)))
    if not any(letter.isalpha() for letter in name):
        return _plain_name(teller_of_link(cell, _sites()))
    if account := account_of_handle(cell):
        return _handles().get(account, f"@{account}")
    return _plain_name(name)


def _plain_name(name: str) -> str:
    """The name without what stands beside it; empty where it names nobody, before or after that. The names of well-known sources stay."""
    if not name or _well_known(fold(name)):
        return name
    if names_nobody(name):
        return ""
    name = _strip(without_words_beside(name))
    return "" if names_nobody(name) and not _well_known(fold(name)) else name


def _split_outside_brackets(cell: str) -> list[str]:
    """The parts of a cell between its separators; where the next bracket after one closes, it stands inside.

    Read from the end, so that it takes as long as the cell is, and no longer.
    """
    parts, end, inside = [], len(cell), False
    for at in range(len(cell) - 1, -1, -1):
        if cell[at] in "()":
            inside = cell[at] == ")"
        elif cell[at] in _SEPARATORS and not inside:
            parts.append(cell[at + 1 : end].strip())
            end = at
    return [cell[:end].strip(), *reversed(parts)]


def _without_remark(name: str) -> str:
    """The name without what stands in brackets behind it, round or square."""
    name = name.strip()
    for opening, closing in ("()", "[]"):
        before, bracket, remark = name.rpartition(opening)
        if bracket and closing not in remark[:-1]:
            return before.rstrip()
    return name


def _strip(name: str) -> str:
    return " ".join(name.split()).strip(' "“”«»;,،؛/|-–:').strip()


def _is_link(part: str) -> bool:
    return LINK.fullmatch(part.strip()) is not None


def _well_known(key: str) -> SourceName | None:
    """The well-known source of a folded name; the spaces in it do not matter, since "Air Wars" is no other than "Airwars"."""
    known = well_known()
    bare = key.removeprefix("the ")
    if len(bare) > 2 and all(len(letter) == 1 for letter in bare.split(" ")):
        bare = bare.replace(" ", "")  # an acronym written with dots: "A.P."
    return known.get(key) or known.get(bare) or _well_known_without_spaces().get(bare.replace(" ", ""))


@cache
def _well_known_without_spaces() -> Mapping[str, SourceName]:
    return {tight: source for key, source in well_known().items() if len(tight := key.replace(" ", "")) > 3}


def code_for(name: str) -> str:
    """Make a code from a name; all spellings that fold to the same get the same code, whichever comes first.

    A long code is cut and kept apart from others by four letters of its digest; that of a host is the host.

    >>> code_for("North  Monitor"), code_for("example.org")
    ('north-monitor', 'example.org')
    """
    folded = fold(name)
    code = name.casefold().replace("/", "-") if _is_link(name) else slugify(folded, allow_unicode=True)
    digest = hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()
    if not code:
        return f"source-{digest[:8]}"
    return code if len(code) <= 60 else f"{code[:55].rstrip('-')}-{digest[:4]}"
