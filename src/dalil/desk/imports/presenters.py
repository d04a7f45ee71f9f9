"""What the screens of bringing a file in show: columns as they are taken, rows as they will be read, failures, sums."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.desk.entities.facts import Fact, list_facts
from dalil.desk.imports.causes import say_cause
from dalil.desk.imports.pending_imports import PendingImport, Stage, Task, read_part, stage_of
from dalil.desk.inputs.labels import label_of
from dalil.intake.mending import MendedCell, mended_cells
from dalil.intake.models import Import, RowMending
from dalil.letters import join_list, language_of
from dalil.matching.pairs_of_import import find_pairs_of_import
from dalil.record.kind import fields_of, kind_of
from dalil.record.models import Source
from dalil.values import Bilingual
from dalil.values.base import KEPT
from dalil.wording.claims import title_of
from dalil.wording.matches import say_pairs_of_import
from dalil.wording.refusals import isolated

USES = {
    "said": gettext_lazy("The exact words"),
    "said_on": gettext_lazy("The day on which the source said it"),
    "origin": gettext_lazy("Who says so"),
    "relay": gettext_lazy("Who passed it on"),
    "external_id": gettext_lazy("The identifier of the row"),
}
"""What a column can be that is no field of a kind."""

STAGES = {
    Stage.UNREAD: gettext_lazy("to be looked at"),
    Stage.WORKING: gettext_lazy("at work"),
    Stage.KILLED: gettext_lazy("stopped before its end"),
    Stage.DONE: gettext_lazy("read, not yet brought in"),
}
"""How far a file is that waits."""

PARTS = {
    "low": gettext_lazy("lowest"),
    "point": gettext_lazy("best"),
    "high": gettext_lazy("highest"),
    "start": gettext_lazy("begin"),
    "end": gettext_lazy("end"),
    "year": gettext_lazy("year"),
    "month": gettext_lazy("month"),
    "day": gettext_lazy("day"),
    "time": gettext_lazy("time of day"),
    "code": gettext_lazy("code of the place"),
    "country": gettext_lazy("country"),
    "governorate": gettext_lazy("governorate"),
    "district": gettext_lazy("district"),
    "subdistrict": gettext_lazy("sub-district"),
}
"""The parts of values that stand in columns of their own; those of other names are called as in forms."""


@dataclass(frozen=True)
class ReadColumn:
    """A column with what it is taken for; where it is left out, what it may be and why that is not certain."""

    name: str
    taken: str
    perhaps: str
    why: str


@dataclass(frozen=True)
class ReadReport:
    """A report that a row becomes, in words."""

    kind: str
    title: str
    facts: tuple[Fact, ...]
    said: str
    origins: str
    relays: str
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Failure:
    """Why a row, or a part of it, becomes no report."""

    row: int
    field: str
    value: str
    cause: str
    pk: int | None = None
    """Of the failed row, where it is kept."""


@dataclass(frozen=True)
class Mending:
    """What a person wrote in the place of cells of a row. report: the address of what became of the row, where it did."""

    row: int
    cells: tuple[MendedCell, ...]
    by: str
    at: datetime
    reason: str
    report: str


@dataclass(frozen=True)
class ReadRow:
    """A row with what becomes of it. cells: the name of each column and what stands under it."""

    number: int
    reports: tuple[ReadReport, ...]
    places: tuple[str, ...]
    failures: tuple[Failure, ...]
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class UncodedColumn:
    """A column with cells of which the vocabulary knows no code. kept: they stay in the report as the name that was said."""

    column: str
    values: int
    cells: int
    kept: bool
    examples: str


@dataclass(frozen=True)
class WaitingFile:
    """A file that somebody put up and has not brought in. stage: how far it is, in words."""

    key: str
    name: str
    stage: str


def waiting_files(pending: Iterable[PendingImport]) -> list[WaitingFile]:
    """The files that wait; those that were brought in stand among the imports."""
    waiting = []
    for each in pending:
        stage, importing = stage_of(each), read_part(each, "task") == Task.IMPORT
        if importing and "run" in (read_part(each, "outcome") or {}):
            continue
        said = _("stopped before its end") if stage == Stage.DONE and importing else str(STAGES[stage])
        waiting.append(WaitingFile(each.key, each.upload.filename, said))
    return waiting


def read_columns(suggestion: Iterable[Mapping[str, Any]], kind: str, language: str) -> list[ReadColumn]:
    """The columns of a suggested mapping, as `pending_imports` keeps them, in words."""
    labels = {each.name: each.label.in_language(language) for each in fields_of(kind_of(kind))}
    return [
        ReadColumn(
            each["name"],
            _say_use(each["use"], labels, language) if each["use"] else "",
            join_list(filter(None, (_say_use(ask, labels, language) for ask in each["asks"])), language),
            "; ".join(each["remarks"]),
        )
        for each in suggestion
    ]


def _say_use(use: Mapping[str, Any], labels: Mapping[str, str], language: str) -> str:
    if "field" not in use:
        return next((str(said) for name, said in USES.items() if use.get(name)), "")
    of, part = use["field"], use.get("part", "")
    said = labels.get(of, of)
    if part:
        said += f" ({PARTS[part] if part in PARTS else label_of(part, language)})"
    return f"{said} ({isolated(use['format'], language)})" if use.get("format") else said


def say_alike(run: Import, viewer: Viewer, language: str) -> str:
    """Say how many reports of an import may be about what was here before; nothing of an import that entered none."""
    if not run.entered:
        return ""
    found = find_pairs_of_import(run.entered, viewer)
    return say_pairs_of_import(found.reports, found.pairs, language, compared=found.compared)


def read_rows(outcome: Mapping[str, Any], viewer: Viewer, language: str) -> list[ReadRow]:
    """The first rows of a dry run in words. A failure that only the record shows, such as another's identifier, stands with its row too."""
    credited = {
        code
        for row in outcome["rows"]
        for report in row["reports"]
        for code, *_names in (*report["origins"], *report["relays"])
    }
    known = {each.code: each.name for each in Source.objects.visible_to(viewer).filter(code__in=credited)}
    further: dict[int, list[Any]] = {}
    for error in outcome.get("errors", ()):
        further.setdefault(error["row"], []).append(error)
    return [
        ReadRow(
            each["row"],
            tuple(_report(report, known, language) for report in each["reports"]),
            tuple(_place(place, language) for place in each["places"]),
            tuple(failures(further.get(each["row"]) or each["failures"], viewer)),
            _cells(each["raw"], outcome["header"]),
        )
        for each in outcome["rows"]
    ]


def failures(errors: Iterable[Mapping[str, Any]], viewer: Viewer) -> list[Failure]:
    """Failed rows as a viewer may read them, in the language of the screen."""
    said = []
    for each in errors:
        cause, hidden = say_cause(each["cause"], each.get("told") or {}, each["field"], each["value"], viewer)
        said.append(Failure(each["row"], each["field"], "" if hidden else each["value"], cause, each.get("id")))
    return said


def mendings(found: Iterable[RowMending], visible: Container[str] = ()) -> list[Mending]:
    """What was mended, in words. visible: the addresses of the reports to which the viewer may be led."""
    said = []
    for each in found:
        report = each.failed.report
        address = report.address if report and report.address in visible else ""
        row = each.failed.row
        said.append(Mending(row, tuple(mended_cells(each)), each.actor.get_username(), each.at, each.reason, address))
    return said


def uncoded_columns(outcome: Mapping[str, Any], language: str) -> list[UncodedColumn]:
    """The columns of a dry run that hold cells without a code."""
    return [
        UncodedColumn(
            each["column"], each["values"], each["cells"], each["kept"], join_list(each["examples"], language)
        )
        for each in outcome.get("uncoded", ())
    ]


def _report(each: Mapping[str, Any], known: Mapping[str, Bilingual], language: str) -> ReadReport:
    kind = kind_of(each["kind"])
    claim = kind.model_validate(json.loads(each["content"]), context=KEPT)
    return ReadReport(
        kind.name.in_language(language),
        title_of(claim, language),
        tuple(list_facts(claim, language)),
        each["said"],
        _names(each["origins"], known, language) or _("origin unknown"),
        _names(each["relays"], known, language),
        tuple(vocabulary.label("flags", flag, language) for flag in each["flags"]),
    )


def _place(each: Mapping[str, Any], language: str) -> str:
    name = Bilingual(en=each["en"], ar=each["ar"]).in_language(language)
    flags = [vocabulary.label("flags", flag, language) for flag in each["flags"]]
    return language_of(language).comma.join([f"{each['code']} {name}", *flags])


def _names(sources: Iterable[Sequence[str]], known: Mapping[str, Bilingual], language: str) -> str:
    """The names of sources: of those that the record knows its own, of others what the row calls them."""
    names = [
        known[code] if code in known else Bilingual(en=en or ("" if ar else code), ar=ar) for code, en, ar in sources
    ]
    return join_list((name.in_language(language) for name in names), language)


def _cells(raw: Any, header: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What stands in a row: by its columns, by its keys, or as one line."""
    if isinstance(raw, dict):
        return tuple((str(name), str(cell)) for name, cell in raw.items())
    if isinstance(raw, list) and header:
        return tuple((name, str(cell)) for name, cell in zip(header, raw, strict=False) if str(cell).strip())
    return (("", raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False)),)
