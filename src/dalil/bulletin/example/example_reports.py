"""The reports of the example, their corrections, and which of them are about the same.

An entry of reports.yaml may say `after: publication`: it came in when the pages were out already.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.bulletin.example.example_files import content, text_of
from dalil.matching.models import Pointing
from dalil.matching.pointings import point
from dalil.record import actions
from dalil.record.kind import kind_of
from dalil.record.models import Judgement, Report, Source, Supersession, Verdict

MARK = "example-2019:"
"""Begins the identifier of every report of the example."""


def enter_reports(
    actor: User, sources: dict[str, Source], documents: dict[str, Document], after: str = ""
) -> dict[str, Report]:
    """Enter the reports of the example that are not there yet, and correct those that an entry corrects. Returns them by their key.

    after: only those that came after this; empty for those that were there from the beginning.
    """
    entries = [each for each in content("reports")["reports"] if each.get("after", "") == after]
    drafts = {each["key"]: _draft(each, sources, documents) for each in entries}
    corrections = {each["key"]: each for each in entries if "corrects" in each}
    actions.enter_reports([draft for key, draft in drafts.items() if key not in corrections], actor=actor)
    reports = _reports_of(drafts)
    for key, entry in corrections.items():
        old = reports[entry["corrects"]]
        if not Supersession.objects.filter(old=old).exists():
            actions.supersede(old, drafts[key], actor=actor, reason=entry["reason"])
    return _reports_of(drafts)


def judge_reports(actor: User, reports: dict[str, Report], after: str = "") -> int:
    """Judge which reports of the example are about the same, and which sites they name. Returns how many judgements the example has of these.

    after: as in `enter_reports`.
    """
    entries = [each for each in content("reports")["judgements"] if each.get("after", "") == after]
    for each in entries:
        a, b = sorted((reports[key] for key in each["reports"]), key=lambda report: report.pk)
        if not Judgement.objects.filter(a=a, b=b, retraction=None).exists():
            actions.judge(a, b, Verdict(each["verdict"]), actor=actor, reason=each["reason"])
    return len(entries) + (0 if after else _point_to_sites(actor, reports))


def _point_to_sites(actor: User, reports: dict[str, Report]) -> int:
    """Judge which sites of the example its reports mean, where nobody did. Returns how many such judgements the example has."""
    entries = content("reports")["pointings"]
    for each in entries:
        report, site = reports[each["report"]], reports[each["site"]]
        if not Pointing.objects.filter(report=report, target=site).exists():
            point(report, each["name"], site, Verdict.SAME, actor=actor, reason=each["reason"])
    return len(entries)


def _draft(entry: dict[str, Any], sources: dict[str, Source], documents: dict[str, Document]) -> actions.Draft:
    said = entry["said"]["en"].strip()
    return actions.Draft(
        claim=kind_of(entry["kind"]).model_validate(entry["content"]),
        document=documents[entry["document"]],
        attribution=actions.credit_sources(
            [sources[code] for code in _codes(entry["origin"])], [sources[code] for code in _codes(entry["relay"])]
        ),
        said=said,
        language="en",
        locator=lines_of(said, _note(entry["document"])),
        external_id=f"{MARK}{entry['key']}",
        level=Level.PUBLIC,
    )


def _codes(named: str | list[str] | None) -> list[str]:
    """The sources that an entry names: one, several, or none."""
    return [named] if isinstance(named, str) else named or []


def _reports_of(keys: dict[str, actions.Draft]) -> dict[str, Report]:
    wanted = [f"{MARK}{key}" for key in keys]
    found = Report.objects.visible_to(Viewer.steward()).filter(external_id__in=wanted)
    return {report.external_id.removeprefix(MARK): report for report in found}


def _note(slug: str) -> str:
    return text_of(next(each for each in content("documents")["documents"] if each["slug"] == slug), "en")


def lines_of(said: str, text: str) -> str:
    """Return where words stand in a text: "line 5", "lines 5-7". Raises Refused where they do not stand in it."""
    before, found, _ = text.partition(said)
    if not found:
        raise actions.Refused("not_in_its_document", "“{words}” does not stand in its document", {"words": said})
    first = before.count("\n") + 1
    last = first + said.count("\n")
    return f"line {first}" if first == last else f"lines {first}-{last}"
