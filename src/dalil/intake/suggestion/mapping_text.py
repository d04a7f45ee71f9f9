"""A first mapping, made from the header of a table and a sample of its rows: runnable, and true as it stands.

It takes a column only where its name and its cells say for certain what it is. Every other column is left out, with what it may be
and why nobody can be sure. It erases nothing: what has no code or is no count is named in a comment, and waits as a failed row or a
flag until somebody says what it means.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from dalil import vocabulary
from dalil.intake import cells
from dalil.intake.files.columns import is_unnamed
from dalil.intake.files.csv_file import one_column
from dalil.intake.formats import JSON_ENDINGS, NO_TEXT_ENDINGS, STATA, Unreadable
from dalil.intake.formats.table import says
from dalil.intake.formats.table_file import find_header_below_title, open_file
from dalil.intake.mapping import with_article
from dalil.intake.suggestion.chosen_column import ChosenColumn, ChosenTable
from dalil.intake.suggestion.column_choice import choose_columns
from dalil.intake.suggestion.column_meaning import names_somebody
from dalil.intake.suggestion.doubted_rows import note_doubted_rows
from dalil.letters import is_arabic
from dalil.lookup.terms import is_doubted_name, lifetime, suggest_term
from dalil.record.kind import KindField, fields_of, kind_of
from dalil.values import Count
from dalil.values.doubted_names import without_doubt

SAMPLE = 5000
DISTINCT = 40
"""How many different cells of a column are listed."""
_KINDS = (
    "incident",
    "measure",
    "proceeding",
    "property",
    "remains",
    "shock",
    "sighting",
    "site",
    "tally",
    "testimony",
    "victim",
    "zone",
)


@dataclass(frozen=True)
class SuggestedMapping:
    """A first mapping of a table. text: of the mapping file. table: what each column was taken for, with what it may be."""

    text: str
    table: ChosenTable


def suggest(path: Path, *, sheet: str = "") -> str:
    """Write a mapping file for a table, beginning with the command that reads it. Otherwise as `suggest_mapping`."""
    title, _, rest = suggest_mapping(path, sheet=sheet).text.partition("\n")
    quoted = json.dumps(path.name, ensure_ascii=False)
    return f"{title} Read it, mend it, then:\n#   dalil import {quoted} --mapping THIS_FILE --dry-run\n{rest}"


def suggest_mapping(path: Path, *, sheet: str = "") -> SuggestedMapping:
    """Suggest a mapping for a table. Columns that are not taken are ignored in it, with what they may be.

    sheet: of a workbook, the first unless given. Raises Unreadable where the file has no header, or is no table.
    """
    opened, header_row = open_file(path, sheet=sheet), 1
    named = [name for name in opened.header if not is_unnamed(name)]
    if len(named) == 1 and path.suffix.casefold() not in {*JSON_ENDINGS, STATA}:
        header_row = find_header_below_title(path, sheet=sheet) or 1
        opened = open_file(path, sheet=sheet, header_row=header_row) if header_row > 1 else opened
    if len(opened.header) == 1 and path.suffix.casefold() not in NO_TEXT_ENDINGS:
        raise Unreadable(one_column(path.name, opened.header, ""))
    rows = [row for _, row in islice(opened.rows, SAMPLE) if isinstance(row, list)]
    table = choose_columns(opened.header, opened.tags, rows, says)
    lines = [
        f"# A first mapping of {path.name}, made from its header and {len(rows)} rows.",
        *(f"# {note}" for note in opened.notes),
    ]
    return SuggestedMapping("\n".join([*lines, *_write_mapping(table, sheet, header_row)]) + "\n", table)


def _write_mapping(table: ChosenTable, sheet: str, header_row: int) -> list[str]:
    """The lines of a mapping file below those that say of which file it is."""
    fields = {each.name: each for each in fields_of(kind_of(table.kind))}
    totals = [column for column in table.columns if column.what and column.use]
    several = len(totals) > 1
    lines = [
        *(f"# {note}" for note in _notes(table, fields)),
        f"kind: {table.kind}    # or: {', '.join(each for each in _KINDS if each != table.kind)}",
        *([f"sheet: {json.dumps(sheet, ensure_ascii=False)}"] if sheet else []),
        *([f"header: {header_row}    # the row in which the names of the columns stand"] if header_row > 1 else []),
    ]
    if not any(column.use.get("origin") for column in table.columns):
        lines.append("# origin: code-or-name    # who says this, where no column does")
    lines.append("# source: code-or-name    # who handed us the file, where that is somebody else")
    if table.kind == "tally" and not several:
        lines.append(_what_is_counted(totals))
    lines += [
        "columns:",
        *(line for each in table.columns if not (several and each in totals) for line in _lines(each, fields)),
    ]
    if several:
        lines.append(
            "reports:    # one for each column of totals. A total may hold the others: leave it out or keep it"
        )
        for column in totals:
            said = json.dumps(column.name, ensure_ascii=False)
            lines += [f"  - constants: {{what: {column.what}, description: {said}}}", "    columns:"]
            lines += ["    " + line for line in _lines(column, fields)]
    return lines


def _what_is_counted(totals: Sequence[ChosenColumn]) -> str:
    if totals:
        return f"constants: {{what: {totals[0].what}}}    # what was counted: dalil kinds tally lists the codes"
    return "# constants: {what: CODE}    # what was counted? dalil kinds tally lists the codes"


def _what_is_not_found(table: ChosenTable, fields: Mapping[str, KindField]) -> list[str]:
    """What a reader must know before anything else: what the reports would lack."""
    taken = {column.use.get("field") or next(iter(column.use)) for column in table.columns if column.use}
    told = taken | ({"what"} if any(column.what and column.use for column in table.columns) else set())
    if not taken:
        return ["nothing is certain enough to be taken: say below what the columns mean"]
    lines = [
        f'nothing found for "{each.name}", which {with_article(table.kind)} must have: say below which column tells it'
        for each in fields.values()
        if each.required and each.name not in told
    ]
    counts = {name for name, field in fields.items() if field.type is Count}
    if counts and not counts & taken:
        lines.append("no number of people was found: the reports would say that something happened, and not how many")
    if "where" in fields and not fields["where"].required and "where" not in taken and taken:
        lines.append("no place was found: the reports would not say where")
    if taken <= {"when", "external_id"}:
        lines.append("nothing but a date was found: say what the other columns mean before anything is brought in")
    return lines


def _notes(table: ChosenTable, fields: Mapping[str, KindField]) -> list[str]:
    """What a reader must know first: of the table, what columns say of others or of whole rows, and what the reports would lack."""
    told_first = [column.told_first for column in table.columns if column.told_first]
    return [*table.notes, *told_first, *note_doubted_rows(table.columns), *_what_is_not_found(table, fields)]


def _lines(column: ChosenColumn, fields: Mapping[str, KindField]) -> list[str]:
    """The lines of one column; a person's eye is drawn to what is still to be filled in."""
    name = _key(column.name)
    if not column.use:
        return [f"  {name}: {{ignore: true}}{_remark(_perhaps(column))}"]
    keys = {key: value for key, value in column.use.items() if key != "values"}
    meanings = _meanings(column, fields)
    if not meanings:
        return [f"  {name}: {_flow(keys)}{_remark(column.remarks)}"]
    listed = [f"    {key}: {_plain(value)}" for key, value in keys.items()]
    return [f"  {name}:{_remark(column.remarks)}", *listed, "    values:", *(f"      {line}" for line in meanings)]


def _perhaps(column: ChosenColumn) -> list[str]:
    """What a column that is left out may be, and why nobody can be sure. A private cell is not shown: mappings are kept and passed on."""
    perhaps = " or ".join(_flow(ask) for ask in column.asks)
    why = "; ".join(column.remarks)
    if perhaps:
        return [f"perhaps {perhaps}{': ' + why if why else ''}"]
    if names_somebody(column.name):
        return [why] if why else []
    example = next(
        (" ".join(cell.split()) for cell in column.cells if not is_arabic(cell) or is_arabic(column.name)), ""
    )[:30]
    return [why] if why else [example] if example else []


def _meanings(column: ChosenColumn, fields: Mapping[str, KindField]) -> list[str]:
    """The lines under `values`: what cells mean, and in comments those that nobody could read."""
    field = fields.get(column.use.get("field", ""))
    known: Mapping[str, Any] = column.use.get("values", {})
    lines = [
        f"{json.dumps(cell, ensure_ascii=False)}: {'null' if code is None else code}" for cell, code in known.items()
    ]
    distinct = [cell for cell in Counter(column.cells) if not cells.meant(cell, known)[0]]
    if field is None or column.use.get("part") == "precision":
        return lines
    if field.scheme:
        return lines + _name_codes(field.scheme, distinct)
    if field.type is Count:
        return lines + _name_no_counts(column.what or field.name, distinct)
    return lines


def _name_codes(scheme: str, distinct: Sequence[str]) -> list[str]:
    """The distinct cells with their codes; those without a sure one as comments, with the code that is perhaps meant."""
    lines = []
    for cell in distinct[:DISTINCT]:
        quoted = json.dumps(cell, ensure_ascii=False)
        code = cells.code_of(scheme, cell) or cells.code_of(scheme, without_doubt(cell))
        if code and is_doubted_name(cell, scheme):  # a line here would say that it is certain
            lines.append(f"# {quoted}: {code}    # found by itself, and flagged: the cell says that it is not certain")
        elif code and scheme == "actors" and any(lifetime(vocabulary.term(scheme, code))):
            lines.append(f"# {quoted}: {code}    # found by itself in the rows of its own time")
        elif code:
            lines.append(f"{quoted}: {code}")
        elif near := suggest_term(scheme, cell):
            named = near.label("ar" if is_arabic(cell) else "en")
            lines.append(f"# {quoted}: {near.code}    # no code found; perhaps {near.code} ({named})")
        else:
            lines.append(f"# {quoted}: CODE    # no code found")
    if len(distinct) > DISTINCT:
        lines.append(f"# … and {len(distinct) - DISTINCT} more")
    return lines


def _name_no_counts(name: str, distinct: Sequence[str]) -> list[str]:
    """The distinct cells that are no count, in comments: their rows fail until somebody says what they mean."""
    return [
        f"# {json.dumps(cell, ensure_ascii=False)}: null    # no count could be read, so its rows fail; write one (1-4, 12+) or null: unknown"
        for cell in [cell for cell in distinct if not cells.is_count(cell, name)][:DISTINCT]
    ]


def _key(name: str) -> str:
    """The name of a column as a key of YAML, in quotes where it could be read as something else."""
    plain = re.fullmatch(r"[A-Za-z_]\w*", name) and name.casefold() not in {
        "y",
        "n",
        "no",
        "yes",
        "on",
        "off",
        "null",
        "true",
        "false",
    }
    return name if plain else json.dumps(name, ensure_ascii=False)


def _flow(use: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{key}: {_plain(value)}" for key, value in use.items()) + "}"


def _plain(value: Any) -> str:
    return "true" if value is True else json.dumps(value, ensure_ascii=False)


def _remark(remarks: Sequence[str]) -> str:
    text = "; ".join(" ".join(each.split()) for each in remarks)
    return f"    # {text}" if text else ""
