"""From the name of a source as a file writes it to its code.

Well-known monitors and newsrooms have fixed codes (`data/well_known_sources.csv`, with the spellings under which they appear), so that a relay
is not taken for a second origin; a source the record knows already keeps its code; any other gets one made from its name.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from django.utils.text import slugify

from dalil.intake.parsed_rows import SourceName
from dalil.letters import fold, is_arabic

_UNKNOWN = frozenset(
    map(
        fold,
        ("unknown", "not stated", "not specified", "n/a", "na", "none", "-", "?", "غير معروف", "مجهول", "غير محدد"),
    )
)
_SEPARATORS = re.compile(r"\s*[;,،؛/|]\s*(?![^()]*\))")
"""What stands between the names of sources; not inside brackets."""


@cache
def well_known() -> Mapping[str, SourceName]:
    """The sources with fixed codes, by every folded name under which they appear."""
    with files("dalil.lookup").joinpath("data", "well_known_sources.csv").open(encoding="utf-8") as lines:
        named: dict[str, SourceName] = {}
        for row in csv.DictReader(lines):
            source = SourceName(row["code"], row["en"], row["ar"], row["type"])
            for name in (row["code"], row["en"], row["ar"], *row["aliases"].split(";")):
                if key := fold(name):
                    named.setdefault(key, source)
        return named


class Namer:
    """Names sources the same way all through one import. known: codes of the sources in the record, by folded name."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known
        self._one: dict[str, SourceName | None] = {}
        self._many: dict[str, tuple[SourceName, ...]] = {}

    def one(self, name: str) -> SourceName | None:
        """The source of a name; None where the name says that it is unknown."""
        if name not in self._one:
            self._one[name] = self._work_out(name)
        return self._one[name]

    def listed(self, cell: str) -> tuple[SourceName, ...]:
        """The sources of a cell that may hold several, each once, in their order."""
        if cell not in self._many:
            whole = self._found(cell)
            parts = [whole] if whole else [self.one(part) for part in _SEPARATORS.split(cell)]
            self._many[cell] = tuple(dict.fromkeys(source for source in parts if source))
        return self._many[cell]

    def _found(self, name: str) -> SourceName | None:
        key = fold(name)
        known = well_known().get(key) or well_known().get(key.removeprefix("the "))
        code = known.code if known else self._known.get(key)
        if code and known is None:
            return SourceName(code)
        return known

    def _work_out(self, name: str) -> SourceName | None:
        plain = name.strip().strip('"“”').strip()
        if fold(plain) in _UNKNOWN or not fold(plain):
            return None
        bare = re.sub(r"\s*\([^()]*\)?\s*$", "", plain).strip()
        if known := self._found(plain) or (self._found(bare) if bare else None):
            return known
        spelled = bare or plain
        code, short = code_for(spelled), spelled[:300]
        return SourceName(code, ar=short) if is_arabic(spelled) else SourceName(code, en=short)


def code_for(name: str) -> str:
    """A code made from a name; a long one is cut and kept apart from others by four letters of its digest."""
    code = slugify(name, allow_unicode=True)
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    if not code:
        return f"source-{digest[:8]}"
    return code if len(code) <= 60 else f"{code[:55].rstrip('-')}-{digest[:4]}"
