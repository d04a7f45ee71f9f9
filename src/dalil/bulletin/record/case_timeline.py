"""The timeline of a case, as the page of each of its steps shows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from dalil import vocabulary
from dalil.bulletin.record.report_presenters import TitledLink
from dalil.cases.proceedings import CaseTimeline, case_of
from dalil.counting.entity_words import title_of_entity
from dalil.kinds.proceeding import Charge, Proceeding
from dalil.record.entities import Entity
from dalil.wording.counts import say_count
from dalil.wording.times import say_when


@dataclass(frozen=True)
class CaseStep:
    """One step: what and when, in words, with the documents it is told by. here: it is the step whose page this is."""

    what: str
    when: str
    title: str
    url: str
    here: bool
    charges: tuple[str, ...]
    sentence: str
    documents: tuple[TitledLink, ...]


@dataclass(frozen=True)
class CaseLine:
    """A case with its steps. state: its latest step, in words."""

    name: str
    court: str
    ground: str
    state: str
    steps: tuple[CaseStep, ...]


def present_case_of(step: Entity, language: str) -> CaseLine | None:
    """Present the case that a step of proceedings belongs to; None where it names none, and for other kinds."""
    if step.kind != Proceeding.code:
        return None
    timeline = case_of(step)
    return present_case(timeline, language, here=step) if timeline and len(timeline.steps) > 1 else None


def present_case(timeline: CaseTimeline, language: str, here: Entity | None = None) -> CaseLine:
    """Present a case with all its steps that the viewer may see."""
    latest, courts = timeline.latest, [each.court for each in timeline.claims if each.court]
    ground = next((each.ground for each in timeline.claims if each.ground), None)
    return CaseLine(
        name=timeline.name.in_language(language) if timeline.name else title_of_entity(timeline.steps[0], language),
        court=courts[-1].in_language(language) if courts else "",
        ground=vocabulary.label("jurisdiction_grounds", ground, language) if ground else "",
        state=vocabulary.label("proceedings", latest.what, language),
        steps=tuple(_present_step(each, language, here) for each in timeline.steps),
    )


def _present_step(step: Entity, language: str, here: Entity | None) -> CaseStep:
    claim = step.current[-1].claim
    assert isinstance(claim, Proceeding)
    documents = {each.document.address: each.document.title for each in step.current}
    return CaseStep(
        what=vocabulary.label("proceedings", claim.what, language),
        when=say_when(claim.when, language) if claim.when else "",
        title=title_of_entity(step, language),
        url=reverse("entity", args=[step.address]),
        here=here is not None and here.address == step.address,
        charges=tuple(say_charge(each, language) for each in claim.charges),
        sentence=claim.sentence.in_language(language) if claim.sentence else "",
        documents=tuple(TitledLink(title, reverse("document", args=[address])) for address, title in documents.items()),
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
