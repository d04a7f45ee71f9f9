"""The doors of the record: every write goes through one of these functions and through nothing else.

Each is one transaction: the rows, and the log entry that projections follow. `actor` is the person who does it. Writers take
turns (SQLite's IMMEDIATE transactions, an advisory lock on PostgreSQL), so the log is in the order of commit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from dalil.archive import store
from dalil.archive.models import Document
from dalil.archive.protection import Level, NobodyLeft, Protected, Viewer, together
from dalil.record import bulk_entry as entering
from dalil.record.gazetteer_in_use import enriched, gazetteer, row_of
from dalil.record.kind import Kind
from dalil.record.models import (
    Attribution,
    Credit,
    Judgement,
    LogEntry,
    Place,
    Report,
    Retraction,
    Source,
    Supersession,
    Verdict,
    Withdrawal,
)
from dalil.record.prepared import Prepared, attribution_key, prepare
from dalil.record.search.index_text import indexed
from dalil.record.search.spellings import note_words
from dalil.text.spelling.compounds import words_to_spell
from dalil.vocabulary.gazetteer import Gazetteer
from dalil.vocabulary.gazetteer import Place as PlaceEntry

_SOURCE_CODE = re.compile(r"\w[\w.-]{0,79}")
SYSTEM = "dalil"
WRITERS_TURN = 0x64616C696C  # "dalil": the key of the advisory lock by which writers take turns on PostgreSQL
BATCH = 2000


class Refused(Exception):
    """The record does not take this, for the reason the message gives in words."""


@dataclass(frozen=True)
class Draft:
    """A report about to be entered: what it says, in which words, where that stands, and according to whom."""

    claim: Kind
    document: Document
    attribution: Attribution
    said: str = ""
    language: str = ""
    locator: str = ""
    external_id: str = ""
    flags: tuple[str, ...] = ()
    level: Level = Level.INTERNAL

    def prepared(self, known: Gazetteer) -> Prepared:
        """The draft made ready to be entered. known: the gazetteer in use."""
        return prepare(
            self.claim,
            known=known,
            sha256=self.document.sha256,
            attribution=self.attribution.key,
            level=self.level,
            said=self.said,
            language=self.language,
            locator=self.locator,
            external_id=self.external_id,
            flags=tuple(self.flags),
        )


@dataclass(frozen=True)
class Entered:
    """What came of entering a batch: the first and last id of the new reports, and how many were new, repeated, corrected."""

    first: int | None = None
    last: int | None = None
    new: int = 0
    repeated: int = 0
    corrected: int = 0
    addresses: tuple[str, ...] = field(default=(), repr=False)


def system_actor() -> User:
    """The account in whose name commands write when nobody is named; nobody can sign in as it."""
    actor, created = User.objects.get_or_create(username=SYSTEM, defaults={"is_active": False})
    if created:
        actor.set_unusable_password()
        actor.save(update_fields=["password"])
    return actor


def receive_document(
    content: BinaryIO,
    *,
    actor: User,
    title: str,
    media_type: str,
    filename: str = "",
    url: str = "",
    language: str = "",
    parent: Document | None = None,
    relation: str = "",
    level: Level = Level.INTERNAL,
    groups: Iterable[Group] = (),
) -> Document:
    """Keep a document. The same bytes received again are the same document; its title and protection stay as they were."""
    sha256, size = store.keep(content)
    with writing():
        if known := Document.objects.filter(sha256=sha256).first():
            return known
        document = Document.objects.create(
            sha256=sha256,
            size=size,
            media_type=media_type[:100],
            title=title[:500],
            filename=filename[:500],
            url=url,
            language=language,
            parent=parent,
            relation=relation,
            level=level,
            search=indexed(f"{title} {filename} {url}"),
        )
        note_words(words_to_spell([document.search]))
        document.groups.set(groups)
        log(actor, "received", document)
        return document


def name_source(
    code: str,
    *,
    actor: User,
    en: str = "",
    ar: str = "",
    type: str = "",
    level: Level = Level.INTERNAL,
    groups: Iterable[Group] = (),
) -> Source:
    """The source with this code; made, with these names and this protection, where there is none yet.

    Raises Refused for a code that is not letters, digits, dots, dashes and underscores, or that means “no source” (see `attribution_key`).
    """
    if not _SOURCE_CODE.fullmatch(code) or code == attribution_key((), ()):
        raise Refused(
            f"“{code}” cannot be the code of a source; use letters, digits, dots, dashes and underscores, at most 80"
        )
    with writing():
        source, created = Source.objects.get_or_create(
            code=code,
            defaults={
                "name_en": en or ("" if ar else code),
                "name_ar": ar,
                "type": type,
                "level": level,
                "search": indexed(f"{code} {en} {ar}"),
            },
        )
        if created:
            note_words(words_to_spell([source.search]))
            source.groups.set(groups)
            log(actor, "named", source)
        return source


def attribution(origins: Sequence[Source] = (), relays: Sequence[Source] = ()) -> Attribution:
    """The attribution to these origins through these relays (the first is the one who told us); without an origin it is unknown."""
    origins = sorted(set(origins), key=lambda source: source.code)
    key = attribution_key([source.code for source in origins], [source.code for source in relays])
    with writing():
        whole, created = Attribution.objects.get_or_create(key=key)
        if created:
            Credit.objects.bulk_create(
                [
                    Credit(attribution=whole, source=source, role=role, position=position)
                    for role, sources in (
                        (Credit.Role.ORIGIN, origins),
                        (Credit.Role.RELAY, list(dict.fromkeys(relays))),
                    )
                    for position, source in enumerate(sources)
                ]
            )
        return whole


def enter_report(draft: Draft, *, actor: User, groups: Iterable[Group] = (), by_hand: bool = False) -> Report:
    """Enter one report; one that is already there word for word is returned as it stands.

    Where the actor may not see that it is there, it is entered once more under an address of its own: what somebody says is neither
    lost to him nor an answer to the question whether somebody else has said it. by_hand: see `enter_prepared`.
    """
    with writing():
        row = entering.apart_from_unseen(draft.prepared(gazetteer()), Viewer.of(actor))
        entered = enter_prepared(
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
    return enter_prepared(
        [draft.prepared(known) for draft in drafts],
        documents={draft.document.sha256: draft.document.pk for draft in drafts},
        attributions={draft.attribution.key: draft.attribution.pk for draft in drafts},
        actor=actor,
    )


def enter_prepared(
    rows: Sequence[Prepared],
    *,
    documents: Mapping[str, int],
    attributions: Mapping[str, int],
    actor: User,
    groups: Iterable[Group] = (),
    by_hand: bool = False,
    words: Set[str] | None = None,
) -> Entered:
    """Enter reports that were made ready beforehand, as `enter_reports` does; the way of importers.

    documents: primary key by digest; attributions: primary key by key. groups: who may see the new reports where their level
    restricts them. by_hand: the caller says what these correct, and their identifiers say nothing. words: what `words_to_spell`
    finds in the rows, but for what the caller brought before; worked out here where it is not given. An error takes back all of
    the transaction that this stands in.
    """
    with writing(savepoint=False):
        note_words(words_to_spell(row.search for row in rows) if words is None else words)
        compared = entering.compare(rows, by_hand=by_hand)
        addresses = tuple(dict.fromkeys(row.address for row in rows))
        if not compared.new:
            return Entered(repeated=len(rows), addresses=addresses)
        before = Report.objects.aggregate(last=Max("pk"))["last"] or 0
        entering.insert(
            compared.new, documents=documents, attributions=attributions, actor=actor.pk, now=timezone.now()
        )
        first, last = before + 1, Report.objects.aggregate(last=Max("pk"))["last"]
        for group in groups:
            through = Report.groups.through
            ids = Report.objects.filter(pk__range=(first, last)).values_list("pk", flat=True)
            through.objects.bulk_create([through(report_id=pk, group_id=group.pk) for pk in ids], batch_size=BATCH)
        log(actor, "entered", Report, [first, last], count=len(compared.new))
        corrected = entering.correct(compared.corrections, actor)
        return Entered(first, last, len(compared.new), len(rows) - len(compared.new), corrected, addresses)


def supersede(old: Report, draft: Draft, *, actor: User, reason: str) -> Report:
    """Correct a report: enter a new one that takes its place. The old one stays, word for word.

    What the new one no longer rests on, a document or a source, protects it as it protected the old one. Raises Refused where a
    correction that the actor sees is there already, where the correction is of another kind, or where nobody could see all of it.
    """
    with writing():
        old.refresh_from_db()
        if done := _correction_of(old, Viewer.of(actor)):
            raise Refused(f"report {old.address} has already been corrected by {done.address}; correct that one")
        if draft.claim.code != old.kind:
            raise Refused(f"report {old.address} is a report of {old.kind}, and so must be its correction")
        left = _rests_on(old.document, old.attribution) - _rests_on(draft.document, draft.attribution)
        try:
            level, groups = together(
                [(draft.level, old.groups.all()), *((each.level, each.groups.all()) for each in left)]
            )
        except NobodyLeft as error:
            raise Refused(
                "its document and its sources are restricted to different groups; a steward decides"
            ) from error
        new = enter_report(replace(draft, level=level), actor=actor, groups=groups, by_hand=True)
        if new.pk == old.pk:
            raise Refused("nothing has changed; a correction says something else")
        if _correction_of(new, Viewer.of(actor)):
            raise Refused(
                f"report {new.address} says exactly this and was itself corrected; say in the words or the place what is different"
            )
        Supersession.objects.create(old=old, new=new, actor=actor, reason=reason)
        log(actor, "superseded", Report, [old.pk, new.pk])
        return new


def _correction_of(report: Report, viewer: Viewer) -> Report | None:
    """The report that took this one's place, as far as the viewer sees."""
    return Report.objects.visible_to(viewer).filter(supersedes__old=report).first()


def _rests_on(document: Document, attribution: Attribution) -> set[Document | Source]:
    credits = Credit.objects.filter(attribution=attribution).select_related("source")
    return {document, *(credit.source for credit in credits)}


def withdraw(report: Report, *, actor: User, reason: str) -> Withdrawal:
    """Take a report out of every count. It stays readable, with the reason. Raises Refused where it is withdrawn already."""
    with writing():
        report.refresh_from_db()
        if hasattr(report, "withdrawal"):
            raise Refused(f"report {report.address} is already withdrawn")
        if not reason.strip():
            raise Refused("say why the report is withdrawn; readers will see it")
        withdrawal = Withdrawal.objects.create(report=report, actor=actor, reason=reason)
        log(actor, "withdrew", report)
        return withdrawal


def judge(
    one: Report,
    other: Report,
    verdict: Verdict,
    *,
    actor: User,
    reason: str = "",
    matcher: str = "",
    score: float | None = None,
) -> Judgement:
    """Say that two reports are about the same thing, or about different things.

    Raises Refused for a report beside itself and for two reports of different kinds.
    """
    with writing():
        if one.pk == other.pk:
            raise Refused("a report is not compared with itself")
        if one.kind != other.kind:
            raise Refused(
                f"a report of {one.kind} and a report of {other.kind} are about different things by their kind"
            )
        a, b = sorted((one, other), key=lambda report: report.pk)
        judgement = Judgement.objects.create(
            a=a, b=b, verdict=verdict, actor=actor, reason=reason, matcher=matcher, score=score
        )
        log(actor, "judged", Report, [a.pk, b.pk], judgement=judgement.pk)
        return judgement


def retract(judgement: Judgement, *, actor: User, reason: str = "") -> Retraction:
    """Take a judgement back. Raises Refused where that was done already."""
    with writing():
        judgement.refresh_from_db()
        if hasattr(judgement, "retraction"):
            raise Refused("this judgement has already been taken back")
        retraction = Retraction.objects.create(judgement=judgement, actor=actor, reason=reason)
        log(actor, "retracted", Report, [judgement.a_id, judgement.b_id], judgement=judgement.pk)
        return retraction


def protect(
    thing: Document | Source | Report,
    level: Level,
    *,
    actor: User,
    groups: Iterable[Group] = (),
    reason: str = "",
) -> None:
    """Decide who may see a document, a source or a report. Raises Refused for a restriction that names no group."""
    with writing():
        groups = list(groups)
        if level == Level.RESTRICTED and not groups:
            raise Refused("a restriction names the groups that may still see it")
        before = {"level": thing.level, "groups": sorted(thing.groups.values_list("pk", flat=True))}
        thing.level = level
        thing.save(update_fields=["level"])
        thing.groups.set(groups if level == Level.RESTRICTED else [])
        log(
            actor,
            "protected",
            thing,
            before=before,
            level=int(level),
            groups=[group.pk for group in groups],
            reason=reason,
        )


def place_entries(entries: Sequence[PlaceEntry], *, actor: User, origin: str) -> tuple[int, int]:
    """Add places to the gazetteer, or bring those with the same code up to date. Returns how many were new and how many changed.

    Parents come before their children. What an entry leaves empty keeps its old value, and names only ever gain aliases.
    Raises Refused for a parent that is nowhere in the gazetteer.
    """
    with writing():
        known = {place.code: place for place in gazetteer().places}
        rows: dict[str, Place] = {}
        new = 0
        for entry in entries:
            if entry.parent and entry.parent not in known:
                raise Refused(f"place {entry.code} lies in {entry.parent}, which is not in the gazetteer")
            before = known.get(entry.code)
            merged = entry if before is None else enriched(before, entry)
            if merged != before:
                known[entry.code] = merged
                rows[entry.code] = row_of(merged, origin)
                new += before is None
        if rows:
            Place.objects.bulk_create(
                rows.values(),
                batch_size=BATCH,
                update_conflicts=True,
                unique_fields=["code"],
                update_fields=["name_en", "name_ar", "aliases", "lat", "lon"],
            )
            log(actor, "placed", Place, count=len(rows), origin=origin)
        return new, len(rows) - new


@contextmanager
def writing(*, savepoint: bool = True) -> Iterator[None]:
    """One transaction, in which no other writer writes.

    savepoint: whether this part of a larger transaction can fail alone. Thousands of rows within one cost SQLite twice the time.
    """
    with transaction.atomic(savepoint=savepoint):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS_TURN])
        yield


def log(actor: User, verb: str, about: Any, subjects: Sequence[int] | None = None, **detail: Any) -> LogEntry:
    """Write down a change. `about` is the row that changed, or a model with the ids of its rows in `subjects`."""
    if subjects is None:
        subjects = [about.pk] if isinstance(about, (Protected, Report)) else []
    return LogEntry.objects.create(
        actor_id=actor.pk, verb=verb, model=about._meta.model_name, subjects=list(subjects), detail=detail
    )
