"""Taking in the judgements that come along with Dalil's own reports: of reports, of sources, and the further names of sources.

They come after all rows, in the order in which they were made, because a judgement may be about any two reports of the file and a later one
may undo an earlier. What is here already adds nothing. What a person here has judged otherwise stays as it is. What comes from another
record that we exchange with (`ImportRequest.side_by_side`) changes nothing of ours: see `beside_ours`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from typing import Any

from dalil.archive.protection import Viewer
from dalil.intake.beside_ours import BesideOurs
from dalil.intake.causes import Cause, shorten
from dalil.intake.formats.line_judgements import FurtherJudged, Judged, LineJudgements
from dalil.intake.models import Import
from dalil.intake.notes import add_note
from dalil.intake.request import ImportRequest
from dalil.intake.travelling import Travelling, travelling_judgements
from dalil.letters import fold
from dalil.lookup.sources import SourceName
from dalil.record import actions
from dalil.record.models import Judgement, Report, Source, SourceAlias, SourceJudgement, Verdict

TOGETHER = 500
"""Judgements of one transaction."""
SHOWN = 10


def take_in_judgements(
    told: Iterable[tuple[str, LineJudgements]],
    request: ImportRequest,
    run: Import,
    source_named: Callable[[SourceName], Source],
) -> None:
    """Take in what lines say of judgements. The import gets notes: how many were taken in, and which were not.

    told: the address of the report of each line, with what the line says. source_named: finds or makes a source.
    """
    lines = list(told)
    if not lines:
        return
    if not request.may_judge:
        add_note(
            run,
            Cause(
                "the judgements and further names of sources that the file tells were left out; whoever imports may not judge"
            ),
        )
        return
    taking = _Taking(request, run)
    with actions.writing():
        for one, other, how in sorted(
            (each for _, line in lines for each in line.sources), key=lambda told: told[2].at
        ):
            if taking.may_take(one.code, other.code):
                taking.take_sources(source_named(one), source_named(other), how)
        for code, name in (each for _, line in lines for each in line.former_aliases):
            if taking.may_take(code, name=name):
                taking.take_former_alias(code, name)
        for code, name in (each for _, line in lines for each in line.aliases):
            if taking.may_take(code, name=name):
                taking.take_alias(code, name)
    pairs = [(other, address, how) for address, line in lines for other, how in line.reports]
    for some in _portions(sorted(pairs, key=lambda pair: pair[2].at)):
        with actions.writing():
            taking.take_reports(some)
    further = sorted(
        ((address, each) for address, line in lines for each in line.further), key=lambda told: told[1].how.at
    )
    for some in _portions(further):
        with actions.writing():
            taking.take_further(some)
    taking.add_notes()


class _Taking:
    """Takes judgements in and remembers what came of them. The n-th judgement of its kind on a pair is the n-th that is here."""

    def __init__(self, request: ImportRequest, run: Import) -> None:
        self._actor, self._run, self._began = request.actor, run, run.started_at
        self._met: Counter[Hashable] = Counter()
        self._taken: Counter[str] = Counter()
        self._absent = self._left_reports = self._left_sources = 0
        self._beside = BesideOurs(request, run) if request.side_by_side else None
        self._telling: list[tuple[str, str]] = []
        self._contrary: dict[str, list[tuple[str, str]]] = {"reports": [], "sources": []}

    def add_notes(self) -> None:
        """Say how many judgements and names were taken in, and which were not."""
        if self._taken:
            counted = [Cause("{what}: {n}", what=Cause(what), n=n) for what, n in sorted(self._taken.items())]
            add_note(self._run, Cause("taken in besides: {counted}", counted=counted))
        if self._absent:
            add_note(
                self._run,
                Cause("{n} judgements are about reports that are not here; they wait for `--retry`", n=self._absent),
            )
        if self._left_reports:
            add_note(
                self._run,
                Cause("{n} judgements would join or part reports of our own, and were left out", n=self._left_reports),
            )
        if self._left_sources:
            add_note(
                self._run,
                Cause("{n} judgements and names of sources that are our own were left out", n=self._left_sources),
            )
        if self._telling:
            template = "{n} judgements would tell readers where something is that may not be said so exactly, and were left out"
            told = Cause(template, n=len(self._telling))
            add_note(self._run, told, reports=[name for pair in self._telling[:SHOWN] for name in pair])
        for noun, pairs in self._contrary.items():
            named = shorten([Cause("{one} and {other}", one=one, other=other) for one, other in pairs], SHOWN)
            note = Cause("somebody here has judged otherwise, and that stands: {pairs}", pairs=named) if named else ""
            add_note(self._run, note, **{noun: [name for pair in pairs[:SHOWN] for name in pair]})

    def may_take(self, *codes: str, name: str = "") -> bool:
        """Whether something may be said of these sources, which gets counted where it may not. name: what the source would be called too."""
        beside = self._beside
        if beside is None or (beside.have_source(*codes) and (not name or beside.is_free(name, codes[0]))):
            return True
        self._left_sources += 1
        return False

    def take_sources(self, kept: Source, other: Source, how: Judged) -> None:
        here = list(SourceJudgement.everything.filter(kept__in=[kept, other], other__in=[kept, other]))
        alike = [each for each in here if each.kept_id == kept.pk and _is_so(each, how)]
        if kept.pk == other.pk or not self._is_new((kept.code, other.code), how, len(alike)):
            return
        standing = [(each.verdict, each.matcher, each.at) for each in here if each.taken_back_at is None]
        if self._is_contrary(standing, how):
            self._contrary["sources"].append((kept.code, other.code))
            return
        judgement = actions.judge_sources(
            kept, other, Verdict(how.verdict), actor=self._actor, reason=how.reason, matcher=how.matcher
        )
        if how.retracted:
            actions.retract_source_judgement(judgement, actor=self._actor)
        self._taken["judgements of sources"] += 1

    def take_alias(self, code: str, name: str) -> None:
        source = Source.objects.visible_to(Viewer.steward()).filter(code=code).first()
        if source is None:
            return
        given = SourceAlias.everything.filter(source=source).values_list("name", flat=True)
        if fold(name) not in map(fold, (source.code, *source.names, *given)):
            actions.add_alias(source, name, actor=self._actor)
            self._taken["further names of sources"] += 1

    def take_former_alias(self, code: str, name: str) -> None:
        """Take a name back that whoever imports had given, as an earlier file told. One that somebody else gave here stands; one that was
        never given comes in as given and taken back."""
        source = Source.objects.visible_to(Viewer.steward()).filter(code=code).first()
        if source is None:
            return
        given = [alias for alias in SourceAlias.everything.filter(source=source) if fold(alias.name) == fold(name)]
        if not given and fold(name) not in map(fold, (source.code, *source.names)):
            given = [actions.add_alias(source, name, actor=self._actor)]
        for alias in (each for each in given if each.taken_back_at is None):
            if alias.actor_id != self._actor.pk:
                self._contrary["sources"].append((code, alias.name))
                continue
            actions.remove_alias(alias, actor=self._actor)
            self._taken["further names of sources taken back"] += 1

    def take_reports(self, pairs: list[tuple[str, str, Judged]]) -> None:
        addresses = {address for one, other, _ in pairs for address in (one, other)}
        seen = Report.objects.visible_to(Viewer.steward()).filter(address__in=addresses)
        reports = {report.address: report for report in seen.only("pk", "address", "kind", "content")}
        for one, other, how in pairs:
            if one not in reports or other not in reports:
                self._absent += 1
                continue
            a, b = sorted((reports[one], reports[other]), key=lambda report: report.pk)
            here = list(Judgement.objects.filter(a=a, b=b).select_related("retraction"))
            if self._beside is not None:
                how = self._beside.as_theirs(how)
            alike = [each for each in here if _is_so(each, how) and each.score == how.score]
            self._take_back(how, [each for each in alike if not hasattr(each, "retraction")])
            if not self._is_new((a.address, b.address, how.score), how, len(alike)):
                continue
            standing = [(each.verdict, each.matcher, each.at) for each in here if not hasattr(each, "retraction")]
            if a.pk == b.pk or a.kind != b.kind or self._is_contrary(standing, how):
                self._contrary["reports"].append((a.address, b.address))
                continue
            if self._beside is not None and self._beside.changes_ours(a, b, how):
                self._left_reports += all(verdict != how.verdict for verdict, *_ in standing)
                continue
            try:
                judgement = actions.judge(
                    a,
                    b,
                    Verdict(how.verdict),
                    actor=self._actor,
                    reason=how.reason,
                    matcher=how.matcher,
                    score=how.score,
                )
            except actions.TellsPlace:
                self._telling.append((a.address, b.address))
                continue
            if how.retracted:
                actions.retract(judgement, actor=self._actor, reason=how.retracted_because)
            self._taken["judgements of reports"] += 1

    def _take_back(self, how: Judged, standing: list[Judgement]) -> None:
        """Take back what the other record had judged and has taken back since. What somebody here judged stands."""
        if self._beside is None or not how.retracted:
            return
        for each in (each for each in standing if each.actor_id == self._actor.pk):
            actions.retract(each, actor=self._actor, reason=how.retracted_because)
            self._taken["judgements of reports taken back"] += 1

    def take_further(self, told: list[tuple[str, FurtherJudged]]) -> None:
        """Take in the judgements of other rooms, in the order in which they were made. told: each with the address of the report of its line."""
        rooms = {each.key: each for each in travelling_judgements()}
        addresses = {name for address, each in told for name in (address, each.other)}
        reports = {
            each.address: each for each in Report.objects.visible_to(Viewer.steward()).filter(address__in=addresses)
        }
        for address, each in told:
            if address not in reports or each.other not in reports:
                self._absent += 1
            else:
                self._take_further(rooms[each.key], reports[address], reports[each.other], each)

    def _take_further(self, room: Travelling, report: Report, other: Report, told: FurtherJudged) -> None:
        how = told.how if self._beside is None or not room.by_matchers else self._beside.as_theirs(told.how)
        matcher = how.matcher if room.by_matchers else ""
        how = how._replace(matcher=matcher)
        here = list(room.judged_here(report, other, told.particulars))
        alike = [each for each in here if _is_so(each, how)]
        key = (room.key, report.pk, other.pk, *told.particulars.values())
        if not self._is_new(key, how, len(alike)):
            if self._beside is not None and how.retracted:  # what the other record had judged and has taken back since
                for each in (each for each in alike if each.taken_back_at is None and each.actor_id == self._actor.pk):
                    room.take_back(each, actor=self._actor)
                    self._taken[f"{room.noun} taken back"] += 1
            return
        if self._beside is not None and room.changes_ours(report, other, self._beside.is_ours):
            self._left_reports += 1
            return
        standing = [
            (each.verdict, getattr(each, "matcher", ""), each.at) for each in here if each.taken_back_at is None
        ]
        if self._is_contrary(standing, how):
            self._contrary["reports"].append((report.address, other.address))
            return
        by = {"actor": self._actor, "reason": how.reason, **({"matcher": matcher} if room.by_matchers else {})}
        try:
            row = room.make(report, other, Verdict(how.verdict), told.particulars, **by)
        except actions.Refused:
            self._contrary["reports"].append((report.address, other.address))
            return
        if how.retracted:
            room.take_back(row, actor=self._actor)
        self._taken[room.noun] += 1

    def _is_new(self, pair: Hashable, how: Judged, here: int) -> bool:
        """Whether no judgement here is this one, of which there may be several on one pair."""
        key = (pair, how.verdict, how.matcher)
        before = self._met[key]
        self._met[key] += 1
        return here <= before

    def _is_contrary(self, standing: Iterable[tuple[str, str, datetime]], how: Judged) -> bool:
        """Whether somebody, or a matcher where a matcher judged, had said otherwise before this import began."""
        others = [each for each in standing if each[0] != how.verdict]
        if how.retracted:
            return False
        if self._beside is not None:
            return any(not self._beside.is_theirs(matcher) for _, matcher, _ in others)
        return any(bool(matcher) == bool(how.matcher) and at < self._began for _, matcher, at in others)


def _is_so(judgement: Any, how: Judged) -> bool:
    return bool(judgement.verdict == how.verdict and getattr(judgement, "matcher", "") == how.matcher)


def _portions(pairs: list[Any]) -> Iterable[list[Any]]:
    return (pairs[start : start + TOGETHER] for start in range(0, len(pairs), TOGETHER))
