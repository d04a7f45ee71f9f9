"""Following what a partner decided since about its own reports: they are withdrawn, corrected, counted again and closed here too.

Nothing of ours follows, and where somebody here has decided otherwise about a report of the partner, that stands; the import notes both.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import Group

from dalil.archive import store
from dalil.archive.models import CustodyEvent, Document
from dalil.archive.protection import Level, NobodyLeft, Viewer, together
from dalil.exchange.decided_since import Decisions, Thing, ToldClosing, ToldCorrection
from dalil.exchange.models import Partner, ReceivedBundle
from dalil.exchange.partners import account_of
from dalil.intake.causes import Cause, shorten
from dalil.intake.models import Import
from dalil.intake.notes import add_note
from dalil.record import actions
from dalil.record.by_addresses import keys_as_subquery
from dalil.record.comparison import CORRECTED_ELSEWHERE
from dalil.record.log import Verb, changes_of, sources_first_named_by
from dalil.record.models import Report, Source, Supersession, Withdrawal

STEWARD = Viewer.steward()
SHOWN = 10

Theirs = Mapping[str, set[int]]
"""The ids of the reports that came from a partner, by the addresses that they have there."""


WITHDRAWN = "{n} reports withdrawn there since, and here now: {names}"
REINSTATED = "{n} reports no longer withdrawn there, and counted here again: {names}"
CORRECTED = "{n} reports corrected there since, and here now: {names}"
CORRECTION_TAKEN_BACK = "{n} reports no longer corrected there: the earlier words stand here again: {names}"
CORRECTION_ABSENT = (
    "{n} reports corrected there, and the correction did not come: the earlier words stand here: {names}"
)
CONTRARY = "{n} reports decided otherwise there than somebody here has decided, and that stands: {names}"
OURS = "{n} reports withdrawn or corrected there and ours too: they stand here: {names}"
CLOSED_REPORTS = "{n} reports closed there since, and here now: {names}"
CLOSED_DOCUMENTS = "{n} documents closed there since, and here now: {names}"
CLOSED_SOURCES = "{n} sources closed there since, and here now: {names}"
FILES = "{n} documents of earlier bundles hold lines of what is closed now, and are closed too: {names}"
NO_GROUP_REPORTS = "{n} reports restricted there since, and internal here, because no group of theirs was named: say with --group: {names}"
NO_GROUP_DOCUMENTS = "{n} documents restricted there since, and internal here, because no group of theirs was named: say with --group: {names}"
NO_GROUP_SOURCES = "{n} sources restricted there since, and internal here, because no group of theirs was named: say with --group: {names}"
OPEN_DOCUMENTS = (
    "{n} documents closed there and ours too: as open here as before, without the reports that came from there: {names}"
)
OPEN_SOURCES = (
    "{n} sources closed there and ours too: as open here as before, without the reports that came from there: {names}"
)

CLOSED = {"report": CLOSED_REPORTS, "document": CLOSED_DOCUMENTS, "source": CLOSED_SOURCES}
NO_GROUP = {"report": NO_GROUP_REPORTS, "document": NO_GROUP_DOCUMENTS, "source": NO_GROUP_SOURCES}
STILL_OPEN = {"document": OPEN_DOCUMENTS, "source": OPEN_SOURCES}
OF_DOCUMENTS = frozenset({CLOSED_DOCUMENTS, NO_GROUP_DOCUMENTS, OPEN_DOCUMENTS, FILES})
OF_SOURCES = frozenset({CLOSED_SOURCES, NO_GROUP_SOURCES, OPEN_SOURCES})


class FollowedDecisions:
    """Follows what a partner decided, and remembers what came of it. groups: who may see here what is restricted."""

    def __init__(self, decisions: Decisions, partner: Partner, groups: Sequence[Group]) -> None:
        self._told, self._partner, self._groups = decisions, partner, groups
        self._account = account_of(partner)
        self._reason = f"told by {partner.name}"
        self._notes: defaultdict[str, list[str]] = defaultdict(list)

    def close(self, theirs: Theirs) -> None:
        """Close what was closed there. It comes before the lines, since a correction may be closed too."""
        if not self._told.closings:
            return
        closed = self._closed_before()
        sources = sources_first_named_by(self._account)
        reports: dict[str, tuple[Level, tuple[Group, ...]]] = {}
        for told in self._told.closings:
            for thing in self._find(told, theirs):
                name = actions.name_in_log(thing)[1]
                level, groups = (
                    told.level,
                    [each for each in self._groups if each.name in told.groups or not told.groups],
                )
                if level == Level.RESTRICTED and not groups:
                    level = Level.INTERNAL
                    self._note(NO_GROUP[told.noun], name)
                if thing.level >= level or any(
                    at >= told.at and strict >= level for at, strict in closed[told.noun, name]
                ):
                    continue
                if not isinstance(thing, Report) and self._is_ours_too(thing, theirs, sources):
                    self._note(STILL_OPEN[told.noun], name)
                    continue
                actions.protect(thing, level, actor=self._account, groups=groups, reason=self._reason)
                self._note(CLOSED[told.noun], name)
                if isinstance(thing, Report):
                    reports[told.name] = (level, tuple(groups))
        if reports:
            self._close_files(reports)

    def follow(self, theirs: Theirs) -> None:
        """Correct and withdraw what was corrected and withdrawn there, and take back what was taken back. It comes after the lines."""
        for told in self._told.corrections:
            if told.report in theirs:
                self._follow_correction(told, theirs)
            elif told.in_force and self._stands(told.report):
                self._note(OURS, told.report)
        for report, in_force, reason in self._told.withdrawals:
            for pk in sorted(theirs.get(report, ())):
                self._follow_withdrawal(Report.objects.visible_to(STEWARD).get(pk=pk), in_force, reason)
            if report not in theirs and in_force and self._stands(report):
                self._note(OURS, report)

    def add_notes(self, run: Import) -> None:
        """Say in the import what came of the decisions."""
        for template, names in self._notes.items():
            noun = "documents" if template in OF_DOCUMENTS else "sources" if template in OF_SOURCES else "reports"
            listed = sorted(set(names))
            shown = shorten([each[:16] for each in listed], SHOWN)
            add_note(run, Cause(template, n=f"{len(listed):,}", names=shown), **{noun: listed[:SHOWN]})

    def _note(self, template: str, name: str) -> None:
        self._notes[template].append(name)

    def _find(self, told: ToldClosing, theirs: Theirs) -> list[Thing]:
        match told.noun:
            case "report":
                return list(Report.objects.visible_to(STEWARD).filter(pk__in=theirs.get(told.name, ())))
            case "document":
                return list(Document.objects.visible_to(STEWARD).filter(sha256=told.name))
            case _:
                return list(Source.objects.visible_to(STEWARD).filter(code=told.name))

    def _close_files(self, reports: Mapping[str, tuple[Level, tuple[Group, ...]]]) -> None:
        """Close the files of earlier bundles that hold the lines of closed reports: what was imported, and what is kept as signed."""
        for came in ReceivedBundle.objects.filter(partner=self._partner).select_related("run__document", "document"):
            held = [reports[address] for address in _addresses_in(came.run.document) if address in reports]
            if not held:
                continue
            try:
                level, circle = together(held)
            except NobodyLeft:
                level, circle = Level.RESTRICTED, min((list(some) for _, some in held if some), key=len)
            for file in (came.run.document, came.document):
                if file.level < level:
                    actions.protect(file, level, actor=self._account, groups=circle, reason=self._reason)
                    self._note(FILES, file.sha256)

    def _closed_before(self) -> defaultdict[tuple[str, str], list[tuple[datetime, int]]]:
        """When the partner closed each thing here before, and how: what somebody here opened after that stays open."""
        first = min(each.at for each in self._told.closings)
        closed: defaultdict[tuple[str, str], list[tuple[datetime, int]]] = defaultdict(list)
        for change in changes_of(Verb.PROTECTED, first):
            if change.actor == self._account.username:
                for name in change.subjects:
                    closed[change.noun.value, name].append((change.at, int(change.detail["level"])))
        return closed

    def _is_ours_too(self, thing: Document | Source, theirs: Theirs, sources: frozenset[str]) -> bool:
        """Whether a document or a source did not come from there, or a report of ours rests on it."""
        if isinstance(thing, Document):
            came = CustodyEvent.objects.filter(document=thing, what=CustodyEvent.What.RECEIVED).first()
            if came is None or came.actor_id != self._account.pk:
                return True
            rest = Report.objects.visible_to(STEWARD).filter(document=thing)
        else:
            if thing.code not in sources:
                return True
            rest = Report.objects.visible_to(STEWARD).filter(attribution__credits__source=thing)
        ids = {pk for each in theirs.values() for pk in each}
        return rest.exclude(pk__in=keys_as_subquery(sorted(ids))).exists()

    def _stands(self, address: str) -> bool:
        """Whether a report of ours is here and counted."""
        report = Report.objects.visible_to(STEWARD).filter(address=address).first()
        return report is not None and not (
            Withdrawal.objects.filter(report=report).exists() or Supersession.objects.filter(old=report).exists()
        )

    def _follow_correction(self, told: ToldCorrection, theirs: Theirs) -> None:
        old, new = theirs[told.report], theirs.get(told.by or "", set())
        if not new:
            if told.in_force and not Supersession.objects.filter(old__in=old).exists():
                self._note(CORRECTION_ABSENT, told.report)
            return
        made = Supersession.everything.filter(old__in=old, new__in=new).select_related("old", "new").order_by("pk")
        in_force = [each for each in made if each.taken_back_at is None]
        if not told.in_force:
            for each in in_force:
                if each.actor_id != self._account.pk:
                    self._note(CONTRARY, each.old.address)
                    continue
                actions.take_back_correction(each, actor=self._account, reason=self._reason)
                self._note(CORRECTION_TAKEN_BACK, each.old.address)
        elif not in_force:
            last = made.last()
            if last is not None and last.taken_back_by_id != self._account.pk:
                self._note(CONTRARY, last.old.address)
                return
            corrected, correction = (Report.objects.visible_to(STEWARD).get(pk=min(ids)) for ids in (old, new))
            reason = told.reason or CORRECTED_ELSEWHERE
            actions.state_correction(corrected, correction, actor=self._account, reason=reason)
            self._note(CORRECTED, corrected.address)

    def _follow_withdrawal(self, report: Report, in_force: bool, reason: str) -> None:
        made = Withdrawal.everything.filter(report=report).order_by("pk")
        here = made.filter(taken_back_at=None).first()
        last = made.last()
        if in_force and here is None:
            if last is not None and last.taken_back_by_id != self._account.pk:
                self._note(CONTRARY, report.address)
                return
            actions.withdraw(report, actor=self._account, reason=reason or f"withdrawn by {self._partner.name}")
            self._note(WITHDRAWN, report.address)
        elif not in_force and here is not None:
            if here.actor_id != self._account.pk:
                self._note(CONTRARY, report.address)
                return
            actions.reinstate(report, actor=self._account, reason=self._reason)
            self._note(REINSTATED, report.address)


def _addresses_in(document: Document) -> Iterator[str]:
    """The addresses of the reports whose lines stand in the file that was imported from a bundle."""
    with store.open_verified(document.sha256) as lines:
        for line in lines:
            told = json.loads(line)
            if isinstance(told, dict) and "address" in told:
                yield told["address"]
