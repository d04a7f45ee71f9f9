"""What stands against a report, a document, a source, a figure or words becoming public. Asked before, by every surface that publishes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.timezone import localdate

from dalil.archive.file_metadata import LARGEST
from dalil.archive.file_text import FileText, read_file_text
from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.archive.store import DamagedDocument, open_verified
from dalil.counting.figures import answer_for_readers
from dalil.counting.models import Figure
from dalil.gate.names_in_words import find_names, words_of
from dalil.gate.objections import Objection, Remedy, Weight
from dalil.gate.person_profiles import examine_person
from dalil.gate.place_floor import examine_places, examine_what_is_public
from dalil.gate.remainders import examine_difference, examine_remainders
from dalil.gate.small_cells import examine_cells
from dalil.matching.pointings import sites_meant
from dalil.record.actions.transaction import Refused
from dalil.record.credits import credited_sources
from dalil.record.entities import entities_of
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.kind import Kind, all_kinds
from dalil.record.mentions import mentions_in
from dalil.record.models import Report, Source
from dalil.record.sealed.consents import may_leave
from dalil.record.sealed.open_compartment import OpenCompartment
from dalil.record.sealed.persons import find_named
from dalil.values.consent import PUBLICATION, Permission
from dalil.vocabulary.gazetteer import Gazetteer

Thing = Report | Document | Source

AT_ONCE = 500
"""Reports whose words are searched together."""

MOST_SEARCHED = 400_000
"""Letters of a file in which names are looked for; markup is read twice, so that they are half as many of a text."""

WITHOUT_WORDS = ("image/", "audio/", "video/")
"""Files of which nobody expects that their words were searched."""

STEWARD = Viewer.steward()


@dataclass(frozen=True)
class Asker:
    """Who would publish.

    user: the account. opened: the sealed compartment, while that person has it open; names in it are looked for only then.
    session: the key of the session, for the log of the compartment.
    """

    user: User
    opened: OpenCompartment | None = None
    session: str = ""


def examine(thing: Thing, asker: Asker) -> tuple[Objection, ...]:
    """Say what stands against a report, a document or a source becoming public.

    What it would take with it is examined too: a document or a source makes public those of its reports that wait for nothing else.
    A thing that the asker may not see is not named.
    """
    match thing:
        case Report():
            found = [*_chain(thing), *_consent(thing), *_report(thing, asker)]
        case Document():
            found = [*_consent(thing), *_document(thing, asker), *_taken_along(thing, asker)]
        case Source():
            found = [*_consent(thing), *_taken_along(thing, asker)]
    return _distinct(found)


def examine_entered(report: Report, asker: Asker) -> tuple[Objection, ...]:
    """Say what stands against a report that is entered as public, besides what waits: a document, a source or a consent holds it back by itself."""
    return tuple(each for each in _distinct(_report(report, asker)) if each.weight != Weight.NOTE)


def examine_where(report: Report, viewer: Viewer) -> Objection | None:
    """Say what stands first against the place of a report becoming known, or its being known so early; None for nothing.

    viewer: to whom it is said.
    """
    return next(chain(_places([report], gazetteer(), viewer), _delay(report.claim)), None)


def examine_figure(figure: Figure, asker: Asker) -> tuple[Objection, ...]:
    """Say what stands against the next edition of a figure: what its question names, its small cells and remainders, the few
    persons between it and the edition before, the names in its words."""
    try:
        answer = answer_for_readers(figure)
    except Refused as error:
        remedy = Remedy("pass_by_public_basis", "make public what the question names, or ask another question")
        return (Objection(error.type, error.template, error.particulars, remedy, Weight.FIRM),)
    words = (figure.title_en, figure.title_ar, figure.note_en, figure.note_ar)
    return (
        *examine_cells(answer),
        *examine_remainders(answer),
        *examine_difference(answer, figure.edition),
        *examine_words("\n".join(words), asker),
    )


def examine_words(text: str, asker: Asker, besides: Source | None = None) -> tuple[Objection, ...]:
    """Say which names of restricted sources stand in a text, and which of sealed persons while the asker has the compartment open.

    besides: a source whose name is no objection, because it would become public itself.
    """
    remedy = Remedy("pass_without_name", "take the name out of the words")
    objections = []
    viewer = Viewer.of(asker.user)
    seen = set(Source.objects.visible_to(viewer).filter(level=Level.RESTRICTED).values_list("pk", flat=True))
    restricted = Source.objects.visible_to(STEWARD).filter(level=Level.RESTRICTED).prefetch_related("aliases")
    names = {source: source.names for source in restricted if source != besides}
    found = find_names(text, [name for each in names.values() for name in each])
    for source, own in names.items():
        if found.isdisjoint(own):
            continue
        about = f"source {source.pk}"
        if source.pk in seen:
            named = Objection(
                "restricted_source_named",
                "the words name the source {source}, which is restricted to groups",
                {"source": source.code},
                remedy,
                about=about,
            )
        else:
            named = Objection(
                "protected_name",
                "the words hold a name that is protected; who decides about protection can say more",
                {},
                remedy,
                about=about,
            )
        objections.append(named)
    if asker.opened is not None:
        for person in find_named(asker.opened, text, actor=asker.user, session=asker.session):
            known = {"person": person.reference}
            objections.append(
                Objection("sealed_person_named", "the words name the sealed person {person}", known, remedy)
            )
    return _distinct(objections)


def _distinct(objections: Iterable[Objection]) -> tuple[Objection, ...]:
    """Each objection once: a document may meet the same in a hundred reports."""
    return tuple({each.key: each for each in objections}.values())


def _chain(report: Report) -> Iterator[Objection]:
    """What else keeps a report from the public. It stops nothing: where the document stays internal, nothing leaves."""
    origins, relays = credited_sources(report)
    if report.document.level != Level.PUBLIC:
        yield Objection(
            "document_not_public",
            "readers do not see it while its document is not public",
            {},
            Remedy("pass_with_document", "make its document public too"),
            Weight.NOTE,
        )
    if any(source.level != Level.PUBLIC for source in (*origins, *relays)):
        yield Objection(
            "source_not_public",
            "readers do not see it while one of its sources is not public",
            {},
            Remedy("pass_with_source", "make its sources public too"),
            Weight.NOTE,
        )


def _consent(thing: Thing) -> Iterator[Objection]:
    permission = may_leave(thing, PUBLICATION, "")
    if not permission.allowed:
        yield _not_consented(permission)


def _not_consented(permission: Permission) -> Objection:
    remedy = Remedy("pass_with_consent", "ask the person, and enter what they consent to")
    return Objection(permission.type, permission.template, permission.particulars, remedy, Weight.FIRM)


def _report(report: Report, asker: Asker) -> Iterator[Objection]:
    yield from _places([report], gazetteer(), Viewer.of(asker.user))
    yield from examine_person(report.claim, gazetteer())
    yield from _delay(report.claim)
    yield from examine_words(_words_in(report), asker)


def _places(reports: Sequence[Report], known: Gazetteer, viewer: Viewer) -> Iterator[Objection]:
    """What is said too exactly: for what is there, for the sites that the reports name, and for what other reports say of the same thing.

    Those count too that the viewer may not see; what they say is there is not named then.
    """
    together = {
        pk: each for each in entities_of([r.pk for r in reports], STEWARD) for pk in (r.pk for r in each.reports)
    }
    beside = [each for report in reports for each in together[report.pk].reports if each.pk != report.pk]
    public = (
        set(
            Report.objects.visible_to(Viewer.public())
            .filter(pk__in=[each.pk for each in beside])
            .values_list("pk", flat=True)
        )
        if beside
        else set()
    )
    for report in reports:
        own = together[report.pk]
        sites = sites_meant(report, STEWARD) if any(mentions_in(report.claim)) else []
        about = [each.pk for entity in (own, *sites) for each in entity.reports]
        seen = set(Report.objects.visible_to(viewer).filter(pk__in=about).values_list("pk", flat=True))
        yield from examine_places(report.claim, known, [own, *sites], lambda each, seen=seen: each.pk in seen)  # type: ignore[misc]
        yield from examine_what_is_public(
            report.claim, (each for each in own.reports if each.pk in public and each.pk != report.pk), known
        )


def _delay(claim: Kind) -> Iterator[Objection]:
    """What is not public before a day: a sighting shows where spotters stand."""
    first = claim.public_from()
    if first == date.max:
        remedy = Remedy("pass_with_day", "correct the report: say on which day it was")
        yield Objection(
            "public_without_day",
            "it may not be public before its delay is over, and no day is said",
            {},
            remedy,
            Weight.FIRM,
        )
    elif first is not None and localdate() < first:
        remedy = Remedy("pass_on_that_day", "wait until that day")
        yield Objection("public_too_early", "it may not be public before {day}", {"day": first}, remedy, Weight.FIRM)


def _words_in(report: Report) -> str:
    return "\n".join([report.said, report.locator, *words_of(report.content)])


def _document(document: Document, asker: Asker) -> Iterator[Objection]:
    """What stands in its file: reports that are restricted, or that no consent lets out, can be read there too."""
    words = "\n".join([document.title, document.filename, document.url])
    inside = _words_inside(document)
    yield from examine_words(f"{words}\n{inside.words[:MOST_SEARCHED]}", asker)
    unread = not inside.whole and not document.media_type.startswith(WITHOUT_WORDS)
    if unread or len(inside.words) > MOST_SEARCHED:
        yield Objection(
            "text_not_searched",
            "protected names were not looked for in the text of this file, or only in a part of it",
            {},
            Remedy("pass_by_reading", "read it yourself before it becomes public"),
            Weight.NOTE,
        )
    reports = Report.objects.visible_to(STEWARD).filter(document=document)
    if reports.filter(level=Level.RESTRICTED).exists():
        yield Objection(
            "document_tells_restricted",
            "a report of this document is restricted, and what it says can be read in the document",
            {},
            Remedy("pass_by_redaction", "make a redacted copy public instead"),
        )
    watched = [code for code, kind in all_kinds().items() if kind.floor_on_import]
    for report in reports.filter(kind__in=watched).exclude(level=Level.PUBLIC).iterator(chunk_size=AT_ONCE):
        if examine_where(report, Viewer.of(asker.user)):
            yield Objection(
                "document_tells_place",
                "a report of this document is not public because of its place or its day, and what it says can be read in the document",
                {},
                Remedy("pass_by_redaction", "make a redacted copy public instead"),
            )
            break
    for report in reports.filter(held_from__isnull=False):
        permission = may_leave(report, PUBLICATION, "")
        if not permission.allowed:
            yield _not_consented(permission)


def _words_inside(document: Document) -> FileText:
    """The words of its file; none, and not whole, where the file is missing or damaged, as where nobody can read it."""
    if document.size > LARGEST:
        return FileText()
    try:
        with open_verified(document.sha256) as stream:
            return read_file_text(stream.read(), document.media_type)
    except (FileNotFoundError, DamagedDocument):
        return FileText()


def _taken_along(thing: Document | Source, asker: Asker) -> Iterator[Objection]:
    """What stands against the reports that become public with a document or a source."""
    known, reports = gazetteer(), _waiting_for(thing).iterator(chunk_size=AT_ONCE)
    while some := list(islice(reports, AT_ONCE)):
        yield from _places(some, known, Viewer.of(asker.user))
        for report in some:
            yield from examine_person(report.claim, known)
            yield from _delay(report.claim)
        besides = thing if isinstance(thing, Source) else None
        yield from examine_words("\n".join(map(_words_in, some)), asker, besides)


def _waiting_for(thing: Document | Source) -> QuerySet[Report]:
    """The reports that are public by their own level and wait for this document or source alone.

    What was corrected or withdrawn is among them: it stays readable.
    """
    public = Report.objects.visible_to(STEWARD).filter(level=Level.PUBLIC)
    hidden = Source.objects.visible_to(STEWARD).exclude(level=Level.PUBLIC)
    if isinstance(thing, Document):
        waiting = public.filter(document=thing)
    else:
        waiting = public.filter(attribution__credits__source=thing, document__level=Level.PUBLIC)
        hidden = hidden.exclude(pk=thing.pk)
    return waiting.exclude(attribution__credits__source__in=hidden.values("pk")).distinct()
