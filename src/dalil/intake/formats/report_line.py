"""The line of a report: Dalil's own format, version 1, with which a report leaves one record and comes into another.

The fields are declared here, once, for the reader (`jsonl`) and for the writer (`exports.report_lines`). A field that says nothing is
left out of a line.
"""

from __future__ import annotations

from typing import Any, TypedDict

from dalil.letters import LANGUAGE_CODES

VERSION = 1

LEVELS = ("public", "internal", "restricted")
"""The levels of protection by name, each at its number. The readers of lines know no Django, which has them as `Level`."""

ROLES = {"origins": "origin", "relays": "relay"}
"""Where the sources of an attribution stand in a line, and in which role each of them is credited."""


class ProtectionFields(TypedDict, total=False):
    """Who may see a thing. groups: the names of those who see what is restricted, as far as the receiver of the line knows them."""

    level: str
    groups: list[str]


VERDICTS = ("same", "different")
"""What a judgement says of two reports, or of two sources."""


class SourceFields(ProtectionFields, total=False):
    """A source that a report credits, with what it is called where the record does not know it yet.

    by_person: a person named it; without it, a file did.
    """

    code: str
    en: str
    ar: str
    type: str
    by_person: bool


class JudgementFields(TypedDict, total=False):
    """How two things were judged, and when. matcher: the model that did; without it, a person. The reasons are told to members only."""

    at: str
    verdict: str
    matcher: str
    score: float
    reason: str
    retracted: bool
    retracted_because: str


class ReportJudgementFields(JudgementFields, total=False):
    """A judgement of the report of a line and another, by its address."""

    other: str


class PointingFields(ReportJudgementFields, total=False):
    """A judgement of a site that the report of a line names. other: the report of the register that is meant, or not.

    field, name: where and how it is named.
    """

    field: str
    name: str


class LawFields(ReportJudgementFields, total=False):
    """A judgement of law. other: the report of the line itself. provision: its code; rules: which rules proposed it, with semicolons."""

    provision: str
    rules: str


class ConflictFields(ReportJudgementFields, total=False):
    """In which kind of conflict the report of a line happened. other: the report of the line itself. conflict_kind: the code of the kind."""

    conflict_kind: str


FURTHER = {
    "points_to": PointingFields,
    "seen_before": ReportJudgementFields,
    "law": LawFields,
    "conflict": ConflictFields,
}
"""The judgements of the rooms below by their keys in a line: which site is meant; which sighting was of the aircraft of an incident; which law may
concern it, and in which kind of conflict it happened."""


class SourceJudgementFields(JudgementFields, total=False):
    """A judgement of two sources. kept: the one under whose name both stand where they are one."""

    kept: SourceFields
    other: SourceFields


class LineSources(TypedDict, total=False):
    """What is known of sources beyond one line. aliases: the further names of each, by its code; former_aliases: those that were taken back and
    are not in force. Both are told to members only."""

    aliases: dict[str, list[str]]
    former_aliases: dict[str, list[str]]
    judged: list[SourceJudgementFields]


class DocumentFields(ProtectionFields, total=False):
    """The document that a report stands in. Its bytes are a file named by the digest, in a folder `documents` beside the lines."""

    sha256: str
    title: str
    type: str
    media_type: str
    filename: str
    url: str
    language: str


class AttributionFields(TypedDict, total=False):
    """According to whom, and through whom; without an origin it is unknown."""

    origins: list[SourceFields]
    relays: list[SourceFields]


class ReportLine(ProtectionFields, total=False):
    """One report.

    dalil: the version of the format. digest: over all that it says (`record.canonical.digest_over`). corrects, corrected_by: the addresses
    of the reports whose place it takes, and of those that took its place. reasons: why, by the other report's address. withdrawn: why it
    is no longer counted. judged: how the report was judged beside others that were entered before it. points_to: which sites it names.
    seen_before: of an incident, which sightings. law, conflict: which provisions a legal officer judged may concern it or not, and in which kind of
    conflict it happened. sources: what is known of the sources it credits and of those judged with them, once in a file.
    """

    dalil: int
    address: str
    digest: str
    kind: str
    content: dict[str, Any]
    said: str
    language: str
    document: DocumentFields
    locator: str
    attribution: AttributionFields
    external_id: str
    flags: list[str]
    corrects: list[str]
    corrected_by: list[str]
    reasons: dict[str, str]
    withdrawn: str
    judged: list[ReportJudgementFields]
    points_to: list[PointingFields]
    seen_before: list[ReportJudgementFields]
    law: list[LawFields]
    conflict: list[ConflictFields]
    sources: LineSources


SOURCE_TEXTS = ("code", "type", *LANGUAGE_CODES)
DOCUMENT_TEXTS = ("sha256", "title", "type", "media_type", "filename", "url", "language")
