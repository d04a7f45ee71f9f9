"""The properties of a zone as the lines of a spreadsheet, for a lawyer who works through them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as say

from dalil import vocabulary
from dalil.counting.entity_words import title_of_entity
from dalil.exports.spreadsheet import csv_line
from dalil.kinds.property import Property
from dalil.letters import join_list
from dalil.record.entities import Entity
from dalil.values.filing_clock import Deadline
from dalil.wording.deadlines import NO_ADVICE, say_filing_reasons, say_filing_state, say_rules
from dalil.zoning.zones import PropertyDue


def holder_of(entity: Entity, language: str) -> str:
    """Name the holder of a property as they may be called outside; empty where that is not said."""
    names = dict.fromkeys(claim.holder.in_language(language) for claim in _claims(entity) if claim.holder)
    return "; ".join(names)


def list_csv_lines(deadline: Deadline, properties: Sequence[PropertyDue], today: date, language: str) -> Iterator[str]:
    """Give the lines: a head, one for each property, and that this is no legal advice."""
    yield csv_line(
        [
            say("Property"),
            say("Address of the entity"),
            say("Holder, as they may be called outside"),
            say("What became of it"),
            say("Why"),
            say("Papers that are held"),
            say("Who could file"),
            say("First day that the deadline can be"),
            say("Last day that the deadline can be"),
            say("Days left until the first"),
            say("Rule"),
            say("Doubts of the deadline"),
        ]
    )
    first, last = deadline.first, deadline.last
    for each in properties:
        own = [code for code in each.state.reasons if code not in deadline.reasons]
        yield csv_line(
            [
                title_of_entity(each.entity, language),
                each.entity.address,
                holder_of(each.entity, language),
                say_filing_state(each.state, language),
                " ".join(say_filing_reasons(own, language)),
                _codes(each.entity, "property_papers", lambda claim: claim.papers, language),
                _codes(each.entity, "filers", lambda claim: claim.filers, language),
                first.isoformat() if first else "",
                last.isoformat() if last else "",
                (first - today).days if first and first >= today else "",
                say_rules(deadline, language),
                " ".join(say_filing_reasons(deadline.reasons, language)),
            ]
        )
    yield csv_line([NO_ADVICE.in_language(language)])


def _codes(entity: Entity, scheme: str, read: Callable[[Property], Sequence[str]], language: str) -> str:
    codes = dict.fromkeys(code for claim in _claims(entity) for code in read(claim))
    return join_list((vocabulary.label(scheme, code, language) for code in codes), language)


def _claims(entity: Entity) -> list[Property]:
    return [report.claim for report in entity.current if isinstance(report.claim, Property)]
