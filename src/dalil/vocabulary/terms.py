"""The terms of a scheme: which codes it has, what they are called, and what stands above and below them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from io import StringIO
from types import MappingProxyType

from dalil.letters import fold, language_of

LIST_SEPARATOR = ";"
"""The character between the entries of a cell that holds several (aliases, provisions)."""

NOT_A_SCHEME = frozenset({"places", "borders", "treaty_actions"})
"""The data files whose rows have another shape."""


class UnknownScheme(LookupError):
    """The vocabulary has no list of codes with this name."""

    def __init__(self, scheme: str) -> None:
        self.scheme = scheme
        super().__init__(f"there is no list of codes called “{scheme}”; there are: {', '.join(schemes())}")


class UnknownCode(LookupError):
    """A scheme does not have this code."""

    type = "unknown_code"
    template = "“{code}” is not a code of {scheme}"

    def __init__(self, scheme: str, code: str, suggestions: tuple[str, ...] = ()) -> None:
        self.scheme = scheme
        self.code = code
        self.suggestions = suggestions
        self.particulars = {"code": code, "scheme": scheme, "suggestions": suggestions}
        super().__init__(self.template.format(code=code, scheme=scheme, suggestions=" or ".join(suggestions)))

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.scheme, self.code, self.suggestions)


class MisspeltCode(UnknownCode):
    """A scheme does not have this code. suggestions: its codes that look most like it."""

    type = "misspelt_code"
    template = "“{code}” is not a code of {scheme}; did you mean {suggestions}?"


@dataclass(frozen=True, slots=True)
class Term:
    """One code of a scheme, its place in the hierarchy and its names in both languages.

    extra: the further columns of its file as text; empty cells are left out.
    """

    code: str
    scheme: str
    parent: str | None
    en: str
    ar: str
    aliases_en: tuple[str, ...] = ()
    aliases_ar: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    def label(self, language: str) -> str:
        """Return its name in a language, in the digits of that language: in Arabic for "ar" and "ar-…", in English for every other language.

        >>> term("age_bands", "child").label("en"), term("age_bands", "child").label("ar")
        ('child (under 18)', 'طفل (دون ١٨ سنة)')
        """
        meant = language_of(language)
        name: str = getattr(self, meant.code)
        return name.translate(str.maketrans("0123456789", meant.digits))

    def names(self) -> tuple[str, ...]:
        """Return every name that it goes by, the two labels first.

        >>> term("sexes", "female").names()[:2] == (term("sexes", "female").en, term("sexes", "female").ar)
        True
        """
        return (self.en, self.ar, *self.aliases_en, *self.aliases_ar)


@dataclass(frozen=True, slots=True)
class _Scheme:
    by_code: Mapping[str, Term]
    children: Mapping[str, tuple[str, ...]]


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of one data file of the package, in their order.

    >>> [row["code"] for row in read_rows("sexes")]
    ['female', 'male']
    """
    text = files("dalil.vocabulary").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(StringIO(text))


def split_list(cell: str | None) -> tuple[str, ...]:
    """Split a cell that holds several entries.

    >>> split_list("Haleb; Alep;"), split_list(None)
    (('Haleb', 'Alep'), ())
    """
    return tuple(entry.strip() for entry in (cell or "").split(LIST_SEPARATOR) if entry.strip())


@cache
def schemes() -> tuple[str, ...]:
    """Return the names of all schemes, in alphabetical order.

    >>> {"actors", "weapons"} <= set(schemes())
    True
    """
    stems = (f.name.removesuffix(".csv") for f in files("dalil.vocabulary").joinpath("data").iterdir())
    return tuple(sorted(stem for stem in stems if stem not in NOT_A_SCHEME and not stem.startswith(("_", "."))))


@cache
def _scheme(name: str) -> _Scheme:
    if name not in schemes():
        raise UnknownScheme(name)
    named = {"code", "parent", "en", "ar", "aliases_en", "aliases_ar"}
    by_code: dict[str, Term] = {}
    children: dict[str, list[str]] = {}
    for row in read_rows(name):
        code, parent = row["code"], row.get("parent") or None
        by_code[code] = Term(
            code=code,
            scheme=name,
            parent=parent,
            en=row["en"],
            ar=row["ar"],
            aliases_en=split_list(row.get("aliases_en")),
            aliases_ar=split_list(row.get("aliases_ar")),
            extra=MappingProxyType({k: v for k, v in row.items() if k not in named and v}),
        )
        if parent:
            children.setdefault(parent, []).append(code)
    return _Scheme(by_code, {parent: tuple(below) for parent, below in children.items()})


def terms(scheme: str) -> tuple[Term, ...]:
    """Return all terms of a scheme, in the order of its file. Raises UnknownScheme.

    >>> [each.code for each in terms("sexes")]
    ['female', 'male']
    """
    return tuple(_scheme(scheme).by_code.values())


def term(scheme: str, code: str) -> Term:
    """Return the term of a code. Raises UnknownScheme, UnknownCode, and MisspeltCode where some codes look like it.

    >>> term("sexes", "male").en
    'male'
    """
    by_code = _scheme(scheme).by_code
    try:
        return by_code[code]
    except KeyError:
        similar = _similar(by_code, code)
        raise (MisspeltCode if similar else UnknownCode)(scheme, code, similar) from None


def _similar(by_code: Mapping[str, Term], code: str) -> tuple[str, ...]:
    """Return the codes that look like another one, whatever its letter case."""
    by_folded = {c.casefold(): c for c in by_code}
    return tuple(by_folded[c] for c in get_close_matches(str(code).casefold(), by_folded, n=3, cutoff=0.6))


def is_code(scheme: str, code: str) -> bool:
    """Return whether a scheme has a code, letter for letter. Raises UnknownScheme.

    >>> is_code("sexes", "male"), is_code("sexes", "Male")
    (True, False)
    """
    return code in _scheme(scheme).by_code


@cache
def narrower(scheme: str, code: str) -> frozenset[str]:
    """Return a code and all codes below it. Raises UnknownScheme, UnknownCode.

    >>> "BARREL_BOMB" in narrower("weapons", "AIR")
    True
    """
    term(scheme, code)
    children = _scheme(scheme).children
    found, waiting = {code}, [code]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return frozenset(found)


@cache
def broader(scheme: str, code: str) -> tuple[str, ...]:
    """Return the codes above a code, the nearest first; none at the top. Raises UnknownScheme, UnknownCode.

    >>> broader("weapons", "BARREL_BOMB")
    ('AIR', 'EXPLOSIVE')
    """
    above: list[str] = []
    parent = term(scheme, code).parent
    while parent is not None and parent not in above:
        above.append(parent)
        parent = term(scheme, parent).parent
    return tuple(above)


def label(scheme: str, code: str, language: str) -> str:
    """Return what a code is called in a language ("en" or "ar"). Raises UnknownScheme, UnknownCode.

    >>> label("sexes", "male", "en")
    'male'
    """
    return term(scheme, code).label(language)


@cache
def _by_name(scheme: str) -> tuple[tuple[str, Term], ...]:
    """Return every folded name of a scheme with its term: labels, aliases and the code itself."""
    return tuple((fold(name), t) for t in terms(scheme) for name in (*t.names(), t.code, t.code.replace("_", " ")))


def find(scheme: str, words: str) -> list[Term]:
    """Find the terms whose code, label or alias, in either script, is or holds these words; best first.

    A name that is exactly the words comes before one that begins with them, then one that holds them all.
    Raises UnknownScheme.
    """
    wanted = fold(words)
    if not wanted:
        return []
    parts = wanted.split()
    best: dict[str, int] = {}
    for name, t in _by_name(scheme):
        if name == wanted:
            rank = 0
        elif name.startswith(wanted):
            rank = 1
        elif all(part in name for part in parts):
            rank = 2
        else:
            continue
        best[t.code] = min(rank, best.get(t.code, rank))
    order = {t.code: i for i, t in enumerate(terms(scheme))}
    return [term(scheme, code) for code in sorted(best, key=lambda code: (best[code], order[code]))]
