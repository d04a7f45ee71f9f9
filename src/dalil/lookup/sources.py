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
from dalil.lookup.doubts import without_doubt
from dalil.lookup.match import Match, Reason, match_homonyms
from dalil.lookup.names_of_nobody import is_error, names_nobody
from dalil.text.dates import read_date

MOST_OFFERED = 12
"""How many sources are offered where words are a part of their names."""

_SEPARATORS = ";,،؛/|\n"
"""What may stand between the names of sources; not inside brackets."""
_LINK = re.compile(
    r"(?:(?:https?|ftp)://|(?<![\w@-])(?<![\w-]\.)(?:(?=www\.)|(?=[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|news|tv|me|io|co|sy|uk|de|fr|tr|iq|lb|jo|ae|qa|eu)(?![\w.-]))))"
    r"(?P<host>[\w-]+(?:\.[\w-]+)+)(?::\d+)?(?P<path>/[^\s;،؛|]*)?(?![\w])",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?<![\w./-])\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?![\w/-])")
_SHARED = frozenset(
    [
        "twitter.com",
        "x.com",
        "facebook.com",
        "fb.com",
        "instagram.com",
        "t.me",
        "telegram.me",
        "youtube.com",
        "tiktok.com",
        "medium.com",
        "vk.com",
    ]
)
"""Hosts on which many people write, each under an account that is the first part of the path."""


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


@cache
def names_of_well_known() -> Mapping[str, tuple[str, ...]]:
    """Return every spelling of the well-known sources by code, with the short forms that may mean another source too («المرصد»).

    A short form of the last kind finds no source (`well_known`): it says only that a source called so may be this one.
    """
    with files("dalil.lookup").joinpath("data", "well_known_sources.csv").open(encoding="utf-8") as lines:
        return {
            row["code"]: tuple(
                dict.fromkeys(
                    name
                    for name in (
                        row["code"],
                        row["en"],
                        row["ar"],
                        *row["aliases"].split(";"),
                        *(row["may_mean"] or "").split(";"),
                    )
                    if fold(name)
                )
            )
            for row in csv.DictReader(lines)
        }


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
        if known := self._find(name) or (self._find(bare) if bare else None):
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
        beside = _LINK.sub(" ", cell)
        if not any(letter.isalpha() for letter in beside):
            return [link[0] for link in _LINK.finditer(cell)] or [cell]
        parts = _split_outside_brackets(beside.strip())
        named = [part for part in parts if source_named(part)]
        several = len(parts) > 1 and bool(named) and not self._is_known(beside) and all(map(self._is_known, named))
        return named if several else [cell]

    def _is_known(self, name: str) -> bool:
        keys = {fold(name), fold(_without_remark(name))} - {""}
        return any(_well_known(key) or key in self._named_by_people for key in keys)

    def _find(self, name: str) -> SourceName | None:
        if known := _well_known(fold(name)):
            return known
        match = find_source(name, self._known)
        if match.reason is Reason.HOMONYMS:
            raise UnclearSource(name, match.alternatives)
        return SourceName(match.found) if match.found else None


def source_named(cell: str) -> str:
    """Return the name of the source that a cell names; empty where it names nobody: words for unknown, an error of a spreadsheet, no letter.

    A date beside the name is none of it, and a link stands for its host, or for the account on a host that many share. Where a name stands
    beside a link, the name counts.

    >>> source_named("Field interview, 03/12/2018"), source_named("https://www.example.org/news/1"), source_named("#N/A")
    ('Field interview', 'example.org', '')
    """
    if is_error(cell):
        return ""
    cell = without_doubt(cell)
    name = _strip(_without_dates_in_words(_DATE.sub(" ", _LINK.sub(" ", cell))))
    if not any(letter.isalpha() for letter in name):
        link = _LINK.search(cell)
        name = _host_of(link) if link else ""
    return "" if names_nobody(name) else name


def _without_dates_in_words(name: str) -> str:
    """The name without those of its parts between commas that are dates in words ("SOHR, 4 September 2018")."""
    if not any(letter.isdigit() for letter in name) or not any(mark in name for mark in ",،;؛"):
        return name
    parts = re.split(r"([,،;؛])", name)
    for at in range(0, len(parts), 2):
        if any(letter.isdigit() for letter in parts[at]) and _is_date(parts[at].strip()):
            parts[at] = " "
    return "".join(parts)


def _is_date(words: str) -> bool:
    try:
        read_date(words)
    except ValueError:
        return False
    return True


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
    return _LINK.fullmatch(part.strip()) is not None


def _host_of(link: re.Match[str]) -> str:
    host = link["host"].casefold().removeprefix("www.").removeprefix("m.")
    account = link["path"].strip("/").split("/")[0].split("?")[0] if link["path"] else ""
    return f"{host}/{account}" if host in _SHARED and account else host


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
