"""A report that is about to be entered: which reports that are there may be about the same thing. Asked before it is saved."""

from __future__ import annotations

# ruff: noqa: S608  (every name put into a statement is one of ours, from the kinds and the columns)
from dataclasses import dataclass
from datetime import timedelta

from dalil.archive.protection import Viewer
from dalil.columns.engine import own_engine
from dalil.columns.flat_reports import Credited, flatten
from dalil.columns.manifest import folder_of, read_manifest
from dalil.columns.parquet import full_paths
from dalil.columns.projection import refresh
from dalil.columns.report_rows import REPORTS, ReportTables
from dalil.matching.candidate_pairs import LONGEST, CandidateReach, alike_rows, found_by_name
from dalil.matching.compared import compare_table
from dalil.matching.match_runs import model_in_force
from dalil.matching.scoring import score_pairs
from dalil.record.canonical import plain_content
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.kind import Kind
from dalil.record.match_reasons import MatchReason
from dalil.record.models import Report
from dalil.values import When

MOST_SHOWN = 3
"""So many reports are named to somebody who is entering another, the likeliest first."""
_ARRIVING = 0
"""The id by which the report that is not there yet is compared; no report has it."""


@dataclass(frozen=True)
class AlikeReport:
    """A report that may be about the same thing as the one that is being entered: how likely, and why."""

    report: Report
    likelihood: float
    reasons: tuple[MatchReason, ...]


def find_alike(claim: Kind, viewer: Viewer) -> list[AlikeReport]:
    """Find the reports that this viewer may see and that are more likely than not about the same thing, the likeliest first.

    It reads the columns as they are laid out, and does not wait until they follow the latest writes: what came in within the last minute
    is found by the next run of the matcher. A kind that is not matched, and a claim without a day of a kind that is found by its days, has none.
    """
    kind = type(claim)
    when = claim.whens()
    if not kind.same_when or (when is None and not found_by_name(kind)):
        return []
    steward = Viewer.steward()
    folder = folder_of(steward.clearance)
    files = (read_manifest(folder) or refresh(steward)).files(kind.code, REPORTS)
    if not files:
        return []
    arriving = flatten(_ARRIVING, "", kind.code, plain_content(claim), Credited())
    model = model_in_force(kind)
    with own_engine() as con:
        con.register("arriving", ReportTables().table_of(kind, REPORTS, [(_ARRIVING, "", arriving)]))
        con.execute(
            f"create view known as select * from read_parquet({full_paths(folder, files)!r}) union all select * from arriving"
        )
        con.execute(
            f"create view close as {_close_sql(kind, when)}"
        )  # a view: only the columns that are compared are read
        compare_table(con, kind, "close", gazetteer())
        con.execute(f"create table fresh as select * from compared where unique_id = {_ARRIVING}")
        scored = list(score_pairs(con, model, left="fresh", least=model.threshold))
    likely = sorted(scored, key=lambda each: -each.likelihood)
    visible = Report.objects.visible_to(viewer).not_withdrawn().select_related("document", "attribution")
    known = visible.prefetch_related("attribution__credits__source").in_bulk([each.b for each in likely])
    found = [
        AlikeReport(known[each.b], each.likelihood, tuple(model.score(each.levels)[1]))
        for each in likely
        if each.b in known
    ]
    return found[:MOST_SHOWN]


def _close_sql(kind: type[Kind], when: When | None) -> str:
    """The reports that may be candidates of the one that arrives, and this one."""
    if found_by_name(kind):
        return alike_rows(kind, "known", f"report = {_ARRIVING}")
    assert when is not None
    days = timedelta(days=CandidateReach.of(kind).days + LONGEST)
    return f"select * from known where when_start between DATE '{when.start - days}' and DATE '{when.end + days}'"
