"""A report in words: its facts as rows of label and value, one alone or several side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from dalil.desk.inputs.labels import label_of
from dalil.letters import language_of
from dalil.record.kind import Kind, fields_of
from dalil.record.models import Credit, Report
from dalil.values import Bilingual, Count, Party, PersonName, When, Where
from dalil.wording.claims import ROLES, say_in_full, say_value


@dataclass(frozen=True)
class Fact:
    """What one field says: its label, its value in words, and beneath it what the source's own words add."""

    name: str
    label: str
    lines: tuple[str, ...] = ()
    said: str = ""


@dataclass(frozen=True)
class ComparedField:
    """One field of several reports beside each other. `differs`: they do not all say the same."""

    label: str
    cells: tuple[Fact, ...]
    differs: bool


def list_facts(claim: Kind, language: str) -> list[Fact]:
    """List everything a report says, in the order its kind asks; what it does not say is left out."""
    return [fact for fact in _list_all_facts(claim, language) if fact.lines]


def compare_claims(claims: Sequence[Kind], language: str) -> list[ComparedField]:
    """Compare reports of one kind, a column for each: one row for each field that any of them says."""
    columns = [_list_all_facts(claim, language) for claim in claims]
    rows = []
    for cells in zip(*columns, strict=True):
        if any(cell.lines for cell in cells):
            rows.append(ComparedField(cells[0].label, cells, len({cell.lines for cell in cells}) > 1))
    return rows


def list_credits(report: Report) -> list[Credit]:
    """List the sources credited with a report: its origins, and its relays in their order."""
    attribution: Any = report.attribution
    return list(attribution.credits.all())


def _list_all_facts(claim: Kind, language: str) -> list[Fact]:
    facts = []
    for field in fields_of(type(claim)):
        if field.has_roles:
            for role, label in ROLES.items():
                parties = tuple(_say_part(each, field, language) for each in claim.parties_as(role))
                facts.append(Fact(field.name, label.in_language(language), parties))
            continue
        value = getattr(claim, field.name)
        values = value if isinstance(value, tuple) else () if value is None or value == "" else (value,)
        if field.type is bool and value is False:
            values = ()
        lines = tuple(_say_part(each, field, language) for each in values)
        said = " · ".join(each.said for each in values if isinstance(each, (Count, When)) and each.said)
        if isinstance(value, Where) and value.places:
            said = value.name
        facts.append(Fact(field.name, field.label.in_language(language), lines, said))
    return facts


def _say_part(value: object, field: object, language: str) -> str:
    """Say one value, with what belongs to it; a model that the wording does not know is told part by part."""
    if isinstance(value, (Party, Count)):
        return say_in_full(value, field, language)  # type: ignore[arg-type]
    if isinstance(value, BaseModel) and not isinstance(value, (When, Where, Bilingual, PersonName)):
        joiner = language_of(language).comma
        return joiner.join(
            f"{label_of(inner.name, language, type(value))}: {_say_part(getattr(value, inner.name), inner, language)}"
            for inner in fields_of(type(value))
            if getattr(value, inner.name) not in (None, "", ())
        )
    return say_value(value, field, language)  # type: ignore[arg-type]
