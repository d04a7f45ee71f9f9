"""Search requests in the files of others: a row each, in the shapes of detainee lists, of Primero's tracing requests and of ICMP's inquiries.

A file is read in memory and never written down; what is good is sealed, what is not is named by row, column and cause. Nothing is left out
silently: what a column without a meaning here says stands, with its header, in what happened. Which header means what is in
`data/request_columns.csv`; the headers of Primero and ICMP follow their public forms, since their exports are not public.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files

from django.contrib.auth.models import User
from pydantic import ValidationError

from dalil.letters import fold
from dalil.lookup.terms import find_term
from dalil.record.actions.transaction import Refused, writing
from dalil.record.sealed.open_compartment import OpenCompartment
from dalil.tracing.requests import all_requests, enter_request, read_requests
from dalil.tracing.search_content import SearchContent
from dalil.tracing.search_words import LABELS
from dalil.tracing.typed_searches import field_of_fault, read_typed_search
from dalil.values import When
from dalil.values.consent import ConsentTerms

LARGEST = 2_000_000
"""Bytes: what Django keeps in memory, so that nothing of a file is written to the disk."""
MOST_ROWS = 5000
ENCODINGS = ("utf-8-sig", "cp1256")
UNKNOWN = frozenset(map(fold, ("غير معروف", "غير محدد", "لا يوجد", "unknown", "not known", "n/a", "none", "-", "?")))
OF_MACHINES = re.compile(
    r"id|.*_(vector|fts|terms)|(created|updated|modified|inserted|imported)_(at|date)|last_update(d_at|d_date|_date)?"
    r"|normalized_(full_)?name|effective_date"
)
"""Headers of a database's own columns, which say nothing of a person: said by name, and left out."""
JOINED = ("circumstances", "marks", "contact", "also_named", "held")
OLDEST = 120
TAKEN = frozenset(map(fold, ("yes", "y", "true", "1", "oui", "نعم", "تم")))
NOT_TAKEN = frozenset(map(fold, ("no", "n", "false", "0", "non", "لا", "لم يتم")))
"""How files say that a reference sample was taken, or was not."""


@dataclass(frozen=True)
class RowFault:
    """What is wrong in a row: its number as a spreadsheet has it, the header of the column, and the error; see `wording.refusals`."""

    row: int
    column: str
    error: Exception | Mapping[str, object]


@dataclass
class RequestFile:
    """A file that was read. good: number and content of each row that can be entered. left_out: headers of a machine's own columns."""

    good: list[tuple[int, SearchContent]] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    left_out: tuple[str, ...] = ()


def read_request_file(content: bytes, *, asker: str) -> RequestFile:
    """Read the requests of a file. asker: who asks where a row does not say. Raises Refused where it is no table of requests."""
    header, rows = _table(content)
    meant = [_columns().get(_normal(each)) for each in header]
    if "said" not in meant and "given" not in meant:
        raise Refused(
            "no_column_of_names",
            "no column of this file holds the name of the missing; there are {columns}",
            {"columns": tuple(header)},
        )
    found = RequestFile(
        left_out=tuple(
            each for each, name in zip(header, meant, strict=True) if not name and OF_MACHINES.fullmatch(_normal(each))
        )
    )
    for number, cells in rows:
        if not any(cells):
            continue
        if len(cells) > len(header):
            found.faults.append(
                RowFault(
                    number,
                    "",
                    Refused(
                        "row_too_long",
                        "the row has {many} cells under {columns} headers; a comma in a text needs quotation marks",
                        {"many": len(cells), "columns": len(header)},
                    ),
                )
            )
            continue
        _read_row(found, number, header, meant, cells, asker)
    return found


def enter_request_file(
    opened: OpenCompartment, found: RequestFile, consent: ConsentTerms, *, asked_on: date, actor: User
) -> tuple[int, int]:
    """Enter the good rows of a file as requests, all or none. Returns how many were entered, and how many stood here word for word already."""
    with writing():
        there = {content for _, content in read_requests(opened, all_requests(), actor=actor)}
        fresh = list(dict.fromkeys(content for _, content in found.good if content not in there))
        for content in fresh:
            enter_request(opened, content, consent, asked_on=asked_on, actor=actor, receipt=False)
    return len(fresh), len(found.good) - len(fresh)


def _table(content: bytes) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    if len(content) > LARGEST:
        raise Refused(
            "request_file_too_large", "this file is larger than {most} kB; divide it", {"most": LARGEST // 1000}
        )
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Refused(
            "request_file_unreadable", "this file is no text of comma-separated values; save it as CSV in UTF-8"
        )
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t|", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise Refused(
            "request_file_unreadable", "this file is no text of comma-separated values; save it as CSV in UTF-8"
        ) from error
    if "\x00" in text:
        raise Refused(
            "request_file_unreadable", "this file is no text of comma-separated values; save it as CSV in UTF-8"
        )
    if len(rows) < 2:
        raise Refused("request_file_empty", "this file has no row under its header")
    if len(rows) > MOST_ROWS:
        raise Refused("request_file_too_long", "this file has more than {most} rows; divide it", {"most": MOST_ROWS})
    cut = ([cell.strip() for cell in cells] for cells in rows[1:])
    return [each.strip() for each in rows[0]], enumerate(cut, start=2)


def _read_row(
    found: RequestFile,
    number: int,
    header: Sequence[str],
    meant: Sequence[str | None],
    cells: Sequence[str],
    asker: str,
) -> None:
    typed: dict[str, str] = {}
    columns: dict[str, str] = {}
    for name, title, cell in zip(meant, header, cells, strict=False):
        if not cell or fold(cell) in UNKNOWN or title in found.left_out:
            continue
        if name in columns and name not in JOINED and typed[name] != cell:
            found.faults.append(RowFault(number, title, _two_columns(columns[name])))
            return
        if name is None or name == "circumstances":
            typed["circumstances"] = "\n".join(filter(None, [typed.get("circumstances"), f"{title}: {cell}"]))
        elif name in JOINED and typed.get(name):
            typed[name] += f"\n{cell}"
        elif cell != typed.get("said") or name != "also_named":
            typed[name], columns[name] = cell, title
    age = typed.pop("age", "")
    if age:
        columns.setdefault("born", columns["age"])
    try:
        content = _content_of(typed, age, asker)
    except ValidationError as error:
        for fault in error.errors():
            name = field_of_fault(fault)
            label = LABELS[name].en if name in LABELS else name
            found.faults.append(RowFault(number, columns.get(name, label), dict(fault)))
    except Refused as error:
        found.faults.append(RowFault(number, columns.get(str(error.particulars.get("field", "")), ""), error))
    else:
        found.good.append((number, content))


def _two_columns(column: str) -> Refused:
    return Refused(
        "two_columns_differ",
        "this column says something else of the same fact than “{column}”; keep one of the two",
        {"column": column},
    )


def _content_of(typed: dict[str, str], age: str, asker: str) -> SearchContent:
    typed.setdefault("asker", asker)
    if "said" not in typed:
        chain = (typed.get(part, "") for part in ("given", "father", "grandfather", "family"))
        typed["said"] = " ".join(filter(None, chain))
    for name, scheme in (("sex", "sexes"), ("relation", "kinships")):
        if name in typed:
            term = find_term(scheme, typed[name]).found
            if term is None:
                raise _no_word(name, typed[name])
            typed[name] = term.code
    if "sample_taken" in typed:
        word = fold(typed["sample_taken"])
        if word not in TAKEN | NOT_TAKEN:
            raise _no_word("sample_taken", typed["sample_taken"])
        typed["sample_taken"] = "yes" if word in TAKEN else "no"
    if age and "born" not in typed:
        typed["born"] = _birth(age, typed.get("last_seen", ""))
        if not typed["born"]:  # an age without its day says no year
            typed["circumstances"] = "\n".join(filter(None, [typed.get("circumstances"), f"age: {age}"]))
    return read_typed_search(typed)


def _no_word(name: str, words: str) -> Refused:
    return Refused(
        "word_of_no_code", "“{words}” is none of the words that are known here", {"words": words, "field": name}
    )


def _birth(age: str, on_day: str) -> str:
    """The span in which somebody was born who had an age on a day; empty where no day is told."""
    if not (age.isdigit() and 0 <= int(age) <= OLDEST):
        raise Refused("no_age", "“{words}” is no age", {"words": age, "field": "born"})
    if not on_day:
        return ""
    try:
        when = When.parse(on_day)
    except ValueError:  # a day that cannot be read is refused in its own column
        return ""
    return f"{when.start.year - int(age) - 1}..{when.end.year - int(age)}"


def _normal(header: str) -> str:
    return re.sub(r"[\s_]+", "_", fold(header).strip().lower())


@cache
def _columns() -> Mapping[str, str]:
    text = files("dalil.tracing").joinpath("data/request_columns.csv").read_text(encoding="utf-8")
    return {_normal(row["header"]): row["field"] for row in csv.DictReader(io.StringIO(text))}
