"""What is known of each thing in a dossier: who says it, how well it is established, where its file came from, whether a consent lets it leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.timezone import localdate

from dalil.archive import store
from dalil.archive.models import CustodyEvent, Document
from dalil.archive.protection import Viewer
from dalil.cases.dossiers.keeping import AT_ONCE, Chosen
from dalil.cases.dossiers.models import Pin
from dalil.counting.entity_readings import grade_entity
from dalil.counting.grading import Grade
from dalil.record.credits import credited_sources
from dalil.record.entities import entities_of
from dalil.record.models import Report, Source
from dalil.record.sealed.consents import consents_covering, covered_reports, may_leave, state_of
from dalil.record.source_identity import SourceIdentities, read_identities
from dalil.values.consent import Permission, consent_permits

What = CustodyEvent.What


class Custody(StrEnum):
    """Where the file of a document came from, and whether it is there."""

    COLLECTED = "collected"
    RECEIVED = "received"
    OWN_NOTE = "own note"
    UNTOLD = "untold"
    MISSING = "missing"


class Since(StrEnum):
    """What became of a thing since it was chosen."""

    STANDS = "stands"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Evidence:
    """A thing in a dossier as one viewer may know it.

    document: where it stands, or itself. origins: the codes of who says it, those that are one under one code. grade: of what it is about; None
    for a document of which no report is in the dossier. permission: whether the consents let it leave for the purpose that is asked about.
    consents_differ: one of several consents lets it leave, and another does not.
    """

    pin: Pin
    document: Document
    origins: tuple[str, ...]
    sources: tuple[Source, ...]
    grade: Grade | None
    custody: Custody
    since: Since
    permission: Permission
    consents_differ: bool = False

    @property
    def counts(self) -> bool:
        """Tell whether it speaks still: what was corrected or withdrawn since it was chosen says nothing until it is chosen again."""
        return self.since is Since.STANDS

    @property
    def report(self) -> Report | None:
        """Return the report that was chosen; None where a document was."""
        return self.pin.report


def read_evidence(
    chosen: Chosen, viewer: Viewer, *, purpose: str = "internal", recipient: str = ""
) -> dict[int, Evidence]:
    """Read what is known of everything that was chosen, by the primary key of the pin. purpose, recipient: for whom consents are asked."""
    identities = read_identities(viewer)
    standing = _find_standing([each.pk for each in chosen.reports], viewer)
    grades = _read_grades(standing, viewer)
    documents = {each.pk: _document_of(each) for each in chosen.pins}
    custody = read_custody(documents.values())
    asked = set(_find_covered([each.pk for each in chosen.reports], viewer))
    nobody_asked = consent_permits((), purpose, recipient, localdate())
    found = {}
    for pin in chosen.pins:
        document = documents[pin.pk]
        report = pin.report
        origins = tuple(credited_sources(report)[0]) if report else ()
        found[pin.pk] = Evidence(
            pin=pin,
            document=document,
            origins=_under_one_name(origins, identities),
            sources=origins,
            grade=grades.get(report.pk) if report else None,
            custody=custody[document.pk],
            since=_since(report, standing),
            permission=nobody_asked,
        )
        if report is None or report.pk in asked:
            found[pin.pk] = _ask_consents(found[pin.pk], purpose, recipient)
    return found


def _ask_consents(evidence: Evidence, purpose: str, recipient: str) -> Evidence:
    """The same with what the consents that cover it say. The strictest of them holds; that others allow it is told, so that somebody asks again."""
    thing = evidence.report or evidence.document
    each_says = [
        consent_permits([state_of(each)], purpose, recipient, localdate()).allowed for each in consents_covering(thing)
    ]
    return replace(
        evidence,
        permission=may_leave(thing, purpose, recipient),
        consents_differ=any(each_says) and not all(each_says),
    )


def _find_covered(ids: list[int], viewer: Viewer) -> Iterator[int]:
    """Those of some reports of which a consent says anything, or whose kind needs one."""
    seen = Report.objects.visible_to(viewer)
    for start in range(0, len(ids), AT_ONCE):
        among = seen.filter(pk__in=ids[start : start + AT_ONCE])
        yield from covered_reports(among).order_by().values_list("pk", flat=True)


def _document_of(pin: Pin) -> Document:
    found = pin.report.document if pin.report else pin.document
    assert found is not None
    return found


def _under_one_name(sources: Iterable[Source], identities: SourceIdentities) -> tuple[str, ...]:
    return identities.under_one_name(each.code for each in sources)


def _since(report: Report | None, standing: Mapping[int, bool]) -> Since:
    if report is None or standing[report.pk]:
        return Since.STANDS
    return Since.WITHDRAWN if report.withdrawn_because else Since.CORRECTED


def _find_standing(ids: list[int], viewer: Viewer) -> dict[int, bool]:
    """Whether each of some reports still stands, as far as the viewer may know."""
    found = dict.fromkeys(ids, False)
    for start in range(0, len(ids), AT_ONCE):
        among = Report.objects.visible_to(viewer).filter(pk__in=ids[start : start + AT_ONCE]).standing_for(viewer)
        found.update(dict.fromkeys(among.order_by().values_list("pk", flat=True), True))
    return found


def _read_grades(ids: Iterable[int], viewer: Viewer) -> dict[int, Grade | None]:
    """The grade of the entity of each report, as this viewer may know it."""
    wanted = set(ids)
    grades: dict[int, Grade | None] = {}
    for entity in entities_of(wanted, viewer):
        graded = grade_entity(entity)
        grades.update({each.pk: graded for each in entity.reports if each.pk in wanted})
    return grades


def read_custody(documents: Iterable[Document]) -> dict[int, Custody]:
    """Read where the files of documents came from, by the first event that says so; by the primary key of the document."""
    known = {each.pk: each for each in documents}
    keys, first = sorted(known), {}
    for start in range(0, len(keys), AT_ONCE):
        events = CustodyEvent.objects.filter(
            document__in=keys[start : start + AT_ONCE], what__in=(What.COLLECTED, What.RECEIVED)
        )
        for key, what in events.order_by("-pk").values_list("document_id", "what"):
            first[key] = Custody.COLLECTED if what == What.COLLECTED else Custody.RECEIVED
    missing = store.find_missing([each.sha256 for each in known.values()])
    return {
        key: _custody_of(document, first.get(key, Custody.UNTOLD), missing=document.sha256 in missing)
        for key, document in known.items()
    }


def _custody_of(document: Document, first: Custody, *, missing: bool) -> Custody:
    if missing:
        return Custody.MISSING
    return Custody.OWN_NOTE if document.is_own_note else first
