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


class SourceFields(ProtectionFields, total=False):
    """A source that a report credits, with what it is called where the record does not know it yet."""

    code: str
    en: str
    ar: str
    type: str


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
    is no longer counted.
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


SOURCE_TEXTS = ("code", "type", *LANGUAGE_CODES)
DOCUMENT_TEXTS = ("sha256", "title", "type", "media_type", "filename", "url", "language")
