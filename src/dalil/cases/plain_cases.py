"""Cases before courts as plain values, for the API and for CSV: a case with its steps, and a line for each telling of each step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dalil import vocabulary
from dalil.cases.proceedings import CaseTimeline, provisions_of
from dalil.counting.entity_words import title_of_entity
from dalil.exports.report_lines import plain_source
from dalil.exports.spreadsheet import csv_line
from dalil.kinds.proceeding import Charge, Proceeding
from dalil.letters import LANGUAGE_CODES
from dalil.record.credits import credited_sources
from dalil.record.entities import Entity
from dalil.record.models import Report
from dalil.values import Bilingual

COLUMNS = (
    *("case", "case_en", "case_ar", "state", "court_en", "court_ar", "docket", "ground"),
    *("step", "title_en", "title_ar", "report", "what", "what_en", "what_ar", "first_day", "last_day"),
    *("provisions", "charges", "sentence_en", "sentence_ar", "document", "origins", "relays"),
)
"""The columns of the lines. case: the address of the first step of the case; codes of one cell are separated by spaces."""


def plain_case(this: CaseTimeline) -> dict[str, Any]:
    """Give a case: how its steps name it, each thing once, and its steps in order. unread: how many reports of it were not read."""
    claims = this.claims
    return {
        "address": this.steps[0].address,
        "name": this.name.model_dump() if this.name else None,
        "states": _each_once(claim.forum for claim in claims),
        "courts": _each_once(claim.court.model_dump() if claim.court else None for claim in claims),
        "dockets": _each_once(claim.docket for claim in claims),
        "grounds": _each_once(claim.ground for claim in claims),
        "provisions": list(this.provisions),
        "latest": _each_once(claim.what for claim in this.latest),
        "steps": [_plain_step(each) for each in this.steps],
        "unread": this.unread,
    }


def case_lines(cases: Iterable[CaseTimeline]) -> Iterator[str]:
    """Give cases as CSV, a line for each report of each step, header first."""
    yield csv_line(COLUMNS)
    for case in cases:
        name = _both(case.name)
        for step in case.steps:
            titles = [title_of_entity(step, language) for language in LANGUAGE_CODES]
            for report, claim in _told(step):
                origins, relays = credited_sources(report)
                yield csv_line(
                    [
                        case.steps[0].address,
                        *name,
                        claim.forum,
                        *_both(claim.court),
                        claim.docket,
                        claim.ground,
                        step.address,
                        *titles,
                        report.address,
                        claim.what,
                        *(vocabulary.label("proceedings", claim.what, language) for language in LANGUAGE_CODES),
                        claim.when.start.isoformat() if claim.when else None,
                        claim.when.end.isoformat() if claim.when else None,
                        " ".join(dict.fromkeys(provisions_of(claim))),
                        "; ".join(map(_spell_charge, claim.charges)),
                        *_both(claim.sentence),
                        report.document.address,
                        " ".join(source.code for source in origins),
                        " ".join(source.code for source in relays),
                    ]
                )


def _plain_step(step: Entity) -> dict[str, Any]:
    return {
        "address": step.address,
        "title": {language: title_of_entity(step, language) for language in LANGUAGE_CODES},
        "reports": [_plain_telling(report, claim) for report, claim in _told(step)],
    }


def _plain_telling(report: Report, claim: Proceeding) -> dict[str, Any]:
    origins, relays = credited_sources(report)
    return {
        "address": report.address,
        "what": claim.what,
        "when": report.content.get("when"),
        "charges": report.content.get("charges", []),
        "provisions": list(dict.fromkeys(provisions_of(claim))),
        "sentence": claim.sentence.model_dump() if claim.sentence else None,
        "document": report.document.address,
        "origins": [plain_source(source) for source in origins],
        "relays": [plain_source(source) for source in relays],
    }


def _told(step: Entity) -> Iterator[tuple[Report, Proceeding]]:
    """The reports that stand, each with what it says."""
    for report in step.current:
        if isinstance(claim := report.claim, Proceeding):
            yield report, claim


def _spell_charge(charge: Charge) -> str:
    """A count in codes: the provision, how many, and what became of it."""
    parts = (charge.provision, charge.how_many.notation() if charge.how_many else None, charge.outcome)
    return " ".join(filter(None, parts)) or (charge.said.in_language("en") if charge.said else "")


def _both(said: Bilingual | None) -> tuple[str | None, ...]:
    return tuple(getattr(said, language) if said else None for language in LANGUAGE_CODES)


def _each_once(values: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for each in values:
        if each and each not in found:
            found.append(each)
    return found
