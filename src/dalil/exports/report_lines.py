"""A report as it leaves the house: as a line that `dalil import` reads again, and as the JSON of the API.

The line is for another record: it has what makes the report the same report there. The JSON is for a reader: it has the title in both
languages, and what a reader looks up. Both say of corrections and of protection only what their viewer may know.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from dalil.access.models import Proposal
from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.exports.confirmed import log_export, viewer_of_export
from dalil.exports.judgement_fields import SourcesToTell, further_fields, judged_fields
from dalil.intake.formats.report_line import DOCUMENT_TEXTS, LEVELS, ROLES, VERSION
from dalil.letters import LANGUAGE_CODES
from dalil.record.canonical import canonical
from dalil.record.comparison import LATER_VERSION
from dalil.record.credits import credited_sources
from dalil.record.models import Attribution, Report, Source, Supersession
from dalil.record.reading import open_each_for_reading
from dalil.wording.claims import title_of

AT_ONCE = 1000
"""Reports that are read in one go."""
IDS_AT_ONCE = 50_000
"""Ids that are read in one go: a search is made anew for each such portion, and not for each thousand reports."""
KEPT = 50_000
"""Documents and attributions that are kept with their text, since most lines share theirs with others."""


def report_lines(
    reports: QuerySet[Report],
    viewer: Viewer,
    taken: Proposal | None = None,
    *,
    after: QuerySet[Report] | None = None,
    among: Collection[int] | None = None,
) -> Iterator[str]:
    """Give the lines of these reports in the order in which they were entered, each ended by a line feed.

    reports: which ones; those that the viewer may not see are left out, and so are restricted ones, unless a second person confirmed
    the export (taken; see `viewer_of_export`). Every export of a member is in the log of access. A line names the reports it corrects,
    and those that correct it, as far as the viewer sees them; the reason that a person gave for a correction is told to members only.
    after: the reports whose lines stand before these; what those tell of sources is not told again. among: the ids of all that leaves
    together; of corrections and judgements that have any other report at one end nothing is said then.
    """
    exporting = viewer_of_export(viewer, taken)
    log_export(exporting, "reports", **({"proposal": taken.pk} if taken else {}))
    writer = _LineWriter(exporting, after, among)
    for ids in _portions(reports):
        yield from writer.lines(ids)


def plain_reports(reports: Sequence[Report], viewer: Viewer) -> list[dict[str, Any]]:
    """Give reports as the API gives them. reports: read `with_credits`; of their corrections, those the viewer may see are told."""
    corrected = {old: address for old, _, address, _ in _corrections(viewer, old__in=[each.pk for each in reports])}
    return [_plain(each, corrected.get(each.pk)) for each in reports]


def plain_source(source: Source) -> dict[str, Any]:
    """Give a source as the API gives it."""
    return {"code": source.code, "name": {"en": source.name_en, "ar": source.name_ar}, "type": source.type}


def _plain(report: Report, corrected_by: str | None) -> dict[str, Any]:
    origins, relays = credited_sources(report)
    claim = report.claim
    return {
        "address": report.address,
        "kind": report.kind,
        "title": {language: title_of(claim, language) for language in LANGUAGE_CODES},
        "content": report.content,
        "said": report.said,
        "language": report.language,
        "origins": [plain_source(source) for source in origins],
        "relays": [plain_source(source) for source in relays],
        "document": {
            "address": report.document.address,
            "title": report.document.title,
            "sha256": report.document.sha256,
        },
        "locator": report.locator,
        "external_id": report.external_id,
        "flags": report.flags,
        "digest": report.digest,
        "entered_at": report.entered_at.isoformat(),
        "withdrawn": report.withdrawn_because or None,
        "corrected_by": corrected_by,
    }


class _LineWriter:
    """Writes the lines of reports portion by portion, and keeps the documents and attributions that many of them share."""

    def __init__(self, viewer: Viewer, after: QuerySet[Report] | None, among: Collection[int] | None) -> None:
        self._viewer = viewer
        self._among = None if among is None else frozenset(among)
        self._documents: dict[int, tuple[Document, str]] = {}
        self._attributions: dict[int, tuple[Attribution, str]] = {}
        self._sources = SourcesToTell(viewer, self._source_fields)
        if after is not None:
            self._sources.pass_over(after)

    def lines(self, ids: Sequence[int]) -> Iterator[str]:
        visible = Report.objects.visible_to(self._viewer).filter(pk__in=ids).order_by("pk")
        reports = list(visible.with_withdrawals().defer("search", "entered_at", "entered_by"))
        self._learn_documents({report.document_id for report in reports})
        self._learn_attributions({report.attribution_id for report in reports})
        groups = self._group_names(Report, [each.pk for each in reports if each.level == Level.RESTRICTED])
        related = self._related([report.pk for report in reports])
        judged = judged_fields(self._viewer, [report.pk for report in reports], self._among)
        further = further_fields(self._viewer, [report.pk for report in reports], self._among)
        for report in open_each_for_reading(map(self._linked, reports), self._viewer):
            told = {
                "address": report.address,
                "digest": report.digest,
                "external_id": report.external_id,
                "flags": report.flags,
                "groups": groups.get(report.pk),
                "judged": judged.get(report.pk),
                "kind": report.kind,
                "language": report.language,
                "level": LEVELS[report.level],
                "locator": report.locator,
                "said": report.said,
                "sources": self._sources.about(
                    credit.source.code for credit in self._attributions[report.attribution_id][0].credits.all()
                ),
                "withdrawn": report.withdrawn_because,
                **related.get(report.pk, {}),
                **further.get(report.pk, {}),
            }
            spelled = {name: canonical(value) for name, value in told.items() if value}
            spelled["dalil"], spelled["content"] = str(VERSION), canonical(report.content)
            spelled["document"] = self._documents[report.document_id][1]
            if credits := self._attributions[report.attribution_id][1]:
                spelled["attribution"] = credits
            fields = ",".join([f'"{name}":{spelled[name]}' for name in sorted(spelled)])
            yield f"{{{fields}}}\n"

    def _linked(self, report: Report) -> Report:
        """The report with its document and its attribution, which were read before."""
        report.document = self._documents[report.document_id][0]
        report.attribution = self._attributions[report.attribution_id][0]
        return report

    def _related(self, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        """What each report corrects and by what it was corrected, with the reasons, as far as the viewer sees the other report."""
        told: dict[int, dict[str, Any]] = {}
        for field, ends in (("corrects", {"new__in": ids}), ("corrected_by", {"old__in": ids})):
            for old, new, address, reason in _corrections(self._viewer, **ends):
                if self._among is not None and not self._among.issuperset((old, new)):
                    continue
                of = told.setdefault(new if field == "corrects" else old, {})
                of.setdefault(field, []).append(address)
                if reason == LATER_VERSION or self._viewer.member:
                    of.setdefault("reasons", {})[address] = reason
        return told

    def _learn_documents(self, ids: set[int]) -> None:
        found = list(Document.objects.visible_to(self._viewer).filter(pk__in=_unknown(ids, self._documents)))
        groups = self._group_names(Document, [each.pk for each in found if each.level == Level.RESTRICTED])
        for each in found:
            texts = {name: getattr(each, name) for name in DOCUMENT_TEXTS}
            self._documents[each.pk] = each, canonical(_filled(texts | _protection(each, groups)))

    def _learn_attributions(self, ids: set[int]) -> None:
        new = Attribution.objects.filter(pk__in=_unknown(ids, self._attributions)).prefetch_related("credits__source")
        found = {each: sorted(each.credits.all(), key=lambda credit: credit.position) for each in new}
        sources = self._source_fields({credit.source for credits in found.values() for credit in credits})
        for each, credits in found.items():
            whom = _filled(
                {
                    name: [sources[credit.source_id] for credit in credits if credit.role == role]
                    for name, role in ROLES.items()
                }
            )
            self._attributions[each.pk] = each, canonical(whom) if whom else ""

    def _source_fields(self, sources: Iterable[Source]) -> dict[int, dict[str, Any]]:
        """Sources as lines tell them, by their ids."""
        sources = list(sources)
        groups = self._group_names(Source, [each.pk for each in sources if each.level == Level.RESTRICTED])
        return {each.pk: _source_fields(each, groups) for each in sources}

    def _group_names(self, model: type[Report | Document | Source], ids: Iterable[int]) -> dict[int, list[str]]:
        """The groups that may see these restricted things, by name: all of them to who sees everything, else the viewer's own."""
        ids = list(ids)
        if not ids:
            return {}
        things = model.objects.visible_to(self._viewer).filter(pk__in=ids, groups__isnull=False)
        if not self._viewer.everything:
            things = things.filter(groups__in=self._viewer.groups)
        names: dict[int, list[str]] = {}
        for pk, name in things.order_by("pk", "groups__name").values_list("pk", "groups__name"):
            names.setdefault(pk, []).append(name)
        return names


def _portions(reports: QuerySet[Report]) -> Iterator[Sequence[int]]:
    """The ids of reports in their order, in portions; a report that comes in meanwhile neither shifts nor repeats any."""
    last = 0
    while True:
        ids = list(reports.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:IDS_AT_ONCE])
        for start in range(0, len(ids), AT_ONCE):
            yield ids[start : start + AT_ONCE]
        if len(ids) < IDS_AT_ONCE:
            return
        last = ids[-1]


def _corrections(viewer: Viewer, **ends: Any) -> list[tuple[int, int, str, str]]:
    """The corrections that have the reports asked for at one end: old id, new id, address of the other end, reason.

    The other end is one that the viewer sees.
    """
    pairs = list(Supersession.objects.filter(**ends).order_by("pk").values_list("old", "new", "reason"))
    of_new = any(name.startswith("new") for name in ends)
    others = {old if of_new else new for old, new, _ in pairs}
    seen: dict[int, str] = {}
    for some in _batched(others):
        seen |= dict(Report.objects.visible_to(viewer).filter(pk__in=some).values_list("pk", "address"))
    return [(old, new, seen[other], reason) for old, new, reason in pairs if (other := old if of_new else new) in seen]


def _source_fields(source: Source, groups: dict[int, list[str]]) -> dict[str, Any]:
    names: dict[str, Any] = {"code": source.code, "en": source.name_en, "ar": source.name_ar, "type": source.type}
    names["by_person"] = not source.from_file
    return _filled(names | _protection(source, groups))


def _protection(thing: Source | Document, groups: dict[int, list[str]]) -> dict[str, Any]:
    """Who may see a source or a document; nothing where everybody may."""
    return {} if thing.level == Level.PUBLIC else {"level": LEVELS[thing.level], "groups": groups.get(thing.pk, [])}


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _unknown(ids: set[int], kept: dict[int, Any]) -> list[int]:
    """The ids of which nothing is kept yet; all are forgotten before they are too many."""
    if len(kept) > KEPT:
        kept.clear()
    return sorted(ids - kept.keys())


def _batched(ids: Iterable[int]) -> Iterator[list[int]]:
    listed = sorted(ids)
    for start in range(0, len(listed), AT_ONCE):
        yield listed[start : start + AT_ONCE]
