"""Entering reports, correcting and withdrawing them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from django.contrib.auth.models import Group, User
from django.db.models import Max
from django.utils import timezone

from dalil.access import proposals
from dalil.archive.models import Document
from dalil.archive.protection import Level, NobodyLeft, Viewer, together
from dalil.record.actions.bulk_rows import insert_corrections, insert_reports
from dalil.record.actions.transaction import Refused, writing
from dalil.record.comparison import address_for, compare_rows
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.kind import Kind
from dalil.record.lengths import check_lengths
from dalil.record.log import Subject, Verb, append_change
from dalil.record.models import Attribution, Credit, Report, Source, Supersession, Withdrawal
from dalil.record.prepared import PreparedReport, prepare_report
from dalil.record.report_facts import ReportFacts
from dalil.record.sealed.consents import inherit_consents
from dalil.record.sealed.held_alike import cover_alike
from dalil.record.search.words import note_words
from dalil.text.compounds import find_words_to_spell
from dalil.vocabulary.gazetteer import Gazetteer

BATCH = 2000


@dataclass(frozen=True, kw_only=True)
class Draft(ReportFacts):
    """A report about to be entered: what it says, in which words, where that stands, and according to whom."""

    claim: Kind
    document: Document
    attribution: Attribution
    level: Level = Level.INTERNAL

    def prepare(self, known: Gazetteer) -> PreparedReport:
        """Work out what is entered for this draft. known: the gazetteer in use. Raises Refused for words that a machine read from a scan."""
        if self.document.is_machine_reading:
            raise Refused(
                "document_read_by_a_machine",
                "a machine read these words from pictures, and its numbers are often wrong; look at the scan, and name that as the document",
            )
        return prepare_report(
            self.claim,
            self,
            known=known,
            sha256=self.document.sha256,
            attribution=self.attribution.key,
            level=self.level,
        )


@dataclass(frozen=True)
class Entered:
    """What came of entering a batch.

    first, last: the primary keys between which those of the new reports lie, and no others; None where none was new. new, repeated: how
    many rows were so. corrected: how many reports were. corrections: the addresses of those that an identifier made so, old and new.
    addresses: those of all rows, new or not, in their order.
    """

    first: int | None = None
    last: int | None = None
    new: int = 0
    repeated: int = 0
    corrected: int = 0
    corrections: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    addresses: tuple[str, ...] = field(default=(), repr=False)


def enter_report(draft: Draft, *, actor: User, groups: Iterable[Group] = (), by_hand: bool = False) -> Report:
    """Enter one report; one that is already there word for word is returned as it stands.

    Where the actor may not see that it is there, it is entered once more: what somebody says is neither lost to him nor an answer to the
    question whether somebody else has said it. So the address of a new report is drawn. by_hand: see `enter_prepared_reports`.
    """
    with writing():
        row = address_for(draft.prepare(gazetteer()), Viewer.of(actor))
        entered = enter_prepared_reports(
            [row],
            documents={row.sha256: draft.document.pk},
            attributions={row.attribution: draft.attribution.pk},
            actor=actor,
            by_hand=by_hand,
        )
        report = Report.objects.get(address=entered.addresses[0])
        if entered.new and (groups := list(groups)):
            report.groups.set(groups)
        return report


def enter_reports(drafts: Sequence[Draft], *, actor: User) -> Entered:
    """Enter many reports in one transaction.

    A draft that stands in the record word for word is not entered again. One that carries the identifier of a report already
    there (`external_id`) but says something else is entered and supersedes it; one that says the same adds nothing.
    """
    known = gazetteer()
    return enter_prepared_reports(
        [draft.prepare(known) for draft in drafts],
        documents={draft.document.sha256: draft.document.pk for draft in drafts},
        attributions={draft.attribution.key: draft.attribution.pk for draft in drafts},
        actor=actor,
    )


def enter_prepared_reports(
    rows: Sequence[PreparedReport],
    *,
    documents: Mapping[str, int],
    attributions: Mapping[str, int],
    actor: User,
    groups: Iterable[Group] = (),
    circles: Mapping[str, Sequence[Group]] | None = None,
    by_hand: bool = False,
    stated: Mapping[tuple[str, str], str | None] | None = None,
    apart: Sequence[tuple[int, int]] | None = None,
    ignored: Collection[str] = (),
    words: Set[str] | None = None,
) -> Entered:
    """Enter reports that were made ready beforehand, as `enter_reports` does; the way of importers.

    documents: primary key by digest; attributions: primary key by key. groups: who may see the new reports where their level
    restricts them; circles: the same for single reports, by address. stated, apart, ignored: see `compare_rows`. by_hand: the caller says what
    these correct, and their identifiers say nothing. words: what `find_words_to_spell` finds in the rows, but for what the caller
    brought before; worked out here where it is not given. An error takes back all of the transaction that this stands in.
    """
    with writing(savepoint=False):
        note_words(find_words_to_spell(row.search for row in rows) if words is None else words)
        compared = compare_rows(rows, by_hand=by_hand, stated=stated, apart=apart, ignored=ignored)
        addresses = tuple(dict.fromkeys(row.address for row in rows))
        if not compared.new:
            corrected = insert_corrections((), compared.stated, actor) if compared.stated else 0
            return Entered(repeated=len(rows), corrected=corrected, addresses=addresses)
        before = Report.objects.aggregate(last=Max("pk"))["last"] or 0
        insert_reports(compared.new, documents=documents, attributions=attributions, actor=actor.pk, now=timezone.now())
        first, last = before + 1, Report.objects.aggregate(last=Max("pk"))["last"]
        _restrict(compared.new, first, last, tuple(groups), circles or {})
        append_change(Verb.ENTERED, Subject.REPORT, (row.address for row in compared.new), actor=actor)
        cover_alike(first, last, actor=actor)
        corrected = insert_corrections(compared.corrections, compared.stated, actor)
        return Entered(
            first,
            last,
            len(compared.new),
            len(rows) - len(compared.new),
            corrected,
            compared.corrections,
            addresses,
        )


def _restrict(
    rows: Sequence[PreparedReport],
    first: int,
    last: int,
    groups: Sequence[Group],
    circles: Mapping[str, Sequence[Group]],
) -> None:
    """Name the groups that see the new reports, ids first to last, which are restricted."""
    restricted = {row.address: circles.get(row.address, groups) for row in rows if row.level == Level.RESTRICTED}
    if not any(restricted.values()):
        return
    through = Report.groups.through
    keys = Report.objects.filter(pk__range=(first, last), level=Level.RESTRICTED).values_list("address", "pk")
    through.objects.bulk_create(
        [through(report_id=pk, group_id=group.pk) for address, pk in keys for group in restricted[address]],
        batch_size=BATCH,
    )


def supersede(old: Report, draft: Draft, *, actor: User, reason: str) -> Report:
    """Correct a report: enter a new one that takes its place. The old one stays, word for word.

    What the new one no longer rests on, a document or a source, protects it as it protected the old one. Raises Refused where a
    correction that the actor sees is there already, where the correction is of another kind, where nobody could see all of it, or where
    the old one is restricted, the new one would not be, and that takes a second person.
    """
    with writing():
        check_lengths(reason=reason)
        old.refresh_from_db()
        if done := _correction_of(old, Viewer.of(actor)):
            raise Refused(
                "already_corrected",
                "report {report} has already been corrected by {correction}; correct that one",
                {"report": old.address, "correction": done.address},
            )
        if draft.claim.code != old.kind:
            raise Refused(
                "correction_of_another_kind",
                "report {report} is a report of {kind}, and so must be its correction",
                {"report": old.address, "kind": old.kind},
            )
        if old.level == Level.RESTRICTED != draft.level and proposals.is_required():
            raise Refused(
                "correction_of_restricted",
                "report {report} is restricted, and so is its correction; propose afterwards that more people see it",
                {"report": old.address},
            )
        left = _rests_on(old.document, old.attribution) - _rests_on(draft.document, draft.attribution)
        try:
            level, groups = together(
                [(draft.level, old.groups.all()), *((each.level, each.groups.all()) for each in left)]
            )
        except NobodyLeft as error:
            raise Refused(
                "nobody_may_see_all",
                "its document and its sources are restricted to different groups; a steward decides",
            ) from error
        new = enter_report(replace(draft, level=level), actor=actor, groups=groups, by_hand=True)
        if Withdrawal.objects.filter(report=new).exists():
            raise Refused(
                "said_before_and_withdrawn",
                "report {report} says exactly this and was withdrawn; take its withdrawal back, or say what is different",
                {"report": new.address},
            )
        if new.pk == old.pk:
            raise Refused("nothing_changed", "nothing has changed; a correction says something else")
        if _correction_of(new, Viewer.of(actor)):
            raise Refused(
                "said_before_and_corrected",
                "report {report} says exactly this and was itself corrected; say in the words or the place what is different",
                {"report": new.address},
            )
        inherit_consents([(old.pk, new.pk)], actor=actor)
        Supersession.objects.create(old=old, new=new, actor=actor, reason=reason)
        append_change(Verb.SUPERSEDED, Subject.REPORT, [old.address, new.address], actor=actor)
        return new


def _correction_of(report: Report, viewer: Viewer) -> Report | None:
    """The report that took this one's place, as far as the viewer sees."""
    made = Supersession.objects.filter(old=report).values("new")
    return Report.objects.visible_to(viewer).filter(pk__in=made).first()


def _rests_on(document: Document, attribution: Attribution) -> set[Document | Source]:
    credits = Credit.objects.filter(attribution=attribution).select_related("source")
    return {document, *(credit.source for credit in credits)}


def withdraw(report: Report, *, actor: User, reason: str) -> Withdrawal:
    """Take a report out of every count. It stays readable, with the reason. Raises Refused where it is withdrawn already."""
    with writing():
        check_lengths(reason=reason)
        report.refresh_from_db()
        if Withdrawal.objects.filter(report=report).exists():
            raise Refused("already_withdrawn", "report {report} is already withdrawn", {"report": report.address})
        if not reason.strip():
            raise Refused("withdrawn_without_reason", "say why the report is withdrawn; readers will see it")
        withdrawal = Withdrawal.objects.create(report=report, actor=actor, reason=reason)
        append_change(Verb.WITHDREW, Subject.REPORT, [report.address], actor=actor)
        return withdrawal


def reinstate(report: Report, *, actor: User, reason: str) -> Withdrawal:
    """Take the withdrawal of a report back: it is counted again. Raises Refused where it is not withdrawn, or no reason is given."""
    with writing():
        check_lengths(reason=reason)
        withdrawal = Withdrawal.objects.filter(report=report).first()
        if withdrawal is None:
            raise Refused("not_withdrawn", "report {report} is not withdrawn", {"report": report.address})
        if not reason.strip():
            raise Refused("taken_back_without_reason", "say why this is taken back; it stays on the record")
        _take_back(withdrawal, actor)
        append_change(Verb.RETRACTED, Subject.REPORT, [report.address], actor=actor, what="withdrawal", reason=reason)
        return withdrawal


def undo_correction(correction: Supersession, *, actor: User, reason: str) -> None:
    """Take a correction back: the old report stands again, and the one that took its place is withdrawn. Both stay readable.

    Raises Refused where that was done already, where the correction was itself corrected, or where no reason is given.
    """
    with writing():
        check_lengths(reason=reason)
        old, new = correction.old, correction.new
        if not reason.strip():
            raise Refused("taken_back_without_reason", "say why this is taken back; it stays on the record")
        if later := Supersession.objects.filter(old=new).select_related("new").first():
            raise Refused(
                "already_corrected",
                "report {report} has already been corrected by {correction}; correct that one",
                {"report": new.address, "correction": later.new.address},
            )
        _take_back(correction, actor)
        if not Withdrawal.objects.filter(report=new).exists():
            Withdrawal.objects.create(report=new, actor=actor, reason=reason)
        append_change(
            Verb.RETRACTED, Subject.REPORT, [old.address, new.address], actor=actor, what="correction", reason=reason
        )


def take_back_correction(correction: Supersession, *, actor: User, reason: str) -> None:
    """Take a correction back as it was taken back in the record that both reports come from, which says by itself what became of the new one.

    So the new report is not withdrawn, and may have been corrected itself. Raises Refused where it was taken back already.
    """
    with writing():
        check_lengths(reason=reason)
        _take_back(correction, actor)
        names = [correction.old.address, correction.new.address]
        append_change(Verb.RETRACTED, Subject.REPORT, names, actor=actor, what="correction", reason=reason)


def state_correction(old: Report, new: Report, *, actor: User, reason: str) -> None:
    """Let a report take the place of another that is here too, as the record says from which both come."""
    with writing():
        check_lengths(reason=reason)
        insert_corrections((), [(old.address, new.address, reason)], actor)


def _take_back(decision: Withdrawal | Supersession, actor: User) -> None:
    if not decision.take_back(actor):
        raise Refused("already_taken_back", "this judgement has already been taken back")
