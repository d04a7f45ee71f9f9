"""The headers of real formats, as `samples/real_headers.txt` has them: each column with what it means and a few invented cells."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

TABLES = Path(__file__).parent / "samples"


@dataclass(frozen=True)
class LabelledColumn:
    """A column of a real format. right: the uses that are right; useful: a report loses something without it."""

    name: str
    right: frozenset[str]
    useful: bool
    tag: str
    cells: tuple[str, ...]


def read_formats(table: str) -> dict[str, list[LabelledColumn]]:
    """Read the formats of one of the tables by their names."""
    formats: dict[str, list[LabelledColumn]] = {}
    columns: list[LabelledColumn] = []
    for line in (TABLES / table).read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            columns = formats.setdefault(line[3:], [])
        elif line.strip() and not line.startswith("#"):
            name, meaning, *rest = [part.strip() for part in line.split("|")]
            tag = rest.pop(0) if rest[0].startswith("#") else ""
            right = frozenset(each.strip() for each in meaning.removeprefix("~").split(" or ") if each.strip())
            cells = tuple(cell.strip() for cell in rest[0].split(";"))
            columns.append(LabelledColumn(name, right, bool(right) and not meaning.startswith("~"), tag, cells))
    return formats


def write_csv(columns: list[LabelledColumn], path: Path) -> None:
    """Write the table of a format."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.name for column in columns])
        if any(column.tag for column in columns):
            writer.writerow([column.tag for column in columns])
        writer.writerows(zip_longest(*(column.cells for column in columns), fillvalue=""))


def uses_of(mapping: dict[str, Any]) -> dict[str, list[str]]:
    """Return what a mapping takes each column for: field and part, or `origin`, `said`, `external_id`."""
    parts = [mapping, *mapping.get("reports", ())]
    found: dict[str, list[str]] = {}
    for name, uses in (each for part in parts for each in (part["columns"] or {}).items()):
        for use in uses if isinstance(uses, list) else [uses]:
            part = use.get("part", "")
            plain = part in ("", "start", "point", "name")
            what = f"{use['field']}{'' if plain else f'/{part}'}" if "field" in use else next(iter(use))
            if what != "ignore":
                found.setdefault(name, []).append(what)
    return found
