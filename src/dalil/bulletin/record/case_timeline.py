"""The timeline of a case, as the page of each of its steps shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.urls import reverse

from dalil import vocabulary
from dalil.bulletin.record.report_presenters import TitledLink
from dalil.cases.proceedings import CaseTimeline, Listed, case_of
from dalil.counting.entity_words import title_of_entity
from dalil.kinds.proceeding import Charge, Proceeding
from dalil.record.entities import Entity
from dalil.wording.counts import say_count
from dalil.wording.times import say_when


@dataclass(frozen=True)
class CutList:
    """What a list leaves out. more: how many come after those listed. unread: how many earlier reports were not read for it."""

    more: int
    unread: int

    @classmethod
    def of(cls, listed: Listed[Any]) -> Self:
        """Return what is left out of a list."""
        return cls(listed.more, listed.unread)


@dataclass(frozen=True)
class CaseTelling:
    """What one or more documents tell of a step: what and when, in words."""

    what: str
    when: str
    charges: tuple[str, ...]
    sentence: str
    documents: tuple[TitledLink, ...]


@dataclass(frozen=True)
class CaseStep:
    """One step, with each telling of it that differs. here: it is the step whose page this is."""

    title: str
    url: str
    here: bool
    tellings: tuple[CaseTelling, ...]


@dataclass(frozen=True)
class CaseLine:
    """A case with its steps. state: its latest step, in words, as each source tells it. unread: how many reports are not listed."""

    name: str
    court: str
    ground: str
    state: str
    steps: tuple[CaseStep, ...]
    unread: int


def present_case_of(step: Entity, language: str) -> CaseLine | None:
    """Present the case that a step of proceedings belongs to; None where it names none, and for other kinds."""
    if step.kind != Proceeding.code:
        return None
    timeline = case_of(step)
    return present_case(timeline, language, here=step) if timeline and len(timeline.steps) > 1 else None


def present_case(timeline: CaseTimeline, language: str, here: Entity | None = None) -> CaseLine:
    """Present a case with all its steps that the viewer may see."""
    courts = [each.court.in_language(language) for each in timeline.claims if each.court]
    grounds = [
        vocabulary.label("jurisdiction_grounds", each.ground, language) for each in timeline.claims if each.ground
    ]
    states = [vocabulary.label("proceedings", each.what, language) for each in timeline.latest]
    return CaseLine(
        name=timeline.name.in_language(language) if timeline.name else title_of_entity(timeline.steps[0], language),
        court=courts[-1] if courts else "",
        ground=_join_different(grounds),
        state=_join_different(states),
        steps=tuple(_present_step(each, language, here) for each in timeline.steps),
        unread=timeline.unread,
    )


def _join_different(words: list[str]) -> str:
    return " / ".join(dict.fromkeys(words))


def _present_step(step: Entity, language: str, here: Entity | None) -> CaseStep:
    told: dict[tuple[str, str, tuple[str, ...], str], dict[str, str]] = {}
    for report in step.current:
        claim = report.claim
        assert isinstance(claim, Proceeding)
        words = (
            vocabulary.label("proceedings", claim.what, language),
            say_when(claim.when, language) if claim.when else "",
            tuple(say_charge(each, language) for each in claim.charges),
            claim.sentence.in_language(language) if claim.sentence else "",
        )
        told.setdefault(words, {})[report.document.address] = report.document.title
    return CaseStep(
        title=title_of_entity(step, language),
        url=reverse("entity", args=[step.address]),
        here=here is not None and here.address == step.address,
        tellings=tuple(
            CaseTelling(
                *words, tuple(TitledLink(title, reverse("document", args=[each])) for each, title in documents.items())
            )
            for words, documents in told.items()
        ),
    )


def say_charge(charge: Charge, language: str) -> str:
    """Say one count: the provision, how many, what became of it, and in which words."""
    parts = [
        vocabulary.label("provisions", charge.provision, language) if charge.provision else "",
        say_count(charge.how_many, language) if charge.how_many else "",
        vocabulary.label("charge_outcomes", charge.outcome, language) if charge.outcome else "",
        charge.said.in_language(language) if charge.said else "",
    ]
    return " – ".join(each for each in parts if each)
