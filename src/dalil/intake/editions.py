"""The next edition of a table that was brought in before: which row is which, and which rows it no longer has.

A mended file is another file, and a row without an identifier of its own is known by its file and number. So a table most of whose rows
stand word for word in an earlier one is not brought in until somebody says what it is: then each row keeps the name that it had before,
what was mended corrects, and what is new is added.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q

from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.intake.causes import Cause, shorten
from dalil.intake.formats import Unreadable
from dalil.intake.formats.table import TableReader, name_row
from dalil.intake.list_versions import find_version_before
from dalil.intake.mapping import checked
from dalil.intake.models import Import
from dalil.intake.parsed_rows import Context, ParsedRow
from dalil.intake.request import ImportRequest
from dalil.record import actions
from dalil.record.canonical import canonical
from dalil.record.models import Report

LATEST = 20
"""Earlier imports that are looked at."""
LOOKED_AT = 2_000
"""Rows of a file that are read to find out whether it looks like an earlier one."""
ALIKE = 0.5
"""From this share of its rows on, or of those of the earlier file, a table looks like another edition."""
COMMON = 200
"""A value that more rows than this share says nothing of which row is which."""

Said = tuple[str, str, str]
"""What a report says: its content in canonical form, the exact words, the key of its attribution."""


class LooksLikeAnEdition(Unreadable):
    """Most rows of a table stand word for word in one that was brought in before, and nobody said what it is.

    before: the import of the earlier one. same, rows: how many stand there, and of how many.
    """

    def __init__(self, message: str, before: Import, same: int, rows: int) -> None:
        super().__init__(message)
        self.before, self.same, self.rows = before, same, rows


@dataclass(frozen=True)
class EarlierRow:
    """A row of an earlier edition. name: what it is called (`name_row`). label: of the part of the row. report: the address in force."""

    name: str
    label: str
    said: Said
    report: str


@dataclass(frozen=True)
class Edition:
    """How a table follows another.

    before: the import of the earlier one. names: what the rows were called that stood there. gone: reports in force, by their
    addresses, whose rows it no longer has.
    """

    before: Import
    names: dict[int, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()


def find_edition(request: ImportRequest, context: Context) -> Edition | None:
    """Find the table of which a file is the next edition; None where it is none, or where a person said that it is none.

    A file that was brought in before stays what it was then, whatever is said now: its rows keep their names, and nothing counts twice.
    Where the rows bear identifiers, these say which row is which, and nobody is asked.
    Raises LooksLikeAnEdition where it looks like one and nobody said; Unreadable where somebody said so and none is found.
    """
    if request.format.code != "table":
        if request.edition:
            raise Unreadable(Cause("only a table has editions; this format says by itself what each row is"))
        return None
    if again := last_import_of(context.sha256):
        if again.edition_of is None:
            return None
        return Edition(again.edition_of, {int(row): name for row, name in again.rows_before.items()}, tuple(again.gone))
    if request.edition is False:
        return None
    if _has_identifiers(request.mapping):
        return _find_version(request, context)
    earlier = _earlier_imports(request)
    rows = _read(request, context)
    best, share = None, 0.0
    first = list(islice(rows, LOOKED_AT))
    for run in earlier:
        there = _rows_of(run)
        if there and (alike := _share(first, there)) > share:
            best, share = (run, there), alike
    if best is None and request.edition:
        raise Unreadable(
            Cause(
                "{file} is the next edition of no table: none that was brought in before says any of this",
                file=request.path.name,
            )
        )
    if best is None or (share < ALIKE and not request.edition):
        return None
    run, there = best
    whole = [*first, *rows]
    if request.edition is None:
        same = sum((Counter(row.said for row in there) & Counter(said for _, _, said in whole)).values())
        raise LooksLikeAnEdition(
            f"{same} of {len(whole)} rows of {request.path.name} say word for word what {run.document.filename or run.document} said, "
            f"which was brought in on {run.started_at:%Y-%m-%d}. Is it the next edition of that table? --edition brings it in so: what was "
            "mended corrects, what is new is added. --no-edition brings it in as a table of its own, whose rows are counted besides",
            run,
            same,
            len(whole),
        )
    names, gone = align(whole, there)
    return Edition(run, names, tuple(gone))


def _find_version(request: ImportRequest, context: Context) -> Edition | None:
    """Find the list with identifiers that a table is the next version of. Raises Unreadable where a person said so and there is none."""
    found = find_version_before(request, context, is_next=request.edition)
    if found is None:
        if request.edition:
            raise Unreadable(
                Cause(
                    "{file} is the next version of no list: none with these identifiers was brought in before",
                    file=request.path.name,
                )
            )
        return None
    return Edition(found[0], gone=tuple(found[1]))


def align(rows: Sequence[tuple[int, str, Said]], earlier: Sequence[EarlierRow]) -> tuple[dict[int, str], list[str]]:
    """Find out which row of an earlier edition each row is. Pure.

    rows: number, label and what it says, for each report of the new edition. Returns the earlier names by row, and the addresses of the
    reports whose rows are gone. A row that says word for word the same is the same; of the others, the one that shares most values is, if
    it shares at least half of them; among equals the first.
    """
    names: dict[int, str] = {}
    waiting: dict[tuple[str, Said], list[EarlierRow]] = defaultdict(list)
    for each in reversed(earlier):
        waiting[each.label, each.said].append(each)
    taken: set[str] = set()
    left: list[tuple[int, str, Said]] = []
    for row, label, said in rows:
        same = waiting.get((label, said))
        while same and same[-1].name in taken:
            same.pop()
        if row in names:
            continue
        if same:
            names[row] = same.pop().name
            taken.add(names[row])
        else:
            left.append((row, label, said))
    others = [each for each in earlier if each.name not in taken]
    by_value: dict[tuple[str, str], list[int]] = defaultdict(list)
    values = [_values(each.said) for each in others]
    for at, each in enumerate(others):
        for value in values[at]:
            by_value[each.label, value].append(at)
    for row, label, said in left:
        if row in names:
            continue
        mine = _values(said)
        shared: Counter[int] = Counter()
        for value in mine:
            bearers = by_value.get((label, value), ())
            if len(bearers) <= COMMON:
                shared.update(bearers)
        for at, many in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0])):
            if many * 2 < max(len(mine), len(values[at])):
                break
            if others[at].name not in taken:
                names[row] = others[at].name
                taken.add(others[at].name)
                break
    return names, [each.report for each in others if each.name not in taken]


def withdraw_gone(run: Import, *, actor: User, reason: str) -> int:
    """Withdraw the reports whose rows a next edition no longer has, those that still stand as far as the actor sees. Returns how many.

    Raises Refused.
    """
    viewer = Viewer.of(actor)
    still = Report.objects.visible_to(viewer).filter(address__in=run.gone).standing_for(viewer)
    with actions.writing():
        return len([actions.withdraw(report, actor=actor, reason=reason) for report in still])


def _has_identifiers(mapping: Mapping[str, Any]) -> bool:
    read = checked(dict(mapping))
    columns = [column for part in read.parts() for column in part.columns.values()]
    return any(use.external_id for column in columns for use in (column if isinstance(column, list) else [column]))


def last_import_of(sha256: str) -> Import | None:
    """Return the last import of these very bytes as a table; None where there was none."""
    tables = Import.objects.visible_to(Viewer.steward()).filter(format="table", document__sha256=sha256)
    return tables.select_related("edition_of__document").order_by("-pk").first()


def _earlier_imports(request: ImportRequest) -> list[Import]:
    """The imports of other files that have this name or these columns and no next edition yet, the latest first."""
    tables = Import.objects.visible_to(Viewer.steward()).filter(format="table").select_related("document")
    columns = set(request.mapping.get("columns", {}))
    alike = [
        run
        for run in tables.order_by("-pk")[: 10 * LATEST]
        if run.mapping.get("kind") == request.mapping.get("kind")
        and (run.document.filename == request.path.name or set(run.mapping.get("columns", {})) == columns)
    ]
    followed = {run.edition_of_id for run in alike}
    latest = {run.document_id: run for run in reversed(alike)}.values()
    return [run for run in reversed(latest) if run.pk not in followed][:LATEST]


def _rows_of(run: Import) -> list[EarlierRow]:
    """The rows of an import's file as the record has them now, in the order of the file; those that were withdrawn are none."""
    own = run.document.sha256[:20]
    files = {own, *(name.partition(":")[0] for name in run.rows_before.values())}
    wanted = Q()
    for sha in files:
        wanted |= Q(external_id__startswith=f"file:{sha}:")
    now = {name: int(row) for row, name in run.rows_before.items()}
    found: list[tuple[int, EarlierRow]] = []
    reports = Report.objects.visible_to(Viewer.steward()).filter(wanted).uncorrected().not_withdrawn()
    for identifier, content, said, key, address in reports.values_list(
        "external_id", "content", "said", "attribution__key", "address"
    ).iterator():
        _, sha, row, label = identifier.split(":", 3)
        name = f"{sha}:{row}"
        at = now.get(name) or (int(row) if sha == own and str(row) not in run.rows_before else None)
        if at is not None:
            found.append((at, EarlierRow(name, label, (canonical(content), said, key), address)))
    return [each for _, each in sorted(found, key=lambda pair: (pair[0], pair[1].label))]


def _read(request: ImportRequest, context: Context) -> Iterator[tuple[int, str, Said]]:
    opened = request.format.open(request.path, request.mapping)
    reader = TableReader(context, opened.header, request.mapping)
    for row, raw in opened.rows:
        for each in reader.read(row, raw):
            if isinstance(each, ParsedRow):
                ready = each.prepared
                label = ready.external_id.removeprefix(f"file:{name_row(context.sha256, row)}:")
                yield row, label, (ready.content, ready.said, ready.attribution)


def _share(rows: Sequence[tuple[int, str, Said]], there: Sequence[EarlierRow]) -> float:
    """Which share of the smaller of two tables stands word for word in the other."""
    here = Counter(said for _, _, said in rows)
    same = sum((here & Counter(row.said for row in there)).values())
    return same / max(1, min(len(rows), len(there)))


def _values(said: Said) -> list[str]:
    content, words, key = said
    values = [f"{name}={json.dumps(value, sort_keys=True)}" for name, value in json.loads(content).items()]
    return [*values, *([f"said={words}"] if words else []), f"who={key}"]


def describe_gone(gone: Sequence[str], document: Document) -> str:
    """Say which reports rest on rows that a next edition no longer has."""
    return Cause(
        "rows of {file} that this edition no longer has: {n} (reports {reports}); they stay until "
        "somebody withdraws them: --withdraw-gone REASON, or the page of this import on the desk",
        file=document.filename or document.title,
        n=len(gone),
        reports=shorten(gone, 10),
    )
