"""What the page of one entry shows, through the versions of its list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dalil import vocabulary
from dalil.access.models import Action
from dalil.archive.protection import Viewer
from dalil.bulletin.sanctions.presenters import FieldChange, Links, list_fields, say_ground
from dalil.kinds.listing import ListedName, Listing
from dalil.letters import join_list
from dalil.record.kind import fields_of
from dalil.record.models import Report, Verdict
from dalil.record.reading import log_reading
from dalil.sanctions import change_words
from dalil.sanctions.act_accounts import grounds_of
from dalil.sanctions.listing_steps import versions_of
from dalil.sanctions.movement_words import say_listing_then
from dalil.sanctions.movements import movements_of
from dalil.sanctions.returned_entries import returned_to
from dalil.wording.claims import say_fact, title_of
from dalil.wording.times import say_when


@dataclass(frozen=True)
class EntryFact:
    """What the list says of an entry in one field, each value apart."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class EntryName:
    """A name of an entry as the list writes it, and what the list calls it: “also known as, weak alias”."""

    name: str
    told: str


@dataclass(frozen=True)
class EntryStep:
    """One step of an entry through the versions, with the report that says so."""

    said: str
    when: str
    url: str
    ground: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class EntryMovement:
    """One sighting of the listed person, and what the list was on that day. listing_url: the report of the list that says so; else empty."""

    title: str
    url: str
    told: str
    listing_url: str


@dataclass(frozen=True)
class EntryReturn:
    """Another entry of the list that this one may be: taken off before, or put on since."""

    said: str
    url: str


@dataclass(frozen=True)
class EntryPage:
    """An entry through lists and years."""

    name: str
    list_title: str
    list_url: str
    number: str
    evidence: str
    standing: str
    names: tuple[EntryName, ...]
    facts: tuple[EntryFact, ...]
    steps: tuple[EntryStep, ...]
    movements: tuple[EntryMovement, ...] = ()
    returned: tuple[EntryReturn, ...] = ()


HEAD = ("sanctions_list", "action", "who", "when", "names", "entry", "changes", "ground", "unread", "subject")
"""Fields of a listing that an entry's page tells elsewhere."""


def present_entry(
    code: str, number: str, reports: Sequence[Report], viewer: Viewer, language: str, link: Links
) -> EntryPage:
    """Present an entry: what the list says of it last, and its steps. reports: those of its steps, the first one first."""
    claims = [claim for report in reports if isinstance(claim := report.claim, Listing)]
    last = claims[-1]
    told = next((claim for claim in reversed(claims) if claim.action != "delisted"), last)
    grounds = grounds_of(code, {report.pk: number for report in reports}, viewer).get(number, [])
    seen = movements_of(code, number, viewer)
    log_reading(Action.LISTED, [each.sighting for each in seen], viewer)
    of_step = {report.pk: report.address for report in reports}
    steps = tuple(
        EntryStep(
            said=vocabulary.label("listing_actions", claim.action, language),
            when=say_when(claim.when, language) if claim.when else "",
            url=link("report", report.address),
            ground=say_ground(claim, grounds, language) if claim.action == "delisted" else "",
            fields=list_fields(claim.changes, language),
        )
        for report, claim in zip(reports, claims, strict=True)
    )
    label = vocabulary.label("sanction_lists", code, language)
    newest = versions_of(code, viewer)[-1].dated
    return EntryPage(
        name=change_words.name_entry(last, language),
        list_title=label,
        list_url=link("sanctions-list", code),
        number=number,
        evidence=change_words.EVIDENCE.in_language(language),
        standing=change_words.say_entry_stands(last, newest, language),
        names=tuple(_name(each, language) for each in told.names),
        facts=tuple(_facts(told, language)),
        steps=steps,
        movements=tuple(
            EntryMovement(
                title=title_of(each.sighting.claim, language),
                url=link("report", each.sighting.address),
                told=say_listing_then(each, language),
                listing_url=link("report", of_step[each.step]) if each.step in of_step else "",
            )
            for each in seen
        ),
        returned=tuple(_returns(code, number, viewer, language, link)),
    )


def _returns(code: str, number: str, viewer: Viewer, language: str, link: Links) -> Iterable[EntryReturn]:
    for each in returned_to(code, viewer):
        if number in (each.gone, each.entry) and each.verdict is not Verdict.DIFFERENT:
            of_gone = number == each.gone
            other = each.entry if of_gone else each.gone
            yield EntryReturn(change_words.say_returned(each, of_gone, language), link("sanctions-entry", code, other))


def _name(name: ListedName, language: str) -> EntryName:
    told = [vocabulary.label("listed_names", name.what, language)]
    if name.strength:
        told.append(vocabulary.label("alias_strengths", name.strength, language))
    return EntryName(name.said, join_list(told, language))


def _facts(claim: Listing, language: str) -> Iterable[EntryFact]:
    for field in fields_of(Listing):
        value = getattr(claim, field.name)
        if field.name in HEAD or not value:
            continue
        values = value if isinstance(value, tuple) else (value,)
        yield EntryFact(
            field.label.in_language(language), tuple(filter(None, (say_fact(each, field, language) for each in values)))
        )
