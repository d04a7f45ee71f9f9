"""Running the matcher: over all reports of a kind, or over those that came in since; and what follows for the record.

A pair whose likelihood reaches the threshold of a trained model is judged the same in its name, with its reasons. Before somebody has a model
trained, the rough weights of the kind propose pairs to persons and judge none. What the model no longer says is
taken back. A pair of which a person took back the word of a model is left alone, and so is a person's own word.
"""

# ruff: noqa: S608  (every name put into a statement is one of ours, from the kinds and the columns)

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q
from filelock import FileLock

from dalil.archive.protection import Viewer
from dalil.columns.following import laid_out_to
from dalil.columns.manifest import folder_of
from dalil.columns.parquet import full_paths
from dalil.columns.report_rows import REPORTS
from dalil.matching.candidate_pairs import LONGEST, CandidateReach, alike_rows, found_by_name
from dalil.matching.compared import compare_table
from dalil.matching.model import Model
from dalil.matching.models import Followed, LikelyPair, TrainedModel
from dalil.matching.scoring import Scored, score_pairs
from dalil.matching.training import TooLittle, train
from dalil.record import actions
from dalil.record.actions.actors import matcher_actor
from dalil.record.actions.transaction import writing
from dalil.record.by_addresses import find_keys
from dalil.record.entities import bearings_of
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.kind import Kind, all_kinds, kind_of
from dalil.record.log import Place, Subject, Verb, append_change, changes_since, last_place, stands_in_log
from dalil.record.match_reasons import write_reasons
from dalil.record.models import Judgement, Report, Verdict

CHUNK = 500  # ids in one query; SQLite takes at most a few thousand variables
MOST_FOLLOWED = 20_000
"""Of more reports than this that came in at once, all are matched anew."""
MOST_NAMED = 2_000
"""So many pairs that are proposed otherwise than before are named in the log; of more it says how many they are."""


@dataclass(frozen=True)
class MatchOutcome:
    """What one run of the matcher came to. proposed: the pairs that are worth a look; joined, parted: judgements made, and taken back."""

    kind: str
    model: str
    proposed: int
    joined: int
    parted: int


def matched_kinds() -> tuple[type[Kind], ...]:
    """Return the kinds that say how two of their reports agree."""
    return tuple(kind for _, kind in sorted(all_kinds().items()) if kind.same_when)


def model_in_force(kind: type[Kind]) -> Model:
    """Return the latest model of a kind that fits what the kind compares today; before there is one, the rough weights of the kind."""
    for kept in TrainedModel.objects.filter(kind=kind.code):
        model = Model.of(kind.code, kept.number, kept.parameters, kept.about)
        if model.fits():
            return model
    return Model.starting(kind)


def train_model(kind: type[Kind], *, actor: User) -> Model:
    """Train a model of a kind on all its reports, keep it and put it in force. The proposals follow with the next run.

    Raises TooLittle where there are too few candidates.
    """
    with duckdb.connect() as con:
        if not _compare_reports(con, kind, last_place()):
            raise TooLittle(0)
        last = TrainedModel.objects.filter(kind=kind.code).first()
        model = train(con, kind, last.number + 1 if last else 1)
    TrainedModel.objects.create(
        kind=kind.code, number=model.number, parameters=model.plain(), about=dict(model.about), actor=actor
    )
    return model


def match_all(kind: type[Kind]) -> MatchOutcome:
    """Match all reports of a kind with each other, and let the record follow."""
    with _alone():
        return _match(kind, None, last_place())


def match_what_came_in() -> list[MatchOutcome]:
    """Match the reports that came in, or were corrected or withdrawn, since the last time; of every kind that is matched.

    Where the model is another than last time, or places became known, all are matched anew. Returns an outcome for each kind that had anything to do.
    """
    with _alone():
        last, outcomes = last_place(), []
        for kind in matched_kinds():
            touched = _touched(kind, last)
            if touched is None and not Report.objects.visible_to(Viewer.steward()).filter(kind=kind.code).exists():
                _note(kind, model_in_force(kind), last)
            elif touched is None or touched:
                outcomes.append(_match(kind, touched, last))
            elif not Followed.objects.filter(kind=kind.code, number=last.number).exists():
                _note(kind, model_in_force(kind), last)
        return outcomes


def count_waiting() -> int:
    """Count the changes of the log that no kind's proposals follow yet; what a screen says beside them."""
    followed = Followed.objects.order_by("number").values_list("number", flat=True).first()
    return sum(len(change.subjects) for change in changes_since(followed or 0) if change.verb in _BRINGS_REPORTS)


_NO_OTHER_REPORT = (Verb.JUDGED, Verb.PROTECTED, Verb.PROPOSED)
_BRINGS_REPORTS = (Verb.ENTERED, Verb.SUPERSEDED, Verb.WITHDREW)


def _alone() -> FileLock:
    folder = Path(settings.DALIL_HOME) / "projections"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return FileLock(folder / "matching.lock")


def _touched(kind: type[Kind], last: Place) -> set[int] | None:
    """The reports of a kind that the log names since the proposals were last brought up to date; None where all are to be matched."""
    followed = Followed.objects.filter(kind=kind.code).first()
    if followed is None or followed.model != model_in_force(kind).name:
        return None
    if not stands_in_log(Place(followed.number, followed.mark)):
        return None
    addresses: set[str] = set()
    for change in changes_since(followed.number, last.number):
        if change.verb == Verb.PLACED:
            return None
        if change.noun == Subject.REPORT and change.verb not in _NO_OTHER_REPORT and "verdict" not in change.detail:
            addresses.update(change.subjects)
    if len(addresses) > MOST_FOLLOWED:
        return None
    ids = set(find_keys(addresses).values())
    everything = Report.objects.visible_to(Viewer.steward()).filter(kind=kind.code)
    return {pk for chunk in _chunks(sorted(ids)) for pk in everything.filter(pk__in=chunk).values_list("pk", flat=True)}


def _match(kind: type[Kind], touched: set[int] | None, last: Place) -> MatchOutcome:
    model = model_in_force(kind)
    with duckdb.connect() as con:
        if not _compare_reports(con, kind, last, touched):
            return MatchOutcome(kind.code, model.name, 0, 0, 0)
        left = "compared"
        if touched is not None:
            con.execute(
                "create table fresh as select * from compared where unique_id in (select unnest($1))", [sorted(touched)]
            )
            left = "fresh"
        scored = list(score_pairs(con, model, left=left))
    with writing():
        _log_proposals(kind, _write_proposals(kind, touched, scored))
        joined, parted = _judge(model, touched, scored)
        _note(kind, model, last)
    return MatchOutcome(kind.code, model.name, len(scored), joined, parted)


def _compare_reports(
    con: duckdb.DuckDBPyConnection, kind: type[Kind], last: Place, touched: set[int] | None = None
) -> bool:
    """Make the table `compared` of the reports up to a place in the log at least; False where there is none.

    touched: where only these are matched, it holds them and what is close in time.
    """
    viewer = Viewer.steward()
    files = laid_out_to(last, viewer).files(kind.code, REPORTS)
    if not files:
        return False
    paths = full_paths(folder_of(viewer.clearance), files)
    con.execute(f"create view reports as select * from read_parquet({paths!r})")
    if touched is None:
        compare_table(con, kind, "reports", gazetteer())
        return True
    if found_by_name(kind):
        con.execute(
            f"create table close as {alike_rows(kind, 'reports', 'report in (select unnest($1))')}",
            [sorted(touched)],
        )
        compare_table(con, kind, "close", gazetteer())
        return True
    days = CandidateReach.of(kind).days + LONGEST
    con.execute(
        "create table close as select r.* from reports r where exists (select 1 from"
        " (select when_start, when_end from reports where report in (select unnest($1))) t"
        f" where r.when_start <= t.when_end + {days} and r.when_end >= t.when_start - {days})",
        [sorted(touched)],
    )
    compare_table(con, kind, "close", gazetteer())
    return True


def _write_proposals(kind: type[Kind], touched: set[int] | None, scored: Sequence[Scored]) -> set[tuple[int, int]]:
    """Let the proposals of these reports be what the model says. Returns the pairs that came, and those that went."""
    standing = LikelyPair.objects.filter(kind=kind.code)
    chunks = (
        [standing]
        if touched is None
        else [standing.filter(Q(a__in=chunk) | Q(b__in=chunk)) for chunk in _chunks(sorted(touched))]
    )
    before: set[tuple[int, int]] = set()
    for chunk in chunks:
        before.update(chunk.values_list("a_id", "b_id"))
        chunk.delete()
    LikelyPair.objects.bulk_create(
        [
            LikelyPair(a_id=each.a, b_id=each.b, kind=kind.code, likelihood=each.likelihood, levels=each.levels)
            for each in scored
        ],
        batch_size=CHUNK,
    )
    return before ^ {(each.a, each.b) for each in scored}


def _log_proposals(kind: type[Kind], changed: set[tuple[int, int]]) -> None:
    """Tell those who count that other pairs wait than before."""
    if not changed:
        return
    pairs = sorted(changed) if len(changed) <= MOST_NAMED else []
    reports = _reports({pk for pair in pairs for pk in pair})
    addresses = [reports[pk].address for pair in pairs for pk in pair]
    append_change(Verb.PROPOSED, Subject.REPORT, addresses, actor=matcher_actor(), kind=kind.code, pairs=len(changed))


def _judge(model: Model, touched: set[int] | None, scored: Iterable[Scored]) -> tuple[int, int]:
    """Bring the judgements of the matcher in line with what the model says. Returns how many were made, and how many taken back.

    A pair that cannot be one, by the clock, by how it was done or by its list, waits for a person, however likely the model finds it.
    """
    actor = matcher_actor()
    judging = model.is_trained and not kind_of(model.kind).matcher_proposes
    wanted = {(each.a, each.b): each for each in scored if judging and each.likelihood >= model.threshold}
    bearings = bearings_of({each for pair in wanted for each in pair})
    wanted = {pair: each for pair, each in wanted.items() if not bearings[pair[0]].excludes(bearings[pair[1]])}
    standing = _standing_judgements(model.kind, touched, actor)
    refused = _taken_back_by_persons(model.kind, actor)
    joined = parted = 0
    for pair, judgement in standing.items():
        now = wanted.get(pair)
        if now is None or judgement.score is None or abs(judgement.score - now.likelihood) > 1e-9:
            actions.retract(judgement, actor=actor, reason=model.name)
            parted += 1
        else:
            del wanted[pair]
    reports = _reports({each for pair in wanted for each in pair})
    for pair, each in wanted.items():
        if pair not in refused:
            _, reasons = model.score(each.levels)
            with suppress(actions.TellsPlace):  # it stays proposed, and a person is told why
                actions.judge(
                    reports[pair[0]],
                    reports[pair[1]],
                    Verdict.SAME,
                    actor=actor,
                    matcher=model.name,
                    score=each.likelihood,
                    reason=write_reasons(reasons),
                )
                joined += 1
    return joined, parted


def _standing_judgements(kind: str, touched: set[int] | None, actor: User) -> dict[tuple[int, int], Judgement]:
    """What this record's own matcher judged and nobody took back, by pair."""
    ours = (
        Judgement.objects.filter(a__kind=kind, actor=actor, retraction=None)
        .exclude(matcher="")
        .select_related("a", "b")
    )
    if touched is None:
        return {(each.a_id, each.b_id): each for each in ours}
    behind = (ours.filter(Q(a__in=chunk) | Q(b__in=chunk)) for chunk in _chunks(sorted(touched)))
    return {(each.a_id, each.b_id): each for some in behind for each in some}


def _taken_back_by_persons(kind: str, actor: User) -> set[tuple[int, int]]:
    rows = (
        Judgement.objects.filter(a__kind=kind, retraction__isnull=False)
        .exclude(matcher="")
        .exclude(retraction__actor=actor)
    )
    return set(rows.values_list("a_id", "b_id"))


def _reports(ids: set[int]) -> Mapping[int, Report]:
    everything = Report.objects.visible_to(Viewer.steward())
    return {pk: report for chunk in _chunks(sorted(ids)) for pk, report in everything.in_bulk(chunk).items()}


def _note(kind: type[Kind], model: Model, last: Place) -> None:
    Followed.objects.update_or_create(
        kind=kind.code, defaults={"number": last.number, "mark": last.mark, "model": model.name}
    )


def _chunks(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
