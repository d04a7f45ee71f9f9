"""What the standing reports of an entity say in each field: as it is coded, in the words of the sources, and by whom where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.utils.translation import gettext as say

from dalil.bulletin.record.subject_links import url_of_value
from dalil.letters import join_list, language_of
from dalil.record.credits import credited_sources
from dalil.record.entities import Entity
from dalil.record.kind import Kind, KindField, fields_of
from dalil.record.models import Report
from dalil.values import Bilingual, Count, Party, When, Where
from dalil.values.party import Role
from dalil.wording.claims import ANSWERS, ROLES, say_answers, say_fact, say_parties_as
from dalil.wording.times import say_when
from dalil.wording.where import choose_script


@dataclass(frozen=True)
class FactPart:
    """One thing that a field names, with the way to its page; the address is empty where it has none."""

    text: str
    url: str


@dataclass(frozen=True)
class FactValue:
    """One value that is told of a fact. said: the words of the sources, where they are others. sources: who says so, where reports differ.

    note: what must be known beside it, such as that a time of day is that of the place; empty where nothing must.
    """

    parts: tuple[FactPart, ...]
    said: tuple[str, ...]
    note: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class EntityFact:
    """What the standing reports say in one field."""

    label: str
    values: tuple[FactValue, ...]
    contradicting: bool


def list_facts_of(this: Entity, kind: type[Kind], language: str) -> tuple[EntityFact, ...]:
    """List what the standing reports say in every field that is no number of people or things."""
    return tuple(fact for field in fields_of(kind) for fact in _say_facts(field, this, kind, language))


def _say_facts(field: KindField, this: Entity, kind: type[Kind], language: str) -> Iterator[EntityFact]:
    """Say what is told in one field; of parties by whom it was done, apart from that who fought or is named otherwise, and what they answer."""
    if field.type is Count and not field.many:
        return
    asked = field.name in kind.facets
    if not field.has_roles:
        told = [(each, getattr(each.claim, field.name)) for each in this.current]
        said = [(each, value, say_fact(value, field, language)) for each, value in told]
        fact = _say_fact(field.label, said, field, language, changing=field.name in kind.changing)
        if fact.values or asked:
            yield fact
        return
    for role, label in ROLES.items():
        parties = [
            (each, each.claim.parties_as(role), say_parties_as(each.claim, role, field, language))
            for each in this.current
        ]
        fact = _say_fact(label, parties, field, language)
        if fact.values or (asked and role is Role.BY_WHOM):
            yield fact
    answers = [(each, None, say_answers(getattr(each.claim, field.name), language)) for each in this.current]
    if any(text for *_, text in answers):
        yield _say_fact(ANSWERS, answers, field, language)


def _say_fact(
    label: Bilingual,
    told: Sequence[tuple[Report, Any, str]],
    field: KindField,
    language: str,
    *,
    changing: bool = False,
) -> EntityFact:
    """Say one fact, each text once. told: of each report the value that it states and its text; the empty string for nothing.

    changing: it may be one thing at one time and another at another, so that each value is said with its times.
    """
    values: dict[str, Any] = {}
    times: dict[str, dict[When | None, None]] = {}
    said: dict[str, dict[str, None]] = {}
    sources: dict[str, dict[str, None]] = {}
    for each, value, text in told:
        if text:
            values.setdefault(text, value)
            times.setdefault(text, {})[each.claim.whens()] = None
            said.setdefault(text, {}).update(dict.fromkeys(_words_for(value, text, language)))
            names = sources.setdefault(text, {})
            names.update(dict.fromkeys(origin.name.in_language(language) for origin in credited_sources(each)[0]))
    differ = len(values) > 1
    return EntityFact(
        label=label.in_language(language),
        values=tuple(
            FactValue(
                _divide(value, text, field, language),
                tuple(said[text]),
                _say_times(times[text], language) if changing and field.type is not When else _note_on(value),
                tuple(sources[text]) if differ else (),
            )
            for text, value in values.items()
        ),
        contradicting=differ
        and field.type is not Bilingual
        and not _share_a_day(list(values.values()))
        and (not changing or _at_one_time(list(times.values()))),
    )


def _say_times(times: Iterable[When | None], language: str) -> str:
    """Say for when a value that changes holds; that it is not said, where a report does not say it."""
    return join_list((say_when(each, language) if each else say("when is not said") for each in times), language)


def _at_one_time(times: Sequence[Iterable[When | None]]) -> bool:
    """Whether two values hold at times that overlap. A time that nobody said overlaps none for certain."""
    return any(one.overlaps(other) for a, b in combinations(times, 2) for one in a for other in b if one and other)


def _divide(value: Any, text: str, field: KindField, language: str) -> tuple[FactPart, ...]:
    """Divide what is said into the things that it names, each with its page; where none of them has one it stays whole."""
    if isinstance(value, tuple) and len(value) > 1:
        parts = tuple(FactPart(say_fact(each, field, language), url_of_value(each, field)) for each in value)
        together = language_of(language).comma.join(dict.fromkeys(part.text for part in parts))
        if together == text:  # a part that says more than its name stays with the whole
            return tuple(dict.fromkeys(parts))
    return (FactPart(text, url_of_value(value, field) if value is not None else ""),)


def _words_for(value: Any, text: str, language: str) -> Iterator[str]:
    """Give the words in which a source says a value, where they are not what is shown anyway."""
    values = value if isinstance(value, tuple) else (value,)
    for each in values:
        words = each.said if isinstance(each, When) else each.name if isinstance(each, (Where, Party)) else ""
        words = choose_script(words, language)
        if words and words not in text:
            yield words


def _note_on(value: Any) -> str:
    return say("the time of the place") if isinstance(value, When) and value.at and not value.zone else ""


def _share_a_day(values: Sequence[Any]) -> bool:
    """Whether all values are times that a day could fulfil: a time of day and its day, a day and its month."""
    return all(isinstance(each, When) for each in values) and all(a.overlaps(b) for a, b in combinations(values, 2))
