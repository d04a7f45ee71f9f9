"""Builds the capsule of one edition of a figure: a zip that an outsider opens, reads and recomputes without Dalil.

Where the record still says what was published, the rows are those of the record, and the script works out of them the total, the lines and
the doubts. Where the record has moved on, the rows are the entities that the edition kept with their numbers, and the script works out the
total alone; `answer.json` and the method say so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from typing import Any

import pyarrow as pa
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as say

from dalil.archive.protection import Viewer
from dalil.columns.parquet import encode_table
from dalil.counting.models import FigureEdition
from dalil.counting.public_figures import PublicFigure
from dalil.counting.question import ENTITIES, GAP, REPORTS
from dalil.exports.archives import pack_files
from dalil.exports.capsule.method import write_method
from dalil.exports.capsule.statements import doubts_of_rows, lines_of_rows, total_of_gap, total_of_rows
from dalil.exports.figures import IN_A_FILE, figure_csv_lines, plain_edition
from dalil.exports.spreadsheet import csv_file, csv_line
from dalil.letters import LANGUAGE_CODES
from dalil.record.by_addresses import as_subquery
from dalil.record.kind import PERPETRATORS, coded_facets
from dalil.record.models import Report

WHOLE = (
    "low",
    "high",
    "point",
    "stated",
    "entities",
    "open",
    "unknown",
    "conflict",
    "contradictory",
    "other",
    "at_most",
    "addable",
)
OF_A_GAP = ("low", "high", "point", "stated", "entities")
KEPT = ("low", "high", "point", "entities", "open", "unknown")
"""What of a total can be worked out of the rows: all of it, of a time between two, and of the rows that an edition kept."""


def why_no_capsule(this: PublicFigure) -> str:
    """Say why an edition has no capsule, in a sentence of the reader's language; the empty string where it has one."""
    edition, contents = this.edition, this.contents
    if edition is None or contents is None:
        return say("The edition kept its answer alone, so that no capsule can be made of it.")
    if is_as_published(this):
        if edition.total.entities > IN_A_FILE:
            return say("It counts too many for a capsule.")
        return ""
    if contents.entities is None or edition.basis is None:
        return say(
            "The record has moved on, and the edition counts too many to have kept them one by one. It has no capsule."
        )
    if this.question.measure in (GAP, REPORTS):
        return say(
            "The record has moved on, and the edition did not keep what it was worked out from. It has no capsule."
        )
    addresses = [each.address for each in contents.entities]
    public = Report.objects.visible_to(Viewer.public()).filter(address__in=as_subquery(addresses))
    if addresses and public.count() < len(addresses):
        return say("Some of what the edition counts is no longer public. It has no capsule.")
    return ""


def is_as_published(this: PublicFigure) -> bool:
    """Tell whether the record of today gives the edition's answer, down to the reports behind it."""
    return this.answer is not None and not this.changed_parts


def build_capsule(this: PublicFigure, absolute: Callable[[str], str], language: str) -> bytes:
    """Build the zip of an edition that `why_no_capsule` says nothing against. The same edition gives the same bytes.

    absolute: makes an address of the site one that can be opened from outside. language: of the names in the table of reports.
    Raises ValueError for a figure that was never published.
    """
    edition = this.edition
    if edition is None:
        raise ValueError(f"the figure {this.figure.slug} was never published")
    recomputed, statements, tables = (
        _from_the_record(this, edition) if is_as_published(this) else _from_what_was_kept(this, edition)
    )
    answer = {
        "figure": this.figure.slug,
        "address": absolute(reverse("figure-edition", args=[this.figure.slug, edition.number])),
        "title": (this.contents.title if this.contents else this.figure.title).model_dump(),
        "question_in_words": {code: this.question.in_words(code) for code in LANGUAGE_CODES},
        **plain_edition(this, edition),
        "recompute": recomputed,
    }
    content = {
        "answer.json": json.dumps(answer, ensure_ascii=False, indent=1).encode(),
        "reports.csv": "".join(csv_file(figure_csv_lines(this, absolute, language))).encode(),
        "recompute.py": files("dalil.exports.capsule").joinpath("recompute.py").read_bytes(),
    }
    content |= {f"{name}.sql": statement.encode() for name, statement in statements.items()}
    for code in LANGUAGE_CODES:
        content[f"METHOD.{code}.txt"] = write_method(
            this, whole=recomputed["whole"], by_source="lines" in tables, address=answer["address"], language=code
        ).encode()
    for name, table in tables.items():
        content[f"{name}.parquet"] = encode_table(table)[0]
        content[f"{name}.csv"] = "".join(csv_file(_lines_of(table))).encode()
    sums = (f"{hashlib.sha256(each).hexdigest()}  {name}\n" for name, each in sorted(content.items()))
    content["SHA256SUMS"] = "".join(sums).encode()
    folder = f"{this.figure.slug}-{edition.number}"
    return pack_files({f"{folder}/{name}": each for name, each in content.items()}, localtime(edition.at))


Recomputed = tuple[dict[str, Any], dict[str, str], dict[str, pa.Table]]
"""What the answer tells of recomputing it, the statements by the names of what they work out, the rows."""


def _from_the_record(this: PublicFigure, edition: FigureEdition) -> Recomputed:
    """The rows of the record, and what can be worked out of them: everything."""
    answer, question = this.answer, this.question
    assert answer is not None
    rows, lines = answer.rows_behind(limit=10 * IN_A_FILE)
    doubts = {"perhaps": edition.answer["perhaps"]}
    unknown = {f"unknown_{each['facet']}": each["entities"] for each in edition.answer.get("unknown_facets", ())}
    doubts |= {name: unknown.get(name, 0) for name in rows.column_names if name.startswith("unknown_")}
    names = OF_A_GAP if question.measure == GAP else WHOLE
    whole = total_of_gap() if question.measure == GAP else total_of_rows(names, edition.total.unit, **_rules(this))
    results = {"total": [_cut(edition.answer["total"], names)], "doubts": [doubts]}
    statements = {"total": whole, "doubts": doubts_of_rows(list(doubts))}
    if question.by:
        file = "rows.parquet" if lines is None else "lines.parquet"
        facets = {field.name for field in coded_facets(question.kind_class)} - {PERPETRATORS}
        several = [by for by in question.by if by in facets]
        results["lines"] = [
            {f"by_{by}": line["keys"][by] for by in question.by} | _cut(line["total"], names)
            for line in edition.answer["rows"]
        ]
        statements["lines"] = lines_of_rows(file, question.by, several, names, edition.total.unit, **_rules(this))
    tables = {"rows": rows} | ({} if lines is None else {"lines": lines})
    return {"whole": True, "results": results}, statements, tables


def _from_what_was_kept(this: PublicFigure, edition: FigureEdition) -> Recomputed:
    """The entities that the edition kept, with their numbers; no lines and no doubts can be worked out of them."""
    assert this.contents is not None
    kept, unit = this.contents.entities or (), edition.total.unit
    ones = [1, 1, 1] if this.question.measure == ENTITIES else [None] * 3
    numbers = [edition.basis[each.address]["number"] or ones for each in kept]
    table = pa.table(
        {
            "entity": pa.array([each.address for each in kept], pa.string()),
            "grade": pa.array([each.grade for each in kept], pa.string()),
            **{
                name: pa.array([number[at] for number in numbers], pa.int64())
                for at, name in enumerate(("low", "high", "point"))
            },
            "stated": pa.nulls(len(kept), pa.int64()),
            "unit": pa.array([unit] * len(kept), pa.string()),
            **{name: pa.nulls(len(kept), pa.bool_()) for name in ("conflict", "contradictory", "other", "at_most")},
            "counted": pa.array([True] * len(kept), pa.bool_()),
        }
    )
    results = {"total": [_cut(edition.answer["total"], KEPT)]}
    statements = {"total": total_of_rows(KEPT, unit, **_rules(this))}
    return {"whole": False, "results": results}, statements, {"rows": table}


def _cut(total: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: total[name] for name in names}


def _rules(this: PublicFigure) -> dict[str, bool]:
    """How numbers are added: those of several or of one alone, and whether none at all is zero."""
    counts_things = this.question.measure in (ENTITIES, REPORTS)
    return {"addable": this.question.kind_class.addable, "none_is_zero": counts_things}


def _lines_of(table: pa.Table) -> list[str]:
    """A table as lines of CSV, header first; days as they are written, nothing for what is unknown."""
    columns = [
        [each.isoformat() if hasattr(each, "isoformat") else each for each in column.to_pylist()]
        for column in table.columns
    ]
    return [csv_line(table.column_names), *(csv_line(line) for line in zip(*columns, strict=True))]
